"""How postings are kept small: sizes and positions mostly in one byte, records as gaps or bits, few frequencies."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from .columns import BYTES, Array, ColumnFile, ColumnWriter
from .spans import Spans, ascending, smallest, write_sizes

__all__ = [
    "Docs",
    "Freqs",
    "Positions",
    "Runs",
    "gather",
    "repeated_slices",
    "write_docs",
    "write_freqs",
    "write_positions",
]

_MOSTLY = 5  # high bytes of positions are kept apart where at most one position in five has one
_MORE = 255  # a byte of a gap that goes on in the next one
_PLAIN, _GAPS, _BITS = 0, 1, 2
_MANY = 1 << 20
_MOST_REPEATED = 1 << 24
"""Places of a term in the records of a field that is kept in runs: 256 in each that a segment may have."""
_NUMBERS = np.arange(1 << 16, dtype=np.uint16)


def write_docs(writer: ColumnWriter, name: str, counts: Array, docs: Array, universe: int) -> None:
    """Write the records of all terms: `counts` of each, ascending numbers below `universe`.

    A term's are kept in what takes least: two bytes each; the gaps between them; or a bit for each record there is.
    """
    starts = np.cumsum(counts, dtype=np.int64) - counts
    gaps: Array = np.diff(docs.astype(np.int32), prepend=np.int32(0)) - np.int32(1)
    gaps[starts] = docs[starts]
    takes = gaps // np.int32(_MORE) + np.int32(1)
    form, sizes = _forms(counts, np.add.reduceat(takes, starts), _width(universe))
    each = np.repeat(form, counts)
    takes[each != _GAPS] = 2
    takes[each == _BITS] = 0
    in_bits = np.flatnonzero(form == _BITS)
    takes[starts[in_bits]] = _width(universe)
    ends = np.cumsum(takes, dtype=np.int64)
    blob = np.full(int(ends[-1]), _MORE, np.uint8)
    in_gaps, plain = np.flatnonzero(each == _GAPS), np.flatnonzero(each == _PLAIN)
    blob[ends[in_gaps] - 1] = gaps[in_gaps] % np.int32(_MORE)
    blob[ends[plain] - 2] = docs[plain] & 0xFF
    blob[ends[plain] - 1] = docs[plain] >> 8
    for number in in_bits.tolist():
        mask = np.zeros(universe, bool)
        mask[docs[starts[number] : starts[number] + counts[number]]] = True
        end = ends[starts[number]]
        blob[end - _width(universe) : end] = np.packbits(mask)
    write_sizes(writer, f"{name}.post.docs", sizes)
    writer.add(f"{name}.post.docs", blob)


def _width(universe: int) -> int:
    return -(-universe // 8)


def _forms(counts: Array, by_gaps: Array, width: int) -> tuple[Array, Array]:
    """In what form each term's records are kept, and the bytes that it takes, from which the form is known again."""
    plain = counts * 2
    form = np.where(by_gaps < plain, _GAPS, _PLAIN).astype(np.int8)
    if int(counts.max()) == 1 and width > 2:
        form[:] = _PLAIN  # then all take the same, and no sizes are kept
    sizes = np.where(form == _GAPS, by_gaps, plain)
    form[sizes >= width] = _BITS
    return form, np.minimum(sizes, width)


