"""Changes of a small index that tests make over and over, each with what was there before and what is there after."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import worker
from .worlds import corpus_of, digest, documents_of

__all__ = ["CASES", "Case", "first_build", "update"]


class Case:
    """A change of an index that is made over and over.

    job: see `worker`; before: the index that it begins from, if there is one
    docs: what it reads; whole: the digest of the index when it is done
    """

    def __init__(self, job: str, folder: Path, docs: Path, before: Callable[[Path], Any] | None = None) -> None:
        self.job = job
        self._folder = folder
        self._kept = folder / "before"
        self.docs = docs
        if before is not None:
            before(self._kept)
        self.old = digest(self._kept)
        self.index = folder / "index"

    def prepare(self) -> None:
        """Put the index back to what it was before."""
        shutil.rmtree(self.index, ignore_errors=True)
        if self._kept.exists():
            shutil.copytree(self._kept, self.index)

    def run(self) -> str:
        """Make the change; gives the digest."""
        worker.JOBS[self.job](lambda _: None, str(self.docs), str(self.index))
        return digest(self.index)


def _in_parts(docs: Path, parts: list[range]) -> Callable[[Path], Any]:
    """An index of several segments."""

    def make(index: Path) -> None:
        for part in parts:
            documents_of(docs, part)
            worker.JOBS["build"](lambda _: None, str(docs), str(index))

    return make


def first_build(folder: Path) -> Case:
    return Case("build", folder, documents_of(folder / "docs", range(2510, 2515)))


def update(folder: Path) -> Case:
    docs = folder / "docs"
    case = Case("build", folder, docs, _in_parts(docs, [range(2510, 2516), range(2516, 2517)]))
    documents_of(docs, range(2511, 2513), word="changed")
    (docs / "2515-English.xml").unlink()
    return case


def rebuild(folder: Path) -> Case:
    docs = folder / "docs"
    case = Case("rebuild", folder, docs, _in_parts(docs, [range(2510, 2514)]))
    documents_of(docs, range(2511, 2515), word="changed")
    return case


def merge(folder: Path) -> Case:
    docs = folder / "docs"
    return Case("merge", folder, docs, _in_parts(docs, [range(2510, 2516), range(2516, 2517)]))


def corpus(folder: Path) -> Case:
    return Case("add", folder, corpus_of(folder / "clone", range(2510, 2514)))


def corpus_update(folder: Path) -> Case:
    clone = corpus_of(folder / "clone", range(2510, 2514))
    add = worker.JOBS["add"]
    case = Case("update", folder, clone, lambda index: add(lambda _: None, str(clone), str(index)))
    corpus_of(clone, range(2512, 2517), word="changed")
    return case


CASES = [first_build, update, rebuild, merge, corpus, corpus_update]
