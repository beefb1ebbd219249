"""What a search needs of an engine: the one protocol between the questions and whatever keeps the records.

An engine has records of several sorts (see `seized.indexer.schema`), each with a number that says which it is and where
it stands in the order of indexing, and nothing else. It answers query trees of Whoosh's classes and of
`seized.search.covering`. What goes wrong in it comes out as an IndexProblem, and what takes too long as TookTooLong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

if TYPE_CHECKING:
    from ..indexer.store import Check

__all__ = ["K1", "B", "Engine", "Found", "Sort", "Vocabulary"]

B: Final = 0.75
K1: Final = 1.2
"""What BM25F damps lengths and repetitions by, as in Whoosh, in every engine."""
Sort = Literal["relevance", "date", "symbol"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found.

    numbers, scores: of the clauses asked for, best first; the scores are 0 in another order
    total: how many match
    handle: what the engine counts over all of them by; of no meaning to others
    """

    numbers: Sequence[int]
    scores: Sequence[float]
    total: int
    handle: Any


class Vocabulary(Protocol):
    """The terms of the fields of an index. What is asked of a field that no record has is nothing, not an error."""

    @property
    def count(self) -> int:
        """How many records there are, of all sorts."""

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """In how many records each of some terms is, 0 for one that there is not."""

    def occurrences(self, field: str, terms: Sequence[str]) -> list[int]:
        """How often each of some terms stands in all records together."""

    def values(self, field: str) -> Iterable[tuple[str, int]]:
        """All terms of a field that has few, each with the number of records that have it."""

    def terms(self, field: str, prefix: str = "") -> Iterable[str]:
        """The terms of a field that begin so, in the order of their UTF-8 bytes."""

    def near(self, field: str, word: str, distance: int, prefix: int) -> Iterable[str]:
        """The terms of a field that share the first `prefix` letters of a word and differ after them by at most
        `distance` letters inserted, left out or replaced."""

    def standing_for(self, leaf: Any) -> Iterable[str]:
        """The terms that a `Prefix`, `Wildcard` or `FuzzyTerm` stands for, one by one."""


class Engine(Protocol):
    """An index that is open for reading, in the state in which it was opened."""

    @property
    def place(self) -> str:
        """Where it is, as a person names it: a folder, or a URL without what is secret in it."""

    @property
    def state(self) -> str:
        """What tells this state of this index from any other: it changes with every commit."""

    @property
    def is_current(self) -> bool:
        """Whether it is still the latest state, so far as that can be told; it costs next to nothing to ask."""

    @property
    def size(self) -> int:
        """Bytes that the index takes."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Its terms."""

    @property
    def is_closed(self) -> bool:
        """Whether it has been closed."""

    def close(self) -> None:
        """Let go of the index, and of what is remembered of it."""

    def search(self, tree: Any, *, limit: int | None, sort: Sort = "relevance") -> Found:
        """The clauses that match `tree`: the best `limit`, or all with None; with 0 they are only counted.

        Scores are BM25F as in `seized.search.engines.local.scoring`. Newest first by date, those without one last;
        then, as by symbol, in the order of the field "order". Ties keep the order of indexing.
        """

    def matching(self, tree: Any) -> Sequence[int]:
        """The numbers of the clauses that match `tree`, in the order of indexing."""

    def records(self, **terms: str) -> Sequence[int]:
        """The numbers of all records, of whatever sort, that have all these terms, by field; in that order too."""

    def stored(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """What is kept of records, in the order of their numbers as given; it is read as it is asked for."""

    def lengths(self, numbers: Sequence[int]) -> Iterable[int]:
        """How many bytes that is for each."""

    def examples(self, field: str, terms: Sequence[str]) -> Iterator[bytes]:
        """For each of some terms of a field what is kept of one record that has it."""

    def counts(self, fields: Sequence[str], found: Found) -> Mapping[str, Mapping[str, int]]:
        """For each field its terms, and how many of all that was found have each; "year" is a field like others."""

    def ends(self, found: Found) -> tuple[int, int] | None:
        """The numbers of the oldest and the newest clause that was found; None if none of them has a date.

        Of one day the first in the order of the field "order" is the oldest, the last the newest; of those that are
        equal in that too, it is the first and the last in the order of indexing.
        """

    def check(self) -> Check:
        """Whether all of the index is as it was written: see `seized check`."""
