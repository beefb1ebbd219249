"""Whoosh 2.7.4 as it comes: its file storage, its own stemming analyzer, its searcher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.qparser import AndGroup, OrGroup, QueryParser

from . import HITS, Joining, Row

__all__ = ["StockWhoosh"]


class StockWhoosh:
    """One stemmed text field, stored. No stop words, as in the other engines, so that all answer the same query."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: Any = None
        self.searcher: Any = None

    def build(self, rows: Iterable[Row]) -> None:
        self.folder.mkdir(parents=True)
        analyzer = StemmingAnalyzer(stoplist=None, minsize=1)
        schema = Schema(id=ID(stored=True), text=TEXT(analyzer=analyzer, stored=True))
        writer = whoosh_index.create_in(str(self.folder), schema).writer(limitmb=128)
        for clause, _ in rows:
            writer.add_document(id=clause.id, text=clause.text)
        writer.commit()

    def open(self) -> None:
        if self.searcher is not None:
            self.searcher.close()
        self.index = self.index or whoosh_index.open_dir(str(self.folder))
        self.searcher = self.index.searcher()
        self.parsers = {
            "|": QueryParser("text", self.index.schema, group=OrGroup),
            "&": QueryParser("text", self.index.schema, group=AndGroup),
        }

    def query(self, words: Sequence[str], joining: Joining) -> str:
        if joining == "phrase":
            return f'&"{" ".join(words)}"'
        # the sign says which of two parsers is to read it, as a program would know
        return ("|" if joining == "any" else "&") + " ".join(words)

    def search(self, query: str) -> list[str]:
        tree = self.parsers[query[0]].parse(query[1:])
        return [hit["text"] for hit in self.searcher.search(tree, limit=HITS)]
