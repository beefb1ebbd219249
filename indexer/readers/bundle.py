"""Several documents in one text: where each begins.

Compilations put resolutions and statements one behind the other; each has its own masthead and number.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ...vocabulary import symbols
from ...vocabulary.folding import aligned
from .furniture import unmark

__all__ = ["split_documents"]

_NUMBER = re.compile(r"Resolution \d{1,4} ?\(\d{4}\)|第 ?\d{1,4} ?\(\d{4}\) ?号决议|S/PRST/\d{4}/\d{1,3}")
_MASTHEAD = re.compile(
    r"(?:United Nations|Security Council|联合国|安全理事会|Distr\b.{0,40}|Original:.{0,20}|"
    r"S/(?:RES|PRST)/[\d/ ().]{4,20}|\d{1,2} \w{3,9} \d{4}|English|Chinese|)(?: S/[\w/ ().]{4,20})?"
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
        if _NUMBER.fullmatch(line) and (symbol := symbols.canonical(line)) and symbol != own:
            start = _masthead(plain, at)
            if own and sum(map(len, plain[starts[-1] : start])) > _BODY:
                starts.append(start)
            elif not own:
                starts.append(0)
            own = symbol
    if len(starts) < 2:
        return [text]
    return ["\n".join(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]


def _masthead(plain: list[str], at: int) -> int:
    """The first line of the masthead that the number at line `at` closes."""
    while at > 0 and _MASTHEAD.fullmatch(plain[at - 1]):
        at -= 1
    return at
