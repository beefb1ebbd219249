"""A build on a cluster: the same records as in a folder, seen all at once, gone on with after whatever interrupts it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from opensearchpy import OpenSearch
from whoosh.query import Term

from seized import IndexCorrupted, IndexLocked, IndexNotFound, IndexProblem, build_index
from seized.corpus import samples
from seized.indexer import store
from seized.indexer.cluster import bulk
from seized.indexer.cluster.address import Address, address_of
from seized.indexer.cluster.connection import connect
from seized.indexer.cluster.index import ClusterIndex, opened, opened_for_change
from seized.indexer.cluster.lock import Lock
from seized.indexer.cluster.state import of_name
from seized.indexer.schema import CLAUSE
from seized.search.engines.opensearch import ClusterEngine

from .nodes import Cluster

ROWS: list[dict[str, Any]] = [
    {
        "record": CLAUSE,
        "key": f"clause {number}",
        "data": f"{number}".encode(),
        "order": f"{number:05d}",
        "text": f"decides that measure {number} remains in force",
        "edition": f"S/RES/{number // 10} (2020)@en",
    }
    for number in range(3000)
]


@pytest.fixture
def address(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[Address]:
    """An address of a test's own, with nothing there; a second copy of every record."""
    name = "".join(c for c in request.node.name.lower() if c.isalnum())[-60:]
    found = address_of(f"{cluster.url}/{name}?replicas=1")
    assert found is not None
    yield found
    cluster.mend()
    client = OpenSearch(cluster.addresses, timeout=60)
    client.indices.delete(index=",".join(client.indices.get(index=f"{name}-*")) or "none", ignore_unavailable=True)


def write(address: Address, rows: list[dict[str, Any]], *, fresh: bool = False) -> None:
    """Add records, in one commit."""
    with opened_for_change(address, fresh=fresh) as index:
        writer = index.writer()
        for row in rows:
            writer.add_document(**row)
        writer.commit()


def kept(address: Address, **terms: str) -> list[bytes]:
    """What the present state keeps of the records with these terms."""
    with opened(address) as index:
        return list(index.kept(**terms))


def numbers_of(rows: list[dict[str, Any]]) -> list[bytes]:
    return [row["data"] for row in rows]


