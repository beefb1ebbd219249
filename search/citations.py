"""What a document cites and what cites it, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import NotFound, QueryError
from ..indexer.grammar.charter import CHARTER
from ..indexer.grammar.relative import Reference, Setting, find_elsewhere, find_relative, operative_labels
from ..indexer.model import Clause
from ..indexer.records import DocumentRecord
from ..indexer.schema import CLAUSE, RECORD
from ..vocabulary import dates, symbols
from ..vocabulary.fields import CITES, cites_key, para_key
from .cited import Citations, Cited, Reached, Relative, is_within
from .leaves import language
from .syntax import shown

if TYPE_CHECKING:
    from .citation_graph import Direction, Network
    from .index import Index

__all__ = ["all_cited", "citations", "cited_in", "document_asked", "preferred", "read_target"]

_PLACE = re.compile(r"(?P<symbol>.{1,80}?)\s?/\s?op\s?/\s?(?P<label>[^@~]{1,40})(?:~\d{1,3})?", re.IGNORECASE)
_PINPOINT = re.compile(
    r"(?P<symbol>.{1,80}?),?\s{0,2}(?:\#|§|\bpara(?:graph)?\b\.?|\bop\b|第)\s{0,2}(?P<label>[^#]{1,40}?)段?",
    re.IGNORECASE,
)
_EDITION = re.compile(r"@[a-z]{2}\Z")
_KINDS = ("letter", "pp", "op", "st")
"""Kinds of clauses as they follow one another in a document; headings and annexes come last."""
_LABEL = re.compile(r"\d{1,3}(?:\([^()]{1,5}\)){0,3}")


def read_target(written: str, paragraph: str = "") -> tuple[str, str]:
    """The symbol and the paragraph of "2127(2013)#5", "S/RES/2127(2013)/op/5" or "1267 (1999) para 7".

    The paragraph is "" for a whole document. Raises QueryError.
    """
    symbol, label = _EDITION.sub("", written.strip()), paragraph
    if not label and (found := _PLACE.fullmatch(symbol) or _PINPOINT.fullmatch(symbol)):
        symbol, label = found["symbol"], found["label"]
    if symbol.casefold() == CHARTER.casefold():
        return CHARTER, label.strip()
    label = para_key(label)
    if label and not _LABEL.fullmatch(label):
        raise QueryError(f"{shown(label)} is no paragraph; write 2127#5, 2127#8(a) or S/RES/2127(2013)/op/5")
    return symbol, label


def document_asked(index: Index, written: str) -> str:
    """The canonical symbol of what a person writes. Raises QueryError."""
    return CHARTER if written == CHARTER else index.symbol_asked(written)


def citations(  # noqa: PLR0913 (one for each option of the command line)
    index: Index,
    symbol: str,
    paragraph: str = "",
    *,
    depth: int = 1,
    lang: str = "",
    since: str = "",
    until: str = "",
) -> Citations:
    """See `Index.citations`."""
    if depth < 1:
        raise QueryError("depth counts from 1")
    if since and until and _day(since, 0) > _day(until, 1):
        raise QueryError(f"the range from {shown(since)} to {shown(until)} runs backwards")
    lang = language(lang)
    written, label = read_target(symbol, paragraph)
    document = document_asked(index, written)
    editions = index.editions(document)
    found = _of_document(index, document, label, editions, lang)
    rows = preferred(row for clause in _citing(index, document, lang) for row in cited_in(clause))
    parts = symbols.components(document)
    rows = [row for row in rows if row.target in parts and _is_between(row.date, since, until)]
    if not editions and not rows:
        raise NotFound(f"no document {document} in the index, and none that cites it")
    if label and editions and editions[0].type == "resolution" and all(row.paragraph != label for row in rows):
        index.clause(f"{document}/op/{label}")  # says which paragraphs there are
    further = _further(index.network(lang=lang), document, depth) if depth > 1 else ()
    return replace(found, cited_by=tuple(sorted(rows, key=lambda row: _rank(found, row))), further=tuple(further))


def _citing(index: Index, document: str, lang: str) -> Iterator[Clause]:
    """The clauses that cite a document by its symbol, from the index's own terms."""
    terms = {RECORD: CLAUSE} | ({"lang": lang} if lang else {})
    for part in symbols.components(document):
        if part == CHARTER:
            yield from (hit.clause for hit in index.search("cites:Charter", limit=None, lang=lang or None))
        else:
            yield from index.clauses(_all_terms(terms | {CITES: cites_key(part)}))


def _all_terms(terms: dict[str, str]) -> Any:
    from whoosh.query import And, Term

    return And([Term(name, value) for name, value in terms.items()])


def all_cited(index: Index, lang: str = "") -> list[Cited]:
    """All that the clauses of an index cite, each paragraph once."""
    from whoosh.query import Every

    clauses = index.clauses(Every(CITES))
    return preferred(row for clause in clauses if not lang or clause.lang == lang for row in cited_in(clause))


