"""The documents that a clause cites, and the paragraphs of them."""

from __future__ import annotations

from collections.abc import Iterable

from ...vocabulary.folding import aligned
from ..model import Citation, Pinpoint
from . import citations_en, citations_zh
from .charter import CHARTER, find_charter

__all__ = ["CHARTER", "cited", "find_citations", "pinpoints"]

_WHOLE = ("",)  # the label of a document that is cited as a whole


def find_citations(text: str, lang: str, *, document: str = "") -> tuple[Citation, ...]:
    """The citations of a clause in order of appearance, one for each paragraph cited.

    document: the document that the clause belongs to, which does not cite itself. What is said relative to
    it ("this resolution", "paragraph 9 above") is no citation either.
    """
    plain = aligned(text)
    grammar = citations_zh if lang == "zh" else citations_en
    found = grammar.references(plain)
    pinned = grammar.paragraphs(plain, found)
    citations = [
        Citation(span.symbol, label, span.start, span.end)
        for place, span in enumerate(found)
        if span.symbol != document
        for label in (dict.fromkeys(pinned[place]) if place in pinned else _WHOLE)
    ]
    citations += find_charter(plain, lang)
    return tuple(sorted(citations, key=lambda citation: citation.start))


def cited(citations: Iterable[Citation]) -> tuple[str, ...]:
    """The symbols cited, each once, in order of appearance; the Charter has none and is left out."""
    return tuple(dict.fromkeys(c.document for c in citations if c.document != CHARTER))


def pinpoints(citations: Iterable[Citation]) -> tuple[Pinpoint, ...]:
    """The paragraphs cited, each once, in order of appearance; articles and chapters of the Charter too."""
    return tuple(dict.fromkeys(Pinpoint(c.document, c.paragraph) for c in citations if c.paragraph))
