"""What the index remembers of documents and of the files they were read from, and which source wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from .model import Clause, Document, Facts, Source

__all__ = ["CorpusRecord", "DocumentRecord", "FileRecord", "edition", "merge"]

# XML over a table over text: the reader knows more; a letter is only ever read by its own reader
_FORMAT_RANK = {"akn": 2, "table": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord(Facts):
    """A document without its paragraphs, as it is kept in the index.

    sources: where it was read from, the one that won first
    length: characters of its text in that source
    """

    sources: tuple[Source, ...]
    length: int = 0

    @classmethod
    def of(cls, document: Document) -> DocumentRecord:
        """The record of a document as one source has it."""
        facts = {fact.name: getattr(document, fact.name) for fact in fields(Facts)}
        return cls(sources=(document.source,), length=sum(map(len, document.texts())), **facts)

    @property
    def is_supplement(self) -> bool:
        """Whether it only completes the editions of its symbol that other sources have."""
        return not self.lang

    @property
    def edition(self) -> str:
        """Symbol and language: what is one document of the index."""
        return edition(self.symbol, self.lang)

    def rank(self) -> tuple[bool, int, int, str]:
        """How good the first source is: whole over cut, XML over others, long over short, then by path."""
        source = self.sources[0]
        return (source.complete, _FORMAT_RANK.get(source.format, 0), self.length, source.path)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was indexed.

    path: as `walk` names it; root: the folder or file that the user named
    digest: SHA-256 of what was read
    documents: what it holds, whether or not another source won
    spare: the clauses of those editions in which another source won
    corpus: the corpus that it belongs to, "" for a file that the user named
    """

    path: str
    root: str
    digest: str
    documents: tuple[DocumentRecord, ...] = ()
    spare: dict[str, tuple[Clause, ...]] = field(default_factory=dict)
    corpus: str = ""


@dataclass(frozen=True, slots=True)
class CorpusRecord:
    """A corpus that is in the index, and what the next update has to know.

    origin: the address it was downloaded from, or the absolute path of the folder or file it was read from
    languages: those that are read of it; () where it knows no choice
    version: what the server called this state of it (ETag, or the date of the last change), "" for a path
    read: when it was last found to be different, ISO 8601 in UTC
    rejected: how many of its files could not be read then, which may be read the next time
    """

    name: str
    origin: str
    languages: tuple[str, ...] = ()
    version: str = ""
    read: str = ""
    rejected: int = 0


def edition(symbol: str, lang: str) -> str:
    """The name of one document in one language."""
    return f"{symbol}@{lang}"


def merge(records: Iterable[DocumentRecord], supplements: Iterable[DocumentRecord] = ()) -> DocumentRecord:
    """One record of the same edition from several sources.

    The best source wins; what it leaves open is completed from the others and then from the supplements of its
    symbol. All are remembered.
    """
    best, *others = sorted(records, key=DocumentRecord.rank, reverse=True)
    others += sorted(supplements, key=DocumentRecord.rank, reverse=True)
    facts: dict[str, Any] = {fact.name: getattr(best, fact.name) for fact in fields(Facts)}
    for other in others:
        for name, value in facts.items():
            if value in (None, "", ()):
                facts[name] = getattr(other, name)
        if best.sources[0].format == "akn" != other.sources[0].format and other.letter:
            # a letter that was read is at hand; one that the XML's history of the vote names may not be
            facts["letter"] = other.letter
    sources = tuple(source for record in (best, *others) for source in record.sources)
    return replace(best, sources=sources, **facts)
