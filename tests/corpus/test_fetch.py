"""A download from a real server: whole, slow, too large, gone, and not at all where it is at hand."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from seized import DownloadFailed, SeizedError
from seized.corpus.fetch import Patience, fetch, known_version

from .downloads import DATA, SHORT, get


def whole(path: Path) -> None:
    """A check that only DATA passes."""
    if path.read_bytes() != DATA:
        raise SeizedError("cropped")


class TestWhole:
    def test_the_file_and_what_the_server_calls_its_state(self, server: Any, target: Path) -> None:
        server.data = DATA
        assert get(server, target) == '"1"'
        assert target.read_bytes() == DATA
        assert known_version(target, server.url) == '"1"'
        assert known_version(target, "https://elsewhere.example/") == ""

    def test_progress_ends_with_all_of_it(self, server: Any, target: Path) -> None:
        server.data = DATA
        seen: list[tuple[int, int | None]] = []
        get(server, target, progress=lambda size, total: seen.append((size, total)))
        assert seen[-1] == (len(DATA), len(DATA))
        assert [size for size, _ in seen] == sorted(size for size, _ in seen)

    def test_nothing_is_left_beside_it_but_the_note(self, server: Any, target: Path) -> None:
        server.data = DATA
        get(server, target)
        assert {path.name for path in target.parent.iterdir()} == {"un-sc.zip", "un-sc.zip.json", "un-sc.zip.lock"}

    def test_a_length_that_is_not_said(self, server: Any, target: Path) -> None:
        def chunked(handler: Any) -> None:
            handler.head(200, ETag='W/"2"', Transfer_Encoding="chunked")
            handler.wfile.write(b"5\r\nhello\r\n0\r\n\r\n")

        server.plan = [chunked]
        seen: list[int | None] = []
        assert get(server, target, progress=lambda _, total: seen.append(total)) == 'W/"2"'
        assert (target.read_bytes(), seen) == (b"hello", [None])

    def test_without_a_tag_the_date_of_the_last_change_is_its_state(self, server: Any, target: Path) -> None:
        day = "Thu, 03 Dec 2020 10:00:00 GMT"

        def dated(handler: Any) -> None:
            if handler.headers.get("If-Modified-Since") == day:
                handler.head(304)
                return
            handler.head(200, Last_Modified=day, Content_Length="2")
            handler.wfile.write(b"ok")

        server.plan = [dated, dated]
        assert get(server, target) == get(server, target, known=day) == day


class TestTwo:
    def test_one_download_at_a_time(self, server: Any, target: Path) -> None:
        server.data = DATA
        begun, go_on = threading.Event(), threading.Event()

        def halting(handler: Any) -> None:
            begun.set()
            go_on.wait(30)
            handler.head(200, ETag='"1"', Content_Length=str(len(DATA)))
            handler.wfile.write(DATA)

        server.plan = [halting]
        first = threading.Thread(target=get, args=(server, target))
        first.start()
        begun.wait(30)
        try:
            with pytest.raises(DownloadFailed, match=r"un-sc\.zip: another process is downloading or reading it"):
                get(server, target)
        finally:
            go_on.set()
            first.join()
        assert target.read_bytes() == DATA


class TestKnown:
    def test_what_has_not_changed_is_not_sent_again(self, server: Any, target: Path) -> None:
        server.data = DATA
        get(server, target)
        before = target.stat().st_mtime_ns
        assert get(server, target, known='"1"') == '"1"'
        assert server.requests[1]["if-none-match"] == '"1"'
        assert target.stat().st_mtime_ns == before

    def test_nor_by_a_server_that_knows_no_conditions(self, server: Any, target: Path) -> None:
        def whole(handler: Any) -> None:
            handler.head(200, ETag='W/"7"', Content_Length=str(len(DATA)))
            handler.wfile.write(DATA)

        server.plan = [whole]
        assert get(server, target, known='W/"7"') == 'W/"7"'
        assert not target.exists()

    def test_what_has_changed_is(self, server: Any, target: Path) -> None:
        server.data = DATA
        get(server, target)
        server.data, server.etag = b"new", '"2"'
        assert get(server, target, known='"1"') == '"2"'
        assert target.read_bytes() == b"new"


class TestLength:
    def test_more_announced_than_sent(self, server: Any, target: Path) -> None:
        def short(handler: Any) -> None:
            handler.head(200, ETag='"1"', Content_Length="1000")
            handler.wfile.write(b"x" * 10)
            handler.close_connection = True

        server.plan = [short] * 10
        with pytest.raises(DownloadFailed, match="was cut"):
            get(server, target)
        assert not target.exists()

    def test_less_announced_than_there_is_fails_the_check(self, server: Any, target: Path) -> None:
        def cropped(handler: Any) -> None:
            handler.head(200, ETag='"1"', Content_Length="10")
            handler.wfile.write(DATA)
            handler.close_connection = True

        server.plan = [cropped, cropped]
        with pytest.raises(DownloadFailed, match=r"127\.0\.0\.1 sent what is of no use: cropped"):
            get(server, target, check=whole)
        assert not target.exists()

    def test_a_limit_that_is_announced(self, server: Any, target: Path) -> None:
        server.data = DATA
        with pytest.raises(DownloadFailed, match=r"larger than the limit of 0\.5 MB \(it has 1\.0 MB\)"):
            get(server, target, most=500_000)
        assert list(target.parent.glob("*.part*")) == []

    def test_a_limit_that_shows_as_it_comes(self, server: Any, target: Path) -> None:
        def endless(handler: Any) -> None:
            handler.head(200, ETag='"1"', Transfer_Encoding="chunked")
            while True:
                handler.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

        server.plan = [endless]
        with pytest.raises(DownloadFailed, match=r"limit of 0\.5 MB \(more comes\)"):
            get(server, target, most=500_000)
        assert list(target.parent.glob("*.part*")) == []

    def test_what_is_packed_on_the_way_is_refused(self, server: Any, target: Path) -> None:
        server.plan = [lambda handler: handler.head(200, Content_Encoding="gzip", Content_Length="0")]
        with pytest.raises(DownloadFailed, match="packed in a way that was not asked for"):
            get(server, target)
        assert server.requests[0]["accept-encoding"] == "identity"


class TestUseless:
    def test_what_was_cut_without_a_length_is_fetched_once_more(self, server: Any, target: Path) -> None:
        def closing(handler: Any) -> None:
            handler.head(200, ETag='"1"', Connection="close")
            handler.wfile.write(DATA[:1000])

        server.data = DATA
        server.plan = [closing]
        get(server, target, check=whole)
        assert target.read_bytes() == DATA
        assert server.ranges() == ["", ""]

    def test_a_second_time_is_the_last(self, server: Any, target: Path) -> None:
        server.data = b"a page"
        with pytest.raises(DownloadFailed, match=r"127\.0\.0\.1 sent what is of no use: cropped$"):
            get(server, target, check=whole)
        assert len(server.requests) == 2

    def test_unchanged_is_no_answer_to_who_has_nothing(self, server: Any, target: Path) -> None:
        server.plan = [server.failing(304)]
        with pytest.raises(DownloadFailed, match=r"127\.0\.0\.1 answers 304 \(not changed\), though"):
            get(server, target)
        assert not target.exists()


class TestDisk:
    def test_a_folder_that_is_a_file(self, server: Any, target: Path) -> None:
        target.parent.write_text("not a folder", encoding="utf-8")
        with pytest.raises(DownloadFailed, match=r"^not downloaded: .*downloads/un-sc\.zip\.lock: Not a directory$"):
            get(server, target)

    def test_a_target_that_is_a_folder(self, server: Any, target: Path) -> None:
        server.data = DATA
        target.mkdir(parents=True)
        with pytest.raises(DownloadFailed, match=r"^not downloaded: .*un-sc\.zip"):
            get(server, target)

    @pytest.mark.skipif(sys.platform != "linux", reason="a file of limited size needs RLIMIT_FSIZE")
    def test_a_disk_that_takes_no_more(self, server: Any, target: Path) -> None:
        import resource
        import signal

        server.data = DATA
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
        try:
            with pytest.raises(DownloadFailed, match=r"^not downloaded: .*un-sc\.zip.*: File too large$"):
                get(server, target)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)


class TestRefusals:
    def test_nothing_there(self, server: Any, target: Path) -> None:
        server.plan = [server.failing(404)]
        with pytest.raises(
            DownloadFailed, match=r"not downloaded: 127\.0\.0\.1 answers 404: there is nothing at http://127"
        ):
            get(server, target)
        assert len(server.requests) == 1

    @pytest.mark.parametrize("status", [429, 500, 502, 503])
    def test_what_may_pass_is_tried_again(self, server: Any, target: Path, status: int) -> None:
        server.data = DATA
        server.plan = [server.failing(status, Retry_After="0"), server.failing(status)]
        get(server, target)
        assert target.read_bytes() == DATA

    def test_what_does_not_pass_is_said(self, server: Any, target: Path) -> None:
        server.plan = [server.failing(503)] * 10
        with pytest.raises(DownloadFailed, match="answers 503 Service Unavailable"):
            get(server, target)
        assert len(server.requests) == SHORT.tries

    @pytest.mark.parametrize("status", [401, 403, 410, 204])
    def test_what_will_not_pass_is_not_tried_again(self, server: Any, target: Path, status: int) -> None:
        server.plan = [server.failing(status)]
        with pytest.raises(DownloadFailed, match=f"answers {status}"):
            get(server, target)
        assert len(server.requests) == 1

    def test_what_was_there_before_stays(self, server: Any, target: Path) -> None:
        server.data = DATA
        get(server, target)
        server.plan = [server.failing(404)]
        with pytest.raises(DownloadFailed):
            get(server, target)
        assert target.read_bytes() == DATA
        assert known_version(target, server.url) == '"1"'

    def test_a_redirection_is_followed(self, server: Any, target: Path) -> None:
        server.data = DATA
        server.plan = [server.failing(302, Location=server.url)]
        get(server, target)
        assert target.read_bytes() == DATA

    def test_one_round_and_round_is_not(self, server: Any, target: Path) -> None:
        server.plan = [server.failing(302, Location=server.url)] * 20
        with pytest.raises(DownloadFailed, match="one address to the next without end"):
            get(server, target)

    @pytest.mark.parametrize(
        "address",
        ["http://example.org/a.zip", "ftp://example.org/a.zip", "file:///etc/passwd", "https://", "https://[x", "x"],
    )
    def test_only_https(self, target: Path, address: str) -> None:
        with pytest.raises(DownloadFailed, match="only https:// addresses"):
            fetch(address, target)

    def test_a_part_that_nobody_asked_for(self, server: Any, target: Path) -> None:
        def part(handler: Any) -> None:
            handler.head(206, ETag='"1"', Content_Range="bytes 0-4/1000", Content_Length="5")
            handler.wfile.write(b"wrong")

        server.data = DATA
        server.plan = [part]
        get(server, target)
        assert target.read_bytes() == DATA

    def test_nor_may_a_redirection_lead_elsewhere(self, server: Any, target: Path) -> None:
        server.plan = [server.failing(302, Location="http://192.0.2.1/a.zip")]
        with pytest.raises(DownloadFailed):
            get(server, target)
        assert not target.exists()


class TestSlow:
    def test_a_server_that_does_not_answer(self, server: Any, target: Path) -> None:
        server.plan = [lambda _: time.sleep(1)] * 3
        with pytest.raises(DownloadFailed, match=r"127\.0\.0\.1 takes too long to answer"):
            get(server, target, patience=Patience(read=0.1, tries=2, pause=0.001))

    def test_a_server_that_only_drips(self, server: Any, target: Path) -> None:
        def drip(handler: Any) -> None:
            handler.head(200, ETag='W/"1"', Content_Length="100000")
            for _ in range(40):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)

        server.plan = [drip] * 3
        with pytest.raises(DownloadFailed, match="sends almost nothing"):
            get(server, target, patience=Patience(read=10, window=0.2, least=1000, tries=2, pause=0.001))

    def test_nobody_there(self, target: Path) -> None:
        with pytest.raises(DownloadFailed, match=r"127\.0\.0\.1 cannot be reached .*--from PATH"):
            fetch("http://127.0.0.1:9/a.zip", target, patience=SHORT)
