"""The JSON interface: what the pages show, for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from msgspec import Struct

from ...errors import QueryError, TookTooLong
from ...indexer.model import Clause
from ..drafts import DraftFile, read_draft
from ..export import crossed
from ..facets import FACETS
from ..index import Index
from . import parameters
from .calls import Answer, Call, UnknownType
from .links import Links
from .pages.documents import found_in

__all__ = ["ADDRESSES", "LONGEST_NAME", "Address", "Operation"]

LONGEST_NAME: Final = 200
"""Characters of a symbol, or of the id of a clause."""


@dataclass(frozen=True, slots=True)
class Operation:
    """asked: what the address takes after its question mark; answer: what is answered"""

    asked: type[Struct]
    answer: Callable[[Any, Call, Index], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Address:
    """What answers the calls of one address. post: of what is sent to it, where it takes that"""

    get: Operation
    post: Operation | None = None

    @property
    def methods(self) -> Sequence[str]:
        """Those that are answered."""
        return ("GET", "POST") if self.post else ("GET",)

    def __call__(self, call: Call, index: Index) -> Answer:
        operation = self.post if self.post and call.method == "POST" else self.get
        return Answer.json(operation.answer(call.asked(operation.asked), call, index))


def _search(asked: parameters.SearchAsked, call: Call, index: Index) -> Mapping[str, Any]:
    """The clauses that answer a query, a page of them; all clauses without one."""
    results = index.search(
        asked.q,
        limit=asked.limit,
        offset=asked.offset,
        sort=asked.sort,
        facets=asked.facet,
        across=asked.across,
        everything=True,
        **asked.filters,
    )
    return {
        "query": asked.q,
        **crossed(asked.across, results),
        "total": results.total,
        "offset": asked.offset,
        "hits": results.to_dicts(),
        "facets": results.facets,
        "next": _next(call, asked.offset + asked.limit, results.total),
    }


def _next(call: Call, offset: int, total: int) -> str | None:
    """The address of the rest of a list; None at its end."""
    return call.here(offset=offset) if offset < total and offset <= parameters.FURTHEST else None


def _facets(asked: parameters.FacetsAsked, _: Call, index: Index) -> Mapping[str, Any]:
    """How all that answers a query spreads over the values of fields."""
    results = index.search(asked.q, limit=1, facets=asked.field or tuple(FACETS), **asked.filters)
    return {"query": asked.q, "total": results.total, "facets": results.facets}


def _clause(asked: parameters.ClauseAsked, call: Call, index: Index) -> Mapping[str, Any]:
    """One clause, with its wording in another language."""
    found = index.clause(_named(call, "id"))
    twin = index.twin(found)
    answer = found.to_dict() | {"twin": twin and twin.id, "links": _links(call, found)}
    if asked.parallel:
        beside = index.twin(found, asked.parallel)
        answer["parallel"] = beside and beside.to_dict()
    if asked.q.strip():
        spans = found_in(index, asked.q, index.document(found.document, found.lang))
        answer["spans"] = spans.get(found.id, ())
    return answer


def _links(call: Call, clause: Clause) -> dict[str, str]:
    """Where a clause and its document are found."""
    inside = _inside(call)
    return {
        "self": inside.clause(clause.id),
        "page": call.links.clause(clause.id),
        "document": inside.document(clause.document, lang=clause.lang),
    }


def _inside(call: Call) -> Links:
    """Makes addresses of the JSON interface."""
    return Links(f"{call.base}/api")


def _document(asked: parameters.DocumentAsked, call: Call, index: Index) -> Mapping[str, Any]:
    """A whole document, with its wording in another language."""
    view = index.document(_named(call, "symbol"), asked.lang)
    record = view.record
    other = next((lang for lang in view.languages if lang != record.lang), None)
    inside = _inside(call)
    answer = view.to_dict() | {
        "twin": other and f"{record.symbol}@{other}",
        "links": {
            "self": inside.document(record.symbol, lang=record.lang),
            "page": call.links.document(record.symbol, lang=record.lang),
            "citations": inside("/citations", symbol=record.symbol),
        },
    }
    if asked.parallel:
        rows = index.parallel(f"{record.symbol}@{record.lang}", to=asked.parallel).rows
        answer["parallel"] = [row.to_dict() for row in rows]
    if asked.q.strip():
        answer["spans"] = found_in(index, asked.q, view)
    return answer


def _named(call: Call, name: str) -> str:
    """A symbol or an id from the path of a call. Raises QueryError."""
    written: str = call.path[name]
    if len(written) > LONGEST_NAME:
        raise QueryError(f"{name}: at most {LONGEST_NAME} characters, not {len(written):,}")
    return written


def _similar(asked: parameters.PrecedentsAsked, _: Call, index: Index) -> Mapping[str, Any]:
    """The precedents of one paragraph."""
    draft = _draft(asked.text, asked.id, index)
    return _precedents(index, draft, asked, asked.leave_out)


def _draft(text: str, clause_id: str, index: Index) -> str:
    """A paragraph, or the id of the clause that is one."""
    if bool(text.strip()) == bool(clause_id.strip()):
        raise QueryError("give text, a paragraph, or id, that of a clause")
    return index.clause(clause_id).id if clause_id else text


def _precedents(index: Index, draft: str, asked: parameters.DraftAsked, leave_out: Sequence[str]) -> dict[str, Any]:
    found = index.similar(
        draft,
        limit=asked.limit,
        earlier=asked.earlier,
        leave_out=leave_out,
        novel=asked.novel,
        **asked.filters,
    )
    return found.to_dict(novel=asked.novel)


class _Sent(Struct, forbid_unknown_fields=True):
    """A draft as it is sent: its text, or the id of a clause."""

    text: str = ""
    id: str = ""


def _similar_draft(asked: parameters.DraftAsked, call: Call, index: Index) -> Mapping[str, Any]:
    """The precedents of a draft, paragraph by paragraph; what there was no time for is named."""
    sent = _sent(call)
    draft = _draft(sent.text, sent.id, index)
    read = DraftFile("", (draft,)) if sent.id else read_draft(draft.encode(), "draft")
    found: list[dict[str, Any]] = []
    for paragraph in read.paragraphs:
        try:
            found.append(_precedents(index, paragraph, asked, (*asked.leave_out, read.symbol)))
        except TookTooLong:
            if not found:
                raise
            break
    return {
        "symbol": read.symbol or None,
        "paragraphs": found,
        "not_looked_at": read.paragraphs[len(found) :],
        "headings": read.headings,
        "too_long": read.too_long,
        "notes": read.notes,
    }


def _sent(call: Call) -> _Sent:
    """What a request brings. Raises UnknownType, and QueryError for what cannot be read."""
    if call.content_type not in ("application/json", "text/plain") or call.charset not in ("", "utf-8", "us-ascii"):
        raise UnknownType("send a draft as application/json or text/plain, in UTF-8")
    try:
        if call.content_type == "text/plain":
            return _Sent(text=call.body.decode("utf-8-sig"))
        return msgspec.json.decode(call.body, type=_Sent)
    except UnicodeDecodeError:
        raise QueryError("the draft is not in UTF-8") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise QueryError(f"the draft is no JSON object with text or id ({error})") from None


def _compare(asked: parameters.CompareAsked, _: Call, index: Index) -> Mapping[str, Any]:
    """Two documents or clauses side by side."""
    if not asked.new:
        raise QueryError("give new, a symbol, and old too unless what it renews is meant; or the ids of two clauses")
    pair = (asked.old, asked.new) if asked.old else (asked.new,)
    return index.compare(*pair, lang=asked.lang).to_dict()


def _usage(asked: parameters.UsageAsked, _: Call, index: Index) -> Mapping[str, Any]:
    """How often wordings were used, year by year."""
    return index.usage(*asked.phrase, **asked.filters).to_dict()


def _citations(asked: parameters.CitationsAsked, call: Call, index: Index) -> Mapping[str, Any]:
    """What a document cites and a page of what cites it."""
    if not asked.symbol.strip():
        raise QueryError("give symbol, that of a document")
    found = index.citations(
        asked.symbol, asked.paragraph, lang=asked.lang, since=asked.since, until=asked.until
    ).to_dict()
    rows, end = found["cited_by"], asked.offset + asked.limit
    page = {"cited_by": rows[asked.offset : end], "total": len(rows), "offset": asked.offset}
    return found | page | {"next": _next(call, end, len(rows))}


def _complete(asked: parameters.CompletionAsked, _: Call, index: Index) -> Mapping[str, Any]:
    """Ways to go on with a query."""
    return index.complete(asked.q, asked.at).to_dict()


ADDRESSES: Final[Mapping[str, Address]] = {
    "/api/search": Address(Operation(parameters.SearchAsked, _search)),
    "/api/facets": Address(Operation(parameters.FacetsAsked, _facets)),
    "/api/clauses/{id:path}": Address(Operation(parameters.ClauseAsked, _clause)),
    "/api/documents/{symbol:path}": Address(Operation(parameters.DocumentAsked, _document)),
    "/api/similar": Address(
        Operation(parameters.PrecedentsAsked, _similar), Operation(parameters.DraftAsked, _similar_draft)
    ),
    "/api/compare": Address(Operation(parameters.CompareAsked, _compare)),
    "/api/usage": Address(Operation(parameters.UsageAsked, _usage)),
    "/api/citations": Address(Operation(parameters.CitationsAsked, _citations)),
    "/api/complete": Address(Operation(parameters.CompletionAsked, _complete)),
}
"""All of it but its own description."""
