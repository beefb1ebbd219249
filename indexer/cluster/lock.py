"""One writer at a time: it touches a record again and again, which another takes over once it is silent.

No clocks of two machines are compared: who waits sees by its own whether the record changes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Thread
from time import monotonic, sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import uuid4

from ...errors import IndexLocked, SeizedError
from .address import Address
from .connection import mapped_errors

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["Lock"]

_LOG: Final = logging.getLogger("seized")
_ID: Final = "writer"
_BEAT: Final = 4.0
_SILENCE: Final = 60.0
"""Seconds after which a writer that does not touch its record has ended; one that could not stops by itself.

A cluster takes half a minute to notice by itself that a node hangs."""
_OURS: Final = 2 / 3
"""Of that time, after which the writer itself stops: in the rest what it sent last comes to its end."""
_SECONDS: Final = 5
"""For one request; then another host is asked."""
_PATIENCE: Final = 10.0
_LOOK: Final = 0.5

_Place = tuple[int, int]
"""The sequence number and the primary term of the record."""


class Lock:
    """The right to write to an index, as a context manager.

    silence, patience: seconds after which a silent writer has ended, and that another one is waited for
    Raises IndexLocked where another one is at work.
    """

    def __init__(
        self, client: OpenSearch, address: Address, *, silence: float = _SILENCE, patience: float = _PATIENCE
    ) -> None:
        self._client = client
        self._address = address
        self._index = f"{address.name}-lock"
        self._silence = silence
        self._patience = patience
        self._owner = uuid4().hex
        self._place: _Place | None = None
        self._over = Event()
        self._touched = 0.0
        self._lost = False
        self._beating = Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        with mapped_errors(self._address):
            self._take()
        self._beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._beating.join()
        if not self._lost and self._place is not None:
            from opensearchpy.exceptions import OpenSearchException

            with suppress(OpenSearchException):  # it falls silent, then
                self._client.delete(index=self._index, id=_ID, params=_if(self._place))

    def check(self) -> None:
        """IndexLocked where the right has gone to another."""
        if self._lost or monotonic() - self._touched > self._silence * _OURS:
            raise IndexLocked(
                f"{self._address}: this process was silent so long that another one may write; run it again"
            )

    def _take(self) -> None:
        began, seen, since = monotonic(), None, monotonic()
        while not self._taken(None):
            there = self._there()
            if there is None:
                continue
            if there != seen:
                if seen is None:
                    # the first sight says nothing of whether it is alive
                    _LOG.warning("%s: waiting for another process that writes to it, or was ended", self._address)
                elif monotonic() - began > self._patience:
                    raise IndexLocked(f"{self._address}: another process is writing to this index; try again later")
                seen, since = there, monotonic()
            elif monotonic() - since > self._silence and self._taken(there):
                return
            sleep(_LOOK)

    def _taken(self, there: _Place | None) -> bool:
        """Whether the record could be made, or taken over from the place where it stood."""
        from opensearchpy.exceptions import ConflictError

        params: dict[str, Any] = {"op_type": "create"} if there is None else _if(there)
        params["request_timeout"] = _SECONDS
        asked = monotonic()
        try:
            answer = self._client.index(index=self._index, body={"owner": self._owner}, id=_ID, params=params)
        except ConflictError:
            # the answer to what was asked first may have been lost on the way
            is_first = self._place is None
            is_ours = self._is_ours()
            if is_ours and is_first:
                self._touched = asked
            return is_ours
        self._place = answer["_seq_no"], answer["_primary_term"]
        # no later than others can have seen it change
        self._touched = asked
        return True

    def _there(self) -> _Place | None:
        from opensearchpy.exceptions import NotFoundError

        try:
            found = self._get()
        except NotFoundError:
            return None
        return found["_seq_no"], found["_primary_term"]

    def _beat(self) -> None:
        from opensearchpy.exceptions import OpenSearchException

        while not self._over.wait(_BEAT):
            try:
                with mapped_errors(self._address):
                    if not self._taken(self._place):
                        self._lost = True
                        return
            except (SeizedError, OpenSearchException):
                continue  # a cluster that loses a node is back before long; if not, it is said by who writes

    def _get(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._client.get(index=self._index, id=_ID, params={"request_timeout": _SECONDS})
        return found

    def _is_ours(self) -> bool:
        from opensearchpy.exceptions import NotFoundError

        try:
            found = self._get()
        except NotFoundError:
            return False
        if found["_source"]["owner"] != self._owner:
            return False
        self._place = found["_seq_no"], found["_primary_term"]
        return True


def _if(place: _Place) -> dict[str, Any]:
    return {"if_seq_no": place[0], "if_primary_term": place[1]}
