"""An index on a cluster as an engine, in the state in which it was opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from typing import Any, Final

from ....errors import IndexCorrupted, IndexProblem, QueryError, SeizedError
from ....indexer.cluster.address import Address
from ....indexer.cluster.bodies import data_of
from ....indexer.cluster.connection import connect, mapped_errors
from ....indexer.cluster.health import check, size
from ....indexer.cluster.requests import MOST_AT_ONCE, NOTHING_READ
from ....indexer.cluster.state import latest, present, visible
from ....indexer.schema import CLAUSE, RECORD
from ....indexer.store import Check
from ...deadline import check_time, seconds_left
from ...engine import Found, Sort
from ...memory import Memory
from .dsl import matching, scored, terms_of
from .near import likely, stand_near, surely
from .requests import StateRequests
from .statistics import Statistics, batches
from .vocabulary import ClusterVocabulary, count_terms

__all__ = ["ClusterEngine"]

_AT_ONCE: Final = 500
"""Records that are read in one request."""
_PREFETCHED: Final = 200
"""Hits whose records come with them."""
_ROOM: Final = 1 << 25
"""Bytes of records that are kept."""
_LOOK: Final = 1.0
"""Seconds in which it is known whether there is a newer state; if not, there is none so far as can be told."""
_MOST_LOOKED_AT: Final = 20_000
"""Records of which it is seen here whether words stand near each other."""
_CLAUSES: Final = {"term": {RECORD: CLAUSE}}
_NUMBER: Final = {"number": "asc"}
_IN_ORDER: Final = ({"order": {"order": "asc", "missing": "_first"}}, _NUMBER)
_SORTS: Final[Mapping[Sort, Sequence[Any]]] = {
    "relevance": ({"_score": "desc"}, _NUMBER),
    "date": ({"date": {"order": "desc", "missing": "_last"}}, *_IN_ORDER),
    "symbol": _IN_ORDER,
}
_LATEST: Final = (
    {"date": "desc"},
    {"order": {"order": "desc", "missing": "_last"}},
    {"number": "desc"},
)


class ClusterEngine:
    """An index on a cluster, open for reading.

    Raises IndexNotFound, IndexVersionError, and IndexProblem where the cluster does not answer.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        with closing(connect(address)) as patient:
            self._state = present(patient, address)
        self._client = connect(address, patient=False)
        self._requests = StateRequests(self._client, address, self._state, self._check_open)
        self._index = self._state.physical
        self._visible = visible(self._state.generation)
        self._statistics = Statistics(self._requests, self._state)
        self.vocabulary = ClusterVocabulary(self._requests, self._state, self._statistics)
        self._memory = Memory(_ROOM)
        self.is_closed = False

    @property
    def place(self) -> str:
        return str(self._address)

    @property
    def state(self) -> str:
        return self._state.digest

    @property
    def is_current(self) -> bool:
        try:
            with mapped_errors(self._address):
                seconds = max(0.1, min(_LOOK, seconds_left()))
                return latest(self._client, self._address.name, seconds).digest == self._state.digest
        except SeizedError:
            return True  # so far as can be told

    @property
    def size(self) -> int:
        with mapped_errors(self._address):
            return size(self._client, self._state)

    def close(self) -> None:
        self.is_closed = True
        self._memory.clear()
        self._client.close()

    def check(self) -> Check:
        return check(self._address)

    def search(self, tree: Any, *, limit: int | None, sort: Sort = "relevance") -> Found:
        matches = self._shown(matching(tree, self))
        query = matches
        if sort == "relevance" and limit != 0:
            self._statistics.frequencies(list(terms_of(tree, self)))
            query = {"bool": {"must": [scored(tree, self)], "filter": [_CLAUSES, self._visible]}}
        asked = {"query": query, "sort": list(_SORTS[sort]), "track_total_hits": True}
        if limit is not None and limit <= MOST_AT_ONCE:
            asked |= {"size": limit, **({"_source": ["kept"]} if limit <= _PREFETCHED else NOTHING_READ)}
            answer = self._requests.search(self._index, asked)
            hits, total = answer["hits"]["hits"], answer["hits"]["total"]["value"]
            self._keep(hits)
        else:
            hits = self._first(self._requests.pages(self._index, asked | NOTHING_READ), limit)
            total = len(hits) if limit is None else self._requests.count(self._index, matches)
        scores = [hit["_score"] or 0.0 for hit in hits] if sort == "relevance" else [0.0] * len(hits)
        return Found([hit["sort"][-1] for hit in hits], scores, total, matches)

    @staticmethod
    def _first(pages: Iterable[Sequence[Any]], limit: int | None) -> list[Any]:
        found: list[Any] = []
        for hits in pages:
            found += [{"_score": hit["_score"], "sort": hit["sort"]} for hit in hits]
            if limit is not None and len(found) >= limit:
                break
        return found[:limit]

    def _shown(self, asked: Any) -> dict[str, Any]:
        """The clauses of this state that match."""
        return {"bool": {"filter": [asked, _CLAUSES, self._visible]}}

    def matching(self, tree: Any) -> list[int]:
        return self._numbers(self._shown(matching(tree, self)))

    def records(self, **terms: str) -> list[int]:
        wanted = [{"term": {name: text}} for name, text in terms.items()]
        return self._numbers({"bool": {"filter": [*wanted, self._visible]}})

    def _numbers(self, query: Any) -> list[int]:
        asked = {"query": query, "sort": [_NUMBER], "track_total_hits": False, **NOTHING_READ}
        # records of one state do not change, and a number is one record's: that needs no point in time
        return [hit["sort"][0] for hits in self._requests.following(self._index, asked) for hit in hits]

    def stored(self, numbers: Iterable[int]) -> Iterator[bytes]:
        for some in batches(numbers, _AT_ONCE):
            check_time()
            found = {number: self._memory.get(number) for number in some}
            missing = [number for number, data in found.items() if data is None]
            if missing:
                found |= self._read(missing)
            yield from (found[number] for number in some)

    def _read(self, numbers: Sequence[int]) -> dict[int, bytes]:
        query = {"bool": {"filter": [{"terms": {"number": list(numbers)}}, self._visible]}}
        asked = {"query": query, "sort": [_NUMBER], "size": len(numbers), "_source": ["kept"]}
        hits = self._requests.search(self._index, asked)["hits"]["hits"]
        self._check_all(hits, numbers)
        return self._keep(hits)

    def _check_all(self, hits: Sequence[Any], numbers: Sequence[int]) -> None:
        if len(hits) != len(set(numbers)):
            raise IndexCorrupted(self._address, "records of the index are missing")

    def _keep(self, hits: Iterable[Any]) -> dict[int, bytes]:
        found = {hit["sort"][-1]: data_of(hit["_source"]["kept"]) for hit in hits if "_source" in hit}
        for number, data in found.items():
            self._memory.keep(number, data, 200 + len(data))
        return found

    def lengths(self, numbers: Sequence[int]) -> Iterator[int]:
        for some in batches(numbers, MOST_AT_ONCE):
            known = {number: len(data) for number in some if (data := self._memory.get(number)) is not None}
            missing = [number for number in some if number not in known]
            if missing:
                asked = {
                    "query": {"bool": {"filter": [{"terms": {"number": missing}}, self._visible]}},
                    **{"sort": [_NUMBER], "size": len(missing), **NOTHING_READ},
                    "docvalue_fields": ["data_length"],
                }
                hits = self._requests.search(self._index, asked)["hits"]["hits"]
                self._check_all(hits, missing)
                known |= {hit["sort"][0]: hit["fields"]["data_length"][0] for hit in hits}
            yield from (known[number] for number in some)

    def examples(self, field: str, terms: Sequence[str]) -> Iterator[bytes]:
        for some in batches(terms, _AT_ONCE):
            top = {"top_hits": {"size": 1, "sort": [_NUMBER], "_source": ["kept"]}}
            each = {"terms": {"field": field, "include": some, "size": len(some)}, "aggs": {"first": top}}
            asked = {"size": 0, "track_total_hits": False, "query": self._visible, "aggs": {"each": each}}
            buckets = self._requests.search(self._index, asked)["aggregations"]["each"]["buckets"]
            found = {bucket["key"]: bucket["first"]["hits"]["hits"][0]["_source"]["kept"] for bucket in buckets}
            for term in some:
                if term not in found:
                    raise LookupError(f"no record has {field}:{term!r}")
                yield data_of(found[term])

    def counts(self, fields: Sequence[str], found: Found) -> Mapping[str, Mapping[str, int]]:
        return count_terms(self._requests, self._index, found.handle, fields)

    def ends(self, found: Found) -> tuple[int, int] | None:
        dated = {"bool": {"filter": [found.handle, {"range": {"date": {"gt": 0}}}]}}
        sorts = ([{"date": "asc"}, *_IN_ORDER], list(_LATEST))
        bodies = [{"size": 1, "query": dated, "sort": sort, **NOTHING_READ} for sort in sorts]
        answers = self._requests.searches(list(chain.from_iterable(({"index": self._index}, body) for body in bodies)))
        hits = [answer["hits"]["hits"] for answer in answers]
        return (hits[0][0]["sort"][-1], hits[1][0]["sort"][-1]) if all(hits) else None

    def idf(self, field: str, term: str) -> float:
        """The weight of a term: see `Statistics`."""
        return self._statistics.idf(field, term)

    def mean_length(self, field: str) -> float:
        """Terms of a field in a record, on average: see `Statistics`."""
        return self._statistics.mean_length(field)

    def standing_for(self, node: Any) -> list[str]:
        """The terms that a node stands for."""
        return self.vocabulary.standing_for(node)

    def near(self, field: str, words: tuple[str, ...], slop: int) -> list[int]:
        """The numbers of the records with words near each other that are not found surely, remembered."""
        known: list[int] | None = self._memory.get((field, words, slop))
        if known is None:
            known = self._looked_at(field, words, slop)
            self._memory.keep((field, words, slop), known, 200 + 40 * len(known))
        return known

    def _looked_at(self, field: str, words: tuple[str, ...], slop: int) -> list[int]:
        open_question = {
            "filter": [likely(field, words, slop), _CLAUSES, self._visible],
            "must_not": [surely(field, words, slop)],
        }
        asked = {"query": {"bool": open_question}, "sort": [_NUMBER], "_source": [field], "track_total_hits": False}
        found: list[int] = []
        looked = 0
        for hits in self._requests.following(self._index, asked, _AT_ONCE):
            looked += len(hits)
            if looked > _MOST_LOOKED_AT:
                raise QueryError(
                    f"~{slop} with {len(words)} words leaves too much open; write fewer or a smaller number"
                )
            found += [hit["sort"][0] for hit in hits if stand_near(hit["_source"][field], words, slop)]
        return found

    def _check_open(self) -> None:
        if self.is_closed:
            raise IndexProblem(f"{self._address}: the index has been closed")
