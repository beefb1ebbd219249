"""What each tool for assistants takes, and what it answers: the JSON contract, long lists cut, and the same as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final, NamedTuple

from msgspec import Meta, Struct, field

from ..errors import QueryError
from ..indexer.model import Clause
from .alignment import marked
from .document import DocumentView
from .engine import Sort
from .export import crossed
from .index import Index
from .opened import is_clause_id
from .precedent import LONGEST
from .query import LONGEST as LONGEST_QUERY
from .suggest import in_other_language
from .web.parameters import Filtered

__all__ = ["TOOLS", "Told", "Tool"]

_LONGEST_TEXT: Final = 1_200
"""Characters of a clause that is one of several."""
_LONGEST_LIST: Final = 20
"""Values of a list inside an answer, such as the sponsors of a resolution."""

Name = Annotated[str, Meta(max_length=200)]
Names = Annotated[list[Name], Meta(max_length=50)]
Day = Annotated[str, Meta(max_length=40)]
Few = Annotated[int, Meta(ge=1, le=50)]
Many = Annotated[int, Meta(ge=1, le=200)]
Offset = Annotated[int, Meta(ge=0, le=1_000_000)]


class SearchAsked(Filtered, frozen=True, kw_only=True):
    """A search: which hits of it, and what to count over all of them."""

    required: ClassVar[tuple[str, ...]] = ()
    query: Annotated[str, Meta(max_length=LONGEST_QUERY)] = ""
    limit: Few = 10
    offset: Offset = 0
    sort: Sort = "relevance"
    across: Name = ""
    count: Names = field(default_factory=list)


class SimilarAsked(Filtered, frozen=True, kw_only=True):
    """A draft, and what its precedents have to be."""

    required: ClassVar[tuple[str, ...]] = ("draft",)
    draft: Annotated[str, Meta(max_length=2 * LONGEST)] = ""
    limit: Few = 5
    earlier: bool = False
    leave_out: Names = field(default_factory=list)


class ShowAsked(Struct, frozen=True, kw_only=True):
    """A document or a clause, and which of the document's paragraphs."""

    required: ClassVar[tuple[str, ...]] = ("symbol",)
    symbol: Name = ""
    lang: Name = ""
    limit: Many = 50
    offset: Offset = 0


class CitesAsked(Struct, frozen=True, kw_only=True):
    """A document or one paragraph of it, and which rows of either direction."""

    required: ClassVar[tuple[str, ...]] = ("symbol",)
    symbol: Name = ""
    paragraph: Annotated[str, Meta(max_length=40)] = ""
    lang: Name = ""
    since: Day = ""
    until: Day = ""
    limit: Many = 50
    offset: Offset = 0


class Told(NamedTuple):
    """An answer. content: for programs, an object of JSON; text: the same for readers"""

    content: dict[str, Any]
    text: str


class Tool(NamedTuple):
    """A tool. asked: what it takes; seconds: the time that it has"""

    asked: type[Struct]
    answer: Callable[[Any, Index], Told]
    seconds: float


class _Notes(list[str]):
    """What was cut from an answer, and how to ask for it."""

    def cut(self, values: Sequence[Any], what: str) -> list[Any]:
        """The first values of a list inside an answer."""
        if len(values) > _LONGEST_LIST:
            self.append(f"{len(values) - _LONGEST_LIST:,} more {what} are left out here")
        return list(values[:_LONGEST_LIST])

    def shortened(self, text: str, clause_id: str) -> str:
        """A clause's text, not too long."""
        if len(text) <= _LONGEST_TEXT:
            return text
        self.append(f"the text of {clause_id} is cut after {_LONGEST_TEXT:,} of {len(text):,} characters: show has it")
        return f"{text[:_LONGEST_TEXT].rstrip()}…"

    def further(self, total: int, offset: int, shown: int, what: str) -> None:
        """How to go on after a page of a list."""
        if offset + shown < total:
            self.append(f"{total - offset - shown:,} more {what}: ask again with offset {offset + shown}")
        elif total <= offset and offset:
            self.append(f"there are {total:,} {what} in all: ask with a smaller offset")

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        """A clause of several, as the contract has it."""
        lists = {name: self.cut(row[name], f"{name} of {row['id']}") for name in row if isinstance(row[name], list)}
        return row | lists | {"text": self.shortened(row["text"], row["id"])}


