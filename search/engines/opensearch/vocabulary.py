"""The terms of an index on a cluster: of the texts from the index of terms, of other fields by counting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import translate
from itertools import chain
from typing import Any, Final

from rapidfuzz.distance import Levenshtein
from whoosh.query import FuzzyTerm, Prefix, TermRange, Wildcard

from ....indexer.cluster.mapping import TEXTS
from ....indexer.cluster.requests import MOST_AT_ONCE, NOTHING_READ, Requests
from ....indexer.cluster.state import State, terms_of, visible
from ....vocabulary.fields import YEAR
from .statistics import Statistics, batches

__all__ = ["ClusterVocabulary", "count_terms", "text_of"]

_JOKERS: Final = re.compile(r"[*?\[]")
_ROOM: Final = 200_000
"""Terms that are kept of what leaves stand for."""
_MOST_BUCKETS: Final = 60_000
_AT_ONCE: Final = 200


class ClusterVocabulary:
    """The terms of one state."""

    def __init__(self, requests: Requests, state: State, statistics: Statistics) -> None:
        self._requests = requests
        self._index = state.physical
        self._terms = state.terms
        self._visible = visible(state.generation)
        self._here = terms_of(state.generation)
        self._statistics = statistics
        self._values: dict[str, list[tuple[str, int]]] = {}
        self._standing: dict[Any, list[str]] = {}

    @property
    def count(self) -> int:
        """How many records there are."""
        return self._statistics.count

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """In how many records each of some terms is."""
        return self._statistics.frequencies([(field, term) for term in terms])

    def occurrences(self, field: str, terms: Sequence[str]) -> list[int]:
        """How often each of some terms stands in all records together."""
        if field not in TEXTS:
            return self.frequencies(field, terms)
        return [number for some in batches(terms, _AT_ONCE) for number in self._occurrences(field, some)]

    def _occurrences(self, field: str, terms: Sequence[str]) -> Iterator[int]:
        # the score of a term alone is how often it is there
        lines: list[dict[str, Any]] = []
        for term in terms:
            wanted = {"bool": {"must": [{"term": {field: term}}], "filter": [self._visible]}}
            total = {"often": {"sum": {"script": "_score"}}}
            lines += [{"index": self._index}, {"size": 0, "query": wanted, "aggs": total}]
        return (int(answer["aggregations"]["often"]["value"]) for answer in self._requests.searches(lines))

    def values(self, field: str) -> list[tuple[str, int]]:
        """All terms of a field, each with the number of records that have it."""
        known = self._values.get(field)
        if known is None:
            if field in TEXTS:
                terms = list(self.terms(field))
                known = list(zip(terms, self.frequencies(field, terms), strict=True))
            else:
                counts = count_terms(self._requests, self._index, self._visible, [field])[field]
                known = sorted(counts.items(), key=lambda item: item[0].encode("utf-8", "surrogatepass"))
            self._values[field] = known
        return known

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of a field that begin so, in the order of their bytes."""
        if field not in TEXTS:
            return (term for term, _ in self.values(field) if term.startswith(prefix))
        return self._listed(field, [{"prefix": {"term": prefix}}] if prefix else [])

    def near(self, field: str, word: str, distance: int, prefix: int) -> Iterator[str]:
        """The terms of a field that are within so many letters of a word."""
        if len(word) < prefix:
            return iter(())
        if field not in TEXTS:
            rest = word[prefix:]
            terms = self.terms(field, word[:prefix])
            return (term for term in terms if Levenshtein.distance(term[prefix:], rest) <= distance)
        how = {"value": word, "fuzziness": distance, "prefix_length": prefix, "transpositions": False}
        # it looks at all terms, not at the fifty best
        return self._listed(field, [{"fuzzy": {"term": {**how, "rewrite": "constant_score"}}}])

    def standing_for(self, leaf: Any) -> list[str]:
        """The terms that a leaf stands for, remembered."""
        known = self._standing.get(leaf)
        if known is None:
            known = list(self._expanded(leaf))
            if sum(map(len, self._standing.values())) > _ROOM:
                self._standing.clear()
            self._standing[leaf] = known
        return known

    def _expanded(self, leaf: Any) -> Iterable[str]:
        if type(leaf) is FuzzyTerm:
            return self.near(leaf.fieldname, leaf.text, leaf.maxdist, leaf.prefixlength)
        if type(leaf) is TermRange:
            return self._between(leaf)
        if type(leaf) is Wildcard:
            fits = re.compile(translate(leaf.text)).match
            head = _JOKERS.split(leaf.text, maxsplit=1)[0]
            return (term for term in self.terms(leaf.fieldname, head) if fits(term))
        return self.terms(leaf.fieldname, leaf.text) if type(leaf) is Prefix else ()

    def _between(self, leaf: Any) -> Iterator[str]:
        low = "" if leaf.start is None else text_of(leaf.start)
        for term in self.terms(leaf.fieldname):
            at = term.encode("utf-8")
            if at < low.encode("utf-8") or (leaf.startexcl and term == low):
                continue
            if leaf.end is not None:
                end = text_of(leaf.end).encode("utf-8")
                if at > end or (leaf.endexcl and at == end):
                    return
            yield term

    def _listed(self, field: str, wanted: list[dict[str, Any]]) -> Iterator[str]:
        """The terms in the index of terms that meet some filters."""
        asked = {
            "query": {"bool": {"filter": [{"term": {"field": field}}, self._here, *wanted]}},
            "sort": [{"term": "asc"}],
            "track_total_hits": False,
            **NOTHING_READ,
        }
        first = self._requests.search(self._terms, {**asked, "size": 1000})["hits"]["hits"]
        yield from (hit["sort"][0] for hit in first)
        if len(first) == 1000:
            after = {**asked, "search_after": first[-1]["sort"]}
            rest = chain.from_iterable(self._requests.following(self._terms, after))
            yield from (hit["sort"][0] for hit in rest)


def text_of(text: str | bytes) -> str:
    """A term of a query tree, which may be written in UTF-8."""
    return text.decode("utf-8") if isinstance(text, bytes) else text


def count_terms(
    requests: Requests, index: str, query: Mapping[str, Any], fields: Sequence[str]
) -> dict[str, dict[str, int]]:
    """For each field its terms and how many of the records that match have each; exact, on however many shards."""
    found: dict[str, dict[str, int]] = {field: {} for field in fields}
    after: dict[str, Any] = dict.fromkeys(found)
    while after:
        size = min(MOST_AT_ONCE, _MOST_BUCKETS // len(after))
        aggs = {name: {"composite": _by_field(name, size, key)} for name, key in after.items()}
        answer = requests.search(index, {"size": 0, "track_total_hits": False, "query": query, "aggs": aggs})
        for name in list(after):
            buckets = answer["aggregations"][name]["buckets"]
            found[name].update((_value(name, bucket["key"]["value"]), bucket["doc_count"]) for bucket in buckets)
            after[name] = answer["aggregations"][name].get("after_key")
            if len(buckets) < size or after[name] is None:
                del after[name]
    return found


def _by_field(name: str, size: int, after: Any) -> dict[str, Any]:
    by = {"size": size, "sources": [{"value": {"terms": {"field": name}}}]}
    return by if after is None else {**by, "after": after}


def _value(name: str, value: Any) -> str:
    return f"{value:04d}" if name == YEAR else str(value)
