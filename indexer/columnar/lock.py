"""One writer at a time: a file that the operating system locks, and unlocks when its owner dies."""

from __future__ import annotations

import json
import os
import socket
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from ...errors import IndexLocked
from .disk import make_folder, open_lock, overwrite, remove_folder

__all__ = ["NAME", "WriterLock"]

NAME = "writer.lock"
_PAUSE = 0.05
_LOCKED_BYTE = 1 << 30
_MOST_BYTES = 1000
"""Bytes of the file that are read to name the owner."""


class WriterLock:
    """The right to write to an index, held while its file is locked.

    The file names the owner for the message that another gets; the lock itself is the system's, so that
    one left behind by a process that died holds nobody up.
    """

    def __init__(self, path: Path, *, of: Path, timeout: float = 0.0) -> None:
        """Lock the file `path` for the index `of`, waiting up to `timeout` seconds. Raises IndexLocked."""
        self._path = path
        until = time.monotonic() + timeout
        while not self._take():
            if time.monotonic() >= until:
                raise IndexLocked(f"{of}: {self._owner()} is writing to this index; try again when it is done")
            time.sleep(_PAUSE)

    def _take(self) -> bool:
        is_new = make_folder(self._path.parent)
        try:
            file = open_lock(self._path)
        except FileNotFoundError:
            return False  # its owner before has removed the folder
        except OSError:
            if is_new:
                remove_folder(self._path.parent)
            raise
        try:
            if not (_lock(file) and self._is_there(file)):
                file.close()
                return False
            since = datetime.now().isoformat(" ", "seconds")
            owner = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
            with suppress(OSError):  # others are told less; a disk that is full says so to what is written next
                overwrite(self._path, file, json.dumps(owner).encode() + b"\n")
        except BaseException:
            file.close()
            raise
        self._file = file
        return True

    def _is_there(self, file: IO[bytes]) -> bool:
        """Whether the file that was locked is still in the folder: its owner before may have removed both."""
        try:
            return os.path.samestat(os.fstat(file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _owner(self) -> str:
        try:
            with self._path.open("rb") as file:
                owner = json.loads(file.read(_MOST_BYTES))
            said = f"process {owner['pid']} on {owner['host']} (since {owner['since']})"
            return said if said.isprintable() else "another process"
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return "another process"

    def release(self) -> None:
        """Let others write."""
        self._file.close()

    def __enter__(self) -> WriterLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _lock(file: IO[bytes]) -> bool:
    """Lock a file, or give False where another has. Other faults are OSError: a share may know no locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        # a byte far behind the text, which others are to read
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
