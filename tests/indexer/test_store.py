"""The folder of an index: what is opened, what is refused, and with which words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from seized import open_index
from seized.corpus import samples
from seized.errors import IndexCorrupted, IndexLocked, IndexNotFound, IndexProblem, IndexVersionError
from seized.indexer import store
from seized.indexer.build import build_index


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

    def test_a_lock_is_said(self, samples_folder: Path, tmp_path: Path) -> None:
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
