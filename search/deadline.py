"""A time by which an answer has to be there: what takes long asks now and then whether that has passed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic
from typing import NamedTuple

from ..errors import TookTooLong

__all__ = ["check_time", "seconds_left", "within", "without_end"]


class _Deadline(NamedTuple):
    end: float
    seconds: float


_DEADLINE: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float, *, of: float | None = None) -> Iterator[None]:
    """What is asked of an index in this block, in this thread, raises TookTooLong after so many seconds.

    A block inside another one has no longer than that.

    of: the time that is named then, where some of it had gone before the block began
    """
    outer, inner = _DEADLINE.get(), _Deadline(monotonic() + seconds, seconds if of is None else of)
    token = _DEADLINE.set(inner if outer is None else min(inner, outer))
    try:
        yield
    finally:
        _DEADLINE.reset(token)


@contextmanager
def without_end() -> Iterator[None]:
    """What is done in this block is done whatever time a block around it was given."""
    token = _DEADLINE.set(None)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def check_time() -> None:
    """TookTooLong where the time that a block was given has passed; nothing outside of one."""
    deadline = _DEADLINE.get()
    if deadline is not None and monotonic() > deadline.end:
        raise TookTooLong.after(deadline.seconds)


def seconds_left() -> float:
    """The time that is left of what a block was given; infinity outside of one."""
    deadline = _DEADLINE.get()
    return inf if deadline is None else deadline.end - monotonic()
