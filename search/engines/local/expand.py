"""The terms of a segment that a pattern or a range stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from typing import Any

__all__ = ["as_bytes", "between", "matching"]

_JOKERS = re.compile(r"[*?\[]")


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
