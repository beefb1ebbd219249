"""Numbers of many things in few bytes: how much each takes, where it lies, and what a record's value is."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from ...errors import IndexProblem
from .columns import BYTES, Array, ColumnFile, ColumnWriter

__all__ = ["STEP", "Spans", "ascending", "ends_of", "length_figures", "read_numbers", "read_runs", "smallest"]
__all__ += ["write_numbers", "write_sizes"]

STEP = 16
"""Sizes from one whose start is kept to the next."""


def smallest(values: Array) -> Array:
    """Whole numbers in the least bytes that hold them."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


def ascending(places: Array, count: int) -> bool:
    """Whether places are ascending, and below `count`."""
    return bool((places[1:] > places[:-1]).all()) and (not len(places) or int(places[-1]) < count)


def ends_of(sizes: Array, name: str) -> Array:
    """Where each of many things ends (int64). Raises IndexProblem where four bytes do not hold that."""
    ends: Array = np.cumsum(sizes, dtype=np.int64)
    if len(ends) and int(ends[-1]) > 0xFFFF_FFFF:
        raise IndexProblem(f"{name}: more than a segment can hold; give the writer less memory")
    return ends


def length_figures(lengths: Array, runs: Array | None) -> dict[str, int]:
    """The total, least and greatest length of the records that have a field; nothing if none has it."""
    some = lengths[lengths > 0]
    if not len(some):
        return {}
    total = (lengths.astype(np.int64) * runs).sum() if runs is not None else lengths.sum(dtype=np.int64)
    return {"total": int(total), "min": int(some.min()), "max": int(some.max())}


def write_sizes(writer: ColumnWriter, name: str, sizes: Array) -> None:
    """Write how much each of many things takes; one number where all take the same."""
    if len(sizes) and (sizes == sizes[0]).all():
        writer.add(f"{name}.each", smallest(sizes[:1]))
        return
    writer.add(f"{name}.sizes", sizes.astype(np.uint8))
    writer.add(f"{name}.starts", (ends_of(sizes, name) - sizes)[::STEP].astype(np.uint32))
    large = np.flatnonzero(sizes > 0xFF)
    if len(large):
        writer.add(f"{name}.large.at", large.astype(np.uint32))
        writer.add(f"{name}.large", smallest(sizes[large] >> 8))


class Spans:
    """Where each of `count` things lies that are one after another, from their sizes."""

    def __init__(self, file: ColumnFile, name: str, count: int) -> None:
        self._count = count
        self._each = 0
        self._uniform = f"{name}.each" in file
        if self._uniform:
            self._each = file.view(f"{name}.each", count=1)[0]
            return
        self._low = file.view(f"{name}.sizes", BYTES, count)
        self._starts = file.view(f"{name}.starts", ("<u4",), -(-count // STEP))
        self._large_at = self._large = memoryview(b"")
        if f"{name}.large" in file:
            places = file.array(f"{name}.large.at", ("<u4",))
            if not ascending(places, count):
                raise file.damaged_column(f"{name}.large.at")
            self._large_at = file.view(f"{name}.large.at")
            self._large = file.view(f"{name}.large", count=len(places))

    def start(self, number: int) -> int:
        """Where a thing begins."""
        if self._uniform:
            return number * self._each
        first = number - number % STEP
        start: int = self._starts[first // STEP]
        return start + self._sum(first, number)

    def size(self, number: int) -> int:
        """How much it takes."""
        return self._each if self._uniform else self._sum(number, number + 1)

    def span(self, number: int) -> tuple[int, int]:
        """Where it begins and ends."""
        start = self.start(number)
        return start, start + self.size(number)

    def step(self, number: int) -> tuple[int, list[int]]:
        """Where things begin of which each 16th one's start is kept, and how much each of them takes."""
        first = number * STEP
        last = min(first + STEP, self._count)
        if self._uniform:
            return first * self._each, [self._each] * (last - first)
        sizes = self._low[first:last].tolist()
        for at in range(bisect_left(self._large_at, first), bisect_left(self._large_at, last)):
            sizes[self._large_at[at] - first] += self._large[at] << 8
        return self._starts[number], sizes

    def _sum(self, first: int, last: int) -> int:
        total = sum(self._low[first:last])
        if not len(self._large_at):
            return total
        at = bisect_left(self._large_at, first)
        while at < len(self._large_at) and self._large_at[at] < last:
            total += self._large[at] << 8
            at += 1
        return total

    def sizes(self) -> Array:
        """All sizes."""
        if self._uniform:
            return np.full(self._count, self._each, np.int64)
        sizes = np.array(self._low, np.int64)
        if len(self._large):
            sizes[np.asarray(self._large_at)] += np.asarray(self._large).astype(np.int64) << 8
        return sizes


def write_numbers(writer: ColumnWriter, name: str, values: Array) -> None:
    """Write a number for each record, or for each run of records with the same one, whichever is less."""
    starts = np.flatnonzero(np.diff(values, prepend=~values[:1]))
    runs = smallest(np.diff(starts, append=len(values)))
    if len(starts) * values.itemsize + runs.nbytes >= values.nbytes:
        writer.add(f"{name}.values", values)
        return
    writer.add(f"{name}.values", values[starts])
    writer.add(f"{name}.values.runs", runs)


def read_numbers(file: ColumnFile, name: str, count: int) -> Array:
    """What `write_numbers` wrote of `count` records."""
    name = f"{name}.values"
    if f"{name}.runs" not in file:
        return file.array(name, ("<i4",), count)
    runs = read_runs(file, f"{name}.runs", count)
    values = np.repeat(file.array(name, ("<i4",), len(runs)), runs)
    values.flags.writeable = False
    return values


def read_runs(file: ColumnFile, name: str, count: int) -> Array:
    """A column that says how many records each run has, of `count` in all."""
    runs = file.array(name)
    if int(runs.min(initial=1)) < 1 or int(runs.sum(dtype=np.int64)) != count:
        raise file.damaged_column(name)
    return runs
