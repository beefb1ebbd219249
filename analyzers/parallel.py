"""The batch analyses on two cores, where there are texts enough to pay for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

import msgspec
import numpy as np

from .batch import Analyses, Occurrences, followed_by

__all__ = ["ENOUGH", "Analysing"]

ENOUGH = 1_000_000
"""Characters from which on a second process pays: half of them take it longer than to begin and to hand over."""

_SHARE = 0.55  # of the characters for the second process; the first has other things to do besides


class _Answer(msgspec.Struct):
    """What the second process hands over: terms by number, and the occurrences of both analyses."""

    terms: tuple[list[str], list[str]]
    columns: list[bytes]


class Analysing:
    """As `Analyses.analyse`; a second process takes half of many texts, unless threads or the system forbid it.

    That process is at work from the beginning on; what this one has to do besides is best done before `finish`.
    """

    def __init__(self, analyses: Analyses, texts: Sequence[str]) -> None:
        self._analyses = analyses
        middle = _middle(texts) if _pays(texts) else len(texts)
        self._ours, self._theirs = texts[:middle], texts[middle:]
        if not self._theirs:
            return
        self._pipe, writing = os.pipe()
        self._child = os.fork()
        if not self._child:
            _serve(self._theirs, writing)
        os.close(writing)

    def finish(self) -> tuple[Occurrences, Occurrences]:
        """The terms of all texts by both analyses."""
        if not self._theirs:
            return self._analyses.analyse(self._ours)
        try:
            first = self._analyses.analyse(self._ours)
        finally:
            answer = self._answer()
        # a process that was killed, or had no memory, gives no answer: its work is still to be done
        second = self._analyses.analyse(self._theirs) if answer is None else _renumbered(answer, self._analyses)
        return followed_by(first[0], second[0]), followed_by(first[1], second[1])

    def _answer(self) -> _Answer | None:
        with os.fdopen(self._pipe, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(self._child, 0)
        return None if status else msgspec.msgpack.decode(data, type=_Answer)


def _pays(texts: Sequence[str]) -> bool:
    # beside other threads a copy of the process may inherit locks that nobody will release
    if not hasattr(os, "sched_getaffinity") or threading.active_count() > 1 or len(os.sched_getaffinity(0)) < 2:
        return False
    return sum(map(len, texts)) >= ENOUGH


def _middle(texts: Sequence[str]) -> int:
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
    return int(np.searchsorted(ends, ends[-1] * (1 - _SHARE)))


def _serve(texts: Sequence[str], pipe: int) -> None:
    """What the second process does; it ends here."""
    status = 1
    try:
        analyses = Analyses()
        found = analyses.analyse(texts)
        columns = [column.tobytes() for one in found for column in (one.numbers, one.positions, one.counts)]
        with os.fdopen(pipe, "wb") as file:
            file.write(msgspec.msgpack.encode(_Answer((list(analyses.text), list(analyses.exact)), columns)))
        status = 0
    finally:
        os._exit(status)


def _renumbered(answer: _Answer, analyses: Analyses) -> tuple[Occurrences, Occurrences]:
    columns = [np.frombuffer(column, np.uint32) for column in answer.columns]
    found = []
    for place, (numbers, terms) in enumerate(zip((analyses.text, analyses.exact), answer.terms, strict=True)):
        ours = np.fromiter(map(numbers.__getitem__, terms), np.uint32, len(terms))
        theirs, positions, counts = columns[place * 3 : place * 3 + 3]
        found.append(Occurrences(ours[theirs], positions, counts))
    return found[0], found[1]
