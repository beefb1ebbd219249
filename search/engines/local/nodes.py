"""What each node of a Whoosh query tree matches in one segment: one function a node.

The scores are those of Whoosh's matchers: what a Not, an Every or a range admits scores as much as its boost,
words that a prefix or the like stands for score as an Or of them, and a phrase as an And of its words.
A node that is not here goes through its own matcher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import numpy as np
from whoosh import query

from ....indexer.columnar.misspelt import within_distance
from ...covering import Covering
from ...deadline import check_time
from ...memory import Memory
from . import expand
from .matches import Array, Matches, best_of, intersection, total_at, union
from .phrases import phrase_docs
from .scoring import Statistics, TermScores

__all__ = ["SegmentView", "evaluate", "mask_of"]

Evaluate = Callable[[Any, "SegmentView"], Matches]
_Function = TypeVar("_Function", bound=Evaluate)

_NODES: Final[dict[type, Evaluate]] = {}
# Exact types: a subclass that is not known may match otherwise than its base.
_REMEMBERED: Final = frozenset(
    {query.Term, query.Prefix, query.Every, query.NumericRange, query.DateRange, query.TermRange}
)
_MISSING: Final = -(2**31)
"""What a numeric column of the index holds for a record without a value."""


class SegmentView:
    """A segment as the nodes see it, with what is remembered of it.

    shown: which of its records a search may show
    fallback: what the matcher of a node gives in this segment
    """

    def __init__(
        self,
        segment: Any,
        statistics: Statistics,
        memory: Memory,
        fallback: Callable[[Any, SegmentView], Matches],
        shown: Any,
    ) -> None:
        self.segment = segment
        self.count: int = segment.count
        self.schema = statistics.schema
        self.memory = memory
        self.fallback = fallback
        self._statistics = statistics
        self._fields: dict[str, TermScores | None] = {}
        self.shown: Array = np.ones(self.count, bool)
        mask = mask_of(shown, self)
        self.shown = mask if segment.live is None else mask & segment.live
        self._fields.clear()

    def field(self, name: str) -> TermScores | None:
        """The terms of a field; None if no record has any."""
        if name not in self._fields:
            inverted = self.segment.inverted(name) if name in self.schema else None
            found = None
            if inverted is not None:
                found = TermScores(name, inverted, self.count, self._statistics, self.memory, self.shown)
            # of two threads that come here at once both take the same: what is remembered is known by its identity
            return self._fields.setdefault(name, found)
        return self._fields[name]


def _node(*kinds: type) -> Callable[[_Function], _Function]:
    """Register the function for these classes of nodes."""

    def register(function: _Function) -> _Function:
        _NODES.update(dict.fromkeys(kinds, function))
        return function

    return register


def evaluate(node: Any, view: SegmentView) -> Matches:
    """The records of a segment that match a node, with their scores."""
    check_time()
    function = _NODES.get(type(node))
    return view.fallback(node, view) if function is None else function(node, view)


def mask_of(node: Any, view: SegmentView) -> Array:
    """A truth value for each record of a segment: whether it matches, whatever the score. Not to be written to."""
    if type(node) is query.Or and not node.scale:
        # what any part matches is cheaper to say than how well
        mask = np.zeros(view.count, bool)
        for part in node.subqueries:
            mask |= mask_of(part, view)
        return mask
    if type(node) not in _REMEMBERED:
        return evaluate(node, view).as_mask(view.count)
    key = (id(view), node)
    known: Array | None = view.memory.get(key)
    if known is None:
        known = _plain(node, view).as_mask(view.count)
        view.memory.keep(key, known, 500 + known.nbytes)
    return known


def _plain(node: Any, view: SegmentView) -> Matches:
    """The matches of a leaf without the cost of scores."""
    field = view.field(node.fieldname) if isinstance(node, query.Term) else None
    number = -1 if field is None else field.inverted.find(expand.as_bytes(node.text))
    if field is None or number < 0:
        return evaluate(node, view)
    return Matches(1.0, docs=field.inverted.docs(number))


def _is_numeric(name: str, view: SegmentView) -> bool:
    from whoosh.fields import NUMERIC

    return name in view.schema and isinstance(view.schema[name], NUMERIC)


@_node(query.Term)
def _term(node: Any, view: SegmentView) -> Matches:
    field = view.field(node.fieldname)
    if field is None:
        return view.fallback(node, view) if _is_numeric(node.fieldname, view) else Matches.none()
    number = field.inverted.find(expand.as_bytes(node.text))
    return Matches.none() if number < 0 else field.of(number).boosted(node.boost)


@_node(query.And)
def _and(node: Any, view: SegmentView) -> Matches:
    parts = [evaluate(part, view) for part in node.subqueries]
    return intersection(parts, view.count).boosted(node.boost) if parts else Matches.none()


@_node(query.Or)
def _or(node: Any, view: SegmentView) -> Matches:
    if node.scale:
        return view.fallback(node, view)
    return union([evaluate(part, view) for part in node.subqueries], view.count).boosted(node.boost)


@_node(Covering)
def _covering(node: Any, view: SegmentView) -> Matches:
    covered = np.zeros(view.count, np.uint16)
    for part in node.subqueries:
        # what was read for its scores is not read again
        mask = np.zeros(view.count, bool)
        for each in part.subqueries if type(part) is query.Or else (part,):
            found = evaluate(each, view)
            mask |= found.as_mask(view.count)
        covered += mask
    mask = covered >= node.least
    return Matches(covered * mask * np.float32(node.score), mask=mask)


@_node(query.DisjunctionMax)
def _disjunction_max(node: Any, view: SegmentView) -> Matches:
    return best_of([evaluate(part, view) for part in node.subqueries], view.count).boosted(node.boost)


@_node(query.Not)
def _not(node: Any, view: SegmentView) -> Matches:
    return Matches(1.0, mask=~mask_of(node.query, view))


@_node(query.AndNot)
def _and_not(node: Any, view: SegmentView) -> Matches:
    return evaluate(node.a, view).within(~mask_of(node.b, view))


@_node(query.Require)
def _require(node: Any, view: SegmentView) -> Matches:
    return evaluate(node.a, view).within(mask_of(node.b, view))


@_node(query.AndMaybe)
def _and_maybe(node: Any, view: SegmentView) -> Matches:
    wanted = evaluate(node.a, view)
    return union([wanted, evaluate(node.b, view)], view.count).within(wanted.as_mask(view.count))


@_node(query.ConstantScoreQuery)
def _constant_score(node: Any, view: SegmentView) -> Matches:
    return Matches(float(node.score), mask=mask_of(node.child, view))


@_node(query.Every)
def _every(node: Any, view: SegmentView) -> Matches:
    score = float(node.boost)
    if node.fieldname is None:
        return Matches(score, mask=np.ones(view.count, bool))
    values = view.segment.numbers(node.fieldname)
    if values is not None:
        return Matches(score, mask=values != _MISSING)
    field = view.field(node.fieldname)
    return Matches.none() if field is None else Matches(score, mask=field.inverted.records())


@_node(type(query.NullQuery))
def _nothing(_node: Any, _view: SegmentView) -> Matches:
    return Matches.none()


@_node(query.NumericRange, query.DateRange)
def _numeric_range(node: Any, view: SegmentView) -> Matches:
    values = view.segment.numbers(node.fieldname)
    if values is None:
        return Matches.none() if _is_numeric(node.fieldname, view) else view.fallback(node, view)
    mask = values != _MISSING
    if node.start is not None:
        mask &= values > int(node.start) if node.startexcl else values >= int(node.start)
    if node.end is not None:
        mask &= values < int(node.end) if node.endexcl else values <= int(node.end)
    return Matches(float(node.boost), mask=mask)


@_node(query.Phrase)
def _phrase(node: Any, view: SegmentView) -> Matches:
    field = view.field(node.fieldname)
    if field is None:
        return Matches.none()
    numbers = [field.inverted.find(expand.as_bytes(word)) for word in node.words if word is not None]
    if not numbers or min(numbers) < 0:
        return Matches.none()
    if len(numbers) == 1:
        return field.of(numbers[0]).boosted(node.boost)
    if not field.inverted.has_positions:
        return view.fallback(node, view)
    docs = phrase_docs(field.inverted, numbers, node.slop, view.memory)
    docs = docs[view.shown[docs]]
    scores = total_at([field.of(number) for number in numbers], docs)
    return Matches(scores, docs=docs, filtered=True).boosted(node.boost)


@_node(query.Prefix)
def _prefix(node: Any, view: SegmentView) -> Matches:
    if not node.text:
        return _every(query.Every(node.fieldname, boost=node.boost), view)
    return _any_term(node, view, lambda inverted: inverted.span(expand.as_bytes(node.text)))


@_node(query.Wildcard)
def _wildcard(node: Any, view: SegmentView) -> Matches:
    if node.text == "*":
        return _every(query.Every(node.fieldname, boost=node.boost), view)
    return _any_term(node, view, lambda inverted: expand.matching(inverted, node.text))


@_node(query.FuzzyTerm)
def _fuzzy(node: Any, view: SegmentView) -> Matches:
    return _any_term(node, view, lambda inverted: within_distance(inverted, node.text, node.maxdist, node.prefixlength))


@_node(query.TermRange)
def _term_range(node: Any, view: SegmentView) -> Matches:
    return _any_term(node, view, lambda inverted: expand.between(inverted, node))


def _any_term(node: Any, view: SegmentView, numbers: Callable[[Any], Iterable[int]]) -> Matches:
    """The records that have any term of a field that a node stands for."""
    field = view.field(node.fieldname)
    if field is None:
        return view.fallback(node, view) if _is_numeric(node.fieldname, view) else Matches.none()
    return union([field.of(number) for number in numbers(field.inverted)], view.count).boosted(node.boost)
