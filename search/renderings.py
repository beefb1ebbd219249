"""What a term is called in the other language, with the clauses that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..indexer.model import Clause
from .highlight import snippet

__all__ = ["Example", "Rendering", "TermTranslations"]


@dataclass(frozen=True, slots=True)
class Example:
    """A clause that holds a term, and its wording in the other language, each with where it stands."""

    clause: Clause
    spans: tuple[tuple[int, int], ...]
    twin: Clause
    twin_spans: tuple[tuple[int, int], ...]

    @property
    def snippet(self) -> str:
        """The part of the clause round the term, it between ** and **."""
        return snippet(self.clause.text, self.spans)

    @property
    def twin_snippet(self) -> str:
        """The same of the other language."""
        return snippet(self.twin.text, self.twin_spans)

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.clause.id,
            "snippet": self.snippet,
            "twin": self.twin.id,
            "twin_snippet": self.twin_snippet,
        }


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a term, or a word of it, is called.

    words: as they mostly stand; forms: each form and how often it stands, most first
    clauses: how many have it, None by the lexicon; share: of the clauses that were looked at, or by the lexicon how
        many are to be expected for one; of: what it stands for
    """

    words: str
    of: str
    clauses: int | None
    share: float
    forms: Mapping[str, int]
    examples: tuple[Example, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "words": self.words,
            "of": self.of,
            "clauses": self.clauses,
            "share": round(self.share, 3),
            "forms": dict(self.forms),
            "examples": [example.to_dict() for example in self.examples],
        }


@dataclass(frozen=True, slots=True)
class TermTranslations:
    """What a term is called in the other language.

    source: "clauses"; "lexicon" for that of the index, "shipped" for the one that comes with seized
    total: clauses that hold the term; looked: how many were looked at with their wording in the other language, all
        of those that have one or, where these are many, a sample
    """

    term: str
    lang: str
    to: str
    source: str
    total: int
    looked: int
    is_sample: bool
    translations: tuple[Rendering, ...]

    def shortened(self, limit: int | None, examples: int) -> TermTranslations:
        """The first answers alone, each with its first examples; None for all."""
        kept = (replace(one, examples=one.examples[:examples]) for one in self.translations[:limit])
        return replace(self, translations=tuple(kept))

    def to_dict(self) -> dict[str, Any]:
        return {
            "term": self.term,
            "lang": self.lang,
            "to": self.to,
            "source": self.source,
            "total": self.total,
            "looked": self.looked,
            "sample": self.is_sample,
            "translations": [one.to_dict() for one in self.translations],
        }
