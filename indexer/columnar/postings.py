"""How postings are kept small: positions mostly in one byte, and records that repeat a value as runs."""

from __future__ import annotations

import numpy as np

from .columns import Array, ColumnFile, ColumnWriter

__all__ = ["Positions", "Runs", "gather", "repeated_slices", "smallest", "write_positions"]

_MOSTLY = 5  # high bytes of positions are kept apart where at most one position in five has one


def smallest(values: Array) -> Array:
    """Whole numbers in the least bytes that hold them."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


def write_positions(writer: ColumnWriter, name: str, positions: Array) -> None:
    """Write positions as they are, or their low bytes with the few high ones apart, whichever is less."""
    far = np.flatnonzero(positions > 0xFF)
    if int(positions.max(initial=0)) > 0xFFFF or len(far) * _MOSTLY > len(positions):
        writer.add(f"{name}.pos", smallest(positions))
        return
    writer.add(f"{name}.pos.low", positions.astype(np.uint8))
    writer.add(f"{name}.pos.high.at", far.astype(np.uint32))
    writer.add(f"{name}.pos.high", (positions[far] >> 8).astype(np.uint8))


class Positions:
    """The positions of a field in one segment, posting after posting."""

    def __init__(self, file: ColumnFile, field: str) -> None:
        self._ends = file.view(f"{field}.pos.ends")
        self._plain = file.array(f"{field}.pos") if f"{field}.pos" in file else None
        if self._plain is None:
            self._low = file.array(f"{field}.pos.low")
            self._high_at = file.array(f"{field}.pos.high.at")
            self._high = file.array(f"{field}.pos.high")

    def of(self, number: int) -> Array:
        """Those of one term."""
        return self._between(self._ends[number - 1] if number else 0, self._ends[number])

    def every(self) -> Array:
        """Those of all terms."""
        return self._between(0, self._ends[-1] if len(self._ends) else 0)

    def _between(self, start: int, end: int) -> Array:
        if self._plain is not None:
            return self._plain[start:end]
        positions = self._low[start:end].astype(np.uint16)
        first, last = np.searchsorted(self._high_at, (start, end))
        if first < last:
            positions[self._high_at[first:last] - np.uint32(start)] |= self._high[first:last].astype(np.uint16) << 8
        return positions


class Runs:
    """Records one after another that have the same value of a field: a title, all clauses of its document.

    sizes: records of each run; together they are all records of the segment
    """

    def __init__(self, sizes: Array) -> None:
        self.sizes = sizes
        self._starts = np.cumsum(sizes, dtype=np.int64) - sizes

    def records(self, runs: Array) -> Array:
        """The records of some runs (uint16)."""
        return gather(self._starts[runs], self.sizes[runs]).astype(np.uint16)


def gather(starts: Array, counts: Array) -> Array:
    """start, start + 1 … for each of `starts`, as many as its count, one after another."""
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - ends + counts, counts) + np.arange(total, dtype=np.int64)


def repeated_slices(values: Array, counts: Array | None, times: Array) -> Array:
    """Slices of `values`, as long as `counts` says (None: 1 each), each so many times."""
    if counts is None:
        return np.repeat(values, times)
    starts = np.cumsum(counts, dtype=np.int64) - counts
    found: Array = values[gather(np.repeat(starts, times), np.repeat(counts, times))]
    return found
