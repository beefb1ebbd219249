"""What a cluster says of each record that it was sent: done, to be sent again, or never."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from seized import IndexProblem
from seized.indexer.cluster import bulk, writer
from seized.indexer.cluster.bulk import Bulk
from seized.indexer.cluster.connection import connect
from seized.indexer.cluster.requests import Requests
from seized.indexer.cluster.state import State

from .server import Server, address, serving

AGAIN = "1 records were not taken"
CONFLICT = {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "[x]: conflict"}}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(bulk, "_PATIENCE", -1)
    with serving() as made:
        yield made


def send(server: Server, action: str, item: dict[str, Any]) -> int:
    """Send a record, once; how many are acknowledged."""
    server.answer = (200, {"items": [{action: item}]})
    sent = Bulk(connect(address(server), patient=False), address(server), lambda: None)
    try:
        sent.add(action, "council-000001", "x", {})
        sent.flush()
        return sent.acknowledged
    finally:
        sent.close()


@pytest.mark.parametrize(
    ("action", "item"),
    [
        ("index", {"status": 201}),
        ("index", {"status": 200}),
        ("create", CONFLICT),
        ("delete", {"status": 404}),
    ],
)
def test_what_is_done(server: Server, action: str, item: dict[str, Any]) -> None:
    assert send(server, action, item) == 1


@pytest.mark.parametrize(
    ("action", "item", "said"),
    [
        ("update", CONFLICT, rf"{AGAIN} \(version_conflict_engine_exception\)"),
        ("create", {"status": 503, "error": {"type": "unavailable_shards_exception"}}, AGAIN),
        ("create", {"status": 429, "error": {"type": "rejected_execution_exception"}}, AGAIN),
        ("index", CONFLICT, r"a record was refused \(version_conflict_engine_exception: \[x\]: conflict\)"),
        ("create", {"status": 400, "error": {"type": "mapper_parsing_exception", "reason": "a\nb"}}, "refused .*: a b"),
    ],
)
def test_what_is_not(server: Server, action: str, item: dict[str, Any], said: str) -> None:
    with pytest.raises(IndexProblem, match=said):
        send(server, action, item)


def test_what_a_copy_does_not_show_is_not_committed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_REFRESHES", 1)
    server.answer = (200, {"_shards": {"total": 6, "successful": 5, "failed": 1}})
    client, where = connect(address(server)), address(server)
    state = State(
        "council-000001", generation=1, numbers=1, writer="", oldest=0, records=1, terms_known=1, place=(0, 1)
    )
    sent = Bulk(client, where, lambda: None)
    with pytest.raises(IndexProblem, match="1 shards do not show what was written"):
        writer.ClusterWriter(client, Requests(client, where), sent, state, lambda _: None)
    sent.close()
