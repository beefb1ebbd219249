"""The folder of an index: made, opened and locked; every fault comes out as one of our errors."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..errors import IndexCorrupted, IndexNotFound, IndexProblem, IndexVersionError
from .schema import INDEX_MARKER, SCHEMA_VERSION

if TYPE_CHECKING:
    from .columnar.index import ColumnarIndex

__all__ = ["exists", "mapped_errors", "open_store", "opened_for_change", "size"]

_PATIENCE = 10.0
"""Seconds to wait for another writer."""
_DAMAGE = (struct.error, UnicodeDecodeError, msgspec.MsgspecError)


def exists(path: Path) -> bool:
    """Whether there is an index of ours in that folder, of this format or of another one."""
    return (path / INDEX_MARKER).is_file()


@contextmanager
def opened_for_change(path: Path, *, fresh: bool = False) -> Iterator[ColumnarIndex]:
    """The index in that folder for a writer; a new one where there is none, or where a `fresh` one is wanted.

    A new index is made beside the place and moved there when the block ends well, so that a failure costs
    nothing that was there before. Raises SeizedError where the folder holds something else.
    """
    with _mapped_write_errors(path), _locked(path):
        _restore(path)
        if exists(path) and not fresh:
            index = open_store(path)
            try:
                yield index
            finally:
                index.close()
            return
        _check_place(path)
        draft = path.with_name(f".{path.name}.new")
        shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
        try:
            index = _create(draft)
            yield index
            index.close()
            _move(draft, path)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One writer at a time, from what it reads of the index to its commit; freed when its process ends."""
    from .columnar.lock import WriterLock

    path.parent.mkdir(parents=True, exist_ok=True)
    with WriterLock(path.with_name(f".{path.name}.lock"), of=path, timeout=_PATIENCE):
        yield


def _restore(path: Path) -> None:
    """Bring back the index that a run had put aside when it was killed before the new one was in place."""
    old = _put_aside(path)
    if old.is_dir() and not path.exists():
        old.replace(path)


def _put_aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.old")


def _check_place(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise IndexProblem(f"{path}: is a file; an index is a folder")
    if path.is_dir() and not exists(path) and any(path.iterdir()):
        raise IndexProblem(f"{path}: holds other files; give an empty or a new folder for the index")


def _create(path: Path) -> ColumnarIndex:
    from .columnar.index import ColumnarIndex
    from .schema import schema

    path.mkdir(parents=True)
    return ColumnarIndex.create(path, schema(), SCHEMA_VERSION)


def _move(draft: Path, path: Path) -> None:
    """Put a new index in the place of an old one (or of nothing)."""
    from .columnar.manifest import sync_folder

    old = _put_aside(path)
    shutil.rmtree(old, ignore_errors=True)
    if path.exists():
        path.replace(old)
    draft.replace(path)
    sync_folder(path.parent)
    shutil.rmtree(old, ignore_errors=True)


def open_store(path: Path) -> ColumnarIndex:
    """The index in that folder.

    Raises IndexNotFound, IndexVersionError or IndexCorrupted.
    """
    if not exists(path):
        raise IndexNotFound(f"{path}: no index there; make one with: seized index FILES --index {path}")
    with mapped_errors(path):
        from .columnar.index import ColumnarIndex
        from .columnar.manifest import FORMAT, Versions
        from .schema import schema

        made = Versions.read(path)
        if made.format != FORMAT:
            raise IndexVersionError(path, f"made with format {made.format}, this program uses {FORMAT}")
        if made.schema != SCHEMA_VERSION:
            raise IndexVersionError(path, f"made with schema {made.schema}, this program uses {SCHEMA_VERSION}")
        return ColumnarIndex(path, schema())


@contextmanager
def mapped_errors(path: Path) -> Iterator[None]:
    """Faults of the files as ours: one that is missing, damaged, or cannot be read or written."""
    try:
        yield
    except _DAMAGE as error:
        raise IndexCorrupted(path, f"the index is damaged ({type(error).__name__})") from error
    except FileNotFoundError as error:
        raise IndexCorrupted(path, "files of the index are missing") from error
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> IndexProblem:
    return IndexProblem(f"{path}: cannot be read or written ({error.strerror or error})")


@contextmanager
def _mapped_write_errors(path: Path) -> Iterator[None]:
    """Faults of the place where an index is written. What reading it meets is said by `mapped_errors`."""
    try:
        yield
    except OSError as error:
        raise _unusable(path, error) from error


def size(path: Path) -> int:
    """Bytes that the index takes on disk."""
    return sum(entry.stat().st_size for entry in path.iterdir() if entry.is_file())
