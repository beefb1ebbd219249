"""What the documents are made of: the types that every room passes on.

A reader turns source bytes into a `Document` with plain `Paragraph`s; the grammar turns each
paragraph into a `Clause`; the schema turns a clause into index fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = [
    "KIND_CODES",
    "Citation",
    "Clause",
    "Country",
    "DateMention",
    "Document",
    "DocumentType",
    "Facts",
    "Kind",
    "Paragraph",
    "Pinpoint",
    "Source",
    "Verb",
    "Vote",
]

Kind = Literal["preambular", "operative", "letter", "statement", "heading", "annex"]
DocumentType = Literal["resolution", "statement", "letter", "draft", "other"]

KIND_CODES: Mapping[Kind, str] = {
    "preambular": "pp",
    "operative": "op",
    "letter": "letter",
    "statement": "st",
    "heading": "hd",
    "annex": "annex",
}
"""The short form of each kind, as it stands in clause ids."""


@dataclass(frozen=True, slots=True)
class Country:
    """A Member State: ISO 3166-1 alpha-3 code and English short name.

    `code` is empty for a name that could not be resolved; `name` is then as it was written.
    """

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Vote:
    """Who voted how. Empty tuples for nobody."""

    in_favour: tuple[Country, ...] = ()
    against: tuple[Country, ...] = ()
    abstaining: tuple[Country, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """An action verb of a clause.

    lemma: canonical English lemma of its family ("decide", "call upon", "take note")
    surface: as it stands in the clause ("Calls on", "决定")
    modifiers: as they stand, without the verb ("strongly", "with concern", "in the strongest terms")
    """

    lemma: str
    surface: str
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A document cited in a clause, `text[start:end]`.

    document: canonical symbol ("S/RES/1325 (2000)", "A/RES/70/1"), or "Charter" for the Charter
    paragraph: the paragraph cited ("7", "8(a)"), "Article 41" or "Chapter VII" of the Charter, or ""
    """

    document: str
    paragraph: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """One paragraph of one cited document."""

    document: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that a clause speaks of: ISO 8601, to the day, month or year that is given."""

    date: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a reader found it: no number and no markup in `text`.

    kind: what the reader takes it for
    label: its number within its kind, levels in brackets: "20", "20(a)", "20(a)(i)"; "" if it has none
    """

    kind: Kind
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was read from.

    path: file, or archive and member ("corpus.zip/2020/x.xml"), or "-" for standard input; in a corpus its name and
        the place inside it ("un-sc/2020/x.xml")
    format: "akn", "letter", "text" and so on; "facts" knows of a document without having its text
    complete: False where the text looks cut off
    notes: what was recovered or left unresolved, one sentence each
    corpus: the corpus that it belongs to ("un-sc"), "" for a file that the user named
    """

    path: str
    format: str
    complete: bool = True
    notes: tuple[str, ...] = ()
    corpus: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: the unit of search."""

    id: str
    document: str
    kind: Kind
    paragraph: str
    position: int
    lang: str
    date: str
    verbs: tuple[Verb, ...]
    cites: tuple[str, ...]
    pinpoints: tuple[Pinpoint, ...]
    dates: tuple[str, ...]
    text: str

    def to_dict(self) -> dict[str, Any]:
        """The clause as the JSON contract of the README has it."""
        return {
            "id": self.id,
            "document": self.document,
            "kind": self.kind,
            "paragraph": self.paragraph,
            "position": self.position,
            "lang": self.lang,
            "date": self.date,
            "verbs": [{"lemma": v.lemma, "surface": v.surface, "modifiers": list(v.modifiers)} for v in self.verbs],
            "cites": list(self.cites),
            "pinpoints": [{"document": p.document, "paragraph": p.paragraph} for p in self.pinpoints],
            "dates": list(self.dates),
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a document in one language, apart from its text and where that was read.

    symbol: canonical ("S/RES/2553 (2020)")
    lang: ISO 639-1 ("en", "zh")
    date: ISO 8601 date of adoption (of a letter: its own), "" if unknown
    meeting: number of the meeting ("8700"), "" where there was none
    draft: symbol of the draft that became it
    adopted: None where the source does not say
    resolution, letter: symbols of the twin: a letter's resolution, a resolution's letter
    topics: UNBIS subjects and the like
    """

    symbol: str
    type: DocumentType
    lang: str
    title: str = ""
    date: str = ""
    meeting: str = ""
    agenda: str = ""
    draft: str = ""
    sponsors: tuple[Country, ...] = ()
    vote: Vote | None = None
    adopted: bool | None = None
    president: str = ""
    resolution: str = ""
    letter: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Facts):
    """A resolution, presidential statement, draft or letter, in one language, as one source has it."""

    source: Source
    paragraphs: tuple[Paragraph, ...] = ()

    def texts(self) -> Iterator[str]:
        """The text of each paragraph in reading order."""
        return (paragraph.text for paragraph in self.paragraphs)
