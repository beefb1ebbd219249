"""Power that fails at any moment: of what was not safe any part may be lost, and the old state or the new is there."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from seized import SeizedError

from . import worker
from .cases import Case, first_build, update
from .disks import PowerFailure, Recording, Stopped, Unlucky, in_place
from .forms import chance, times
from .worlds import digest, documents_of


class History:
    """Four commits to a new index, and what it said after each.

    marks: how long the log was when each was told to have happened; states: the digests, "" before the first
    """

    def __init__(self, folder: Path) -> None:
        self.docs, self.index = folder / "docs", folder / "index"
        self.states = [""]
        self.marks: list[int] = []
        self._disk = Recording()
        steps: list[Callable[[], object]] = [
            lambda: documents_of(self.docs, range(2510, 2515)),
            lambda: documents_of(self.docs, range(2512, 2514), word="changed"),
            (self.docs / "2514-English.xml").unlink,
        ]
        for prepare in steps:
            prepare()
            self._commit("build")
        self._commit("merge")
        self.log = self._disk.log

    def _commit(self, job: str) -> None:
        with in_place(self._disk):
            worker.JOBS[job](lambda _: None, str(self.docs), str(self.index))
        self.marks.append(len(self._disk.log))
        self.states.append(digest(self.index))


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return History(tmp_path_factory.mktemp("history"))


@times(200, 2000)
def test_the_old_commit_or_the_new_one(history: History, tmp_path: Path, times: int) -> None:
    dice = chance("power")
    found = tmp_path / "found"
    for number in range(times):
        # each commit is met as it is being made and just after it
        cut = dice.choice([*history.marks, *(dice.randrange(len(history.log)) for _ in range(12))])
        found.mkdir()
        PowerFailure(history.index, history.log[:cut]).lay(found, dice)
        told = sum(mark <= cut for mark in history.marks)
        assert digest(found) in history.states[told : told + 2], f"cut {number}, at {cut} of {len(history.log)}"
        if number % 10 == 0:
            worker.JOBS["build"](lambda _: None, str(history.docs), str(found))
            assert digest(found) == history.states[-1]
        shutil.rmtree(found)


class Stumble:
    """An update that is stopped, and made again by another process, on one disk."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.disk = Unlucky()
        self.asked = 0

    def run(self) -> str:
        """The update; gives the digest, and remembers how much was asked for."""
        with in_place(self.disk):
            found = self.case.run()
        self.asked = len(self.disk.log)
        return found

    def stumble(self, after: int, error: BaseException) -> None:
        """The update, stopped when so much was asked."""
        self.case.prepare()
        self.disk.log = laid(self.case.index)
        self.disk.stop(after, error)
        with in_place(self.disk), suppress(type(error), SeizedError):
            self.case.run()
        self.disk.go_on()


def laid(folder: Path) -> list[tuple[str, Path, bytes | Path]]:
    """What a disk remembers of a folder that is safe as it is."""
    log: list[tuple[str, Path, bytes | Path]] = []
    for file in sorted(folder.iterdir()) if folder.exists() else ():
        log += [("create", file, b""), ("write", file, file.read_bytes()), ("sync", file, b"")]
    return [*log, ("sync", folder, b"")]


@pytest.mark.parametrize("error", [Stopped(), OSError(errno.EIO, "it fails")], ids=["stopped", "failed"])
@pytest.mark.parametrize("make", [first_build, update])
@times(10, 200)
def test_a_change_that_was_stopped_and_made_again(
    error: BaseException, make: Callable[[Path], Case], tmp_path: Path, times: int
) -> None:
    """The second run removes what the first one left, and relies on what the disk may not have yet."""
    dice = chance("stumble")
    stumble = Stumble(make(tmp_path))
    stumble.case.prepare()
    whole = stumble.run()
    found = tmp_path / "found"
    for after in range(stumble.asked + 1):
        stumble.stumble(after, error)
        first = len(stumble.disk.log)
        assert stumble.run() == whole
        log = stumble.disk.log
        for number in range(times):
            # the end is met as often as all that is between
            cut = dice.randrange(first, len(log) + 1) if number % 2 else len(log)
            found.mkdir()
            PowerFailure(stumble.case.index, log[:cut]).lay(found, dice)
            states = (whole,) if cut == len(log) else (whole, stumble.case.old)
            assert digest(found) in states, f"stopped after {after}, cut at {cut} of {len(log)}"
            shutil.rmtree(found)


def test_a_new_folder_is_safe_too(tmp_path: Path) -> None:
    remembering = Recording()
    docs = documents_of(tmp_path / "docs", range(2510, 2512))
    with in_place(remembering):
        worker.JOBS["build"](lambda _: None, str(docs), str(tmp_path / "a" / "b" / "index"))
    synced = [path for what, path, _ in remembering.log if what == "sync"]
    assert {tmp_path, tmp_path / "a", tmp_path / "a" / "b"} <= set(synced)
