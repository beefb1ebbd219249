"""A real browser on the real program: `seized serve` on a free port, looked at with headless Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright: pip install 'seized[test]'")

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = os.environ.get("SEIZED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 740}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    if not CHROMIUM:
        pytest.skip("no Chromium here: the browser tests need Debian's chromium, or SEIZED_CHROMIUM naming another one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Served:
    """The program serving an index, with time enough for a busy machine.

    address: of its first page, without the last stroke
    """

    def __init__(self, index: Path, *options: str) -> None:
        words = [sys.executable, "-m", "seized", "serve", "--index", str(index), "-p", "0", "--seconds", "60", *options]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://\S+(?=/ )", said)
        assert found, said
        self.address = found[0]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="session")
def served(both_path: Path) -> Iterator[Served]:
    """The samples, with a part of 2518 in Chinese, served."""
    started = Served(both_path)
    yield started
    started.stop()


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opener]:
    """Opens a page of the program in a new window; afterwards nothing may have been wrong in any of them.

    That is: no error on the console (nothing that the content security policy refused), no failed script, and no
    request to any other host.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=served.address, **{"viewport": WIDE, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(served.address) else wrong.append(asked.url))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # what a page says of its own status is no fault of it
    assert [one for one in wrong if "the server responded with a status of 4" not in one] == []
