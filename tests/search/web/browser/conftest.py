"""A real browser on the real program: `seized serve` on a free port, looked at with headless Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright: pip install 'seized[test]'")

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

CHROMIUM = os.environ.get("SEIZED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STATUS = re.compile("the server responded with a status of 4|Response Status Error Code 4")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 740}
PAGES = (
    "/",
    "/?q=women&clause=operative&ui=zh",
    "/?q=security&limit=20",
    "/?q=zebra",
    "/?q=%22open",
    "/documents/S/RES/2553(2020)?q=security",
    "/documents/2518?parallel=zh",
    "/clauses/S/RES/2553(2020)/op/26",
    "/lineage/S/RES/2553(2020)/op/26",
    "/draft",
    "/draft?of=S/RES/2553(2020)/op/26",
    "/compare",
    "/compare?old=2518&new=2553",
    "/usage",
    "/usage?phrase=safety+and+security&phrase=women&ui=zh",
    "/citations?symbol=2378",
    "/citations?symbol=2553",
    "/help",
    "/nothing",
)
"""A page of each kind, found and not found, in both languages of the interface."""


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


@contextmanager
def opening(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens pages of a server, each in a new window; afterwards nothing may have been wrong in any of them.

    That is: no error on the console (nothing that the content security policy refused), no failed script, no window
    that a script opened, and no request to any other host.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))

    def refuse(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=address, **{"viewport": WIDE, **options})
        context.set_default_timeout(10_000)
        context.on("page", watch)
        context.on("dialog", refuse)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # what the browser and htmx say of the status of a page is no fault of it
    assert [one for one in wrong if not STATUS.search(one)] == []


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opener]:
    """Opens pages of the program: see `opening`."""
    with opening(browser, served.address) as opener:
        yield opener
