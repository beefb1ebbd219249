"""Lines to paragraphs: what belongs together is joined, whatever the converter did.

Three layouts are told apart by the lines themselves: a paragraph a line (OCR, Markdown), wrapped lines
whose first is indented (as the Council's documents are printed), and wrapped lines with no indent or
a hanging one, where only blank lines, numbers and openings tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Literal

from ...vocabulary.document_forms import any_of
from ...vocabulary.folding import tidy
from ..grammar.numbering import read_enumerator
from ..grammar.verbs import Opening, opening
from .early import NUMBER
from .furniture import Line

__all__ = ["Block", "ends_sentence", "join", "opens_operative", "paragraphs", "whole_words"]

Layout = Literal["indented", "flush"]

_LONGEST_WORD = 80
_AMPLE = 20
"""Columns that no converter leaves free at the end of a line that goes on."""

_END = re.compile(r"[.;:,!?。；：，！？…،؛؟](?:[\"'”’」』)）]|\s?»){0,2}$")
_TITLE = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|No|St)\.$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FULL_STOP = re.compile(r"[.;:!?。；：！？؛؟](?:[\"'”’」』)）]|\s?»){0,2}$")
_CONJUNCTION = re.compile(r"(?:[;,；，]\s?(?:and|or|和|以及)|\b(?:and|or))$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_COVER_LINE = re.compile(
    r"(?:United Nations|Security Council|General Assembly|联合国|安全理事会|Distr\.?:? ?\w{0,10}|Original: ?\w{2,10}|"
    r"Resolution \d{1,4} \(\d{4}\)|S/(?:RES|PRST)/[\d/]{1,9}(?: ?\(\d{4}\))?|第\s?\d{1,4}\s?\(\d{4}\)\s?号决议|"
    r"(?:Distr\.: General )?\d{1,2} [A-Z][a-z]{2,8} \d{4}|Chinese|English|French|Russian|Spanish|Arabic|Provisional)"
    rf"|{NUMBER}|\[S/[\w/. ]{{1,20}}\]|of \d{{1,2}} [A-Z][a-z]{{2,8}} \d{{4}}|[A-H]"
    r"|Adopted (?:by|at|unanimously|without) .{0,200}"
    rf"|{any_of('number')} \d{{1,4}} \(\d{{4}}\)"
)
FORMULA = re.compile(
    r"[\"“]?(?:(?:The Security Council|THE SECURITY COUNCIL|The General Assembly|THE GENERAL ASSEMBLY)\s?[,，:]?"
    r"|(?:安全理事会|大会)\s?[,，:：])$"
    rf"|[\"“«„]?\s?{any_of('formula')}\s?[,،:]$"
)
"""The line that the preamble opens with. The comma is lost in some old copies; in languages that have no article
the line without it is that of the cover.
"""


@dataclass(slots=True)
class Block:
    """A paragraph as it stood: its text on one line, its indent in columns."""

    text: str
    indent: int


@dataclass(frozen=True, slots=True)
class _Page:
    """How the lines of a document are set.

    margin: columns left of the lines that go on; width: columns of the longest usual line
    slack: columns that a line which surely goes on may leave free: none where the type is of one width
    """

    layout: Layout
    margin: int
    width: int
    slack: int = 0

    def room(self, last: Line, line: Line) -> int:
        """Columns that `last` had left for the first word of `line`; from 0 on, the break was meant."""
        return _room(last, line, self.width) - self.slack


def _room(last: Line, line: Line, width: int) -> int:
    word = re.split(r"(?<=\w-)|\s", line.text, maxsplit=1)[0]
    return width - (last.indent + len(last.text) + 1 + len(word))


def paragraphs(lines: list[Line]) -> list[Block]:
    """The paragraphs that `lines` make up, in order."""
    page = _page(lines)
    grouped: list[list[Line]] = []
    for line, after in zip_longest(lines, lines[1:]):
        stands_apart = after is None or after.blanks > 0
        if grouped and _continues(grouped[-1], line, page, stands_apart=stands_apart):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    words = whole_words(line.text for line in lines)
    return [Block(join([part.text for part in group], words), group[0].indent) for group in grouped]


def whole_words(lines: Iterable[str]) -> frozenset[str]:
    """The words of a document, without those that a hyphen at a line's end may have divided."""
    words: set[str] = set()
    divided = False
    for line in lines:
        found = _WORD.findall(line)
        words.update(found[divided : len(found) - line.endswith("-")])
        divided = line.endswith("-")
    return frozenset(words)


