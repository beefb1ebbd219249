"""The engine over an index on an OpenSearch cluster: query trees become its Query DSL, scores are the same BM25F."""

from __future__ import annotations

from ....errors import SeizedError
from ....indexer.cluster.address import Address, address_of
from .engine import ClusterEngine

__all__ = ["ClusterEngine", "open_engine"]


def open_engine(url: str | Address) -> ClusterEngine:
    """The engine of the index at an address.

    Raises IndexNotFound, IndexVersionError, and IndexProblem where the cluster does not answer.
    """

    address = url if isinstance(url, Address) else address_of(url)
    if address is None:
        raise SeizedError("that is no address of a cluster")
    return ClusterEngine(address)
