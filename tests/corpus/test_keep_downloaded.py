"""A corpus that comes from a server: downloaded and indexed, brought up to date, and never worse for a failure."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from seized import DownloadFailed
from seized.corpus.fetch import alone_with
from seized.corpus.keep import add_corpus, update_corpus

from .downloads import SHORT, files, paths


class TestServer:
    @pytest.fixture
    def ready(self, server: Any, clone: Path, layout: Any) -> Any:
        server.data = layout.packed(clone)
        return server

    def test_one_command_downloads_and_indexes(self, ready: Any, index: Path) -> None:
        taken = add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        assert taken.report
        assert (taken.report.documents, taken.record.origin, taken.record.version) == (6, ready.url, '"1"')

    def test_updating_asks_the_server_alone_where_nothing_has_changed(self, ready: Any, index: Path) -> None:
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        assert update_corpus("un-sc", index, patience=SHORT).report is None
        assert [request.get("if-none-match") for request in ready.requests] == [None, '"1"']

    def test_what_was_rejected_is_tried_again_though_nothing_has_changed(
        self, ready: Any, index: Path, clone: Path, layout: Any
    ) -> None:
        (clone / "2020" / "broken.xml").write_text("<akomaNtoso><p></akomaNtoso>", encoding="utf-8")
        ready.data = layout.packed(clone)
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        before = files(index)
        report = update_corpus("un-sc", index, patience=SHORT).report
        assert report
        assert (report.indexed, report.skipped, len(report.rejected)) == (0, 6, 1)
        assert ready.requests[1]["if-none-match"] == '"1"'  # read from the download that is there
        assert files(index) == before

    def test_also_without_the_download(self, ready: Any, index: Path, own_downloads: Path) -> None:
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        (own_downloads / "un-sc.zip").unlink()
        assert update_corpus("un-sc", index, patience=SHORT).report is None

    def test_updating_indexes_what_has_changed_and_drops_what_is_gone(
        self, ready: Any, index: Path, clone: Path, layout: Any
    ) -> None:
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        english = clone / "2020" / "English"
        (english / "S_RES_2511 (2020)-200002511E.xml").write_bytes(layout.akn(2511, more="Calls for flowers."))
        (english / "S_RES_2512 (2020)-200002512E.xml").unlink()
        ready.data, ready.etag = layout.packed(clone, "SCresolutions-0123abc/"), '"2"'
        taken = update_corpus("un-sc", index, patience=SHORT)
        assert taken.report
        assert (taken.report.indexed, taken.report.skipped, taken.report.removed) == (1, 4, 1)
        assert taken.record.version == '"2"'

    def test_another_index_takes_the_download_that_is_there(self, ready: Any, index: Path, tmp_path: Path) -> None:
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        add_corpus("un-sc", tmp_path / "other", origin=ready.url, patience=SHORT)
        assert ready.requests[1]["if-none-match"] == '"1"'
        assert paths(index) == paths(tmp_path / "other")

    def test_a_download_that_was_damaged_since_is_fetched_again(
        self, ready: Any, index: Path, own_downloads: Path
    ) -> None:
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        (own_downloads / "un-sc.zip").write_bytes(b"PK\x03\x04 and no more")
        report = add_corpus("un-sc", index, origin=ready.url, patience=SHORT).report
        assert report
        assert report.skipped == 6
        assert (own_downloads / "un-sc.zip").read_bytes() == ready.data

    def test_nobody_replaces_it_while_it_is_read(self, ready: Any, index: Path, own_downloads: Path) -> None:
        refused: list[str] = []
        target = own_downloads / "un-sc.zip"

        def reading(*_: object) -> None:
            with pytest.raises(DownloadFailed) as error, alone_with(target):
                pass
            refused.append(str(error.value))

        add_corpus("un-sc", index, origin=ready.url, patience=SHORT, reading=reading)
        assert refused
        assert set(refused) == {f"{target}: another process is downloading or reading it; try again when it is done"}
        with alone_with(target):
            pass

    def test_two_states_under_one_tag_and_length_are_not_mixed(self, ready: Any, index: Path) -> None:
        whole = ready.data
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            first = archive.infolist()[0]
        place = first.header_offset + 30 + len(first.filename.encode()) + first.compress_size // 2
        other = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]

        def cut(handler: Any) -> None:
            handler.head(200, ETag='"1"', Content_Length=str(len(whole)), Accept_Ranges="bytes")
            handler.wfile.write(other[: place + 10])
            handler.close_connection = True

        ready.plan = [cut]
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        assert ready.ranges() == ["", f"bytes={place + 10}-", ""]

    def test_a_page_in_place_of_the_archive(self, ready: Any, index: Path, own_downloads: Path) -> None:
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        before, archive = files(index), (own_downloads / "un-sc.zip").read_bytes()
        ready.data, ready.etag = b"<html>Log in</html>", '"2"'
        with pytest.raises(DownloadFailed, match="sent what is of no use: no zip archive"):
            update_corpus("un-sc", index, patience=SHORT)
        assert files(index) == before
        assert (own_downloads / "un-sc.zip").read_bytes() == archive

    def test_an_archive_that_is_cropped(self, ready: Any, index: Path) -> None:
        ready.data = ready.data[:-100]
        with pytest.raises(DownloadFailed, match="sent what is of no use: a damaged zip archive"):
            add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        assert not index.exists()

    def test_a_bomb(self, ready: Any, index: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.xml", b"\0" * (20 << 20))
        ready.data = (tmp_path / "bomb.zip").read_bytes()
        with pytest.raises(DownloadFailed, match="would unpack to"):
            add_corpus("un-sc", index, origin=ready.url, patience=SHORT)

    def test_a_failure_costs_nothing_that_was_there(self, ready: Any, index: Path) -> None:
        add_corpus("un-sc", index, origin=ready.url, patience=SHORT)
        before = files(index)
        ready.plan = [ready.failing(404)]
        with pytest.raises(DownloadFailed, match="404"):
            update_corpus("un-sc", index, patience=SHORT)
        assert files(index) == before
