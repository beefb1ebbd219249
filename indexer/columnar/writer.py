"""Changing the index: records are added and deleted, and a commit makes all of it count at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from whoosh.fields import UnknownFieldError
from whoosh.writing import IndexingError, IndexWriter

from .builder import Builder
from .columns import Array
from .contents import Contents
from .fields import Kind, plans
from .lock import NAME as LOCK
from .lock import WriterLock
from .manifest import Entry, Manifest, file_entry, take_snapshot
from .merging import merge
from .reader import ColumnarReader
from .segment import MOST_RECORDS, Segment, Snapshot

if TYPE_CHECKING:
    from whoosh.fields import Schema

__all__ = ["ColumnarWriter", "Progress"]

Progress = Callable[[int], None]
"""Called when a segment has been written, with the number of records added so far."""

_TAIL = 3
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
    reader, until the commit. `update_document` replaces records of this writer too.
    """

    def __init__(
        self,
        folder: Path,
        schema: Schema,
        *,
        budget: int,
        timeout: float = 0.0,
        progress: Progress | None = None,
    ) -> None:
        """Raises IndexLocked where another writes, for longer than `timeout` seconds.

        budget: bytes of memory that the collected records may take
        """
        self.schema = schema
        self.is_closed = False
        self._folder = folder
        self._plans = plans(schema)
        self._names = {plan.name for plan in self._plans}
        self._budget = budget
        self._progress = progress
        self._added = 0
        self._lock = WriterLock(folder / LOCK, of=folder, timeout=timeout)
        try:
            self._open()
        except BaseException:
            self._lock.release()
            raise

    def _open(self) -> None:
        self._manifest = Manifest.read(self._folder)
        self._manifest.clean(self._folder)
        self.generation = self._manifest.generation + 1
        self._snapshot = take_snapshot(self._folder, self._manifest)
        pairs = zip(self._snapshot.segments, self._manifest.segments, strict=True)
        self._old = [_Part(segment, entry) for segment, entry in pairs]
        self._new: list[_Part] = []
        self._made = 0
        self._builder = Builder(self._plans, self._budget)
        self._discarded: set[int] = set()

    # Adding

    def add_document(self, **fields: Any) -> None:
        """Add one record; see Whoosh's writer for the names. A boost raises ValueError: columns hold none."""
        self._check(fields)
        self._builder.add(fields)
        self._added += 1
        if self._builder.is_full:
            self._flush()

    def add_documents(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Add many records."""
        for fields in records:
            self.add_document(**fields)

    def _check(self, fields: Mapping[str, Any]) -> None:
        if self.is_closed:
            raise IndexingError("This writer is closed")
        if fields.keys() <= self._names:
            return
        for name in fields.keys() - self._names:
            if name.endswith("_boost") and name.startswith("_"):
                raise ValueError(f"{name}: this index keeps no boosts; boost in the query")
            if not name.startswith("_"):
                raise UnknownFieldError(f"No field named {name!r} in {sorted(self._names)}")

    def update_document(self, **fields: Any) -> None:
        """Add one record in place of those that have the same value in a unique field."""
        for name in self._unique_fields(fields):
            self.delete_by_term(name, fields[name])
            self._discarded.update(self._builder.find(name, fields[name]))
        self.add_document(**fields)

    def _flush(self) -> None:
        """Make a segment of what was collected."""
        if not self._builder.count:
            return
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
        contents.write(path)
        entry = Entry(name, contents.count, {path.name: file_entry(path)})
        return _Part(Segment(path, name), entry)

    # Deleting

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a record by its number in the state that was there when the writer was opened."""
        if not delete:
            raise NotImplementedError("a deletion is undone by cancel()")
        place = next(place for place in reversed(range(len(self._old))) if self._snapshot.bases[place] <= docnum)
        self._old[place].delete(docnum - self._snapshot.bases[place])

    def is_deleted(self, docnum: int) -> bool:
        """Whether a record is, or will be, deleted."""
        segment, number = self._snapshot.locate(docnum)
        part = self._old[self._snapshot.segments.index(segment)]
        return part.live is not None and not part.live[number]

    def delete_by_term(self, fieldname: str, text: Any, searcher: Any = None) -> int:
        """Delete the records that have a term; gives how many."""
        plan = next((plan for plan in self._plans if plan.name == fieldname), None)
        if plan is None or plan.kind in (None, Kind.NUMBER):
            return int(super().delete_by_term(fieldname, text, searcher=searcher))
        deleted = 0
        for part in (*self._old, *self._new):
            inverted = part.segment.inverted(fieldname)
            number = -1 if inverted is None else inverted.find(plan.field.to_bytes(text))
            if inverted is not None and number >= 0:
                deleted += part.delete(inverted.docs(number))
        return deleted

    def reader(self, **_: Any) -> ColumnarReader:
        """A reader of the state that was there when the writer was opened."""
        return ColumnarReader(self._snapshot, self.schema)

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
        self._close()

    def _commit(self, merge: bool, optimize: bool) -> None:
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
        with path.open("wb") as file:
            file.write(np.packbits(~part.live).tobytes())
            file.flush()
            os.fsync(file.fileno())
        column = f"{part.entry.name}.col"
        files = {column: part.entry.files[column], name: file_entry(path)}
        return Entry(part.entry.name, part.segment.count, files, part.segment.count - part.count, name)

    def cancel(self) -> None:
        """Leave the index as it was."""
        if not self.is_closed:
            self._manifest.clean(self._folder)
            self._close()

    def _close(self) -> None:
        self.is_closed = True
        self._builder.stop()
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
        self._new += [self._write(merge([segment])) for segment in snapshot.segments if segment.live_count]


def _needs_writing(group: Sequence[_Part]) -> bool:
    return len(group) > 1 or (group[0].segment.count - group[0].count) * _DELETED > group[0].segment.count


def _together(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Neighbours in as few groups as segments can be."""
    group: list[_Part] = []
    for part in parts:
        if group and sum(one.count for one in group) + part.count > MOST_RECORDS:
            yield group
            group = []
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
