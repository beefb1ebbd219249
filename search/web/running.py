"""Questions to the index from a server: in threads, on one snapshot, with a time by which the answer is there."""

from __future__ import annotations

from asyncio import wait_for, wrap_future
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from time import monotonic
from typing import Final, TypeVar

from anyio.to_thread import run_sync

from ...errors import TookTooLong
from ..deadline import within
from ..index import Index
from ..shared import SharedIndex

__all__ = ["SECONDS", "Asker"]

_Answer = TypeVar("_Answer")

SECONDS: Final = 2.0
"""The time that one question may take, waiting for its turn included."""
_QUICK, _THOROUGH = 2, 1
"""Questions that are worked on at once, those that compare texts apart, so that a search need not wait behind them.

Python runs one thread at a time: more of them would only take turns, and all be late.
"""
_GRACE: Final = 0.25
"""Seconds past its time in which a question gives up by itself, before its thread is left alone."""


class Asker:
    """Asks a shared index on behalf of an event loop.

    seconds: the time that one question may take
    """

    def __init__(self, shared: SharedIndex, seconds: float = SECONDS) -> None:
        self.shared = shared
        self.seconds = seconds
        self._lanes = {False: ThreadPoolExecutor(_QUICK, "quick"), True: ThreadPoolExecutor(_THOROUGH, "thorough")}

    async def state(self) -> str:
        """The state of the index; a new one is opened in another thread, so that other requests need not wait."""
        if self.shared.is_due:
            await run_sync(self.shared.follow)
        return self.shared.state

    async def ask(self, question: Callable[[Index], _Answer], *, thorough: bool = False) -> _Answer:
        """The answer to a question, from another thread. TookTooLong where it is not there in time.

        thorough: whether it compares texts, which takes long
        """

        def answer() -> _Answer:
            with self.shared.open() as index:
                return question(index)

        return await self.run(answer, thorough=thorough)

    async def run(self, work: Callable[[], _Answer], *, thorough: bool = False) -> _Answer:
        """What some work gives that is done in a thread. TookTooLong where it is not done in time."""
        end = monotonic() + self.seconds

        def done() -> _Answer:
            with within(end - monotonic(), of=self.seconds):
                return work()

        # what is left alone keeps its turn until it ends, so that no more than these are ever worked on
        asked = self._lanes[thorough].submit(copy_context().run, done)
        try:
            return await wait_for(wrap_future(asked), self.seconds + _GRACE)
        except TimeoutError:
            raise TookTooLong.after(self.seconds) from None
