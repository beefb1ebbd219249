"""A process that forks others, each of which changes an index and may be killed while it does; and what they do."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seized import add_corpus, build_index, update_corpus
from seized.indexer import store
from seized.indexer.columnar import disk
from seized.indexer.columnar.index import ColumnarIndex

from .disks import Asked

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["JOBS", "Change", "apply", "change", "serve"]

Change = tuple[list[dict[str, Any]], list[str], bool]
"""Records to add, keys of records to delete, and whether all segments are put together."""


class Mortal(Asked):
    """A disk that kills this process when so much has been asked of it, a write half done."""

    def __init__(self, at: int, seed: int) -> None:
        self._left = at
        self._dice = random.Random(seed)

    def _dies(self) -> bool:
        self._left -= 1
        return self._left == 0

    def before(self, what: str, path: Path) -> None:  # noqa: ARG002
        if self._dies():
            os.kill(os.getpid(), signal.SIGKILL)

    def write(self, path: Path, handle: int, data: ReadableBuffer) -> int:
        if self._dies():
            whole = bytes(data)
            disk.Disk.write(self, path, handle, whole[: self._dice.randrange(len(whole) + 1)])
            os.kill(os.getpid(), signal.SIGKILL)
        return disk.Disk.write(self, path, handle, data)


def change(seed: int, number: int) -> Change:
    """What the commit of a number changes."""
    dice = random.Random(f"{seed} {number}")
    words = ("peace", "security", "women", "trees", "安全", "决定")
    added = []
    for place in range(dice.randrange(1, 5)):
        text = " ".join(dice.choice(words) for _ in range(dice.randrange(1, 40)))
        key, data = f"{number}-{place}", f"{number} {place} {text}".encode()
        added.append({"record": "clause", "key": key, "data": data, "order": key, "text": text, "exact": text})
    gone = [f"{dice.randrange(number)}-{dice.randrange(4)}" for _ in range(dice.randrange(6))] if number else []
    return added, gone, dice.random() < 0.15


def apply(index: ColumnarIndex, made: Change) -> None:
    """One commit."""
    added, gone, optimize = made
    writer = index.writer()
    for key in gone:
        writer.delete_by_term("key", key)
    writer.add_documents(added)
    writer.commit(optimize=optimize)


def _commits(done: Callable[[int], None], index: str, seed: int, first: int, count: int) -> None:
    """Several commits, each of which is told when it has happened."""
    opened = store.open_store(Path(index))
    for number in range(first, first + count):
        apply(opened, change(seed, number))
        done(number)


def _build(done: Callable[[int], None], docs: str, index: str) -> None:
    build_index([docs], index)
    done(1)


def _rebuild(done: Callable[[int], None], docs: str, index: str) -> None:
    build_index([docs], index, rebuild=True)
    done(1)


def _merge(done: Callable[[int], None], docs: str, index: str) -> None:  # noqa: ARG001
    with store.opened_for_change(Path(index)) as opened:
        assert isinstance(opened, ColumnarIndex)
        opened.optimize()
    done(1)


def _add(done: Callable[[int], None], docs: str, index: str) -> None:
    add_corpus("un-sc", index, origin=docs)
    done(1)


def _update(done: Callable[[int], None], docs: str, index: str) -> None:  # noqa: ARG001 (the index knows it)
    update_corpus("un-sc", index)
    done(1)


JOBS: dict[str, Callable[..., None]] = {
    "commits": _commits,
    "build": _build,
    "rebuild": _rebuild,
    "merge": _merge,
    "add": _add,
    "update": _update,
}


def _say(word: str, number: int) -> None:
    os.write(1, f"{word} {number}\n".encode())


def _child(order: dict[str, Any]) -> None:
    if order["at"]:
        disk.DISK = Mortal(order["at"], order["seed"])
    try:
        JOBS[order["job"]](lambda number: _say("done", number), *order["given"])
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(3)
    os._exit(0)


def serve() -> None:
    """Fork a process for each order, and say how it ended."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if not child:
            _child(order)
        if order["after"]:
            time.sleep(order["after"])
            os.kill(child, signal.SIGKILL)  # one that has ended keeps its number until it is waited for
        _, status = os.waitpid(child, 0)
        _say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    serve()
