"""Which records have words in a row, found from the positions of all candidates at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from ...memory import Memory
from .matches import Array, among

__all__ = ["phrase_docs"]

_RECORD: Final = 32
"""Positions of all records ascend together when the record's number stands above so many bits."""
_POSITION: Final = (1 << _RECORD) - 1
_NOWHERE: Final = -(1 << 62)
"""Far before all positions."""
_MOSTLY: Final = 4
"""Where one in so many of the records of the most frequent word has all the others, all of its positions are read."""


def phrase_docs(inverted: Any, numbers: Sequence[int], slop: int, memory: Memory) -> Array:
    """The records that have terms, by their numbers, in that order, each 1 to `slop` positions after the last.

    They are remembered: a question is run again for its count, its oldest clause or its next page.
    """
    key = (id(inverted), "phrase", slop, *numbers)
    known: Array | None = memory.get(key)
    if known is None:
        known = _found(inverted, numbers, slop, memory)
        memory.keep(key, known, 500 + known.nbytes)
    return known


def _found(inverted: Any, numbers: Sequence[int], slop: int, memory: Memory) -> Array:
    words = [_Places.of(inverted, number, memory) for number in numbers]
    wanted = _with_all(words)
    if not len(wanted):
        return np.empty(0, np.intp)
    if slop == 1:
        return _once(_in_a_row(words, wanted) >> _RECORD)
    if len(wanted) * _MOSTLY > max(len(word.docs) for word in words):
        return _once(_often_near(words, slop, memory) >> _RECORD)
    return _once(_near(words, wanted, slop) >> _RECORD)


@dataclass(slots=True)
class _Places:
    """Where a term stands.

    docs: records in ascending order; ends: where the positions in each of them end; None where each has one
    """

    inverted: Any
    number: int
    docs: Array
    ends: Array | None

    @classmethod
    def of(cls, inverted: Any, number: int, memory: Memory) -> _Places:
        """The places of a term of a field of a segment, by its number, remembered."""
        key = (id(inverted), "places", number)
        known: _Places | None = memory.get(key)
        if known is None:
            freqs = inverted.freqs(number)
            ends = None if freqs is None else np.cumsum(freqs, dtype=np.int32)
            known = cls(inverted, number, inverted.docs(number), ends)
            memory.keep(key, known, 500 + known.docs.nbytes + (0 if ends is None else ends.nbytes))
        return known

    def within(self, wanted: Array) -> Array:
        """The positions in the records `wanted` (ascending, all among `docs`), below the number of the record."""
        at = np.searchsorted(self.docs, wanted)
        if self.ends is None:
            alone: Array = self.inverted.positions_at(self.number, at)
            return (wanted.astype(np.int64) << _RECORD) + alone
        ends = self.ends[at]
        starts = np.where(at > 0, self.ends[at - 1], 0)
        freqs = ends - starts
        before = np.cumsum(freqs) - freqs
        chosen = np.repeat(starts - before, freqs) + np.arange(int(freqs.sum()))
        positions: Array = self.inverted.positions_at(self.number, chosen)
        return np.repeat(wanted.astype(np.int64) << _RECORD, freqs) + positions

    def every(self, memory: Memory) -> Array:
        """All positions, remembered."""
        key = (id(self.inverted), "positions", self.number)
        known: Array | None = memory.get(key)
        if known is None:
            known = self.within(self.docs)
            memory.keep(key, known, 500 + known.nbytes)
        return known

    def before(self, other: _Places, memory: Memory) -> Array:
        """For each position of another word how many of this one's are before it, remembered."""
        key = (id(self.inverted), "before", self.number, other.number)
        known: Array | None = memory.get(key)
        if known is None:
            known = np.searchsorted(self.every(memory), other.every(memory)).astype(np.int32)
            memory.keep(key, known, 500 + known.nbytes)
        return known


def _with_all(words: Sequence[_Places]) -> Array:
    """The records that have all the words."""
    first, *others = sorted(words, key=lambda word: len(word.docs))
    wanted = first.docs
    for word in others:
        wanted = wanted[among(wanted, word.docs)]
    return wanted


def _in_a_row(words: Sequence[_Places], wanted: Array) -> Array:
    """Where the first word stands with all the others right behind it; the rarest is looked for first."""
    order = sorted(range(len(words)), key=lambda at: len(words[at].docs))
    found = words[order[0]].within(wanted)
    # with as many words before it at least
    found = found[found & _POSITION >= order[0]] - order[0]
    for at in order[1:]:
        if not len(found):
            break
        # fewer and fewer records are left to look at
        found = found[among(found + at, words[at].within(_once(found >> _RECORD)))]
    return found


def _near(words: Sequence[_Places], wanted: Array, slop: int) -> Array:
    """Where the last word stands with each of the others 1 to `slop` positions before the next."""
    places = {words[0].number: words[0].within(wanted)}
    reached = places[words[0].number]
    for word in words[1:]:
        if not len(reached):
            break
        if word.number not in places:  # one that stands twice in a quote is read once
            places[word.number] = word.within(wanted)
        following = places[word.number]
        # the nearest one before each is near enough if any is
        before = np.searchsorted(reached, following) - 1
        gap = following - reached[np.maximum(before, 0)]
        reached = following[(before >= 0) & (gap <= slop)]
    return reached


def _often_near(words: Sequence[_Places], slop: int, memory: Memory) -> Array:
    """As `_near`, in all records: for words that most of them have.

    Two long lists are compared once, however often the two words follow one another in what is asked; what is left
    at each word is a look at the nearest place before.
    """
    places = words[0].every(memory)
    is_near = np.ones(len(places), bool)
    for word, following in pairwise(words):
        # before each place of this word the last one that was reached, with none before the first
        reached = np.full(len(places) + 1, _NOWHERE)
        np.maximum.accumulate(np.where(is_near, places, _NOWHERE), out=reached[1:])
        places = following.every(memory)
        is_near = places - reached[word.before(following, memory)] <= slop
        if not is_near.any():
            break
    return places[is_near]


def _once(records: Array) -> Array:
    """Ascending numbers, each once."""
    new = np.ones(len(records), bool)
    new[1:] = records[1:] != records[:-1]
    return np.asarray(records[new], np.intp)
