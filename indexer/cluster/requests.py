"""Searches sent to a cluster: whole answers in time, or an error, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from math import inf
from time import sleep
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ...errors import IndexProblem, TookTooLong
from .address import Address
from .connection import UNAVAILABLE, mapped_errors

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["MOST_AT_ONCE", "NOTHING_READ", "Answer", "Requests"]

MOST_AT_ONCE: Final = 10_000
"""Hits of one answer."""
NOTHING_READ: Final = {"stored_fields": "_none_"}
"""For hits of which the order is all that is wanted: nothing of them is unpacked, which takes most of the time."""
_TRY: Final = 10.0
"""Seconds after which another host is asked the same."""
_PATIENT: Final = 40.0
"""For the last of them."""
_LEAST: Final = 0.01
"""A request that has less is not worth sending."""
_TRIES: Final = 4
_PAUSE: Final = 0.2
_KEPT_ALIVE: Final = "5m"

Answer = Mapping[str, Any]
_Found = TypeVar("_Found")


class Requests:
    """Asks a cluster. A host that is silent is passed over, and what a part of the index could not answer is no answer.

    client: of `connect(address, patient=False)`, which leaves to ask again to its caller
    check: raises where nothing more is to be asked; seconds_left: how long the caller can wait
    """

    def __init__(
        self,
        client: OpenSearch,
        address: Address,
        *,
        check: Callable[[], None] = lambda: None,
        seconds_left: Callable[[], float] = lambda: inf,
    ) -> None:
        self.client = client
        self.address = address
        self._check = check
        self._seconds_left = seconds_left

    def sent(self, ask: Callable[[float], _Found]) -> _Found:
        """What the first host answers that does. ask: sends it, given the seconds that it may take"""
        try:
            with mapped_errors(self.address):
                return self._tried(ask)
        except TookTooLong:
            # where it was the time that the caller gave, that is named
            self._check()
            raise

    def _tried(self, ask: Callable[[float], _Found]) -> _Found:
        from opensearchpy.exceptions import TransportError

        for number in range(1, max(_TRIES, len(self.address.hosts) + 1)):
            self._check()
            try:
                return ask(self._seconds(is_last=False))
            except TransportError as fault:
                if not _may_pass(fault):
                    raise
            sleep(max(0.0, min(_PAUSE * number, self._seconds_left() / 4)))
        self._check()
        return ask(self._seconds(is_last=True))

    def _seconds(self, *, is_last: bool) -> float:
        """For one host. Where there are others, some time is left for them."""
        # time may run out between a look at it and this one
        left = max(_LEAST, self._seconds_left())
        if is_last:
            return min(_PATIENT, left)
        return min(_TRY, left if len(self.address.hosts) == 1 else left / 2)

    def search(self, index: str | None, body: Answer) -> Answer:
        """The answer to a search. Raises TookTooLong, and IndexProblem where a shard has failed.

        index: None where the body names a point in time
        """

        def ask(seconds: float) -> Answer:
            params = {"allow_partial_search_results": "false", "request_timeout": seconds}
            answer: Answer = self.client.search(index=index, body=self._limited(body), params=params)
            return answer

        return self._whole(self.sent(ask))

    def _limited(self, body: Answer) -> Answer:
        """What is asked, with the time after which nobody waits for it any more."""
        left = self._seconds_left()
        return body if left == inf else {**body, "timeout": f"{max(1, int(left * 1000))}ms"}

    def searches(self, lines: Sequence[Answer]) -> list[Answer]:
        """The answers to several searches in one request; `lines`: for each where, and what."""
        answers = self.sent(lambda seconds: self.client.msearch(body=lines, params={"request_timeout": seconds}))
        failed = next((one["error"] for one in answers["responses"] if "error" in one), None)
        if failed is not None:
            raise IndexProblem(f"{self.address}: a part of the index does not answer ({failed.get('type')})")
        return [self._whole(one) for one in answers["responses"]]

    def count(self, index: str, query: Answer) -> int:
        """How many records match."""
        body = {"size": 0, "track_total_hits": True, "query": query}
        return int(self.search(index, body)["hits"]["total"]["value"])

    def refresh(self, index: str) -> int:
        """Have searches find what was written; how many copies of shards failed to."""

        def ask(seconds: float) -> int:
            params = {"request_timeout": seconds}
            return int(self.client.indices.refresh(index=index, params=params)["_shards"]["failed"])

        return self.sent(ask)

    def following(self, index: str, body: Answer, size: int = MOST_AT_ONCE) -> Iterator[Sequence[Answer]]:
        """The hits after a place in an order without ties, of records that do not change."""
        while True:
            hits = self.search(index, {**body, "size": size})["hits"]["hits"]
            yield hits
            if len(hits) < size:
                return
            body = {**body, "search_after": hits[-1]["sort"]}

    def pages(self, index: str, body: Answer, size: int = MOST_AT_ONCE) -> Iterator[Sequence[Answer]]:
        """The hits of a search page by page, all as they were at one point in time; the sort of `body` has no ties.

        A point that a node took with it is made anew: the records that are asked for are those of one state.
        """
        point = self._point(index)
        after: dict[str, Any] = {}
        try:
            while True:
                asked = {**body, **after, "size": size}
                try:
                    hits = self._page(asked, point)
                except IndexProblem:
                    point = self._point(index)
                    hits = self._page(asked, point)
                yield hits
                if len(hits) < size:
                    return
                after = {"search_after": hits[-1]["sort"], "track_total_hits": False}
        finally:
            from opensearchpy.exceptions import OpenSearchException

            with suppress(OpenSearchException):  # it ends by itself
                self.client.delete_pit(body={"pit_id": [point]}, params={"request_timeout": 1})

    def _point(self, index: str) -> str:
        def ask(seconds: float) -> str:
            params = {"keep_alive": _KEPT_ALIVE, "allow_partial_pit_creation": "false", "request_timeout": seconds}
            return str(self.client.create_pit(index=index, params=params)["pit_id"])

        return self.sent(ask)

    def _page(self, body: Answer, point: str) -> Sequence[Answer]:
        answer = self.search(None, {**body, "pit": {"id": point, "keep_alive": _KEPT_ALIVE}})
        hits: Sequence[Answer] = answer["hits"]["hits"]
        return hits

    def _whole(self, answer: Answer) -> Answer:
        """An answer in which no shard is missing."""
        if answer.get("timed_out"):
            self._check()
            raise TookTooLong(f"{self.address}: no answer in time; ask for less at a time, or again later")
        shards = answer["_shards"]
        if shards["failed"]:
            raise IndexProblem(f"{self.address}: {shards['failed']} of {shards['total']} shards do not answer")
        return answer


def _may_pass(fault: Any) -> bool:
    """Whether another host may answer, or the same one after a moment."""
    from opensearchpy.exceptions import ConnectionError as Unreached
    from opensearchpy.exceptions import SSLError

    return not isinstance(fault, SSLError) and (isinstance(fault, Unreached) or fault.status_code in UNAVAILABLE)
