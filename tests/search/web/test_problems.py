"""Whatever cannot be answered is answered with a status and a sentence, and tells nothing of the inside."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from seized import build_index
from seized.corpus import samples
from seized.search.web import api, create_app

BASE_URL = "http://127.0.0.1"
CLAUSE = "S/RES/2553(2020)/op/20(a)"


class TestProblems:
    @pytest.mark.parametrize(
        ("address", "status", "detail"),
        [
            ("/api/search?limit=1000", 400, "parameter limit: an integer from 1 to 100, not '1000'"),
            ("/api/search?limit=ten", 400, "parameter limit: an integer from 1 to 100, not 'ten'"),
            ("/api/search?limit=", 400, "parameter limit: an integer from 1 to 100, not ''"),
            ("/api/search?limit=1&limit=2", 400, "parameter limit is given twice and has one value"),
            ("/api/search?sort=best", 400, "parameter sort: one of date, relevance, symbol, not 'best'"),
            ("/api/similar?text=peace&earlier=perhaps", 400, "parameter earlier: true or false, not 'perhaps'"),
            ("/api/complete?q=ab&at=null", 400, "parameter at: an integer from 0 to 2,000, not 'null'"),
            (f"/api/search?verb={'a' * 201}", 400, "parameter verb: 1 to 200 characters, not 201"),
            ("/api/search?q=peace&verb=", 400, "parameter verb: 1 to 200 characters, not ''"),
            (f"/api/search?q={'a' * 2001}", 400, "parameter q: 0 to 2,000 characters, not 2,001"),
            (f"/api/usage?{'&'.join(['phrase=a'] * 21)}", 400, "parameter phrase: at most 20 values, not 21"),
            ("/api/openapi.json?x=1", 400, "no parameter 'x' here; there are none"),
            ("/api/complete?query=ab", 400, "no parameter 'query' here; there are q, at"),
            ("/api/search?q=%22open", 400, None),
            ("/api/facets?field=colour", 400, None),
            ("/api/usage", 400, None),
            ("/api/citations", 400, None),
            ("/api/compare?old=2518", 400, None),
            ("/api/similar", 400, None),
            ("/api/similar?text=peace&id=x", 400, None),
            ("/api/documents/xyz", 400, None),
            ("/api/documents/S/RES/1325(2000)", 404, None),
            (f"/api/clauses/{CLAUSE}9", 404, None),
            ("/api/clauses/", 400, None),
            ("/api/compare?new=2553", 404, None),
            ("/api/nothing", 404, "there is no such page"),
            ("/api", 404, None),
        ],
    )  # fmt: skip
    def test_each_has_a_status_and_a_sentence(
        self, client: TestClient, address: str, status: int, detail: str | None
    ) -> None:
        sent = client.get(address)
        found = sent.json()
        assert (sent.status_code, found["status"]) == (status, status)
        assert sent.headers["content-type"] == "application/problem+json"
        assert sent.headers["cache-control"] == "no-store"
        assert set(found) == {"type", "title", "status", "detail", "instance"}
        assert (found["type"], found["instance"]) == ("about:blank", address.partition("?")[0])
        assert found["detail"] == detail if detail else found["detail"]

    def test_they_are_in_english_whatever_a_browser_prefers(self, client: TestClient) -> None:
        sent = client.get("/api/nothing", headers={"Accept-Language": "zh"})
        assert (sent.json()["title"], sent.json()["detail"]) == ("Not Found", "there is no such page")

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
    @pytest.mark.parametrize("path", [*api.ADDRESSES, "/api/openapi.json"])
    def test_what_is_only_read_says_so(self, client: TestClient, path: str, method: str) -> None:
        if method == "POST" and path == "/api/similar":
            return
        sent = client.request(method, path.replace("{symbol:path}", "2553").replace("{id:path}", CLAUSE))
        allowed = {"GET", "HEAD", "POST"} if path == "/api/similar" else {"GET", "HEAD"}
        assert (sent.status_code, set(sent.headers["allow"].split(", "))) == (405, allowed)
        assert sent.json()["status"] == 405

    def test_what_takes_too_long_is_to_be_asked_again(self, samples_path: Path) -> None:
        client = TestClient(create_app(samples_path, seconds=0.0), base_url=BASE_URL)
        sent = client.get("/api/search?q=peacekeepers")
        assert (sent.status_code, sent.headers["retry-after"]) == (503, "2")
        assert sent.json()["detail"].startswith("the answer takes longer than 0 s")

    def test_an_index_that_is_gone_names_no_folder(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        with samples() as folder:
            build_index([folder], tmp_path / "index")
        with TestClient(create_app(tmp_path / "index", seconds=60), base_url=BASE_URL) as client:
            assert client.get("/api/search?q=peacekeepers").status_code == 200
        sent = client.get("/api/search?q=women")  # the application has been shut down
        assert (sent.status_code, sent.headers["retry-after"]) == (503, "2")
        assert str(tmp_path) not in sent.text
        # one line for who serves it
        assert [(one.exc_info, "has been closed" in one.message) for one in caplog.records] == [(None, True)]

    def test_what_nobody_foresaw_tells_nothing_of_the_inside(self, samples_path: Path) -> None:
        app = create_app(samples_path, seconds=60)

        async def broken(_: Request) -> Response:
            raise RuntimeError("a secret of the inside")

        app.router.routes.insert(0, Route("/api/broken", broken))
        sent = TestClient(app, base_url=BASE_URL, raise_server_exceptions=False).get("/api/broken")
        assert (sent.status_code, sent.headers["content-type"]) == (500, "application/problem+json")
        assert "secret" not in sent.text


class TestMissing:
    def test_a_file_that_is_not_there_leads_back_to_the_pages(self, client: TestClient) -> None:
        answer = client.get("/static/nothing.css")
        assert answer.status_code == 404
        assert 'href="/help"' in answer.text
