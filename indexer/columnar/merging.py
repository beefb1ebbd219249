"""Several segments as one: their columns put together and renumbered, nothing analysed anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .columns import Array
from .contents import Contents, Postings
from .postings import gather
from .segment import MISSING, Inverted, Segment
from .stored import Packing

__all__ = ["merge"]

_GONE = -1


def merge(segments: Sequence[Segment]) -> Contents:
    """What is not deleted of some segments, in their order."""
    places = _places(segments)
    count = sum(int((place != _GONE).sum()) for place in places)
    contents = Contents(count, Packing(_stored(segments)))
    for name in sorted({name for segment in segments for name in segment.fields}):
        postings = _merge_inverted(name, segments, places)
        if postings is not None:
            contents.inverted[name] = postings
            if any(name in segment.about.ranked for segment in segments):
                contents.ranked.add(name)
    for name in sorted({name for segment in segments for name in segment.numeric_fields}):
        contents.numbers[name] = _merge_numbers(name, segments)
    return contents


def _places(segments: Sequence[Segment]) -> list[Array]:
    """The new number of each record of each segment, _GONE for deleted ones."""
    places, base = [], 0
    for segment in segments:
        live = np.ones(segment.count, bool) if segment.live is None else segment.live
        place = np.where(live, np.cumsum(live, dtype=np.int64) - 1 + base, _GONE)
        places.append(place)
        base += int(np.count_nonzero(live))
    return places


def _stored(segments: Sequence[Segment]) -> list[bytes]:
    return [
        segment.stored(number)
        for segment in segments
        for number in (range(segment.count) if segment.live is None else np.flatnonzero(segment.live).tolist())
    ]


def _merge_numbers(name: str, segments: Sequence[Segment]) -> Array:
    parts = []
    for segment in segments:
        column = segment.numbers(name)
        values = np.full(segment.count, MISSING, np.int32) if column is None else column
        parts.append(values if segment.live is None else values[segment.live])
    return np.concatenate(parts)


def _merge_inverted(name: str, segments: Sequence[Segment], places: Sequence[Array]) -> Postings | None:
    parts = [_Part(segment.inverted(name), place) for segment, place in zip(segments, places, strict=True)]
    base = 0
    for part in parts:
        part.docs = part.docs + base
        base += len(part.sizes)
    terms = sorted(set().union(*(part.terms for part in parts)))
    numbers = {term: number for number, term in enumerate(terms)}
    owners = np.concatenate([part.renumbered(numbers) for part in parts])
    if not len(owners):
        return None
    order = np.argsort(owners, kind="stable")
    counts = np.bincount(owners, minlength=len(terms))
    kept = np.flatnonzero(counts)
    sizes = np.concatenate([part.sizes for part in parts])
    return Postings(
        terms=[terms[number] for number in kept.tolist()],
        doc_freqs=counts[kept],
        docs=np.concatenate([part.docs for part in parts])[order],
        freqs=_merge_freqs(parts, order),
        positions=_merge_positions(parts, order),
        lengths=_merge_lengths(parts),
        runs=None if (sizes == 1).all() else sizes,
    )


class _Part:
    """The postings of one segment that stay.

    owners: the term of each; docs: its new record or run; freqs: None where each is 1
    sizes: how many records of each run stay; a segment without the field is one run without terms
    """

    terms: list[bytes]
    freqs: Array | None
    positions: Array | None
    lengths: Array | None

    def __init__(self, inverted: Inverted | None, place: Array) -> None:
        if inverted is None:
            self.sizes = np.full(1, np.count_nonzero(place != _GONE))
            self.terms, self.owners, self.docs = [], np.zeros(0, np.int64), np.zeros(0, np.int64)
            self.freqs = self.positions = self.lengths = None
            return
        self.terms = list(inverted.terms)
        counts, docs, self.freqs, self.positions = inverted.kept()
        owners = np.repeat(np.arange(len(self.terms)), counts)
        sizes = inverted.run_sizes()
        live = np.concatenate((np.zeros(1, np.int64), np.cumsum(place != _GONE)))
        self.sizes = np.diff(live[np.cumsum(sizes, dtype=np.int64)], prepend=0)
        run_stays = self.sizes > 0
        self.docs = (np.cumsum(run_stays) - 1)[docs]
        self.owners = owners
        self._keep(run_stays[docs])
        lengths = inverted.run_lengths()
        self.lengths = None if lengths is None else lengths[run_stays]
        self.sizes = self.sizes[run_stays]

    def _keep(self, stays: Array) -> None:
        if stays.all():
            return
        if self.positions is not None:
            self.positions = self.positions[stays if self.freqs is None else np.repeat(stays, self.freqs)]
        if self.freqs is not None:
            self.freqs = self.freqs[stays]
        self.docs, self.owners = self.docs[stays], self.owners[stays]

    def renumbered(self, numbers: dict[bytes, int]) -> Array:
        """The term of each posting by its number in the merged segment."""
        new = np.fromiter((numbers[term] for term in self.terms), np.int64, len(self.terms))
        return new[self.owners]

    def counts(self) -> Array:
        """The frequency of each posting."""
        return np.ones(len(self.docs), np.uint8) if self.freqs is None else self.freqs


def _merge_freqs(parts: Sequence[_Part], order: Array) -> Array | None:
    if all(part.freqs is None for part in parts):
        return None
    return np.concatenate([part.counts() for part in parts])[order]


def _merge_positions(parts: Sequence[_Part], order: Array) -> Array | None:
    positions = [part.positions for part in parts if part.positions is not None]
    if not positions:
        return None
    counts = np.concatenate([part.counts() for part in parts]).astype(np.int64)
    starts = np.cumsum(counts) - counts
    moved: Array = np.concatenate(positions)[gather(starts[order], counts[order])]
    return moved


def _merge_lengths(parts: Sequence[_Part]) -> Array | None:
    if all(part.lengths is None for part in parts):
        return None
    return np.concatenate([np.zeros(len(p.sizes), np.uint32) if p.lengths is None else p.lengths for p in parts])
