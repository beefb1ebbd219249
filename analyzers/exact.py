"""The analysis for quoted wording: a phrase matches where the text has those words, and nothing but them.

"Contains the phrase" means here: the phrase's words of letters and digits and its single Chinese characters
follow each other in the text without another between them, apart from differences that `fold` takes away.
Beside a Chinese character punctuation counts: where the phrase has some the text must have some too,
whichever it is, and the other way round. Between other words punctuation does not count. White space counts
nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..vocabulary.folding import fold
from .script import find_mark, fold_han, runs, simplified
from .term import LONGEST_WORD, Term

__all__ = ["PUNCTUATION", "exact_terms", "folded", "query_exact_terms"]

PUNCTUATION = "、"
"""The term that stands for any punctuation beside a Chinese character."""


def exact_terms(text: str) -> Iterator[Term]:
    """The terms of a text, in order, for indexing: one at each position, so that a phrase is a run of terms.

    The chain: split by script; a word of letters and digits is folded (case, accents, width) and not stemmed;
    of Chinese each character is a term. Apostrophes and hyphens split ("women's": "women", "s"). A run of
    punctuation between two terms, one or both of them Chinese, is a term too, the same whatever stands there:
    和平、安全 holds the phrase 和平，安全 and neither 和平安全 nor 和平与安全. White space is nothing, so
    that 第 1325 (2000) 号 and 第1325(2000)号 hold the same phrases: the bracket before 号 is a term in both,
    that between the numbers in neither.
    """
    position = previous_end = 0
    previous_han = False
    for is_han, start, end in runs(text):
        if position and (is_han or previous_han) and (mark := find_mark(text, previous_end, start)) >= 0:
            yield Term(PUNCTUATION, position, mark, mark + 1)
            position += 1
        if is_han:
            for offset, char in enumerate(fold_han(text[start:end]), start):
                yield Term(char, position, offset, offset + 1)
                position += 1
        else:
            yield Term(folded(text[start:end][:LONGEST_WORD]), position, start, end)
            position += 1
        previous_end, previous_han = end, is_han


def query_exact_terms(text: str) -> Iterator[Term]:
    """The terms to look for: as `exact_terms`, in simplified characters, into which the offsets point."""
    return exact_terms(simplified(text))


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """The term of a word as it is written, in no more than LONGEST_WORD characters."""
    return fold(word) or word  # half-width voice marks alone fold to nothing
