"""One open index for all threads of a process: it follows commits, and lets go of what nobody uses."""

from __future__ import annotations

import gc
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from seized import Index, IndexNotFound, IndexProblem, SharedIndex, build_index

RESOLUTION = """Resolution {number} (2020)

The Security Council,

Recalling its resolution 1325 (2000),

1. Requests the Secretary-General to report on matter {matter};

2. Decides to remain seized of the matter.
"""


def add(folder: Path, path: Path, number: int, matter: int = 1) -> None:
    """Put a document into the index, or another text of one, which is a commit."""
    text = RESOLUTION.format(number=2506 + number, matter=matter)
    (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    build_index([folder], path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of documents with one in it, and an index of it beside it."""
    folder = tmp_path / "documents"
    folder.mkdir()
    add(folder, tmp_path / "index", 1)
    return folder


@pytest.fixture
def path(folder: Path) -> Path:
    return folder.parent / "index"


@pytest.fixture
def shared(path: Path) -> Iterator[SharedIndex]:
    with SharedIndex(path, every=0) as shared:
        yield shared


def documents(shared: SharedIndex) -> int:
    with shared.open() as index:
        return len(index.records())


class TestFollowing:
    def test_a_block_after_a_commit_has_the_new_state(self, shared: SharedIndex, folder: Path, path: Path) -> None:
        before = documents(shared)
        state = shared.state
        add(folder, path, 2)
        assert documents(shared) > before
        assert shared.state != state

    def test_a_block_keeps_the_state_that_it_began_with(self, shared: SharedIndex, folder: Path, path: Path) -> None:
        with shared.open() as index:
            before = len(index.records())
            add(folder, path, 2)
            assert documents(shared) > before
            assert len(index.records()) == before
            assert index.search("report").total == len(list(index.search("report", limit=None)))

    def test_without_a_commit_it_is_the_same_index(self, shared: SharedIndex) -> None:
        with shared.open() as one, shared.open() as other:
            assert one is other

    def test_the_state_is_that_of_the_index(self, shared: SharedIndex) -> None:
        with shared.open() as index:
            assert shared.state == index.state

    def test_a_rebuild_is_followed(self, shared: SharedIndex, folder: Path, path: Path) -> None:
        state = shared.state
        build_index([folder], path, rebuild=True)
        assert shared.state != state
        assert documents(shared) > 0

    def test_each_new_state_is_warmed_before_others_see_it(self, folder: Path, path: Path) -> None:
        warmed: list[int] = []
        with SharedIndex(path, every=0, warm=lambda index: warmed.append(len(index.records()))) as shared:
            before = documents(shared)
            assert warmed == [before]
            add(folder, path, 2)
            assert documents(shared) == warmed[-1] > before
            assert len(warmed) == 2

    def test_the_folder_is_looked_at_no_more_often_than_asked(self, folder: Path, path: Path) -> None:
        with SharedIndex(path, every=3600) as shared:
            before = documents(shared)
            add(folder, path, 2)
            assert documents(shared) == before


class TestLettingGo:
    def test_the_old_index_is_closed_when_its_last_user_has_gone(
        self, shared: SharedIndex, folder: Path, path: Path
    ) -> None:
        with shared.open() as first:
            with shared.open() as second:
                assert first is second
                before = len(first.records())
                add(folder, path, 2)
                assert documents(shared) > before
            assert first.search("report").total > 0
        with pytest.raises(IndexProblem, match="closed"):
            first.search("report")

    def test_an_old_index_that_nobody_uses_is_closed_at_once(
        self, shared: SharedIndex, folder: Path, path: Path
    ) -> None:
        with shared.open() as index:
            before = len(index.records())
        add(folder, path, 2)
        assert documents(shared) > before
        with pytest.raises(IndexProblem, match="closed"):
            index.search("report")

    def test_who_is_inside_goes_on_after_close(self, path: Path) -> None:
        shared = SharedIndex(path)
        with shared.open() as index:
            shared.close()
            assert index.search("report").total > 0
        with pytest.raises(IndexProblem, match="closed"):
            index.search("report")

    def test_after_close_nobody_comes_in(self, path: Path) -> None:
        shared = SharedIndex(path)
        shared.close()
        shared.close()
        with pytest.raises(IndexProblem, match="has been closed"), shared.open():
            pass

    def test_an_error_in_a_block_gives_the_index_back(self, path: Path) -> None:
        shared = SharedIndex(path)
        with pytest.raises(ZeroDivisionError), shared.open() as index:
            _ = 1 // 0
        shared.close()
        with pytest.raises(IndexProblem, match="closed"):
            index.search("report")

    @pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted in /proc")
    def test_fifty_commits_leave_no_file_open(self, shared: SharedIndex, folder: Path, path: Path) -> None:
        def opened() -> int:
            return len(list(Path("/proc/self/fd").iterdir())) + mapped(path)

        held = opened()
        for number in range(2, 52):
            state = shared.state
            add(folder, path, 1, number)
            assert shared.state != state
        assert opened() <= held + 2

    def test_nothing_stays_open_that_is_closed_while_it_follows(self, path: Path) -> None:
        closed = []
        for _ in range(40):
            shared = SharedIndex(path, every=0)
            (path / "seized.json").touch()
            with ThreadPoolExecutor(2) as pool:
                following = [pool.submit(documents, shared) for _ in range(2)]
                shared.close()
            assert all(isinstance(one.exception(), IndexProblem | None) for one in following)
            closed.append(shared)
        assert not any(is_open(one) for one in gc.get_objects() if isinstance(one, Index) and one.place == str(path))


def is_open(index: Index) -> bool:
    try:
        index.search("report")
    except IndexProblem:
        return False
    return True


def mapped(path: Path) -> int:
    """How many files of an index are mapped into memory, apart from what only waits to be collected."""
    gc.collect()
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return len({line.split(maxsplit=5)[-1] for line in maps if str(path) in line})


class TestTrouble:
    def test_no_index_is_said_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(IndexNotFound):
            SharedIndex(tmp_path)

    @pytest.mark.parametrize("fault", ["vanished", "damaged", "another version"])
    def test_what_cannot_be_opened_leaves_the_last_state(self, shared: SharedIndex, path: Path, fault: str) -> None:
        state = shared.state
        marker = path / "seized.json"
        kept = marker.read_bytes()
        if fault == "vanished":
            shutil.move(path, path.with_name("elsewhere"))
        else:
            marker.write_text("{" if fault == "damaged" else '{"format": 1, "schema": 0}', encoding="utf-8")
        assert shared.state == state
        assert documents(shared) > 0
        if fault == "vanished":
            shutil.move(path.with_name("elsewhere"), path)
        marker.write_bytes(kept)
        assert documents(shared) > 0

    def test_after_trouble_the_next_commit_is_followed(self, shared: SharedIndex, folder: Path, path: Path) -> None:
        before = documents(shared)
        kept = (path / "seized.json").read_bytes()
        (path / "seized.json").write_text("{", encoding="utf-8")
        assert documents(shared) == before
        (path / "seized.json").write_bytes(kept)
        add(folder, path, 2)
        assert documents(shared) > before


class TestThreads:
    def test_many_read_while_one_writes(self, shared: SharedIndex, folder: Path, path: Path) -> None:
        """Each block sees one whole state, and states never go back."""
        is_over = Event()

        def read() -> list[int]:
            seen: list[int] = []
            while not is_over.is_set() or not seen:
                with shared.open() as index:
                    held = len(index.records())
                    results = index.search("report OR seized", limit=None, facets=("symbol",))
                    assert results.total == len(list(results)) == sum(results.facets["symbol"].values())
                    assert len(index.records()) == held
                    seen.append(results.total)
            return seen

        def write() -> None:
            try:
                for number in range(2, 8):
                    add(folder, path, number)
                    time.sleep(0.1)
            finally:
                is_over.set()

        switching = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            with ThreadPoolExecutor(9) as pool:
                writing = pool.submit(write)
                reading = [pool.submit(read) for _ in range(8)]
                writing.result()
                seen = [future.result() for future in reading]
        finally:
            sys.setswitchinterval(switching)
        assert all(totals == sorted(totals) for totals in seen)
        with shared.open() as index:
            latest = index.search("report OR seized", limit=1).total
        assert max(map(max, seen)) == latest > min(map(min, seen))
