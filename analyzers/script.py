"""The router by script: a letter mixes Chinese and English, and each goes to its own analysis."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..vocabulary.folding import fold

__all__ = ["HAN", "HAN_RUN", "LETTER", "SILENT", "find_mark", "fold_han", "is_han", "runs", "simplified"]

# Ideographs, with 々 and 〇, and radicals, which some PDF converters write for characters of the same shape.
HAN = r"\u2e9f\u2ef3\u2f00-\u2fd5\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Marks that belong to the word round them: accents and vowel points by themselves, soft hyphens,
# zero-width marks, variation selectors and bidirectional controls.
SILENT = r"\u00ad\u0300-\u036f\u064b-\u065f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff"
LETTER = rf"[^\W_{HAN}]"
# The first branch is the third for the commonest words alone, in half the time.
_RUN = re.compile(rf"[A-Za-z0-9]++(?![^\x00-\x7f])|([{HAN}]++)|{LETTER}++(?:[{SILENT}]++{LETTER}++)*+")
HAN_RUN = re.compile(rf"[{HAN}]+")
_MARK = re.compile(rf"[^\s{SILENT}]")


def runs(text: str) -> Iterator[tuple[bool, int, int]]:
    """The words and the runs of Chinese characters of a text in order. The rest is spaces and punctuation.

    Each is (whether it is Chinese, start, end); what is not Chinese is one word of letters and digits of any
    other script. Apostrophes, hyphens and underscores end a word; accents and invisible marks do not.
    """
    for found in _RUN.finditer(text):
        start, end = found.span()
        yield found.lastindex is not None, start, end


def is_han(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return HAN_RUN.search(text) is not None


def find_mark(text: str, start: int, end: int) -> int:
    """Where punctuation (anything but spaces and invisible marks) first stands in `text[start:end]`, or -1.

    That stretch lies between two runs, so that it holds neither letters nor digits.
    """
    found = _MARK.search(text, start, end)
    return found.start() if found else -1


def fold_han(run: str) -> str:
    """A run of Chinese characters with compatibility forms as plain ones, one character for each.

    Characters keep their variety: traditional ones stay traditional (see `simplified`).
    """
    if unicodedata.is_normalized("NFKD", run):
        return run
    return "".join(plain if len(plain := fold(char)) == 1 else char for char in run)


def simplified(text: str) -> str:
    """A query with traditional Chinese characters as simplified ones (OpenCC's `t2s`).

    For queries alone: the UN writes Chinese in simplified characters, its readers do not all do so.
    OpenCC is loaded only where there is a Chinese character. The length may change.
    """
    return HAN_RUN.sub(lambda run: _converter().convert(fold_han(run[0])), text)


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
