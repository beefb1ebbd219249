"""A document's paragraphs to clauses: each gets its number, id, verbs, citations and dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...vocabulary.symbols import LETTER_OF, key
from ..model import KIND_CODES, Clause, Document, Paragraph
from .citations import cited, find_citations, pinpoints
from .dates import find_dates
from .verbs import find_verbs

__all__ = ["clauses_of"]


def clauses_of(document: Document) -> tuple[Clause, ...]:
    """The clauses of `document` in reading order.

    Paragraphs without a number of their own are counted within their kind. Ids are unique: a number
    that a document uses twice (a resolution in parts A and B, words after a list) is followed by "~2".
    """
    seen: Counter[str] = Counter()
    made = []
    for position, (paragraph, label) in enumerate(_numbered(document), start=1):
        stem = f"{_compact(document.symbol)}/{KIND_CODES[paragraph.kind]}/{label}"
        seen[stem] += 1
        repeat = f"~{seen[stem]}" if seen[stem] > 1 else ""
        edition = "" if document.lang == "en" else f"@{document.lang}"
        made.append(_clause(document, paragraph, label, position, f"{stem}{repeat}{edition}"))
    return tuple(made)


def _compact(symbol: str) -> str:
    """A symbol without spaces; a letter that has none keeps the words that name it."""
    prefix, _, carried = symbol.rpartition(LETTER_OF)
    return LETTER_OF + key(carried) if prefix or symbol.startswith(LETTER_OF) else key(symbol)


def _numbered(document: Document) -> Iterator[tuple[Paragraph, str]]:
    """Each paragraph with its label; those that have none are counted within their kind."""
    counts: Counter[str] = Counter()
    for paragraph in document.paragraphs:
        if not paragraph.label:
            counts[paragraph.kind] += 1
        yield paragraph, paragraph.label or str(counts[paragraph.kind])


def _clause(document: Document, paragraph: Paragraph, label: str, position: int, clause_id: str) -> Clause:
    text, lang = paragraph.text, document.lang
    citations = find_citations(text, lang, document=document.symbol)
    return Clause(
        id=clause_id,
        document=document.symbol,
        kind=paragraph.kind,
        paragraph=label,
        position=position,
        lang=lang,
        date=document.date,
        verbs=find_verbs(text, kind=paragraph.kind, lang=lang) if paragraph.kind != "heading" else (),
        cites=cited(citations),
        pinpoints=pinpoints(citations),
        dates=tuple(dict.fromkeys(mention.date for mention in find_dates(text, lang))),
        text=text,
    )