def join(parts: Sequence[str], words: frozenset[str] = frozenset()) -> str:
    """Lines as one text: no space after a hyphen that ends a line, none between Chinese characters.

    words: those of the whole document, hyphens included, by which a word that was divided is known
    """
    pieces: list[str] = []
    before = ""
    for part in parts:
        if before.endswith("-") and before[-2:-1].isalpha() and not _suspended(before, part):
            if _was_divided(before, part, words):
                pieces[-1] = pieces[-1][:-1]
            pieces.append(part)
        else:
            pieces.append(f" {part}")
        before = part
    return tidy("".join(pieces))


def _was_divided(head: str, tail: str, words: frozenset[str]) -> bool:
    """Whether a hyphen at a line's end divides a word ("neces-/sary") and does not belong to it ("non-/State")."""
    first, last = _WORD.findall(head[-_LONGEST_WORD:-1])[-1:], _WORD.match(tail)
    if not first or last is None or not tail[:1].islower():
        return False
    if f"{first[0]}-{last[0]}" in words:
        return False
    return first[0] + last[0] in words or not (first[0] in words and last[0] in words)


def _suspended(head: str, tail: str) -> bool:
    """Whether a hyphen stands for a word left out: "short- and long-term"."""
    return tail.split(" ", 1)[0] in ("and", "or", "to") and " " in head


