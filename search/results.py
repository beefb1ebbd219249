"""What a search answers: hits, how many there are, and how they spread over a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..indexer.model import Clause, Kind, Pinpoint, Verb

__all__ = ["Facets", "Hit", "Results"]

Facets = Mapping[str, Mapping[str, int]]
"""For each field that was asked for: its values and the number of clauses with each, most first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found.

    score: BM25F, higher is better; a field that only restricts adds 1 for every hit
    snippet: the part of the text round the matches, each match between ** and **
    spans: the matches, as pairs of offsets into `text`
    """

    clause: Clause
    score: float
    snippet: str
    spans: tuple[tuple[int, int], ...]

    @property
    def id(self) -> str:
        return self.clause.id

    @property
    def document(self) -> str:
        return self.clause.document

    @property
    def kind(self) -> Kind:
        return self.clause.kind

    @property
    def paragraph(self) -> str:
        return self.clause.paragraph

    @property
    def lang(self) -> str:
        return self.clause.lang

    @property
    def date(self) -> str:
        return self.clause.date

    @property
    def verbs(self) -> tuple[Verb, ...]:
        return self.clause.verbs

    @property
    def cites(self) -> tuple[str, ...]:
        return self.clause.cites

    @property
    def pinpoints(self) -> tuple[Pinpoint, ...]:
        return self.clause.pinpoints

    @property
    def dates(self) -> tuple[str, ...]:
        return self.clause.dates

    @property
    def position(self) -> int:
        return self.clause.position

    @property
    def text(self) -> str:
        return self.clause.text

    def to_dict(self) -> dict[str, Any]:
        """The clause as the JSON contract has it, with `score` and `snippet`."""
        return self.clause.to_dict() | {"score": round(self.score, 4), "snippet": self.snippet}


@dataclass(slots=True)
class Results:
    """The answer to one search. Iterate for the hits; they can be iterated again.

    total: clauses that match, on this page or not
    facets: counts over all of them
    """

    total: int
    hits: Sequence[Hit]
    facets: Facets = field(default_factory=dict)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each hit as the JSON contract has it."""
        return [hit.to_dict() for hit in self]
