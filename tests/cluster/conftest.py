"""The cluster that these tests share, whole again before each of them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from .nodes import Cluster, NoCluster, jars


@pytest.fixture(scope="session")
def three_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes, started once; skipped where Java or the jars are missing, unless SEIZED_CLUSTER=1 wants them fetched."""
    wanted = os.environ.get("SEIZED_CLUSTER") == "1"
    try:
        jars(fetch=wanted)
    except NoCluster as reason:
        if wanted:
            raise
        pytest.skip(str(reason))
    with Cluster(tmp_path_factory.mktemp("cluster")) as nodes:
        yield nodes


@pytest.fixture
def cluster(three_nodes: Cluster) -> Cluster:
    """Three nodes that all run, whatever the test before did to them; its indices may still be there."""
    three_nodes.mend()
    return three_nodes
