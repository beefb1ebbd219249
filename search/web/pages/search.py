"""The search page: hits, the counts that filter them, and the years as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from ....errors import NotFound, QueryError, TookTooLong
from ....vocabulary import symbols
from ...deadline import seconds_left, within
from ...index import Index
from ...opened import is_clause_id
from ...reference import reference
from ...results import Hit, Results
from ...suggest import in_other_language
from ..calls import Answer, Call
from ..parameters import FILTERS, PageAsked
from ..problems import refused
from ..rendering import page
from .years import Histogram, histogram

__all__ = ["help_page", "search", "warm"]

GROUPS: Final = ("clause", "verb", "agenda", "body", "cites", "lang", "vote")
"""What is counted beside the hits, in the order in which it is shown."""
_SHOWN: Final = 6
_MOST: Final = 100
_LIMITS: Final = (10, 20, 50, 100)
_NAMED_AS: Final = {"clause": "kind", "lead": "verb", "sponsor": "country"}
"""The words by which values of a filter are called, where they are not those of its name."""
_FOR_WHAT_IS_MEANT: Final = 0.25
"""The share of the time that is left in which what may have been meant is found, or left out."""
_SORTS: Final = ("relevance", "date", "symbol")


@dataclass(frozen=True, slots=True)
class Value:
    """One value that hits can be filtered by. address: with it if it is not chosen, without it if it is"""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one field, the chosen ones and the most frequent ones first.

    left: how many values are not shown; address: of this search with more of them
    """

    name: str
    shown: Sequence[Value]
    left: int
    address: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set. address: without it"""

    name: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with what is shown beside it. reference: to copy"""

    hit: Hit
    number: int
    languages: Sequence[str]
    reference: str


