"""A query tree and a snapshot to record numbers, scores and a total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from whoosh.query import Term

from ....indexer.schema import CLAUSE, RECORD
from ...engine import Found, Sort
from ...memory import Memory
from .matches import Array, Matches, top
from .nodes import SegmentView, evaluate, mask_of
from .scoring import Statistics

__all__ = ["Executor"]

_ROOM: Final = 1 << 27
"""Bytes of scores and masks that are kept from one search to the next."""
_CLAUSES: Final = Term(RECORD, CLAUSE)


class Executor:
    """Runs query trees over one snapshot of an index.

    snapshot: see `seized.indexer.columnar`; schema: Whoosh's
    searcher: opens Whoosh's own, for a node that is not known here
    rounding: what to do with exact field lengths before they count, see `Statistics`
    """

    def __init__(
        self,
        snapshot: Any,
        schema: Any,
        searcher: Callable[[], Any],
        *,
        rounding: Callable[[Array], Array] | None = None,
    ) -> None:
        self.snapshot = snapshot
        self._open_searcher = searcher
        self._asked: tuple[Any, Array, Array] | None = None
        self._memory = Memory(_ROOM)
        statistics = Statistics(snapshot, schema, rounding)
        self.views = [
            SegmentView(segment, statistics, self._memory, self._by_matcher, _CLAUSES) for segment in snapshot.segments
        ]

    def close(self) -> None:
        """Let go of what is remembered."""
        self._memory.clear()

    def search(self, tree: Any, *, limit: int | None, sort: Sort = "relevance") -> Found:
        """The clauses that match `tree`: the best `limit`, or all with None.

        Ties keep the order in which the clauses were indexed. The handle is the matches of each segment.
        """
        parts = [self._clauses(evaluate(tree, view), view) for view in self.views]
        sizes = [len(part) for part in parts]
        total = sum(sizes)
        wanted = total if limit is None else min(limit, total)
        if not wanted:
            return Found((), (), total, parts)
        if sort == "relevance":
            numbers, scores = self._by_score(parts, wanted)
        else:
            numbers, scores = self._by_column(parts, wanted, newest=sort == "date"), np.zeros(wanted)
        return Found(numbers.tolist(), scores.tolist(), total, parts)

    def matching(self, tree: Any) -> list[int]:
        """The numbers of the clauses that match `tree`, ascending."""
        numbers: list[int] = []
        for view, base in zip(self.views, self.snapshot.bases, strict=True):
            docs, _ = self._clauses(evaluate(tree, view), view).listed()
            numbers += (docs.astype(np.int64) + base).tolist()
        return numbers

    def records(self, **terms: str) -> list[int]:
        """The numbers of all records, of whatever sort, that have all these terms, by field; ascending."""
        numbers: list[int] = []
        for view, base in zip(self.views, self.snapshot.bases, strict=True):
            masks = [mask_of(Term(name, text), view) for name, text in terms.items()]
            if view.segment.live is not None:
                masks.append(view.segment.live)
            numbers += (np.flatnonzero(np.logical_and.reduce(masks)) + base).tolist()
        return numbers

    @staticmethod
    def _clauses(matches: Matches, view: SegmentView) -> Matches:
        return matches if matches.filtered else matches.within(view.shown)

    def _by_score(self, parts: Sequence[Matches], wanted: int) -> tuple[Array, Array]:
        best = [top(part, wanted) for part in parts]
        if len(best) == 1:
            return best[0]
        # numbers within a segment may be kept in two bytes, those of a snapshot may not
        places = [docs.astype(np.int64) for docs, _ in best]
        numbers = np.concatenate([docs + base for docs, base in zip(places, self.snapshot.bases, strict=True)])
        scores = np.concatenate([scores for _, scores in best])
        order = np.lexsort((numbers, -scores))[:wanted]
        return numbers[order], scores[order]

    def _by_column(self, parts: Sequence[Matches], wanted: int, *, newest: bool) -> Array:
        """Newest first if asked for, those without a date last; then symbols by number, in the order of reading."""
        found: list[tuple[int, bytes, int]] = []
        single = len(parts) == 1
        for view, part, base in zip(self.views, parts, self.snapshot.bases, strict=True):
            docs, _ = part.listed()
            days = _days(view, docs) if newest else np.zeros(len(docs), np.int64)
            ranks = view.segment.ranks("order")
            ranks = np.zeros(len(docs), np.int64) if ranks is None else ranks[docs].astype(np.int64)
            # the number of a term takes less than 32 bits
            keys = (ranks - (days << 32)) if newest else ranks
            docs, keys = _least(docs, keys, wanted)
            if single:
                return docs
            orders = view.segment.inverted("order")
            for doc, key in zip(docs.tolist(), keys.tolist(), strict=True):
                rank = key & 0xFFFFFFFF
                order = orders.term(rank - 1) if rank and orders is not None else b""
                found.append((key >> 32, order, base + doc))
        found.sort()
        return np.array([number for _, _, number in found[:wanted]])

    @cached_property
    def _searcher(self) -> Any:
        return self._open_searcher()

    def _by_matcher(self, node: Any, view: SegmentView) -> Matches:
        """What the matcher of a node that is not known gives in one segment."""
        asked = self._asked
        if asked is None or asked[0] is not node:
            asked = self._asked = (node, *self._ask(node))
        _, numbers, scores = asked
        base = self.snapshot.bases[self.views.index(view)] if len(self.snapshot.bases) > 1 else 0
        first, last = np.searchsorted(numbers, (base, base + view.count))
        return Matches(scores[first:last], docs=numbers[first:last] - base)

    def _ask(self, node: Any) -> tuple[Array, Array]:
        numbers: list[int] = []
        scores: list[float] = []
        for searcher, offset in self._searcher.leaf_searchers():
            matcher = node.matcher(searcher, searcher.context())
            while matcher.is_active():
                numbers.append(matcher.id() + offset)
                scores.append(matcher.score())
                matcher.next()
        return np.array(numbers, np.intp), np.array(scores, np.float32)


def _days(view: SegmentView, docs: Array) -> Array:
    """The date of each record as a number that grows with it, 0 where there is none."""
    values = view.segment.numbers("date")
    return np.zeros(len(docs), np.int64) if values is None else np.maximum(values[docs], 0).astype(np.int64)


def _least(docs: Array, keys: Array, wanted: int) -> tuple[Array, Array]:
    """The `wanted` records with the least keys, in their order, equal ones by their numbers."""
    if len(keys) > 4 * wanted:
        kept = np.flatnonzero(keys <= np.partition(keys, wanted - 1)[wanted - 1])
        docs, keys = docs[kept], keys[kept]
    order = np.argsort(keys, kind="stable")[:wanted]
    return docs[order], keys[order]
