"""Who may write: one at a time, and nobody is held up by a process that has died."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest
from whoosh.index import LockError

from seized.errors import IndexLocked
from seized.indexer.columnar import disk, lock
from seized.indexer.columnar.index import ColumnarIndex

Filled = Callable[..., ColumnarIndex]
Records = Callable[..., list[dict[str, Any]]]

_HOLD = """
import sys
from pathlib import Path
from seized.indexer.columnar.lock import WriterLock
folder = Path(sys.argv[1])
lock = WriterLock(folder / "writer.lock", of=folder)
print("held", flush=True)
sys.stdin.read()
"""


class TestLock:
    def test_one_writer_at_a_time(self, empty: ColumnarIndex) -> None:
        writer = empty.writer()
        with pytest.raises(IndexLocked, match=f"process {os.getpid()} on .* is writing") as raised:
            empty.writer(timeout=0.1)
        assert isinstance(raised.value, LockError)
        writer.cancel()
        empty.writer().cancel()

    def test_the_lock_of_a_process_that_died_holds_nobody_up(self, empty: ColumnarIndex) -> None:
        command = [sys.executable, "-c", _HOLD, str(empty.folder)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
            assert owner.stdout is not None
            assert owner.stdout.readline() == b"held\n"
            with pytest.raises(IndexLocked, match=f"process {owner.pid}"):
                empty.writer()
            owner.kill()
        empty.writer().cancel()
        assert json.loads((empty.folder / "writer.lock").read_text(encoding="utf-8"))["pid"] == os.getpid()

    def test_a_lock_whose_file_was_removed_is_none(self, empty: ColumnarIndex, monkeypatch: pytest.MonkeyPatch) -> None:
        path, real, others = empty.folder / lock.NAME, lock._lock, []

        def locked_late(file: IO[bytes]) -> bool:
            """Lock the file when its owner has removed it, and another has made one and locked that."""
            monkeypatch.setattr(lock, "_lock", real)
            path.unlink()
            others.append(lock.WriterLock(path, of=empty.folder))
            return real(file)

        monkeypatch.setattr(lock, "_lock", locked_late)
        with pytest.raises(IndexLocked):
            lock.WriterLock(path, of=empty.folder)
        others[0].release()
        lock.WriterLock(path, of=empty.folder).release()

    def test_who_waits_in_a_folder_that_is_removed_makes_it_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, real = tmp_path / "index" / lock.NAME, disk.open_lock

        def removed(file: Path) -> IO[bytes]:
            monkeypatch.setattr(lock, "open_lock", real)
            file.parent.rmdir()
            return real(file)

        monkeypatch.setattr(lock, "open_lock", removed)
        lock.WriterLock(path, of=path.parent, timeout=1).release()
        assert path.exists()

    def test_a_disk_that_takes_no_owner_is_locked_all_the_same(
        self, empty: ColumnarIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: Any) -> None:
            raise OSError(errno.ENOSPC, "full")

        monkeypatch.setattr(lock, "overwrite", full)
        held = lock.WriterLock(empty.folder / lock.NAME, of=empty.folder)
        with pytest.raises(IndexLocked, match="another process is writing"):
            lock.WriterLock(empty.folder / lock.NAME, of=empty.folder)
        held.release()

    def test_reading_needs_no_lock(self, filled: Filled, records: Records) -> None:
        index = filled(records(3))
        writer = index.writer()
        assert index.reader().doc_count() == 3
        writer.cancel()
