"""Processes that are killed while they write: what they said was done is there, and the next run finishes the rest."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.schema import SCHEMA_VERSION, schema

from . import worker
from .cases import CASES, Case
from .forms import SEED, chance, times
from .worlds import digest, strays

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

_OPERATIONS = 60
"""Commits ask about fifteen things of the disk."""


class Nursery:
    """Has children who work on an index, and kills them."""

    def __init__(self) -> None:
        name = worker.__name__
        self._process = subprocess.Popen(
            [sys.executable, "-m", name],
            cwd=Path(worker.__file__).parents[name.count(".")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )

    def run(self, job: str, *given: Any, at: int = 0, after: float = 0.0, seed: int = 0) -> tuple[list[int], int]:
        """What a child said was done, and its exit status: -9 where it was killed.

        at: by itself when so much was asked of the disk; after: by another, so many seconds after it began
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"job": job, "given": [str(one) if isinstance(one, Path) else one for one in given]}
        self._process.stdin.write(json.dumps(order | {"at": at, "after": after, "seed": seed}).encode() + b"\n")
        self._process.stdin.flush()
        done: list[int] = []
        for line in self._process.stdout:
            word, number = line.split()
            if word == b"ended":
                return done, int(number)
            done.append(int(number))
        raise AssertionError("the process that forks has ended")

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


def held(index: ColumnarIndex) -> dict[str, bytes]:
    """The stored records by their keys, which they begin with."""
    with index.reader() as reader:
        found = [bytes(reader.stored_fields(number)["data"]) for number in reader.all_doc_ids()]
    return {"-".join(data.decode().split(" ", 2)[:2]): data for data in found}


class Model:
    """What an index holds after each commit."""

    def __init__(self) -> None:
        self.states: list[dict[str, bytes]] = [{}]

    def after(self, commits: int) -> dict[str, bytes]:
        while len(self.states) <= commits:
            number = len(self.states) - 1
            added, gone, _ = worker.change(SEED, number)
            kept = {key: data for key, data in self.states[-1].items() if key not in gone}
            self.states.append(kept | {record["key"]: record["data"] for record in added})
        return self.states[commits]


class TestCommits:
    """An index to which one process after another commits until it is killed."""

    @times(100, 250)
    def test_what_was_committed_is_there(self, nursery: Nursery, tmp_path: Path, times: int) -> None:
        dice, model = chance("commits"), Model()
        index = ColumnarIndex.create(tmp_path / "index", schema(), SCHEMA_VERSION)
        commits = killed = 0
        while killed < times:
            done, status = nursery.run("commits", index.folder, SEED, commits, 4, **_death(dice, 0.12))
            assert status in (0, -signal.SIGKILL)
            killed += status != 0
            said = done[-1] + 1 if done else commits
            found = held(index)
            commits = next(n for n in (said, said + 1, -1) if n == -1 or found == model.after(n))
            assert commits != -1, f"after {said} commits the index holds what it did after none of them"
            worker.apply(index, worker.change(SEED, commits))
            commits += 1
            assert held(index) == model.after(commits)
            assert strays(index.folder) == set()


def _death(dice: random.Random, seconds: float, operations: int = _OPERATIONS) -> dict[str, Any]:
    """When a child is to die: at one thing that it asks of the disk, or at a moment."""
    if dice.random() < 0.6:
        return {"at": dice.randrange(1, operations), "seed": dice.randrange(1 << 30)}
    return {"after": dice.uniform(0.0005, seconds)}


class TestChanges:
    """Builds, updates, merges and corpora: all of it or nothing, and run again it is as if nobody had been killed."""

    @pytest.mark.parametrize("make", CASES)
    @times(17, 42)
    def test_all_or_nothing(self, nursery: Nursery, tmp_path: Path, make: Callable[[Path], Case], times: int) -> None:
        dice, case = chance(make.__name__), make(tmp_path)
        case.prepare()
        began = time.monotonic()
        whole = case.run()
        seconds, killed = time.monotonic() - began, 0
        assert (case.old == whole) == (case.job == "merge")
        while killed < times:
            case.prepare()
            done, status = nursery.run(case.job, case.docs, case.index, **_death(dice, seconds, 30))
            assert status in (0, -signal.SIGKILL)
            killed += status != 0
            assert digest(case.index) in ({whole} if done else {case.old, whole})
            assert case.run() == whole
            assert strays(case.index) == set()
