"""Which records have words in a row, found from the positions of all candidates at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from .matches import Array
from .scoring import Memory

__all__ = ["phrase_docs"]

_COMMON: Final = 128
"""A word that is one in so many of a field gets a table of where it stands."""
_RECORD: Final = 32
"""Positions of all records ascend together when the record's number stands above so many bits."""


def phrase_docs(inverted: Any, numbers: Sequence[int], slop: int, memory: Memory) -> Array:
    """The records that have terms, by their numbers, in that order, each 1 to `slop` positions after the last."""
    if slop == 1:
        tokens = _Tokens.of(inverted, memory)
        words = [tokens.word(number, memory) for number in numbers]
        if all(word is not None for word in words):
            return tokens.in_a_row([word for word in words if word is not None])
    return _near([_Places.of(inverted, number, memory) for number in numbers], slop)


@dataclass(slots=True)
class _Word:
    """Where a term stands among all tokens of a field: ascending, and for a common one as a table of bits."""

    places: Array
    table: Array | None

    def has(self, places: Array) -> Array:
        """Whether it stands at each of these ascending places."""
        if self.table is not None:
            return np.asarray(self.table[places >> 3] >> (~places & 7).astype(np.uint8) & 1, bool)
        return _among(places, self.places)


class _Tokens:
    """All tokens of a field of a segment in one row, with an empty place after each record."""

    def __init__(self, inverted: Any) -> None:
        self._inverted = inverted
        lengths = inverted.lengths
        self.starts = np.zeros(len(lengths) + 1, np.int32)
        np.cumsum(lengths.astype(np.int32) + 1, out=self.starts[1:])

    @classmethod
    def of(cls, inverted: Any, memory: Memory) -> _Tokens:
        """The tokens of a field, remembered."""
        key = (id(inverted), "tokens")
        known: _Tokens | None = memory.get(key)
        if known is None:
            known = cls(inverted)
            memory.keep(key, known, known.starts.nbytes)
        return known

    def word(self, number: int, memory: Memory) -> _Word | None:
        """Where a term stands, remembered; None where a record has positions past its last token."""
        key = (id(self._inverted), "word", number)
        known: _Word | None = memory.get(key)
        if known is None:
            known = self._word(number)
            if known is not None:
                memory.keep(key, known, 500 + known.places.nbytes + (0 if known.table is None else known.table.nbytes))
        return known

    def _word(self, number: int) -> _Word | None:
        docs, freqs = self._inverted.docs(number), self._inverted.freqs(number)
        positions = self._inverted.positions(number)
        if freqs is not None:
            docs = np.repeat(docs, freqs)
        if (positions >= self._inverted.lengths[docs]).any():
            return None
        places = self.starts[docs] + positions.astype(np.int32)
        total = int(self.starts[-1])
        if len(places) * _COMMON < total:
            return _Word(places, None)
        table = np.zeros(total + 1, bool)
        table[places] = True
        return _Word(places, np.packbits(table))

    def in_a_row(self, words: Sequence[_Word]) -> Array:
        """The records in which words stand one after another."""
        order = sorted(range(len(words)), key=lambda at: len(words[at].places))
        starts = words[order[0]].places - order[0]
        # the first words of the first record stand where no phrase can begin before them
        starts = starts[np.searchsorted(starts, 0) :]
        for at in order[1:]:
            places = starts + at
            if len(places) and places[-1] >= self.starts[-1]:
                keep = np.searchsorted(places, self.starts[-1])
                starts, places = starts[:keep], places[:keep]
            starts = starts[words[at].has(places)]
        return _once(np.searchsorted(self.starts, starts, side="right") - 1)


@dataclass(slots=True)
class _Places:
    """Where a term stands.

    docs: records in ascending order; ends: where the positions in each of them end in `positions`
    """

    docs: Array
    ends: Array
    positions: Array

    @classmethod
    def of(cls, inverted: Any, number: int, memory: Memory) -> _Places:
        """The places of a term of a field of a segment, by its number, remembered."""
        key = (id(inverted), "places", number)
        known: _Places | None = memory.get(key)
        if known is None:
            docs, freqs = inverted.docs(number), inverted.freqs(number)
            ends = np.arange(1, len(docs) + 1) if freqs is None else np.cumsum(freqs, dtype=np.intp)
            known = cls(docs, ends, inverted.positions(number))
            memory.keep(key, known, 500 + ends.nbytes + known.positions.nbytes)
        return known

    def within(self, wanted: Array) -> Array:
        """The positions in the records `wanted` (ascending, all among `docs`), below the number of the record."""
        at = np.searchsorted(self.docs, wanted)
        ends = self.ends[at]
        starts = np.where(at > 0, self.ends[at - 1], 0)
        freqs = ends - starts
        before = np.cumsum(freqs) - freqs
        chosen = np.repeat(starts - before, freqs) + np.arange(int(freqs.sum()))
        return np.repeat(wanted.astype(np.int64) << _RECORD, freqs) + self.positions[chosen]


def _near(words: Sequence[_Places], slop: int) -> Array:
    """The records in which the words stand in that order, each 1 to `slop` positions after the one before it."""
    first, *others = sorted(words, key=lambda word: len(word.docs))
    wanted = first.docs
    for word in others:
        wanted = wanted[_among(wanted, word.docs)]
    reached = words[0].within(wanted)
    for word in words[1:]:
        if not len(reached):
            break
        following = word.within(wanted)
        # the nearest one before each is near enough if any is
        before = np.searchsorted(reached, following) - 1
        gap = following - reached[np.maximum(before, 0)]
        reached = following[(before >= 0) & (gap <= slop)]
    return _once(reached >> _RECORD)


def _once(records: Array) -> Array:
    """Ascending numbers, each once."""
    new = np.ones(len(records), bool)
    new[1:] = records[1:] != records[:-1]
    return np.asarray(records[new], np.intp)


def _among(some: Array, others: Array) -> Array:
    """Whether each of `some` is one of `others`; both ascend."""
    if not len(others):
        return np.zeros(len(some), bool)
    places = np.searchsorted(others, some)
    places[places == len(others)] = 0
    return np.asarray(others[places] == some)
