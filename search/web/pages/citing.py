"""The page of citations: what a document cites and what cites it, as a picture and as lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from ....analyzers.script import is_han
from ....errors import NotFound, QueryError
from ....indexer.model import KIND_CODES
from ...citations import read_target
from ...cited import Citations, Cited
from ...index import Index
from ..calls import Answer, Call
from ..parameters import CitationsAsked, Offset
from ..rendering import page
from .neighbours import Neighbour, Picture, gathered, picture
from .offered import languages, most_cited
from .years import Histogram, histogram

__all__ = ["citations"]

_KINDS: Final = {code: kind for kind, code in KIND_CODES.items()}


class CitationsPageAsked(CitationsAsked, frozen=True, kw_only=True):
    """A document or a paragraph of it. cites_offset: of what it cites; `offset` is of what cites it"""

    cites_offset: Offset = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A citation. kind, label: where the clause that makes it stands in its document"""

    cited: Cited
    kind: str
    label: str
    is_known: bool

    @property
    def is_whole(self) -> bool:
        """Whether the document as a whole is cited."""
        return not self.cited.paragraph


@dataclass(frozen=True, slots=True)
class Citing:
    """A document that cites, with the paragraphs that do."""

    symbol: str
    date: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Year:
    """The documents of a year that cite. year: "" where they have no date"""

    year: str
    documents: Sequence[Citing]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of a list of `total` citations: from `first` to `last`. previous, next: addresses, "" at an end"""

    first: int
    last: int
    total: int
    previous: str
    next: str


class _Citations:
    """Citations as their page shows them."""

    def __init__(self, call: Call, index: Index, asked: CitationsPageAsked) -> None:
        self._call = call
        self._index = index
        self._asked = asked
        symbol, label = read_target(asked.symbol, asked.paragraph)
        self.found: Citations = index.citations(symbol, label, lang=asked.lang, since=asked.since, until=asked.until)
        self._years: dict[str, str] = {}

    def link(self, **changes: Any) -> str:
        """The address of this page with other parameters."""
        found, asked = self.found, self._asked
        given: dict[str, Any] = {"symbol": found.document, "paragraph": found.paragraph}
        given |= {name: getattr(asked, name) for name in ("lang", "since", "until")}
        given |= {"limit": asked.limit if asked.limit != CitationsAsked().limit else ""}
        return self._call.links("/citations", given | changes)

    @property
    def api(self) -> str:
        found, asked = self.found, self._asked
        given = {name: getattr(asked, name) for name in ("lang", "since", "until")}
        return self._call.links("/api/citations", given, symbol=found.document, paragraph=found.paragraph)

    def year(self, symbol: str) -> str:
        """The year of a document of the index, "" for one that it does not have."""
        if symbol not in self._years:
            editions = self._index.editions(self._index.as_indexed(symbol))
            self._years[symbol] = (editions[0].date[:4] or "–") if editions else ""
        return self._years[symbol]

    def place(self, label: str) -> str:
        """A paragraph of a document, or an article or chapter of the Charter, in words."""
        return self._call.words.of("at", "operative").format(n=label) if label[:1].isdigit() else label

    @property
    def title_language(self) -> str:
        return "zh" if is_han(self.found.title) else "en"

    @cached_property
    def pinned(self) -> Sequence[Cited]:
        """What cites just the paragraph that was asked for, the newest first."""
        return _newest_first(row for row in self.found.cited_by if self.found.pinpoints(row))

    @cached_property
    def others(self) -> Sequence[Cited]:
        """What else cites the document, the newest first."""
        return _newest_first(row for row in self.found.cited_by if not self.found.pinpoints(row))

    @cached_property
    def citing(self) -> Sequence[Neighbour]:
        """The documents that cite it: of a paragraph that is cited, those that cite just that."""
        return gathered(self.pinned or self.others, citing=True)

    @cached_property
    def cited(self) -> Sequence[Neighbour]:
        return gathered(self.found.cites, citing=False)

    def picture(self) -> Picture | None:
        """None where there is nothing to draw."""
        if not self.citing and not self.cited:
            return None
        return picture(self.citing, self.cited, lambda symbol: self._call.links("/citations", symbol=symbol), self.year)

    def histogram(self) -> Histogram | None:
        """Clauses that cite it by year, of all years; a year that is chosen is all of the list."""
        found, asked = self.found, self._asked
        if asked.since or asked.until:
            found = self._index.citations(found.document, found.paragraph, lang=asked.lang)
        chosen = [asked.since] if asked.since == asked.until and asked.since in found.years else []
        counts = {year: count for year, count in found.years.items() if year}

        def address(year: str) -> str:
            return self.link(since="", until="") if year in chosen else self.link(since=year, until=year)

        return histogram(counts, chosen, address)

    @property
    def citing_stretch(self) -> Stretch:
        return self._stretch(len(self.found.cited_by), self._asked.offset, "offset", "#cited-by")

    @property
    def cited_stretch(self) -> Stretch:
        return self._stretch(len(self.found.cites), self._asked.cites_offset, "cites_offset", "#cites")

    def _stretch(self, total: int, offset: int, name: str, place: str) -> Stretch:
        limit = self._asked.limit
        offsets: dict[str, Any] = {"offset": self._asked.offset or "", "cites_offset": self._asked.cites_offset or ""}

        def address(at: int) -> str:
            return self.link(**offsets | {name: at or ""}) + place

        return Stretch(
            offset + 1,
            min(offset + limit, total),
            total,
            address(max(0, offset - limit)) if offset else "",
            address(offset + limit) if offset + limit < total else "",
        )

    def groups(self) -> list[tuple[bool, Sequence[Year]]]:
        """What cites it, year by year, a page of it: first what cites just the paragraph, if one was asked for."""
        start, end, middle = self._asked.offset, self._asked.offset + self._asked.limit, len(self.pinned)
        pinned, others = self.pinned[start:end], self.others[max(0, start - middle) : max(0, end - middle)]
        return [(is_pinned, self._by_year(rows)) for is_pinned, rows in ((True, pinned), (False, others)) if rows]

    def _by_year(self, rows: Sequence[Cited]) -> Sequence[Year]:
        return [
            Year(
                year,
                [
                    Citing(symbol, same[0].date, [self._row(row, row.document) for row in same])
                    for symbol, several in groupby(some, lambda row: row.document)
                    for same in (list(several),)
                ],
            )
            for year, some in groupby(rows, lambda row: row.date[:4])
        ]

    def clauses(self) -> list[tuple[Row, Sequence[Row]]]:
        """What it cites, paragraph by paragraph, a page of it: the first citation of each, and all."""
        start = self._asked.cites_offset
        rows = [self._row(row, row.target) for row in self.found.cites[start : start + self._asked.limit]]
        groups = (list(some) for _, some in groupby(rows, lambda row: row.cited.clause))
        return [(some[0], some) for some in groups]

    def within(self) -> list[Row]:
        """What it says of its own paragraphs."""
        return [self._row(row, row.target) for row in self.found.within]

    def _row(self, row: Cited, symbol: str) -> Row:
        code, _, label = row.place.partition("/")
        return Row(row, _KINDS.get(code, code), label, bool(self.year(symbol)))


def _newest_first(rows: Iterable[Cited]) -> list[Cited]:
    # those of one day stay in the order of their documents
    return sorted(rows, key=lambda row: row.date, reverse=True)


def citations(call: Call, index: Index) -> Answer:
    """What cites a document, or a paragraph of it, and what it cites; without one the form."""
    asked = call.asked(CitationsPageAsked)
    if not asked.symbol.strip():
        return _page(call, index, asked)
    try:
        found = _Citations(call, index, asked)
    except (NotFound, QueryError) as error:
        problem = _page(call, index, asked, reason=str(error))
        return replace(problem, status=404 if isinstance(error, NotFound) else 400)
    return _page(call, index, asked, found)


def _page(
    call: Call, index: Index, asked: CitationsPageAsked, citing: _Citations | None = None, reason: str = ""
) -> Answer:
    return page(
        call,
        "citations.html",
        asked=asked,
        citing=citing,
        found=citing.found if citing else None,
        picture=citing.picture() if citing else None,
        years=citing.histogram() if citing else None,
        reason=reason,
        languages=languages(index),
        examples=() if citing else most_cited(index),
    )
