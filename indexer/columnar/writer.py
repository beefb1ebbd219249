"""Changing the index: records are added and deleted, and a commit makes all of it count at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from whoosh.fields import UnknownFieldError
from whoosh.writing import IndexingError, IndexWriter

from ...errors import IndexCorrupted
from .builder import Builder
from .columns import Array
from .contents import Contents
from .disk import created
from .fields import FieldPlan, Kind, plans
from .lock import NAME as LOCK
from .lock import WriterLock
from .manifest import Entry, Manifest, check_files, file_entry, remove_generation, take_snapshot
from .merging import merge
from .reader import ColumnarReader
from .segment import MISSING, MOST_RECORDS, Segment, Snapshot

if TYPE_CHECKING:
    from whoosh.fields import Schema

__all__ = ["ColumnarWriter", "Progress"]

Progress = Callable[[int], None]
"""Called when a segment has been written, with the number of records added so far."""

_TAIL = 3
_MOST_BYTES = 1 << 30  # so that places in a segment take four bytes
_DELETED = 3  # a segment with a third of its records deleted is written anew


class _Part:
    """A segment of the state to come. `live` changes; `entry` is as the manifest has it."""

    def __init__(self, segment: Segment, entry: Entry) -> None:
        self.segment = segment
        self.entry = entry
        self.live: Array | None = None if segment.live is None else segment.live.copy()
        self.changed = False

    def delete(self, records: Any) -> int:
        """Delete records; gives how many were not deleted before."""
        if self.live is None:
            self.live = np.ones(self.segment.count, bool)
        fresh = int(np.count_nonzero(self.live[records]))
        self.live[records] = False
        self.changed = self.changed or bool(fresh)
        return fresh

    def delete_all(self, plan: FieldPlan, term: str | int) -> int:
        """Delete the records that have a term, or a number, of a field; gives how many were not deleted before."""
        if isinstance(term, int):
            values = self.segment.numbers(plan.name)
            records = None if values is None or term == MISSING else np.flatnonzero(values == term)
        else:
            inverted = self.segment.inverted(plan.name)
            number = -1 if inverted is None else inverted.find(term.encode())
            records = None if inverted is None or number < 0 else inverted.docs(number)
        return 0 if records is None or not len(records) else self.delete(records)

    @property
    def count(self) -> int:
        """Records that are not deleted."""
        return self.segment.count if self.live is None else int(np.count_nonzero(self.live))

    @property
    def bytes(self) -> int:
        return sum(file.length for file in self.entry.files.values())


class ColumnarWriter(IndexWriter):  # type: ignore[misc]
    """Whoosh's interface for writing, over segments of columns.

    Records that are deleted or replaced stay findable for readers that are open, and for this writer's own
    reader, until the commit. `update_document` and `delete_by_term` see the records that this writer has added too.
    """

    _failure = ""

    def __init__(  # noqa: PLR0913 (what a user of Whoosh may choose, and what an index hands over)
        self,
        folder: Path,
        schema: Schema,
        *,
        budget: int,
        timeout: float = 0.0,
        progress: Progress | None = None,
        lock: WriterLock | None = None,
        base: Manifest | None = None,
        committed: Callable[[], None] | None = None,
    ) -> None:
        """Raises IndexLocked where another writes, for longer than `timeout` seconds.

        budget: bytes of memory that the collected records may take
        lock: the right to write, if it is held already; it is not released here then
        base: an empty state to begin from in place of that in the folder, which stays until the commit
        committed: called when the commit has happened
        """
        self.schema = schema
        self.is_closed = False
        self._folder = folder
        self._plans = plans(schema)
        self._names = {plan.name for plan in self._plans}
        self._budget = budget
        self._progress = progress
        self._added = 0
        self._committed = committed
        self._lock = None if lock else WriterLock(folder / LOCK, of=folder, timeout=timeout)
        try:
            self._open(base)
        except BaseException:
            self._release()
            raise

    def _open(self, base: Manifest | None) -> None:
        self._manifest = base or Manifest.read(self._folder)
        if base is None:
            check_files(self._folder, self._manifest)
            self._manifest.clean(self._folder)
        self.generation = self._manifest.generation + 1
        _, self._snapshot = take_snapshot(self._folder, self._manifest)
        pairs = zip(self._snapshot.segments, self._manifest.segments, strict=True)
        self._old = [_Part(segment, entry) for segment, entry in pairs]
        self._new: list[_Part] = []
        self._made = 0
        self._builder = Builder(self._plans, self._budget)
        self._discarded: set[int] = set()

    # Adding

    def add_document(self, **fields: Any) -> None:
        """Add one record; see Whoosh's writer for the names. A boost raises ValueError: columns hold none."""
        self._add(fields, *self._check(fields))

    def _add(self, fields: Mapping[str, Any], stored: bytes, longest: int) -> None:
        with self._taking():
            self._builder.add(fields, stored, longest)
        self._added += 1
        if self._builder.is_full:
            self._flush()

    def add_documents(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Add many records."""
        for fields in records:
            self.add_document(**fields)

    def _check(self, fields: Mapping[str, Any]) -> tuple[bytes, int]:
        if self.is_closed:
            raise IndexingError("This writer is closed")
        self._check_whole()
        if not fields.keys() <= self._names:
            self._check_names(fields)
        return self._builder.check(fields)

    def _check_names(self, fields: Mapping[str, Any]) -> None:
        for name in fields.keys() - self._names:
            if name.endswith("_boost") and name.startswith("_"):
                raise ValueError(f"{name}: this index keeps no boosts; boost in the query")
            if not name.startswith("_"):
                raise UnknownFieldError(f"No field named {name!r} in {sorted(self._names)}")

    def update_document(self, **fields: Any) -> None:
        """Add one record in place of those that have the same value in a unique field."""
        checked = self._check(fields)  # before anything is deleted
        for name in self._unique_fields(fields):
            if fields[name] is not None:
                self.delete_by_term(name, fields[name])
        self._add(fields, *checked)

    @contextmanager
    def _taking(self) -> Iterator[None]:
        """What fails here loses records that were taken: there is no commit after it."""
        try:
            yield
        except BaseException as error:
            self._failure = f"{type(error).__name__}: {error}"
            raise

    def _check_whole(self) -> None:
        if self._failure:
            raise IndexingError(f"records were lost when a segment was made ({self._failure}); cancel, and begin anew")

    def _flush(self) -> None:
        """Make a segment of what was collected."""
        if not self._builder.count:
            return
        with self._taking():
            part = self._write(self._builder.take())
            if self._discarded:
                part.delete(sorted(self._discarded))
                self._discarded = set()
            self._new.append(part)
        if self._progress:
            self._progress(self._added)

    def _write(self, contents: Contents) -> _Part:
        name = f"seg-{self.generation}-{self._made}"
        self._made += 1
        path = self._folder / f"{name}.col"
        check = contents.write(path)
        entry = Entry(name, contents.count, {path.name: file_entry(path)}, check)
        return _Part(Segment(path, name), entry)

    # Deleting

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a record by its number in the state that was there when the writer was opened."""
        if not delete:
            raise NotImplementedError("a deletion is undone by cancel()")
        part, number = self._locate(docnum)
        part.delete(number)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a record is, or will be, deleted."""
        part, number = self._locate(docnum)
        return part.live is not None and not part.live[number]

    def _locate(self, docnum: int) -> tuple[_Part, int]:
        segment, number = self._snapshot.locate(docnum)
        return self._old[self._snapshot.segments.index(segment)], number

    def delete_by_term(self, fieldname: str, text: Any, searcher: Any = None) -> int:
        """Delete the records that have a term, those too that this writer has added; gives how many."""
        plan = next((plan for plan in self._plans if plan.name == fieldname), None)
        if plan is None or plan.kind is None:
            return int(super().delete_by_term(fieldname, text, searcher=searcher))
        if plan.kind in (Kind.TEXT, Kind.EXACT):
            self._flush()  # their terms are known when they have been analysed
        term = _term(plan, text)
        collected = set(self._builder.find(plan, term)) - self._discarded
        self._discarded |= collected
        return len(collected) + sum(part.delete_all(plan, term) for part in (*self._old, *self._new))

    def reader(self, **_: Any) -> ColumnarReader:
        """A reader of the state that was there when the writer was opened."""
        return ColumnarReader(self._snapshot, self.schema, owns=False)

    # Ending

    def commit(self, merge: bool = True, optimize: bool = False, **_: Any) -> None:
        """Make everything count at once: whole or, if the machine fails meanwhile, not at all.

        merge: put small segments together; optimize: all that fit into one
        """
        try:
            self._commit(merge, optimize)
        except BaseException:
            self.cancel()
            raise
        if self._committed:
            self._committed()
        self._close()

    def _commit(self, merge: bool, optimize: bool) -> None:
        self._check_whole()
        self._flush()
        parts = [part for part in (*self._old, *self._new) if part.count]
        if optimize:
            parts = self._merged(_together(parts))
        elif merge:
            parts = self._merged(_tail(parts, self._budget))
        entries = tuple(self._settled(part) for part in parts)
        if entries != self._manifest.segments:
            msgspec.structs.replace(self._manifest, generation=self.generation, segments=entries).commit(self._folder)

    def _merged(self, groups: Iterable[Sequence[_Part]]) -> list[_Part]:
        return [self._rewritten(group) if _needs_writing(group) else group[0] for group in groups]

    def _rewritten(self, group: Sequence[_Part]) -> _Part:
        for part in group:
            part.segment.live = part.live
        return self._write(merge([part.segment for part in group]))

    def _settled(self, part: _Part) -> Entry:
        """The entry of a segment with its deletions as they are now."""
        if not part.changed or part.live is None:
            return part.entry
        name = f"{part.entry.name}.del-{self.generation}"
        path = self._folder / name
        with created(path) as file:
            file.write(np.packbits(~part.live).tobytes())
        column = f"{part.entry.name}.col"
        files = {column: part.entry.files[column], name: file_entry(path)}
        deletions = part.segment.count - part.count
        return msgspec.structs.replace(part.entry, files=files, deletions=deletions, deleted=name)

    def cancel(self) -> None:
        """Leave the index as it was; a commit that has happened stays."""
        if self.is_closed:
            return
        try:
            if not self._has_committed():
                remove_generation(self._folder, self.generation)
        finally:
            self._close()

    def _has_committed(self) -> bool:
        try:
            return Manifest.read(self._folder).generation >= self.generation
        except (IndexCorrupted, FileNotFoundError):
            return False

    def _close(self) -> None:
        self.is_closed = True
        try:
            self._builder.stop()
        finally:
            self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def optimize(self) -> None:
        """Commit, and put all segments together that fit into one."""
        self.commit(optimize=True)

    def add_reader(self, reader: Any) -> None:
        """Take over all records of another columnar index with the same schema."""
        if not isinstance(reader, ColumnarReader):
            raise TypeError("only the records of another columnar index can be taken over")
        snapshot: Snapshot = reader.snapshot
        self._flush()
        with self._taking():
            self._new += [self._write(merge([segment])) for segment in snapshot.segments if segment.live_count]


def _term(plan: FieldPlan, text: Any) -> str | int:
    """A term of a field as it is kept."""
    if plan.kind is Kind.NUMBER:
        return int(plan.field.from_bytes(text) if isinstance(text, bytes) else text)
    return bytes(plan.field.to_bytes(text)).decode()


def _needs_writing(group: Sequence[_Part]) -> bool:
    return len(group) > 1 or (group[0].segment.count - group[0].count) * _DELETED > group[0].segment.count


def _together(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Neighbours in as few groups as segments can be."""
    group: list[_Part] = []
    count = size = 0
    for part in parts:
        count, size = count + part.count, size + part.bytes
        if group and (count > MOST_RECORDS or size > _MOST_BYTES):
            yield group
            group, count, size = [], part.count, part.bytes
        group.append(part)
    if group:
        yield group


def _tail(parts: Sequence[_Part], budget: int) -> Iterator[list[_Part]]:
    """The last segments in one group, as long as the one before is not three times as large as they are.

    So segments get smaller by a third from one to the next, there are at most about ten that are not full,
    and a record is copied about as often while the index grows.
    """
    at = len(parts)
    count = size = 0
    while at and (at == len(parts) or parts[at - 1].count < _TAIL * count):
        count += parts[at - 1].count
        size += parts[at - 1].bytes
        if at < len(parts) and (count > MOST_RECORDS or size * 8 > budget):
            break
        at -= 1
    yield from ([part] for part in parts[:at])
    if at < len(parts):
        yield list(parts[at:])