class TestBuild:
    def test_it_reports_and_keeps_what_a_folder_does(self, address: Address, tmp_path: Path) -> None:
        files = tmp_path / "files"
        files.mkdir()
        with samples() as folder:
            letters = sorted(folder.iterdir())
        for letter in letters:
            (files / letter.name).write_bytes(letter.read_bytes())
        for time_of_it in range(3):
            if time_of_it == 2:
                (files / letters[0].name).unlink()
            reports = [build_index([files], place) for place in (tmp_path / "index", address)]
            assert reports[0] == reports[1]
            for record in ("clause", "document", "file"):
                with store.opened(tmp_path / "index") as local:
                    assert kept(address, record=record) == list(local.kept(record=record))

    def test_a_rebuild_takes_the_place_of_what_was_there(self, address: Address) -> None:
        write(address, ROWS[:20])
        with opened(address) as before:
            write(address, ROWS[10:30], fresh=True)
            assert kept(address) == numbers_of(ROWS[10:30])
            assert list(before.kept()) == numbers_of(ROWS[:20])
        write(address, ROWS[30:31])
        assert len(of_name(connect(address), address.name)) == 1

    def test_what_an_interrupted_start_left_is_in_nobodys_way(self, address: Address) -> None:
        connect(address).indices.create(index=f"{address.name}-000001-terms")
        write(address, ROWS[:5])
        assert kept(address) == numbers_of(ROWS[:5])

    @pytest.mark.parametrize("fresh", [True, False])
    def test_a_rebuild_that_was_whole_is_not_thrown_away(self, address: Address, fresh: bool) -> None:
        """Its maker ended between the commit and the turn of the name."""
        write(address, ROWS[:20])
        write(address, ROWS[10:30], fresh=True)
        old, new = f"{address.name}-000001", f"{address.name}-000002"
        turned = [{"remove": {"index": new, "alias": address.name}}, {"add": {"index": old, "alias": address.name}}]
        connect(address).indices.update_aliases(body={"actions": turned})
        write(address, ROWS[30:31], fresh=fresh)
        assert kept(address) == numbers_of(ROWS[30:31] if fresh else ROWS[10:31])

    @pytest.mark.parametrize("limit", [3, None])
    def test_one_that_was_made_anew_is_not_said_to_be_nowhere(self, address: Address, limit: int | None) -> None:
        write(address, ROWS[:20])
        engine = ClusterEngine(address)
        write(address, ROWS[10:30], fresh=True)
        write(address, ROWS[30:31])
        with pytest.raises(IndexProblem, match="changed again since it was opened"):
            engine.search(Term("text", "measur"), limit=limit)

    def test_one_from_which_all_is_taken_answers_nothing(self, address: Address) -> None:
        write(address, ROWS[:10])
        with opened_for_change(address) as index:
            writer = index.writer()
            writer.delete_by_term("edition", ROWS[0]["edition"])
            writer.commit()
        found = ClusterEngine(address).search(Term("text", "measur"), limit=3)
        assert (found.total, list(found.numbers)) == (0, [])

    def test_where_there_is_none_is_said(self, address: Address) -> None:
        with pytest.raises(IndexNotFound, match="no index there; make one with"), opened(address):
            pass
        assert not store.exists(address)

    def test_what_is_not_ours_stays(self, address: Address) -> None:
        """Other programs number the indices behind a name in the same way."""
        client = connect(address)
        client.indices.create(index=f"{address.name}-000007")
        write(address, ROWS[:5])
        write(address, ROWS[:5], fresh=True)
        write(address, ROWS[5:6])
        assert of_name(client, address.name) == {f"{address.name}-000007": False, f"{address.name}-000009": True}

    @pytest.mark.parametrize("is_alias", [True, False])
    def test_a_name_that_something_else_has_is_refused(self, address: Address, is_alias: bool) -> None:
        client = connect(address)
        aliases: dict[str, Any] = {"aliases": {address.name: {}}} if is_alias else {}
        client.indices.create(index=f"{address.name}-1" if is_alias else address.name, body=aliases)
        for fresh in (False, True):
            with pytest.raises(IndexProblem, match="something else has that name there"):
                write(address, ROWS[:5], fresh=fresh)
        client.indices.delete(index=f"{address.name}-1" if is_alias else address.name)


