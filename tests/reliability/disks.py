"""Disks that fail, and a disk that remembers what it was asked, so that a power failure can be played through."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from seized.indexer.columnar import disk
from seized.indexer.columnar.lock import NAME as LOCK
from seized.indexer.schema import INDEX_MARKER

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["Asked", "Failing", "PowerFailure", "Recording", "Stopped", "Unlucky", "in_place"]


@contextmanager
def in_place(other: disk.Disk) -> Iterator[None]:
    """Have all writing of an index go to another disk while the block runs."""
    real, disk.DISK = disk.DISK, other
    try:
        yield
    finally:
        disk.DISK = real


class Asked(disk.Disk):
    """A disk that has a say before each thing that it is asked."""

    def before(self, what: str, path: Path) -> None:
        """Called with the name of what is asked, and of which file or folder."""

    def make_folder(self, path: Path) -> None:
        self.before("make_folder", path)
        super().make_folder(path)

    def remove_folder(self, path: Path) -> None:
        self.before("remove_folder", path)
        super().remove_folder(path)

    def open_lock(self, path: Path) -> int:
        self.before("open_lock", path)
        return super().open_lock(path)

    def create(self, path: Path) -> int:
        self.before("create", path)
        return super().create(path)

    def write(self, path: Path, handle: int, data: ReadableBuffer) -> int:
        self.before("write", path)
        return super().write(path, handle, data)

    def truncate(self, path: Path, handle: int) -> None:
        self.before("truncate", path)
        super().truncate(path, handle)

    def sync(self, path: Path, handle: int) -> None:
        self.before("sync", path)
        super().sync(path, handle)

    def rename(self, old: Path, new: Path) -> None:
        self.before("rename", old)
        super().rename(old, new)

    def remove(self, path: Path) -> None:
        self.before("remove", path)
        super().remove(path)


class Failing(Asked):
    """A disk that counts what it is asked, and fails when it is asked for the `at`-th time.

    code: the errno that it fails with, or 0 for a write that writes a part; lasting: whether all that follows fails too
    asked: how often it was asked; failed: what it failed at, and of which file
    has_committed: whether the manifest has got its name
    """

    def __init__(self, at: int = 0, code: int = errno.EIO, *, lasting: bool = False) -> None:
        self._at = at
        self._code = code
        self._lasting = lasting
        self.asked = 0
        self.failed: list[tuple[str, Path]] = []
        self.has_committed = False

    @property
    def is_harmless(self) -> bool:
        """Whether it failed only at what nothing depends on: to remove a file, and to write who holds the lock."""
        return all(what in ("remove", "remove_folder") or path.name == LOCK for what, path in self.failed)

    def before(self, what: str, path: Path) -> None:
        if self._fails(what, path) and self._code:
            raise OSError(self._code, os.strerror(self._code))

    def _fails(self, what: str, path: Path) -> bool:
        self.asked += 1
        fails = bool(self._at) and (self.asked == self._at or (self._lasting and self.asked > self._at))
        if fails and (self._code or what == "write"):
            self.failed.append((what, path))
        return fails

    def write(self, path: Path, handle: int, data: ReadableBuffer) -> int:
        if not self._fails("write", path):
            return disk.Disk.write(self, path, handle, data)
        part = disk.Disk.write(self, path, handle, bytes(data)[: (len(bytes(data)) + 1) // 2])
        if self._code:  # a part of it is there all the same
            raise OSError(self._code, os.strerror(self._code))
        return part

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self.has_committed = self.has_committed or new.name == INDEX_MARKER


class Recording(Asked):
    """A disk that remembers what it was asked, in order: what, of which file, and its bytes or other name."""

    def __init__(self) -> None:
        self.log: list[tuple[str, Path, bytes | Path]] = []

    def create(self, path: Path) -> int:
        handle = super().create(path)
        self.log.append(("create", path, b""))
        return handle

    def write(self, path: Path, handle: int, data: ReadableBuffer) -> int:
        count = super().write(path, handle, data)
        self.log.append(("write", path, bytes(data)[:count]))
        return count

    def truncate(self, path: Path, handle: int) -> None:
        super().truncate(path, handle)
        self.log.append(("truncate", path, b""))

    def sync(self, path: Path, handle: int) -> None:
        super().sync(path, handle)
        self.log.append(("sync", path, b""))

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self.log.append(("rename", old, new))

    def remove(self, path: Path) -> None:
        super().remove(path)
        self.log.append(("remove", path, b""))


class Stopped(BaseException):
    """A process ends here, as one that is killed."""


class Unlucky(Recording):
    """A disk that remembers, and of which one change is stopped: the process ends, or what was asked fails.

    after: things that are asked before that, from now on; -1 for no stop
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = -1
        self._error: BaseException = Stopped()
        self._is_over = False

    def stop(self, after: int, error: BaseException) -> None:
        """Raise an error after so many things."""
        self._left, self._error = after, error

    def go_on(self) -> None:
        """Fail no more: another process asks."""
        self._left, self._is_over = -1, False

    def before(self, what: str, path: Path) -> None:  # noqa: ARG002
        if self._is_over:
            raise self._error
        if self._left == 0:
            # who was killed asks nothing more, not even to tidy up
            self._is_over = isinstance(self._error, Stopped)
        self._left -= 1
        if self._left == -1:
            raise self._error


