"""The texts of an index's clauses, by number: read once, and remembered in the form in which they are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from typing import TYPE_CHECKING, Final

import msgspec

from ..indexer.model import Clause
from ..indexer.schema import read_record
from ..vocabulary.fields import EXACT
from .alignment import Coder, Coding
from .deadline import check_time

if TYPE_CHECKING:
    from .engine import Engine

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
    """The clauses of one state of an index.

    engine: asked for what is stored of records, and in how many a term is

    Words are known by numbers, which are those of this object alone. Drafts bring ever more words; where it is full,
    the next question begins with a new object, and one that is being answered keeps the old.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._entries: dict[int, Entry] = {}
        self._weights: dict[tuple[str, str], float] = {}
        self.coder = Coder()

    @property
    def is_full(self) -> bool:
        """Whether it knows so many words that it should be let go."""
        return max(len(self.coder), len(self._weights)) >= _MOST_WORDS

    def entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """What clauses are compared by, in the order of their numbers as given."""
        known = [self._entries.get(number) for number in numbers]
        missing = [number for number, entry in zip(numbers, known, strict=True) if entry is None]
        read = zip(missing, self._engine.stored(missing), strict=True)
        for entry in known:
            check_time()
            yield self._entry(*next(read)) if entry is None else entry

    def entry(self, number: int) -> Entry:
        """What one clause is compared by."""
        return next(self.entries((number,)))

    def _entry(self, number: int, stored: bytes) -> Entry:
        found = read_record(stored, _Essence)
        if len(self._entries) >= _MOST:
            self._entries.clear()
        known = self._entries[number] = Entry(found.document, found.date, self.coder(found.text))
        return known

    def clauses(self, numbers: Sequence[int]) -> Iterator[Clause]:
        """The whole clauses."""
        for stored in self._engine.stored(numbers):
            check_time()
            yield read_record(stored, Clause)

    def clause(self, number: int) -> Clause:
        """One whole clause."""
        return next(self.clauses((number,)))

    def weights(self, words: Sequence[str], field: str = EXACT) -> list[float]:
        """How much each of some words of a field says: the logarithm of one in how many records has it."""
        missing = [word for word in dict.fromkeys(words) if (field, word) not in self._weights]
        if missing:
            count = self._engine.vocabulary.count + 1
            having = self._engine.vocabulary.frequencies(field, missing)
            self._weights.update(
                {(field, word): log(count / (many + 0.5)) for word, many in zip(missing, having, strict=True)}
            )
        return [self._weights[field, word] for word in words]
