"""What the index remembers of documents and of the files they were read from, and which source wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .model import Clause, Country, Document, DocumentType, Source, Vote

__all__ = ["DocumentRecord", "FileRecord", "edition", "merge"]

# XML over text: the reader knows more; a letter is only ever read by its own reader
_FORMAT_RANK = {"akn": 2, "letter": 1, "text": 1}


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document without its paragraphs, as it is kept in the index.

    sources: where it was read from, the one that won first
    length: characters of its text in that source
    """

    symbol: str
    type: DocumentType
    lang: str
    sources: tuple[Source, ...]
    length: int = 0
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

    @classmethod
    def of(cls, document: Document) -> DocumentRecord:
        """The record of a document as one source has it."""
        return cls(
            symbol=document.symbol,
            type=document.type,
            lang=document.lang,
            sources=(document.source,),
            length=sum(len(text) for text in document.texts()),
            title=document.title,
            date=document.date,
            meeting=document.meeting,
            agenda=document.agenda,
            draft=document.draft,
            sponsors=document.sponsors,
            vote=document.vote,
            adopted=document.adopted,
            president=document.president,
            resolution=document.resolution,
            letter=document.letter,
            topics=document.topics,
        )

    @property
    def edition(self) -> str:
        """Symbol and language: what is one document of the index."""
        return edition(self.symbol, self.lang)

    def rank(self) -> tuple[bool, int, int, str]:
        """How good the first source is: whole over cut, XML over text, long over short, then by path."""
        source = self.sources[0]
        return (source.complete, _FORMAT_RANK.get(source.format, 0), self.length, source.path)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was indexed.

    path: as `walk` names it; root: the folder or file that the user named
    digest: SHA-256 of what was read
    documents: what it holds, whether or not another source won
    spare: the clauses of those editions in which another source won
    """

    path: str
    root: str
    digest: str
    documents: tuple[DocumentRecord, ...] = ()
    spare: dict[str, tuple[Clause, ...]] = field(default_factory=dict)


def edition(symbol: str, lang: str) -> str:
    """The name of one document in one language."""
    return f"{symbol}@{lang}"


def merge(records: Iterable[DocumentRecord]) -> DocumentRecord:
    """One record of the same edition from several sources.

    The best source wins; what it leaves open is completed from the others, which are remembered.
    """
    ranked = sorted(records, key=DocumentRecord.rank, reverse=True)
    best = ranked[0]
    for other in ranked[1:]:
        best = replace(
            best,
            sources=best.sources + other.sources,
            title=best.title or other.title,
            date=best.date or other.date,
            meeting=best.meeting or other.meeting,
            agenda=best.agenda or other.agenda,
            draft=best.draft or other.draft,
            sponsors=best.sponsors or other.sponsors,
            vote=best.vote or other.vote,
            adopted=best.adopted if best.adopted is not None else other.adopted,
            president=best.president or other.president,
            resolution=best.resolution or other.resolution,
            # a letter that was read is at hand; one that the XML's history of the vote names may not be
            letter=(other.letter if best.sources[0].format == "akn" else "") or best.letter or other.letter,
            topics=best.topics or other.topics,
        )
    return best
