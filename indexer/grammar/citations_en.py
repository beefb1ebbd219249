"""Citations in English clauses: lists of resolutions, and the paragraphs "of resolution 1267 (1999)"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from ...vocabulary.dates import MONTH
from ...vocabulary.symbols import SymbolSpan, canonical, find_symbols, last_body, of_body
from .labels import MOST_LABELS, read_labels

__all__ = ["paragraphs", "references"]

_GAP = r"\s{0,2}"
# the patterns that a clause is searched with open with a set of characters, which `re` finds fast
_RESOLUTIONS = re.compile(
    r"[Rr](?:esolution(?P<plural>s?)|ESOLUTION)[\s,:]{1,3}"
    r"(?:(?:including|namely|in particular|notably)[\s,:]{1,3})?(?=[\dES])"
)
_PARTS = r"[A-Z](?![A-Za-z])(?:(?:,\s?|\s(?:and|to)\s|,\sand\s)[A-Z](?![A-Za-z])){0,8}"
_ITEM = re.compile(
    rf"""
      (?P<before_session>\d{{1,4}}){_GAP}(?P<parts>{_PARTS}){_GAP}\((?P<roman>(?:E?S-)?[IVXL]{{1,7}})\)
    | (?P<session>(?:E?S-)?\d{{1,4}}/\d{{1,3}})(?![\d/])(?:\s?(?P<parts_after>{_PARTS}))?
    | (?P<number>\d{{1,4}})(?![\d/]|[.,]\d)(?:{_GAP}\({_GAP}(?P<year>\d{{4}}){_GAP}\))?
    """,
    re.VERBOSE,
)
_DATED = rf"(?:\s{{1,2}}(?:of|dated)\s{{1,2}}\d{{1,2}}\s{{1,2}}{MONTH}\s{{1,2}}\d{{4}})?"
_NEXT = re.compile(
    rf"{_DATED}(?:{_GAP}[,;]{_GAP}(?:(?:and|or|as\swell\sas)\s{{1,2}})?|\s{{1,2}}(?:and|or|to|as\swell\sas|&)\s{{1,2}})"
)
_REACH = 60  # characters between a body and its number: "Human Rights Council in its resolution 45/34"
_OWN = re.compile(r"(?:'s?)?\s{1,2}(?:(?:in|by|of)\s{1,2})?(?:its\s{1,2})?")


def references(text: str) -> list[SymbolSpan]:
    """The documents that a clause refers to, in order; `text` is aligned."""
    evident = {span.start: span for span in find_symbols(text, is_aligned=True)}
    return sorted([*evident.values(), *_listed(text, evident)])


def _listed(text: str, evident: Mapping[int, SymbolSpan]) -> Iterator[SymbolSpan]:
    """What only the word "resolution(s)" before it tells: "resolutions 1540 and 46/182"."""
    anchor = _RESOLUTIONS.search(text)
    while anchor:
        body = last_body(text, max(0, anchor.start() - _REACH), anchor.start())
        position = anchor.end()
        while True:
            if span := evident.get(position):
                position = span.end
            elif item := _ITEM.match(text, position):
                symbols = _symbols(item, text, anchor, body)
                yield from (SymbolSpan(*item.span(), symbol) for symbol in symbols)
                if not symbols:
                    break
                position = item.end()
            if not (follows := _NEXT.match(text, position)):
                break
            position = follows.end()
        anchor = _RESOLUTIONS.search(text, position)


def _symbols(item: re.Match[str], text: str, anchor: re.Match[str], body: SymbolSpan | None) -> list[str]:
    """The resolutions that one item of a list names: several for "3411 A and B (XXX)", none for a number."""
    if item["session"]:
        symbols = [
            of_body(body.symbol if body else "", item["session"] + part) for part in _letters(item["parts_after"] or "")
        ]
    elif item["roman"]:
        written = item["before_session"]
        symbols = [canonical(f"{written} {part} ({item['roman']})") for part in _letters(item["parts"])]
    else:
        # two digits may be anything; in a list so may a number, unless "resolutions" announces several
        plain = item["year"] or anchor["plural"] or item.start() == anchor.end()
        known = len(item["number"]) > 2 and plain and (item["year"] or not _foreign(text, anchor, body))
        symbols = [canonical(item[0])] if known else []
    return [symbol for symbol in symbols if symbol]


def _foreign(text: str, anchor: re.Match[str], body: SymbolSpan | None) -> bool:
    """Whether a resolution is said to be another body's: "General Assembly resolution 2758"."""
    return bool(body and body.symbol != "S/RES/" and _OWN.fullmatch(text, body.end, anchor.start()))


