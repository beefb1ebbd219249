"""An index on a cluster as a build knows an index: what it holds, and a writer that changes it in one commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ...errors import IndexNotFound, IndexProblem, IndexVersionError
from .address import Address
from .bodies import data_of
from .connection import UNHURRIED, connect, mapped_errors
from .lock import Lock
from .mapping import body, terms_body
from .state import STATE, State, of_name, pages, present, stated, visible
from .writer import ClusterWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from opensearchpy import OpenSearch

__all__ = ["ClusterIndex", "exists", "opened", "opened_for_change"]

_PAGE: Final = 500


class ClusterIndex:
    """An index on a cluster in one of its states.

    guard: raises where this process may write no more
    """

    def __init__(
        self, client: OpenSearch, address: Address, state: State, guard: Callable[[], None] = lambda: None
    ) -> None:
        self.client = client
        self.address = address
        self.state = state
        self._guard = guard

    def kept(self, **terms: str) -> Iterator[bytes]:
        """What is kept of the records that have all these terms, in the order of indexing."""
        asked = {"query": self._with(terms), "sort": [{"number": "asc"}], "_source": ["kept"]}
        with mapped_errors(self.address):
            for hits in pages(self.client, self.state.physical, asked, _PAGE):
                yield from (data_of(hit["_source"]["kept"]) for hit in hits)

    def count(self, **terms: str) -> int:
        """How many records have all these terms."""
        with mapped_errors(self.address):
            return int(self.client.count(index=self.state.physical, body={"query": self._with(terms)})["count"])

    def writer(self) -> ClusterWriter:
        """What changes it."""
        return ClusterWriter(self.client, self.address, self.state, self._guard, self._committed)

    def _committed(self, state: State) -> None:
        self.state = state

    def _with(self, terms: dict[str, str]) -> dict[str, Any]:
        wanted = [{"term": {name: text}} for name, text in terms.items()]
        return {"bool": {"filter": [visible(self.state.generation), *wanted]}}


def exists(address: Address) -> bool:
    """Whether there is an index of ours at an address, of this format or of another one."""
    client = connect(address)
    try:
        with mapped_errors(address):
            return bool(client.indices.exists_alias(name=address.name))
    finally:
        client.close()


@contextmanager
def opened(address: Address) -> Iterator[ClusterIndex]:
    """The index at an address in its present state, for one who reads. Raises IndexNotFound or IndexVersionError."""
    client = connect(address)
    try:
        yield ClusterIndex(client, address, present(client, address))
    finally:
        client.close()


@contextmanager
def opened_for_change(address: Address, *, fresh: bool = False) -> Iterator[ClusterIndex]:
    """The index at an address for one writer; a new one where there is none, or where a `fresh` one is wanted.

    A new index takes the place of the old one when its writer commits. One that was left unfinished is gone on with.
    Raises IndexLocked, IndexVersionError, and IndexProblem where the cluster cannot be used.
    """
    client = connect(address)
    try:
        with Lock(client, address) as lock:
            with mapped_errors(address):
                state = _state_to_change(client, address, fresh=fresh)
            yield ClusterIndex(client, address, state, lock.check)
    finally:
        client.close()


def _state_to_change(client: OpenSearch, address: Address, *, fresh: bool) -> State:
    now = _present(client, address, fresh=fresh)
    if now is None and client.indices.exists(index=address.name):
        raise IndexProblem(f"{address}: something else has that name there; choose another")
    known = of_name(client, address.name)
    others = [one for one, is_ours in known.items() if is_ours and one != now]
    if now is not None and not fresh:
        _remove(client, others)
        return stated(client, address, now)
    unfinished = others[-1:] if others and (now is None or others[-1] > now) else []
    _remove(client, [one for one in others if one not in unfinished])
    for name in unfinished:
        if (state := _to_go_on_with(client, address, name)) is not None:
            return state
        _remove(client, [name])
    number = 1 + max((int(name[-6:]) for name in known), default=0)
    return _made(client, address, f"{address.name}-{number:06d}")


def _present(client: OpenSearch, address: Address, *, fresh: bool) -> str | None:
    """The index behind the alias; one of another version is no index to go on with."""
    try:
        return present(client, address).physical
    except IndexNotFound:
        return None
    except IndexVersionError:
        if not fresh:
            raise
        return str(next(iter(client.indices.get_alias(name=address.name))))


def _to_go_on_with(client: OpenSearch, address: Address, name: str) -> State | None:
    from opensearchpy.exceptions import NotFoundError

    try:
        state = stated(client, address, name)
    except (NotFoundError, IndexVersionError):
        return None
    return state if state.generation == 0 else None


def _made(client: OpenSearch, address: Address, name: str) -> State:
    shards = address.shards or max(1, client.cluster.health()["number_of_data_nodes"])
    client.indices.create(index=f"{name}-terms", body=terms_body(address.replicas), params=UNHURRIED)
    client.indices.create(index=name, body=body(shards, address.replicas), params=UNHURRIED)
    client.index(index=name, body={"kept": {"generation": 0, "numbers": 0}}, id=STATE)
    return stated(client, address, name)


def _remove(client: OpenSearch, names: list[str]) -> None:
    """Remove indices by their whole names, each with its terms."""
    for name in names:
        client.indices.delete(index=f"{name},{name}-terms", params={"ignore_unavailable": "true"})