class _Inode:
    """The bytes of a file: those that are safe, and what was written since, piece by piece."""

    def __init__(self) -> None:
        self.safe = b""
        self.length = 0
        self.pending: list[tuple[int, bytes]] = []

    def write(self, data: bytes) -> None:
        self.pending.append((self.length, data))
        self.length += len(data)

    def sync(self) -> None:
        for start, data in self.pending:
            self.safe = self.safe[:start] + data
        self.pending = []

    def left(self, dice: random.Random, chance: float) -> bytes:
        """What may be found after a power failure: of what is not safe some pieces, whole, in part or as zeros."""
        found = bytearray(self.safe)
        for start, data in self.pending:
            if dice.random() >= chance:
                continue
            kept = data if dice.random() < 0.5 else data[: dice.randrange(len(data) + 1)]
            kept = bytes(len(kept)) if dice.random() < 0.2 else kept
            found.extend(bytes(max(0, start + len(kept) - len(found))))
            found[start : start + len(kept)] = kept
        return bytes(found)


class PowerFailure:
    """A folder as it may be found after a power failure, from the log of a disk that remembers.

    What was written to a file is safe when the file was synced, its name when the folder was. Of what is not, any
    part may have reached the disk, in any order.
    """

    def __init__(self, folder: Path, log: list[tuple[str, Path, bytes | Path]]) -> None:
        self._folder = folder
        self._safe: dict[str, _Inode] = {}
        self._names: dict[str, _Inode] = {}
        self._pending: list[tuple[str, str, _Inode | None]] = []
        for what, path, more in log:
            if folder in (path, path.parent):
                self._play(what, path, more)

    def _play(self, what: str, path: Path, more: bytes | Path) -> None:
        if what == "sync" and path == self._folder:
            self._safe, self._pending = dict(self._names), []
        elif what == "create" or path.name not in self._names:
            self._name("", path.name, _Inode())
        elif what == "write":
            assert isinstance(more, bytes)
            self._names[path.name].write(more)
        elif what == "truncate":
            self._names[path.name] = _Inode()  # the lock, whose bytes do not count
        elif what == "sync":
            self._names[path.name].sync()
        elif what == "rename":
            assert isinstance(more, Path)
            self._name(path.name, more.name, self._names[path.name])
        elif what == "remove":
            self._name(path.name, "", None)

    def _name(self, old: str, new: str, inode: _Inode | None) -> None:
        self._pending.append((old, new, inode))
        _rename(self._names, old, new, inode)

    def lay(self, folder: Path, dice: random.Random) -> None:
        """Write what may be found into an empty folder."""
        chance = dice.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        names = dict(self._safe)
        for old, new, inode in self._pending:
            if dice.random() < chance:
                _rename(names, old, new, inode)
        for name, inode in names.items():
            (folder / name).write_bytes(inode.left(dice, chance))


def _rename(names: dict[str, _Inode], old: str, new: str, inode: _Inode | None) -> None:
    names.pop(old, None)
    if inode is not None:
        names[new] = inode
