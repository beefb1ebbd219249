"""The oracle in memory: query trees answered clause by clause, and scores by the formula as it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from math import fsum, log
from typing import Any, TypeVar

from rapidfuzz.distance import Levenshtein
from whoosh import query

from seized.indexer.model import Clause
from seized.indexer.records import DocumentRecord
from seized.indexer.schema import clause_fields, schema, shared_fields
from seized.search.covering import Covering

Terms = Mapping[str, Sequence[int]]
"""The terms of a field of one clause, each with its positions."""
Score = float | None
_Function = TypeVar("_Function", bound=Callable[["Scan", Any, int], Score])

K1, B = 1.2, 0.75
NODES: dict[type, Callable[[Scan, Any, int], Score]] = {}


def node(*kinds: type) -> Callable[[_Function], _Function]:
    """Register what gives the score of one clause for these classes of nodes, None where it does not match."""

    def register(function: _Function) -> _Function:
        NODES.update(dict.fromkeys(kinds, function))
        return function

    return register


class Scan:
    """Some clauses, in the order of indexing.

    records: of their documents, by edition; count: records of all sorts in the index
    """

    def __init__(self, clauses: Sequence[Clause], records: Mapping[str, DocumentRecord], count: int) -> None:
        self.clauses = clauses
        self.records = [records[f"{clause.document}@{clause.lang}"] for clause in clauses]
        self.count = count
        self.schema = schema()
        self.fields = [
            clause_fields(clause, shared_fields(record)) for clause, record in zip(clauses, self.records, strict=True)
        ]
        self.terms = [{name: self._terms(name, value) for name, value in one.items()} for one in self.fields]
        self._frequencies: dict[tuple[str, str], int] = {}

    def _terms(self, name: str, value: Any) -> Terms:
        if isinstance(value, int | bytes):
            return {}
        if self.is_text(name):
            found: dict[str, list[int]] = {}
            for token in self.schema[name].analyzer(value, positions=True, mode="index"):
                found.setdefault(token.text, []).append(token.pos)
            return found
        return {term: [0] for term in ((value,) if isinstance(value, str) else value)}

    def is_text(self, name: str) -> bool:
        """Whether a field has words, which stand somewhere and are ranked."""
        return bool(self.schema[name].scorable and self.schema[name].format.supports("positions"))

    def frequency(self, name: str, term: str) -> int:
        """How many clauses have a term."""
        if (name, term) not in self._frequencies:
            self._frequencies[name, term] = sum(term in one.get(name, ()) for one in self.terms)
        return self._frequencies[name, term]

    @cached_property
    def lengths(self) -> list[dict[str, int]]:
        """How many terms each field of each clause has."""
        return [{name: sum(map(len, terms.values())) for name, terms in one.items()} for one in self.terms]

    @cached_property
    def mean(self) -> dict[str, float]:
        """How many terms a field has on average, over the records of all sorts."""
        return {name: sum(one.get(name, 0) for one in self.lengths) / self.count for name in self.schema.names()}

    def score(self, tree: query.Query, at: int) -> Score:
        """The score of one clause; None where it does not match."""
        return NODES[type(tree)](self, tree, at)

    def scores(self, tree: query.Query) -> dict[int, float]:
        """The scores of all that match, by their places."""
        found = ((at, self.score(tree, at)) for at in range(len(self.clauses)))
        return {at: score for at, score in found if score is not None}

    def of_term(self, name: str, term: str, at: int) -> Score:
        """What a term adds."""
        places = self.terms[at].get(name, {}).get(term)
        if places is None:
            return None
        if not self.is_text(name):
            return float(len(places))
        idf = log(self.count / (self.frequency(name, term) + 1)) + 1
        often = len(places)
        damping = K1 * (1 - B + B * self.lengths[at][name] / self.mean[name])
        return idf * often * (K1 + 1) / (often + damping)

    def key(self, at: int, sort: str) -> tuple[Any, ...]:
        """What clauses are ordered by."""
        given = self.fields[at]
        return (-given.get("date", 0) if sort == "date" else 0, given["order"].encode(), at)


def total(scores: Iterable[Score]) -> Score:
    """The sum of what matches; None where nothing does."""
    found = [score for score in scores if score is not None]
    return fsum(found) if found else None


@node(query.Term)
def _term(scan: Scan, tree: Any, at: int) -> Score:
    score = scan.of_term(tree.fieldname, tree.text, at)
    return None if score is None else score * tree.boost


@node(query.And)
def _and(scan: Scan, tree: Any, at: int) -> Score:
    scores = [scan.score(part, at) for part in tree.subqueries]
    return None if not scores or None in scores else fsum(score or 0 for score in scores) * tree.boost


@node(query.Or)
def _or(scan: Scan, tree: Any, at: int) -> Score:
    score = total(scan.score(part, at) for part in tree.subqueries)
    return None if score is None else score * tree.boost


@node(query.DisjunctionMax)
def _best(scan: Scan, tree: Any, at: int) -> Score:
    scores = [score for part in tree.subqueries if (score := scan.score(part, at)) is not None]
    return max(scores) * tree.boost if scores else None


@node(Covering)
def _covering(scan: Scan, tree: Any, at: int) -> Score:
    covered = sum(scan.score(part, at) is not None for part in tree.subqueries)
    return tree.score * covered if covered >= tree.least else None


@node(query.Not)
def _not(scan: Scan, tree: Any, at: int) -> Score:
    return 1.0 if scan.score(tree.query, at) is None else None


@node(query.AndNot)
def _and_not(scan: Scan, tree: Any, at: int) -> Score:
    return scan.score(tree.a, at) if scan.score(tree.b, at) is None else None


@node(query.Require)
def _require(scan: Scan, tree: Any, at: int) -> Score:
    return None if scan.score(tree.b, at) is None else scan.score(tree.a, at)


@node(query.AndMaybe)
def _and_maybe(scan: Scan, tree: Any, at: int) -> Score:
    wanted = scan.score(tree.a, at)
    return None if wanted is None else wanted + (scan.score(tree.b, at) or 0)


@node(query.ConstantScoreQuery)
def _constant(scan: Scan, tree: Any, at: int) -> Score:
    return None if scan.score(tree.child, at) is None else float(tree.score)


@node(query.Every)
def _every(scan: Scan, tree: Any, at: int) -> Score:
    is_there = tree.fieldname is None or scan.fields[at].get(tree.fieldname)
    return float(tree.boost) if is_there else None


@node(type(query.NullQuery))
def _nothing(_scan: Scan, _tree: Any, _at: int) -> Score:
    return None


@node(query.NumericRange, query.DateRange)
def _range(scan: Scan, tree: Any, at: int) -> Score:
    value = scan.fields[at].get(tree.fieldname)
    if value is None:
        return None
    is_past = tree.start is not None and (value < tree.start or (tree.startexcl and value == tree.start))
    is_beyond = tree.end is not None and (value > tree.end or (tree.endexcl and value == tree.end))
    return None if is_past or is_beyond else tree.boost


@node(query.Phrase)
def _phrase(scan: Scan, tree: Any, at: int) -> Score:
    words = [word for word in tree.words if word is not None]
    places = [scan.terms[at].get(tree.fieldname, {}).get(word) for word in words]
    if not places or None in places:
        return None
    reached: Iterable[int] = places[0] or ()
    for following in places[1:]:
        reached = [there for there in following or () if any(1 <= there - here <= tree.slop for here in reached)]
    if not reached:
        return None
    score = total(scan.of_term(tree.fieldname, word, at) for word in words)
    return None if score is None else score * float(tree.boost)


@node(query.Prefix)
def _prefix(scan: Scan, tree: Any, at: int) -> Score:
    if not tree.text:
        return _every(scan, tree, at)
    return _any_of(scan, tree, at, lambda term: term.startswith(tree.text))


@node(query.Wildcard)
def _wildcard(scan: Scan, tree: Any, at: int) -> Score:
    if tree.text == "*":
        return _every(scan, tree, at)
    return _any_of(scan, tree, at, lambda term: fnmatchcase(term, tree.text))


@node(query.FuzzyTerm)
def _fuzzy(scan: Scan, tree: Any, at: int) -> Score:
    head, size = tree.text[: tree.prefixlength], tree.prefixlength
    return _any_of(
        scan,
        tree,
        at,
        lambda term: (
            term.startswith(head)
            and Levenshtein.distance(term[size:], tree.text[size:], score_cutoff=tree.maxdist) <= tree.maxdist
        ),
    )


@node(query.TermRange)
def _term_range(scan: Scan, tree: Any, at: int) -> Score:
    return _any_of(
        scan,
        tree,
        at,
        lambda term: (
            (tree.start is None or term > tree.start or (term == tree.start and not tree.startexcl))
            and (tree.end is None or term < tree.end or (term == tree.end and not tree.endexcl))
        ),
    )


def _any_of(scan: Scan, tree: Any, at: int, fits: Callable[[str], bool]) -> Score:
    held: Iterator[str] = (term for term in scan.terms[at].get(tree.fieldname, ()) if fits(term))
    score = total(scan.of_term(tree.fieldname, term, at) for term in held)
    return None if score is None else score * tree.boost
