"""Records sent to a cluster, many a request: what it refuses for now is sent again, what it acknowledged is not."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ...errors import IndexProblem
from .address import Address
from .connection import BUSY, FULL, UNAVAILABLE, is_full, mapped_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opensearchpy import OpenSearch

__all__ = ["Bulk"]

_BYTES: Final = 4 << 20
_AT_ONCE: Final = 2
"""Requests that are on their way while the next records are made."""
_PATIENCE: Final = 120.0
"""Seconds in which a cluster that loses a node, or is too busy, is back at work."""
_PAUSE: Final = (0.2, 5.0)
_SECONDS: Final = (15, 60)
"""For one request, which may have come to a host that hangs; and where that was too little."""
_DONE: Final = (200, 201)
_CONFLICT: Final = 409
"""Of a record that is to be made: it is there already."""


class Bulk:
    """Collects what is to be done with records of some indices, and sends it by the megabyte, in no certain order.

    client: of `connect(address, patient=False)`
    guard: called before each request; it raises where this process may write no more
    acknowledged: how many records the cluster says that it has
    """

    def __init__(self, client: OpenSearch, address: Address, guard: Callable[[], None]) -> None:
        self._client = client
        self._address = address
        self._guard = guard
        self._waiting: list[bytes] = []
        self._size = 0
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="bulk")
        self._sent: deque[Future[None]] = deque()
        self._is_over = Event()
        self._counting = Lock()
        self.acknowledged = 0

    def add(self, action: str, index: str, identity: str, body: Mapping[str, Any] | None = None) -> None:
        """Do something with a record: index, create, update or delete it."""
        where: dict[str, Any] = {"_index": index, "_id": identity}
        if action == "update":
            # what was sent before may still be under way
            where["retry_on_conflict"] = 5
        lines = [msgspec.json.encode({action: where})]
        if body is not None:
            lines.append(msgspec.json.encode(body))
        entry = b"\n".join(lines) + b"\n"
        self._waiting.append(entry)
        self._size += len(entry)
        if self._size >= _BYTES:
            self._send()

    def flush(self) -> None:
        """Send what waits, until all of it is acknowledged. Raises IndexProblem where it is not in time."""
        self._send()
        while self._sent:
            self._sent.popleft().result()

    def close(self) -> None:
        """Send nothing more."""
        self._is_over.set()
        self._pool.shutdown(cancel_futures=True)

    def _send(self) -> None:
        """Send what waits, once there is a thread for it."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        if waiting:
            while len(self._sent) >= _AT_ONCE:
                self._sent.popleft().result()
            self._sent.append(self._pool.submit(self._deliver, waiting))

    def _deliver(self, waiting: list[bytes]) -> None:
        """Send records until all of them are acknowledged."""
        until, pause, seconds = monotonic() + _PATIENCE, _PAUSE[0], _SECONDS[0]
        while waiting and not self._is_over.is_set():
            self._guard()
            waiting, why = self._once(waiting, seconds, is_last=monotonic() > until)
            seconds = _SECONDS[1]
            if waiting:
                if monotonic() > until:
                    raise IndexProblem(
                        f"{self._address}: {len(waiting)} records were not taken ({why}); run the same command again, "
                        "which goes on where this one stopped"
                    )
                self._is_over.wait(pause)
                pause = min(2 * pause, _PAUSE[1])

    def _once(self, waiting: list[bytes], seconds: int, *, is_last: bool) -> tuple[list[bytes], str]:
        """Send once: what has to be sent again, and why."""
        from opensearchpy.exceptions import ConnectionError as Unreached
        from opensearchpy.exceptions import SSLError, TransportError

        with mapped_errors(self._address):
            try:
                answer = self._client.bulk(body=b"".join(waiting), params={"request_timeout": seconds})
            except TransportError as fault:
                is_silent = isinstance(fault, Unreached) and not isinstance(fault, SSLError)
                may_pass = is_silent or fault.status_code in (429, *UNAVAILABLE)
                if is_last or not may_pass or is_full(str(fault.error), str(fault.info)):
                    raise
                return waiting, "no host of the cluster answers" if is_silent else str(fault.error)
        again, why = [], ""
        for entry, item in zip(waiting, answer["items"], strict=True):
            reason = self._judged(next(iter(item.items())))
            if reason:
                again.append(entry)
                why = reason
        with self._counting:
            self.acknowledged += len(waiting) - len(again)
        return again, why

    def _judged(self, item: tuple[str, Mapping[str, Any]]) -> str:
        """Why a record has to be sent again; "" where it is done. Raises IndexProblem for one that never will be."""
        action, result = item
        status = result["status"]
        if status in _DONE or (action == "create" and status == _CONFLICT) or (action == "delete" and status == 404):
            return ""
        error = result.get("error") or {}
        kind, reason = str(error.get("type", status)), str(error.get("reason", ""))
        if is_full(kind, reason):
            raise IndexProblem(f"{self._address}: {FULL}")
        if kind in BUSY or status == 503 or (action == "update" and status == _CONFLICT):
            return kind
        raise IndexProblem(f"{self._address}: a record was refused ({kind}: {' '.join(reason.split())[:200]})")