class Docs:
    """The records (or runs of them) of each term of a field.

    counts: see `Spans`; how many each term has
    """

    def __init__(self, file: ColumnFile, field: str, counts: Spans, count_terms: int, universe: int) -> None:
        self._file = file
        self._name = f"{field}.post.docs"
        self._counts = counts
        self._spans = Spans(file, self._name, count_terms)
        self._blob = file.array(self._name, BYTES)
        self._universe = universe
        self._last: tuple[int, Array] = (-1, self._blob[:0])

    def of(self, number: int) -> Array:
        """Those of one term, ascending (uint16). Raises IndexCorrupted where there are not such records."""
        last, docs = self._last
        if last != number:
            start, end = self._spans.span(number)
            count = self._counts.size(number)
            docs = self._decoded(self._blob[start:end], count)
            if not 0 < count == len(docs) or int(docs[-1]) >= self._universe or not (docs[1:] > docs[:-1]).all():
                raise self._file.damaged_column(self._name)
            self._last = (number, docs)
        return docs

    def mask(self, number: int) -> Array | None:
        """Which records have a term, as a truth value for each; None for a term that is not kept so."""
        start, end = self._spans.span(number)
        if end - start != _width(self._universe):
            return None
        mask: Array = np.unpackbits(self._blob[start:end], count=self._universe).view(bool)
        if np.count_nonzero(mask) != self._counts.size(number):
            raise self._file.damaged_column(self._name)
        return mask

    def _decoded(self, part: Array, count: int) -> Array:
        if len(part) == _width(self._universe):
            return np.flatnonzero(np.unpackbits(part, count=self._universe).view(bool)).astype(np.uint16)
        if len(part) == 2 * count:
            return part.view("<u2")
        ends: Array = np.add.accumulate(part, dtype=np.uint16)
        if len(part) != count:
            ends = ends[part != _MORE]
        return np.asarray(ends + _NUMBERS[: len(ends)])

    @cached_property
    def every(self) -> Array:
        """Those of all terms, one after another."""
        counts, sizes = self._counts.sizes(), self._spans.sizes()
        total = int(counts.sum())
        if int(counts.min(initial=1)) < 1 or total > len(self._blob) * 8 or int(sizes.sum()) != len(self._blob):
            raise self._file.damaged_column(self._name)
        form = np.where(sizes == _width(self._universe), _BITS, np.where(sizes == counts * 2, _PLAIN, _GAPS))
        docs = np.empty(total, np.uint16)
        docs[np.repeat(form == _PLAIN, counts)] = self._blob[np.repeat(form == _PLAIN, sizes)].view("<u2")
        docs[np.repeat(form == _GAPS, counts)] = self._by_gaps(form == _GAPS, counts, sizes)
        in_bits = [self.of(number) for number in np.flatnonzero(form == _BITS).tolist()]
        if in_bits:
            docs[np.repeat(form == _BITS, counts)] = np.concatenate(in_bits)
        ascends = docs[1:] > docs[:-1]
        ascends[np.cumsum(counts)[:-1] - 1] = True  # from one term to the next
        if not ascends.all() or int(docs.max(initial=0)) >= self._universe:
            raise self._file.damaged_column(self._name)
        return docs

    def _by_gaps(self, chosen: Array, counts: Array, sizes: Array) -> Array:
        """The records of those terms whose gaps are kept."""
        part = self._blob[np.repeat(chosen, sizes)]
        counts, sizes = counts[chosen], sizes[chosen]
        totals = np.concatenate((np.zeros(1, np.int64), np.cumsum(part, dtype=np.int64)))
        before = totals[np.cumsum(sizes) - sizes]
        # the numbers of a term's records go up by one more at each than the gaps say
        before += np.cumsum(counts) - counts
        ends = totals[1:][part != _MORE]
        return np.asarray(ends + np.arange(len(ends)) - np.repeat(before, counts))


def write_freqs(writer: ColumnWriter, name: str, counts: Array, freqs: Array) -> None:
    """Write which postings have a frequency of more than 1, and only those frequencies."""
    more = freqs > 1
    starts = np.cumsum(counts, dtype=np.int64) - counts
    writer.add(f"{name}.post.more", np.packbits(more))
    write_sizes(writer, f"{name}.post.freqs", np.add.reduceat(more, starts, dtype=np.int64))
    writer.add(f"{name}.post.freqs", smallest(freqs[more]))


