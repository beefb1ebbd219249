"""The place of an index: made, opened and locked; every fault comes out as one of our errors."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import IndexCorrupted, IndexNotFound, IndexProblem, IndexVersionError, quoted
from .cluster.address import Address, address_of
from .schema import INDEX_MARKER, SCHEMA_VERSION

if TYPE_CHECKING:
    from .columnar.index import ColumnarIndex
    from .columnar.lock import WriterLock
    from .columnar.manifest import Damage
    from .held import Store

__all__ = [
    "Check",
    "Place",
    "check",
    "exists",
    "mapped_errors",
    "open_store",
    "opened",
    "opened_for_change",
    "place_of",
    "size",
]

_PATIENCE = 10.0
"""Seconds to wait for another writer."""
_OF_WHOOSH = re.compile(r"_MAIN_\d+\.toc|MAIN_\w+\.seg|MAIN_WRITELOCK")
"""The files of an index of before the columns."""
_DAMAGE = (struct.error, UnicodeDecodeError, msgspec.MsgspecError)


Place = Path | Address
"""Where an index is: a folder, or an address on a cluster."""


def place_of(written: str | Place) -> Place:
    """The place that is meant: an address, or else a folder. Raises SeizedError for one that cannot be."""
    if isinstance(written, Address):
        return written
    if address := address_of(str(written)):
        return address
    try:
        return Path(written).resolve()
    except RuntimeError as error:
        raise IndexProblem(f"{written}: a link that leads round in a circle") from error
    except OSError as error:
        raise _unusable(Path(written), error) from error


def exists(path: Place) -> bool:
    """Whether there is an index of ours at that place, of this format or of another one."""
    if isinstance(path, Address):
        from .cluster import index as on_cluster

        return on_cluster.exists(path)
    return (path / INDEX_MARKER).is_file()


def opened_for_change(path: Place, *, fresh: bool = False) -> AbstractContextManager[Store]:
    """The index at that place for one writer; a new one where there is none, or where a `fresh` one is wanted.

    A new index takes the place of the old one when its writer commits, so that a failure costs nothing that was
    there before. Others wait, from what is read of the index to its commit; then IndexLocked.
    Raises SeizedError where the folder holds something else, or the cluster cannot be used.
    """
    if isinstance(path, Address):
        from .cluster import index as on_cluster

        return on_cluster.opened_for_change(path, fresh=fresh)
    return _folder_for_change(path, fresh=fresh)


@contextmanager
def _folder_for_change(path: Path, *, fresh: bool) -> Iterator[ColumnarIndex]:
    from .columnar.disk import sync_name
    from .columnar.lock import NAME, WriterLock

    with _mapped_write_errors(path):
        _check_place(path)
        is_new = not path.exists()
        with WriterLock(path / NAME, of=path, timeout=_PATIENCE) as lock:
            try:
                if exists(path) and not fresh:
                    index = _opened(path, lock)
                    index.clean()
                    _remove(path, _OF_WHOOSH)  # what a rebuild was stopped at
                    yield index
                else:
                    if not is_new:
                        sync_name(path)  # whoever made the folder may have been stopped before the disk had it
                    yield _anew(path, lock)
                    _remove(path, _OF_WHOOSH)
            finally:
                if not exists(path):
                    _leave(path, is_new=is_new)


def _check_place(path: Path) -> None:
    from .columnar.manifest import is_of_index

    if path.exists() and not path.is_dir():
        raise IndexProblem(f"{path}: is a file; an index is a folder")
    try:
        names = [entry.name for entry in path.iterdir()]
    except FileNotFoundError:  # also one that another has just removed, since nothing came into it
        return
    if not exists(path) and not all(map(is_of_index, names)):
        raise IndexProblem(f"{path}: holds other files; give an empty or a new folder for the index")


def _anew(path: Path, lock: WriterLock) -> ColumnarIndex:
    from .columnar.index import ColumnarIndex
    from .schema import schema

    return ColumnarIndex.anew(path, schema(), SCHEMA_VERSION, lock)


def _leave(path: Path, *, is_new: bool) -> None:
    """Leave no trace of an index that was never there."""
    from .columnar.disk import remove, remove_folder
    from .columnar.lock import NAME
    from .columnar.manifest import is_of_index

    # the lock last: from then on the folder may be another's
    for entry in sorted(path.iterdir(), key=lambda one: one.name == NAME):
        if is_of_index(entry.name):
            with suppress(OSError):  # on Windows the lock is still open
                remove(entry)
    if is_new:
        remove_folder(path)


def _remove(path: Path, names: re.Pattern[str]) -> None:
    from .columnar.disk import remove

    for entry in path.iterdir():
        if names.fullmatch(entry.name):
            remove(entry)


@contextmanager
def opened(path: Place) -> Iterator[Store]:
    """The index at that place as a build reads it.

    Raises IndexNotFound, IndexVersionError or IndexCorrupted.
    """
    if isinstance(path, Address):
        from .cluster import index as on_cluster

        with on_cluster.opened(path) as index:
            yield index
        return
    folder = open_store(path)
    with mapped_errors(path):
        yield folder


def open_store(path: Path) -> ColumnarIndex:
    """The index in that folder.

    Raises IndexNotFound, IndexVersionError or IndexCorrupted.
    """
    return _opened(path, None)


def _opened(path: Path, lock: WriterLock | None) -> ColumnarIndex:
    if not exists(path):
        raise IndexNotFound(f"{path}: no index there; make one with: seized index FILES --index {quoted(path)}")
    with mapped_errors(path):
        from .columnar.index import ColumnarIndex
        from .columnar.manifest import FORMAT, Versions
        from .schema import schema

        made = Versions.read(path)
        if made.format != FORMAT:
            raise IndexVersionError(path, f"made with format {made.format}, this program uses {FORMAT}")
        if made.schema != SCHEMA_VERSION:
            raise IndexVersionError(path, f"made with schema {made.schema}, this program uses {SCHEMA_VERSION}")
        return ColumnarIndex(path, schema(), lock)


@dataclass(frozen=True, slots=True)
class Check:
    """What reading every file of an index found.

    files: how many there are, with the manifest; size: their bytes
    damaged: what is wrong, file by file; nothing where the index is whole
    kind: what they are: files, or the shards of a cluster
    """

    path: str
    files: int
    size: int
    damaged: tuple[Damage, ...]
    kind: str = "files"

    def to_dict(self) -> dict[str, Any]:
        """All of it, by name."""
        return asdict(self) | {"damaged": [{"file": one.file, "what": one.what} for one in self.damaged]}


def check(path: Place) -> Check:
    """Read every file of the index in that folder and compare it with what was written; of a cluster see whether it
    has every part.

    Raises IndexNotFound, IndexVersionError, and IndexCorrupted where the manifest itself is damaged or contradicts the
    files.
    """
    if isinstance(path, Address):
        from .cluster import health

        return health.check(path)
    index = open_store(path)
    with mapped_errors(path):
        from .columnar.checking import find_damage
        from .columnar.manifest import take_snapshot

        manifest, damaged = find_damage(path, index.manifest)
        if not damaged:
            take_snapshot(path, manifest)
    written = [file for entry in manifest.segments for file in entry.files.values()]
    size = sum(file.length for file in written) + (path / INDEX_MARKER).stat().st_size
    return Check(str(path), 1 + len(written), size, damaged)


@contextmanager
def mapped_errors(path: Place) -> Iterator[None]:
    """Faults of the files as ours: one that is missing, damaged, or cannot be read or written."""
    try:
        yield
    except _DAMAGE as error:
        raise IndexCorrupted(path, f"the index is damaged ({type(error).__name__})") from error
    except FileNotFoundError as error:
        raise IndexCorrupted(path, "files of the index are missing") from error
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Place, error: OSError) -> IndexProblem:
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
