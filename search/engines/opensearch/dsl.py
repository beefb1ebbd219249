"""Each node of a Whoosh query tree as the Query DSL: one function a node, with the scores of `engines.local.nodes`.

What is asked for without a score (under a NOT, beside a filter) is asked for as a filter, which the cluster keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Protocol, TypeVar

from whoosh import query

from ....errors import QueryError
from ....indexer.cluster.mapping import KEYWORDS, NUMBERS, TEXTS
from ...covering import Covering
from ...deadline import check_time
from ...engine import K1, B
from .near import in_a_row, surely
from .vocabulary import text_of

__all__ = ["NOTHING", "Known", "matching", "scored", "terms_of"]

Dsl = dict[str, Any]
_Function = TypeVar("_Function", bound=Callable[[Any, "Known", bool], Dsl])

NOTHING: Final[Dsl] = {"match_none": {}}
_LEAST, _MOST = -(1 << 31), (1 << 31) - 1
_MOST_TERMS: Final = 50_000
"""Terms of one filter; the cluster takes 65,536."""
_BM25: Final = (
    "params.idf * _score * {top} / (_score + {k1} * ({rest} + {b} * doc['{field}_length'].value / params.mean))"
)


class Known(Protocol):
    """What is known of an index."""

    def idf(self, field: str, term: str) -> float:
        """The weight of a term."""

    def mean_length(self, field: str) -> float:
        """Terms of a field in a record, on average."""

    def standing_for(self, node: Any) -> list[str]:
        """The terms of a field that a prefix, wildcard, fuzzy word or range stands for."""

    def near(self, field: str, words: tuple[str, ...], slop: int) -> list[int]:
        """The numbers of the records that have three words or more near each other, and that are not found surely."""


_NODES: Final[dict[type, Callable[[Any, Known, bool], Dsl]]] = {}
_MANY: Final = (query.Prefix, query.Wildcard, query.FuzzyTerm, query.TermRange)


def scored(node: Any, known: Known) -> Dsl:
    """The query for a node, with its scores. Raises QueryError for a node that the cluster cannot be asked."""
    return _asked(node, known, True)


def matching(node: Any, known: Known) -> Dsl:
    """The query for what matches a node, whatever the score."""
    return _asked(node, known, False)


def terms_of(node: Any, known: Known) -> Iterator[tuple[str, str]]:
    """The terms whose weights `scored` will ask for, so that they can be asked for together."""
    if isinstance(node, query.Not | query.ConstantScoreQuery | Covering):
        return
    if isinstance(node, query.Require | query.AndNot):
        yield from terms_of(node.a, known)
    elif isinstance(node, query.AndMaybe):
        for part in (node.a, node.b):
            yield from terms_of(part, known)
    elif isinstance(node, query.CompoundQuery):
        for part in node.subqueries:
            yield from terms_of(part, known)
    elif getattr(node, "fieldname", None) in TEXTS:
        yield from ((node.fieldname, term) for term in _words(node, known))


def _words(node: Any, known: Known) -> Iterable[str]:
    if type(node) is query.Term:
        return (text_of(node.text),)
    if type(node) is query.Phrase:
        return _words_of(node)
    return known.standing_for(node) if type(node) in _MANY and not _is_any(node) else ()


def _words_of(phrase: Any) -> list[str]:
    """Its words; None stands for one that is none of the field's."""
    return [word for word in phrase.words if word is not None]


def _is_any(node: Any) -> bool:
    """Whether it stands for all terms of its field."""
    return (type(node) is query.Prefix and not node.text) or (type(node) is query.Wildcard and node.text == "*")


def _node(*kinds: type) -> Callable[[_Function], _Function]:
    """Register the function for these classes of nodes."""

    def register(function: _Function) -> _Function:
        _NODES.update(dict.fromkeys(kinds, function))
        return function

    return register


def _asked(node: Any, known: Known, ranks: bool) -> Dsl:
    check_time()
    function = _NODES.get(type(node))
    if function is None:
        raise QueryError(f"an index on a cluster cannot be asked for {type(node).__name__}")
    return function(node, known, ranks)


