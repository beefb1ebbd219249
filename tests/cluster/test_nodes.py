"""The cluster of the tests says what it cannot do, and why a node does not start."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .nodes import Cluster, NoCluster


@pytest.mark.parametrize(
    ("attempt", "reason"),
    [
        (lambda cluster: cluster.wait(nodes=4, seconds=1), "not green with 4 nodes after 1 s"),
        (lambda cluster: cluster.restart(0), "node-0 runs"),
    ],
    ids=["a state that does not come", "a start of what runs"],
)
def test_what_cannot_be_is_said(cluster: Cluster, attempt: Callable[[Cluster], None], reason: str) -> None:
    with pytest.raises(NoCluster, match=reason):
        attempt(cluster)


def test_a_node_that_cannot_start_is_said_with_the_end_of_its_log(cluster: Cluster) -> None:
    cluster.kill(0)
    cluster.wait(nodes=2, status="yellow")
    settings = cluster.folder(0) / "opensearch.yml"
    kept = settings.read_text(encoding="utf-8")
    settings.write_text('{"no.such.setting": 1}', encoding="utf-8")
    try:
        cluster.restart(0)
        with pytest.raises(NoCluster, match=r"(?s)node-0 has ended.*unknown setting \[no.such.setting\]"):
            cluster.wait()
    finally:
        settings.write_text(kept, encoding="utf-8")