def _letters(written: str) -> list[str]:
    """The parts of a resolution in several parts: "A and B", "A to C"; one empty part for a whole one."""
    letters = re.findall(r"[A-Z]", written)
    if " to " in written and len(letters) == 2:
        return [chr(code) for code in range(ord(letters[0]), ord(letters[1]) + 1)]
    return letters or [""]


_PARAGRAPHS = re.compile(r"[PpO](?:ara(?:graph)?s?\b\.?\s{1,2}|(?<=O)Ps?\s{0,2})(?=[\d(])")
_OF_PARAGRAPH = re.compile(r",?\s{1,2}(?:of|in|to|under)\s{1,2}paragraph\s{1,2}(?P<number>\d{1,3}(?:\s?\([a-z]\))?)")
# "of its resolution", "of Security Council resolutions", "of presidential statement", "of document"
_OF = re.compile(
    r",?\s{1,2}(?:(?:of|in|to|from|under)\s{1,2})?"
    r"(?:(?:the|its|their|Security|Council(?:'s)?|General|Assembly|United|Nations|UN|relevant|previous|earlier"
    r"|aforementioned|above-mentioned|[Pp]residential|[Ss]tatement|document)\s{1,2}){0,6}"
    r"(?:[Rr]esolution(?P<plural>s)?\s{1,2})?"
)
# "of the report of the Secretary-General of 3 May 2004 (S/2004/431)"
_OF_REPORT = re.compile(r",?\s{1,2}(?:of|in)\s{1,2}(?:[\w'-]{1,20}\s{1,2}){1,14}\(")
_THEREOF = re.compile(r"\s{1,2}(?:thereof|of\s{1,2}that\s{1,2}resolution)\b")
_ELSEWHERE = re.compile(r",?\s{1,2}(?:of|in|above|below|to|herein)\b")
_AFTER_REFERENCE = re.compile(
    rf"{_DATED}{_GAP}(?:,{_GAP}|\({_GAP})?"
    r"(?:(?:and\s)?(?:in\s{1,2}particular|particularly|including|notably|especially|specifically)\s{1,2})?"
    r"(?:(?:in|its|the|operative|under|at)\s{1,2}){0,3}"
)
_RESPECTIVELY = re.compile(r",?\s{1,2}respectively\b")
_MOST_DOCUMENTS = 40  # documents that share one list of paragraphs


def paragraphs(text: str, found: Sequence[SymbolSpan]) -> dict[int, list[str]]:
    """The paragraphs cited of each reference in `found`, by its place there."""
    starts = [span.start for span in found]
    pinned: dict[int, list[str]] = {}
    left = MOST_LABELS
    anchor = _PARAGRAPHS.search(text) if found else None
    while anchor and left > 0:
        labels, end = read_labels(text, anchor.end())
        if labels and labels[0].startswith("(") and (whole := _OF_PARAGRAPH.match(text, end)):
            number = re.sub(r"\s", "", whole["number"])
            labels, end = [number + label for label in labels], whole.end()
        before = bisect_right(starts, anchor.start()) - 1
        places = _forward(text, end, found, starts) or _backward(text, anchor.start(), end, found, before)
        apart = len(places) > 1 and len(places) == len(labels) and _RESPECTIVELY.match(text, found[places[-1]].end)
        left -= len(labels) * len(places)
        for nth, place in enumerate(places):
            pinned.setdefault(place, []).extend([labels[nth]] if apart else labels)
        anchor = _PARAGRAPHS.search(text, max(end, anchor.end()))
    return pinned


def _forward(text: str, end: int, found: Sequence[SymbolSpan], starts: Sequence[int]) -> list[int]:
    """The references that a list of paragraphs is "of"."""
    for pattern in (_OF, _OF_REPORT):
        link = pattern.match(text, end)
        if link is None:
            continue
        first = bisect_left(starts, link.end())
        if first == len(starts) or starts[first] != link.end():
            continue
        if pattern is _OF_REPORT and "/RES/" in found[first].symbol:
            return []
        places = [first]
        if pattern is _OF and link["plural"]:
            places += _listed_after(text, first, found)
        return places
    return []


def _listed_after(text: str, first: int, found: Sequence[SymbolSpan]) -> list[int]:
    places = []
    for place in range(first + 1, min(first + _MOST_DOCUMENTS, len(found))):
        if not _NEXT.fullmatch(text, found[place - 1].end, found[place].start):
            break
        places.append(place)
    return places


def _backward(text: str, start: int, end: int, found: Sequence[SymbolSpan], before: int) -> list[int]:
    """The reference that a list of paragraphs follows: "resolution 1267 (1999), paragraph 7"."""
    if before < 0:
        return []
    if _THEREOF.match(text, end):
        return [before] if found[before].symbol.startswith("S/RES/") else []
    if _ELSEWHERE.match(text, end) or not _AFTER_REFERENCE.fullmatch(text, found[before].end, start):
        return []
    return [before]
