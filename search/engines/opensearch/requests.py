"""What is asked of one state of an index on a cluster: in the caller's time, and while all of the state is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from ....errors import IndexCorrupted, IndexNotFound, IndexProblem
from ....indexer.cluster.address import Address
from ....indexer.cluster.requests import Answer, Requests
from ....indexer.cluster.state import LEASE, State, latest
from ...deadline import check_time, seconds_left

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["StateRequests"]

_Found = TypeVar("_Found")
_CHANGED: Final = "the index has been changed again since it was opened, and not all of it is left; open it anew"


class StateRequests(Requests):
    """Asks for the records of a state.

    check: raises where nothing more is to be asked, besides the deadline

    Its searches raise IndexProblem once records of the state may have gone: see `indexer.cluster.state`.
    """

    def __init__(self, client: OpenSearch, address: Address, state: State, check: Callable[[], None]) -> None:
        def both() -> None:
            check()
            check_time()

        super().__init__(client, address, check=both, seconds_left=seconds_left)
        self._state = state
        self._whole_at = -inf

    def sent(self, ask: Callable[[float], _Found]) -> _Found:
        """See `Requests.sent`. Where a part is not there any more, the index has been made anew, or is not whole."""
        try:
            return super().sent(ask)
        except IndexNotFound as fault:
            now = super().sent(lambda seconds: latest(self.client, self.address.name, seconds))
            if now.digest == self._state.digest:
                raise IndexCorrupted(self.address, "a part of the index is not there any more") from fault
            raise IndexProblem(f"{self.address}: {_CHANGED}") from fault

    def search(self, index: str | None, body: Answer) -> Answer:
        """See `Requests.search`."""
        answer = super().search(index, body)
        self._check_state()
        return answer

    def searches(self, lines: Sequence[Answer]) -> list[Answer]:
        """See `Requests.searches`."""
        answers = super().searches(lines)
        self._check_state()
        return answers

    def _check_state(self) -> None:
        """IndexProblem where records of the state may have gone before the answers so far came."""
        now = monotonic()
        if now - self._whole_at < LEASE:
            return
        name = self._state.physical
        if self.sent(lambda seconds: latest(self.client, name, seconds)).oldest > self._state.generation:
            raise IndexProblem(f"{self.address}: {_CHANGED}")
        self._whole_at = now
