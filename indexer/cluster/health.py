"""Whether a cluster has all of an index, and how much room it takes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from ..columnar.manifest import Damage
from ..store import Check
from .address import Address
from .connection import connect, mapped_errors
from .state import State, present

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["check", "size"]


def size(client: OpenSearch, state: State) -> int:
    """Bytes that an index takes on all nodes, copies and terms too."""
    found = client.indices.stats(index=f"{state.physical},{state.terms}", metric="store")
    return int(found["_all"]["total"]["store"]["size_in_bytes"])


def check(address: Address) -> Check:
    """Whether every shard of an index is somewhere; the cluster itself compares what it reads with its checksums."""
    with closing(connect(address)) as client, mapped_errors(address):
        return _checked(client, address)


def _checked(client: OpenSearch, address: Address) -> Check:
    state = present(client, address)
    names = f"{state.physical},{state.terms}"
    health = client.cluster.health(index=names, params={"level": "shards"})
    shards = {
        f"{name}/{number}": shard
        for name, index in sorted(health["indices"].items())
        for number, shard in sorted(index["shards"].items())
    }
    damaged = tuple(
        # one that lacks a copy is whole
        Damage(shard, "no node has it")
        for shard, status in shards.items()
        if status["status"] == "red"
    )
    return Check(str(address), len(shards), size(client, state), damaged, kind="shards")