def _boosted(asked: Dsl, boost: float) -> Dsl:
    """A query whose scores count so many times."""
    if boost == 1.0 or asked == NOTHING:
        return asked
    ((kind, body),) = asked.items()
    if kind in ("bool", "constant_score", "script_score", "dis_max", "match_all") and "boost" not in body:
        return {kind: {**body, "boost": boost}}
    return {"bool": {"must": [asked], "boost": boost}}


def _constant(asked: Dsl, score: float) -> Dsl:
    """What matches a query, with one score."""
    return asked if asked == NOTHING else {"constant_score": {"filter": asked, "boost": score}}


@_node(query.Term)
def _term(node: Any, known: Known, ranks: bool) -> Dsl:
    if node.fieldname in NUMBERS:
        raise QueryError(f"an index on a cluster cannot be asked for a term of {node.fieldname}; ask for a range")
    return _boosted(_of_term(node.fieldname, text_of(node.text), known, ranks), node.boost if ranks else 1.0)


def _of_term(field: str, term: str, known: Known, ranks: bool) -> Dsl:
    asked = {"term": {field: term}}
    if not ranks:
        return asked
    if field not in TEXTS:
        return _constant(asked, 1.0)
    source = _BM25.format(top=K1 + 1, k1=K1, rest=1 - B, b=B, field=field)
    script = {"source": source, "params": {"idf": known.idf(field, term), "mean": known.mean_length(field)}}
    return {"script_score": {"query": asked, "script": script}}


@_node(query.And)
def _and(node: Any, known: Known, ranks: bool) -> Dsl:
    if not node.subqueries:
        return NOTHING
    if not ranks:
        return {"bool": {"filter": [_asked(part, known, False) for part in node.subqueries]}}
    return _boosted({"bool": {"must": [_asked(part, known, True) for part in node.subqueries]}}, node.boost)


@_node(query.Or)
def _or(node: Any, known: Known, ranks: bool) -> Dsl:
    if node.scale:
        raise QueryError("an index on a cluster cannot be asked for an Or with a scale")
    if not ranks:
        return _any_of(node.subqueries, known)
    return _boosted(_sum([_asked(part, known, True) for part in node.subqueries]), node.boost)


def _any_of(parts: Iterable[Any], known: Known) -> Dsl:
    """What matches any part; the terms of one field are one clause, however many."""
    terms: dict[str, list[str]] = {}
    others: list[Dsl] = []
    for part in parts:
        if type(part) is query.Term and part.fieldname not in NUMBERS:
            terms.setdefault(part.fieldname, []).append(text_of(part.text))
        else:
            others.append(_asked(part, known, False))
    return _sum([*(one for field, texts in terms.items() for one in _of_terms(field, texts)), *others])


def _of_terms(field: str, texts: list[str]) -> list[Dsl]:
    if len(texts) == 1:
        return [{"term": {field: texts[0]}}]
    return [{"terms": {field: texts[at : at + _MOST_TERMS]}} for at in range(0, len(texts), _MOST_TERMS)]


def _sum(parts: list[Dsl]) -> Dsl:
    """What matches any part, with the sum of the scores."""
    parts = [part for part in parts if part != NOTHING]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    return {"bool": {"should": parts, "minimum_should_match": 1}}


@_node(Covering)
def _covering(node: Any, known: Known, ranks: bool) -> Dsl:
    parts = [_asked(part, known, False) for part in node.subqueries]
    if ranks:
        parts = [_constant(part, node.score) for part in parts]
    least = max(0, node.least)
    # where all parts may be missing, something else has to match
    beside: Dsl = {} if least else {"filter": [{"match_all": {}}]}
    return {"bool": {"should": parts, "minimum_should_match": least, **beside}}


@_node(query.DisjunctionMax)
def _disjunction_max(node: Any, known: Known, ranks: bool) -> Dsl:
    if not ranks:
        return _any_of(node.subqueries, known)
    parts = [_asked(part, known, True) for part in node.subqueries]
    return _boosted({"dis_max": {"queries": parts}}, node.boost) if parts else NOTHING


@_node(query.Not)
def _not(node: Any, known: Known, ranks: bool) -> Dsl:
    asked = {"bool": {"must_not": [_asked(node.query, known, False)]}}
    return _constant(asked, 1.0) if ranks else asked


