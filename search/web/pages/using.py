"""The page of usage: how often some wordings were used, year by year, as lines and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ....errors import QueryError
from ...chart import DASHES, MARKERS, Chart, Frame, Measure
from ...index import Index
from ...usage import Series, Usage, YearCount
from ..calls import Answer, Call
from ..parameters import UsageAsked
from ..rendering import page
from .offered import languages

__all__ = ["usage"]

_MOST: Final = 6
"""Wordings of one chart: so many lines can be told apart."""
_FRAME: Final = Frame(width=860, height=340, left=52, right=16, top=14, bottom=28)


class UsagePageAsked(UsageAsked, frozen=True, kw_only=True):
    """Wordings to count year by year. measure: what is drawn of each year"""

    measure: Measure = "share"

    @property
    def phrases(self) -> list[str]:
        """The wordings, each once, white space apart."""
        return list(dict.fromkeys(filter(None, (" ".join(one.split()) for one in self.phrase))))


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line. address: what was used in that year"""

    use: YearCount
    x: float
    y: float
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A wording in the chart and in its legend. address: all that has it; marks: the years in which it was used"""

    number: int
    series: Series
    address: str
    points: str
    marks: Sequence[Mark]

    @property
    def dash(self) -> str:
        return DASHES[(self.number - 1) % len(DASHES)]

    @property
    def marker(self) -> str:
        return MARKERS[(self.number - 1) % len(MARKERS)]

    @property
    def addresses(self) -> Mapping[int, str]:
        """What was used, by year."""
        return {mark.use.year: mark.address for mark in self.marks}


@dataclass(frozen=True, slots=True)
class Missing:
    """A wording that nothing has. meant: one like it that something has, with its address, "" if there is none"""

    phrase: str
    sentences: Sequence[str]
    meant: str
    address: str


class _Usage:
    """Usage as its page shows it."""

    def __init__(self, call: Call, index: Index, asked: UsagePageAsked, found: Usage) -> None:
        self._call = call
        self._index = index
        self._asked = asked
        self.found = found
        self.frame = _FRAME
        self.chart = Chart([one for one in found.series if one.total] or found.series, _FRAME, asked.measure)

    def link(self, **changes: Any) -> str:
        """The address of this page with other parameters."""
        asked = self._asked
        measure = "" if asked.measure == "share" else asked.measure
        return self._call.links("/usage", {"phrase": asked.phrases, "measure": measure, **asked.filters} | changes)

    @property
    def api(self) -> str:
        return self._call.links("/api/usage", {"phrase": self._asked.phrases, **self._asked.filters})

    @property
    def is_of_one_year(self) -> bool:
        return self.chart.first == self.chart.last

    def lines(self) -> Iterator[Line]:
        for number, series in enumerate(self.found.series, 1):
            if series.total:
                yield self._line(number, series)

    def _line(self, number: int, series: Series) -> Line:
        points = list(self.chart.points(series))
        return Line(
            number,
            series,
            self._search(series),
            " ".join(f"{point.x},{point.y}" for point in points),
            [
                Mark(point.use, point.x, point.y, self._search(series, f"{point.use.year:04d}"))
                for point in points
                if point.use.count
            ],
        )

    def _search(self, series: Series, year: str = "") -> str:
        """The address of what has a wording, in a year of it."""
        filters = self._asked.filters | ({"year": [year]} if year else {})
        return self._call.links("/", {"q": series.query, **filters}, sort="date")

    def missing(self) -> Iterator[Missing]:
        for number, series in enumerate(self.found.series):
            if not series.total:
                yield self._missing(number, series)

    def _missing(self, number: int, series: Series) -> Missing:
        filters = self._asked.filters
        meant = self._meant(series.phrase)
        phrases = [*self._asked.phrases[:number], meant, *self._asked.phrases[number + 1 :]]
        sentences = self._index.suggest(series.query, **filters)
        return Missing(series.phrase, sentences, meant, self.link(phrase=phrases) if meant else "")

    def _meant(self, phrase: str) -> str:
        """A wording with its slips mended, if something has that."""
        corrected = self._index.corrected(phrase)
        if corrected == phrase:
            return ""
        try:
            return corrected if self._index.usage(corrected, **self._asked.filters).total else ""
        except QueryError:
            return ""


def usage(call: Call, index: Index) -> Answer:
    """How often wordings were used; without one the form."""
    asked = call.asked(UsagePageAsked)
    if not asked.phrases:
        return _page(call, index, asked)
    if len(asked.phrases) > _MOST:
        title = call.words("usage.too_many", n=len(asked.phrases), most=_MOST)
        return replace(_page(call, index, asked, problem=(title, "")), status=400)
    try:
        found = index.usage(*asked.phrases, **asked.filters)
    except QueryError as error:
        problem = (call.words("usage.refused"), str(error))
        return replace(_page(call, index, asked, problem=problem), status=400)
    return _page(call, index, asked, _Usage(call, index, asked, found))


def _page(
    call: Call,
    index: Index,
    asked: UsagePageAsked,
    using: _Usage | None = None,
    problem: tuple[str, str] | None = None,
) -> Answer:
    """The page. problem: what cannot be drawn, and why in a sentence, if that needs one"""
    phrases = asked.phrases[:_MOST]
    return page(
        call,
        "usage.html",
        asked=asked,
        using=using,
        lines=list(using.lines()) if using else (),
        missing=list(using.missing()) if using else (),
        problem=problem,
        fields=[*phrases, ""][:_MOST],
        languages=languages(index),
    )
