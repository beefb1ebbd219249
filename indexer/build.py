"""Paths to an index: incremental, all or nothing, and honest about what it could not read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DocumentError, NothingRead, TooFewLeft
from . import store
from .grammar.clauses import clauses_of
from .held import Holdings, corpora_of, count_clauses, files_of, indexed_clauses, record_data
from .model import Clause, Document
from .readers.sources import STDIN, root_of, walk
from .records import CorpusRecord, DocumentRecord, FileRecord, merge

if TYPE_CHECKING:
    from .held import Store, Writer
    from .readers.sources import SourceFile
    from .store import Place

__all__ = ["BuildReport", "Progress", "Rejected", "build_index", "change_index", "parse"]

_MOST_DROPPED = 0.1
_FEW = 3
"""What a run may take out of a corpus unasked: a tenth of its documents, or so many."""

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
    left_out: files in languages that were not asked for
    waiting: symbols of which a corpus knows something that completes a document, without there being one
    documents, clauses: how many the index now holds
    notes: what was recovered or left unresolved, by file
    """

    indexed: int = 0
    skipped: int = 0
    removed: int = 0
    left_out: int = 0
    waiting: int = 0
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
            data = source.load()
            for document in read(source, data) if source.wanted(data) else ():
                yield document, _understood(document)
        except DocumentError as error:
            yield error


