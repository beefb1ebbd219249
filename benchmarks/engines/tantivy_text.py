"""tantivy through its Python bindings, as their documentation shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from . import HITS, Joining, Row

__all__ = ["TantivyText", "TantivyWithoutTotal"]


class TantivyText:
    """One stemmed text field, stored; default writer; the best ten and their exact total, which is its default."""

    wants_total = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: Any = None

    def build(self, rows: Iterable[Row]) -> None:
        self.folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
        writer = tantivy.Index(builder.build(), path=str(self.folder)).writer()
        for clause, _ in rows:
            writer.add_document(tantivy.Document(id=clause.id, text=clause.text))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self.index = tantivy.Index.open(str(self.folder))
        self.searcher = self.index.searcher()

    def query(self, words: Sequence[str], joining: Joining) -> str:
        if joining == "phrase":
            return f'"{" ".join(words)}"'
        return (" " if joining == "any" else " AND ").join(words)

    def search(self, query: str) -> list[str]:
        tree = self.index.parse_query(query, ["text"])
        hits = self.searcher.search(tree, HITS, count=self.wants_total).hits
        return [self.searcher.doc(address)["text"][0] for _, address in hits]


class TantivyWithoutTotal(TantivyText):
    """The same, asked for the best ten alone, so that it may leave out what cannot be among them."""

    wants_total = False
