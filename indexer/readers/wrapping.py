"""Lines to paragraphs: what belongs together is joined, whatever the converter did.

Three layouts are told apart by the lines themselves: a paragraph a line (OCR, Markdown), wrapped lines
whose first is indented (as the Council's documents are printed), and wrapped lines with no indent or
a hanging one, where only blank lines, numbers and openings tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Literal

from ...vocabulary.folding import tidy
from ..grammar.numbering import read_enumerator
from ..grammar.verbs import Opening, opening
from .furniture import Line

__all__ = ["Block", "paragraphs"]

Layout = Literal["indented", "flush"]

_AMPLE = 20
"""Columns that no converter leaves free at the end of a line that goes on."""

_END = re.compile(r"[.;:,!?。；：，！？…][\"'”’」』)）]{0,2}$")
_FULL_STOP = re.compile(r"[.;:!?。；：！？][\"'”’」』)）]{0,2}$")
_CONJUNCTION = re.compile(r"(?:[;,；，]\s?(?:and|or|和|以及)|\b(?:and|or))$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_COVER_LINE = re.compile(
    r"(?:United Nations|Security Council|General Assembly|联合国|安全理事会|Distr\.?:? ?\w{0,10}|Original: ?\w{2,10}|"
    r"Resolution \d{1,4} \(\d{4}\)|S/(?:RES|PRST)/[\d/]{1,9}(?: ?\(\d{4}\))?|第\s?\d{1,4}\s?\(\d{4}\)\s?号决议|"
    r"(?:Distr\.: General )?\d{1,2} [A-Z][a-z]{2,8} \d{4}|Chinese|English|French|Russian|Spanish|Arabic|Provisional)"
    r"|Adopted by .{0,200}"
)
FORMULA = re.compile(r"[\"“]?(?:The Security Council|安全理事会|The General Assembly|大会)\s?[,，]$")


@dataclass(slots=True)
class Block:
    """A paragraph as it stood: its text on one line, its indent in columns."""

    text: str
    indent: int


@dataclass(frozen=True, slots=True)
class _Page:
    """How the lines of a document are set: columns of the left margin, and of the longest usual line."""

    layout: Layout
    margin: int
    width: int

    def is_deep(self, line: Line) -> bool:
        return line.indent > self.margin + 1

    def room(self, last: Line, line: Line) -> int:
        """Columns that `last` had left for the first word of `line`; from 0 on, the break was meant."""
        word = re.split(r"(?<=\w-)|\s", line.text, maxsplit=1)[0]
        return self.width - (last.indent + len(last.text) + 1 + len(word))


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
    return [Block(join(part.text for part in group), group[0].indent) for group in grouped]


def join(parts: Iterable[str]) -> str:
    """Lines as one text: no space after a hyphen that ends a line, none between Chinese characters."""
    out = ""
    for part in parts:
        if out.endswith("-") and len(out) > 1 and out[-2].isalpha() and not _suspended(out, part):
            out += part
        else:
            out = f"{out} {part}" if out else part
    return tidy(out)


def _suspended(head: str, tail: str) -> bool:
    """Whether a hyphen stands for a word left out: "short- and long-term"."""
    return tail.split(" ", 1)[0] in ("and", "or", "to") and " " in head


def _page(lines: list[Line]) -> _Page:
    """The layout is "indented" where deeper lines begin paragraphs: the lines after them return to the margin."""
    long = [line for line in lines if len(line.text) > 40]
    margin = Counter(line.indent for line in long).most_common(1)[0][0] if long else 0
    widths = sorted(line.indent + len(line.text) for line in long)
    width = widths[len(widths) * 98 // 100] if widths else 0
    starts = returns = hanging = 0
    for before, line in pairwise(lines):
        if before.indent > margin + 1 and not line.blanks and not line.cut:
            starts += 1
            returns += line.indent <= margin + 1
            hanging += line.indent > before.indent
    wrapped = sum(1 for line in lines if not line.blanks and not line.cut)
    indented = starts >= 2 and wrapped * 4 > len(lines) and returns > hanging
    return _Page("indented" if indented else "flush", margin, width)


def _continues(group: list[Line], line: Line, page: _Page, *, stands_apart: bool) -> bool:
    """Whether `line` goes on with the paragraph of `group`; `stands_apart`: an empty line follows it."""
    last = group[-1]
    if any(pattern.fullmatch(one.text) for pattern in (FORMULA, _COVER_LINE) for one in (last, line)):
        return _cover_goes_on(last, line)
    if page.layout == "indented" and (page.is_deep(line) or not line.blanks or line.cut):
        return not page.is_deep(line) and not _starts_at_margin(last, line, page, stands_apart=stands_apart)
    if line.cut:
        return _unfinished(group, line)
    if line.blanks:
        return _joins_over_blank(group, line)
    return not _starts_flush(group, line, page)


def _starts_at_margin(last: Line, line: Line, page: _Page, *, stands_apart: bool) -> bool:
    """Whether a line at the margin of an indented layout is a paragraph of its own: a heading, mostly."""
    room = page.room(last, line)
    if not _begins(line.text):
        return False
    if not _END.search(last.text):
        return room >= _AMPLE
    # a single operative paragraph without a number is not always indented
    return room >= 0 or (stands_apart and not _END.search(line.text)) or opening(line.text) is Opening.FINITE


def _cover_goes_on(last: Line, line: Line) -> bool:
    """Cover lines stand alone; only "Adopted by … at its 8700th / meeting, on …" may be wrapped."""
    wrapped = last.text.startswith("Adopted by") and not re.search(r"\d{4}$", last.text)
    return wrapped and not line.blanks and not line.cut


def _joins_over_blank(group: list[Line], line: Line) -> bool:
    """An empty line ends a paragraph, unless it stands where a page was cut inside a sentence."""
    last = group[-1].text
    if _END.search(last) or _CONJUNCTION.search(last):
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


def _begins(text: str) -> bool:
    first = text.lstrip("\"'“‘(（")[:1]
    return not first.islower() or read_enumerator(text) is not None


def _starts_flush(group: list[Line], line: Line, page: _Page) -> bool:
    """Whether a line of a layout without first-line indents opens a paragraph of its own."""
    last = group[-1]
    ended = bool(_END.search(last.text) or _CONJUNCTION.search(last.text))
    mark = read_enumerator(line.text)
    if mark is not None:
        return ended or mark.style == "bullet" or page.room(last, line) >= 0
    if not ended or not _begins(line.text):
        return False
    how = opening(line.text, "zh" if _HAN.match(line.text[:1]) else "en")
    if last.text.endswith((",", "，")):
        return how is Opening.PARTICIPLE
    return how in (Opening.PARTICIPLE, Opening.STATEMENT) or page.room(last, line) >= 0
