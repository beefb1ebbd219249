"""Which index stands behind a name, and which of its records count: the state that a commit changes all at once.

Each commit is a generation. A record says the first generation that has it (`since`) and the first that has it no more
(`until`), so that what is being written is nobody's business until the number in the record `state` is raised.

What a commit replaced stays for those who read the generation before, and goes with a later change. The record says
which generation is the oldest that is whole, `LEASE` seconds before anything of an older one goes: a reader who has
looked there so lately has missed nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Self

from ...errors import IndexNotFound, IndexProblem, IndexVersionError
from ..schema import SCHEMA_VERSION
from .address import Address
from .connection import is_absent, mapped_errors
from .mapping import FORMAT

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["LEASE", "State", "latest", "of_name", "present", "stated", "terms_of", "turn", "visible", "written"]

_STATE: Final = "state"
"""The id of the record that holds it."""
_TAKEN: Final = "something else has that name there; choose another"
LEASE: Final = 2.0
"""Seconds for which it is known which generations are whole."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of an index.

    physical: its name behind the alias; generation: 0 where nothing has been committed; numbers: the next record's
    writer: who made it
    oldest: the first generation of which all records are still there
    records, terms_known: how many it has
    place: the sequence number and primary term of the record that says so; None for one that is to be made
    """

    physical: str
    generation: int
    numbers: int
    writer: str
    oldest: int
    records: int
    terms_known: int
    place: tuple[int, int] | None

    @classmethod
    def of_nothing(cls, physical: str) -> Self:
        """That of an index which is being made."""
        return cls(physical, generation=0, numbers=0, writer="", oldest=0, records=0, terms_known=0, place=None)

    @property
    def terms(self) -> str:
        """The index that holds the terms."""
        return f"{self.physical}-terms"

    @property
    def digest(self) -> str:
        """20 characters that tell this state from any other."""
        return blake2b(f"{self.physical} {self.generation} {self.writer}".encode(), digest_size=10).hexdigest()


def visible(generation: int) -> dict[str, Any]:
    """The records that a generation has."""
    has, gone = {"range": {"since": {"lte": generation}}}, {"range": {"until": {"lte": generation}}}
    return {"bool": {"filter": [has], "must_not": [gone]}}


def terms_of(generation: int) -> dict[str, Any]:
    """The terms that a generation has; there may be some that no record has any more."""
    return {"range": {"since": {"lte": generation}}}


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
            found = list(client.indices.get_alias(name=address.name))
        except NotFoundError as fault:
            if not is_absent(fault):
                raise
            found = []
        if len(found) == 1:
            return stated(client, address, found[0])
        if found or client.indices.exists(index=address.name):
            raise IndexProblem(f"{address}: {_TAKEN}")
        raise IndexNotFound(f"{address}: no index there; make one with: seized index FILES --index {address}")


def stated(client: OpenSearch, address: Address, physical: str) -> State:
    """The state of an index by the name that it has behind the alias. Raises IndexVersionError."""
    made = client.indices.get_mapping(index=physical)[physical]["mappings"].get("_meta", {}).get("seized")
    if made is None:
        raise IndexProblem(f"{address}: {_TAKEN}")
    _check_version(address, made)
    return _said(physical, client.get(index=physical, id=_STATE))


def latest(client: OpenSearch, name: str, seconds: float) -> State:
    """The state of an index, or of the one behind an alias, by one request that may take so long."""
    record = client.get(index=name, id=_STATE, params={"request_timeout": seconds})
    return _said(record["_index"], record)


def written(client: OpenSearch, state: State) -> State:
    """The state where it stands once it is written over the one in its place; ConflictError where that has gone."""
    from opensearchpy.exceptions import ConflictError

    said = {
        **{"generation": state.generation, "numbers": state.numbers, "writer": state.writer, "oldest": state.oldest},
        **{"records": state.records, "terms": state.terms_known},
    }
    place = {"if_seq_no": state.place[0], "if_primary_term": state.place[1]} if state.place else {}
    try:
        record = client.index(index=state.physical, body={"kept": said}, id=_STATE, params=place)
    except ConflictError:
        # the answer to what was asked first may have been lost on the way
        record = client.get(index=state.physical, id=_STATE)
        if record["_source"]["kept"] != said:
            raise
    return replace(state, place=(record["_seq_no"], record["_primary_term"]))


def turn(client: OpenSearch, name: str, physical: str) -> None:
    """Have a name stand for one index and for no other."""
    old = [{"remove": {"index": one, "alias": name, "must_exist": False}} for one in of_name(client, name)]
    client.indices.update_aliases(body={"actions": [*old, {"add": {"index": physical, "alias": name}}]})


def _said(physical: str, record: Mapping[str, Any]) -> State:
    said = record["_source"]["kept"]
    return State(
        physical,
        said["generation"],
        said["numbers"],
        said["writer"],
        said["oldest"],
        said["records"],
        said["terms"],
        (record["_seq_no"], record["_primary_term"]),
    )


def _check_version(address: Address, made: Mapping[str, Any]) -> None:
    for what, number in (("format", FORMAT), ("schema", SCHEMA_VERSION)):
        if made.get(what) != number:
            raise IndexVersionError(address, f"made with {what} {made.get(what)}, this program uses {number}")