def _page(lines: list[Line]) -> _Page:
    """The layout is "indented" where deeper lines begin paragraphs: the lines after them return to the margin."""
    long = [line for line in lines if len(line.text) > 40]
    margin = _margin(line.indent for line in lines if len(line.text) > 20)
    widths = sorted(line.indent + len(line.text) for line in long)
    width = widths[len(widths) * 98 // 100] if widths else 0
    starts = returns = hanging = wrapped = 0
    rooms = []
    for before, line in pairwise(lines):
        if line.blanks or line.cut:
            continue
        wrapped += 1
        if line.text[:1].islower() and not ends_sentence(before.text) and not _COVER_LINE.fullmatch(line.text):
            rooms.append(_room(before, line, width))
        if before.indent > margin + 1:
            starts += 1
            # back at the margin, or the next short paragraph
            returns += line.indent <= margin + 1 or (line.indent == before.indent and ends_sentence(before.text))
            hanging += line.indent > before.indent
    indented = starts >= 2 and wrapped * 4 > len(lines) and returns > hanging
    slack = max(0, sorted(rooms)[len(rooms) * 95 // 100] + 1) if rooms else 0
    return _Page("indented" if indented else "flush", margin, width, slack)


def _margin(indents: Iterable[int]) -> int:
    """The leftmost indent that a good part of the lines has: short paragraphs may all be first lines."""
    counts = Counter(indents)
    return min((indent for indent, count in counts.items() if count * 10 >= counts.total()), default=0)


def _continues(group: list[Line], line: Line, page: _Page, *, stands_apart: bool) -> bool:
    """Whether `line` goes on with the paragraph of `group`; `stands_apart`: an empty line follows it."""
    last = group[-1]
    if line.torn:
        return False
    if any(pattern.fullmatch(one.text) for pattern in (FORMULA, _COVER_LINE) for one in (last, line)):
        return _cover_goes_on(last, line)
    if len(group) == 1 and _is_bare_number(last):
        return True
    if page.layout == "indented" and (line.cut or not line.blanks or line.indent > page.margin + 1):
        return not _starts_indented(group, line, page, stands_apart=stands_apart)
    if line.cut:
        return _unfinished(group, line)
    if line.blanks:
        return _joins_over_blank(group, line)
    return not _starts_flush(group, line, page)


def _is_bare_number(line: Line) -> bool:
    """Whether a converter put a paragraph's number on a line of its own."""
    mark = read_enumerator(f"{line.text} x")
    return mark is not None and mark.end == len(line.text) + 1


def _starts_indented(group: list[Line], line: Line, page: _Page, *, stands_apart: bool) -> bool:
    """Whether a line opens a paragraph where first lines are indented: against the margin of its own list."""
    last, first = group[-1], group[0].indent
    mark = read_enumerator(line.text)
    if len(group) > 1:
        own_margin = min(part.indent for part in group[1:9])
        if line.indent > own_margin + 1:
            return True
        # a bracketed mark at the margin is an item inside the sentence: items of a list are set deeper
        counted = mark is not None and mark.style == "number" and not mark.bracketed
        listed = counted and bool(_FULL_STOP.search(last.text) or _CONJUNCTION.search(last.text))
        outdented = line.indent < own_margin - 1 and ends_sentence(last.text) and _begins(line.text)
        return listed or outdented or _starts_at_margin(last, line, page, stands_apart=stands_apart)
    if line.indent < first - 1:
        deep = line.indent > page.margin + 1
        listed = ends_sentence(last.text) and (mark is not None or (deep and _begins(line.text)))
        return listed or _starts_at_margin(last, line, page, stands_apart=stands_apart)
    ended = ends_sentence(last.text) or page.room(last, line) >= _AMPLE
    if mark is not None or (ended and _begins(line.text)):
        return True
    return line.indent <= first + 1 and opening(line.text) in (Opening.PARTICIPLE, Opening.FINITE)


def _starts_at_margin(last: Line, line: Line, page: _Page, *, stands_apart: bool) -> bool:
    """Whether a line at the margin of an indented layout is a paragraph of its own: a heading, mostly."""
    room = page.room(last, line)
    if not _begins(line.text):
        return False
    if not ends_sentence(last.text):
        return room >= _AMPLE
    if room >= 0 or (stands_apart and not ends_sentence(line.text)):
        return True
    # a single operative paragraph without a number is not always indented
    return last.text.endswith(",") and opening(line.text) is Opening.FINITE


def _cover_goes_on(last: Line, line: Line) -> bool:
    """Cover lines stand alone; only "Adopted by … at its 8700th / meeting, on …" may be wrapped."""
    wrapped = last.text.startswith("Adopted ") and not re.search(r"(?:\d{4}|\.)$", last.text)
    return wrapped and not line.blanks and not line.cut


def _joins_over_blank(group: list[Line], line: Line) -> bool:
    """An empty line ends a paragraph, unless it stands where a page was cut inside a sentence."""
    last = group[-1].text
    if ends_sentence(last) or _CONJUNCTION.search(last):
        return False
    if read_enumerator(line.text) is not None:
        return False
    first = line.text.lstrip("\"'“‘(（")[:1]
    # only a sentence of some length can have been cut; a short line is a heading or the cover
    return len(last) > 60 and (first.islower() or (bool(_HAN.match(first)) and bool(_HAN.search(last[-1]))))


def _unfinished(group: list[Line], line: Line) -> bool:
    """Whether the sentence of `group` goes on in `line` over the cut of a page."""
    last, text = group[-1].text, line.text
    if read_enumerator(text) is not None:
        return False
    first = text.lstrip("\"'“‘(（")[:1]
    if first.islower() and not _COVER_LINE.match(last):
        return True
    if _FULL_STOP.search(last):
        return False
    if opening(text, "zh" if _HAN.match(first) else "en") in (Opening.PARTICIPLE, Opening.FINITE):
        return False
    return len(last) > 40 or len(group) > 1


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence or one of its parts does."""
    return bool(_END.search(text)) and not _TITLE.search(text)


def opens_operative(text: str) -> bool:
    """Whether a line opens with a number and a verb of the Council's, as nothing inside a sentence does."""
    mark = read_enumerator(text)
    counts = mark is not None and mark.style == "number" and not mark.bracketed
    return counts and mark is not None and opening(text[mark.end :]) is Opening.FINITE


def _begins(text: str) -> bool:
    first = text.lstrip("\"'“‘(（")[:1]
    return not first.islower() or read_enumerator(text) is not None


def _starts_flush(group: list[Line], line: Line, page: _Page) -> bool:
    """Whether a line of a layout without first-line indents opens a paragraph of its own."""
    last = group[-1]
    room, ended = page.room(last, line), ends_sentence(last.text)
    mark = read_enumerator(line.text)
    if opens_operative(line.text):
        return True
    if mark is not None:
        return ended or bool(_CONJUNCTION.search(last.text)) or mark.style == "bullet" or room >= 0
    if not _begins(line.text):
        return False
    if not ended:
        return room >= _AMPLE
    how = opening(line.text, "zh" if _HAN.match(line.text[:1]) else "en")
    if last.text.endswith((",", "，")):
        # a Chinese verb does not show its form; a line that ends early does
        return how is Opening.PARTICIPLE or (last.text.endswith("，") and how is Opening.FINITE and room >= 0)
    return how in (Opening.PARTICIPLE, Opening.STATEMENT) or room >= 0