def _told(content: dict[str, Any], notes: _Notes, lines: Iterator[str]) -> Told:
    text = "\n".join(lines)
    ending = "\n".join(f"({note})" for note in notes)
    return Told(content | {"notes": list(notes)}, "\n\n".join(filter(None, (text, ending))))


def _search(asked: SearchAsked, index: Index) -> Told:
    """The clauses that answer a query."""
    results = index.search(
        asked.query,
        limit=asked.limit,
        offset=asked.offset,
        sort=asked.sort,
        facets=asked.count,
        across=asked.across,
        **asked.filters,
    )
    notes = _Notes()
    notes.further(results.total, asked.offset, len(results), "clauses")
    hits = [notes.row(hit.to_dict()) for hit in results]
    counts = {name: _first(values, f"values of {name}", notes) for name, values in results.facets.items()}
    if not results.total:
        notes += _meant(asked, index)
    content = {
        "query": asked.query,
        **crossed(asked.across, results),
        "total": results.total,
        "offset": asked.offset,
        "hits": hits,
        "facets": counts,
    }
    return _told(content, notes, _search_lines(content))


def _first(counts: Mapping[str, int], what: str, notes: _Notes) -> dict[str, int]:
    return dict(notes.cut(list(counts.items()), what))


def _meant(asked: SearchAsked, index: Index) -> Iterator[str]:
    """What was probably meant by a search that finds nothing."""
    if asked.across:
        return
    yield from index.suggest(asked.query, **asked.filters)
    if asked.query.strip() and (other := in_other_language(index, asked.query, asked.filters)):
        to, total = other
        yield f'{total:,} clauses say it in another language: ask again with across "{to}"'


def _search_lines(content: Mapping[str, Any]) -> Iterator[str]:
    yield f"{content['total']:,} clause{'' if content['total'] == 1 else 's'}"
    for number, hit in enumerate(content["hits"], content["offset"] + 1):
        yield f"\n{number}. {_head(hit)}\n{hit['text']}"
    for name, counts in content["facets"].items():
        yield f"\nby {name}: {', '.join(f'{value} {many:,}' for value, many in counts.items())}"


def _head(row: Mapping[str, Any]) -> str:
    verbs = ", ".join(dict.fromkeys(verb["lemma"] for verb in row["verbs"]))
    return " · ".join(filter(None, (row["id"], row["date"], verbs)))


def _similar(asked: SimilarAsked, index: Index) -> Told:
    """The precedents of a draft: the nearest use of each wording."""
    if not asked.draft.strip():
        raise QueryError("similar to what? Give the text of a paragraph, or the id of a clause")
    found = index.similar(
        asked.draft,
        limit=asked.limit,
        earlier=asked.earlier,
        leave_out=asked.leave_out,
        novel=True,
        **asked.filters,
    )
    notes = _Notes()
    if len(found.wordings) == asked.limit:
        notes.append(f"there may be more wordings: ask again with a limit above {asked.limit}")
    rows = []
    for nearest, *_ in found.wordings:
        row = nearest.to_dict()
        rows.append(row | {"text": notes.shortened(row["text"], nearest.id), "diff": marked(nearest.diff)})
    content = {
        "draft": found.draft,
        "precedents": rows,
        "novel": notes.cut([found.draft[start:end] for start, end in found.novel], "stretches that are new"),
    }
    return _told(content, notes, _similar_lines(content))


def _similar_lines(content: Mapping[str, Any]) -> Iterator[str]:
    rows = content["precedents"]
    yield f"{len(rows)} wording{'' if len(rows) == 1 else 's'}; [-…-] is left out in the draft, {{+…+}} put in"
    for row in rows:
        use = row["wording"]
        head = f"{row['id']} · {row['date']} · {row['coverage']:.0%} of the draft"
        used = f"used {use['used']} times, first {use['first_used']}, last {use['last_used']}"
        yield f"\n{use['number']}. {head} · {used}"
        yield row["diff"]
    if content["novel"]:
        yield f"\nin no precedent: {'; '.join(content['novel'])}"


