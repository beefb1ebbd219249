"""What an index holds of files and corpora, as a build begins from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from .model import Clause
from .records import CorpusRecord, DocumentRecord, FileRecord
from .schema import CLAUSE, CORPUS, FILE, RECORD, read_record

if TYPE_CHECKING:
    from .columnar.index import ColumnarIndex
    from .columnar.reader import ColumnarReader

__all__ = ["Holdings", "corpora_of", "count_clauses", "files_of", "indexed_clauses", "record_data"]

_Record = TypeVar("_Record")


def files_of(index: ColumnarIndex) -> dict[str, FileRecord]:
    """The files that the index was made from, by path."""
    return {file.path: file for file in _records(index, FILE, FileRecord)}


def corpora_of(index: ColumnarIndex) -> dict[str, CorpusRecord]:
    """The corpora that are in the index, by name."""
    return {corpus.name: corpus for corpus in _records(index, CORPUS, CorpusRecord)}


def indexed_clauses(index: ColumnarIndex, name: str) -> tuple[Clause, ...]:
    """The clauses of an edition in the order of reading."""
    with index.reader() as reader:
        clauses = set(_with_term(reader, CLAUSE))
        numbers = [number for number in reader.postings("edition", name).all_ids() if number in clauses]
        found = [read_record(_data(reader, number), Clause) for number in numbers]
    return tuple(sorted(found, key=lambda clause: clause.position))


def count_clauses(index: ColumnarIndex) -> int:
    """How many clauses the index holds."""
    with index.reader() as reader:
        return sum(1 for _ in _with_term(reader, CLAUSE))


def record_data(index: ColumnarIndex, key: str) -> bytes | None:
    """What the record with a key holds; None if there is none."""
    with index.reader() as reader:
        if ("key", key) not in reader:
            return None
        number = next(iter(reader.postings("key", key).all_ids()))
        return _data(reader, number)


def _records(index: ColumnarIndex, sort: str, kind: type[_Record]) -> list[_Record]:
    with index.reader() as reader:
        return [read_record(_data(reader, number), kind) for number in _with_term(reader, sort)]


def _data(reader: ColumnarReader, number: int) -> bytes:
    """What is kept of a record; nothing of one that was damaged so."""
    return bytes(reader.stored_fields(number).get("data", b""))


def _with_term(reader: ColumnarReader, sort: str) -> Iterator[int]:
    """The numbers of the records of one sort."""
    return reader.postings(RECORD, sort).all_ids() if (RECORD, sort) in reader else iter(())


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
