"""The texts of an index's clauses, by number: read once, and remembered in the form in which they are compared."""

from __future__ import annotations

from math import log
from typing import Any, Final

import msgspec

from ..indexer.model import Clause
from ..indexer.schema import read_record
from ..vocabulary.fields import EXACT
from .alignment import Coder, Coding
from .deadline import check_time

__all__ = ["RUN", "RUN_OF_CHARACTERS", "ClauseTexts"]

RUN: Final = 5
"""Words that follow one another in two texts by chance no more."""
RUN_OF_CHARACTERS: Final = 8
"""Chinese characters that say as much as five words."""
_MOST: Final = 200_000
"""Clauses that are remembered, of some hundred bytes each; past that all are forgotten."""
_MOST_WORDS: Final = 100_000
"""Different words that are remembered, of some two hundred bytes each; clauses of twenty years have 17,000."""


class _Essence(msgspec.Struct):
    """What comparing needs of a clause; the rest is not decoded."""

    document: str
    date: str
    text: str


class Entry(msgspec.Struct, frozen=True):
    """A clause as it is compared."""

    document: str
    date: str
    coding: Coding


class ClauseTexts:
    """The clauses of one snapshot of an index.

    snapshot: see `seized.indexer.columnar`; asked for what is stored of a record, and in how many a term is

    Words are known by numbers, which are those of this object alone. Drafts bring ever more words; where it is full,
    the next question begins with a new object, and one that is being answered keeps the old.
    """

    def __init__(self, snapshot: Any) -> None:
        self._snapshot = snapshot
        self._entries: dict[int, Entry] = {}
        self._weights: dict[tuple[str, str], float] = {}
        self.coder = Coder()

    @property
    def is_full(self) -> bool:
        """Whether it knows so many words that it should be let go."""
        return max(len(self.coder), len(self._weights)) >= _MOST_WORDS

    def entry(self, number: int) -> Entry:
        """What a clause is compared by."""
        check_time()
        known = self._entries.get(number)
        if known is None:
            found = read_record(self._snapshot.stored(number), _Essence)
            known = Entry(found.document, found.date, self.coder(found.text))
            if len(self._entries) >= _MOST:
                self._entries.clear()
            self._entries[number] = known
        return known

    def clause(self, number: int) -> Clause:
        """The whole clause."""
        check_time()
        return read_record(self._snapshot.stored(number), Clause)

    def weight(self, word: str, field: str = EXACT) -> float:
        """How much a word of a field says: the logarithm of one in how many records has it."""
        known = self._weights.get((field, word))
        if known is None:
            having = self._snapshot.doc_freq(field, word.encode("utf-8", "surrogatepass"))
            known = self._weights[field, word] = log((self._snapshot.count + 1) / (having + 0.5))
        return known