@_node(query.AndNot)
def _and_not(node: Any, known: Known, ranks: bool) -> Dsl:
    without = [_asked(node.b, known, False)]
    return {"bool": {"must" if ranks else "filter": [_asked(node.a, known, ranks)], "must_not": without}}


@_node(query.Require)
def _require(node: Any, known: Known, ranks: bool) -> Dsl:
    required = _asked(node.b, known, False)
    if not ranks:
        return {"bool": {"filter": [_asked(node.a, known, False), required]}}
    return {"bool": {"must": [_asked(node.a, known, True)], "filter": [required]}}


@_node(query.AndMaybe)
def _and_maybe(node: Any, known: Known, ranks: bool) -> Dsl:
    if not ranks:
        return _asked(node.a, known, False)
    return {"bool": {"must": [_asked(node.a, known, True)], "should": [_asked(node.b, known, True)]}}


@_node(query.ConstantScoreQuery)
def _constant_score(node: Any, known: Known, ranks: bool) -> Dsl:
    asked = _asked(node.child, known, False)
    return _constant(asked, float(node.score)) if ranks else asked


@_node(query.Every)
def _every(node: Any, _known: Known, ranks: bool) -> Dsl:
    asked: Dsl = {"match_all": {}} if node.fieldname is None else {"exists": {"field": node.fieldname}}
    return _constant(asked, float(node.boost)) if ranks else asked


@_node(type(query.NullQuery))
def _nothing(_node: Any, _known: Known, _ranks: bool) -> Dsl:
    return NOTHING


@_node(query.NumericRange, query.DateRange)
def _numeric_range(node: Any, _known: Known, ranks: bool) -> Dsl:
    if node.fieldname not in NUMBERS:
        raise QueryError(f"an index on a cluster cannot be asked for a range of numbers of {node.fieldname}")
    limits = {}
    if node.start is not None:
        limits["gt" if node.startexcl else "gte"] = _integer(node.start)
    if node.end is not None:
        limits["lt" if node.endexcl else "lte"] = _integer(node.end)
    asked: Dsl = {"range": {node.fieldname: limits}} if limits else {"exists": {"field": node.fieldname}}
    return _constant(asked, float(node.boost)) if ranks else asked


def _integer(number: Any) -> int:
    """A number as near as there is one in a field."""
    return max(_LEAST, min(int(number), _MOST))


@_node(query.Phrase)
def _phrase(node: Any, known: Known, ranks: bool) -> Dsl:
    words = _words_of(node)
    if len(words) > 1 and node.fieldname in KEYWORDS:
        raise QueryError(f"an index on a cluster cannot be asked for a Phrase of {node.fieldname}")
    if not words or node.fieldname in NUMBERS:
        return NOTHING
    if len(words) == 1:
        return _boosted(_of_term(node.fieldname, words[0], known, ranks), node.boost if ranks else 1.0)
    together = _together(node.fieldname, tuple(words), node.slop, known)
    if not ranks or together == NOTHING:
        return together
    each = [_of_term(node.fieldname, word, known, True) for word in words]
    return _boosted({"bool": {"must": each, "filter": [together]}}, node.boost)


def _together(field: str, words: tuple[str, ...], slop: int, known: Known) -> Dsl:
    """What has words in that order, each 1 to `slop` positions after the one before."""
    if slop < 1 or field not in TEXTS:
        return NOTHING
    if slop == 1:
        return in_a_row(field, words)
    sure = surely(field, words, slop)
    others = known.near(field, words, slop) if len(words) > 2 else []
    return _sum([sure, {"terms": {"number": others}}]) if others else sure


@_node(*_MANY)
def _any_term(node: Any, known: Known, ranks: bool) -> Dsl:
    """What has any term of a field that a node stands for."""
    if _is_any(node):
        return _every(node, known, ranks)
    if node.fieldname in NUMBERS:
        raise QueryError(f"an index on a cluster cannot be asked for a {type(node).__name__} of {node.fieldname}")
    terms = known.standing_for(node)
    if not ranks:
        return _sum(_of_terms(node.fieldname, terms)) if terms else NOTHING
    return _boosted(_sum([_of_term(node.fieldname, term, known, True) for term in terms]), node.boost)
