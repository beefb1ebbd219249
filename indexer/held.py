"""What an index holds of files and corpora, as a build begins from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar

from .model import Clause
from .records import CorpusRecord, DocumentRecord, FileRecord
from .schema import CLAUSE, CORPUS, FILE, RECORD, read_record

__all__ = ["Holdings", "Store", "Writer", "corpora_of", "count_clauses", "files_of", "indexed_clauses", "record_data"]

_Record = TypeVar("_Record")


class Store(Protocol):
    """An index as a build reads it, wherever it is."""

    def kept(self, **terms: str) -> Iterator[bytes]:
        """What is kept of the records that have all these terms, by field, in the order of indexing."""

    def count(self, **terms: str) -> int:
        """How many records have all these terms."""

    def writer(self) -> Writer:
        """What changes it."""


class Writer(Protocol):
    """A change of an index, which nobody sees before its commit."""

    def delete_by_term(self, field: str, text: str) -> object:
        """Delete the records that have a term."""

    def add_document(self, **fields: Any) -> None:
        """Add a record, given its fields as `indexer.schema` has them."""

    def commit(self) -> None:
        """Make it the present state, all at once."""

    def cancel(self) -> None:
        """Leave it."""


def files_of(index: Store) -> dict[str, FileRecord]:
    """The files that the index was made from, by path."""
    return {file.path: file for file in _records(index, FILE, FileRecord)}


def corpora_of(index: Store) -> dict[str, CorpusRecord]:
    """The corpora that are in the index, by name."""
    return {corpus.name: corpus for corpus in _records(index, CORPUS, CorpusRecord)}


def indexed_clauses(index: Store, name: str) -> tuple[Clause, ...]:
    """The clauses of an edition in the order of reading."""
    found = [read_record(data, Clause) for data in index.kept(**{RECORD: CLAUSE, "edition": name})]
    return tuple(sorted(found, key=lambda clause: clause.position))


def count_clauses(index: Store) -> int:
    """How many clauses the index holds."""
    return index.count(**{RECORD: CLAUSE})


def record_data(index: Store, key: str) -> bytes | None:
    """What the record with a key holds; None if there is none."""
    return next(index.kept(key=key), None)


def _records(index: Store, sort: str, kind: type[_Record]) -> list[_Record]:
    return [read_record(data, kind) for data in index.kept(**{RECORD: sort})]


class Holdings:
    """What some files hold: the records of each edition, and what completes the editions of a symbol.

    editions: the records of each, by name; a supplement makes no edition by itself
    """

    def __init__(self, files: Iterable[FileRecord]) -> None:
        self.editions: dict[str, list[DocumentRecord]] = {}
        self._supplements: dict[str, list[DocumentRecord]] = {}
        for file in files:
            for record in file.documents:
                place = self._supplements if record.is_supplement else self.editions
                place.setdefault(record.symbol if record.is_supplement else record.edition, []).append(record)

    def supplements(self, symbol: str) -> list[DocumentRecord]:
        """What completes the editions of a symbol."""
        return self._supplements.get(symbol, [])

    def waiting(self) -> int:
        """How many symbols there is something to complete of, but no edition."""
        return len(self._supplements.keys() - {records[0].symbol for records in self.editions.values()})

    def concerned(self, records: Iterable[DocumentRecord]) -> set[str]:
        """The editions that change with some records: their own, and those that they complete."""
        records = list(records)
        completed = {record.symbol for record in records if record.is_supplement}
        found = {record.edition for record in records if not record.is_supplement}
        if completed:
            found.update(name for name, known in self.editions.items() if known[0].symbol in completed)
        return found
