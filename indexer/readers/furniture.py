"""What a PDF or OCR converter adds to a document: page numbers, running heads, Markdown marks.

Taken away before paragraphs are found; where a page was cut stays known, because the sentence that
it cut has to be joined again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...vocabulary.folding import aligned

__all__ = ["TORN", "Line", "clean_lines", "is_furniture", "unmark"]

TORN = "\x1e"
"""A line of its own where pages are missing: no sentence goes on over it. No file has it, for it is no text."""

_JOB = r"\d{2}-\d{5}(?:\s?\(?[EFRSCA]\)?)?(?:\s{1,3}\d{6}){0,3}"
_PAGE = r"(?:\d{1,3}\s?/\s?\d{1,3}|(?:-\s?)?\d{1,3}(?:\s?-)?|[Pp]age\s\d{1,3}(?:\sof\s\d{1,3})?|第\s?\d{1,3}\s?页)"
_FURNITURE = re.compile(
    rf"""\s*(?:
        \d{{1,3}}\s?/\s?\d{{1,3}}(?:\s+{_JOB})?     # 7/9    7/9 20-16350
      | {_JOB}(?:\s+{_PAGE})?                       # 20-16350   20-16350 7/9
      | {_PAGE}\s+{_JOB}
      | (?:[Pp]age\s)\d{{1,3}}(?:\sof\s\d{{1,3}})?
      | -\s?\d{{1,3}}\s?-
      | 第\s?\d{{1,3}}\s?页
      | \*\d{{5,9}}\*(?:\s+.{{0,40}})?              # the bar code
      | {_JOB}\s+\*?\d{{5,9}}\*?
      | {_JOB}\s+\d{{3,4}}[A-Za-z]\s?\([EFRSC]\)   # 90-28956   3121g (E)
      | (?:{_JOB}\s+)?/\s?\.{{2,3}}|(?:{_JOB}\s+)?/…    # the page is continued
      | <<ODS.{{0,80}}                              # hidden marks of the document system
      | (?:©|Copyright\s).{{0,80}}
      | Please\srecycle.{{0,40}}
      | 请回收.{{0,20}}
    )\s*""",
    re.VERBOSE,
)
_SYMBOL_LINE = re.compile(
    r"(?:(?:United Nations|Security Council|联合国|安全理事会)\s{1,99})?"
    r"[SA]/(?:RES|PRST)?/?\s?[0-9/]{1,12}\s?(?:\(\d{4}\))?"
    r"(?:\s{1,99}(?:United Nations|Security Council|联合国|安全理事会))?"
)
_NUMBER_AT_FOOT = re.compile(r"\n[ \t]{0,120}\d{1,3}[ \t]{0,80}(?:\n[ \t]{0,120}){1,6}\f")
_BARE_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_ESCAPED = re.compile(r"\\([][()\\`*_{}#+.!~>|-])")
_LINK = re.compile(r"\[([^][\n]{0,200})\]\((?:[^()\s]|\([^()\s]{0,80}\)){0,300}\)")
_ESCAPED_BRACKETS = re.compile(r"\\([()])")
_TEX = re.compile(r"\\(?:mathbf|mathrm|text|textbf|mathit)\s?\{([^{}]{0,80})\}")
_TEX_NOTE = re.compile(r"\$?\^\s?\{?\s?[*†‡0-9]{1,3}\s?\}\$?")
_STRONG = re.compile(r"(\*{1,3}|(?<!\w)_{1,2})(?=\S)([^*_\n]{1,400}?)(?<=\S)\1(?!\w)")
_HEADING = re.compile(r"^\s{0,3}(?:#{1,6}|>)\s+")
_HTML = re.compile(r"</?(?:a|b|i|em|strong|u|sup|sub|span|p|br)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is part of the document.

    indent: columns of white space before it
    blanks: empty lines before it, not counting those that came with page furniture
    cut: a page ends just before it
    torn: pages are missing just before it
    """

    text: str
    indent: int
    blanks: int
    cut: bool
    torn: bool = False


def unmark(line: str) -> str:
    """`line` without Markdown, TeX and HTML marks: the words alone."""
    if "\\" in line:
        line = _TEX.sub(r"\1", line)
    line = _TEX_NOTE.sub("", line)
    if "](" in line:
        line = _LINK.sub(r"\1", _hide_escapes(line)).replace("\ue000", "(").replace("\ue001", ")")
    line = _STRONG.sub(r"\2", line)
    line = _HEADING.sub("", line)
    if "<" in line:
        line = _HTML.sub("", line)
    return _ESCAPED.sub(r"\1", line)


def _hide_escapes(line: str) -> str:
    return _ESCAPED_BRACKETS.sub(lambda m: "\ue000" if m[1] == "(" else "\ue001", line)


def clean_lines(text: str) -> list[Line]:
    """The lines of `text` that belong to the document, unmarked, in order."""
    lines: list[Line] = []
    blanks, cut, fresh_page, torn = 0, False, False, False
    own_symbol = ""
    plain = _NUMBER_AT_FOOT.sub("\f", text.replace("\r\n", "\n").replace("\r", "\n"))
    for raw in plain.replace("\f", "\n\f").split("\n"):
        if raw.startswith("\f"):
            cut, fresh_page, raw = bool(lines), bool(lines), raw[1:]  # noqa: PLW2901
        if not raw.strip():
            torn = torn or raw == TORN
            blanks += 1
            continue
        if not own_symbol and not fresh_page and _SYMBOL_LINE.fullmatch(aligned(raw).strip()):
            own_symbol = "".join(raw.split())
        elif own_symbol == "".join(raw.split()) or is_furniture(raw, fresh_page=fresh_page):
            cut, fresh_page = True, True
            continue
        words = unmark(raw)
        if not words.strip():
            blanks += 1
            continue
        indent = len(words) - len(words.lstrip())
        lines.append(Line(words.strip(), indent, blanks, cut, torn))
        blanks, cut, fresh_page, torn = 0, False, False, False
    return lines


def is_furniture(raw: str, *, fresh_page: bool) -> bool:
    """A bare number alone on a line is one of a page only where a page begins; so is a symbol of another form."""
    plain = aligned(raw)
    if _FURNITURE.fullmatch(plain):
        return True
    return fresh_page and bool(_SYMBOL_LINE.fullmatch(plain.strip()) or _BARE_NUMBER.fullmatch(plain))
