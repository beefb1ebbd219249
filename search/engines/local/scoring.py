"""BM25F as Whoosh has it, a whole posting list at a time, over the segments of a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from math import log
from typing import Any, Final

import numpy as np

from ...engine import K1, B
from ...memory import Memory
from .matches import Array, Matches

__all__ = ["Statistics", "TermScores"]

_COMMON: Final = 16
"""A term that one record in so many has gets a score for each record of the segment instead of a list."""


class Statistics:
    """What scores need to know of the whole index: as in Whoosh, of deleted records too.

    snapshot: see `seized.indexer.columnar`; schema: Whoosh's
    rounding: what to do with exact field lengths before they count; stock Whoosh keeps a byte of them
    """

    def __init__(self, snapshot: Any, schema: Any, rounding: Callable[[Array], Array] | None = None) -> None:
        self.schema = schema
        self._snapshot = snapshot
        self._rounding = rounding
        self._mean: dict[str, float] = {}

    def idf(self, field: str, term: bytes) -> float:
        """The weight of a term: log(records / (records with it + 1)) + 1."""
        return log(self._snapshot.count / (self._snapshot.doc_freq(field, term) + 1)) + 1

    def mean_length(self, field: str) -> float:
        """Terms of a field in a record, on average over all records, those without the field too."""
        known = self._mean.get(field)
        if known is None:
            known = self._mean[field] = self._snapshot.total_length(field) / (self._snapshot.count or 1) or 1.0
        return known

    def ranks(self, field: str) -> bool:
        """Whether matches in a field get BM25F; if not, the score is how often the term is there."""
        return bool(self.schema[field].scorable)

    def damping(self, field: str, lengths: Array) -> Array:
        """What is added to a term's frequency below the line, for records of some lengths."""
        counted = lengths if self._rounding is None else self._rounding(lengths)
        return np.asarray(K1 * ((1 - B) + B * counted.astype(np.float64) / self.mean_length(field)))


class TermScores:
    """One field of one segment: the matches of its terms with their scores, the lately used kept in memory.

    shown: which records a search may show; of a field that ranks, the others are left out at once
    """

    def __init__(  # noqa: PLR0913, PLR0917
        self, field: str, inverted: Any, count: int, statistics: Statistics, memory: Memory, shown: Array
    ) -> None:
        self.inverted = inverted
        self._field = field
        self._count = count
        self._statistics = statistics
        self._memory = memory
        self._shown = shown
        self._ranks = inverted.lengths is not None and statistics.ranks(field)

    def of(self, number: int) -> Matches:
        """The matches of a term, by its number."""
        key = (id(self), number)
        known: Matches | None = self._memory.get(key)
        if known is None:
            known = self._computed(number)
            self._memory.keep(key, known, known.nbytes())
        return known

    def _computed(self, number: int) -> Matches:
        if not self._ranks:
            return self._unranked(number)
        mask = self.inverted.mask(number)
        if mask is not None:
            return self._dense(number, mask)
        docs = self.inverted.docs(number).astype(np.intp)
        scores = self._once[docs]
        self._correct(number, scores, docs, in_row=False)
        if not self._all_shown:
            kept = self._shown[docs]
            docs, scores = docs[kept], scores[kept]
        return Matches(scores, docs=docs, filtered=True)

    def _dense(self, number: int, mask: Array) -> Matches:
        """A term that is kept as a truth value for each record."""
        scores = self._once * mask
        docs = np.flatnonzero(mask)
        self._correct(number, scores, docs, in_row=True)
        if not self._all_shown:
            mask = mask & self._shown
            scores *= self._shown
        return Matches(scores, mask=mask, filtered=True)

    def _correct(self, number: int, scores: Array, docs: Array, *, in_row: bool) -> None:
        """Make BM25F of the scores that a term would have that is there once, for an idf of 1.

        docs: the records that have it; in_row: there is a score for every record of the segment, not for these alone
        """
        more = self.inverted.more(number)
        if more is not None and len(more[0]):
            places, often = more
            owners = docs[places]
            often = often.astype(np.float32)
            owned = often * np.float32(K1 + 1) / (often + self._damping[owners])
            scores[owners if in_row else places] = owned
        scores *= np.float32(self._statistics.idf(self._field, self.inverted.term(number)))

    def _unranked(self, number: int) -> Matches:
        docs = self.inverted.docs(number).astype(np.intp)
        freqs = self.inverted.freqs(number)
        scores = 1.0 if freqs is None else freqs.astype(np.float32)
        if len(docs) * _COMMON < self._count or not isinstance(scores, float):
            return Matches(scores, docs=docs)
        mask = np.zeros(self._count, bool)
        mask[docs] = True
        return Matches(scores, mask=mask)

    @cached_property
    def _all_shown(self) -> bool:
        """Whether every record with the field may be shown."""
        return bool(self._shown[self.inverted.lengths > 0].all())

    @cached_property
    def _damping(self) -> Array:
        """What is added to a frequency below the line, for each record."""
        return self._statistics.damping(self._field, self.inverted.lengths).astype(np.float32)

    @cached_property
    def _once(self) -> Array:
        """For each record the score of a term that is there once, for an idf of 1."""
        return np.float32(K1 + 1) / (np.float32(1.0) + self._damping)
