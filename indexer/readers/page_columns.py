"""Where a page is set in columns, and its lines column by column.

A line of a page that has two columns is two segments of words with a gap between them. The gutter is where
hardly a segment reaches over, and on both sides of it stand lines that fill their column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from .rows import Row, Word, rows_of

__all__ = ["gutters", "split"]

_ROWS_ABREAST = 4
"""Lines that a column has at the least, unless other pages of the document are set so."""
_WIDE = 0.9
"""Ems that no space between words has."""
_MASTHEAD = re.compile(r"(?i:united nations(?: [SA]/.{0,40})?|(?:.{0,30} )?(?:distr\b|original:).{0,20})|联合国.{0,40}")
_MASTHEAD_ROWS = 10


def gutters(pages: Sequence[list[Row]]) -> list[float | None]:
    """Where the gutter of each page stands; None for a page of one column."""
    found = [_gutter(rows[_masthead(rows) :]) for rows in pages]
    known = sorted({round(gutter, -1): gutter for gutter in found if gutter is not None}.values())
    return [_as_elsewhere(rows, known) if own is None else own for own, rows in zip(found, pages, strict=True)]


def split(rows: list[Row], gutter: float | None) -> Iterator[list[Row]]:
    """The columns of a page in reading order; what reaches over the gutter stands between."""
    if gutter is None:
        yield rows
        return
    across = rows[: _masthead(rows)]
    least = 1 if len(rows) < 4 * _ROWS_ABREAST else _ROWS_ABREAST
    for reaches_over, run in groupby(rows[len(across) :], lambda row: _reaches_over(row, gutter)):
        part = list(run)
        sides = [] if reaches_over else _sides(part, gutter)
        if sides and min(map(len, sides)) >= least:
            yield from ([across] if across else [])
            yield from sides
            across = []
        else:
            across += part
    if across:
        yield across


def _masthead(rows: Sequence[Row]) -> int:
    """How many lines at the top are a masthead, which has a right and a left part that are no columns."""
    top = [at for at, row in enumerate(rows[:_MASTHEAD_ROWS]) if _MASTHEAD.fullmatch(row.text)]
    largest = max((row.size for row in rows[:_MASTHEAD_ROWS]), default=0.0)
    usual = sorted(row.size for row in rows)[len(rows) // 2] if rows else 0.0
    if not top or largest < 1.3 * usual:
        return 0
    return 1 + max([at for at, row in enumerate(rows[:_MASTHEAD_ROWS]) if row.size > 0.95 * largest] + top)


def _segments(row: Row) -> Iterator[tuple[float, float]]:
    """From where to where words stand on a line without a wide gap."""
    start = row.start
    for before, after in pairwise(row.words):
        if after.start - before.end > _WIDE * row.size:
            yield start, before.end
            start = after.start
    yield start, row.words[-1].end


def _reaches_over(row: Row, gutter: float) -> bool:
    return any(start < gutter < end for start, end in _segments(row))


def _sides(rows: Iterable[Row], gutter: float) -> list[list[Row]]:
    """The lines left and right of the gutter."""
    words: list[Word] = [word for row in rows for word in row.words]
    return [rows_of(word for word in words if (word.start < gutter) is left) for left in (True, False)]


def _gutter(rows: Sequence[Row]) -> float | None:
    if len(rows) < 2 * _ROWS_ABREAST:
        return None
    segments = [segment for row in rows for segment in _segments(row)]
    left, right = min(start for start, _ in segments), max(end for _, end in segments)
    low, high = round(left + (right - left) * 0.35), round(left + (right - left) * 0.65)
    changes = [0] * (high - low + 2)
    for start, end in segments:
        if end > low and start < high:
            changes[max(round(start), low) - low] += 1
            changes[min(round(end), high) - low + 1] -= 1
    crossing = list(accumulate(changes))[: high - low + 1]
    fewest = min(crossing)
    runs = groupby(range(low, high + 1), lambda at: crossing[at - low])
    widest = max((list(run) for over, run in runs if over == fewest), key=len)
    middle = (widest[0] + widest[-1]) / 2
    return middle if all(_fills(segments, side) for side in ((left, middle), (middle, right))) else None


def _fills(segments: Iterable[tuple[float, float]], side: tuple[float, float]) -> bool:
    """Whether the lines on one side of a gutter are those of a column: most are nearly as long as the longest."""
    lengths = [end - start for start, end in segments if start >= side[0] and end <= side[1]]
    longest = max(lengths, default=0.0)
    full = sum(length > 0.75 * longest for length in lengths)
    return len(lengths) >= _ROWS_ABREAST and full * 2 >= len(lengths) and longest > 0.6 * (side[1] - side[0])


def _as_elsewhere(rows: Sequence[Row], known: Sequence[float]) -> float | None:
    """The gutter of other pages, for a page with few lines of which none reaches over it."""
    for gutter in known:
        if rows and len(rows) < 4 * _ROWS_ABREAST and not any(_reaches_over(row, gutter) for row in rows):
            return gutter
    return None
