"""Agreed language: the precedents of a draft, two documents side by side, the life of a clause, over one index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import QueryError
from ..indexer.records import DocumentRecord
from ..vocabulary import fields
from .compare import Comparison, Pair, compare_clauses
from .leaves import leaf
from .opened import is_clause_id
from .precedent import Precedents, Similar
from .query import all_of, filters
from .renewal import Renewals
from .syntax import Word
from .texts import ClauseTexts

if TYPE_CHECKING:
    from .index import Index
    from .lineage import Lineage

__all__ = ["AgreedLanguage"]


class AgreedLanguage:
    """What of an index compares texts, with what is remembered of them.

    executor: that of the index; records: of its documents
    """

    def __init__(self, index: Index, executor: Any, records: Sequence[DocumentRecord]) -> None:
        self._index = index
        self._executor = executor
        self._records = records
        self._texts = ClauseTexts(executor.snapshot)

    @cached_property
    def _precedents(self) -> Precedents:
        return Precedents(self._executor, self._texts)

    @cached_property
    def _renewals(self) -> Renewals:
        return Renewals(self._index, self._executor, self._texts, self._records)

    def similar(  # noqa: PLR0913
        self,
        draft: str,
        *,
        limit: int | None,
        earlier: bool,
        leave_out: str | Sequence[str],
        novel: bool,
        given: dict[str, Any],
    ) -> Similar:
        """See `Index.similar`."""
        if limit is not None and limit < 1:
            raise QueryError("limit counts from 1 (None for all)")
        out = [leave_out] if isinstance(leave_out, str) else list(leave_out)
        restrictions = [filters(**given)]
        if is_clause_id(draft):
            clause = self._index.clause(draft)
            out.append(clause.document)
            draft = clause.text
            if earlier:
                restrictions.append(filters(until=_day_before(clause.date)))
        elif earlier:
            raise QueryError("earlier than what? give the id of a clause, or until when to look")
        restrictions += [_without(symbol) for symbol in out if symbol]
        return self._precedents.of(draft, all_of(*restrictions), limit=limit, novel=novel)

    def compare(self, old: str, new: str, lang: str) -> Comparison:
        """See `Index.compare`."""
        if is_clause_id(old):
            return self._compare_two_clauses(old, new)
        view = self._index.document(old, lang)
        if new:
            other, predecessor = self._index.document(new, lang or view.record.lang), None
        else:
            predecessor = self._renewals.predecessor(view.record)
            view, other = self._index.document(predecessor.record.symbol, view.record.lang), view
        pairs = compare_clauses(view.clauses, other.clauses, self._texts.coder)
        before, after = view.record, other.record
        return Comparison(before.symbol, before.date, after.symbol, after.date, pairs, predecessor)

    def _compare_two_clauses(self, old: str, new: str) -> Comparison:
        if not is_clause_id(new):
            raise QueryError("a clause is compared with another clause: give the id of both")
        before, after = self._index.clause(old), self._index.clause(new)
        return Comparison(before.id, before.date, after.id, after.date, (Pair.of(before, after, self._texts.coder),))

    def lineage(self, clause_id: str) -> Lineage:
        """See `Index.lineage`."""
        from .lineage import Lineages

        clause = self._index.clause(clause_id)
        return Lineages(self._index, self._executor, self._texts, self._renewals).of(clause)


def _day_before(iso: str) -> str:
    try:
        return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()
    except ValueError:
        raise QueryError("the clause has no date, so that nothing is earlier") from None


def _without(symbol: str) -> Any:
    from whoosh.query import Not

    return Not(leaf(Word(symbol, fields.SYMBOL)))