class _Search:
    """One search as its page shows it."""

    def __init__(self, call: Call, index: Index) -> None:
        self.call = call
        self.index = index
        self.asked = call.asked(PageAsked)
        self.filters = self.asked.filters
        given = {name: getattr(self.asked, name) for name in ("q", "sort", "limit", "across")}
        self.address: dict[str, Any] = {**given, **self.filters}
        defaults = PageAsked()
        for name in ("sort", "limit"):
            if self.address[name] == getattr(defaults, name):
                del self.address[name]

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked for at all; an order alone asks for everything."""
        return bool(self.asked.q.strip() or self.filters or "sort" in self.call.query)

    def results(self) -> Results:
        asked = self.asked
        return self.index.search(
            asked.q,
            limit=asked.limit,
            offset=asked.offset,
            sort=asked.sort,
            facets=(*GROUPS, "year"),
            across=asked.across,
            **self.filters,
        )

    def link(self, **changes: Any) -> str:
        """The address of this search with other parameters, from its first hit."""
        given = self.address | changes
        if not any(given.get(name) for name in ("q", *FILTERS)):
            given.setdefault("sort", self.asked.sort)
        return self.call.links("/", given)

    def chips(self) -> Iterator[Chip]:
        for name, values in self.filters.items():
            several = values if isinstance(values, list) else [values]
            for value in several:
                rest = [one for one in several if one != value]
                yield Chip(name, self.label(name, value), self.link(**{name: rest}))

    def label(self, name: str, value: str) -> str:
        """A value of a filter in words."""
        words = self.call.words
        if name == "vote":
            position, _, country = value.partition(":")
            how = words.of("vote", position)
            return f"{words.of('country', country)} ({how})" if country else how
        return words.of(_NAMED_AS.get(name, name), value)

    def counts(self, results: Results, name: str) -> Mapping[str, int]:
        """The counts of a field; of one that is filtered by, those without that filter, so that more can be chosen."""
        if name not in self.filters:
            return results.facets[name]
        others = {key: value for key, value in self.filters.items() if key != name}
        asked = self.asked
        found = self.index.search(asked.q, limit=1, facets=(name,), across=asked.across, **others)
        return found.facets[name]

    def groups(self, results: Results) -> Iterator[Group]:
        for name in GROUPS:
            chosen, counts = self.filters.get(name, []), self.counts(results, name)
            # nearly all votes are in favour: who did not is what is asked for
            offered = [one for one in counts if one not in chosen and not (name == "vote" and one.startswith("for:"))]
            room = max(0, (_MOST if name in self.asked.more else _SHOWN) - len(chosen))
            if chosen or len(offered) > 1:
                more = self.link(more=[*self.asked.more, name])
                left = 0 if name in self.asked.more else max(0, min(len(offered), _MOST) - room)
                yield Group(name, list(self._values(name, counts, offered[:room])), left, more)

    def _values(self, name: str, counts: Mapping[str, int], offered: Sequence[str]) -> Iterator[Value]:
        """The values of a field, the chosen ones first."""
        chosen = self.filters.get(name, [])
        without = self.link(**{name: ()})
        begun = f"{without}{'&' if '?' in without else '?'}"
        for value in chosen:
            rest = [one for one in chosen if one != value]
            yield Value(self.label(name, value), counts.get(value, 0), self.link(**{name: rest}), True)
        for value in offered:
            address = begun + urlencode([(name, one) for one in (*chosen, value)])
            yield Value(self.label(name, value), counts[value], address, False)

    def hits(self, results: Results) -> list[Shown]:
        return [self._shown(hit, number) for number, hit in enumerate(results, self.asked.offset + 1)]

    def _shown(self, hit: Hit, number: int) -> Shown:
        records = self.index.editions(hit.document)
        record = next(one for one in records if one.lang == hit.lang)
        others = [one.lang for one in records if one.lang != hit.lang]
        return Shown(hit, number, others, reference(record, hit.clause, "oscola").text)

    def missing(self, years: Histogram) -> list[str]:
        """The years between the first and the last of some bars of which the index has nothing at all."""
        return [bar.year for bar in years.bars if bar.year not in self.index.years]

    def histogram(self, results: Results) -> Histogram | None:
        chosen = self.filters.get("year", [])

        def address(year: str) -> str:
            rest = [one for one in chosen if one != year]
            return self.link(year=rest if year in chosen else [*chosen, year])

        return histogram(self.counts(results, "year"), chosen, address)


def search(call: Call, index: Index) -> Answer:
    """What answers the question of the address; without one, where to begin."""
    asking = _Search(call, index)
    if not asking.is_asked:
        return page(call, "start.html", asking=asking, info=index.info())
    try:
        results = asking.results()
    except QueryError as error:
        return _refused(asking, index, error)
    return page(
        call,
        "search.html",
        asking=asking,
        results=results,
        hits=asking.hits(results),
        groups=list(asking.groups(results)),
        chips=list(asking.chips()),
        years=(years := asking.histogram(results)),
        missing=asking.missing(years) if years else (),
        limits=sorted({*_LIMITS, asking.asked.limit}),
        sorts=_SORTS,
        named=_named(asking, index),
        meant=None if results.total else _meant(asking, index),
    )


def _named(asking: _Search, index: Index) -> tuple[str, str] | None:
    """The document or clause that is named by all of a question, and its address; None for none."""
    written = asking.asked.q.strip()[:200]
    links = asking.call.links
    try:
        if is_clause_id(written):
            clause = index.clause(written)
            return clause.id, links.clause(clause.id)
        if symbols.canonical(written) or symbols.number_alone(written):
            symbol = index.symbol_asked(written)
            return (symbol, links.document(symbol)) if index.editions(symbol) else None
    except (NotFound, QueryError):
        pass
    return None


def _refused(asking: _Search, index: Index, error: QueryError) -> Answer:
    """A question that cannot be understood, with what was probably meant by it."""
    address = ""
    corrected = index.corrected(asking.asked.q)
    if corrected != asking.asked.q and _finds(asking, index, corrected):
        address = asking.link(q=corrected)
    return refused(asking.call, error, meant=corrected if address else "", address=address)


def _finds(asking: _Search, index: Index, query: str) -> bool:
    """Whether another question with the same filters finds something."""
    try:
        return index.search(query, limit=1, across=asking.asked.across, **asking.filters).total > 0
    except QueryError:
        return False


def _meant(asking: _Search, index: Index) -> dict[str, Any]:
    """What may have been meant by a question that finds nothing: as much as there was time for."""
    meant: dict[str, Any] = {"query": "", "sentences": (), "across": None}
    if asking.asked.across:
        return meant
    with suppress(TookTooLong), within(_FOR_WHAT_IS_MEANT * seconds_left()):
        meant.update(_offered(asking, index))
    return meant


def _offered(asking: _Search, index: Index) -> Iterator[tuple[str, Any]]:
    """What is offered, by its name in the page; what may take longest last."""
    query, filters = asking.asked.q, asking.filters
    corrected = index.corrected(query)
    if corrected != query and _finds(asking, index, corrected):
        yield "query", corrected
    yield "sentences", index.suggest(query, **filters)
    if query.strip():
        yield "across", in_other_language(index, query, filters)


def help_page(call: Call, index: Index) -> Answer:
    """The query language and the keys."""
    newest = max(index.records(), key=lambda record: record.date, default=None)
    symbol = symbols.key(newest.symbol) if newest else ""
    return page(call, "help.html", filters=FILTERS, symbol=symbol)


def warm(index: Index) -> None:
    """Unpack what every search page counts."""
    index.search("", limit=1, facets=(*GROUPS, "year"))
    index.complete("verb:")
