"""The terms of a field that a misspelt word stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["within_distance"]

_BATCH = 4096


def within_distance(inverted: Any, word: str, most: int, prefix: int) -> list[int]:
    """The numbers of the terms that share the first `prefix` letters of `word` and, after these, differ from it
    by at most `most` letters inserted, left out or replaced."""
    head, rest = word[:prefix], word[prefix:]
    numbers: list[int] = []
    tails: list[str] = []
    found: list[int] = []
    for number in inverted.span(head.encode("utf-8", "surrogatepass")):
        tail = inverted.term(number).decode("utf-8")[prefix:]
        if abs(len(tail) - len(rest)) <= most:
            numbers.append(number)
            tails.append(tail)
        if len(tails) == _BATCH:
            found += _near(numbers, tails, rest, most)
            numbers, tails = [], []
    return found + _near(numbers, tails, rest, most)


def _near(numbers: Sequence[int], tails: Sequence[str], rest: str, most: int) -> list[int]:
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    if not tails:
        return []
    (distances,) = cdist([rest], tails, scorer=Levenshtein.distance, score_cutoff=most)
    return [numbers[place] for place in (distances <= most).nonzero()[0].tolist()]
