"""Keyword in context: each match of a clause on a line of its own, ordered by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..analyzers.script import HAN
from ..errors import QueryError
from ..indexer.model import Clause
from ..vocabulary.folding import fold
from .deadline import check_time
from .syntax import shown

if TYPE_CHECKING:
    from .results import Hit, Results

__all__ = ["Concordance", "KwicLine", "KwicRow", "aligned_rows", "concordance", "kwic_lines"]

_FARTHEST = 9
_REACH = 400
"""Characters to look through for the words beside a match."""
_STRETCH = 25
"""Characters that mostly hold a word and the one before it."""
_KEY = re.compile(rf"[lr][1-{_FARTHEST}]|match|date")
_WORD = re.compile(rf"[{HAN}]|[^\W_{HAN}]+(?:['’-][^\W_{HAN}]+)*")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_NARROWEST = 10


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One match: `clause.text[start:end]`; start and end are 0 where a clause meets the query in its fields alone."""

    clause: Clause
    start: int
    end: int

    @property
    def left(self) -> str:
        return self.clause.text[: self.start]

    @property
    def match(self) -> str:
        return self.clause.text[self.start : self.end]

    @property
    def right(self) -> str:
        return self.clause.text[self.end :]

    def to_dict(self) -> dict[str, Any]:
        clause = self.clause
        return {
            "id": clause.id,
            "document": clause.document,
            "paragraph": clause.paragraph,
            "lang": clause.lang,
            "date": clause.date,
            "left": self.left,
            "match": self.match,
            "right": self.right,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Concordance:
    """The matches of a query.

    clauses: how many clauses match; total: how many matches those have
    lines: as many of the matches as were asked for, in order
    """

    clauses: int
    total: int
    lines: tuple[KwicLine, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"clauses": self.clauses, "total": self.total, "lines": [line.to_dict() for line in self.lines]}


def kwic_lines(hits: Iterable[Hit]) -> Iterator[KwicLine]:
    """A line for each match, clause by clause; where the words of a clause are no match, for each verb asked for."""
    for hit in hits:
        for start, end in hit.spans or hit.verb_spans or ((0, 0),):
            yield KwicLine(hit.clause, start, end)


def concordance(results: Results, sort: str = "", limit: int | None = None) -> Concordance:
    """The matches of all hits in the order that `sort` names, see `Index.kwic`; the first `limit` of them."""
    keys = _keys(sort)
    lines = list(kwic_lines(results))
    if keys:
        lines.sort(key=lambda line: _sort_key(line, keys))
    return Concordance(results.total, len(lines), tuple(lines[:limit]))


def _keys(sort: str) -> list[str]:
    keys = [key.strip().casefold() for key in sort.split(",") if key.strip()]
    for key in keys:
        if not _KEY.fullmatch(key):
            raise QueryError(
                f"no order {shown(key)}; there are l1 to l9, r1 to r9 (words left and right), match and date"
            )
    return keys


def _sort_key(line: KwicLine, keys: Sequence[str]) -> list[str]:
    check_time()
    beside = {
        side: read(line, farthest)
        for side, read in (("l", _words_before), ("r", _words_after))
        if (farthest := max((int(key[1]) for key in keys if key[0] == side), default=0))
    }
    known = {"match": fold(_plain(line.match)) if "match" in keys else "", "date": line.clause.date}
    return [known[key] if key in known else _nth(beside[key[0]], int(key[1])) for key in keys]


def _nth(words: Sequence[str], number: int) -> str:
    return words[number - 1] if number <= len(words) else ""


def _words_before(line: KwicLine, number: int) -> list[str]:
    """So many words left of a match, the nearest first; of Chinese each character is one."""
    text, first = line.clause.text, max(0, line.start - _REACH)
    # of a stretch that begins anywhere the first word may be the end of one
    found = _WORD.findall(text, max(first, line.start - _STRETCH * number), line.start)[1:]
    if len(found) < number:
        found = _WORD.findall(text, first, line.start)
    return [fold(word) for word in found[: -number - 1 : -1]]


def _words_after(line: KwicLine, number: int) -> list[str]:
    found = _WORD.finditer(line.clause.text, line.end, line.end + _REACH)
    return [fold(word[0]) for word, _ in zip(found, range(number), strict=False)]


class KwicRow(NamedTuple):
    """A line for a screen: `left`, `match` and `right` fill the same columns in every row; then the source.

    is_apart: whether the source has no room on that line and stands on one of its own
    """

    left: str
    match: str
    right: str
    source: str
    is_apart: bool = False


def aligned_rows(lines: Sequence[KwicLine], width: int) -> Iterator[KwicRow]:
    """The lines in `width` columns, the matches below one another by what a terminal gives a text.

    Chinese characters take two columns. The match stands in brackets and, with what follows, in the second half.
    """
    from rich.cells import cell_len

    sources = [f"{line.clause.id}  {line.clause.date}".rstrip() for line in lines]
    room = width - 4 - max(map(cell_len, sources), default=0)
    if is_apart := room < 3 * _NARROWEST:
        room = max(width - 2, _NARROWEST)
    left = room * 9 // 20
    right = room - left
    for line, source in zip(lines, sources, strict=True):
        match = _cut(f"[{_plain(line.match)}]", right) if line.end else ""
        after = right - cell_len(match)
        yield KwicRow(_fitted_left(line.clause.text[: line.start], left), match, _fitted(line, after), source, is_apart)


def _fitted_left(text: str, width: int) -> str:
    """The last columns of a text, right-aligned."""
    from rich.cells import set_cell_size

    text = _plain(text[-2 * width :]).lstrip()
    return set_cell_size(text[::-1], width)[::-1]


def _fitted(line: KwicLine, width: int) -> str:
    from rich.cells import set_cell_size

    return set_cell_size(_plain(line.clause.text[line.end : line.end + 2 * width]), width)


def _cut(match: str, width: int) -> str:
    """A match of several lines of a screen is cut short."""
    from rich.cells import cell_len, set_cell_size

    return match if cell_len(match) <= width else f"{set_cell_size(match, width - 2)}…]"


def _plain(text: str) -> str:
    """A text on one line, without what would move the cursor."""
    return _BLANK.sub(" ", text)
