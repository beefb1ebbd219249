"""The folder of an index: made, opened and locked; every fault of Whoosh's comes out as one of ours."""

from __future__ import annotations

import json
import pickle
import shutil
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import IndexCorrupted, IndexLocked, IndexNotFound, IndexProblem, IndexVersionError
from .readers.sources import INDEX_MARKER
from .schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from whoosh.index import Index as WhooshIndex

__all__ = ["exists", "mapped_errors", "open_store", "opened_for_change", "size"]

_MARKER = INDEX_MARKER
_PATIENCE = 10.0
"""Seconds to wait for another writer."""
_DAMAGE = (
    zlib.error,
    pickle.UnpicklingError,
    struct.error,
    msgspec.MsgspecError,
    EOFError,
    KeyError,
    AssertionError,
    UnicodeDecodeError,
    AttributeError,
    TypeError,
)


def exists(path: Path) -> bool:
    """Whether there is an index of ours in that folder."""
    return (path / _MARKER).is_file()


@contextmanager
def opened_for_change(path: Path, *, fresh: bool = False) -> Iterator[WhooshIndex]:
    """The index in that folder for a writer; a new one where there is none, or where a `fresh` one is wanted.

    A new index is made beside the place and moved there when the block ends well, so that a failure costs
    nothing that was there before. Raises SeizedError where the folder holds something else.
    """
    with _mapped_file_errors(path), _locked(path):
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
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexLocked(f"{path}: another process is writing to this index; try again when it is done") from error
    try:
        yield
    finally:
        lock.release()


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


def _create(path: Path) -> WhooshIndex:
    from whoosh import index as whoosh_index

    from .schema import schema

    path.mkdir(parents=True)
    made = whoosh_index.create_in(str(path), schema())
    _mark(path)
    return made


def _move(draft: Path, path: Path) -> None:
    """Put a new index in the place of an old one (or of nothing)."""
    old = _put_aside(path)
    shutil.rmtree(old, ignore_errors=True)
    if path.exists():
        path.replace(old)
    draft.replace(path)
    shutil.rmtree(old, ignore_errors=True)


def _mark(path: Path) -> None:
    """The version beside the index; written last, whole or not at all."""
    draft = path / f"{_MARKER}.new"
    draft.write_text(json.dumps({"schema": SCHEMA_VERSION, "engine": "whoosh"}) + "\n", encoding="utf-8")
    draft.replace(path / _MARKER)


def open_store(path: Path) -> WhooshIndex:
    """The index in that folder.

    Raises IndexNotFound, IndexVersionError or IndexCorrupted.
    """
    if not exists(path):
        raise IndexNotFound(f"{path}: no index there; make one with: seized index FILES --index {path}")
    _check_version(path)
    with mapped_errors(path):
        from whoosh import index as whoosh_index

        return whoosh_index.open_dir(str(path))


def _rebuild(path: Path) -> str:
    return f"rebuild it with: seized index FILES --index {path} --rebuild"


def _check_version(path: Path) -> None:
    try:
        marker: Any = json.loads((path / _MARKER).read_text(encoding="utf-8"))
        version = marker["schema"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexCorrupted(f"{path}: its {_MARKER} cannot be read; {_rebuild(path)}") from error
    if version != SCHEMA_VERSION:
        raise IndexVersionError(
            f"{path}: made with schema {version}, this program uses {SCHEMA_VERSION}; {_rebuild(path)}"
        )


@contextmanager
def mapped_errors(path: Path) -> Iterator[None]:
    """Whoosh's errors as ours while files of the index are read: one that is missing, or damaged."""
    from whoosh.filedb.filetables import FileFormatError
    from whoosh.index import EmptyIndexError
    from whoosh.index import IndexError as WhooshIndexError
    from whoosh.reading import ReaderClosed

    try:
        with _mapped_file_errors(path):
            yield
    except ReaderClosed as error:
        raise IndexProblem(f"{path}: the index has been closed") from error
    except EmptyIndexError as error:
        raise IndexCorrupted(f"{path}: files of the index are missing; {_rebuild(path)}") from error
    except (WhooshIndexError, FileFormatError, *_DAMAGE) as error:
        raise IndexCorrupted(f"{path}: the index is damaged ({type(error).__name__}); {_rebuild(path)}") from error


@contextmanager
def _mapped_file_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexProblem(f"{path}: cannot be read or written ({error.strerror or error})") from error


def size(path: Path) -> int:
    """Bytes that the index takes on disk."""
    return sum(entry.stat().st_size for entry in path.iterdir() if entry.is_file())
