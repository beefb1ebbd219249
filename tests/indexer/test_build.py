"""From paths to an index: incremental, all or nothing, the better source first."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from seized import DocumentError, IndexProblem, NothingRead, build_index, open_index, parse
from seized.corpus import samples

RESOLUTION = """United Nations

S/RES/2518 (2020)

Resolution 2518 (2020)

Adopted by the Security Council on 30 March 2020

The Security Council,

Recalling its resolutions on the matter of invented wording,

1. Decides to remain seized of the matter.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with samples() as source:
        shutil.copytree(source, tmp_path / "documents")
    return tmp_path / "documents"


class TestRuns:
    def test_a_second_run_changes_nothing(self, folder: Path, tmp_path: Path) -> None:
        first = build_index([folder], tmp_path / "index")
        before = self._files(tmp_path / "index")
        second = build_index([folder], tmp_path / "index")
        assert (first.indexed, second.indexed, second.skipped, second.changed) == (2, 0, 2, False)
        assert self._files(tmp_path / "index") == before

    @staticmethod
    def _files(index: Path) -> dict[str, bytes]:
        """What the index is; the lock tells who wrote last and when."""
        return {file.name: file.read_bytes() for file in index.iterdir() if file.name != "writer.lock"}

    def test_a_changed_file_is_replaced(self, folder: Path, tmp_path: Path) -> None:
        build_index([folder], tmp_path / "index")
        letter = folder / "letter-2553.txt"
        letter.write_text(letter.read_text(encoding="utf-8").replace("Strengthen the", "Fortify the"), encoding="utf-8")
        report = build_index([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert index.search("exact:fortify").total == 2
            assert index.search('"Strengthen the comprehensive"').total == 0
        assert (report.indexed, report.skipped) == (1, 1)

    def test_a_vanished_file_is_removed(self, folder: Path, tmp_path: Path) -> None:
        build_index([folder], tmp_path / "index")
        (folder / "letter-2518.txt").unlink()
        report = build_index([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert index.symbols() == ("S/2020/1166", "S/RES/2553 (2020)")
        assert report.removed == 1

    def test_files_of_another_folder_stay(self, folder: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        shutil.move(folder / "letter-2518.txt", other)
        build_index([folder], tmp_path / "index")
        report = build_index([other], tmp_path / "index")
        assert (report.removed, report.documents) == (0, 4)

    def test_rebuilding_keeps_only_what_is_named(self, folder: Path, tmp_path: Path) -> None:
        build_index([folder], tmp_path / "index")
        report = build_index([folder / "letter-2518.txt"], tmp_path / "index", rebuild=True)
        assert report.documents == 2

    def test_an_archive_is_read_in_place(self, folder: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "letters.zip", "w") as archive:
            for file in folder.iterdir():
                archive.write(file, f"letters/{file.name}")
        assert build_index([tmp_path / "letters.zip"], tmp_path / "index").documents == 4


class TestWhatCannotBeRead:
    def test_it_is_reported_and_stops_nothing(self, folder: Path, tmp_path: Path) -> None:
        (folder / "noise.bin").write_bytes(bytes(range(256)) * 8)
        (folder / "list.txt").write_text("eggs, milk", encoding="utf-8")
        report = build_index([folder], tmp_path / "index")
        assert report.documents == 4
        assert sorted(Path(one.source).name for one in report.rejected) == ["list.txt", "noise.bin"]

    def test_nothing_readable_makes_no_index(self, tmp_path: Path) -> None:
        (tmp_path / "list.txt").write_text("eggs, milk", encoding="utf-8")
        with pytest.raises(NothingRead, match="nothing to index"):
            build_index([tmp_path / "list.txt"], tmp_path / "index")
        assert not (tmp_path / "index").exists()

    def test_a_failed_rebuild_costs_nothing(self, folder: Path, tmp_path: Path) -> None:
        build_index([folder], tmp_path / "index")
        with pytest.raises(NothingRead):
            build_index([tmp_path / "nowhere"], tmp_path / "index", rebuild=True)
        with open_index(tmp_path / "index") as index:
            assert len(index.symbols()) == 4

    def test_a_file_that_became_unreadable_keeps_what_it_held(self, folder: Path, tmp_path: Path) -> None:
        build_index([folder], tmp_path / "index")
        (folder / "letter-2518.txt").write_bytes(b"\x00\x01" * 50)
        report = build_index([folder], tmp_path / "index")
        assert "kept as it was indexed before" in report.rejected[0].reason
        assert report.documents == 4

    def test_a_folder_that_is_found_empty_keeps_what_it_held(self, folder: Path, tmp_path: Path) -> None:
        """As that of a disk that is not mounted is."""
        build_index([folder], tmp_path / "index")
        folder.rename(tmp_path / "elsewhere")
        folder.mkdir()
        report = build_index([folder], tmp_path / "index")
        assert report.rejected[0].reason == "no file in it (kept as it was indexed before)"
        assert (report.removed, report.documents) == (0, 4)

    def test_a_folder_with_other_files_is_not_taken_for_an_index(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "thesis").mkdir()
        (tmp_path / "thesis" / "chapter.doc").write_text("mine", encoding="utf-8")
        with pytest.raises(IndexProblem, match="holds other files"):
            build_index([folder], tmp_path / "thesis")
        assert (tmp_path / "thesis" / "chapter.doc").read_text(encoding="utf-8") == "mine"


class TestTwoSourcesOfOneDocument:
    def test_whole_wins_over_cut_and_the_other_is_remembered(self, folder: Path, tmp_path: Path) -> None:
        (folder / "cut.txt").write_text(RESOLUTION.replace(" of the matter.", ""), encoding="utf-8")
        build_index([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            view = index.document("2518")
            assert [Path(source.path).name for source in view.record.sources] == ["letter-2518.txt", "cut.txt"]
            assert index.search('"invented wording"').total == 0

    def test_the_other_comes_back_when_the_better_goes(self, folder: Path, tmp_path: Path) -> None:
        (folder / "short.txt").write_text(RESOLUTION, encoding="utf-8")
        build_index([folder], tmp_path / "index")
        (folder / "letter-2518.txt").unlink()
        build_index([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert [clause.text for clause in index.document("2518").clauses] == [
                "Recalling its resolutions on the matter of invented wording,",
                "Decides to remain seized of the matter.",
            ]

    def test_what_the_better_leaves_open_is_completed(self, folder: Path, tmp_path: Path, shared: Path) -> None:
        xml = next((shared / "corpus/akn/2020/English").glob("S_RES_2518*.xml"))
        shutil.copy(xml, folder)
        build_index([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            record = index.document("2518").record
            assert (record.sources[0].format, record.letter) == ("akn", "letter of S/RES/2518 (2020)")


class TestParse:
    def test_documents_with_their_clauses_and_errors_as_items(self, folder: Path) -> None:
        (folder / "list.txt").write_text("eggs, milk", encoding="utf-8")
        items = list(parse([folder]))
        errors = [item for item in items if isinstance(item, DocumentError)]
        found = [item[0].symbol for item in items if not isinstance(item, DocumentError)]
        assert found == ["letter of S/RES/2518 (2020)", "S/RES/2518 (2020)", "S/2020/1166", "S/RES/2553 (2020)"]
        assert [Path(error.source).name for error in errors] == ["list.txt"]


class TestSourcesThatGo:
    def test_the_other_source_comes_back_though_it_cannot_be_read_again(self, folder: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "short.txt").write_text(RESOLUTION, encoding="utf-8")
        build_index([folder, other], tmp_path / "index")
        (other / "short.txt").write_text("eggs", encoding="utf-8")
        (folder / "letter-2518.txt").unlink()
        build_index([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert len(index.document("2518").clauses) == 2

    def test_a_better_source_that_comes_later_wins_and_the_first_is_kept(self, folder: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "short.txt").write_text(RESOLUTION, encoding="utf-8")
        build_index([other], tmp_path / "index")
        build_index([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert len(index.document("2518").clauses) == 30
        (folder / "letter-2518.txt").unlink()
        build_index([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert len(index.document("2518").clauses) == 2

    def test_a_folder_that_is_not_there_keeps_what_it_held(self, folder: Path, tmp_path: Path) -> None:
        build_index([folder], tmp_path / "index")
        folder.rename(tmp_path / "elsewhere")
        report = build_index([folder], tmp_path / "index")
        assert (report.removed, report.documents) == (0, 4)

    def test_all_that_vanished_is_removed(self, folder: Path, tmp_path: Path) -> None:
        (folder / "short.txt").write_text(RESOLUTION.replace("2518", "2519"), encoding="utf-8")
        build_index([folder], tmp_path / "index")
        (folder / "letter-2518.txt").unlink()
        (folder / "letter-2553.txt").unlink()
        report = build_index([folder], tmp_path / "index")
        assert (report.removed, report.documents) == (2, 1)

    def test_a_path_with_dots_is_the_same_folder(self, folder: Path, tmp_path: Path) -> None:
        build_index([folder], tmp_path / "index")
        (folder / "letter-2518.txt").unlink()
        assert build_index([folder / ".." / folder.name], tmp_path / "index").removed == 1
