"""The folder of an index: what is opened, what is refused, and with which words."""

from __future__ import annotations

import json
import random
import shlex
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

import pytest

from seized import open_index
from seized.corpus import samples
from seized.errors import IndexCorrupted, IndexLocked, IndexNotFound, IndexProblem, IndexVersionError, SeizedError
from seized.indexer import store
from seized.indexer.build import build_index
from seized.indexer.columnar.columns import ColumnFile


@pytest.fixture
def samples_folder() -> Iterator[Path]:
    """The sample letters."""
    with samples() as folder:
        yield folder


class TestOpening:
    def test_an_old_index_is_refused_with_the_command(self, tmp_path: Path) -> None:
        (tmp_path / "seized.json").write_text('{"schema": 1, "engine": "whoosh"}', encoding="utf-8")
        with pytest.raises(IndexVersionError, match=f"seized index FILES --index {tmp_path} --rebuild"):
            store.open_store(tmp_path)

    @pytest.mark.parametrize("name", ["format", "schema"])
    def test_another_version_is_refused_with_the_command(self, samples_path: Path, tmp_path: Path, name: str) -> None:
        manifest = json.loads((samples_path / "seized.json").read_text(encoding="utf-8"))
        (tmp_path / "seized.json").write_text(json.dumps({**manifest, name: 99}), encoding="utf-8")
        with pytest.raises(IndexVersionError, match=r"99.*--rebuild"):
            store.open_store(tmp_path)

    def test_a_command_that_is_named_can_be_run(self, tmp_path: Path) -> None:
        place = tmp_path / "my index; rm -r x"
        place.mkdir()
        with pytest.raises(IndexNotFound) as none:
            store.open_store(place)
        (place / "seized.json").write_text("{", encoding="utf-8")
        with pytest.raises(IndexCorrupted) as damaged:
            store.open_store(place)
        for raised in (none, damaged):
            words = shlex.split(str(raised.value).partition(" with: ")[2])
            assert words[words.index("--index") + 1] == str(place)

    def test_a_link_to_itself_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        with pytest.raises(IndexProblem, match=r"round in a circle|Too many levels"):
            build_index([tmp_path], tmp_path / "loop")

    def test_no_index(self, tmp_path: Path) -> None:
        with pytest.raises(IndexNotFound, match="seized index FILES"):
            store.open_store(tmp_path)

    def test_missing_files_are_said(self, samples_path: Path, tmp_path: Path) -> None:
        (tmp_path / "seized.json").write_bytes((samples_path / "seized.json").read_bytes())
        with pytest.raises(IndexCorrupted, match="missing; rebuild"):
            open_index(tmp_path)


class TestChanging:
    def test_an_old_index_is_rebuilt_in_its_place(self, samples_folder: Path, tmp_path: Path) -> None:
        path = tmp_path / "index"
        path.mkdir()
        (path / "seized.json").write_text('{"schema": 1, "engine": "whoosh"}', encoding="utf-8")
        build_index([samples_folder], path, rebuild=True)
        assert sorted(file.name for file in path.iterdir()) == ["seg-1-0.col", "seized.json", "writer.lock"]

    def test_a_rebuild_that_fails_costs_nothing(self, samples_folder: Path, tmp_path: Path) -> None:
        path = tmp_path / "index"
        build_index([samples_folder], path)
        with pytest.raises(ZeroDivisionError), store.opened_for_change(path, fresh=True):
            raise ZeroDivisionError
        with open_index(path) as index:
            assert index.symbols()
        assert [entry.name for entry in tmp_path.iterdir()] == ["index"]

    def test_what_a_killed_run_left_goes_with_the_next_though_nothing_has_changed(
        self, samples_folder: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "index"
        build_index([samples_folder], path)
        (path / "seg-7-0.col").write_bytes(b"left over")
        assert not build_index([samples_folder], path).changed
        assert not (path / "seg-7-0.col").exists()

    def test_a_lock_is_said(self, samples_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store, "_PATIENCE", 0.2)
        path = tmp_path / "index"
        build_index([samples_folder / "letter-2518.txt"], path)
        writer = store.open_store(path).writer()
        with pytest.raises(IndexLocked, match="is writing to this index"):
            build_index([samples_folder], path)
        writer.cancel()

    def test_a_folder_with_other_files_is_refused(self, samples_folder: Path, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(IndexProblem, match="holds other files"):
            build_index([samples_folder], tmp_path)


class TestNewFolder:
    def test_one_that_builds_beside_those_that_find_nothing_has_its_index(
        self, samples_folder: Path, tmp_path: Path
    ) -> None:
        """Who finds nothing removes the folder that they made, under the eyes of who waits to write into it."""
        (tmp_path / "none").mkdir()
        letter = samples_folder / "letter-2518.txt"

        def build_nothing(index: Path) -> None:
            for _ in range(10):
                with suppress(SeizedError):
                    build_index([tmp_path / "none"], index)

        with ThreadPoolExecutor(4) as threads:
            for number in range(20):
                index = tmp_path / f"index{number}"
                others = [threads.submit(build_nothing, index) for _ in range(3)]
                assert threads.submit(build_index, [letter], index).result().indexed
                wait(others)
                assert store.check(index).damaged == ()


def flip(file: Path, place: int) -> None:
    """Change one bit of a file."""
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)


class TestChecking:
    @pytest.fixture
    def path(self, samples_path: Path, tmp_path: Path) -> Path:
        """A copy of the index of the samples."""
        return Path(shutil.copytree(samples_path, tmp_path / "index"))

    def test_what_was_written_is_whole(self, path: Path) -> None:
        found = store.check(path)
        named = [path / "seized.json", *path.glob("*.col")]
        assert (found.damaged, found.files) == ((), len(named))
        assert found.size == sum(file.stat().st_size for file in named)
        with open_index(path) as index:
            assert index.check() == found

    def test_a_damaged_column_is_named(self, path: Path) -> None:
        (segment,) = path.glob("*.col")
        column = ColumnFile(segment)
        data = bytes(column.view("text.terms.blob"))
        column.close()
        flip(segment, segment.read_bytes().index(data))
        assert [(one.file, one.what) for one in store.check(path).damaged] == [
            (segment.name, "column text.terms.blob is damaged")
        ]

    def test_no_bit_that_was_changed_is_missed(self, path: Path) -> None:
        (segment,) = path.glob("*.col")
        whole = segment.read_bytes()
        chance = random.Random(1)
        for place in (0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(60))):
            flip(segment, place)
            assert {one.file for one in store.check(path).damaged} == {segment.name}
            segment.write_bytes(whole)

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            (Path.unlink, "is missing"),
            (lambda file: file.write_bytes(b"eggs"), "has 4 bytes in place of "),
            (lambda file: flip(file, -1), "its directory is damaged"),
        ],
    )
    def test_files_that_are_missing_cut_or_something_else(
        self, path: Path, change: Callable[[Path], None], what: str
    ) -> None:
        (segment,) = path.glob("*.col")
        change(segment)
        (damage,) = store.check(path).damaged
        assert damage.what.startswith(what)

    def test_what_the_manifest_does_not_name_does_not_count(self, path: Path) -> None:
        (path / "seg-9-0.col").write_bytes(b"left over")
        assert store.check(path).damaged == ()

    def test_a_damaged_manifest_is_said_with_the_command(self, path: Path) -> None:
        (path / "seized.json").write_text("{", encoding="utf-8")
        with pytest.raises(IndexCorrupted, match="--rebuild"):
            store.check(path)
