"""Connections of the server: none is waited for without end, and no more are taken than there is room for."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["BACKLOG", "Connection"]

_PATIENCE: Final = 20.0
"""Seconds in which a request has to come in whole, its body too."""
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
    """One connection: a client that does not get on is let go, and so is one for whom there is no room."""

    _timer: asyncio.TimerHandle | None = None
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

    def _wait(self) -> None:
        self._timer = self.loop.call_later(_PATIENCE, self._look, self.cycle)

    def _look(self, request: object) -> None:
        """Let the client go if it is waited for, and has sent no other request whole since the last look."""
        if self.conn.their_state in _WAITING and request is self.cycle:
            self.transport.abort()
        else:
            self._wait()
