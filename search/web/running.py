"""Questions to the index from a server: in threads, on one snapshot, with a time by which the answer is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from time import monotonic
from typing import Final, TypeVar

import anyio
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

    @cached_property
    def _turns(self) -> dict[bool, anyio.CapacityLimiter]:
        # of the event loop that asks first, so not made before
        return {False: anyio.CapacityLimiter(_QUICK), True: anyio.CapacityLimiter(_THOROUGH)}

    async def state(self) -> str:
        """The state of the index; a new one is opened in another thread, so that other requests need not wait."""
        if self.shared.is_due:
            await run_sync(self.shared.follow)
        return self.shared.state

    async def ask(self, question: Callable[[Index], _Answer], *, thorough: bool = False) -> _Answer:
        """The answer to a question, from another thread. TookTooLong where it is not there in time.

        thorough: whether it compares texts, which takes long
        """
        end = monotonic() + self.seconds

        def answer() -> _Answer:
            with within(end - monotonic(), of=self.seconds), self.shared.open() as index:
                return question(index)

        with anyio.move_on_after(self.seconds + _GRACE):
            return await run_sync(answer, limiter=self._turns[thorough], abandon_on_cancel=True)
        raise TookTooLong.after(self.seconds)
