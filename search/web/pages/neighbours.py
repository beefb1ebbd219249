"""A document between what cites it and what it cites, as boxes and lines that can be drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from ...cited import Cited

__all__ = ["Column", "Neighbour", "Node", "Picture", "gathered", "picture"]

_MOST: Final = 14
"""Documents on each side."""
_WIDTH: Final = 860
_BOX: Final = 250
_CENTRE: Final = 190
_ROW: Final = 34
_HEIGHT: Final = 27
_TOP: Final = 30
"""Room for the heading of a column."""
_MARGIN: Final = 4
_THICKEST: Final = 9.0
_LETTERS: Final = 24
"""Of a symbol with its paragraphs that a box has room for."""
_YEAR: Final = re.compile(r"(?:18|19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document that cites another or is cited by it.

    clauses: how many paragraphs do it; paragraphs: those that are cited, where it is not the document as a whole
    """

    symbol: str
    date: str
    clauses: int
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Node:
    """The box of a neighbour, and the line from it to the middle. label, detail: what is written in it"""

    neighbour: Neighbour
    label: str
    detail: str
    address: str
    is_known: bool
    x: float
    y: float
    line: str
    thickness: float


@dataclass(frozen=True, slots=True)
class Column:
    """One side. x: of its heading; end: below its last box; left_out: documents for which there is no room"""

    nodes: Sequence[Node]
    x: float
    end: float
    left_out: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Both sides and the box between them, which stands at `middle`."""

    citing: Column
    cited: Column
    middle: float
    height: float
    width: float = _WIDTH
    box: float = _BOX
    box_height: float = _HEIGHT
    centre: float = _CENTRE

    @property
    def centre_x(self) -> float:
        return (self.width - self.centre) / 2

    @property
    def is_whole(self) -> bool:
        """Whether both sides have something."""
        return bool(self.citing.nodes and self.cited.nodes)

    @property
    def left(self) -> float:
        """Where the picture begins: a side that has nothing is not shown."""
        return 0 if self.citing.nodes else self.centre_x - _MARGIN

    @property
    def right(self) -> float:
        return self.width if self.cited.nodes else self.centre_x + self.centre + _MARGIN


def gathered(rows: Iterable[Cited], *, citing: bool) -> list[Neighbour]:
    """The documents at one end of citations, in the order of the first; citing: those that cite, else the cited."""
    found: dict[str, list[Cited]] = {}
    for row in rows:
        found.setdefault(row.document if citing else row.target, []).append(row)
    return [
        Neighbour(
            symbol,
            some[0].date if citing else "",
            len({row.clause for row in some}),
            list(dict.fromkeys(row.paragraph for row in some if row.paragraph)),
        )
        for symbol, some in found.items()
    ]


def picture(
    citing: Sequence[Neighbour],
    cited: Sequence[Neighbour],
    address: Callable[[str], str],
    year: Callable[[str], str],
) -> Picture:
    """The latest that cite a document left of it, what it cites most right of it.

    address: of a document; year: of a document of the index, "" for one that it does not have
    """
    latest = sorted(citing, key=lambda one: one.date, reverse=True)[:_MOST]
    foremost = sorted(cited, key=lambda one: -one.clauses)[:_MOST]
    most = max(len(latest), len(foremost), 2)
    middle = _TOP + most * _ROW / 2
    left = [_node(one, n, len(latest), most, address, year, is_left=True) for n, one in enumerate(latest)]
    right = [_node(one, n, len(foremost), most, address, year, is_left=False) for n, one in enumerate(foremost)]
    return Picture(
        _column(left, 0, len(citing) - len(latest)),
        _column(right, _WIDTH - _BOX, len(cited) - len(foremost)),
        middle,
        _TOP + most * _ROW + 24,
    )


def _column(nodes: Sequence[Node], x: float, left_out: int) -> Column:
    end = nodes[-1].y + _HEIGHT if nodes else _TOP
    return Column(nodes, x, end, left_out)


def _node(  # noqa: PLR0913, PLR0917 (all that a box is drawn by)
    one: Neighbour,
    place: int,
    several: int,
    most: int,
    address: Callable[[str], str],
    year: Callable[[str], str],
    *,
    is_left: bool,
) -> Node:
    # the shorter column stands in the middle of the longer one
    y = _TOP + (place + (most - several) / 2) * _ROW
    height, middle = y + _HEIGHT / 2, _TOP + most * _ROW / 2
    edge, centre = (_BOX, (_WIDTH - _CENTRE) / 2) if is_left else (_WIDTH - _BOX, (_WIDTH + _CENTRE) / 2)
    between = (edge + centre) / 2
    known = year(one.symbol)
    label = one.symbol if _YEAR.search(one.symbol) or not known else f"{one.symbol} ({known})"
    return Node(
        one,
        _cut(label, _LETTERS),
        _paragraphs(one.paragraphs, _LETTERS + 6 - len(label)),
        address(one.symbol),
        bool(known),
        0 if is_left else _WIDTH - _BOX,
        round(y, 1),
        f"M{edge},{height:.1f} C{between},{height:.1f} {between},{middle:.1f} {centre},{middle:.1f}",
        round(min(_THICKEST, 1 + 1.6 * log2(one.clauses)), 1),
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _paragraphs(labels: Sequence[str], room: int) -> str:
    """The paragraphs that are cited, as many as there is room for."""
    if not labels:
        return ""
    kept: list[str] = []
    for label in labels:
        if kept and len(", ".join([*kept, label])) > room - 2:
            return f"{', '.join(kept)} …"
        kept.append(label)
    return _cut(", ".join(kept), max(room, 3))
