"""A disk that fails at any moment: the last commit stays, the lock is free, and one line says what happened."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from seized.cli import main
from seized.indexer.columnar.lock import NAME, WriterLock

from .cases import CASES, Case
from .disks import Failing, in_place
from .worlds import digest, strays

_FAULTS = [(errno.ENOSPC, True), (errno.ENOSPC, False), (errno.EIO, True), (errno.EIO, False), (0, False)]
"""What a disk fails with, 0 being a write that writes a part; and whether it goes on failing."""
_SHORT = [
    ("first_build", (errno.ENOSPC, True)),
    ("first_build", (errno.EIO, False)),
    ("update", (errno.EIO, False)),
    ("update", (0, False)),
]
_EVERY = [(make.__name__, fault) for make in CASES if make.__name__ != "merge" for fault in _FAULTS]
_MAKE: dict[str, Callable[[Path], Case]] = {make.__name__: make for make in CASES}
_SAID = {
    False: "seized: {}: cannot be read or written ({})\n",
    True: "seized: {}: the new state is written, but the disk did not confirm it ({}), so that the state before may "
    "come back after a power failure; run it again\n",
}
"""What is said, by whether the new state has taken the place of the old one."""
_WORDS = {
    "build": ["index", "{docs}", "--index", "{index}"],
    "rebuild": ["index", "{docs}", "--index", "{index}", "--rebuild"],
    "add": ["corpus", "add", "un-sc", "--from", "{docs}", "--index", "{index}"],
    "update": ["corpus", "update", "un-sc", "--index", "{index}"],
}


def run(case: Case, monkeypatch: pytest.MonkeyPatch) -> int:
    """The command that makes a change; gives its exit status."""
    words = [word.format(docs=case.docs, index=case.index) for word in _WORDS[case.job]]
    monkeypatch.setattr(sys, "argv", ["seized", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("name", "fault"), [*_SHORT, *(pytest.param(*one, marks=pytest.mark.torture) for one in _EVERY)]
)
def test_every_moment(
    name: str,
    fault: tuple[int, bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case, (code, lasting) = _MAKE[name](tmp_path), fault
    case.prepare()
    counting = Failing()
    with in_place(counting):
        whole = case.run()
    assert counting.asked > 10
    for at in range(1, counting.asked + 1):
        case.prepare()
        capsys.readouterr()
        broken = Failing(at, code, lasting=lasting)
        with in_place(broken):
            status = run(case, monkeypatch)
        said = capsys.readouterr().err
        assert status == 2 or (status == 0 and (not code or broken.is_harmless)), (at, broken.failed)
        assert digest(case.index) == (case.old if status and not broken.has_committed else whole), (at, broken.failed)
        assert said == (_SAID[broken.has_committed].format(case.index, os.strerror(code)) if status else "")
        if status and not case.old and not (lasting or broken.has_committed):
            assert not case.index.exists(), (at, broken.failed)
        if case.index.exists():
            WriterLock(case.index / NAME, of=case.index).release()
        assert case.run() == whole
        assert strays(case.index) == set()


def test_a_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real one, where the system has it."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    case = _MAKE["update"](tmp_path)
    case.prepare()

    class Full(Failing):
        def create(self, path: Path) -> int:  # noqa: ARG002
            return os.open(full, os.O_WRONLY)

    with in_place(Full()):
        assert run(case, monkeypatch) == 2
    assert digest(case.index) == case.old
    shutil.rmtree(case.index)
