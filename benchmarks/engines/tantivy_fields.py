"""tantivy with the fields that this project's schema has: what of the cost of building is the engine's.

The plain comparison gives tantivy the text alone; here it indexes and stores what we do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from seized.indexer.schema import clause_fields, shared_fields

from . import Row, of_documents
from .tantivy_text import TantivyText

__all__ = ["TantivyFields"]

_TOKENIZERS = {"text": "en_stem", "agenda": "en_stem", "topic": "en_stem", "title": "en_stem", "exact": "default"}
_LISTS = ("verb", "lead", "cites", "sponsor", "vote")
_WORDS = ("record", "key", "order", "kind", "para", "lang", "body", "document", "edition", "symbol", *_LISTS)
_NUMBERS = ("date", "year")


class TantivyFields(TantivyText):
    """Built only."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)

    def build(self, rows: Iterable[Row]) -> None:
        self.folder.mkdir(parents=True)
        writer = tantivy.Index(_schema(), path=str(self.folder)).writer()
        for record, clauses in of_documents(rows):
            shared = shared_fields(record)
            for clause in clauses:
                writer.add_document(_document(clause_fields(clause, shared)))
        writer.commit()
        writer.wait_merging_threads()


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("data", stored=True)
    for name, tokenizer in _TOKENIZERS.items():
        builder.add_text_field(name, tokenizer_name=tokenizer)
    for name in _WORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name == "order")
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def _document(fields: dict[str, Any]) -> Any:
    return tantivy.Document(**{name: list(value) if name in _LISTS else value for name, value in fields.items()})
