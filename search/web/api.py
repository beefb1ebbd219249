"""The JSON interface: what the pages show, for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ..export import crossed
from ..index import Index
from .calls import Answer, Call
from .parameters import CompletionAsked, SearchAsked

__all__ = ["ANSWERS", "similar"]


def search(call: Call, index: Index) -> Answer:
    """The clauses that answer a query, a page of them."""
    asked = call.asked(SearchAsked)
    results = index.search(
        asked.q,
        limit=asked.limit,
        offset=asked.offset,
        sort=asked.sort,
        facets=asked.facet,
        across=asked.across,
        **asked.filters,
    )
    return Answer.json(
        {
            "query": asked.q,
            **crossed(asked.across, results),
            "total": results.total,
            "offset": asked.offset,
            "hits": results.to_dicts(),
            "facets": results.facets,
        }
    )


def complete(call: Call, index: Index) -> Answer:
    """Ways to go on with a query."""
    asked = call.asked(CompletionAsked)
    return Answer.json(index.complete(asked.q, asked.at).to_dict())


def similar(call: Call, index: Index) -> Answer: ...


ANSWERS: Final[Mapping[str, Callable[[Call, Index], Answer]]] = {"/api/search": search, "/api/complete": complete}
