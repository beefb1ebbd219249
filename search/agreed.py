"""Agreed language: the precedents of a draft, two documents side by side, the life of a clause, over one index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import QueryError
from ..indexer.records import DocumentRecord
from ..vocabulary import fields
from .compare import Comparison, Pair, compare_clauses
from .leaves import leaf
from .opened import is_clause_id
from .precedent import Precedents, Similar
from .query import all_of, filters, spoken
from .renewal import Renewals
from .syntax import Word
from .texts import ClauseTexts

if TYPE_CHECKING:
    from .engine import Engine
    from .index import Index
    from .lineage import Lineage
    from .precedent_across import SimilarAcross
    from .questions import Questions

__all__ = ["AgreedLanguage"]


class _Remembered(NamedTuple):
    """What is remembered of the texts of an index, from one question to the next."""

    texts: ClauseTexts
    renewals: Renewals


class AgreedLanguage:
    """What of an index compares texts, with what is remembered of them.

    engine, questions: those of the index; records: of its documents
    """

    def __init__(self, index: Index, engine: Engine, questions: Questions, records: Sequence[DocumentRecord]) -> None:
        self._index = index
        self._engine = engine
        self._questions = questions
        self._records = records
        self._remembered = self._afresh()

    def _afresh(self) -> _Remembered:
        texts = ClauseTexts(self._engine)
        return _Remembered(texts, Renewals(self._index, self._engine, texts, self._records))

    def _known(self) -> _Remembered:
        """What a question is answered with, from beginning to end."""
        if self._remembered.texts.is_full:
            self._remembered = self._afresh()
        return self._remembered

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
        draft, restriction = self._draft(draft, limit, earlier, leave_out, given)
        languages = spoken(record.lang for record in self._records)
        return Precedents(self._engine, self._known().texts, languages).of(draft, restriction, limit=limit, novel=novel)

    def similar_across(  # noqa: PLR0913
        self,
        draft: str,
        to: str,
        *,
        limit: int | None,
        earlier: bool,
        leave_out: str | Sequence[str],
        given: dict[str, Any],
    ) -> SimilarAcross:
        """See `Index.similar_across`."""
        from .precedent_across import precedents_across

        draft, restriction = self._draft(draft, limit, earlier, leave_out, given)
        back = self._index.translator(to).source
        return precedents_across(
            draft,
            self._index.translator(to),
            self._index.translator(back),
            self._engine,
            self._known().texts,
            restriction=restriction,
            limit=limit,
        )

    def _draft(
        self, draft: str, limit: int | None, earlier: bool, leave_out: str | Sequence[str], given: dict[str, Any]
    ) -> tuple[str, Any]:
        """The text of a draft that may be the id of a clause, and what its precedents have to match."""
        if limit is not None and limit < 1:
            raise QueryError("limit counts from 1 (None for all)")
        out = [leave_out] if isinstance(leave_out, str) else list(leave_out)
        restrictions = [self._questions.restrictions(given)]
        if is_clause_id(draft):
            clause = self._index.clause(draft)
            out.append(clause.document)
            draft = clause.text
            if earlier:
                restrictions.append(filters(until=_day_before(clause.date)))
        elif earlier:
            raise QueryError("earlier than what? give the id of a clause, or until when to look")
        restrictions += [_without(symbol) for symbol in out if symbol]
        return draft, all_of(*restrictions)

    def compare(self, old: str, new: str, lang: str) -> Comparison:
        """See `Index.compare`."""
        texts, renewals = self._known()
        if is_clause_id(old):
            return self._compare_two_clauses(old, new, texts)
        view = self._index.document(old, lang)
        if new:
            other, predecessor = self._index.document(new, lang or view.record.lang), None
        else:
            predecessor = renewals.predecessor(view.record)
            view, other = self._index.document(predecessor.record.symbol, view.record.lang), view
        pairs = compare_clauses(view.clauses, other.clauses, texts.coder)
        before, after = view.record, other.record
        return Comparison(before.symbol, before.date, after.symbol, after.date, pairs, predecessor)

    def _compare_two_clauses(self, old: str, new: str, texts: ClauseTexts) -> Comparison:
        if not is_clause_id(new):
            raise QueryError("a clause is compared with another clause: give the id of both")
        before, after = self._index.clause(old), self._index.clause(new)
        return Comparison(before.id, before.date, after.id, after.date, (Pair.of(before, after, texts.coder),))

    def lineage(self, clause_id: str) -> Lineage:
        """See `Index.lineage`."""
        from .lineage import Lineages

        clause = self._index.clause(clause_id)
        texts, renewals = self._known()
        return Lineages(self._index, self._engine, texts, renewals).of(clause)


def _day_before(iso: str) -> str:
    try:
        return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()
    except ValueError:
        raise QueryError("the clause has no date, so that nothing is earlier") from None


def _without(symbol: str) -> Any:
    from whoosh.query import Not

    return Not(leaf(Word(symbol, fields.SYMBOL)))
