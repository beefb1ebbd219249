"""What is known already is not sent again, and nothing is said to be known that is not."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from seized import build_index
from seized.corpus import samples
from seized.search.web import create_app

BASE_URL = "http://127.0.0.1"
CLAUSE = "S/RES/2553(2020)/op/20(a)"


class TestValidators:
    def test_an_answer_that_is_known_is_not_sent_again(self, client: TestClient) -> None:
        sent = client.get("/api/search?q=peacekeepers")
        tag = sent.headers["etag"]
        assert tag.startswith('W/"')
        assert (sent.headers["cache-control"], "vary" in sent.headers) == ("no-cache", False)
        again = client.get("/api/search?q=peacekeepers", headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == "no-cache"

    @pytest.mark.parametrize(
        ("header", "status"),
        [
            ("{tag}", 304),
            ("{opaque}", 304),
            ('"other", {tag}', 304),
            ('"a,b" ,, {opaque},', 304),
            ("*", 304),
            (" * ", 304),
            ('"other"', 200),
            ("{bare}", 200),
            ('"x{bare}"', 200),
            ("{tag} {bare}", 200),
            ('W/"{bare}', 200),
            ('"*"', 200),
            ("", 200),
        ],
    )
    def test_tags_are_compared_whole_in_lists_and_weakly(self, client: TestClient, header: str, status: int) -> None:
        tag = client.get("/api/usage?phrase=peace").headers["etag"]
        opaque = tag.removeprefix("W/")
        given = header.format(tag=tag, opaque=opaque, bare=opaque.strip('"'))
        assert client.get("/api/usage?phrase=peace", headers={"If-None-Match": given}).status_code == status

    def test_tags_in_several_headers_are_one_list(self, client: TestClient) -> None:
        tag = client.get("/api/search?q=women").headers["etag"]
        headers = [("If-None-Match", '"a"'), ("If-None-Match", tag)]
        assert client.get("/api/search?q=women", headers=headers).status_code == 304

    def test_a_tag_is_of_one_address(self, client: TestClient) -> None:
        """What was never answered is not said to be known."""
        tag = client.get("/api/search?q=women").headers["etag"]
        for address, status in (("/api/search?q=peace", 200), ("/api/search?limit=x", 400), ("/api/nothing", 404)):
            assert client.get(address, headers={"If-None-Match": tag}).status_code == status
            assert client.get(address, headers={"If-None-Match": "*"}).status_code == (304 if status == 200 else status)

    def test_pages_are_told_apart_by_language(self, client: TestClient) -> None:
        sent = {lang: client.get("/", headers={"Accept-Language": lang}) for lang in ("en", "zh")}
        assert sent["en"].headers["etag"] != sent["zh"].headers["etag"]
        assert sent["en"].headers["vary"] == "Accept-Language"

    def test_another_state_of_the_index_is_another_answer(self, tmp_path: Path) -> None:
        with samples() as folder:
            build_index([folder / "letter-2518.txt"], tmp_path / "index")
            with TestClient(create_app(tmp_path / "index", seconds=60), base_url=BASE_URL) as client:
                before = client.get("/api/search?q=security")
                assert before.json()["total"] == client.get("/api/search?q=security").json()["total"]
            build_index([folder / "letter-2553.txt"], tmp_path / "index")
        with TestClient(create_app(tmp_path / "index", seconds=60), base_url=BASE_URL) as client:
            after = client.get("/api/search?q=security", headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.json()["total"] > before.json()["total"]

    @pytest.mark.parametrize(
        "address", ["/api/search?q=peace", f"/api/clauses/{CLAUSE}", "/api/openapi.json", "/api/x"]
    )
    def test_head_says_what_get_would(self, server: str, address: str) -> None:
        sent, asked = httpx.get(server + address), httpx.head(server + address)
        different = {"date"}
        assert asked.status_code == sent.status_code
        assert asked.content == b""
        assert {k: v for k, v in asked.headers.items() if k not in different} == {
            k: v for k, v in sent.headers.items() if k not in different
        }
