"""This project through its public API; building goes the way of `build_index` from the parsed clause on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from seized import Index, open_index
from seized.indexer import store
from seized.indexer.schema import clause_fields, document_fields, shared_fields

from . import HITS, Joining, Row, of_documents

__all__ = ["Seized"]


class Seized:
    """Clauses with all their fields; ten hits with their text and snippet, and the exact total."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: Index | None = None

    def build(self, rows: Iterable[Row]) -> None:
        documents = {}
        with store.opened_for_change(self.folder) as index:
            writer = index.writer()
            for document, clauses in of_documents(rows):
                shared = shared_fields(document)
                for clause in clauses:
                    writer.add_document(**clause_fields(clause, shared))
                documents[document.edition] = document
            for document in documents.values():
                writer.add_document(**document_fields(document))
            writer.commit()

    def open(self) -> None:
        if self.index is not None:
            self.index.close()
        self.index = open_index(self.folder)

    def query(self, words: Sequence[str], joining: Joining) -> str:
        if joining == "phrase":
            return f'"{" ".join(words)}"'
        return (" OR " if joining == "any" else " ").join(words)

    def search(self, query: str) -> list[str]:
        assert self.index is not None
        results = self.index.search(query, limit=HITS)
        return [hit.clause.text for hit in results.hits if hit.snippet]