class TestCommit:
    def test_nobody_sees_what_is_not_committed(self, address: Address) -> None:
        write(address, ROWS[:50])
        with opened_for_change(address) as index:
            writer = index.writer()
            writer.delete_by_term("edition", ROWS[0]["edition"])
            for row in ROWS[50:2000]:
                writer.add_document(**row)
            connect(address).indices.refresh(index=f"{address.name}-0*")
            assert kept(address) == numbers_of(ROWS[:50])
            with opened(address) as before:
                writer.commit()
                assert kept(address) == numbers_of(ROWS[10:2000])
                assert list(before.kept()) == numbers_of(ROWS[:50])

    def test_a_state_that_loses_records_is_said_to(self, address: Address) -> None:
        write(address, ROWS[:50])
        engines = [ClusterEngine(address)]
        for old, new in ((ROWS[0], ROWS[50:60]), (ROWS[10], ROWS[60:70])):
            with opened_for_change(address) as index:
                writer = index.writer()
                writer.delete_by_term("edition", old["edition"])
                for row in new:
                    writer.add_document(**row)
                writer.commit()
            engines.append(ClusterEngine(address))
        assert [len(engine.records(record=CLAUSE)) for engine in engines[1:]] == [50, 50]
        with pytest.raises(IndexProblem, match="changed again since it was opened"):
            engines[0].records(record=CLAUSE)

    def test_what_has_gone_from_the_cluster_is_said(self, address: Address) -> None:
        write(address, ROWS[:50])
        assert store.check(address).damaged == ()
        here, asked = f"{address.name}-000001", {"query": {"term": {"edition": ROWS[0]["edition"]}}}
        client = connect(address)
        client.delete_by_query(index=here, body=asked, params={"refresh": "true"})
        assert [one.what for one in store.check(address).damaged] == ["40 of 50 records are there"]
        with pytest.raises(IndexCorrupted, match=r"40 of 50 records are there; rebuild it with"):
            ClusterEngine(address).search(Term("text", "measur"), limit=3)
        client.indices.delete(index=f"{here}-terms")
        assert {one.what for one in store.check(address).damaged} == {"it is not there", "40 of 50 records are there"}
        with pytest.raises(IndexCorrupted, match="a part of the index is not there any more; rebuild it with"):
            list(ClusterEngine(address).vocabulary.terms("text"))
        write(address, ROWS[:50], fresh=True)
        assert store.check(address).damaged == ()

    def test_what_was_left_does_not_come_back(self, address: Address) -> None:
        """A run is interrupted that deleted and added; the next one does something else."""
        write(address, ROWS[:50])
        with opened_for_change(address) as index:
            writer = index.writer()
            writer.delete_by_term("edition", ROWS[0]["edition"])
            for row in ROWS[100:1200]:
                writer.add_document(**row)
            writer._delete("edition")
            writer._bulk.flush()
            writer.cancel()
        write(address, ROWS[60:62])
        assert kept(address) == numbers_of(ROWS[:50] + ROWS[60:62])

    def test_what_is_there_already_is_not_sent_again(self, address: Address) -> None:
        with opened_for_change(address) as index:
            writer = index.writer()
            for row in ROWS[:1000]:
                writer.add_document(**row)
            writer._bulk.flush()
            assert writer._bulk.acknowledged == 1000
            writer.cancel()
        with opened_for_change(address) as index:
            writer = index.writer()
            for row in (*ROWS[:999], {**ROWS[999], "text": "it says something else now"}, *ROWS[1000:1500]):
                writer.add_document(**row)
            writer._bulk.flush()
            assert writer._bulk.acknowledged == 501
            writer.commit()
        assert kept(address) == numbers_of(ROWS[:1500])


class TestOneWriter:
    def test_another_is_waited_for_and_then_named(self, address: Address, caplog: pytest.LogCaptureFixture) -> None:
        client = connect(address)
        second = Lock(client, address, patience=5)
        with Lock(client, address), pytest.raises(IndexLocked, match="another process is writing"):
            second.__enter__()
        assert "waiting for another process" in caplog.text

    def test_one_that_fell_silent_is_followed_and_stops(self, address: Address) -> None:
        client = connect(address)
        silent = Lock(client, address)
        silent._take()  # and no thread that touches the record
        with Lock(client, address, silence=1) as follower:
            follower.check()
            assert not silent._taken(silent._place)

    def test_a_commit_of_another_is_not_written_over(self, address: Address) -> None:
        write(address, ROWS[:5])
        with opened_for_change(address) as index:
            writer = index.writer()
            writer.add_document(**ROWS[6])
            stranger = ClusterIndex(index.client, connect(address, patient=False), address, index.state).writer()
            stranger.add_document(**ROWS[6])
            stranger.commit()
            with pytest.raises(IndexLocked, match="another process has written to this index"):
                writer.commit()


