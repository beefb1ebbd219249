"""Plain text that was printed in two columns side by side, as one column after the other.

Converters that keep the layout of a page print a line of the left and one of the right column on one line.
A character counts as a point wide, so that the columns of a page of text are found as those of a PDF are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .page_columns import gutters, split
from .rows import Row, Word, rows_of

__all__ = ["in_one_column"]

_WORD = re.compile(r"\S+")
_GAP = re.compile(r"\S {3,}\S|(?<! ) {30,}\S")
_LEAST = 10
"""Lines of a page that have a gap, or that begin far to the right, before it is looked at for columns."""
_MOST = 400_000
"""Words on pages that may have columns; the longest reports have fewer, and each takes hundreds of bytes of memory."""
_SIZE = 2.0  # a gap is wider than one space
_LEADING = 4.0


def in_one_column(text: str) -> str:
    """`text` with the columns of each page one after the other; as it is where it has none.

    Raises ValueError with a reason, one phrase, for more words than are held with their places.
    """
    pages = text.split("\f")
    looked_at = [page if _may_have_columns(page) else "" for page in pages]
    if not any(looked_at):
        return text
    if sum(1 for page in looked_at for _ in _WORD.finditer(page)) > _MOST:
        raise ValueError("more text in columns than a document can hold")
    rows = [_rows(page.split("\n")) if page else [] for page in looked_at]
    found = [
        page if gutter is None else "\n".join(_unfolded(own, gutter))
        for page, own, gutter in zip(pages, rows, gutters(rows), strict=True)
    ]
    return "\f".join(found)


def _may_have_columns(page: str) -> bool:
    lines = [line for line in page.split("\n") if line.strip()]
    gaps = sum(_GAP.search(line) is not None for line in lines)
    return gaps >= _LEAST and gaps * 5 >= 2 * len(lines)


def _rows(lines: Sequence[str]) -> list[Row]:
    words = [
        Word(found[0], found.start(), found.end(), -_LEADING * at, _SIZE)
        for at, line in enumerate(lines)
        for found in _WORD.finditer(line.expandtabs())
    ]
    return rows_of(words)


def _unfolded(rows: list[Row], gutter: float) -> Iterator[str]:
    """The lines of a page, with empty ones where they were."""
    for at, column in enumerate(split(rows, gutter)):
        margin = min(row.start for row in column)
        # a sentence goes on from column to column as it does from page to page
        yield ("\f" if at else "") + _line(column[0], margin)
        # where the lines of the two columns do not stand on one height, each has the other's between its own
        distances = [above.base - row.base for above, row in pairwise(column)]
        usual = Counter(distances).most_common(1)[0][0] if distances else _LEADING
        for distance, row in zip(distances, column[1:], strict=True):
            yield from [""] * (round(distance / usual) - 1)
            yield _line(row, margin)


def _line(row: Row, margin: float) -> str:
    return " " * round(row.start - margin) + row.text
