"""Connections of the server: none is waited for without end, and no more are taken than there is room for."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["BACKLOG", "Connection"]

_PATIENCE: Final = 20.0
"""Seconds in which a request has to come in whole, its body too, and in which some of an answer has to be taken."""
_MOST: Final = 1000
BACKLOG: Final = 64
"""Connections that are taken at once, before any of them is counted."""
_KEPT: Final = 64 + BACKLOG
"""Open files besides connections: of the index, of the libraries, and those of connections not counted yet."""
_WAITING = (h11.IDLE, h11.SEND_BODY)
"""What a client does who is waited for."""


def _most() -> int:
    """Connections that may be open at once, by the open files that the system allows a process."""
    try:
        import resource
    except ImportError:  # Windows
        return _MOST // 2
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if allowed == resource.RLIM_INFINITY else max(8, min(_MOST, allowed - _KEPT))


class Connection(H11Protocol):
    """One connection: a client that does not get on is let go, and so is one for whom there is no room.

    It gets on if between two looks it has sent a request whole, or has taken some of an answer.
    """

    _timer: asyncio.TimerHandle | None = None
    _taken = 0
    _room = _most()

    def connection_made(self, transport: Any) -> None:
        """Called by the event loop."""
        super().connection_made(transport)
        if len(self.connections) > self._room:
            transport.abort()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the event loop."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def resume_writing(self) -> None:
        """Called by the event loop where the client has taken much of what was to be sent."""
        self._taken += 1
        super().resume_writing()

    def on_response_complete(self) -> None:
        """Called when an answer is on its way whole; from then on the next request is waited for."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._wait()

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(_PATIENCE, self._look, self.cycle, self._taken, self._left())

    def _left(self) -> int:
        """Bytes of answers that the client has not taken."""
        left: int = self.transport.get_write_buffer_size()
        return left

    def _look(self, request: object, taken: int, left: int) -> None:
        """Let the client go if nothing has come of waiting for it."""
        if now := self._left():
            is_stuck = now >= left > 0 and taken == self._taken
        else:
            is_stuck = self.conn.their_state in _WAITING and request is self.cycle
        if is_stuck:
            self.transport.abort()
        else:
            self._wait()
