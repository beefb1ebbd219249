"""Whether a cluster has all of an index, and how much room it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from ..columnar.manifest import Damage
from ..store import Check
from .address import Address
from .connection import connect, mapped_errors
from .requests import Requests
from .state import State, present, terms_of, visible

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["check", "size"]


def size(client: OpenSearch, state: State) -> int:
    """Bytes that an index takes on all nodes, copies and terms too."""
    params = {"ignore_unavailable": "true"}
    found = client.indices.stats(index=f"{state.physical},{state.terms}", metric="store", params=params)
    return int(found["_all"]["total"]["store"]["size_in_bytes"])


def check(address: Address) -> Check:
    """Whether every shard of an index is somewhere, with as many records and terms as the last commit counted.

    The cluster itself compares what it reads with its checksums.
    """
    with closing(connect(address)) as client, mapped_errors(address):
        return _checked(client, address)


def _checked(client: OpenSearch, address: Address) -> Check:
    state = present(client, address)
    names = [name for name in (state.physical, state.terms) if client.indices.exists(index=name)]
    health = client.cluster.health(index=",".join(names), params={"level": "shards"})
    shards = {
        f"{name}/{number}": shard
        for name, index in sorted(health["indices"].items())
        for number, shard in sorted(index["shards"].items())
    }
    # one that lacks a copy is whole
    damaged = [Damage(shard, "no node has it") for shard, status in shards.items() if status["status"] == "red"]
    if not damaged:
        damaged += _missing(Requests(client, address), state, names)
    return Check(str(address), len(shards), size(client, state), tuple(damaged), kind="shards")


def _missing(requests: Requests, state: State, names: list[str]) -> Iterator[Damage]:
    """What the last commit counted and is not there any more."""
    if state.terms not in names:
        yield Damage(state.terms, "it is not there")
    for name, query, counted, what in (
        (state.physical, visible(state.generation), state.records, "records"),
        (state.terms, terms_of(state.generation), state.terms_known, "terms"),
    ):
        there = requests.count(name, query) if name in names else counted
        if there != counted:
            yield Damage(name, f"{there:,} of {counted:,} {what} are there")
