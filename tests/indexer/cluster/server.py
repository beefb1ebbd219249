"""A small server on this machine that answers in the place of a cluster: what a real one says when it is told to."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from seized.indexer.cluster.address import Address

__all__ = ["Answer", "Server", "address", "serving"]

Answer = tuple[int, dict[str, Any]]


class Server(ThreadingHTTPServer):
    """Answers every request alike, and remembers what it was told of who asks."""

    answer: Answer = (200, {})
    asked: list[str | None]
    over: Event
    wanted: str | None = None
    pause: float = 0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        who = self.headers.get("Authorization")
        self.server.asked.append(who)
        self.server.over.wait(self.server.pause)
        refused = self.server.wanted not in (None, who)
        status, body = (401, {"error": "unauthorized"}) if refused else self.server.answer
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    do_POST = do_HEAD = do_PUT = do_GET

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.asked, server.over = [], Event()
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()


def address(server: Server, *, tls: bool = False) -> Address:
    return Address((("127.0.0.1", server.server_address[1]),), "council", tls=tls)
