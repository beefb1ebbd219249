"""A document as it is shown: its record, its clauses, what it cites, and its twins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..indexer.model import Clause, Country, Document, Vote
from ..indexer.records import DocumentRecord

__all__ = ["DocumentView", "document_dict"]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document in one language, with its clauses in reading order.

    languages: all the languages in which the index has it
    """

    record: DocumentRecord
    languages: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @property
    def cites(self) -> tuple[str, ...]:
        """The documents that its clauses cite, each once, in order."""
        return tuple(dict.fromkeys(symbol for clause in self.clauses for symbol in clause.cites))

    def to_dict(self) -> dict[str, Any]:
        """The document as the JSON contract has it."""
        return document_dict(self.record, self.languages, [clause.to_dict() for clause in self.clauses])


def document_dict(
    document: DocumentRecord | Document, languages: Sequence[str], clauses: Sequence[Any]
) -> dict[str, Any]:
    """A document as the JSON contract has it, with clauses as they are given; null for what is not known."""
    sources = document.sources if isinstance(document, DocumentRecord) else (document.source,)
    return {
        "symbol": document.symbol,
        "type": document.type,
        "lang": document.lang,
        "title": document.title or None,
        "date": document.date or None,
        "meeting": document.meeting or None,
        "agenda": document.agenda or None,
        "draft": document.draft or None,
        "sponsors": _countries(document.sponsors),
        "vote": _vote(document.vote),
        "adopted": document.adopted,
        "president": document.president or None,
        "resolution": document.resolution or None,
        "letter": document.letter or None,
        "topics": list(document.topics),
        "languages": list(languages),
        "source": [
            {
                "path": one.path,
                "corpus": one.corpus or None,
                "format": one.format,
                "complete": one.complete,
                "notes": list(one.notes),
            }
            for one in sources
        ],
        "clauses": list(clauses),
    }


def _countries(countries: Sequence[Country]) -> list[dict[str, str | None]]:
    return [{"code": country.code or None, "name": country.name} for country in countries]


def _vote(vote: Vote | None) -> dict[str, Any] | None:
    if vote is None:
        return None
    return {
        "for": _countries(vote.in_favour),
        "against": _countries(vote.against),
        "abstain": _countries(vote.abstaining),
    }
