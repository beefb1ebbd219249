"""What scores need to know of the whole index, asked once for each term and state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from math import log
from typing import Any, Final, TypeVar

from ....errors import IndexCorrupted
from ....indexer.cluster.mapping import TEXTS
from ....indexer.cluster.requests import Requests
from ....indexer.cluster.state import State, visible

__all__ = ["Statistics", "batches"]

_AT_ONCE: Final = 500
_MOST_KEPT: Final = 500_000

_Item = TypeVar("_Item")


class Statistics:
    """Counts over the records of one state."""

    def __init__(self, requests: Requests, state: State) -> None:
        self._requests = requests
        self._state = state
        self._index = state.physical
        self._visible = visible(state.generation)
        self._known: dict[tuple[str, str], int] = {}

    @property
    def count(self) -> int:
        """Records of all sorts."""
        return self._totals[0]

    def mean_length(self, field: str) -> float:
        """Terms of a field in a record, on average over all records, those without the field too."""
        count, lengths = self._totals
        return lengths[field] / (count or 1) or 1.0

    def idf(self, field: str, term: str) -> float:
        """The weight of a term: log(records / (records with it + 1)) + 1."""
        return log((self.count or 1) / (self.frequencies([(field, term)])[0] + 1)) + 1

    def frequencies(self, terms: Sequence[tuple[str, str]]) -> list[int]:
        """In how many records each term of a field is."""
        if len(self._known) > _MOST_KEPT:
            self._known = {}
        known = self._known
        for some in batches(dict.fromkeys(term for term in terms if term not in known), _AT_ONCE):
            filters = [{"term": {field: term}} for field, term in some]
            body = self._counting({"each": {"filters": {"filters": filters}}})
            buckets = self._requests.search(self._index, body)["aggregations"]["each"]["buckets"]
            known.update(zip(some, (bucket["doc_count"] for bucket in buckets), strict=True))
        return [known[term] for term in terms]

    @cached_property
    def _totals(self) -> tuple[int, dict[str, float]]:
        sums = {name: {"sum": {"field": f"{name}_length"}} for name in TEXTS}
        answer = self._requests.search(self._index, self._counting(sums))
        found, count = answer["aggregations"], answer["hits"]["total"]["value"]
        if count != self._state.records:
            raise IndexCorrupted(self._requests.address, f"{count:,} of {self._state.records:,} records are there")
        return count, {name: found[name]["value"] for name in TEXTS}

    def _counting(self, aggregations: dict[str, Any]) -> dict[str, Any]:
        return {"size": 0, "track_total_hits": True, "query": self._visible, "aggs": aggregations}


def batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """Items, so many at a time."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
