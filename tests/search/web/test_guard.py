"""The application is asked by its own names alone, and no address leads out of it."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message

from seized.search.web import create_app

BASE_URL = "http://127.0.0.1"


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
        client = TestClient(create_app(samples_path, hosts=[allowed], seconds=60), base_url=f"http://{host}")
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

    @pytest.mark.parametrize("path", ["/api/documents/\ud800", "/api/\udfff", "/documents/\ud800", "/\ud800"])
    def test_half_characters_are_answered_too(self, app: Starlette, path: str) -> None:
        """Of a server that hands on what it could not decode."""
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(b"host", b"127.0.0.1")]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
        # another test of the same process may have left an event loop in this thread, as browsers do
        with start_blocking_portal() as portal:
            portal.call(app, scope, receive, send)
        assert sent[0]["status"] in (400, 404)
        sent[1]["body"].decode("utf-8")

    def test_no_other_site_reads_it_unless_that_is_asked_for(self, client: TestClient, samples_path: Path) -> None:
        origin = {"Origin": "https://example.org"}
        assert "access-control-allow-origin" not in client.get("/api/search?q=peace", headers=origin).headers
        allowing = TestClient(create_app(samples_path, origins=["https://example.org"], seconds=60), base_url=BASE_URL)
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
