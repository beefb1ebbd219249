"""SQLite's full-text search, FTS5, through Python's own sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from . import HITS, Joining, Row

__all__ = ["Fts5"]


class Fts5:
    """One virtual table with the Porter tokenizer, filled in one transaction and merged into one tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.connection: sqlite3.Connection | None = None

    def build(self, rows: Iterable[Row]) -> None:
        self.folder.mkdir(parents=True)
        connection = sqlite3.connect(self.folder / "clauses.db")
        connection.execute("CREATE VIRTUAL TABLE clauses USING fts5(id UNINDEXED, text, tokenize='porter unicode61')")
        connection.executemany("INSERT INTO clauses VALUES (?, ?)", ((clause.id, clause.text) for clause, _ in rows))
        connection.execute("INSERT INTO clauses(clauses) VALUES ('optimize')")
        connection.commit()
        connection.close()

    def open(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = sqlite3.connect(self.folder / "clauses.db")

    def query(self, words: Sequence[str], joining: Joining) -> str:
        if joining == "phrase":
            return f'"{" ".join(words)}"'
        return (" OR " if joining == "any" else " ").join(f'"{word}"' for word in words)

    def search(self, query: str) -> list[str]:
        assert self.connection is not None
        asked = "SELECT id, text FROM clauses WHERE clauses MATCH ? ORDER BY rank LIMIT ?"
        return [text for _, text in self.connection.execute(asked, (query, HITS))]
