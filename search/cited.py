"""What a citation is as it is shown: who cites whom, in which paragraph, in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..indexer.model import Pinpoint
from ..vocabulary.fields import para_key

__all__ = ["Citations", "Cited", "Reached", "Relative", "is_within"]


@dataclass(frozen=True, slots=True)
class Cited:
    """One document, or one paragraph of it, that one clause cites.

    clause: its id; document, place, kind, lang, date: of that clause, place as in the id ("op/20(a)")
    target, paragraph: what is cited, paragraph "" for the document as a whole
    phrase: the words that say it, where they are relative ("paragraph 2 of that resolution"), else ""
    relation: what the cited document did to what stands before it ("renew", "amend" …), or ""
    """

    clause: str
    document: str
    place: str
    lang: str
    date: str
    target: str
    paragraph: str
    phrase: str = ""
    relation: str = ""

    def to_dict(self) -> dict[str, Any]:
        """All of it, by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative reference of a clause and what it means; no targets where that is not settled."""

    clause: str
    phrase: str
    targets: tuple[Pinpoint, ...]
    relation: str = ""

    def to_dict(self) -> dict[str, Any]:
        """All of it, by name."""
        return asdict(self) | {"targets": [asdict(target) for target in self.targets]}


@dataclass(frozen=True, slots=True)
class Reached:
    """A document further off.

    direction: "cites" or "cited by"; steps: citations on the way, from two on; via: the document before it
    """

    document: str
    direction: str
    steps: int
    via: str

    def to_dict(self) -> dict[str, Any]:
        """All of it, by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Citations:
    """What a document, or one paragraph of it, cites and what cites it.

    cites: in the order of the document
    cited_by: by date; where a paragraph was asked for, what cites just that comes first
    within: what the document says of its own paragraphs
    relative: all its relative references, with those that are left open
    further: documents further off, as far as was asked
    """

    document: str
    paragraph: str
    title: str
    date: str
    in_index: bool
    cites: tuple[Cited, ...] = ()
    cited_by: tuple[Cited, ...] = ()
    within: tuple[Cited, ...] = ()
    relative: tuple[Relative, ...] = ()
    further: tuple[Reached, ...] = ()

    def pinpoints(self, row: Cited) -> bool:
        """Whether a row cites the paragraph that was asked for, or an item of it."""
        return bool(self.paragraph) and is_within(row.paragraph, self.paragraph)

    @property
    def years(self) -> Mapping[str, int]:
        """Clauses that cite it, by year."""
        clauses = {row.clause: row.date[:4] for row in self.cited_by}
        return dict(sorted(Counter(clauses.values()).items()))

    def to_dict(self) -> dict[str, Any]:
        """All of it, by name; `years` counts the clauses that cite it."""
        return {
            "document": self.document,
            "paragraph": self.paragraph or None,
            "title": self.title or None,
            "date": self.date or None,
            "in_index": self.in_index,
            "cites": [row.to_dict() for row in self.cites],
            "cited_by": [row.to_dict() for row in self.cited_by],
            "within": [row.to_dict() for row in self.within],
            "years": dict(self.years),
            "relative": [one.to_dict() for one in self.relative],
            "further": [one.to_dict() for one in self.further],
        }


def is_within(label: str, paragraph: str) -> bool:
    """Whether a label is that of a paragraph or of an item of it: "8(a)" of "8"."""
    one, whole = para_key(label), para_key(paragraph)
    return one == whole or one.startswith(f"{whole}(")
