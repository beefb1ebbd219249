"""The batch analyses on two cores, where there are texts enough to pay for it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

import msgspec
import numpy as np

from .batch import Analyses, Occurrences, one_after_another

__all__ = ["ENOUGH", "Analysing", "serve"]

ENOUGH = 1_000_000
"""Characters from which on a second process pays: to begin and to hand over takes it as long as a tenth of them."""

_CHUNK = 256  # texts that are handed over at a time
_PATIENCE = 300.0  # seconds for the last texts, which take it one; one that hangs is given up then
_SIZE = 8  # bytes of the length before each message
_PROGRAM = "import sys; sys.path[:] = sys.argv[2:]; __import__(sys.argv[1], fromlist=['serve']).serve()"

Both = tuple[Occurrences, Occurrences]


class _Answer(msgspec.Struct):
    """What the second process hands over: terms by number, and the occurrences of both analyses."""

    terms: tuple[list[str], list[str]]
    columns: list[bytes]


class Analysing:
    """As `Analyses.analyse`, of texts that come one after another.

    A second process is at work on them from the moment on when they are enough, first ones first; `finish`
    takes the last ones first, until the two meet.
    """

    def __init__(self, analyses: Analyses) -> None:
        self._analyses = analyses
        self._chunks: deque[Sequence[str]] = deque()
        self._size = 0
        self._second: _Second | None = None

    def offer(self, texts: Sequence[str]) -> None:
        """Take more texts."""
        self._chunks.extend(texts[at : at + _CHUNK] for at in range(0, len(texts), _CHUNK))
        self._size += sum(map(len, texts))
        if self._second is None and self._size >= ENOUGH and _can_begin():
            with suppress(OSError, ValueError):
                self._second = _Second(self._chunks)
                self._end = weakref.finalize(self, self._second.stop)
        if self._second is not None:
            self._second.more()

    def finish(self) -> Both:
        """The terms of all texts by both analyses."""
        done: list[Both] = []
        if self._second is not None:
            self._second.no_more()
        while (chunk := self._last()) is not None:
            done.append(self._analyses.analyse(chunk))
        if self._second is not None:
            done.append(self._theirs(self._second))
        return _joined(done[::-1])

    def _last(self) -> Sequence[str] | None:
        try:
            return self._chunks.pop()
        except IndexError:  # the second process had it
            return None

    def _theirs(self, second: _Second) -> Both:
        answer = second.answer()
        self._end.detach()
        texts = [text for chunk in second.taken for text in chunk]
        found = None if answer is None else _renumbered(answer, self._analyses)
        if found is not None and all(len(one.counts) == len(texts) for one in found):
            return found
        # a process that was killed, or had no memory, gives no answer: its work is still to be done
        return self._analyses.analyse(texts)

    def stop(self) -> None:
        """Let go of the second process; nothing is wanted of it any more."""
        if self._second is not None:
            self._end()
            self._second = None


def _joined(parts: Sequence[Both]) -> Both:
    return one_after_another([text for text, _ in parts]), one_after_another([exact for _, exact in parts])


def _can_begin() -> bool:
    """Whether there is a Python to begin, and a core for it. A program that was frozen would begin itself."""
    return bool(sys.executable) and not hasattr(sys, "frozen") and _cores() > 1


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Second:
    """Another Python that analyses. A fork would copy locks that threads hold, and not every system has it.

    taken: what it was given
    """

    def __init__(self, chunks: deque[Sequence[str]]) -> None:
        """Raises OSError where no process can be begun."""
        self.taken: list[Sequence[str]] = []
        self._chunks = chunks
        self._has_more = threading.Semaphore(0)
        self._ends = False
        command = [sys.executable, "-c", _PROGRAM, __name__, *sys.path]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._feeder = threading.Thread(target=self._feed, daemon=True)
        self._feeder.start()

    def more(self) -> None:
        """There may be chunks to take."""
        self._has_more.release()

    def no_more(self) -> None:
        """There will be no others than there are."""
        self._ends = True
        self._has_more.release()

    def _feed(self) -> None:
        """Hand chunks over as fast as they are worked on: a full pipe holds this thread up."""
        pipe = self._process.stdin
        assert pipe is not None
        # whatever stops it, the texts that were taken are counted against the answer
        with suppress(Exception), pipe:
            while True:
                try:
                    chunk = self._chunks.popleft()
                except IndexError:
                    if self._ends:
                        return
                    self._has_more.acquire()
                    continue
                self.taken.append(chunk)
                _send(pipe, msgspec.msgpack.encode(chunk))

    def answer(self) -> _Answer | None:
        """What it found in all that it was given; None if it failed."""
        assert self._process.stdout is not None
        watchdog = threading.Timer(_PATIENCE, self._process.kill)
        watchdog.start()
        with self._process.stdout as pipe:
            data = _received(pipe)
        watchdog.cancel()
        self._process.stdout = None
        self._feeder.join()
        if self._process.wait() or data is None:
            return None
        try:
            return msgspec.msgpack.decode(data, type=_Answer)
        except msgspec.DecodeError:
            return None

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._chunks.clear()
        self.no_more()
        if self._process.stdout is not None:
            self.answer()


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(_SIZE, "little") + message)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes | None:
    size = pipe.read(_SIZE)
    return pipe.read(int.from_bytes(size, "little")) if len(size) == _SIZE else None


def serve() -> None:
    """What the second process does: analyse what comes by standard input, and answer when it ends."""
    import signal

    # an interrupt is for the first process, whose end closes the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    analyses = Analyses()
    parts = []
    while (message := _received(sys.stdin.buffer)) is not None:
        parts.append(analyses.analyse(msgspec.msgpack.decode(message, type=list[str])))
    found = _joined(parts)
    columns = [column.tobytes() for one in found for column in (one.numbers, one.positions, one.counts)]
    answer = _Answer((list(analyses.text), list(analyses.exact)), columns)
    with suppress(BrokenPipeError):
        _send(sys.stdout.buffer, msgspec.msgpack.encode(answer))


def _renumbered(answer: _Answer, analyses: Analyses) -> Both:
    columns = [np.frombuffer(column, np.uint32) for column in answer.columns]
    found = []
    for place, (numbers, terms) in enumerate(zip((analyses.text, analyses.exact), answer.terms, strict=True)):
        ours = np.fromiter(map(numbers.__getitem__, terms), np.uint32, len(terms))
        theirs, positions, counts = columns[place * 3 : place * 3 + 3]
        found.append(Occurrences(ours[theirs], positions, counts))
    return found[0], found[1]
