"""The terms of a segment that a prefix, a pattern, a range or a misspelt word stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate
from typing import Any

import numpy as np

__all__ = ["as_bytes", "between", "matching", "within_distance"]

_JOKERS = re.compile(r"[*?\[]")
_BATCH = 4096


def as_bytes(text: str | bytes) -> bytes:
    """A term as the index keeps it."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def matching(inverted: Any, pattern: str) -> Iterator[int]:
    """The numbers of the terms that match a pattern with "*", "?" and "[…]" (as of `fnmatch`)."""
    fits = re.compile(translate(pattern)).match
    head = _JOKERS.split(pattern, maxsplit=1)[0]
    for number in inverted.span(as_bytes(head)):
        if fits(inverted.term(number).decode("utf-8")):
            yield number


def between(inverted: Any, query: Any) -> Iterable[int]:
    """The numbers of the terms from the start to the end of a `whoosh.query.TermRange`."""
    first = 0 if query.start is None else _position(inverted, as_bytes(query.start), after=query.startexcl)
    last = (
        inverted.count_terms if query.end is None else _position(inverted, as_bytes(query.end), after=not query.endexcl)
    )
    return range(first, max(first, last))


def _position(inverted: Any, term: bytes, *, after: bool) -> int:
    """How many terms come before `term`; with `after` it is counted itself if it is there."""
    low, high = 0, inverted.count_terms
    while low < high:
        middle = (low + high) // 2
        found = inverted.term(middle)
        if found < term or (after and found == term):
            low = middle + 1
        else:
            high = middle
    return low


def within_distance(inverted: Any, word: str, most: int, prefix: int) -> list[int]:
    """The numbers of the terms that share the first `prefix` letters of `word` and, after these, differ from it
    by at most `most` letters inserted, left out or replaced."""
    head, rest = word[:prefix], word[prefix:]
    numbers: list[int] = []
    tails: list[str] = []
    found: list[int] = []
    for number in inverted.span(head.encode("utf-8")):
        tail = inverted.term(number).decode("utf-8")[prefix:]
        if abs(len(tail) - len(rest)) <= most:
            numbers.append(number)
            tails.append(tail)
        if len(tails) == _BATCH:
            found += _near(numbers, tails, rest, most)
            numbers, tails = [], []
    return found + _near(numbers, tails, rest, most)


def _near(numbers: Sequence[int], tails: Sequence[str], rest: str, most: int) -> list[int]:
    if not tails:
        return []
    return [number for number, distance in zip(numbers, _distances(tails, rest), strict=True) if distance <= most]


def _distances(words: Sequence[str], word: str) -> list[int]:
    """The Levenshtein distance of each of `words` from `word`: the usual table, for all of them at a time."""
    lengths = np.array([len(one) for one in words])
    width = int(lengths.max())
    if not width:
        return [len(word)] * len(words)
    letters = np.array(words, dtype=f"U{width}").view(np.uint32).reshape(len(words), width).T
    row = np.arange(width + 1)[:, None].repeat(len(words), axis=1)
    for letter in word:
        last, row[0] = row[0].copy(), row[0] + 1
        for place in range(width):
            above = row[place + 1].copy()
            replaced = last + (letters[place] != ord(letter))
            row[place + 1] = np.minimum(np.minimum(above, row[place]) + 1, replaced)
            last = above
    return [int(distance) for distance in row[lengths, np.arange(len(words))]]
