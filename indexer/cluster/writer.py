"""One change of an index on a cluster: nobody sees it before its commit, and what was interrupted is gone on with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from ...errors import IndexLocked, IndexProblem
from .address import Address
from .bodies import Bodies, digest, identity
from .bulk import Bulk
from .connection import UNHURRIED, mapped_errors
from .state import STATE, State, of_name, pages, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from opensearchpy import OpenSearch

__all__ = ["ClusterWriter"]

_TOGETHER: Final = 500
"""Records that are analysed at once, and deletions that are looked up at once."""
_PAGE: Final = 5000


class ClusterWriter:
    """Collects deletions and records, and commits them.

    committed: told of the new state
    """

    def __init__(
        self,
        client: OpenSearch,
        address: Address,
        state: State,
        guard: Callable[[], None],
        committed: Callable[[State], None],
    ) -> None:
        self._client = client
        self._address = address
        self._state = state
        self._committed = committed
        self._bulk = Bulk(client, address, guard)
        self._bodies = Bodies()
        self._records: list[dict[str, Any]] = []
        self._deletions: dict[str, list[str]] = {}
        self._next = state.numbers
        self._name = uuid4().hex
        self._written = 0
        with mapped_errors(address):
            self._clean()
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

    def commit(self) -> None:
        """Make all of it the present state, at once. Raises IndexLocked where another one has written meanwhile."""
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
            self._client.indices.refresh(index=f"{self._state.physical},{self._state.terms}", params=UNHURRIED)
            self._check_whole()
            self._committed(self._raised())

    def _delete(self, field: str) -> None:
        texts = self._deletions.pop(field)
        wanted = {"bool": {"filter": [visible(self._state.generation), {"terms": {field: texts}}]}}
        asked = {"query": wanted, "sort": [{"number": "asc"}], "_source": False}
        with mapped_errors(self._address):
            for hits in pages(self._client, self._state.physical, asked, _PAGE):
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
            if self._left.pop(name, None) != mark:
                self._bulk.add("index", self._state.physical, name, body)
            self._next += 1
            self._written += 1

    def _clean(self) -> None:
        """Remove what the commit before has replaced, and take back what an interrupted run deleted."""
        here, now = self._state.physical, self._state.generation
        self._client.indices.refresh(index=here)
        gone = {"query": {"range": {"until": {"lte": now}}}}
        self._client.delete_by_query(
            index=here, body=gone, params={"conflicts": "proceed", "refresh": "true", **UNHURRIED}
        )
        asked = {"query": {"range": {"until": {"gt": now}}}, "sort": [{"number": "asc"}], "_source": False}
        for hits in pages(self._client, here, asked, _PAGE):
            for hit in hits:
                self._bulk.add("update", here, hit["_id"], {"doc": {"until": None}})
        self._bulk.flush()

    def _leftovers(self) -> dict[str, str]:
        newer = {"range": {"since": {"gt": self._state.generation}}}
        asked = {"query": newer, "sort": [{"number": "asc"}, {"key": "asc"}], "_source": ["kept.digest"]}
        found = pages(self._client, self._state.physical, asked, _PAGE)
        return {hit["_id"]: hit["_source"]["kept"]["digest"] for hits in found for hit in hits}

    def _check_whole(self) -> None:
        """Whether the cluster has every record that was sent, and none besides."""
        asked = {"query": {"term": {"since": self.generation}}}
        there = self._client.count(index=self._state.physical, body=asked)["count"]
        if there != self._written:
            raise IndexProblem(
                f"{self._address}: {self._written} records were sent and {there} are there; run the same command again"
            )

    def _raised(self) -> State:
        """The new state, once everybody sees it."""
        from opensearchpy.exceptions import ConflictError

        state, name = self._state, self._address.name
        kept = {"kept": {"generation": self.generation, "numbers": self._next, "writer": self._name}}
        place = {"if_seq_no": state.place[0], "if_primary_term": state.place[1]}
        try:
            answer = self._client.index(index=state.physical, body=kept, id=STATE, params=place)
        except ConflictError as fault:
            # the answer to what was asked first may have been lost on the way
            answer = self._client.get(index=state.physical, id=STATE)
            if answer["_source"]["kept"].get("writer") != self._name:
                raise IndexLocked(
                    f"{self._address}: another process has written to this index; run it again"
                ) from fault
        if state.generation == 0:
            old = [
                {"remove": {"index": one, "alias": name, "must_exist": False}} for one in of_name(self._client, name)
            ]
            self._client.indices.update_aliases(
                body={"actions": [*old, {"add": {"index": state.physical, "alias": name}}]}
            )
        written = (answer["_seq_no"], answer["_primary_term"])
        return replace(state, generation=self.generation, numbers=self._next, writer=self._name, place=written)