def cited_in(clause: Clause) -> Iterator[Cited]:
    """What a clause cites of other documents, each document or paragraph once."""
    relative = find_elsewhere(clause.text, clause.lang, clause.document, clause.kind) if clause.cites else ()
    said = {
        (target.document, target.paragraph): (clause.text[one.start : one.end], one.relation)
        for one in reversed(relative)
        for target in one.targets
    }
    pinned = dict.fromkeys((pin.document, pin.paragraph) for pin in clause.pinpoints)
    pinned |= dict.fromkeys(target for target in said if target[1])
    documents = {document for document, _ in pinned}
    whole = [(symbol, "") for symbol in clause.cites if symbol not in documents]
    own = symbols.components(clause.document)
    for document, label in (*whole, *pinned):
        if document != clause.document and document not in own:
            yield _row(clause, document, label, *said.get((document, label), ("", "")))


def _row(clause: Clause, target: str, label: str, phrase: str, relation: str) -> Cited:
    return Cited(
        clause=clause.id,
        document=clause.document,
        place=_place(clause),
        lang=clause.lang,
        date=clause.date,
        target=target,
        paragraph=label,
        phrase=phrase,
        relation=relation,
    )


def _place(clause: Clause) -> str:
    """The end of a clause's id without its edition: "op/20(a)"."""
    return "/".join(clause.id.partition("@")[0].rsplit("/", 2)[-2:])


def preferred(rows: Iterable[Cited]) -> list[Cited]:
    """The rows without those that only repeat in another language what the English clause cites."""
    rows = list(rows)
    english = {(row.document, row.place, row.target) for row in rows if row.lang == "en"}
    return [row for row in rows if row.lang == "en" or (row.document, row.place, row.target) not in english]


def _rank(found: Citations, row: Cited) -> tuple[bool, str, str, int, str]:
    kind = row.place.partition("/")[0]
    order = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
    return not found.pinpoints(row), row.date, _padded(row.document), order, _padded(f"{row.place} {row.paragraph}")


def _padded(text: str) -> str:
    return re.sub(r"\d+", lambda digits: digits[0].zfill(6), text)


def _is_between(date: str, since: str, until: str) -> bool:
    if not date and (since or until):
        return False
    return (not since or date >= _day(since, 0)) and (not until or date <= _day(until, 1))


def _day(written: str, end: int) -> str:
    covered = dates.date_range(written)
    if covered is None:
        raise QueryError(f"{shown(written)} is no date; write 2020, 2020-03 or 2020-03-30")
    return covered[end]


def _of_document(index: Index, document: str, label: str, editions: Sequence[DocumentRecord], lang: str) -> Citations:
    """What the document itself says: in the language asked for, or in English and what only others have."""
    known = next((one for one in editions if not lang or one.lang == lang), None)
    shown = known or (editions[0] if editions else None)
    if shown is None:
        return Citations(document, label, "", "", in_index=False)
    read = [index.document(document, one.lang).clauses for one in editions if not lang or one.lang == lang]
    rows = preferred(
        row for clauses in read for clause in clauses if _is_asked(clause, label) for row in cited_in(clause)
    )
    spoken = list(_spoken(read[0])) if read else []
    return Citations(
        document,
        label,
        shown.title if shown.title != shown.symbol else "",
        shown.date,
        in_index=True,
        cites=tuple(rows),
        within=tuple(dict.fromkeys(row for clause, one in spoken for row in _to_itself(clause, one, label))),
        relative=tuple(_relative(clause, one) for clause, one in spoken if _is_asked(clause, label)),
    )


def _is_asked(clause: Clause, label: str) -> bool:
    return not label or (clause.kind == "operative" and is_within(clause.paragraph, label))


def _spoken(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, Reference]]:
    """The relative references of a document, with their clauses."""
    labels = operative_labels(clauses)
    for clause in clauses:
        where = Setting(clause.document, clause.kind, clause.paragraph, labels)
        for one in find_relative(clause.text, clause.lang, where):
            yield clause, one


def _relative(clause: Clause, one: Reference) -> Relative:
    return Relative(clause.id, clause.text[one.start : one.end], one.targets, one.relation)


def _to_itself(clause: Clause, one: Reference, label: str) -> Iterator[Cited]:
    """The rows of a reference to other paragraphs of the same document, from or to the paragraph asked for."""
    for target in one.targets:
        here = target.document == clause.document and target.paragraph
        number = clause.paragraph.partition("(")[0] if clause.kind == "operative" else ""
        if not here or target.paragraph == number:  # "this paragraph"
            continue
        if _is_asked(clause, label) or is_within(target.paragraph, label):
            phrase = clause.text[one.start : one.end]
            yield _row(clause, target.document, target.paragraph, phrase, one.relation)


def _further(network: Network, document: str, depth: int) -> Iterator[Reached]:
    """The documents two and more citations off, each direction by itself."""
    directions: tuple[Direction, ...] = ("cites", "cited by")
    for direction in directions:
        for symbol, (steps, via) in network.reach(document, depth, direction).items():
            if steps > 1:
                yield Reached(symbol, direction, steps, via)
