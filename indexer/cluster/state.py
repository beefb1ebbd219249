"""Which index stands behind a name, and which of its records count: the state that a commit changes all at once.

Each commit is a generation. A record says the first generation that has it (`since`) and the first that has it no more
(`until`), so that what is being written is nobody's business until the number in the record `state` is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from ...errors import IndexNotFound, IndexProblem, IndexVersionError
from ..schema import SCHEMA_VERSION
from .address import Address
from .connection import mapped_errors
from .mapping import FORMAT

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["STATE", "State", "latest", "of_name", "pages", "present", "stated", "visible"]

STATE: Final = "state"
"""The id of the record that holds it."""
_KEPT_ALIVE: Final = "5m"


@dataclass(frozen=True, slots=True)
class State:
    """The state of an index.

    physical: its name behind the alias; generation: 0 where nothing has been committed; numbers: the next record's
    writer: who made it
    place: the sequence number and primary term of the record that says so
    """

    physical: str
    generation: int
    numbers: int
    writer: str
    place: tuple[int, int]

    @property
    def terms(self) -> str:
        """The index that holds the terms."""
        return f"{self.physical}-terms"

    @property
    def digest(self) -> str:
        """20 characters that tell this state from any other."""
        return blake2b(f"{self.physical} {self.generation} {self.place}".encode(), digest_size=10).hexdigest()


def visible(generation: int) -> dict[str, Any]:
    """The records that a generation has."""
    has, gone = {"range": {"since": {"lte": generation}}}, {"range": {"until": {"lte": generation}}}
    return {"bool": {"filter": [has], "must_not": [gone]}}


def of_name(client: OpenSearch, name: str) -> dict[str, bool]:
    """The indices numbered as those made for a name are, in their order: whether each is ours."""
    found = client.indices.get(index=f"{name}-*", params={"expand_wildcards": "open", "allow_no_indices": "true"})
    names = sorted(one for one in found if re.fullmatch(rf"{re.escape(name)}-\d{{6}}", one))
    return {one: "seized" in found[one]["mappings"].get("_meta", {}) for one in names}


def present(client: OpenSearch, address: Address) -> State:
    """The state that readers see. Raises IndexNotFound or IndexVersionError."""
    from opensearchpy.exceptions import NotFoundError

    with mapped_errors(address):
        try:
            (physical,) = client.indices.get_alias(name=address.name)
        except (NotFoundError, ValueError) as fault:
            raise IndexNotFound(
                f"{address}: no index there; make one with: seized index FILES --index {address}"
            ) from fault
        return stated(client, address, physical)


def stated(client: OpenSearch, address: Address, physical: str) -> State:
    """The state of an index by the name that it has behind the alias. Raises IndexVersionError."""
    made = client.indices.get_mapping(index=physical)[physical]["mappings"].get("_meta", {}).get("seized")
    if made is None:
        raise IndexProblem(f"{address}: something else has that name there; choose another")
    _check_version(address, made)
    return _said(physical, client.get(index=physical, id=STATE))


def latest(client: OpenSearch, address: Address) -> State:
    """The state behind the alias, by one request."""
    record = client.get(index=address.name, id=STATE)
    return _said(record["_index"], record)


def _said(physical: str, record: Mapping[str, Any]) -> State:
    said = record["_source"]["kept"]
    return State(
        physical,
        said["generation"],
        said["numbers"],
        said.get("writer", ""),
        (record["_seq_no"], record["_primary_term"]),
    )


def _check_version(address: Address, made: Mapping[str, Any]) -> None:
    for what, number in (("format", FORMAT), ("schema", SCHEMA_VERSION)):
        if made.get(what) != number:
            raise IndexVersionError(address, f"made with {what} {made.get(what)}, this program uses {number}")


def pages(client: OpenSearch, index: str, body: Mapping[str, Any], size: int) -> Iterator[Sequence[Mapping[str, Any]]]:
    """All hits of a search, page by page, as they were at one point in time; `body` has a sort without ties."""
    point = client.create_pit(index=index, params={"keep_alive": _KEPT_ALIVE})["pit_id"]
    try:
        after: list[Any] | None = None
        while True:
            asked = {**body, "size": size, "pit": {"id": point, "keep_alive": _KEPT_ALIVE}, "track_total_hits": False}
            hits = client.search(body=asked if after is None else {**asked, "search_after": after})["hits"]["hits"]
            if hits:
                yield hits
                after = hits[-1]["sort"]
            if len(hits) < size:
                return
    finally:
        client.delete_pit(body={"pit_id": [point]})
