"""All hits of a search as a file: the same rows as the command line prints, under a name that says what they are."""

from __future__ import annotations

import csv
import io
import json
import socket
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from seized import Index, build_index
from seized.cli import cli
from seized.corpus import samples
from seized.search.shared import SharedIndex
from seized.search.web import create_app

BOM = "\ufeff"
QUESTIONS: list[tuple[str, dict[str, str]]] = [
    ("peacekeepers", {}),
    ('"security sector reform"', {"sort": "date"}),
    ("", {"clause": "op", "sort": "symbol"}),
    ("决议草案", {"lang": "zh"}),
    ("security sector", {"across": "zh"}),
]


def printed(index: Path, form: str, query: str, options: dict[str, str]) -> list[str]:
    """The lines that the command line prints for a search."""
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    command = ["search", "--index", str(index), "--limit", "0", "--format", form, *words, "--", query]
    done = CliRunner().invoke(cli, command, standalone_mode=False)
    return done.stdout.split("\n")[:-1]


def named(header: str) -> tuple[str, str]:
    """The two names of a file in Content-Disposition: for old browsers, and for others."""
    plain, _, extended = header.removeprefix('attachment; filename="').partition("\"; filename*=UTF-8''")
    return plain, unquote(extended)


def add_samples(index: Path) -> None:
    """A commit to an index."""
    with samples() as folder:
        build_index([folder], index)


def waited(is_so: Callable[[], bool]) -> bool:
    """Whether something is so within half a minute."""
    end = monotonic() + 30
    while not is_so() and monotonic() < end:
        sleep(0.02)
    return is_so()


def follows(shared: SharedIndex, old: Index) -> bool:
    """Whether the process comes to have another state of the index."""
    return waited(lambda: shared.state != old.state)


class TestRows:
    @pytest.mark.parametrize(("query", "options"), QUESTIONS)
    def test_lines_of_json_are_those_of_the_command_line(
        self, client: TestClient, samples_path: Path, query: str, options: dict[str, str]
    ) -> None:
        sent = client.get("/download.jsonl", params={"q": query, **options})
        assert sent.headers["content-type"] == "application/x-ndjson"
        assert sent.text.split("\n")[:-1] == printed(samples_path, "jsonl", query, options)

    @pytest.mark.parametrize(("query", "options"), QUESTIONS)
    def test_csv_is_that_of_the_command_line_behind_a_mark_of_its_encoding(
        self, client: TestClient, samples_path: Path, query: str, options: dict[str, str]
    ) -> None:
        sent = client.get("/download.csv", params={"q": query, **options})
        assert sent.headers["content-type"] == "text/csv; charset=utf-8"
        text = sent.content.decode("utf-8")
        assert text.startswith(BOM)
        assert text.removeprefix(BOM).split("\r\n")[:-1] == printed(samples_path, "csv", query, options)

    def test_everything_is_a_question_too(self, client: TestClient) -> None:
        assert len(client.get("/download.jsonl").text.splitlines()) == 103

    def test_which_page_was_shown_does_not_matter(self, client: TestClient) -> None:
        whole = client.get("/download.jsonl?q=peacekeepers").text
        assert client.get("/download.jsonl?q=peacekeepers&limit=20&offset=20&facet=verb&ui=zh").text == whole

    def test_nothing_found_is_a_header_alone(self, client: TestClient) -> None:
        assert client.get("/download.csv?q=xyzzy").text.count("\r\n") == 1
        assert client.get("/download.jsonl?q=xyzzy").text == ""


class TestFormulas:
    @pytest.fixture
    def hostile(self, tmp_path: Path) -> Path:
        """An index of a resolution whose paragraphs begin as formulas do."""
        lines = ["S/2020/1001", "The Security Council,"]
        lines += [
            '1. =HYPERLINK("http://example.org";"more") decides invented matters;',
            "2. @SUM(1) of invented matters;",
        ]
        (tmp_path / "draft.txt").write_text("\n\n".join(lines), encoding="utf-8")
        build_index([tmp_path / "draft.txt"], tmp_path / "index")
        return tmp_path / "index"

    def test_a_spreadsheet_runs_no_text(self, hostile: Path) -> None:
        client = TestClient(create_app(hostile, seconds=60), base_url="http://127.0.0.1")
        text = client.get("/download.csv?q=invented").text.removeprefix(BOM)
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert [cell for cell in cells if cell.startswith("'=") or cell.startswith("'@")]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]

    def test_other_programs_read_texts_as_they_stand(self, hostile: Path) -> None:
        client = TestClient(create_app(hostile, seconds=60), base_url="http://127.0.0.1")
        rows = [json.loads(line) for line in client.get("/download.jsonl?q=invented").text.splitlines()]
        assert {row["text"][:1] for row in rows} == {"=", "@"}
        assert not [line for line in printed(hostile, "csv", "invented", {}) if "'=" in line or "'@" in line]


