"""BM25F as Whoosh has it, a whole posting list at a time, over the segments of a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from threading import Lock
from typing import Any, Final

import numpy as np

from .matches import Array, Matches

__all__ = ["K1", "B", "Memory", "Statistics", "TermScores"]

B: Final = 0.75
K1: Final = 1.2
_COMMON: Final = 16
"""A term that one record in so many has gets a score for each record of the segment instead of a list."""


class Memory:
    """What was computed once, by key, the least lately used forgotten past a number of bytes."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: dict[Any, tuple[Any, int]] = {}
        self._lock = Lock()

    def get(self, key: Any) -> Any:
        """What was kept under a key; None if there is nothing."""
        entry = self._kept.pop(key, None)
        if entry is None:
            return None
        self._kept[key] = entry
        return entry[0]

    def keep(self, key: Any, value: Any, size: int) -> None:
        """Keep a value that takes `size` bytes."""
        with self._lock:
            self._room += self._kept.pop(key, (None, 0))[1] - size
            self._kept[key] = (value, size)
            while self._room < 0 and len(self._kept) > 1:
                oldest = next(iter(self._kept))
                self._room += self._kept.pop(oldest, (None, 0))[1]


class Statistics:
    """What scores need to know of the whole index: as in Whoosh, of deleted records too.

    snapshot: see `seized.indexer.columnar`; schema: Whoosh's
    rounding: what to do with exact field lengths before they count; stock Whoosh keeps a byte of them
    """

    def __init__(self, snapshot: Any, schema: Any, rounding: Callable[[Array], Array] | None = None) -> None:
        self.schema = schema
        self._snapshot = snapshot
        self._rounding = rounding
        self._idf: dict[tuple[str, bytes], float] = {}
        self._mean: dict[str, float] = {}

    def idf(self, field: str, term: bytes) -> float:
        """The weight of a term: log(records / (records with it + 1)) + 1."""
        key = (field, term)
        known = self._idf.get(key)
        if known is None:
            known = self._idf[key] = log(self._snapshot.count / (self._snapshot.doc_freq(field, term) + 1)) + 1
        return known

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
        """What is added to a term's frequency below the line, for each record."""
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
        self._damping: Array | None = None
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
        docs = self.inverted.docs(number).astype(np.intp)
        scores = self._scores(number, docs)
        if self._ranks:
            kept = self._shown[docs]
            if not kept.all():
                docs, scores = docs[kept], scores if isinstance(scores, float) else scores[kept]
        if len(docs) * _COMMON < self._count:
            return Matches(scores, docs=docs, filtered=self._ranks)
        mask = np.zeros(self._count, bool)
        mask[docs] = True
        if isinstance(scores, float):
            return Matches(scores, mask=mask, filtered=self._ranks)
        every = np.zeros(self._count, np.float32)
        every[docs] = scores
        return Matches(every, mask=mask, filtered=self._ranks)

    def _scores(self, number: int, docs: Array) -> Array | float:
        freqs = self.inverted.freqs(number)
        if not self._ranks:
            return 1.0 if freqs is None else freqs.astype(np.float32)
        if self._damping is None:
            self._damping = self._statistics.damping(self._field, self.inverted.lengths)
        often = 1.0 if freqs is None else freqs.astype(np.float64)
        idf = self._statistics.idf(self._field, self.inverted.term(number))
        return np.asarray(idf * ((often * (K1 + 1)) / (often + self._damping[docs])), np.float32)
