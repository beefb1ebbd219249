"""The engines that answer a search: one folder for each, all of them what `seized.search.engine` asks for."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from ...errors import IndexProblem
from ..engine import Engine

__all__ = ["is_url", "open_engine"]

_URL = re.compile(r"opensearch(?:s|\+https?)?://", re.IGNORECASE)


def is_url(place: str | Path) -> bool:
    """Whether an index is named by the URL of a cluster, and not by its folder."""
    return isinstance(place, str) and _URL.match(place) is not None


def open_engine(place: str | Path) -> Engine:
    """The engine of the index at that place: its folder, or the URL of a cluster.

    Raises IndexNotFound, IndexVersionError or IndexCorrupted.
    """
    if not is_url(place):
        from .local import LocalEngine

        return LocalEngine(Path(place))
    try:
        cluster = import_module(".opensearch", __name__)
    except ModuleNotFoundError as missing:
        raise IndexProblem("an index on a cluster needs more: pip install 'seized[cluster]'") from missing
    engine: Engine = cluster.open_engine(str(place))
    return engine
