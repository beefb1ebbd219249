"""An index of columns in a folder, as Whoosh knows an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.index import Index, LockError

from ...errors import IndexLocked
from ..schema import INDEX_MARKER
from .disk import make_folder
from .manifest import FORMAT, Manifest, latest_generation, take_snapshot
from .reader import ColumnarReader

if TYPE_CHECKING:
    from whoosh.fields import Schema

    from .lock import WriterLock
    from .segment import Snapshot
    from .writer import ColumnarWriter, Progress

__all__ = ["BUDGET_MB", "ColumnarIndex"]


BUDGET_MB = 512
"""Megabytes of memory that a writer may take for the records that it collects."""


class _Locked(IndexLocked, LockError):  # type: ignore[misc]
    """Also Whoosh's own, for programs that wait for it."""


class ColumnarIndex(Index):  # type: ignore[misc]
    """An index that Whoosh's searcher, queries and facets work on.

    folder: where it is; schema: what is in it, which the program knows: the folder holds no code
    """

    def __init__(self, folder: Path, schema: Schema, lock: WriterLock | None = None) -> None:
        """Open the index in a folder; FileNotFoundError if there is none, IndexCorrupted if it is damaged.

        lock: the right to write, if it is held already
        """
        self.folder = folder
        self.schema = schema
        self._lock = lock
        self._empty: Manifest | None = None
        self._manifest = Manifest.read(folder)

    @classmethod
    def create(cls, folder: Path, schema: Schema, version: int) -> ColumnarIndex:
        """Make an empty index in a folder, which is made if need be. `version`: of the schema."""
        make_folder(folder)
        Manifest(format=FORMAT, schema=version, generation=0).commit(folder)
        return cls(folder, schema)

    @classmethod
    def anew(cls, folder: Path, schema: Schema, version: int, lock: WriterLock) -> ColumnarIndex:
        """An empty index in place of what the folder holds, which stays until the first commit."""
        index = cls.__new__(cls)
        index.folder, index.schema, index._lock = folder, schema, lock
        index._empty = Manifest(format=FORMAT, schema=version, generation=latest_generation(folder))
        index._manifest = index._empty
        return index

    def _state(self) -> Manifest:
        """The present state."""
        return Manifest.read(self.folder) if self._empty is None else self._empty

    @property
    def manifest(self) -> Manifest:
        """The state that readers of this object see."""
        return self._manifest

    def clean(self) -> None:
        """Remove what a commit left over that was interrupted. For who holds the right to write."""
        self._state().clean(self.folder)

    def snapshot(self) -> Snapshot:
        """The present segments, opened."""
        return take_snapshot(self.folder, self._state())[1]

    def reader(self, reuse: Any = None) -> ColumnarReader:
        """A reader of the present state, which it keeps. `reuse`: one that is taken if it is of that state."""
        manifest = self._manifest = self._state()
        if isinstance(reuse, ColumnarReader) and reuse.generation() == manifest.generation and not reuse.is_closed:
            return reuse
        self._manifest, snapshot = take_snapshot(self.folder, manifest)
        return ColumnarReader(snapshot, self.schema)

    def kept(self, **terms: str) -> Iterator[bytes]:
        """What is kept of the records that have all these terms, by field, in the order of indexing."""
        with self.reader() as reader:
            for number in _with_all(reader, terms):
                # nothing of one that was damaged so
                yield bytes(reader.stored_fields(number).get("data", b""))

    def count(self, **terms: str) -> int:
        """How many records have all these terms."""
        with self.reader() as reader:
            return len(_with_all(reader, terms))

    def writer(
        self,
        *,
        timeout: float = 0.0,
        limitmb: int = BUDGET_MB,
        progress: Progress | None = None,
        **_: Any,
    ) -> ColumnarWriter:
        """The one writer; other options of Whoosh's writer are accepted and mean nothing here.

        timeout: seconds to wait for another; limitmb: memory for the records that are collected
        Raises IndexLocked, which is Whoosh's LockError too.
        """
        from .writer import ColumnarWriter

        try:
            return ColumnarWriter(
                self.folder,
                self.schema,
                budget=limitmb << 20,
                timeout=timeout,
                progress=progress,
                lock=self._lock,
                base=self._empty,
                committed=self._committed,
            )
        except IndexLocked as error:
            raise _Locked(str(error)) from None

    def _committed(self) -> None:
        self._empty = None

    def latest_generation(self) -> int:
        return self._state().generation

    def up_to_date(self) -> bool:
        return self.latest_generation() == self._manifest.generation

    def refresh(self) -> ColumnarIndex:
        return self if self.up_to_date() else ColumnarIndex(self.folder, self.schema)

    def last_modified(self) -> float:
        return (self.folder / INDEX_MARKER).stat().st_mtime

    def is_empty(self) -> bool:
        return not self._state().segments

    def doc_count_all(self) -> int:
        return sum(entry.count for entry in self._state().segments)

    def doc_count(self) -> int:
        return sum(entry.live for entry in self._state().segments)

    def optimize(self) -> None:
        """Put all segments together that fit into one."""
        self.writer().commit(optimize=True)

    def __repr__(self) -> str:
        return f"ColumnarIndex({str(self.folder)!r})"


def _with_all(reader: ColumnarReader, terms: Mapping[str, str]) -> Sequence[int]:
    """The numbers of the records that have all these terms, ascending."""
    found: set[int] | None = None
    for name, text in terms.items():
        here = set(reader.postings(name, text).all_ids()) if (name, text) in reader else set()
        found = here if found is None else found & here
    return sorted(found or ())