def _show(asked: ShowAsked, index: Index) -> Told:
    """A document, its paragraphs a page at a time; or one clause."""
    if not asked.symbol.strip():
        raise QueryError("show what? Give a symbol (2553, S/PRST/2007/3) or the id of a clause")
    if is_clause_id(asked.symbol):
        return _show_clause(asked, index)
    view = index.document(asked.symbol, asked.lang)
    notes = _Notes()
    page = view.clauses[asked.offset : asked.offset + asked.limit]
    notes.further(len(view.clauses), asked.offset, len(page), "paragraphs")
    about = {
        name: notes.cut(v, name) if isinstance(v, list) else v
        for name, v in view.to_dict().items()
        if name != "clauses"
    }
    content = about | {
        "total": len(view.clauses),
        "offset": asked.offset,
        "clauses": [notes.row(clause.to_dict()) for clause in page],
    }
    return _told(content, notes, _document_lines(view, content))


def _show_clause(asked: ShowAsked, index: Index) -> Told:
    wanted = asked.symbol if "@" in asked.symbol or not asked.lang else f"{asked.symbol}@{asked.lang}"
    clause = index.clause(wanted)
    twin = index.twin(clause)
    notes = _Notes()
    if twin is not None:
        notes.append(f"{twin.id} is its wording in {twin.lang!r}: show has it")
    content = clause.to_dict() | {"twin": twin.id if twin else None}
    return _told(content, notes, iter((_head(content), clause.text)))


def _document_lines(view: DocumentView, content: Mapping[str, Any]) -> Iterator[str]:
    record = view.record
    yield " · ".join(filter(None, (record.symbol, record.date, record.agenda)))
    if record.title and record.title != record.symbol:
        yield record.title
    if record.vote is not None:
        sides = (record.vote.in_favour, record.vote.against, record.vote.abstaining)
        yield "adopted by {} votes, {} against, {} abstaining".format(*map(len, sides))
    for row, clause in zip(content["clauses"], view.clauses[content["offset"] :], strict=False):
        yield f"\n{_label(clause)} {row['text']}"


def _label(clause: Clause) -> str:
    """What stands before a paragraph: its place as its id has it."""
    kind, place = clause.id.partition("@")[0].rsplit("/", 2)[-2:]
    return f"[{kind}/{place}]"


def _cites(asked: CitesAsked, index: Index) -> Told:
    """What a document cites, and what cites it."""
    if not asked.symbol.strip():
        raise QueryError("the citations of what? Give a symbol, as in 2127, or 2127#5 for one paragraph")
    found = index.citations(asked.symbol, asked.paragraph, lang=asked.lang, since=asked.since, until=asked.until)
    notes = _Notes()
    whole = found.to_dict()
    rows: dict[str, Any] = {}
    for name, what in (("cites", "citations in it"), ("cited_by", "citations of it")):
        rows[name] = whole[name][asked.offset : asked.offset + asked.limit]
        notes.further(len(whole[name]), asked.offset, len(rows[name]), what)
    rest = {
        name: notes.cut(whole[name], what)
        for name, what in (("within", "citations of its own paragraphs"), ("relative", "relative references"))
    }
    content = whole | rows | rest | {"totals": {name: len(whole[name]) for name in rows}, "offset": asked.offset}
    del content["further"]
    return _told(content, notes, _cites_lines(content))


def _cites_lines(content: Mapping[str, Any]) -> Iterator[str]:
    paragraph = f", paragraph {content['paragraph']}" if content["paragraph"] else ""
    known = content["date"] or "" if content["in_index"] else "not in the index"
    yield " · ".join(filter(None, (f"{content['document']}{paragraph}", known, content["title"])))
    yield f"\ncites {content['totals']['cites']:,}:"
    yield from (f"{row['place']} → {_target(row)}" for row in content["cites"])
    yield f"\ncited by {content['totals']['cited_by']:,}:"
    yield from (f"{row['clause']} · {row['date']} → {_target(row)}" for row in content["cited_by"])


def _target(row: Mapping[str, Any]) -> str:
    paragraph = f" paragraph {row['paragraph']}" if row["paragraph"] else ""
    return f"{row['target']}{paragraph}"


TOOLS: Final[Mapping[str, Tool]] = {
    "search": Tool(SearchAsked, _search, 2.0),
    "similar": Tool(SimilarAsked, _similar, 10.0),
    "show": Tool(ShowAsked, _show, 2.0),
    "cites": Tool(CitesAsked, _cites, 2.0),
}
"""The tools by name."""
