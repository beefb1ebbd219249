"""The one place where clauses, documents and files become fields of the index, and come back.

Four sorts of records share the index, told apart by `record`: the clauses, the documents that they are
of, the files that those were read from, and the corpora that the files belong to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ..analyzers.stems import tagged
from ..errors import IndexCorrupted
from ..vocabulary import symbols
from ..vocabulary.fields import body_key, cites_key, country_key, date_key, para_key, symbol_key, vote_key
from .model import Clause
from .records import CorpusRecord, DocumentRecord, FileRecord

if TYPE_CHECKING:
    from whoosh.fields import Schema

__all__ = [
    "CLAUSE",
    "CORPUS",
    "DOCUMENT",
    "FILE",
    "INDEX_MARKER",
    "RECORD",
    "SCHEMA_VERSION",
    "clause_fields",
    "corpus_fields",
    "document_fields",
    "file_fields",
    "read_record",
    "schema",
    "shared_fields",
]

SCHEMA_VERSION = 2
INDEX_MARKER = "seized.json"
"""The file by which the folder of an index is known: its manifest."""
RECORD = "record"
CLAUSE, DOCUMENT, FILE, CORPUS = "clause", "document", "file", "corpus"

_Record = TypeVar("_Record")


def schema() -> Schema:
    """The fields of the index; their meaning is in docs/query-language.md."""
    from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema

    from ..analyzers.whoosh_analyzers import ExactAnalyzer, TextAnalyzer

    many = {"commas": True, "scorable": False}
    text = TextAnalyzer()
    return Schema(
        record=ID(),
        key=ID(unique=True),
        data=STORED,
        order=ID(sortable=True),
        text=TEXT(analyzer=text, phrase=True),
        exact=TEXT(analyzer=ExactAnalyzer(), phrase=True),
        kind=ID(),
        para=ID(),
        lang=ID(),
        body=ID(),
        edition=ID(),
        symbol=ID(),
        verb=KEYWORD(**many),
        lead=KEYWORD(**many),
        cites=KEYWORD(**many),
        # a clause without a date is the oldest
        date=NUMERIC(int, sortable=True, default=0),
        year=NUMERIC(int, sortable=True),
        agenda=TEXT(analyzer=text, phrase=True),
        topic=TEXT(analyzer=text, phrase=True),
        title=TEXT(analyzer=text, phrase=True),
        sponsor=KEYWORD(**many),
        vote=KEYWORD(**many),
    )


def shared_fields(document: DocumentRecord) -> dict[str, Any]:
    """The fields that all clauses of a document have alike."""
    fields = {
        "body": body_key(symbols.body(document.symbol)),
        "edition": document.edition,
        "symbol": symbol_key(document.symbol),
        "lang": document.lang,
        "agenda": document.agenda,
        "topic": "\n".join(document.topics),
        "title": document.title,
        "sponsor": tuple(country_key(country.code) for country in document.sponsors if country.code),
        "vote": _votes(document),
        **_dates(document.date),
    }
    return {name: value for name, value in fields.items() if value}


def clause_fields(clause: Clause, shared: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a clause; `shared`: those of its document, see `shared_fields`."""
    verbs = tuple(dict.fromkeys([verb.lemma for verb in clause.verbs]))
    # one value for both, which are analysed together
    text = tagged(clause.text, clause.lang)
    fields = {
        **shared,
        "record": CLAUSE,
        "key": f"{CLAUSE} {clause.id}",
        "data": msgspec.json.encode(clause),
        "order": f"{_padded(clause.document)} {clause.lang} {clause.position:06d}",
        "text": text,
        "exact": text,
        "kind": clause.kind,
        "verb": verbs,
        "lead": verbs[:1],
        "cites": _cited(clause),
    }
    if clause.paragraph:
        fields["para"] = para_key(clause.paragraph)
    return fields


def _cited(clause: Clause) -> tuple[str, ...]:
    if not (clause.cites or clause.pinpoints):
        return ()
    cited = [cites_key(symbol) for symbol in clause.cites]
    cited += [cites_key(pinpoint.document, pinpoint.paragraph) for pinpoint in clause.pinpoints]
    return tuple(dict.fromkeys(cited))


def _dates(iso: str) -> dict[str, int]:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso):
        return {}
    return {"date": date_key(iso), "year": int(iso[:4])}


@lru_cache(maxsize=1)
def _padded(symbol: str) -> str:
    """A symbol that sorts by number: clauses sort by it, then by language, then in the order of reading."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(6), symbol)


def _votes(document: DocumentRecord) -> tuple[str, ...]:
    if document.vote is None:
        return ()
    cast = (
        ("for", document.vote.in_favour),
        ("against", document.vote.against),
        ("abstain", document.vote.abstaining),
    )
    return tuple(vote_key(how, one.code) for how, who in cast for one in who if one.code)


def document_fields(document: DocumentRecord) -> dict[str, Any]:
    """The fields of a document's own record."""
    return {
        "record": DOCUMENT,
        "key": f"{DOCUMENT} {document.edition}",
        "symbol": symbol_key(document.symbol),
        "edition": document.edition,
        "lang": document.lang,
        "data": msgspec.json.encode(document),
    }


def file_fields(file: FileRecord) -> dict[str, Any]:
    """The fields of the record of a file."""
    return {"record": FILE, "key": f"{FILE} {file.path}", "data": msgspec.json.encode(file)}


def corpus_fields(corpus: CorpusRecord) -> dict[str, Any]:
    """The fields of the record of a corpus."""
    return {"record": CORPUS, "key": f"{CORPUS} {corpus.name}", "data": msgspec.json.encode(corpus)}


def read_record(data: bytes, kind: type[_Record]) -> _Record:
    """The clause, or the record of a document, file or corpus, that `data` holds. Raises IndexCorrupted."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise IndexCorrupted(None, f"a record of the index is damaged (it is no {kind.__name__})") from error
