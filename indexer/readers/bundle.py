"""Several documents in one text: where each begins.

Compilations put resolutions and statements one behind the other; each has its own masthead and number.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ...vocabulary import symbols
from ...vocabulary.folding import aligned
from .early import NUMBER
from .furniture import unmark

__all__ = ["split_documents"]

_NUMBER = re.compile(rf"{NUMBER}|第 ?\d{{1,4}} ?\(\d{{4}}\) ?号决议|S/PRST/\d{{4}}/\d{{1,3}}")
_YEAR_AFTER = re.compile(r"\d{1,4} ?\(\d{4}\)")
_MASTHEAD = re.compile(
    r"(?:United Nations|Security Council|联合国|安全理事会|Distr\b.{0,40}|Original:.{0,20}|"
    r"S/(?:RES|PRST)/[\d/ ().]{4,20}|\d{1,2} \w{3,9} \d{4}|English|Chinese|)(?: S/[\w/ ().]{4,20})?"
)
_OPENING = re.compile(
    r"Adopted by the Security Council|(?:The Security Council|THE SECURITY COUNCIL)(?:,|$)|"
    r"安全理事会[,，]|安全理事会.{0,40}通过|"
    r"Statement by the President|安全理事会主席的?声明|At the \d{1,5}(?:st|nd|rd|th) meeting"
)
_BODY = 300
"""Characters that a document has at least: a number that comes sooner is part of the same masthead."""


def split_documents(text: str) -> list[str]:
    """`text` cut before the masthead of each document in it; whole where there is one, or none."""
    lines = text.split("\n")
    plain = [" ".join(aligned(unmark(line)).split()) for line in lines]
    starts: list[int] = []
    own = ""
    for at, line in enumerate(plain):
        if _NUMBER.fullmatch(line) and (symbol := _named(line)) and symbol != own and _opens(plain, at):
            start = _masthead(plain, at)
            if own and sum(map(len, plain[starts[-1] : start])) > _BODY:
                starts.append(start)
            elif not own:
                starts.append(0)
            own = symbol
    if len(starts) < 2:
        return [text]
    return ["\n".join(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]


def _named(line: str) -> str | None:
    """The symbol that a line of the cover names, without the date beside it."""
    number = _YEAR_AFTER.search(line)
    return symbols.canonical(number[0] if number else line)


def _opens(plain: list[str], at: int) -> bool:
    """Whether what follows a number is the beginning of a document, and not the text that quotes it."""
    following = [line for line in plain[at + 1 : at + 24] if line][:8]
    return any(_OPENING.match(line) for line in following)


def _masthead(plain: list[str], at: int) -> int:
    """The first line of the masthead that the number at line `at` closes."""
    while at > 0 and _MASTHEAD.fullmatch(plain[at - 1]):
        at -= 1
    return at
