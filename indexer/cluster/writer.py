"""One change of an index on a cluster: nobody sees it before its commit, and what was interrupted is gone on with."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from ...errors import IndexLocked, IndexProblem
from .bodies import Bodies, digest, identity
from .bulk import Bulk
from .connection import UNHURRIED, mapped_errors
from .requests import Requests
from .state import LEASE, State, terms_of, turn, visible, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opensearchpy import OpenSearch

__all__ = ["ClusterWriter"]

_TOGETHER: Final = 500
"""Records that are analysed at once, and deletions that are looked up at once."""
_PAGE: Final = 5000
_DELETED: Final = 10_000
"""Records that are removed by one request."""
_REFRESHES: Final = 5


class ClusterWriter:
    """Collects deletions and records, and commits them.

    committed: told of each new state that it has made
    """

    def __init__(
        self,
        client: OpenSearch,
        requests: Requests,
        bulk: Bulk,
        state: State,
        committed: Callable[[State], None],
    ) -> None:
        self._client = client
        self._requests = requests
        self._address = requests.address
        self._bulk = bulk
        self._state = state
        self._committed = committed
        self._bodies = Bodies()
        self._records: list[dict[str, Any]] = []
        self._deletions: dict[str, list[str]] = {}
        self._next = state.numbers
        self._name = uuid4().hex
        self._written = 0
        with mapped_errors(self._address):
            self._refresh()
            self._take_back()
            # what an interrupted run of the same change has left: digests by id
            self._left = self._leftovers()

    @property
    def generation(self) -> int:
        """The one that the commit makes."""
        return self._state.generation + 1

    def delete_by_term(self, field: str, text: str) -> None:
        """Delete the records of the present state that have a term."""
        if self._state.generation == 0:
            return
        waiting = self._deletions.setdefault(field, [])
        waiting.append(text)
        if len(waiting) >= _TOGETHER:
            self._delete(field)

    def add_document(self, **fields: Any) -> None:
        """Add a record, given its fields as `indexer.schema` has them."""
        self._records.append(fields)
        if len(self._records) >= _TOGETHER:
            self._send()

    def cancel(self) -> None:
        """Leave it: what was sent is nobody's, and the next run of the same change need not send it again."""
        self._records.clear()
        self._deletions.clear()
        self._bulk.close()

    def commit(self) -> None:
        """Make all of it the present state, at once. Raises IndexLocked where another one has written meanwhile."""
        with mapped_errors(self._address):
            announced = self._announced()
        for field in list(self._deletions):
            self._delete(field)
        self._send()
        for field, term in self._bodies.all_terms():
            body = {"field": field, "term": term, "since": self.generation}
            self._bulk.add("create", self._state.terms, identity(f"{field} {term}", 0), body)
        for left in self._left:
            self._bulk.add("delete", self._state.physical, left)
        self._bulk.flush()
        with mapped_errors(self._address):
            self._remove_replaced(announced)
            self._refresh()
            self._check_whole()
            self._committed(self._raised())

    def _delete(self, field: str) -> None:
        texts = self._deletions.pop(field)
        wanted = {"bool": {"filter": [visible(self._state.generation), {"terms": {field: texts}}]}}
        asked = {"query": wanted, "sort": [{"number": "asc"}], "_source": False}
        with mapped_errors(self._address):
            for hits in self._requests.pages(self._state.physical, asked, _PAGE):
                for hit in hits:
                    body = {"doc": {"until": self.generation}}
                    self._bulk.add("update", self._state.physical, hit["_id"], body)

    def _send(self) -> None:
        records, self._records = self._records, []
        for body, fields in zip(self._bodies.made(records), records, strict=True):
            body |= {"number": self._next, "since": self.generation}
            mark = digest(body)
            body["kept"]["digest"] = mark
            name = identity(fields["key"], self.generation)
            left = self._left.pop(name, None)
            if left != mark:
                # what is sent twice, and comes late, changes nothing of what has been written meanwhile
                self._bulk.add("index" if left else "create", self._state.physical, name, body)
            self._next += 1
            self._written += 1

    def _announced(self) -> float | None:
        """Say that generations before the present one will lose records, if so; when that was."""
        if not self._requests.count(self._state.physical, self._replaced):
            return None
        with self._unrivalled():
            self._state = written(self._client, replace(self._state, oldest=self._state.generation))
        self._committed(self._state)
        return monotonic()

    @property
    def _replaced(self) -> dict[str, Any]:
        """The records that the present generation has no more."""
        return {"range": {"until": {"lte": self._state.generation}}}

    def _remove_replaced(self, announced: float | None) -> None:
        if announced is None:
            return
        sleep(max(0.0, announced + LEASE - monotonic()))
        asked = {"query": self._replaced, "max_docs": _DELETED}
        params = {"conflicts": "proceed", **UNHURRIED}

        def removed() -> int:
            answer = self._client.delete_by_query(index=self._state.physical, body=asked, params=params)
            return int(answer["deleted"])

        while removed() == _DELETED:
            # what has gone is not to be found again
            self._refresh()

    def _take_back(self) -> None:
        """Undo what an interrupted run deleted."""
        here, now = self._state.physical, self._state.generation
        asked = {"query": {"range": {"until": {"gt": now}}}, "sort": [{"number": "asc"}], "_source": False}
        for hits in self._requests.pages(here, asked, _PAGE):
            for hit in hits:
                self._bulk.add("update", here, hit["_id"], {"doc": {"until": None}})
        self._bulk.flush()

    def _leftovers(self) -> dict[str, str]:
        newer = {"range": {"since": {"gt": self._state.generation}}}
        asked = {"query": newer, "sort": [{"number": "asc"}, {"key": "asc"}], "_source": ["kept.digest"]}
        found = self._requests.pages(self._state.physical, asked, _PAGE)
        return {hit["_id"]: hit["_source"]["kept"]["digest"] for hits in found for hit in hits}

    def _refresh(self) -> None:
        """Have all copies show what they hold. Raises IndexProblem where one does not."""
        names = f"{self._state.physical},{self._state.terms}"
        for number in range(_REFRESHES):
            failed = self._requests.refresh(names)
            if not failed:
                return
            sleep(number)
        raise IndexProblem(f"{self._address}: {failed} shards do not show what was written; run the same command again")

    def _check_whole(self) -> None:
        """Whether the cluster has every record that was sent, and none besides."""
        there = self._requests.count(self._state.physical, {"term": {"since": self.generation}})
        if there != self._written:
            raise IndexProblem(
                f"{self._address}: {self._written} records were sent and {there} are there; run the same command again"
            )

    def _raised(self) -> State:
        """The new state, once everybody sees it."""
        state = self._state
        made = replace(
            state,
            generation=self.generation,
            numbers=self._next,
            writer=self._name,
            records=self._requests.count(state.physical, visible(self.generation)),
            terms_known=self._requests.count(state.terms, terms_of(self.generation)),
        )
        with self._unrivalled():
            made = written(self._client, made)
        if state.generation == 0:
            turn(self._client, self._address.name, state.physical)
        return made

    @contextmanager
    def _unrivalled(self) -> Iterator[None]:
        """A conflict says that another process has written to the index."""
        from opensearchpy.exceptions import ConflictError

        try:
            yield
        except ConflictError as fault:
            raise IndexLocked(f"{self._address}: another process has written to this index; run it again") from fault
