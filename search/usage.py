"""How often a wording was used: clauses of each year that have it, their share, the first and the last."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..analyzers import exact_terms
from ..errors import QueryError
from ..indexer.model import Clause
from ..vocabulary import symbols
from .syntax import All, Word, parse

if TYPE_CHECKING:
    from .index import Index

__all__ = ["MOST_SERIES", "Series", "Usage", "Use", "Uses", "YearCount", "as_wording", "usage"]

MOST_SERIES = 20
"""Phrases that can be compared at once."""

_JOKER = re.compile(r"[*?~]")
_OPERATOR = re.compile(r"\bAND\b")


@dataclass(frozen=True, slots=True)
class YearCount:
    """Clauses of one year.

    count: with the wording; clauses: of that year in all, 0 where the index has no document of it
    """

    year: int
    count: int
    clauses: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None for a year without clauses."""
        return self.count / self.clauses if self.clauses else None

    def to_dict(self) -> dict[str, Any]:
        share = self.share
        return {
            "year": self.year,
            "count": self.count,
            "clauses": self.clauses,
            "share": None if share is None else round(share, 6),
        }


@dataclass(frozen=True, slots=True)
class Use:
    """A clause that has the wording, and its date."""

    id: str
    date: str

    def to_dict(self) -> dict[str, str]:
        return {"id": self.id, "date": self.date}


class Uses(NamedTuple):
    """The clauses that have a wording.

    years: how many are of each; languages: those they are in; ends: the oldest and the newest, by date
    """

    total: int
    years: Mapping[str, int]
    languages: tuple[str, ...]
    ends: tuple[Clause, Clause] | None


@dataclass(frozen=True, slots=True)
class Series:
    """The use of one wording.

    phrase: as it was given; query: as it was asked, see `as_wording`
    languages: those in which it was found; the clauses of a year are those in these languages
    total: clauses that have it, also those without a date, which are in no year
    years: every year from the first to the last of which the index has clauses, the same for all series
    """

    phrase: str
    query: str
    languages: tuple[str, ...]
    total: int
    years: tuple[YearCount, ...]
    first: Use | None
    last: Use | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "phrase": self.phrase,
            "query": self.query,
            "languages": list(self.languages),
            "total": self.total,
            "first": self.first.to_dict() if self.first else None,
            "last": self.last.to_dict() if self.last else None,
            "years": [one.to_dict() for one in self.years],
        }


@dataclass(frozen=True, slots=True)
class Usage:
    """The use of one wording or several, over the same years."""

    series: tuple[Series, ...]

    @property
    def total(self) -> int:
        """Clauses of all series together; one that has two of the wordings counts twice."""
        return sum(one.total for one in self.series)

    def to_dict(self) -> dict[str, Any]:
        return {"series": [one.to_dict() for one in self.series]}

    def _repr_html_(self) -> str:
        """The picture, in a notebook."""
        from .picture import usage_svg

        return usage_svg(self)


def as_wording(phrase: str) -> str:
    """The query that is meant: several bare words are a wording as it stands, all else is as it is.

    "all necessary means" becomes '"all necessary means"', 维和人员 '"维和人员"' and cease-fire '"cease-fire"';
    a single word is looked up by its stem, a symbol as the document, and "verb:decides" and "women OR youth" as
    in a search. Raises QueryError.
    """
    node = parse(phrase)
    words = node.nodes if isinstance(node, All) else (node,)
    bare = all(isinstance(one, Word) and not one.field and not _JOKER.search(one.text) for one in words)
    if not bare or _OPERATOR.search(phrase):
        return phrase
    alone = len(words) == 1 and (symbols.canonical(phrase) or len(list(exact_terms(phrase))) < 2)
    return phrase if alone else f'"{phrase.strip()}"'


def usage(
    index: Index, uses: Callable[[str, dict[str, Any]], Uses], phrases: Sequence[str], filters: dict[str, Any]
) -> Usage:
    """See `Index.usage`. uses: those of a query among what filters admit"""
    if not phrases:
        raise QueryError("no wording given; name one or several")
    if len(phrases) > MOST_SERIES:
        raise QueryError(f"{len(phrases)} wordings are past the limit of {MOST_SERIES}")
    bases = _Bases(index, filters)
    years = bases.years
    queries = [as_wording(phrase) for phrase in phrases]
    found = {query: uses(query, filters) for query in dict.fromkeys(queries)}
    return Usage(
        tuple(
            _series(phrase, query, found[query], bases, years) for phrase, query in zip(phrases, queries, strict=True)
        )
    )


class _Bases:
    """How many clauses each year has, by language, among those that the filters admit."""

    def __init__(self, index: Index, filters: dict[str, Any]) -> None:
        self._index = index
        self._filters = filters
        self._known: dict[tuple[str, ...], dict[int, int]] = {}

    def of(self, languages: tuple[str, ...]) -> dict[int, int]:
        """The clauses of each year in these languages, in those of the filters if there are none."""
        if languages not in self._known:
            filters = self._filters | {"lang": languages} if languages else self._filters
            counts = self._index.search("", limit=1, facets=("year",), **filters).facets["year"]
            self._known[languages] = {int(year): count for year, count in counts.items()}
        return self._known[languages]

    @property
    def years(self) -> range:
        counts = self.of(())
        return range(min(counts), max(counts) + 1) if counts else range(0)


def _series(phrase: str, query: str, found: Uses, bases: _Bases, years: range) -> Series:
    base = bases.of(found.languages)
    return Series(
        phrase=phrase,
        query=query,
        languages=found.languages,
        total=found.total,
        years=tuple(YearCount(year, found.years.get(f"{year:04d}", 0), base.get(year, 0)) for year in years),
        first=_use(found.ends[0]) if found.ends else None,
        last=_use(found.ends[1]) if found.ends else None,
    )


def _use(clause: Clause) -> Use:
    return Use(clause.id, clause.date)
