"""The cluster is a real one: what it acknowledged outlives a node that is killed, and one that hangs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from opensearchpy import OpenSearch
from opensearchpy.helpers import streaming_bulk

from .nodes import ON_CLUSTER, Cluster, NoCluster

pytestmark = ON_CLUSTER

INDEX = "clauses"
IDS = frozenset(str(number) for number in range(1000))


@pytest.fixture
def client(cluster: Cluster) -> OpenSearch:
    """A client of an empty index of three shards, each of them twice; asks another node where one does not answer."""
    client = OpenSearch(cluster.addresses, timeout=20, max_retries=5, retry_on_timeout=True)
    client.indices.delete(index=INDEX, ignore_unavailable=True)
    client.indices.create(index=INDEX, body={"settings": {"number_of_shards": 3, "number_of_replicas": 1}})
    cluster.wait()
    return client


def write(client: OpenSearch, ids: Iterable[str], acknowledged: set[str]) -> None:
    """Write records, ten a request, and note which of them were acknowledged as the answers come."""
    actions = ({"_index": INDEX, "_id": one, "text": f"decides {one}"} for one in sorted(ids))
    for done, answer in streaming_bulk(client, actions, chunk_size=10, raise_on_error=False, raise_on_exception=False):
        if done:
            acknowledged.add(answer["index"]["_id"])


@contextmanager
def written_meanwhile(client: OpenSearch, acknowledged: set[str]) -> Iterator[None]:
    """All records are written; the block begins when some are acknowledged and ends when no more are sent."""
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write, client, IDS, acknowledged)
        while len(acknowledged) < 200 and not writing.done():
            time.sleep(0.001)
        assert len(acknowledged) < len(IDS)
        yield
        writing.result()


def found(client: OpenSearch) -> set[str]:
    """The ids of all records that a search finds; a shard that does not answer is an error."""
    client.indices.refresh(index=INDEX)
    body = {"size": 2 * len(IDS), "_source": False}
    answer = client.search(index=INDEX, body=body, params={"allow_partial_search_results": "false"})
    return {hit["_id"] for hit in answer["hits"]["hits"]}


def number_of(client: OpenSearch, *, manager: bool) -> int:
    """The number of the node that manages the cluster, or of one that does not."""
    nodes = client.cat.nodes(params={"format": "json", "h": "name,cluster_manager"})
    return next(int(node["name"][-1]) for node in nodes if (node["cluster_manager"] == "*") is manager)


@pytest.mark.parametrize("manager", [True, False], ids=["the one that manages the others", "another"])
def test_what_was_acknowledged_outlives_a_killed_node(cluster: Cluster, client: OpenSearch, manager: bool) -> None:
    killed = number_of(client, manager=manager)
    acknowledged: set[str] = set()
    with written_meanwhile(client, acknowledged):
        cluster.kill(killed)
    cluster.wait(nodes=2, status="yellow")
    assert acknowledged <= found(client)

    write(client, IDS - acknowledged, acknowledged)
    assert acknowledged == IDS
    cluster.restart(killed)
    cluster.wait()
    assert found(OpenSearch([cluster.addresses[killed]], timeout=20)) == IDS


def test_a_node_that_hangs_is_left_out_and_comes_back(cluster: Cluster, client: OpenSearch) -> None:
    hanging = number_of(client, manager=False)
    others = OpenSearch([at for number, at in enumerate(cluster.addresses) if number != hanging], timeout=60)
    acknowledged: set[str] = set()
    with written_meanwhile(others, acknowledged):
        cluster.suspend(hanging)
    cluster.wait(nodes=2, status="yellow")
    assert acknowledged <= found(others)

    write(others, IDS - acknowledged, acknowledged)
    assert acknowledged == IDS
    cluster.resume(hanging)
    cluster.wait()
    assert found(OpenSearch([cluster.addresses[hanging]], timeout=20)) == IDS


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
    settings = cluster.folder(0) / "opensearch.yml"
    kept = settings.read_text(encoding="utf-8")
    settings.write_text('{"no.such.setting": 1}', encoding="utf-8")
    try:
        cluster.restart(0)
        with pytest.raises(NoCluster, match=r"(?s)node-0 has ended.*unknown setting \[no.such.setting\]"):
            cluster.wait()
    finally:
        settings.write_text(kept, encoding="utf-8")
