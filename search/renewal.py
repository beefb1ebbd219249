"""Which resolution another one renews: of those on the same agenda item, the one that shares most of its wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..analyzers import query_text_terms
from ..errors import NotFound
from ..indexer.records import DocumentRecord
from ..indexer.schema import CLAUSE, RECORD
from ..vocabulary import fields
from ..vocabulary.folding import fold
from .deadline import check_time
from .texts import RUN, RUN_OF_CHARACTERS, ClauseTexts

if TYPE_CHECKING:
    from .engine import Engine
    from .index import Index

__all__ = ["Predecessor", "Renewals"]

_Runs = np.ndarray[Any, np.dtype[np.int64]]

_ASKED: Final = 10
"""Paragraphs of a document that are looked for elsewhere, the longest; they tell which documents are near."""
_HITS: Final = 40
_SHORTLIST: Final = 8
_LEAST: Final = 0.1
_NEARLY: Final = 0.9
_LIKE: Final = 0.5
_RENEWED: Final = 0.25
"""Share of a document's wording in a later one from which on that one renews it."""
_TERMS: Final = 60
_SUCCESSORS: Final = 20
_REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True)
class Predecessor:
    """The document that another renews, and what speaks for it.

    overlap: share of the later document's runs of five words, numbers apart, that stand in it
    agenda: the item that both are on, "" where it is not known
    among: earlier documents that came into question; is_cited: whether the later one names it
    """

    record: DocumentRecord
    overlap: float
    agenda: str
    among: int
    is_cited: bool

    @property
    def why(self) -> str:
        """One sentence."""
        on = f"on the same agenda item, “{self.agenda}”" if self.agenda else "(no agenda item is known)"
        named = ", which cites it" if self.is_cited else ""
        return f"of {self.among} earlier {on}, it shares most with the later: {self.overlap:.0%} of its wording{named}"

    def to_dict(self) -> dict[str, Any]:
        return {
            "symbol": self.record.symbol,
            "date": self.record.date or None,
            "overlap": round(self.overlap, 4),
            "agenda": self.agenda or None,
            "among": self.among,
            "cited": self.is_cited,
            "why": self.why,
        }


