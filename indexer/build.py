"""Paths to an index: incremental, all or nothing, and honest about what it could not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DocumentError, NothingRead
from . import store
from .grammar.clauses import clauses_of
from .model import Clause, Document
from .readers.sources import STDIN, root_of, walk
from .records import DocumentRecord, FileRecord, edition, merge

if TYPE_CHECKING:
    from .columnar.index import ColumnarIndex
    from .columnar.reader import ColumnarReader
    from .columnar.writer import ColumnarWriter
    from .readers.sources import SourceFile

__all__ = ["BuildReport", "Progress", "Rejected", "build_index", "parse"]

Progress = Callable[[str, int, int], None]
"""Called with a file's path, how many are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that could not be read, and why."""

    source: str
    reason: str


@dataclass(slots=True)
class BuildReport:
    """What a build did.

    indexed, skipped, removed: files that were read, that had not changed, that had vanished
    documents, clauses: how many the index now holds
    notes: what was recovered or left unresolved, by file
    """

    indexed: int = 0
    skipped: int = 0
    removed: int = 0
    documents: int = 0
    clauses: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[Rejected] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the index is another than before."""
        return bool(self.indexed or self.removed)


def parse(paths: Iterable[str | Path]) -> Iterator[tuple[Document, tuple[Clause, ...]] | DocumentError]:
    """The documents of some sources with their clauses, no index involved; errors come as items."""
    from .readers import read

    for source in walk(paths):
        try:
            for document in read(source, source.load()):
                yield document, _understood(document)
        except DocumentError as error:
            yield error


def build_index(
    paths: str | Path | Iterable[str | Path],
    path: str | Path,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Index the documents of `paths` (files, folders, archives, "-") into the folder `path`.

    Files that have not changed since the last run are skipped, changed ones replaced, and those that have
    vanished under a folder of `paths` removed. Either all of it is committed or nothing is. With `rebuild`
    the index is made anew from `paths` alone.

    Raises IndexLocked, IndexVersionError, IndexCorrupted, or SeizedError where the folder cannot be used.
    A source that cannot be read is in the report and stops nothing.
    """
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    path = Path(path).resolve()
    sources = list(walk(named))
    with store.opened_for_change(path, fresh=rebuild) as index:
        update = _Update(index, path)
        for done, source in enumerate(sources):
            if progress:
                progress(source.path, done, len(sources))
            update.read(source)
        if not update.after and not update.before:
            raise NothingRead(update.report.rejected)
        update.drop_vanished(sources, {root_of(name) for name in named})
        update.commit()
    if progress:
        progress("", len(sources), len(sources))
    return update.report