class Freqs:
    """How often each record of each term of a field has it."""

    def __init__(self, file: ColumnFile, field: str, counts: Spans, count_terms: int) -> None:
        self._file = file
        self._name = f"{field}.post.freqs"
        self._counts = counts
        self._more = file.array(f"{field}.post.more", BYTES)
        self._spans = Spans(file, self._name, count_terms)
        self._freqs = file.array(self._name)
        if int(self._freqs.min(initial=2)) < 2:
            raise file.damaged_column(self._name)

    def of(self, number: int) -> Array:
        """Those of one term."""
        start, end = self._counts.span(number)
        first, last = self._spans.span(number)
        return self._spread(start, end, self._freqs[first:last])

    def more(self, number: int) -> tuple[Array, Array]:
        """Which postings of a term, by their place among them, have one of more than 1, and those."""
        start, end = self._counts.span(number)
        first, last = self._spans.span(number)
        places = np.flatnonzero(self._bits(start, end))
        freqs = self._freqs[first:last]
        if len(places) != len(freqs):
            raise self._file.damaged_column(self._name)
        return places, freqs

    def every(self) -> Array:
        """Those of all terms."""
        return self._spread(0, int(self._counts.sizes().sum()), self._freqs)

    def _spread(self, start: int, end: int, freqs: Array) -> Array:
        more = self._bits(start, end)
        spread = np.ones(end - start, freqs.dtype)
        spread[more] = freqs
        return spread

    def _bits(self, start: int, end: int) -> Array:
        first = start // 8
        more = np.unpackbits(self._more[first : -(-end // 8)])[start - first * 8 : end - first * 8]
        if len(more) != end - start:
            raise self._file.damaged_column(self._name)
        bits: Array = more.view(bool)
        return bits


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

    def __init__(self, file: ColumnFile, field: str, count_terms: int) -> None:
        self._file = file
        self._name = f"{field}.pos"
        self._spans = Spans(file, self._name, count_terms)
        self._plain = file.array(self._name) if self._name in file else None
        if self._plain is None:
            self._low = file.array(f"{field}.pos.low", BYTES)
            self._high_at = file.array(f"{field}.pos.high.at", ("<u4",))
            self._high = file.array(f"{field}.pos.high", BYTES, len(self._high_at))
            if not ascending(self._high_at, len(self._low)):
                raise file.damaged_column(f"{field}.pos.high.at")

    def size(self, number: int) -> int:
        """How many one term has."""
        return self._spans.size(number)

    def of(self, number: int) -> Array:
        """Those of one term."""
        start, end = self._spans.span(number)
        positions = self._between(start, end)
        if len(positions) != end - start:
            raise self._file.damaged_column(self._name)
        return positions

    def at(self, number: int, places: Array) -> Array:
        """Some of those of one term, by their ascending places among them."""
        start, end = self._spans.span(number)
        if self._plain is not None:
            return self._plain[start:end][places]
        found = self._low[start:end][places].astype(np.uint16)
        first, last = np.searchsorted(self._high_at, np.array((start, end), np.uint32))
        if first < last:
            high = self._high_at[first:last] - np.uint32(start)
            among = np.minimum(np.searchsorted(high, places), len(high) - 1)
            far = np.flatnonzero(high[among] == places)
            found[far] |= self._high[first:last][among[far]].astype(np.uint16) << 8
        return found

    def every(self) -> Array:
        """Those of all terms."""
        count = len(self._low if self._plain is None else self._plain)
        if int(self._spans.sizes().sum()) != count:
            raise self._file.damaged_column(self._name)
        return self._between(0, count)

    def _between(self, start: int, end: int) -> Array:
        if self._plain is not None:
            return self._plain[start:end]
        positions = self._low[start:end].astype(np.uint16)
        first, last = np.searchsorted(self._high_at, np.array((start, end), np.uint32))
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
    """Slices of `values`, as long as `counts` says (None: 1 each), each so many times. ValueError for too many."""
    if counts is None:
        return np.repeat(values, times)
    ends = np.cumsum(counts, dtype=np.int64)
    starts = ends - counts
    total = int((counts.astype(np.int64) * times).sum())
    if total > _MOST_REPEATED:
        raise ValueError(f"more than {_MOST_REPEATED:,} places")
    if total > _MANY:  # the numbers of all places would take eight bytes each
        slices = zip(starts.tolist(), ends.tolist(), times.tolist(), strict=True)
        return np.concatenate([np.tile(values[start:end], often) for start, end, often in slices])
    found: Array = values[gather(np.repeat(starts, times), np.repeat(counts, times))]
    return found