class Renewals:
    """Which documents of an index renew which."""

    def __init__(self, index: Index, engine: Engine, texts: ClauseTexts, records: Iterable[DocumentRecord]) -> None:
        self._index = index
        self._engine = engine
        self._texts = texts
        self._records = [record for record in records if record.date]
        self._runs = lru_cache(_REMEMBERED)(self._read_runs)

    def predecessor(self, record: DocumentRecord) -> Predecessor:
        """The document that `record` renews. Raises NotFound where none shares a tenth of its wording."""
        earlier = [one for one in self.family(record) if one.date < record.date]
        near = self._nearest(record, earlier)
        if not near:
            item = f" on “{record.agenda}”" if record.agenda else ""
            raise NotFound(f"{record.symbol} renews nothing in the index: no earlier document{item} has its wording")
        overlap, best = self._latest_of_the_nearest(record, near)
        is_cited = best.symbol in self._index.document(record.symbol, record.lang).cites
        return Predecessor(best, overlap, record.agenda, len(earlier), is_cited)

    def _latest_of_the_nearest(
        self, record: DocumentRecord, near: Sequence[tuple[float, DocumentRecord]]
    ) -> tuple[float, DocumentRecord]:
        """The document with most of the wording of `record`; a later one that has nearly as much, and is as like it.

        Where renewals differ by season, the last but one may share a little more than the last.
        """
        overlap, best = max(near, key=lambda one: (round(one[0], 2), one[1].date))
        likeness = self.overlap(best, record)
        as_near = (
            (share, one)
            for share, one in near
            if share >= _NEARLY * overlap and self.overlap(one, record) >= _LIKE * likeness
        )
        return max(as_near, key=lambda one: one[1].date, default=(overlap, best))

    def next_in_series(self, record: DocumentRecord, *, later: bool) -> DocumentRecord | None:
        """The next later or earlier document of the same series, None if there is none or this one has no date."""
        if not record.date:
            return None
        beyond = [one for one in self.family(record) if _is_beyond(one, record, later=later)]
        near = [one for _, one in self._nearest(record, beyond, _SUCCESSORS) if self.is_series(record, one)]
        near.sort(key=lambda one: one.date, reverse=not later)
        return near[0] if near else None

    def is_series(self, record: DocumentRecord, other: DocumentRecord) -> bool:
        """Whether one of two documents renews the other: a quarter of the wording of either is in the other."""
        return self.kinship(record, other) >= _RENEWED

    def kinship(self, record: DocumentRecord, other: DocumentRecord) -> float:
        """The overlap of two documents, seen from the shorter one."""
        return max(self.overlap(record, other), self.overlap(other, record))

    def family(self, record: DocumentRecord) -> list[DocumentRecord]:
        """The other documents of the same sort, language and agenda item; on any item where it is not known."""
        item = fold(record.agenda)
        return [
            one
            for one in self._records
            if one.symbol != record.symbol
            and (one.type, one.lang) == (record.type, record.lang)
            and (not item or fold(one.agenda) == item)
        ]

    def all_but(self, record: DocumentRecord) -> list[DocumentRecord]:
        """The other documents in the same language, of whatever sort and item."""
        return [one for one in self._records if one.lang == record.lang and one.symbol != record.symbol]

    def overlap(self, record: DocumentRecord, other: DocumentRecord) -> float:
        """The share of the runs of five words (or eight characters) of `record`, numbers apart, that `other` has."""
        runs = self._runs(record.edition)
        shared = np.intersect1d(runs, self._runs(other.edition), assume_unique=True)
        return len(shared) / len(runs) if len(runs) else 0.0

    def _nearest(
        self, record: DocumentRecord, others: Sequence[DocumentRecord], most: int = _SHORTLIST
    ) -> list[tuple[float, DocumentRecord]]:
        """Those of `others` that share wording with `record`, with the share: `most` of them."""
        near = others
        if len(others) > most:
            votes = self._votes(record, others)
            near = sorted(others, key=lambda one: -votes.get(one.symbol, 0.0))[:most]
        shares = ((self.overlap(record, one), one) for one in near)
        return [(share, one) for share, one in shares if share >= _LEAST]

    def _votes(self, record: DocumentRecord, others: Sequence[DocumentRecord]) -> dict[str, float]:
        """How well the paragraphs of other documents answer for the longest ones of `record`."""
        from whoosh.query import Or, Require, Term

        among = Or([Term("edition", one.edition) for one in others])
        votes: dict[str, float] = {}
        for text in self._longest(record):
            terms = dict.fromkeys(term.text for term in query_text_terms(text, record.lang))
            words = Or([Term(fields.TEXT, term) for term in list(terms)[:_TERMS]])
            found = self._engine.search(Require(words, among), limit=_HITS)
            best: dict[str, float] = {}
            for entry, score in zip(self._texts.entries(found.numbers), found.scores, strict=True):
                best.setdefault(entry.document, score / found.scores[0])
            for symbol, share in best.items():
                votes[symbol] = votes.get(symbol, 0.0) + share
        return votes

    def _longest(self, record: DocumentRecord) -> list[str]:
        clauses = self._index.document(record.symbol, record.lang).clauses
        texts = [clause.text for clause in clauses if clause.kind not in ("heading", "annex")]
        return sorted(texts, key=len, reverse=True)[:_ASKED]

    def _read_runs(self, edition: str) -> _Runs:
        """The runs of a document as hashes, ascending."""
        check_time()
        size = RUN_OF_CHARACTERS if edition.endswith("@zh") else RUN
        runs: set[int] = set()
        for entry in self._texts.entries(self._engine.records(**{RECORD: CLAUSE, "edition": edition})):
            masked = entry.coding.masked
            runs.update([hash(masked[at : at + size]) for at in range(len(masked) - size + 1)])
        return np.array(sorted(runs), np.int64)


def _is_beyond(one: DocumentRecord, record: DocumentRecord, *, later: bool) -> bool:
    return one.date > record.date if later else one.date < record.date