class _Update:
    """One change of an index, from the files that are there to one commit."""

    def __init__(self, index: ColumnarIndex, path: Path) -> None:
        self.index = index
        self.path = path
        self.report = BuildReport()
        with store.mapped_errors(path):
            self.before = _files(index)
        self.after = dict(self.before)
        self.parsed: dict[tuple[str, str], tuple[Clause, ...]] = {}
        self.touched: set[str] = set()

    def read(self, source: SourceFile) -> None:
        """Read one source unless it is as it was."""
        from .readers import read

        try:
            data = source.load()
            digest = source.digest(data)
            if any(file.digest == digest for file in self._known(source.path)):
                self.report.skipped += 1
                return
            documents = read(source, data)
            path = source.path if source.path != STDIN else f"{STDIN} {documents[0].symbol}"
            documents = tuple(replace(one, source=replace(one.source, path=path)) for one in documents)
            found = [(document, _understood(document)) for document in documents]
        except DocumentError as error:
            # what it held when it could be read stays in the index
            kept = " (kept as it was indexed before)" if any(_is_under(p, source.path) for p in self.before) else ""
            self.report.rejected.append(Rejected(error.source, error.reason + kept))
            return
        self._take(FileRecord(path, source.root, digest, self._keep(found)))
        self.report.indexed += 1

    def _known(self, path: str) -> list[FileRecord]:
        """What was indexed of a path; each document from standard input has a name of its own."""
        if path != STDIN:
            return [self.before[path]] if path in self.before else []
        return [file for name, file in self.before.items() if name.startswith(f"{STDIN} ")]

    def _keep(self, found: Iterable[tuple[Document, tuple[Clause, ...]]]) -> tuple[DocumentRecord, ...]:
        """The records of what a source holds; its clauses wait until it is known which source wins."""
        records = []
        for document, clauses in found:
            record = DocumentRecord.of(document)
            self.parsed[record.edition, document.source.path] = clauses
            self.report.notes += [Rejected(document.source.path, note) for note in document.source.notes]
            records.append(record)
        return tuple(records)

    def _take(self, file: FileRecord) -> None:
        self.drop(file.path)
        self.after[file.path] = file
        self.touched.update(record.edition for record in file.documents)

    def drop(self, path: str) -> None:
        """Forget what a file held."""
        known = self.after.pop(path, None)
        if known is not None:
            self.touched.update(record.edition for record in known.documents)

    def drop_vanished(self, sources: Iterable[SourceFile], roots: set[str]) -> None:
        """Forget the files that were indexed under a folder that was read now, and are no longer there.

        A folder or archive that cannot be read, or is not there at all, may come back: what it held stays.
        """
        seen = {source.path for source in sources}
        unread = {one.source for one in self.report.rejected}
        for path in self.before:
            if path in seen or any(_is_under(path, place) for place in unread):
                continue
            if any(_is_under(path, root) for root in roots):
                self.drop(path)
                self.report.removed += 1

    def commit(self) -> None:
        """Write what changed, all at once."""
        records = _by_edition(self.after.values())
        if self.before != self.after:
            self._write(records)
        self.report.documents = len(records)
        self.report.clauses = self._count_clauses()

    def _write(self, records: dict[str, list[DocumentRecord]]) -> None:
        winners = {name: self._settle(name, records[name]) for name in sorted(self.touched) if name in records}
        writer = self.index.writer()
        try:
            for name in sorted(self.touched):
                self._write_edition(writer, name, winners.get(name))
            for path in sorted(self.before.keys() | self.after.keys()):
                if self.before.get(path) is not self.after.get(path):
                    self._write_file(writer, path)
            self._write_lexicon(writer, records, winners)
        except BaseException:
            writer.cancel()
            raise
        with store.mapped_errors(self.path):
            writer.commit()

    def _settle(self, name: str, records: list[DocumentRecord]) -> tuple[DocumentRecord, tuple[Clause, ...]]:
        """The source of an edition that wins, with its clauses; those of the others are kept with their files."""
        merged = merge(records)
        best, *others = (source.path for source in merged.sources)
        clauses = self._clauses(name, best)
        for path in others:
            file = self.after[path]
            self.after[path] = replace(file, spare=file.spare | {name: self._clauses(name, path)})
        file = self.after[best]
        if name in file.spare:
            self.after[best] = replace(file, spare={k: v for k, v in file.spare.items() if k != name})
        if others:
            also = f"{name} is taken from here; also in {', '.join(others)}"
            self.report.notes.append(Rejected(best, also))
        return merged, clauses

    def _clauses(self, name: str, path: str) -> tuple[Clause, ...]:
        """The clauses of an edition as one file has it: read now, kept with the file, or what the index has."""
        if (name, path) in self.parsed:
            return self.parsed[name, path]
        if name in self.before[path].spare:
            return self.before[path].spare[name]
        return _indexed_clauses(self.index, name)

    def _write_edition(
        self, writer: ColumnarWriter, name: str, winner: tuple[DocumentRecord, tuple[Clause, ...]] | None
    ) -> None:
        from .schema import clause_fields, document_fields, shared_fields

        writer.delete_by_term("edition", name)
        if winner is not None:
            record, clauses = winner
            shared = shared_fields(record)
            for clause in clauses:
                writer.add_document(**clause_fields(clause, shared))
            writer.add_document(**document_fields(record))

    def _write_file(self, writer: ColumnarWriter, path: str) -> None:
        from .schema import FILE, file_fields

        writer.delete_by_term("key", f"{FILE} {path}")
        if path in self.after:
            writer.add_document(**file_fields(self.after[path]))

    def _write_lexicon(
        self,
        writer: ColumnarWriter,
        records: Mapping[str, list[DocumentRecord]],
        winners: Mapping[str, tuple[DocumentRecord, tuple[Clause, ...]]],
    ) -> None:
        """What the words of one language are called in the other, where enough documents are there in both."""
        from .bilingual.upkeep import KEY, paired, refreshed

        def clauses(name: str) -> tuple[Clause, ...]:
            return winners[name][1] if name in winners else _indexed_clauses(self.index, name)

        fields = refreshed(paired(map(merge, records.values())), clauses, _data(self.index, KEY))
        if fields is not None:
            writer.delete_by_term("key", KEY)
        if fields:
            writer.add_document(**fields)

    def _count_clauses(self) -> int:
        from .schema import CLAUSE

        with self.index.reader() as reader:
            return sum(1 for _ in _with_term(reader, CLAUSE))


def _understood(document: Document) -> tuple[Clause, ...]:
    """The clauses of a document; whatever goes wrong over them is said of the document and stops nothing else."""
    try:
        return clauses_of(document)
    except Exception as fault:
        reason = f"{document.symbol} could not be understood ({type(fault).__name__}: {fault})"
        raise DocumentError(document.source.path, reason) from fault


def _indexed_clauses(index: ColumnarIndex, name: str) -> tuple[Clause, ...]:
    from .schema import CLAUSE, RECORD, read_record

    with index.reader() as reader:
        clauses = set(reader.postings(RECORD, CLAUSE).all_ids())
        numbers = [number for number in reader.postings("edition", name).all_ids() if number in clauses]
        found = [read_record(reader.stored_fields(number)["data"], Clause) for number in numbers]
    return tuple(sorted(found, key=lambda clause: clause.position))


def _files(index: ColumnarIndex) -> dict[str, FileRecord]:
    """The files that the index was made from."""
    from .schema import FILE, read_record

    with index.reader() as reader:
        stored = (reader.stored_fields(number) for number in _with_term(reader, FILE))
        files = [read_record(fields["data"], FileRecord) for fields in stored]
    return {file.path: file for file in files}


def _data(index: ColumnarIndex, key: str) -> bytes | None:
    """What the record with a key holds; None if there is none."""
    with index.reader() as reader:
        if ("key", key) not in reader:
            return None
        number = next(iter(reader.postings("key", key).all_ids()))
        return bytes(reader.stored_fields(number)["data"])


def _with_term(reader: ColumnarReader, record: str) -> Iterator[int]:
    """The numbers of the records of one sort."""
    from .schema import RECORD

    return reader.postings(RECORD, record).all_ids() if (RECORD, record) in reader else iter(())


def _by_edition(files: Iterable[FileRecord]) -> dict[str, list[DocumentRecord]]:
    found: dict[str, list[DocumentRecord]] = {}
    for file in files:
        for record in file.documents:
            found.setdefault(edition(record.symbol, record.lang), []).append(record)
    return found


def _is_under(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")
