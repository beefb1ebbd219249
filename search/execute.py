"""A query tree and an index to clause numbers, scores and a total: the one place that runs the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Found", "Sort", "evaluate"]

Sort = Literal["relevance", "date", "symbol"]


@dataclass(frozen=True, slots=True)
class Found:
    """numbers, scores: of the clauses asked for, best first; every: the numbers of all that match, in that order."""

    numbers: Sequence[int]
    scores: Sequence[float]
    every: Sequence[int]

    @property
    def total(self) -> int:
        return len(self.every)


def evaluate(searcher: Any, tree: Any, *, limit: int | None, sort: Sort = "relevance") -> Found:
    """The clauses that match `tree`: the best `limit`, or all with None.

    Ties keep the order in which the clauses were indexed.
    """
    from whoosh.query import Term

    from ..indexer.schema import CLAUSE, RECORD

    # without a limit: with one, Whoosh 2.7.4 skips blocks that hold better hits, and counts too few
    results = searcher.search(tree, limit=None, filter=Term(RECORD, CLAUSE), sortedby=_order(sort))
    best = results.top_n[:limit]
    scored = sort == "relevance"
    return Found(
        numbers=[number for _, number in best],
        scores=[float(score) if scored else 0.0 for score, _ in best],
        every=[number for _, number in results.top_n],
    )


def _order(sort: Sort) -> Any:
    """Newest first for dates; symbols by number; both then in the order of reading."""
    from whoosh.sorting import FieldFacet

    if sort == "date":
        return [FieldFacet("date", reverse=True), FieldFacet("order")]
    return [FieldFacet("order")] if sort == "symbol" else None