def build_index(
    paths: str | Path | Iterable[str | Path],
    path: str | Place,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Index the documents of `paths` (files, folders, archives, "-") into the folder `path`, or at that address.

    Files that have not changed since the last run are skipped, changed ones replaced, and those that have
    vanished under a folder of `paths` removed. Either all of it is committed or nothing is. With `rebuild`
    the index is made anew from `paths` alone.

    Raises IndexLocked, IndexVersionError, IndexCorrupted, or SeizedError where the folder cannot be used.
    A source that cannot be read is in the report and stops nothing.
    """
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    roots = {root_of(name) for name in named}
    return change_index(walk(named), roots, path, rebuild=rebuild, progress=progress)


def change_index(  # noqa: PLR0913 (what a command of `seized index` and of `seized corpus` may choose)
    found: Iterable[SourceFile],
    roots: Collection[str],
    path: str | Place,
    *,
    rebuild: bool = False,
    corpus: CorpusRecord | None = None,
    without: str = "",
    prune: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Index the sources in `found`, and forget those under `roots` that are not among them: see `build_index`.

    corpus: the corpus that the sources are, which is remembered with them; NothingRead where nothing of it is read
    without: the name of a corpus to forget
    prune: take out of the corpus whatever it no longer has; else TooFewLeft where that is much of it
    """
    path = store.place_of(path)
    sources = list(found)
    with store.opened_for_change(path, fresh=rebuild) as index:
        update = _Update(index, path)
        for done, source in enumerate(sources):
            if progress:
                progress(source.path, done, len(sources))
            update.read(source)
        update.drop_vanished(roots)
        if not update.holds(corpus):
            raise NothingRead(update.report.rejected)
        if corpus is not None and not prune:
            update.check_dropped(corpus)
        update.name_corpora(corpus, without)
        update.commit()
    if progress:
        progress("", len(sources), len(sources))
    return update.report


class _Update:
    """One change of an index, from the files that are there to one commit."""

    def __init__(self, index: Store, path: Place) -> None:
        self.index = index
        self.path = path
        self.report = BuildReport()
        with store.mapped_errors(path):
            self.before = files_of(index)
            self.corpora_before = corpora_of(index)
        self.after = dict(self.before)
        self.corpora = dict(self.corpora_before)
        self.parsed: dict[tuple[str, str], tuple[Clause, ...]] = {}
        self.seen: set[str] = set()
        self.changed: list[DocumentRecord] = []

    def read(self, source: SourceFile) -> None:
        """Read one source unless it is as it was."""
        from .readers import read

        try:
            data = source.load()
            if not source.wanted(data):
                self.report.left_out += 1
                return
            self.seen.add(source.path)
            digest = source.digest(data)
            if any(file.digest == digest for file in self._known(source.path)):
                self.report.skipped += 1
                return
            documents = read(source, data)
            path = source.path if source.path != STDIN else f"{STDIN} {documents[0].symbol}"
            documents = tuple(
                replace(one, source=replace(one.source, path=path, corpus=source.corpus)) for one in documents
            )
            found = [(document, _understood(document)) for document in documents]
        except DocumentError as error:
            # what it held when it could be read stays in the index
            self.seen.add(source.path)
            kept = " (kept as it was indexed before)" if any(_is_under(p, source.path) for p in self.before) else ""
            # the file or folder that it is in may be at fault, which is said of that
            place = error.source if _is_under(source.path, error.source) else source.path
            self.report.rejected.append(Rejected(place, error.reason + kept))
            return
        self._take(FileRecord(path, source.root, digest, self._keep(found), corpus=source.corpus))
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
        self.changed += file.documents

    def drop(self, path: str) -> None:
        """Forget what a file held."""
        known = self.after.pop(path, None)
        if known is not None:
            self.changed += known.documents

    def drop_vanished(self, roots: Collection[str]) -> None:
        """Forget the files that were indexed under a folder that was read now, and are no longer there.

        A folder or archive that cannot be read, or is not there at all, may come back: what it held stays.
        """
        unread = {one.source for one in self.report.rejected}
        for path in self.before:
            if path in self.seen or any(_is_under(path, place) for place in unread):
                continue
            if any(_is_under(path, root) for root in roots):
                self.drop(path)
                self.report.removed += 1

    def holds(self, corpus: CorpusRecord | None) -> bool:
        """Whether there is anything to commit: a file that was read, of a corpus one of its own."""
        if corpus is not None:
            return any(file.corpus == corpus.name for file in self.after.values())
        return bool(self.after or self.before)

    def check_dropped(self, corpus: CorpusRecord) -> None:
        """Raise TooFewLeft where much of a corpus would be gone: what was read may be the wrong file, or a part."""
        before, after = (
            {one.edition for file in files.values() if file.corpus == corpus.name for one in file.documents}
            for files in (self.before, self.after)
        )
        dropped = len(before - after)
        if dropped > max(_FEW, _MOST_DROPPED * len(before)):
            raise TooFewLeft(corpus.name, dropped, len(before))

    def name_corpora(self, corpus: CorpusRecord | None, without: str) -> None:
        """Remember a corpus, and forget another."""
        self.corpora.pop(without, None)
        if corpus is not None:
            known = self.corpora.get(corpus.name)
            corpus = replace(corpus, rejected=len(self.report.rejected))
            same = known is not None and self.before == self.after and replace(corpus, read=known.read) == known
            self.corpora[corpus.name] = known if known is not None and same else corpus

    def commit(self) -> None:
        """Write what changed, all at once."""
        holdings = Holdings(self.after.values())
        if self.before != self.after or self.corpora_before != self.corpora:
            self._write(holdings)
        self.report.documents = len(holdings.editions)
        self.report.waiting = holdings.waiting()
        self.report.clauses = count_clauses(self.index)

    def _write(self, holdings: Holdings) -> None:
        touched = sorted(holdings.concerned(self.changed))
        winners = {name: self._settle(name, holdings) for name in touched if name in holdings.editions}
        writer = self.index.writer()
        try:
            for name in touched:
                self._write_edition(writer, name, winners.get(name))
            for path in sorted(self.before.keys() | self.after.keys()):
                if self.before.get(path) is not self.after.get(path):
                    self._write_file(writer, path)
            self._write_lexicon(writer, holdings, winners)
            self._write_corpora(writer)
        except BaseException:
            writer.cancel()
            raise
        with store.mapped_errors(self.path):
            writer.commit()

    def _settle(self, name: str, holdings: Holdings) -> tuple[DocumentRecord, tuple[Clause, ...]]:
        """The source of an edition that wins, with its clauses; those of the others are kept with their files."""
        records = holdings.editions[name]
        merged = merge(records, holdings.supplements(records[0].symbol))
        best, *others = (source.path for source in merged.sources[: len(records)])
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
        return indexed_clauses(self.index, name)

    def _write_edition(
        self, writer: Writer, name: str, winner: tuple[DocumentRecord, tuple[Clause, ...]] | None
    ) -> None:
        from .schema import clause_fields, document_fields, shared_fields

        writer.delete_by_term("edition", name)
        if winner is not None:
            record, clauses = winner
            shared = shared_fields(record)
            for clause in clauses:
                writer.add_document(**clause_fields(clause, shared))
            writer.add_document(**document_fields(record))

    def _write_file(self, writer: Writer, path: str) -> None:
        from .schema import FILE, file_fields

        writer.delete_by_term("key", f"{FILE} {path}")
        if path in self.after:
            writer.add_document(**file_fields(self.after[path]))

    def _write_lexicon(
        self,
        writer: Writer,
        holdings: Holdings,
        winners: Mapping[str, tuple[DocumentRecord, tuple[Clause, ...]]],
    ) -> None:
        """What the words of one language are called in the other, where enough documents are there in both."""
        from .bilingual.upkeep import KEY, paired, refreshed

        def clauses(name: str) -> tuple[Clause, ...]:
            return winners[name][1] if name in winners else indexed_clauses(self.index, name)

        best = {name: merge(records).sources[0].path for name, records in holdings.editions.items()}
        marks = {name: self.after[path].digest for name, path in best.items()}
        fields = refreshed(paired(marks), clauses, record_data(self.index, KEY))
        if fields is not None:
            writer.delete_by_term("key", KEY)
        if fields:
            writer.add_document(**fields)

    def _write_corpora(self, writer: Writer) -> None:
        from .schema import CORPUS, corpus_fields

        for name in sorted(self.corpora_before.keys() | self.corpora.keys()):
            if self.corpora_before.get(name) != self.corpora.get(name):
                writer.delete_by_term("key", f"{CORPUS} {name}")
                if name in self.corpora:
                    writer.add_document(**corpus_fields(self.corpora[name]))


def _understood(document: Document) -> tuple[Clause, ...]:
    """The clauses of a document; whatever goes wrong over them is said of the document and stops nothing else."""
    try:
        return clauses_of(document)
    except Exception as fault:
        reason = f"{document.symbol} could not be understood ({type(fault).__name__}: {fault})"
        raise DocumentError(document.source.path, reason) from fault


def _is_under(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")
