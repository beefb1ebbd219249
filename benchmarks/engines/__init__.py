"""The engines that are measured side by side: each builds an index of clauses and answers with ten hits.

An engine is not told what it is asked: its query texts are made by `query` beforehand, and `search` is what the
clock runs over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from seized.indexer.model import Clause
    from seized.indexer.records import DocumentRecord

__all__ = [
    "ENGINES",
    "FTS5",
    "HITS",
    "NO_TOTAL",
    "OURS",
    "TANTIVY",
    "WHOOSH",
    "Engine",
    "Joining",
    "Row",
    "engine",
    "folder_of",
    "of_documents",
]

Row = tuple["Clause", "DocumentRecord"]
Joining = Literal["any", "all", "phrase"]
"""How the words of a query stand together."""
HITS = 10


def of_documents(rows: Iterable[Row]) -> Iterator[tuple[DocumentRecord, Iterator[Clause]]]:
    """Each document with its clauses, as they stand one after another."""
    for _, group in groupby(rows, key=lambda row: id(row[1])):
        first, *others = group
        yield first[1], (clause for clause, _ in (first, *others))


class Engine(Protocol):
    """One engine over one folder of its own."""

    def __init__(self, folder: Path) -> None: ...

    def build(self, rows: Iterable[Row]) -> None:
        """Index the clauses, commit, and leave nothing running behind."""

    def open(self) -> None:
        """Make ready to search; drops whatever was remembered of earlier searches."""

    def query(self, words: Sequence[str], joining: Joining) -> str:
        """The text of a query in the engine's own language."""

    def search(self, query: str) -> list[str]:
        """From the text of a query to the texts of its best ten hits."""


class Kind(NamedTuple):
    """Where an engine is and what must be installed for it.

    is_queried: False for one that is only built; asks: another engine, whose index this one asks
    """

    home: str
    needs: str
    is_queried: bool = True
    asks: str = ""

    @property
    def is_installed(self) -> bool:
        return find_spec(self.needs) is not None


OURS, WHOOSH, FTS5, TANTIVY = "seized", "stock Whoosh", "SQLite FTS5", "tantivy"
NO_TOTAL, SAME_FIELDS = "tantivy (no total)", "tantivy (our fields)"

ENGINES = {
    OURS: Kind("ours:Seized", "seized"),
    WHOOSH: Kind("stock_whoosh:StockWhoosh", "whoosh"),
    FTS5: Kind("fts5:Fts5", "sqlite3"),
    TANTIVY: Kind("tantivy_text:TantivyText", "tantivy"),
    NO_TOTAL: Kind("tantivy_text:TantivyWithoutTotal", "tantivy", asks=TANTIVY),
    SAME_FIELDS: Kind("tantivy_fields:TantivyFields", "tantivy", is_queried=False),
}


def engine(name: str) -> Callable[[Path], Engine]:
    """The class of an engine; imports nothing of the others."""
    module, _, member = ENGINES[name].home.partition(":")
    made: Callable[[Path], Engine] = getattr(import_module(f"{__name__}.{module}"), member)
    return made


def folder_of(name: str, folder: Path) -> Path:
    """Where the index that an engine asks is, among the indexes in `folder`."""
    return folder / (ENGINES[name].asks or name)
