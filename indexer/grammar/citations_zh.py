"""Citations in Chinese clauses: "第2378(2017)和2436(2018)号决议", and the paragraphs after them, "第3段"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from ...vocabulary.symbols import SymbolSpan, canonical, find_symbols, last_body, of_body
from .labels import MOST_LABELS, read_labels

__all__ = ["paragraphs", "read_sections", "references"]

_GAP = r"\s{0,2}"
_ITEM = re.compile(
    rf"(?P<session>(?:E?S-)?\d{{1,4}}/\d{{1,3}})(?![\d/])\s?(?P<part>[A-Z](?![A-Z]))?"
    rf"|(?P<number>\d{{1,4}})(?![\d/]|\.\d)(?:{_GAP}\({_GAP}(?P<year>\d{{4}}){_GAP}\))?"
)
_FIRST = re.compile(rf"第{_GAP}(?=[\dES])")
# in a list "号" may stand after each number or after the last: "第242(1967)号、第338(1973)号决议"
_NEXT = re.compile(rf"{_GAP}号?{_GAP}(?:、|,|以及|和|及|与|或){_GAP}第?{_GAP}(?=[\dES])")
_RESOLUTION = re.compile(rf"{_GAP}号?{_GAP}(?:安理会|安全理事会|大会)?决议")
_OTHER = re.compile(rf"{_GAP}号?{_GAP}(?:文件|命令|法令|法律|公约|建议|议定书|行政令|总统令)")
_REACH = 40  # characters between a body and its number: "大会2020年4月21日第74/273号决议"


def references(text: str) -> list[SymbolSpan]:
    """The documents that a clause refers to, in order; `text` is aligned."""
    evident = {span.start: span for span in find_symbols(text, is_aligned=True)}
    return sorted([*evident.values(), *_listed(text, evident)])


def _listed(text: str, evident: Mapping[int, SymbolSpan]) -> Iterator[SymbolSpan]:
    """What only "第" and "号决议" round it tell: "第1540号决议", "大会第46/182号"."""
    anchor = _FIRST.search(text)
    while anchor:
        items, position = _read_list(text, anchor.end(), evident)
        other = _OTHER.match(text, position)
        resolution = _RESOLUTION.match(text, position)
        for item in () if other else items:
            if symbol := _symbol(text, item, bool(resolution)):
                yield SymbolSpan(item.start(), item.end(), symbol)
        anchor = _FIRST.search(text, max(position, anchor.end()))


def _read_list(text: str, position: int, evident: Mapping[int, SymbolSpan]) -> tuple[list[re.Match[str]], int]:
    """The items that are not evident by themselves, and where the list ends."""
    items = []
    while True:
        if span := evident.get(position):
            position = span.end
        elif item := _ITEM.match(text, position):
            items.append(item)
            position = item.end()
        else:
            break
        if not (follows := _NEXT.match(text, position)):
            break
        position = follows.end()
    return items, position


def _symbol(text: str, item: re.Match[str], resolution: bool) -> str | None:
    """The resolution that an item names: by session where a body or "决议" shows it, by number with "决议"."""
    if not (item["session"] or resolution):
        return None
    body = last_body(text, max(0, item.start() - _REACH), item.start())
    series = body.symbol if body else ""
    if item["session"]:
        return of_body(series, item["session"] + (item["part"] or "")) if resolution or series else None
    foreign = not item["year"] and series not in ("", "S/RES/")
    return canonical(item[0]) if len(item["number"]) > 2 and not foreign else None


_SECTION = re.compile(rf"第{_GAP}(?=\d{{1,3}}(?!\d|[(/]\d))")
_AND_SECTION = re.compile(rf"{_GAP}(?:、|,|以及|和|及|与|或){_GAP}第{_GAP}(?=\d)")
_AFTER_REFERENCE = re.compile(
    rf"{_GAP}\)?{_GAP}号?{_GAP}(?:安理会|安全理事会)?(?:主席)?(?:决议|文件|声明|报告)?{_GAP}(?:的|中|,|\(|,?特别是|,?尤其是|,?包括)?{_GAP}(?:执行部分)?{_GAP}"
)
_THAT = re.compile(r"该决议(?:执行部分)?$")
_BETWEEN_DOCUMENTS = re.compile(rf"{_GAP}号?{_GAP}(?:、|,|以及|和|及|与|或){_GAP}第?{_GAP}")
_MOST_DOCUMENTS = 40


def paragraphs(text: str, found: Sequence[SymbolSpan]) -> dict[int, list[str]]:
    """The paragraphs cited of each reference in `found`, by its place there."""
    ends = [span.end for span in found]
    pinned: dict[int, list[str]] = {}
    left = MOST_LABELS
    anchor = _SECTION.search(text) if found else None
    while anchor and left > 0:
        labels, end = read_sections(text, anchor.end())
        before = bisect_left(ends, anchor.start() + 1) - 1
        places = _owners(text, anchor.start(), found, before) if labels and before >= 0 else []
        left -= len(labels) * len(places)
        for place in places:
            pinned.setdefault(place, []).extend(labels)
        anchor = _SECTION.search(text, max(end, anchor.end()))
    return pinned


def read_sections(text: str, position: int) -> tuple[list[str], int]:
    """The paragraphs of "4、6和10段", "3段(c)、(d)和(e)分段", "8段和第9(b)段", and where the list ends."""
    labels: list[str] = []
    end = position
    while True:
        some, position = read_labels(text, position)
        if not some or not text.startswith("段", position):
            return labels, end
        end = position + 1
        points, after = read_labels(text, end, some[-1]) if text.startswith("(", end) else ([], end)
        if points:
            some, end = some[:-1] + points, after + 2 * text.startswith("分段", after)
        labels += some
        if not (follows := _AND_SECTION.match(text, end)):
            return labels, end
        position = follows.end()


def _owners(text: str, start: int, found: Sequence[SymbolSpan], before: int) -> list[int]:
    """The references that paragraphs follow, "第1267(1999)号决议第1段": several that share one "第…号"."""
    if _THAT.search(text, max(0, start - 10), start):
        return [before]
    if not _AFTER_REFERENCE.fullmatch(text, found[before].end, start):
        return []
    places = [before]
    while places[-1] > 0 and len(places) < _MOST_DOCUMENTS:
        place = places[-1]
        if not _BETWEEN_DOCUMENTS.fullmatch(text, found[place - 1].end, found[place].start):
            break
        places.append(place - 1)
    return places[::-1]
