"""A download that was cut: it goes on where it stopped, and never puts the rest of another file behind its part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seized import DownloadFailed

from .downloads import DATA, SHORT, get


def rest(start: int, total: int | str, body: bytes, etag: str = '"1"') -> Callable[[Any], None]:
    """An answer that is a part of a file."""

    def answer(handler: Any) -> None:
        tag = {"ETag": etag} if etag else {}
        place = f"bytes {start}-{start + len(body) - 1}/{total}"
        handler.head(206, Content_Range=place, Content_Length=str(len(body)), **tag)
        handler.wfile.write(body)

    return answer


class TestCut:
    def test_it_goes_on_where_it_stopped(self, server: Any, target: Path) -> None:
        server.data = DATA
        server.plan = [server.cut(300_000), server.cut(200_000)]
        get(server, target)
        assert target.read_bytes() == DATA
        assert server.ranges()[0] == ""
        assert all(one.startswith("bytes=") for one in server.ranges()[1:])

    def test_the_next_run_goes_on_too(self, server: Any, target: Path) -> None:
        server.data = DATA
        server.plan = [server.cut(300_000), server.cut(0), server.cut(0), server.cut(0)]
        with pytest.raises(DownloadFailed, match=r"connection to 127\.0\.0\.1 was cut; 0\.3 MB are there"):
            get(server, target)
        get(server, target)
        assert target.read_bytes() == DATA
        assert server.ranges()[-1] == "bytes=300000-"

    def test_what_has_changed_meanwhile_begins_anew(self, server: Any, target: Path) -> None:
        server.data = DATA
        server.plan = [server.cut(300_000), server.cut(0), server.cut(0), server.cut(0)]
        with pytest.raises(DownloadFailed):
            get(server, target)
        server.data, server.etag = DATA[::-1], '"2"'
        assert get(server, target) == '"2"'
        assert target.read_bytes() == DATA[::-1]

    def test_a_weak_tag_is_no_ground_to_go_on(self, server: Any, target: Path) -> None:
        server.data, server.etag = DATA, 'W/"1"'
        server.plan = [server.cut(300_000)]
        get(server, target)
        assert target.read_bytes() == DATA
        assert server.ranges() == ["", ""]

    def test_a_part_that_is_longer_than_the_file_is_forgotten(self, server: Any, target: Path) -> None:
        server.data = DATA
        server.plan = [server.cut(300_000), server.cut(0), server.cut(0), server.cut(0)]
        with pytest.raises(DownloadFailed):
            get(server, target)
        server.data = DATA[:1000]
        get(server, target)
        assert target.read_bytes() == DATA[:1000]

    def test_another_part_than_was_asked_for_is_not_put_behind(self, server: Any, target: Path) -> None:
        def elsewhere(handler: Any) -> None:
            handler.head(206, ETag='"1"', Content_Range="bytes 5-9/1000", Content_Length="5")
            handler.wfile.write(b"wrong")

        server.data = DATA
        server.plan = [server.cut(300_000), elsewhere]
        get(server, target)
        assert target.read_bytes() == DATA

    @pytest.mark.parametrize(
        ("etag", "total"), [('"2"', len(DATA)), ("", len(DATA)), ('"1"', len(DATA) + 1), ('"1"', len(DATA) - 1)]
    )
    def test_the_rest_of_another_file_is_not_put_behind(self, server: Any, target: Path, etag: str, total: int) -> None:
        server.data = DATA
        server.plan = [server.cut(300_000), rest(300_000, total, b"\0" * (total - 300_000), etag)]
        get(server, target)
        assert target.read_bytes() == DATA
        assert server.ranges() == ["", "bytes=300000-", ""]

    def test_a_part_of_the_rest_is_not_the_whole(self, server: Any, target: Path) -> None:
        server.data = DATA
        server.plan = [server.cut(300_000), rest(300_000, len(DATA), DATA[300_000:400_000])]
        get(server, target)
        assert target.read_bytes() == DATA
        assert server.ranges()[-1] == "bytes=400000-"

    def test_a_rest_of_unsaid_length_ends_where_the_file_was_said_to(self, server: Any, target: Path) -> None:
        server.data = DATA
        server.plan = [server.cut(300_000), rest(300_000, "*", DATA[300_000:400_000])]
        get(server, target)
        assert target.read_bytes() == DATA

    def test_what_was_put_together_is_looked_at_more_closely(self, server: Any, target: Path) -> None:
        seen: list[str] = []
        checks: dict[str, Any] = {
            "check": lambda _: seen.append("whole"),
            "check_pieced": lambda _: seen.append("pieced"),
        }
        server.data = DATA
        server.plan = [server.cut(300_000)]
        get(server, target, **checks)
        server.etag = '"2"'
        get(server, target, **checks)
        assert seen == ["pieced", "whole"]

    def test_going_on_is_promised_only_of_a_server_that_can(self, server: Any, target: Path) -> None:
        server.data, server.has_parts = DATA, False
        server.plan = [server.cut(300_000)] * SHORT.tries
        with pytest.raises(DownloadFailed, match=r"connection to 127\.0\.0\.1 was cut$"):
            get(server, target)
        assert len(server.requests) == SHORT.tries

    def test_a_server_that_always_cuts_is_given_up(self, server: Any, target: Path) -> None:
        server.data, server.etag = DATA, 'W/"1"'
        server.plan = [server.cut(1000 * n) for n in range(1, 100)]
        with pytest.raises(DownloadFailed, match="was cut"):
            get(server, target)
        assert len(server.requests) == SHORT.tries
