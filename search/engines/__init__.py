"""The engines that answer a search: one folder for each, all of them what `seized.search.engine` asks for."""

from __future__ import annotations

from ...indexer.cluster.address import Address
from ...indexer.store import Place, place_of
from ..engine import Engine

__all__ = ["open_engine"]


def open_engine(place: str | Place) -> Engine:
    """The engine of the index at that place: its folder, or the address of a cluster.

    Raises IndexNotFound, IndexVersionError, IndexCorrupted, and IndexProblem where a cluster does not answer.
    """
    place = place_of(place)
    if isinstance(place, Address):
        from .opensearch import ClusterEngine

        return ClusterEngine(place)
    from .local import LocalEngine

    return LocalEngine(place)
