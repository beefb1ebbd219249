"""The pages of a document and of one clause of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from ....errors import NotFound, QueryError
from ....indexer.model import Clause
from ....indexer.records import DocumentRecord
from ....vocabulary import symbols
from ...cited import Citations
from ...document import DocumentView
from ...index import Index
from ...reference import STYLES, reference
from ..calls import Answer, Call
from ..parameters import ClauseAsked, DocumentAsked
from ..rendering import page

__all__ = ["clause", "document", "found_in", "lineage"]

_CITING: Final = 12
"""Documents that cite one, which its page names; all are on the page of its citations."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A clause as a document shows it. twin: its wording beside it; number: among those that were found, from 1"""

    clause: Clause | None
    spans: Sequence[Span]
    twin: Clause | None
    number: int = 0

    @property
    def depth(self) -> int:
        """How deep in lists it is."""
        shown = self.clause or self.twin
        return shown.paragraph.count("(") if shown else 0


def document(call: Call, index: Index) -> Answer:
    """A whole document, what was found in it marked, its wording in another language beside it."""
    asked = call.asked(DocumentAsked)
    view = index.document(call.path["symbol"], asked.lang)
    record = view.record
    marks = found_in(index, asked.q, view)
    paragraphs = list(_paragraphs(index, view, asked.parallel, marks))
    return page(
        call,
        "document.html",
        asked=asked,
        view=view,
        record=record,
        paragraphs=paragraphs,
        found=sum(bool(one.number) for one in paragraphs),
        others=[lang for lang in view.languages if lang != record.lang],
        twin=_linked_document(index, record.letter if record.type != "letter" else record.resolution),
        citing=_citing(index, record.symbol),
        references=_references(record),
    )


def found_in(index: Index, query: str, view: DocumentView) -> dict[str, Sequence[Span]]:
    """What matches a query, by the ids of a document's clauses."""
    if not query.strip():
        return {}
    record = view.record
    results = index.search(query, limit=None, symbol=record.symbol, lang=record.lang, sort="symbol")
    return {hit.id: hit.spans for hit in results}


def _paragraphs(
    index: Index, view: DocumentView, parallel: str, marks: dict[str, Sequence[Span]]
) -> Iterator[Paragraph]:
    number = 0
    for one, twin in _rows(index, view, parallel):
        is_found = one is not None and one.id in marks
        number += is_found
        yield Paragraph(one, marks.get(one.id, ()) if one else (), twin, number if is_found else 0)


def _rows(index: Index, view: DocumentView, parallel: str) -> Iterator[tuple[Clause | None, Clause | None]]:
    """Each clause with its wording in the other language, if one is asked for; what that has alone in its place."""
    record = view.record
    if not parallel:
        yield from ((one, None) for one in view.clauses)
        return
    for row in index.parallel(f"{record.symbol}@{record.lang}", to=parallel).rows:
        sides = [side.clause if side else None for side in (row.first, row.second)]
        own = next((one for one in sides if one and one.lang == record.lang), None)
        yield own, next((one for one in sides if one and one.lang != record.lang), None)


def _linked_document(index: Index, symbol: str) -> str:
    """The symbol of a letter or of what it carries, where the index has it."""
    return symbol if symbol and index.editions(symbol) else ""


def _citing(index: Index, symbol: str) -> Any:
    """What cites a document: how many clauses, and the latest documents."""
    clauses = index.search("", sort="date", limit=200, cites=symbol) if _is_cited(symbol) else None
    if clauses is None:
        return {"total": 0, "documents": ()}
    documents = dict.fromkeys(hit.document for hit in clauses)
    return {"total": clauses.total, "documents": tuple(islice(documents, _CITING))}


def _is_cited(symbol: str) -> bool:
    return symbols.canonical(symbol) is not None


def _references(record: DocumentRecord, found: Clause | None = None) -> dict[str, str]:
    """References to copy, by style: to a document, or to one clause of it."""
    return {style: reference(record, found, style).text for style in STYLES}


def clause(call: Call, index: Index) -> Answer:
    """One clause: its text, its other languages, where its wording comes from, what it cites and what cites it."""
    asked = call.asked(ClauseAsked)
    found = index.clause(call.path["id"])
    view = index.document(found.document, found.lang)
    place = next(n for n, one in enumerate(view.clauses) if one.id == found.id)
    return page(
        call,
        "clause.html",
        asked=asked,
        clause=found,
        record=view.record,
        spans=found_in(index, asked.q, view).get(found.id, ()),
        twin=index.twin(found),
        before=view.clauses[place - 1] if place else None,
        after=view.clauses[place + 1] if place + 1 < len(view.clauses) else None,
        cited=_cited(index, found),
        references=_references(view.record, found),
    )


def lineage(call: Call, index: Index) -> Answer:
    """A clause through the documents that repeat it; the page of the clause takes it from here."""
    found = index.clause(call.path["id"])
    return page(call, "lineage.html", clause=found, lineage=index.lineage(found.id))


def _cited(index: Index, found: Clause) -> Citations | None:
    """What cites a paragraph; None for a clause that is cited as a whole only."""
    if found.kind != "operative" or not found.paragraph or not _is_cited(found.document):
        return None
    try:
        return index.citations(found.document, found.paragraph)
    except (NotFound, QueryError):
        return None
