"""The JSON interface: the answers of the command line, page by page, and errors that a program can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from seized import Index
from seized.cli import cli
from seized.search.web import create_app

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
        client = TestClient(create_app(both_path, seconds=60), base_url=BASE_URL)
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
