"""Clients that do not get on, and more of them than there is room for: the program as it is served."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from seized.search.web import connections

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no limits of open files on this system")

_PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv.pop(1)),) * 2)
from seized.search.web import connections
connections._PATIENCE = float(sys.argv.pop(1))
from seized.cli import main
main()
"""
_PIECES, _PIECE = 256, 1 << 16
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@contextmanager
def served(index: Path, errors: Path, files: int = 200, patience: float = 1) -> Iterator[int]:
    """The port of the program, which may have so many files open and writes to `errors` what it says."""
    words = [sys.executable, "-c", _PROGRAM, str(files), str(patience), "serve", "--index", str(index), "-p", "0"]
    with errors.open("w") as file, subprocess.Popen(words, stdout=subprocess.PIPE, stderr=file, text=True) as program:
        assert program.stdout is not None
        found = re.search(r":(\d+)/ ", program.stdout.readline())
        assert found is not None
        try:
            yield int(found[1])
        finally:
            program.terminate()


def is_let_go(one: socket.socket) -> bool:
    """Whether the other end has closed a connection, within half a minute."""
    one.settimeout(30)
    try:
        return one.recv(1000) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


@pytest.mark.parametrize(
    "sent", [b"", HALF, b"POST /api/similar HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nhalf"]
)
def test_a_client_that_sends_half_a_request_is_let_go(samples_path: Path, tmp_path: Path, sent: bytes) -> None:
    with (
        served(samples_path, tmp_path / "said", patience=0.3) as port,
        socket.create_connection(("127.0.0.1", port)) as one,
    ):
        one.sendall(sent)
        assert is_let_go(one)


def test_a_client_that_dawdles_is_let_go(samples_path: Path, tmp_path: Path) -> None:
    with (
        served(samples_path, tmp_path / "said", patience=0.5) as port,
        socket.create_connection(("127.0.0.1", port)) as one,
    ):
        one.sendall(HALF)
        until = monotonic() + 30
        with pytest.raises(OSError, match=r"Broken pipe|reset by peer"):  # noqa: PT012
            while monotonic() < until:
                one.sendall(b"X-a: b\r\n")
                sleep(0.05)


def test_one_that_asks_again_and_again_stays(samples_path: Path, tmp_path: Path) -> None:
    with (
        served(samples_path, tmp_path / "said", patience=2) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        addresses = set()
        for _ in range(10):
            answer = client.get("/api/search?q=peacekeepers")
            addresses.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
            sleep(0.4)
        assert (answer.status_code, len(addresses)) == (200, 1)


def test_more_clients_than_there_is_room_for(samples_path: Path, tmp_path: Path) -> None:
    """Those that are too many are let go at once, nothing is said of each, and the others are answered."""
    with served(samples_path, tmp_path / "said") as port, ExitStack() as stack:
        for _ in range(300):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            one.sendall(HALF)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            assert answered(lambda: client.get("/api/search?q=peacekeepers").status_code == 200)
    assert not (tmp_path / "said").read_text(encoding="utf-8")


@pytest.fixture
def sending(monkeypatch: pytest.MonkeyPatch, serve: Callable[..., Any]) -> Iterator[int]:
    """The port of a server of one long answer, whose patience is short."""
    monkeypatch.setattr(connections, "_PATIENCE", 0.5)

    async def long(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(_PIECES):
            await send({"type": "http.response.body", "body": bytes(_PIECE), "more_body": True})
        await send({"type": "http.response.body"})

    with serve(long, lifespan="off", http=connections.Connection) as port:
        yield port


def slow(port: int) -> socket.socket:
    """A client whose system takes little at once."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    one.connect(("127.0.0.1", port))
    one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    return one


def test_one_that_reads_slowly_gets_all(sending: int) -> None:
    """Over many looks, while the answer is made and when it is only sent."""
    with slow(sending) as one:
        received = 0
        while part := one.recv(1 << 18):
            received += len(part)
            sleep(0.02)
    assert received > _PIECES * _PIECE


def test_one_that_never_reads_is_let_go(sending: int) -> None:
    with slow(sending) as one:
        sleep(3)
        one.settimeout(30)
        received = 0
        with suppress(ConnectionResetError):
            while part := one.recv(1 << 20):
                received += len(part)
    assert received < _PIECES * _PIECE


def answered(ask: Callable[[], bool]) -> bool:
    """Whether a question is answered within half a minute, asked again when it is let go."""
    until = monotonic() + 30
    while monotonic() < until:
        try:
            return ask()
        except httpx.TransportError:
            sleep(0.1)
    return False