@pytest.fixture
def small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many requests that something can happen between them, and less patience with a host."""
    monkeypatch.setattr(bulk, "_BYTES", 20_000)
    monkeypatch.setattr(bulk, "_SECONDS", (5, 20))


@contextmanager
def written_meanwhile(address: Address, rows: list[dict[str, Any]]) -> Iterator[Future[None]]:
    """Records are written; the block begins when some are acknowledged."""
    client = connect(address)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write, address, rows)
        until = time.monotonic() + 60
        while time.monotonic() < until and not writing.done():
            if _there(client, address):
                break
            time.sleep(0.02)
        assert not writing.done()
        yield writing
        writing.result()


def number_of(cluster: Cluster, *, manager: bool) -> int:
    """The number of the node that manages the cluster, or of one that does not."""
    nodes = OpenSearch(cluster.addresses).cat.nodes(params={"format": "json", "h": "name,cluster_manager"})
    return next(int(node["name"][-1]) for node in nodes if (node["cluster_manager"] == "*") is manager)


def _there(client: OpenSearch, address: Address) -> bool:
    """Whether the cluster has begun to write records, seen or not."""
    found = client.indices.stats(index=f"{address.name}-0*", metric="indexing")["_all"]["primaries"]
    return bool(found) and found["indexing"]["index_total"] > 300


@pytest.mark.usefixtures("small_requests")
class TestFaults:
    @pytest.mark.parametrize("manager", [True, False], ids=["the one that manages the others", "another"])
    def test_a_killed_node_loses_nothing_and_searches_go_on(
        self, cluster: Cluster, address: Address, manager: bool
    ) -> None:
        write(address, ROWS[:1200])
        cluster.wait()
        with opened(address) as before, written_meanwhile(address, ROWS[1200:]) as writing:
            engine = ClusterEngine(address)
            half_read = before.kept()
            first = next(half_read)
            cluster.kill(number_of(cluster, manager=manager))
            assert not writing.done()
            for _ in range(20):
                found = engine.search(Term("text", "measur"), limit=3)
                assert (found.total, list(engine.stored(found.numbers))) == (1200, numbers_of(ROWS[:3]))
            assert [first, *half_read] == numbers_of(ROWS[:1200])
        assert kept(address) == numbers_of(ROWS)
        cluster.mend()
        assert kept(address) == numbers_of(ROWS)

    def test_a_node_that_hangs_holds_up_nothing_for_good(self, cluster: Cluster, address: Address) -> None:
        write(address, ROWS[:100])
        cluster.wait()
        with written_meanwhile(address, ROWS[100:]):
            cluster.suspend(number_of(cluster, manager=False))
            assert ClusterEngine(address).search(Term("text", "measur"), limit=3).total == 100
        assert kept(address) == numbers_of(ROWS)

    def test_a_full_disk_is_said_and_gone_on_from(self, cluster: Cluster, address: Address) -> None:
        write(address, ROWS[:100])
        client = OpenSearch(cluster.addresses, timeout=60)
        said = r"disk of a node is nearly full.*run the same command"
        with full_disk(client), pytest.raises(IndexProblem, match=said):
            _again_until_it_fails(lambda: write(address, ROWS[100:120]))
        assert b"0" in kept(address)
        write(address, ROWS[200:])
        assert kept(address)[-1] == ROWS[-1]["data"]


def _again_until_it_fails(what: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        what()
        time.sleep(0.5)


@contextmanager
def full_disk(client: OpenSearch) -> Iterator[None]:
    """Meanwhile every disk of the cluster is taken for full; at the end there is room, and the cluster has noticed."""
    threshold = "cluster.routing.allocation.disk.threshold_enabled"
    marks = [f"cluster.routing.allocation.disk.watermark.{name}" for name in ("low", "high", "flood_stage")]
    client.cluster.put_settings(body={"transient": {threshold: True, **dict.fromkeys(marks, "1000tb")}})
    try:
        yield
    finally:
        client.cluster.put_settings(body={"transient": dict.fromkeys(marks, "1b")})
        until = time.monotonic() + 60
        # of the indices, and of the cluster, which makes no new ones
        while blocked := client.cluster.state(metric="blocks").get("blocks"):
            assert time.monotonic() < until, blocked
            time.sleep(0.2)
        client.cluster.put_settings(body={"transient": dict.fromkeys([threshold, *marks])})
