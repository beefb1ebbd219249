"""Walking what the user names: files, folders, archives in place, standard input, and records beside them."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from seized.errors import DocumentError
from seized.indexer.readers import archives, sources
from seized.indexer.readers.sources import SourceFile, walk

XML = b'<akomaNtoso><docNumber refersTo="#symbol">S/RES/2553 (2020)</docNumber></akomaNtoso>'
RECORD = {"symbol": "S/RES/2553 (2020)", "MS_in_favour": ["CHINA"]}


def names(found: Iterable[SourceFile], under: Path) -> list[str]:
    return [source.path.removeprefix(f"{under.as_posix()}/") for source in found]


def reason(source: SourceFile) -> str:
    with pytest.raises(DocumentError) as caught:
        source.load()
    assert caught.value.source == source.path
    return caught.value.reason


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/c.xml", "a/.hidden", ".git/x.txt", "a/data_extract/2020.json", "a/d"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


class TestFolders:
    def test_every_file_in_order_but_hidden_ones_and_records(self, folder: Path) -> None:
        assert names(walk([folder]), folder) == ["a/c.xml", "a/d", "b.txt"]

    def test_paths_are_absolute_and_the_root_is_what_was_named(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder / "a")
        found = list(walk(["../b.txt", "."]))
        assert [source.path for source in found] == [f"{folder.as_posix()}/{n}" for n in ("b.txt", "a/c.xml", "a/d")]
        assert {source.root for source in found} == {(folder / "b.txt").as_posix(), (folder / "a").as_posix()}

    def test_what_is_named_twice_is_read_once(self, folder: Path) -> None:
        assert names(walk([folder / "b.txt", folder, folder / "a"]), folder) == ["b.txt", "a/c.xml", "a/d"]

    def test_a_link_to_a_folder_above_ends(self, folder: Path) -> None:
        (folder / "a" / "loop").symlink_to(folder, target_is_directory=True)
        assert names(walk([folder]), folder) == ["a/c.xml", "a/d", "b.txt"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
    def test_what_is_no_file_is_named_and_not_read(self, folder: Path) -> None:
        os.mkfifo(folder / "a" / "pipe")
        (folder / "c").symlink_to(folder / "nowhere")
        *files, link = walk([folder])
        assert names(files, folder) == ["a/c.xml", "a/d", "a/pipe", "b.txt"]
        assert [reason(one) for one in (files[2], link)] == ["a pipe, a socket or a device", "a link to nothing"]

    def test_an_empty_folder_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "empty" / ".git").mkdir(parents=True)
        (found,) = walk([tmp_path / "empty"])
        assert reason(found) == "no file in it"

    def test_a_missing_path_does_not_stop_the_rest(self, folder: Path) -> None:
        missing, found = walk([folder / "none.xml", folder / "b.txt"])
        assert reason(missing) == "no such file or folder"
        assert found.load() == b"b.txt"

    def test_a_file_that_vanishes_before_it_is_read(self, folder: Path) -> None:
        (found,) = walk([folder / "b.txt"])
        (folder / "b.txt").unlink()
        assert "cannot be read" in reason(found)

    def test_a_file_past_the_limit(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sources, "_LIMIT", 4)
        (found,) = walk([folder / "b.txt"])
        assert "larger than" in reason(found)

    def test_standard_input(self) -> None:
        (found,) = walk(["-", "-"], stdin=lambda: b"words")
        assert (found.path, found.root, found.load()) == ("-", "-", b"words")


class TestArchives:
    def test_members_are_read_in_place_whatever_the_archive_is_called(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "corpus", {"2020/b.xml": b"2", "a.txt": b"1", ".x": b"", "__MACOSX/a.txt": b""})
        found = list(walk([tmp_path]))
        assert names(found, path) == ["2020/b.xml", "a.txt"]
        assert [source.load() for source in found] == [b"2", b"1"]
        assert {source.root for source in found} == {tmp_path.as_posix()}

    def test_a_name_that_climbs_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (found,) = walk([archive(tmp_path / "a" / "c.zip", {"../x": b"1"})])
        assert reason(found) == "a name that leads out of the archive"
        assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "c.zip"]

    def test_an_archive_inside_an_archive_is_refused(self, tmp_path: Path) -> None:
        inner = archive(tmp_path / "inner.zip", {"a.txt": b"1"}).read_bytes()
        (found,) = walk([archive(tmp_path / "outer.zip", {"inner.zip": inner})])
        assert "archive inside an archive" in reason(found)

    def test_an_encrypted_member_is_refused(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "c.zip", {"a.txt": b"1"})
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(data)
        (found,) = walk([path])
        assert reason(found) == "encrypted"

    def test_what_is_packed_absurdly_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "_PACKED_LIMIT", 10_000)
        (found,) = walk([archive(tmp_path / "c.zip", {"a.txt": b"0" * 1_000_000})])
        assert "100 to 1" in reason(found)

    def test_a_member_past_the_limit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "_MEMBER_LIMIT", 4)
        (found,) = walk([archive(tmp_path / "c.zip", {"a.txt": b"words"})])
        assert "larger than" in reason(found)

    def test_a_damaged_archive_is_one_source_with_a_reason(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "c.zip", {"a.txt": b"1" * 100})
        path.write_bytes(path.read_bytes()[:40])
        (found,) = walk([path])
        assert reason(found) == "a damaged zip archive"

    def test_an_office_file_is_one_document(self, tmp_path: Path) -> None:
        (found,) = walk([archive(tmp_path / "x.docx", {"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})])
        assert found.load().startswith(b"PK")


class TestRecords:
    @pytest.mark.parametrize("place", ["data_extract", "akn/data_extract", "akn/2020/data_extract"])
    def test_found_in_a_folder_above(self, tmp_path: Path, place: str) -> None:
        self.lay(tmp_path, place)
        (found,) = walk([tmp_path / "akn" / "2020"])
        assert found.record(found.load()) == RECORD

    def test_a_document_without_a_number_goes_by_its_address(self, tmp_path: Path) -> None:
        self.lay(tmp_path, "data_extract")
        address = b'<FRBRuri value="/akn/un/statement/unsc/2020-12-03/2553-2020/"/><docNumber/>'
        (tmp_path / "akn" / "2020" / "x.xml").write_bytes(address)
        (found,) = walk([tmp_path / "akn"])
        assert found.record(found.load()) == RECORD

    @pytest.mark.parametrize(
        "place", ["akn/data_extract/2020.json", "akn/data_extract/2020/3.json", "data_extract/1.json"]
    )
    def test_found_in_an_archive(self, tmp_path: Path, place: str) -> None:
        lines = b"not json\n" + json.dumps(RECORD).encode()
        path = archive(tmp_path / "c.zip", {"akn/2020/E/x.xml": XML, place: lines})
        (found,) = walk([path])
        assert found.record(found.load()) == RECORD

    def test_a_changed_record_is_a_change_of_the_source(self, tmp_path: Path) -> None:
        self.lay(tmp_path, "data_extract")
        digests = {self.digest(tmp_path), self.digest(tmp_path)}
        assert len(digests) == 1
        changed = RECORD | {"MS_in_favour": ["FRANCE"]}
        (tmp_path / "data_extract" / "2020.json").write_text(json.dumps(changed))
        assert self.digest(tmp_path) not in digests

    def test_another_record_is_no_change(self, tmp_path: Path) -> None:
        self.lay(tmp_path, "data_extract")
        before = self.digest(tmp_path)
        (tmp_path / "data_extract" / "2019.json").write_text('{"symbol": "S/RES/2400 (2018)"}')
        assert self.digest(tmp_path) == before

    def lay(self, folder: Path, place: str) -> None:
        (folder / "akn" / "2020").mkdir(parents=True)
        (folder / "akn" / "2020" / "x.xml").write_bytes(XML)
        (folder / place).mkdir(parents=True)
        (folder / place / "2020.json").write_text(json.dumps(RECORD) + "\n")

    def digest(self, folder: Path) -> str:
        (found,) = walk([folder / "akn"])
        return found.digest(found.load())
