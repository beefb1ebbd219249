"""Searches sent to a cluster: whole answers in time, or an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from math import inf
from typing import TYPE_CHECKING, Any, Final

from ....errors import IndexProblem, TookTooLong
from ....indexer.cluster.address import Address
from ....indexer.cluster.connection import mapped_errors
from ...deadline import check_time, seconds_left

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["MOST_AT_ONCE", "NOTHING_READ", "Requests"]

MOST_AT_ONCE: Final = 10_000
"""Hits of one answer."""
NOTHING_READ: Final = {"stored_fields": "_none_"}
"""For hits of which the order is all that is wanted: nothing of them is unpacked, which takes most of the time."""
_TRY: Final = 10.0
"""Seconds after which another host is asked the same."""
_TRIES: Final = 4
_KEPT_ALIVE: Final = "5m"
_WHOLE: Final = {"allow_partial_search_results": "false"}

Answer = Mapping[str, Any]


class Requests:
    """Asks a cluster. What a part of it could not answer is no answer."""

    def __init__(self, client: OpenSearch, address: Address) -> None:
        self.client = client
        self._address = address

    def search(self, index: str | None, body: Mapping[str, Any]) -> Answer:
        """The answer to a search. Raises TookTooLong, and IndexProblem where a shard has failed.

        index: None where the body names a point in time
        """
        for last in (*[False] * (_TRIES - 1), True):
            check_time()
            seconds = min(_TRY * (4 if last else 1), seconds_left())
            with self._mapped(), suppress(*() if last else self._slow()):
                asked = {**body, "timeout": f"{max(1, int(seconds * 1000))}ms"}
                params = {**_WHOLE, "request_timeout": seconds}
                return self._whole(self.client.search(index=index, body=asked, params=params))
        raise AssertionError

    def searches(self, lines: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """The answers to several searches in one request; `lines`: for each where, and what."""
        check_time()
        with self._mapped():
            answers = self.client.msearch(body=lines, params={"request_timeout": min(4 * _TRY, seconds_left())})
        failed = next((one["error"] for one in answers["responses"] if "error" in one), None)
        if failed is not None:
            raise IndexProblem(f"{self._address}: a part of the index does not answer ({failed.get('type')})")
        return [self._whole(one) for one in answers["responses"]]

    def following(self, index: str, body: Mapping[str, Any], size: int = MOST_AT_ONCE) -> Iterator[Sequence[Answer]]:
        """The hits after a place in an order without ties, of records that do not change."""
        while True:
            hits = self.search(index, {**body, "size": size})["hits"]["hits"]
            yield hits
            if len(hits) < size:
                return
            body = {**body, "search_after": hits[-1]["sort"]}

    def pages(self, index: str, body: Mapping[str, Any], size: int = MOST_AT_ONCE) -> Iterator[Sequence[Answer]]:
        """The hits of a search page by page, all as they were at one point in time; the sort of `body` has no ties."""
        with self._mapped():
            params = {"keep_alive": _KEPT_ALIVE, "allow_partial_pit_creation": "false"}
            point = self.client.create_pit(index=index, params=params)["pit_id"]
        after: dict[str, Any] = {}
        try:
            while True:
                pit = {"id": point, "keep_alive": _KEPT_ALIVE}
                hits = self.search(None, {**body, **after, "size": size, "pit": pit})["hits"]["hits"]
                yield hits
                if len(hits) < size:
                    return
                after = {"search_after": hits[-1]["sort"], "track_total_hits": False}
        finally:
            from opensearchpy.exceptions import OpenSearchException

            with suppress(OpenSearchException):  # it ends by itself
                self.client.delete_pit(body={"pit_id": [point]})

    @staticmethod
    def _slow() -> tuple[type[Exception], ...]:
        from opensearchpy.exceptions import ConnectionTimeout

        return (ConnectionTimeout,) if seconds_left() > _TRY or seconds_left() == inf else ()

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            with mapped_errors(self._address):
                yield
        except TookTooLong:
            # where it was the time that the caller gave, that is named
            check_time()
            raise

    def _whole(self, answer: Answer) -> Answer:
        """An answer in which no shard is missing."""
        if answer.get("timed_out"):
            check_time()
            raise TookTooLong(f"{self._address}: no answer in time; ask for less at a time, or again later")
        shards = answer["_shards"]
        if shards["failed"]:
            raise IndexProblem(f"{self._address}: {shards['failed']} of {shards['total']} shards do not answer")
        return answer
