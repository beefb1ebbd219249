"""The life of a clause: the documents of a series that repeat it, each rewording, when it came in and dropped out.

From a clause the chain is followed one document at a time, back and on, within the series: documents on the same agenda
item that share wording with this one as a whole. Among their clauses that are nearly as near as the nearest, the next
in time is taken. Each is compared with its neighbour, not with the first one, so that a wording may change altogether.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from ..analyzers import query_text_terms
from ..indexer.model import Clause
from ..indexer.records import DocumentRecord
from ..vocabulary import fields
from .alignment import Change, Coder, ratio
from .compare import Pair
from .renewal import Renewals
from .texts import ClauseTexts

if TYPE_CHECKING:
    from .engine import Engine
    from .index import Index

__all__ = ["Lineage", "Lineages", "Step"]

_CANDIDATES: Final = 200
_TERMS: Final = 250
_SAME_CLAUSE: Final = 0.6
"""Share of two clauses, numbers apart, from which on one repeats the other."""
_AS_NEAR: Final = 0.15
"""What is less near by no more than this may be the next step if it is nearer in time."""
_KIN: Final = 0.1
"""Share of the wording of two whole documents that will do where nothing nearer goes on with the series."""
_LATEST: Final = 150
_MOST_STEPS: Final = 200


StepStatus = Literal["entered", "same", "updated", "reworded"]


@dataclass(frozen=True, slots=True)
class Step:
    """One use of the clause.

    status: "entered" for the first; "same" as in the document before, up to case and punctuation; "updated" where
        numbers alone differ, or else "reworded"
    similarity, diff: from the use before
    """

    clause: Clause
    status: StepStatus
    similarity: float = 0.0
    diff: tuple[Change, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        clause = self.clause
        return {
            "id": clause.id,
            "document": clause.document,
            "paragraph": clause.paragraph,
            "date": clause.date,
            "status": self.status,
            "similarity": round(self.similarity, 4),
            "diff": [change.to_dict() for change in self.diff],
            "text": clause.text,
        }


@dataclass(frozen=True, slots=True)
class Lineage:
    """A clause in the documents that repeat it, the oldest first.

    clause: the id that was asked for; agenda: the item of the series
    source: the nearest earlier clause on another item, where the first use has one; None if it was new
    dropped: the symbol and date of the document that goes on with the series and has it no more; None if there is none
    """

    clause: str
    agenda: str
    steps: tuple[Step, ...]
    source: Clause | None
    dropped: tuple[str, str] | None

    def to_dict(self) -> dict[str, Any]:
        source, dropped = self.source, self.dropped
        return {
            "clause": self.clause,
            "agenda": self.agenda or None,
            "entered": self.steps[0].clause.date,
            "last": self.steps[-1].clause.date,
            "wordings": 1 + sum(step.status == "reworded" for step in self.steps),
            "source": {"id": source.id, "date": source.date, "text": source.text} if source else None,
            "dropped": {"document": dropped[0], "date": dropped[1]} if dropped else None,
            "steps": [step.to_dict() for step in self.steps],
        }


class _Near(NamedTuple):
    """A clause that repeats another, and how near it is."""

    similarity: float
    number: int
    record: DocumentRecord


class Lineages:
    """Follows clauses through the documents of an index."""

    def __init__(self, index: Index, engine: Engine, texts: ClauseTexts, renewals: Renewals) -> None:
        self._index = index
        self._engine = engine
        self._texts = texts
        self._renewals = renewals

    def of(self, clause: Clause) -> Lineage:
        """The lineage of a clause."""
        record = self._record(clause)
        before = list(self._followed(clause, later=False))
        after = list(self._followed(clause, later=True))
        chain = [*reversed(before), clause, *after]
        last = self._renewals.next_in_series(self._record(chain[-1]), later=True)
        dropped = (last.symbol, last.date) if last else None
        return Lineage(
            clause.id, record.agenda, tuple(_steps(chain, self._texts.coder)), self._source(chain[0]), dropped
        )

    def _record(self, clause: Clause) -> DocumentRecord:
        return self._index.record(f"{clause.document}@{clause.lang}")

    def _followed(self, clause: Clause, *, later: bool) -> Iterator[Clause]:
        """The uses of a clause, one after another, away from it in time."""
        for _ in range(_MOST_STEPS):
            record = self._record(clause)
            near = self._next(record, self._repeating(clause, self._renewals.family(record), later=later), later=later)
            if near is None:
                return
            clause = self._texts.clause(near.number)
            yield clause

    def _next(self, record: DocumentRecord, near: Sequence[_Near], *, later: bool) -> _Near | None:
        """The step to take from a clause of `record`: see the head of this module."""
        series = [one for one in near if self._renewals.is_series(record, one.record)]
        if not series and near and self._renewals.next_in_series(record, later=later) is None:
            series = [one for one in near if self._renewals.kinship(record, one.record) >= _KIN]
        best = max((one.similarity for one in series), default=0.0)
        close = [one for one in series if one.similarity >= best - _AS_NEAR]
        return min(close, key=lambda one: (_days(one.record, record), -one.similarity), default=None)

    def _source(self, clause: Clause) -> Clause | None:
        """The nearest earlier clause of any document."""
        others = [one for one in self._renewals.all_but(self._record(clause)) if one.date < clause.date]
        # a formula has more uses than are looked at: the latest of them are looked at by themselves
        latest = sorted(others, key=lambda one: one.date)[-_LATEST:]
        near = [*self._repeating(clause, latest, later=False), *self._repeating(clause, others, later=False)]
        best = max(near, key=lambda one: (one.similarity, one.record.date), default=None)
        return self._texts.clause(best.number) if best else None

    def _repeating(self, clause: Clause, records: Iterable[DocumentRecord], *, later: bool) -> list[_Near]:
        """The clauses of documents before or after that repeat a clause: of each document the nearest."""
        if not clause.date:
            return []
        beyond = (one for one in records if (one.date > clause.date if later else one.date < clause.date))
        by_symbol = {one.symbol: one for one in beyond}
        if not by_symbol:
            return []
        wanted = self._texts.coder(clause.text).masked
        found: dict[str, _Near] = {}
        numbers = self._engine.search(_tree(clause, by_symbol.values()), limit=_CANDIDATES).numbers
        for number, entry in zip(numbers, self._texts.entries(numbers), strict=True):
            similarity = round(ratio(wanted, entry.coding.masked), 2)
            known = found.get(entry.document)
            if similarity >= _SAME_CLAUSE and (known is None or similarity > known.similarity):
                found[entry.document] = _Near(similarity, number, by_symbol[entry.document])
        return list(found.values())


def _tree(clause: Clause, records: Iterable[DocumentRecord]) -> Any:
    from whoosh.query import And, AndNot, Or, Require, Term

    terms = list(dict.fromkeys(term.text for term in query_text_terms(clause.text, clause.lang)))[:_TERMS]
    words = Or([Term(fields.TEXT, term) for term in terms])
    editions = Or([Term("edition", record.edition) for record in records])
    return AndNot(Require(words, And([editions, Term(fields.LANG, clause.lang)])), Term(fields.KIND, "heading"))


def _days(one: DocumentRecord, other: DocumentRecord) -> int:
    try:
        return abs((date.fromisoformat(one.date) - date.fromisoformat(other.date)).days)
    except ValueError:
        return 1 << 20


def _steps(chain: Sequence[Clause], coder: Coder) -> Iterator[Step]:
    yield Step(chain[0], "entered", 1.0)
    for old, new in pairwise(chain):
        pair = Pair.of(old, new, coder)
        is_updated = coder(old.text).masked == coder(new.text).masked
        status: StepStatus = "same" if pair.status == "same" else "updated" if is_updated else "reworded"
        yield Step(new, status, pair.similarity, pair.diff)
