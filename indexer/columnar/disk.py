"""Everything that is asked of the disk when an index is written; one that fails or forgets can take its place."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = [
    "Disk",
    "created",
    "make_folder",
    "open_lock",
    "overwrite",
    "remove",
    "remove_folder",
    "rename",
    "sync_folder",
    "sync_name",
]

_BUFFER = 1 << 16
_BINARY: int = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


class Disk:
    """The operating system's. Each method asks one thing of it, or raises OSError.

    handle: of the file or folder that `path` names
    """

    def make_folder(self, path: Path) -> None:
        """Make a folder, if it is not there yet."""
        path.mkdir(exist_ok=True)

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder."""
        path.rmdir()

    def open_lock(self, path: Path) -> int:
        """Open a file for reading and writing that is made if need be, but not by a link."""
        return os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK | _BINARY, 0o666)

    def create(self, path: Path) -> int:
        """Make a file that is not there yet, also not as a link, and open it for writing."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)

    def write(self, path: Path, handle: int, data: ReadableBuffer) -> int:  # noqa: ARG002 (who forgets asks for it)
        """Write at the end of what was written; gives how many bytes, which may be fewer."""
        return os.write(handle, data)

    def truncate(self, path: Path, handle: int) -> None:  # noqa: ARG002
        """Make a file empty."""
        os.ftruncate(handle, 0)

    def sync(self, path: Path, handle: int) -> None:  # noqa: ARG002
        """Come back when all of it is on the disk: of a file its bytes, of a folder its names."""
        os.fsync(handle)

    def rename(self, old: Path, new: Path) -> None:
        """Give a file another name, in place of the file that has it."""
        os.replace(old, new)  # noqa: PTH105

    def remove(self, path: Path) -> None:
        """Remove a file."""
        os.unlink(path)  # noqa: PTH108


DISK = Disk()


class _File(io.RawIOBase):
    """A new file, for a buffer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = DISK.create(path)

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        return DISK.write(self._path, self._handle, data)

    def sync(self) -> None:
        DISK.sync(self._path, self._handle)

    def close(self) -> None:
        if not self.closed:
            super().close()
            os.close(self._handle)


@contextmanager
def created(path: Path) -> Iterator[IO[bytes]]:
    """A new file to write to, which is on the disk when the block ends."""
    raw = _File(path)
    with io.BufferedWriter(raw, _BUFFER) as file:
        yield file
        file.flush()
        raw.sync()


def rename(old: Path, new: Path) -> None:
    """Give a file another name, in place of the file that has it: at once, whatever happens."""
    DISK.rename(old, new)


def remove(path: Path) -> None:
    """Remove a file."""
    DISK.remove(path)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        DISK.sync(folder, handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> bool:
    """Make a folder where there is none, with those that it lies in, so that a power failure leaves it there.

    Gives whether it was made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        DISK.make_folder(one)
        try:
            sync_name(one)
        except OSError:
            remove_folder(one)
            raise
    return bool(missing)


def sync_name(folder: Path) -> None:
    """Make sure that a folder's own name is on the disk."""
    with suppress(PermissionError):  # one may write into a folder that one may not read
        sync_folder(folder.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder, if it is empty and can be removed."""
    with suppress(OSError):
        DISK.remove_folder(folder)


def open_lock(path: Path) -> IO[bytes]:
    """A file that is to be locked, made if need be. OSError for a link: what it leads to is not ours."""
    return os.fdopen(DISK.open_lock(path), "r+b", buffering=0)


def overwrite(path: Path, file: IO[bytes], data: bytes) -> None:
    """Put `data` in place of what an open file holds."""
    DISK.truncate(path, file.fileno())
    file.seek(0)
    DISK.write(path, file.fileno(), data)
