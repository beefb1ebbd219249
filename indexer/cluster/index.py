"""An index on a cluster as a build knows an index: what it holds, and a writer that changes it in one commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final

from ...errors import IndexNotFound, IndexVersionError, SeizedError
from .address import Address
from .bodies import data_of
from .bulk import Bulk
from .connection import UNHURRIED, connect, mapped_errors
from .lock import Lock
from .mapping import body, terms_body
from .requests import Requests
from .state import State, of_name, present, stated, turn, visible, written
from .writer import ClusterWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from opensearchpy import OpenSearch

__all__ = ["ClusterIndex", "exists", "opened", "opened_for_change"]

_PAGE: Final = 500


class ClusterIndex:
    """An index on a cluster in one of its states.

    client: a patient one; quick: one that is not (see `connect`)
    guard: raises where this process may write no more
    """

    def __init__(
        self,
        client: OpenSearch,
        quick: OpenSearch,
        address: Address,
        state: State,
        guard: Callable[[], None] = lambda: None,
    ) -> None:
        self.client = client
        self.address = address
        self.state = state
        self._quick = quick
        self._requests = Requests(quick, address)
        self._guard = guard
        self._bulks: list[Bulk] = []

    def kept(self, **terms: str) -> Iterator[bytes]:
        """What is kept of the records that have all these terms, in the order of indexing."""
        asked = {"query": self._with(terms), "sort": [{"number": "asc"}], "_source": ["kept"]}
        for hits in self._requests.pages(self.state.physical, asked, _PAGE):
            yield from (data_of(hit["_source"]["kept"]) for hit in hits)

    def count(self, **terms: str) -> int:
        """How many records have all these terms."""
        return self._requests.count(self.state.physical, self._with(terms))

    def writer(self) -> ClusterWriter:
        """What changes it."""
        bulk = Bulk(self._quick, self.address, self._guard)
        self._bulks.append(bulk)
        return ClusterWriter(self.client, self._requests, bulk, self.state, self._committed)

    def close(self) -> None:
        """Let go of the cluster, whatever is still to be sent."""
        for bulk in self._bulks:
            bulk.close()
        self._quick.close()

    def _committed(self, state: State) -> None:
        self.state = state

    def _with(self, terms: dict[str, str]) -> dict[str, Any]:
        wanted = [{"term": {name: text}} for name, text in terms.items()]
        return {"bool": {"filter": [visible(self.state.generation), *wanted]}}


def exists(address: Address) -> bool:
    """Whether there is an index of ours at an address, of this format or of another one."""
    with closing(connect(address)) as client, mapped_errors(address):
        return bool(client.indices.exists_alias(name=address.name))


@contextmanager
def opened(address: Address) -> Iterator[ClusterIndex]:
    """The index at an address in its present state, for one who reads. Raises IndexNotFound or IndexVersionError."""
    client = connect(address)
    with closing(client):
        state = present(client, address)
        with closing(ClusterIndex(client, connect(address, patient=False), address, state)) as index:
            yield index


@contextmanager
def opened_for_change(address: Address, *, fresh: bool = False) -> Iterator[ClusterIndex]:
    """The index at an address for one writer; a new one where there is none, or where a `fresh` one is wanted.

    A new index takes the place of the old one when its writer commits. One that was left unfinished is gone on with.
    Raises IndexLocked, IndexVersionError, and IndexProblem where the cluster cannot be used.
    """
    client = connect(address)
    with closing(client):
        # where another program has that name, nothing of ours is left
        with mapped_errors(address):
            _present(client, address, fresh=fresh)
        with Lock(client, address) as lock:
            with mapped_errors(address):
                state = _state_to_change(client, address, fresh=fresh)
            with closing(ClusterIndex(client, connect(address, patient=False), address, state, lock.check)) as index:
                try:
                    yield index
                except SeizedError:
                    # if the right to write has gone to another, that is the reason
                    lock.check()
                    raise


def _state_to_change(client: OpenSearch, address: Address, *, fresh: bool) -> State:
    now = _present(client, address, fresh=fresh)
    known = of_name(client, address.name)
    others = [one for one, is_ours in known.items() if is_ours and one != now]
    is_newer = bool(others) and (now is None or others[-1] > now)
    left = _as_it_was_left(client, address, others[-1]) if is_newer else None
    if left is not None and left.generation:
        # it was whole, and its maker ended before the name was turned to it
        turn(client, address.name, left.physical)
        return _state_to_change(client, address, fresh=fresh)
    if now is not None and not fresh:
        _remove(client, others)
        return stated(client, address, now)
    _remove(client, [one for one in others if left is None or one != left.physical])
    if left is not None:
        return left
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


def _as_it_was_left(client: OpenSearch, address: Address, name: str) -> State | None:
    """The state of an index that is being made, or was; None where there is nothing to go on with."""
    from opensearchpy.exceptions import NotFoundError

    try:
        return stated(client, address, name)
    except (NotFoundError, IndexVersionError):
        return None


def _made(client: OpenSearch, address: Address, name: str) -> State:
    shards = address.shards or max(1, client.cluster.health()["number_of_data_nodes"])
    # what one that was interrupted here has left has no state to go on with
    _remove(client, [name])
    _create(client, f"{name}-terms", terms_body(address.replicas))
    _create(client, name, body(shards, address.replicas))
    return written(client, State.of_nothing(name))


def _create(client: OpenSearch, name: str, made_with: dict[str, Any]) -> None:
    from opensearchpy.exceptions import RequestError

    try:
        client.indices.create(index=name, body=made_with, params=UNHURRIED)
    except RequestError as fault:
        # the answer to what was asked first may have been lost on the way
        if fault.error != "resource_already_exists_exception":
            raise


def _remove(client: OpenSearch, names: list[str]) -> None:
    """Remove indices by their whole names, each with its terms."""
    for name in names:
        client.indices.delete(index=f"{name},{name}-terms", params={"ignore_unavailable": "true"})