class TestName:
    @pytest.mark.parametrize(
        ("query", "plain", "whole"),
        [
            ("", "clauses", "clauses"),
            ("q=women+peace", "clauses-women-peace", "clauses-women-peace"),
            ("q=%22all+necessary+means%22&verb=decides", "clauses-all-necessary-means-verb-decides", None),
            ("clause=op&year=2020&year=2019", "clauses-clause-op-year-2020-2019", None),
            ("q=维和人员", "clauses", "clauses-维和人员"),
            ("sponsor=Côte+d'Ivoire", "clauses-sponsor-Cote-d-Ivoire", "clauses-sponsor-Côte-d-Ivoire"),
            ("q=..%2F..%2Fetc%2Fpasswd", "clauses-etc-passwd", None),
            ("q=peace%0D%0ASet-Cookie", "clauses-peace-Set-Cookie", None),
            ("q=%E2%80%AEfdp.exe+peace", "clauses-fdp-exe-peace", None),
        ],
    )
    def test_a_file_is_named_after_its_question(
        self, client: TestClient, query: str, plain: str, whole: str | None
    ) -> None:
        sent = client.head(f"/download.csv?{query}")
        assert named(sent.headers["content-disposition"]) == (f"{plain}.csv", f"{whole or plain}.csv")
        assert "set-cookie" not in sent.headers

    def test_a_long_question_is_cut_at_a_word(self, client: TestClient) -> None:
        plain, _ = named(
            client.head("/download.csv?q=" + "+".join(["peacekeepers"] * 50)).headers["content-disposition"]
        )
        assert len(plain) <= 84
        assert plain.endswith("-peacekeepers.csv")


class TestRefusals:
    @pytest.mark.parametrize(
        ("address", "status"),
        [("/download.xml?q=peace", 404), ("/download.csv?q=%22open", 400), ("/download.csv?across=xx&q=peace", 400)],
    )
    def test_what_cannot_be_answered_is_said_before_anything_is_sent(
        self, client: TestClient, address: str, status: int
    ) -> None:
        assert client.get(address).status_code == status

    def test_it_is_only_read(self, client: TestClient) -> None:
        sent = client.post("/download.csv")
        assert (sent.status_code, set(sent.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})

    def test_head_sends_nothing(self, client: TestClient) -> None:
        sent = client.head("/download.jsonl?q=peacekeepers")
        assert (sent.status_code, sent.content) == (200, b"")
        assert sent.headers["content-type"] == "application/x-ndjson"


class TestSnapshot:
    @pytest.fixture
    def large(self, tmp_path: Path) -> Path:
        """An index of more clauses than a socket takes at once."""
        for number in range(60):
            paragraphs = [f"{n}. Decides to plant the invented tree {number}-{n};" for n in range(1, 200)]
            text = "\n\n".join([f"S/2020/{1000 + number}", "The Security Council,", *paragraphs])
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        build_index([tmp_path], tmp_path / "index")
        return tmp_path / "index"

    def test_a_client_that_goes_away_frees_what_was_held(self, large: Path, serve: Callable[[Any], Any]) -> None:
        with SharedIndex(large) as shared, serve(create_app(shared, seconds=60)) as port:
            with socket.create_connection(("127.0.0.1", port)) as one:
                one.sendall(b"GET /download.jsonl?q=tree HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert one.recv(1000).startswith(b"HTTP/1.1 200")
                with shared.open() as held:
                    add_samples(large)
                assert follows(shared, held)
                assert held.search("tree").total == 60 * 199
            assert waited(lambda: held.engine.is_closed)

    def test_a_commit_while_it_is_sent_changes_nothing_in_it(self, large: Path, serve: Callable[[Any], Any]) -> None:
        with serve(create_app(large, seconds=60)) as port, socket.create_connection(("127.0.0.1", port)) as one:
            one.sendall(b"GET /download.jsonl?q=tree HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            received = one.recv(1000)
            with samples() as folder:
                build_index([folder], large)
            sleep(0.6)
            assert (
                TestClient(create_app(large, seconds=60), base_url="http://127.0.0.1")
                .get("/api/search?q=peacekeepers")
                .json()["total"]
            )
            while part := one.recv(1 << 16):
                received += part
        assert received.count(b'"snippet"') == 60 * 199
        assert b"peacekeepers" not in received
