"""A node of the query tree that asks for some of several things: Whoosh's `Or` has `minmatch`, and does not heed it."""

from __future__ import annotations

from typing import Any

from whoosh.query import Or

__all__ = ["Covering"]


class Covering(Or):  # type: ignore[misc]
    """What at least `least` of the subqueries match. It scores `score` for each that does."""

    def __init__(self, subqueries: list[Any], least: int = 1, score: float = 1.0) -> None:
        super().__init__(subqueries, minmatch=least)
        self.least = least
        self.score = score

    def _signature(self) -> tuple[object, ...]:
        return (type(self), self.least, self.score, *self.subqueries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Covering) and self._signature() == other._signature()

    def __hash__(self) -> int:
        return hash(self._signature())
