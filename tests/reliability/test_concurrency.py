"""Many readers beside a writer, many threads on one open index, and several writers."""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from seized import Index, build_index, open_index
from seized.indexer.columnar.manifest import Manifest

from .forks import forked
from .forms import chance, times
from .questions import QUESTIONS, several_segments
from .worlds import documents_of, strays

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

_NUMBERS = range(2510, 2515)


def versions(docs: Path, index: Path, stop: Path) -> int:
    """Commit one version after another until told to stop: all documents say which they are of."""
    for version in itertools.count(1):
        if stop.exists():
            return version
        build_index([documents_of(docs, _NUMBERS, word=f"v{version}")], index)
    raise AssertionError


def look(index: Path, before: int) -> int:
    """The version that an index holds; all that is found in it is of that one, and it is none from before."""
    with open_index(index) as opened:
        found = opened.search('"invented trees"', limit=None)
        said = {hit.text.rsplit(" ", 1)[1].strip(";") for hit in found}
        assert (found.total, len(said)) == (len(_NUMBERS), 1), (found.total, said)
        (version,) = said
        assert opened.search(version, limit=None).total == 2 * len(_NUMBERS)
        number = int(version[1:])
        assert number >= before
        assert opened.search(f"v{number - 1} OR v{number + 1}").total == 0
        assert len(opened.records()) == 2 * len(_NUMBERS)
    return number


def look_often(index: Path, times: int, threads: int = 3) -> list[int]:
    """Open and ask from several threads; gives the versions that were seen."""
    seen: set[int] = set()
    failed: list[BaseException] = []

    def run() -> None:
        version = 0
        try:
            for _ in range(times // threads + 1):
                version = look(index, version)
                seen.add(version)
        except BaseException as error:
            failed.append(error)

    together([run] * threads)
    if failed:
        raise failed[0]
    return sorted(seen)


def together(acts: list[Callable[[], None]]) -> None:
    """Do several things in a thread each."""
    running = [threading.Thread(target=act) for act in acts]
    for one in running:
        one.start()
    for one in running:
        one.join()


@times(600, 10_000)
def test_readers_see_one_commit_or_the_next(tmp_path: Path, times: int) -> None:
    docs, index, stop = tmp_path / "docs", tmp_path / "index", tmp_path / "stop"
    build_index([documents_of(docs, _NUMBERS, word="v0")], index)
    writer = forked(lambda: versions(docs, index, stop), 3600)
    try:
        readers = [forked(lambda: look_often(index, times // 2), 3600) for _ in range(2)]
        seen = {version for reader in readers for version in reader()}
    finally:  # also where a reader fails: the writer goes on until it is told
        stop.touch()
        written = writer()
    assert len(seen) > min(20, written // 10)
    assert strays(index) == set()


@contextmanager
def switching() -> Iterator[None]:
    """Have threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return several_segments(tmp_path_factory.mktemp("threads"))


class TestThreads:
    @times(2, 40)
    def test_on_one_index_they_get_what_one_gets(self, index: Path, times: int) -> None:
        """Each round begins with an index that nobody has asked anything yet."""
        dice = chance("threads")
        with open_index(index) as opened:
            serial = [repr(question(opened)) for question in QUESTIONS]
        for _ in range(times):
            wrong: list[tuple[int, str]] = []
            with open_index(index) as opened, switching():
                together([self._asking(opened, serial, wrong, dice.randrange(1 << 30)) for _ in range(6)])
            assert wrong == []

    @staticmethod
    def _asking(opened: Index, serial: list[str], wrong: list[tuple[int, str]], seed: int) -> Callable[[], None]:
        order = list(range(len(QUESTIONS)))
        random.Random(seed).shuffle(order)

        def ask() -> None:
            for number in order:
                try:
                    found = repr(QUESTIONS[number](opened))
                except Exception as error:
                    found = f"{type(error).__name__}: {error}"
                if found != serial[number]:
                    wrong.append((number, found[:500]))

        return ask


@times(8, 60)
def test_writers_wait_for_one_another(tmp_path: Path, times: int) -> None:
    """Each adds documents of its own; all of them are there in the end."""
    index = tmp_path / "index"
    names = range(3)

    def write(name: int) -> int:
        for number in range(times):
            build_index([documents_of(tmp_path / f"{name}" / f"{number}", [1000 + 100 * name + number])], index)
        return times

    writing = [forked(_bound(write, name)) for name in names]
    assert [done() for done in writing] == [times] * len(names)
    with open_index(index) as opened:
        assert len(opened.symbols()) == times * len(names)
    assert Manifest.read(index).generation == times * len(names)
    assert strays(index) == set()


def _bound(act: Callable[[int], Any], given: int) -> Callable[[], Any]:
    return lambda: act(given)
