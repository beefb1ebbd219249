"""The application over the sample letters: asked in process, and over a socket by a server of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from seized.search.web import create_app

BASE_URL = "http://127.0.0.1"


@pytest.fixture(scope="session")
def app(samples_path: Path) -> Iterator[Starlette]:
    """The application over the samples; its index is closed at the end."""
    made = create_app(samples_path, seconds=60)
    with TestClient(made, base_url=BASE_URL):
        yield made


@pytest.fixture
def client(app: Starlette) -> TestClient:
    """Asks that application, as a browser on the same machine does."""
    return TestClient(app, base_url=BASE_URL, follow_redirects=False)


@contextmanager
def serving(application: Any, **options: Any) -> Iterator[int]:
    """A server of an application on this machine, for the block: its port. options: of uvicorn besides"""
    config = uvicorn.Config(application, host="127.0.0.1", port=0, log_level="warning", ws="none", **options)
    config.h11_max_incomplete_event_size = 1 << 20  # what is too long is for the application to refuse
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    waited = monotonic()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert monotonic() - waited < 60, "the server did not start in a minute"
        sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def serve() -> Callable[..., Any]:
    """`with serve(application) as port:` for tests that have an application of their own."""
    return serving


@pytest.fixture(scope="session")
def server(samples_path: Path) -> Iterator[str]:
    """The address of a real server of the application over the samples."""
    with serving(create_app(samples_path, seconds=60)) as port:
        yield f"{BASE_URL}:{port}"
