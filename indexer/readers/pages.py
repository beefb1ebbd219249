"""Words on pages to lines in reading order: columns apart, page furniture and footnotes away.

All measures are in points, from the lower left corner of the page. Only where words stand is looked at, so
that it does not matter in what order a file draws them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .furniture import is_furniture
from .page_columns import gutters, split
from .rows import Page, Row, rows_of

__all__ = ["Column", "columns_of"]

_FOOTNOTE = re.compile(r"\s?(?:\d{1,3}|[*†‡]{1,3}|_{5,}|[a-h](?=\s))")
_DIGITS = re.compile(r"\d+")
_HEAD, _FOOT = 3, 4
"""Lines at the top and at the bottom of a page that may be furniture."""


@dataclass(slots=True)
class Column:
    """Lines one below the other, and the page on which they stand."""

    page: int
    rows: list[Row]


def columns_of(pages: Sequence[Page]) -> list[Column]:
    """The columns of a document in reading order, without page furniture and footnotes; none is empty."""
    by_page = [rows_of(page.words) for page in pages]
    repeated = _repeated(by_page)
    usual = _usual_size(by_page)
    own = [_without_furniture(page.number, rows, repeated) for page, rows in zip(pages, by_page, strict=True)]
    return [
        Column(page.number, kept)
        for page, rows, gutter in zip(pages, own, gutters(own), strict=True)
        for column in split(rows, gutter)
        if (kept := _without_footnotes(column, usual))
    ]


def _usual_size(pages: Iterable[list[Row]]) -> float:
    letters: Counter[float] = Counter()
    for row in (row for rows in pages for row in rows):
        letters[round(row.size * 2) / 2] += len(row.text)
    return letters.most_common(1)[0][0] if letters else 0.0


# -- furniture -------------------------------------------------------------------------------------


def _ends_of(rows: list[Row]) -> list[Row]:
    """The lines of a page that may be furniture."""
    return rows if len(rows) <= _HEAD + _FOOT else rows[:_HEAD] + rows[-_FOOT:]


def _signs(row: Row) -> tuple[str, int]:
    """What a running head has in common with that of the next page: its words and its height."""
    return "".join(_DIGITS.sub("#", row.text).split()), round(row.base / 6)


def _repeated(pages: Iterable[list[Row]]) -> set[tuple[str, int]]:
    counts = Counter(sign for rows in pages for sign in {_signs(row) for row in _ends_of(rows)})
    return {sign for sign, count in counts.items() if count > 1}


def _without_furniture(number: int, rows: list[Row], repeated: set[tuple[str, int]]) -> list[Row]:
    """The lines of page `number` without running heads, page numbers and the like.

    Those are looked for from the edges inwards: a number alone is one of a page only where nothing stands beyond it.
    """
    low, high = 0, len(rows)
    while low < min(_HEAD, high) and _is_furniture(rows[low], repeated, at_edge=number > 1):
        low += 1
    while high > max(low, len(rows) - _FOOT) and _is_furniture(rows[high - 1], repeated, at_edge=True):
        high -= 1
    return rows[low:high]


def _is_furniture(row: Row, repeated: set[tuple[str, int]], *, at_edge: bool) -> bool:
    return _signs(row) in repeated or is_furniture(row.text, fresh_page=at_edge)


def _without_footnotes(rows: list[Row], usual: float) -> list[Row]:
    """The lines above the footnotes: those at the foot of a column in small type that open with a mark."""
    at = len(rows)
    while at and rows[at - 1].size < 0.93 * usual:
        at -= 1
    while at < len(rows) and not (rows[at].raised or _FOOTNOTE.match(rows[at].text)):
        at += 1
    return rows[:at]
