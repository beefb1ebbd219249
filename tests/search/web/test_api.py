"""The JSON interface: the answers of the command line, page by page, and errors that a program can read."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from seized import Index, build_index
from seized.cli import cli
from seized.corpus import samples
from seized.search.web import api, create_app

BASE_URL = "http://127.0.0.1"
CLAUSE = "S/RES/2553(2020)/op/20(a)"
DRAFT = """S/2020/1158

The Security Council,

1. Encourages Member States to provide voluntary support to security sector reform;

2. Decides to plant invented trees in every garden of the world;
"""

Said = list[tuple[tuple[str, ...], str, Mapping[str, Any]]]
SAME: Said = [
    (("search", "peacekeepers"), "/api/search", {"q": "peacekeepers"}),
    (
        ("search", "verb:requests", "--clause", "op", "--since", "2020-06", "--sort", "date", "--limit", "3", "--offset", "2"),
        "/api/search",
        {"q": "verb:requests", "clause": "op", "since": "2020-06", "sort": "date", "limit": 3, "offset": 2},
    ),
    (("search", "women", "--facet", "verb", "--facet", "year"), "/api/search", {"q": "women", "facet": ["verb", "year"]}),
    (("search", "security sector", "--across", "zh"), "/api/search", {"q": "security sector", "across": "zh"}),
    (("show", "2553"), "/api/documents/2553", {}),
    (("show", "letter of S/RES/2518 (2020)"), "/api/documents/letter%20of%20S%2FRES%2F2518%20%282020%29", {}),
    (("show", CLAUSE), f"/api/clauses/{CLAUSE}", {}),
    (("similar", "S/RES/2553(2020)/op/26"), "/api/similar", {"id": "S/RES/2553(2020)/op/26"}),
    (
        ("similar", "Encourages invented support to security sector reform", "--limit", "2", "--novel"),
        "/api/similar",
        {"text": "Encourages invented support to security sector reform", "limit": 2, "novel": True},
    ),
    (("compare", "2518", "2553"), "/api/compare", {"old": "2518", "new": "2553"}),
    (("usage", "security sector reform", "verb:decides"), "/api/usage", {"phrase": ["security sector reform", "verb:decides"]}),
    (("cites", "2553"), "/api/citations", {"symbol": "2553"}),
]  # fmt: skip
"""A command, and the address that answers the same."""
ADDED = ("next", "links", "offset", "total")
"""What an answer has besides, for those that go on from it."""


def printed(index: Path, words: tuple[str, ...]) -> Any:
    done = CliRunner().invoke(cli, [*words, "--index", str(index), "--format", "json"], standalone_mode=False)
    return json.loads(done.stdout)


def without(answer: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in ADDED or name in expected}


def paged(client: TestClient, address: str) -> list[dict[str, Any]]:
    """All pages from an address on."""
    pages = [client.get(address).json()]
    while pages[-1]["next"]:
        pages.append(client.get(pages[-1]["next"]).json())
    return pages


class TestContract:
    @pytest.mark.parametrize(("words", "address", "given"), SAME)
    def test_an_answer_is_that_of_the_command_line(
        self, client: TestClient, samples_path: Path, words: tuple[str, ...], address: str, given: Mapping[str, Any]
    ) -> None:
        expected = printed(samples_path, words)
        sent = client.get(address, params=given)
        assert sent.headers["content-type"] == "application/json"
        assert without(sent.json(), expected) == expected

    def test_facets_count_every_field_or_those_asked_for(self, client: TestClient, samples_index: Index) -> None:
        everything = client.get("/api/facets", params={"q": "peacekeepers"}).json()
        assert {"verb", "agenda", "vote", "year"} < set(everything["facets"])
        chosen = client.get("/api/facets", params={"field": ["verb", "clause"], "clause": "op"}).json()
        assert chosen["facets"] == samples_index.search("", facets=("verb", "clause"), clause="op").facets

    def test_completions_are_those_of_the_index(self, client: TestClient, samples_index: Index) -> None:
        assert client.get("/api/complete?q=verb:enc").json() == samples_index.complete("verb:enc").to_dict()
        assert client.get("/api/complete?q=verb:enc+x&at=8").json() == samples_index.complete("verb:enc x", 8).to_dict()

    def test_a_clause_has_its_wording_in_the_other_language(self, both_path: Path) -> None:
        client = TestClient(create_app(both_path), base_url=BASE_URL)
        found = client.get("/api/clauses/S/RES/2518(2020)/op/2", params={"parallel": "zh", "q": "mandate"}).json()
        assert found["twin"] == found["parallel"]["id"] == "S/RES/2518(2020)/op/2@zh"
        assert [found["text"][start:end] for start, end in found["spans"]] == ["mandate"]
        whole = client.get("/api/documents/2518", params={"parallel": "zh", "q": "mandate"}).json()
        assert whole["spans"][found["id"]] == found["spans"]
        beside = {
            row["first"]["id"]: row["second"] and row["second"]["id"] for row in whole["parallel"] if row["first"]
        }
        assert beside["S/RES/2518(2020)/op/2"] == "S/RES/2518(2020)/op/2@zh"

    def test_links_lead_to_what_they_name(self, client: TestClient) -> None:
        for address in (f"/api/clauses/{CLAUSE}", "/api/documents/2553"):
            links = client.get(address).json()["links"]
            assert all(client.get(link).status_code == 200 for link in links.values())
            assert client.get(links["self"]).json()["links"] == links


class TestPages:
    @pytest.mark.parametrize("limit", [1, 7, 100])
    def test_the_next_pages_are_the_rest(self, client: TestClient, limit: int) -> None:
        whole = client.get("/api/search?q=security&limit=100").json()["hits"]
        pages = paged(client, f"/api/search?q=security&limit={limit}&facet=verb&facet=year")
        assert [hit["id"] for page in pages for hit in page["hits"]] == [hit["id"] for hit in whole]
        assert [page["offset"] for page in pages] == list(range(0, len(whole), limit))

    def test_citations_are_paged(self, client: TestClient) -> None:
        whole = client.get("/api/citations?symbol=2378").json()
        pages = paged(client, "/api/citations?symbol=2378&limit=1")
        assert [row for page in pages for row in page["cited_by"]] == whole["cited_by"]
        assert len(pages) == whole["total"] > 1

    def test_past_the_end_there_is_nothing(self, client: TestClient) -> None:
        found = client.get("/api/search?q=security&offset=1000000").json()
        assert (found["hits"], found["next"]) == ([], None)
        assert found["total"] > 0

    def test_everything_is_a_question_too(self, client: TestClient) -> None:
        assert client.get("/api/search").json()["total"] == 103

    def test_where_it_is_mounted_links_say(self, app: Starlette) -> None:
        outer = TestClient(Starlette(routes=[Mount("/un/seized", app)]), base_url=BASE_URL)
        found = outer.get("/un/seized/api/search?q=安全&limit=1").json()
        address = urlsplit(found["next"])
        assert (address.netloc, address.path) == ("", "/un/seized/api/search")
        assert dict(parse_qsl(address.query)) == {"q": "安全", "limit": "1", "offset": "1"}
        assert outer.get(found["next"]).status_code == 200
        links = outer.get(f"/un/seized/api/clauses/{CLAUSE}").json()["links"]
        assert all(outer.get(link).status_code == 200 for link in links.values())


class TestDraft:
    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (json.dumps({"text": DRAFT}), "application/json"),
            (json.dumps({"text": DRAFT}), "Application/JSON; charset=UTF-8"),
            (DRAFT, "text/plain"),
            (f"\ufeff{DRAFT}", "text/plain; charset=utf-8"),
        ],
    )
    def test_a_draft_is_answered_paragraph_by_paragraph(self, client: TestClient, body: str, kind: str) -> None:
        sent = client.post("/api/similar?novel=true", content=body.encode(), headers={"Content-Type": kind})
        found = sent.json()
        assert sent.status_code == 200
        assert found["symbol"] == "S/2020/1158"
        assert [one["draft"][:12] for one in found["paragraphs"]] == ["Encourages M", "Decides to p"]
        assert found["paragraphs"][0]["precedents"][0]["id"] == "S/RES/2553(2020)/op/19"
        assert "trees" in " ".join(found["paragraphs"][1]["novel"])
        assert (found["not_looked_at"], found["too_long"]) == ([], [])

    def test_a_clause_is_a_draft_of_one_paragraph(self, client: TestClient) -> None:
        sent = client.post("/api/similar", json={"id": "S/RES/2553(2020)/op/26"}).json()
        asked = client.get("/api/similar", params={"id": "S/RES/2553(2020)/op/26"}).json()
        assert sent["paragraphs"] == [asked]

    def test_paragraphs_that_are_too_long_are_named(self, client: TestClient) -> None:
        long = "peace and security " * 1200
        found = client.post("/api/similar", json={"text": f"Decides to plant invented trees;\n\n{long}"}).json()
        assert [len(one) for one in found["too_long"]] == [len(long.strip())]
        assert len(found["paragraphs"]) == 1

    def test_what_there_was_no_time_for_is_named(self, samples_path: Path) -> None:
        paragraphs = [f"Encourages Member States to plant tree {n} of security sector reform;" for n in range(3000)]
        for seconds in (0.5, 1, 2, 4, 8, 16):  # the least in which this machine reads the draft
            client = TestClient(create_app(samples_path, seconds=seconds), base_url=BASE_URL)
            sent = client.post("/api/similar", json={"text": "\n\n".join(paragraphs)})
            if sent.status_code == 200:
                break
        found = sent.json()
        looked_at = [one["draft"] for one in found["paragraphs"]]
        assert looked_at + found["not_looked_at"] == paragraphs
        assert looked_at
        assert found["not_looked_at"]

    @pytest.mark.parametrize(
        ("body", "kind", "status"),
        [
            (b"{", "application/json", 400),
            (b"[]", "application/json", 400),
            (b"[" * 200_000, "application/json", 400),
            (b'{"text": 1}', "application/json", 400),
            (b'{"text": "\\ud800"}', "application/json", 400),
            (b'{"text": "peace", "id": "x"}', "application/json", 400),
            (b'{"text": "peace", "other": 1}', "application/json", 400),
            (b"{}", "application/json", 400),
            (b'{"id": "xyz"}', "application/json", 400),
            (b'{"id": "S/RES/2553(2020)/op/99"}', "application/json", 404),
            (b"", "text/plain", 400),
            (b" \n\n ", "text/plain", 400),
            (b"...", "text/plain", 400),
            (b"\xff\xfe\xfd", "text/plain", 400),
            (b"\0\0\0", "text/plain", 400),
            (b"%PDF-1.7 nothing obj", "text/plain", 400),
            (b"PK\x03\x04 nothing", "text/plain", 400),
            (b"<akomaNtoso><broken", "text/plain", 400),
            (b"peace", "text/plain; charset=utf-16", 415),
            (b"text=peace", "application/x-www-form-urlencoded", 415),
            (b"peace", "", 415),
            (b"peace " * 200_000, "text/plain", 413),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_a_sentence(
        self, client: TestClient, body: bytes, kind: str, status: int
    ) -> None:
        sent = client.post("/api/similar", content=body, headers={"Content-Type": kind} if kind else {})
        assert (sent.status_code, sent.headers["content-type"]) == (status, "application/problem+json")
        assert sent.json()["detail"]
        assert "Traceback" not in sent.text

    def test_entities_of_xml_read_no_file(self, client: TestClient) -> None:
        text = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><akomaNtoso>&e;</akomaNtoso>'
        assert "root:" not in client.post("/api/similar", json={"text": text}).text


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
            (f"/api/search?verb={'a' * 201}", 400, "parameter verb: at most 200 characters, not 201"),
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

    def test_an_index_that_is_gone_names_no_folder(self, tmp_path: Path) -> None:
        with samples() as folder:
            build_index([folder], tmp_path / "index")
        with TestClient(create_app(tmp_path / "index"), base_url=BASE_URL) as client:
            assert client.get("/api/search?q=peacekeepers").status_code == 200
        sent = client.get("/api/search?q=women")  # the application has been shut down
        assert (sent.status_code, sent.headers["retry-after"]) == (503, "2")
        assert str(tmp_path) not in sent.text

    def test_what_nobody_foresaw_tells_nothing_of_the_inside(self, samples_path: Path) -> None:
        app = create_app(samples_path)

        async def broken(_: Request) -> Response:
            raise RuntimeError("a secret of the inside")

        app.router.routes.insert(0, Route("/api/broken", broken))
        sent = TestClient(app, base_url=BASE_URL, raise_server_exceptions=False).get("/api/broken")
        assert (sent.status_code, sent.headers["content-type"]) == (500, "application/problem+json")
        assert "secret" not in sent.text


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
            with TestClient(create_app(tmp_path / "index"), base_url=BASE_URL) as client:
                before = client.get("/api/search?q=security")
                assert before.json()["total"] == client.get("/api/search?q=security").json()["total"]
            build_index([folder / "letter-2553.txt"], tmp_path / "index")
        with TestClient(create_app(tmp_path / "index"), base_url=BASE_URL) as client:
            after = client.get("/api/search?q=security", headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.json()["total"] > before.json()["total"]

    @pytest.mark.parametrize(
        "address", ["/api/search?q=peace", f"/api/clauses/{CLAUSE}", "/api/openapi.json", "/api/x"]
    )
    def test_head_says_what_get_would(self, server: str, address: str) -> None:
        import httpx

        sent, asked = httpx.get(server + address), httpx.head(server + address)
        different = {"date"}
        assert asked.status_code == sent.status_code
        assert asked.content == b""
        assert {k: v for k, v in asked.headers.items() if k not in different} == {
            k: v for k, v in sent.headers.items() if k not in different
        }


class TestSafety:
    @pytest.mark.parametrize(
        ("host", "status"),
        [
            ("127.0.0.1", 200),
            ("127.0.0.1:8000", 200),
            ("localhost:1", 200),
            ("LOCALHOST", 200),
            ("[::1]:8000", 200),
            ("[::1]", 200),
            ("example.org", 421),
            ("127.0.0.1.example.org", 421),
            ("localhost.example.org:80", 421),
            ("[::2]", 421),
            ("", 421),
            ("[", 421),
        ],
    )
    def test_it_is_asked_by_its_own_names_alone(self, client: TestClient, host: str, status: int) -> None:
        sent = client.get("/api/search?q=peace", headers={"Host": host})
        assert sent.status_code == status
        if status != 200:
            assert sent.headers["content-type"] == "application/problem+json"
            assert "peace" not in sent.text

    @pytest.mark.parametrize(
        ("allowed", "host", "status"),
        [("*", "example.org", 200), ("*.example.org", "un.example.org", 200), ("*.example.org", "example.org", 421)],
    )
    def test_other_names_can_be_allowed(self, samples_path: Path, allowed: str, host: str, status: int) -> None:
        client = TestClient(create_app(samples_path, hosts=[allowed]), base_url=f"http://{host}")
        assert client.get("/api/openapi.json").status_code == status

    @pytest.mark.parametrize(
        "path",
        [
            "/api/documents/../../etc/passwd",
            "/api/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/api/clauses/..%2F..%2Fseized.json",
            "/api/documents/%00",
            "/api/documents/S%2FRES%2F2553(2020)%00.json",
            "/api/documents/%ED%A0%80",
            "/api/clauses/%ED%A0%80%ED%BF%BF/op/1",
            "/api/documents/%E2%80%AE3552",
            "/api/documents/%FF%FE",
            "/api/documents/" + "a" * 10_000,
            "/api/clauses/" + "S/RES/" * 1_600 + "op/1",
            "/api/search?q=%ED%A0%80",
            "/api/search?q=%00&symbol=%00",
            "/api/search?q=%E2%80%AEpeace",
            "/api/search?%ED%A0%80=1",
            "/api/complete?q=%00%ED%A0%80",
            "/static/../api.py",
            "/static/%2e%2e/api.py",
            "/download.csv%00?q=peace",
            "//example.org/api/search",
            "/api/search/../../../etc/passwd",
        ],
    )
    def test_hostile_addresses_are_answered_as_any_other(self, server: str, path: str) -> None:
        """As they stand: no client cleans them on the way."""
        address = urlsplit(server)
        with socket.create_connection((address.hostname, address.port)) as one:
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
            received = b""
            while part := one.recv(1 << 16):
                received += part
        head, _, body = received.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        assert status in (200, 400, 404)
        assert status == 200 or b"root:" not in body
        assert b"from __future__" not in body
        if b"application/" in head:
            json.loads(body)

    def test_no_other_site_reads_it_unless_that_is_asked_for(self, client: TestClient, samples_path: Path) -> None:
        origin = {"Origin": "https://example.org"}
        assert "access-control-allow-origin" not in client.get("/api/search?q=peace", headers=origin).headers
        allowing = TestClient(create_app(samples_path, origins=["https://example.org"]), base_url=BASE_URL)
        sent = allowing.get("/api/search?q=peace", headers=origin)
        assert sent.headers["access-control-allow-origin"] == "https://example.org"
        assert "Origin" in sent.headers["vary"]
        other = allowing.get("/api/search?q=peace", headers={"Origin": "https://example.com"})
        assert "access-control-allow-origin" not in other.headers
        asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        assert allowing.options("/api/similar", headers=asked).status_code == 200

    def test_every_answer_keeps_browsers_from_guessing(self, client: TestClient) -> None:
        for address in ("/api/search?q=peace", "/api/nothing", "/api/search?limit=x"):
            assert client.get(address).headers["x-content-type-options"] == "nosniff"
