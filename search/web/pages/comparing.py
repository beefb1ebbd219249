"""The page of a comparison: two documents side by side, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from msgspec import field

from ....errors import NotFound, QueryError
from ....indexer.model import Kind
from ...compare import STATUSES, Comparison, Pair, Status
from ...index import Index
from ...opened import is_clause_id
from ..calls import Answer, Call
from ..parameters import CompareAsked, Values
from ..rendering import page
from .offered import languages, latest

__all__ = ["compare"]

_CHANGED: Final = tuple(status for status in STATUSES if status != "same")


class ComparisonAsked(CompareAsked, frozen=True, kw_only=True):
    """Two documents or clauses, and which pairs to show. show: statuses, all of them by default"""

    show: Values = field(default_factory=list)

    @property
    def shown(self) -> list[Status]:
        """The statuses to show, in their order."""
        return [status for status in STATUSES if status in self.show]


@dataclass(frozen=True, slots=True)
class Choice:
    """A status in the summary. address: with it, or without it if it is chosen"""

    status: Status
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the documents. hidden: pairs that are not shown"""

    kind: Kind
    pairs: Sequence[Pair]
    hidden: int


class _Comparing:
    """A comparison as its page shows it."""

    def __init__(self, call: Call, asked: ComparisonAsked, found: Comparison) -> None:
        self._call = call
        self._asked = asked
        self.found = found

    def link(self, shown: Sequence[str]) -> str:
        """The address of this comparison with these statuses, with all if there are none."""
        asked = self._asked
        return self._call.links("/compare", old=asked.old, new=asked.new, lang=asked.lang, show=list(shown))

    @property
    def is_of_clauses(self) -> bool:
        return is_clause_id(self.found.old)

    @property
    def choices(self) -> Sequence[Choice]:
        shown = self._asked.shown
        return [
            Choice(
                status,
                count,
                status in shown,
                self.link([one for one in STATUSES if (one in shown) != (one == status)]),
            )
            for status, count in self.found.counts.items()
        ]

    @property
    def shows_what_changed(self) -> bool:
        return tuple(self._asked.shown) == _CHANGED

    @property
    def toggle(self) -> str:
        """The address of what changed alone, or of all if that is shown."""
        return self.link(() if self.shows_what_changed else _CHANGED)

    @property
    def parts(self) -> Sequence[Part]:
        shown = self._asked.shown or STATUSES
        kept = {kind: [pair for pair in pairs if pair.status in shown] for kind, pairs in self.found.parts.items()}
        return [Part(kind, kept[kind], len(pairs) - len(kept[kind])) for kind, pairs in self.found.parts.items()]


def compare(call: Call, index: Index) -> Answer:
    """Two documents side by side; with one symbol alone it and what it renews; without any the form."""
    asked = call.asked(ComparisonAsked)
    if not asked.old and not asked.new:
        return _page(call, index, asked)
    first, second = (asked.old, asked.new) if asked.old and asked.new else (asked.new or asked.old, "")
    try:
        found = index.compare(first, second, lang=asked.lang)
    except (NotFound, QueryError) as error:
        problem = _page(call, index, asked, reason=str(error))
        return replace(problem, status=404 if isinstance(error, NotFound) else 400)
    return _page(call, index, asked, _Comparing(call, asked, found))


def _page(
    call: Call, index: Index, asked: ComparisonAsked, comparing: _Comparing | None = None, reason: str = ""
) -> Answer:
    return page(
        call,
        "compare.html",
        asked=asked,
        comparing=comparing,
        reason=reason,
        languages=languages(index),
        examples=() if comparing else latest(index),
    )
