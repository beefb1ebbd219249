"""The first and the last of what a query found, by the date of its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...engine import Found
from .matches import Array

__all__ = ["ends"]

_Place = tuple[int, bytes, int]
"""A day, the place in the order of symbols, and the number of the record."""


def ends(found: Found, snapshot: Any) -> tuple[int, int] | None:
    """The numbers of the oldest and the newest record that matches; None if none of them has a date.

    Of one day the first by symbol and paragraph is the oldest, the last the newest.
    """
    firsts: list[_Place] = []
    lasts: list[_Place] = []
    for segment, part, base in zip(snapshot.segments, found.handle, snapshot.bases, strict=True):
        days = segment.numbers("date")
        if days is None:
            continue
        docs, _ = part.listed()
        docs = docs[days[docs] > 0]
        if len(docs):
            at = days[docs]
            firsts.append(min(_places(segment, docs[at == at.min()], int(at.min()), base)))
            lasts.append(max(_places(segment, docs[at == at.max()], int(at.max()), base)))
    return (min(firsts)[2], max(lasts)[2]) if firsts else None


def _places(segment: Any, docs: Array, day: int, base: int) -> Iterator[_Place]:
    """The records of one day that come first and last in the order of symbols."""
    ranks, orders = segment.ranks("order"), segment.inverted("order")
    ranks = docs * 0 if ranks is None else ranks[docs]
    for at in (int(ranks.argmin()), int(ranks.argmax())):
        rank = int(ranks[at])
        yield day, orders.term(rank - 1) if rank and orders is not None else b"", base + int(docs[at])
