"""Hostile strings in a real browser, as texts, as questions and as drafts: none of them runs, and none asks anybody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from seized import build_index

from ..test_escaping import FIRST, HOSTILE, LATER, write
from .conftest import Opener, Served, opening

STRINGS = [one for one in HOSTILE if "window.stolen" in one][:20]
"""Each is another way in; what runs says so itself."""
PROVOKED = """() => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });
  for (const one of document.querySelectorAll("body *"))
    for (const kind of ["mouseover", "focus", "load", "error", "toggle"]) one.dispatchEvent(new Event(kind));
  return [String(window.stolen), document.querySelectorAll("main img, main iframe, main script, main style").length];
}"""
"""What has run, after all that could start it."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A resolution for each string, and one that renews it, served."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, evil in enumerate(STRINGS):
        write(folder, FIRST + number, evil)
        write(folder, LATER + number, evil)
    build_index([*folder.glob("*.xml")], folder / "index")
    started = Served(folder / "index")
    yield started
    started.stop()


@pytest.fixture
def opened(browser: Browser, hostile: Served) -> Iterator[Opener]:
    """Opens pages of them; whatever runs, is refused or leads elsewhere fails the test: see `opening`."""
    with opening(browser, hostile.address) as opener:
        yield opener


def asks(question: str, url: str) -> bool:
    return parse_qs(urlsplit(url).query).get("q") == [question]


def assert_unharmed(page: Page) -> None:
    assert page.evaluate(PROVOKED) == ["undefined", 0]
    assert page.title() != "stolen"


class TestHostile:
    def test_they_are_twenty(self) -> None:
        assert len(set(STRINGS)) == 20

    def test_in_documents(self, opened: Opener) -> None:
        page = opened("/?q=report&limit=50")
        expect(page.locator(".hit")).to_have_count(40)
        assert_unharmed(page)
        for number, evil in enumerate(STRINGS):
            page.goto(f"/documents/S/RES/{LATER + number}(2031)")
            expect(page.locator("#op-1")).to_contain_text(f"Requests {evil} to report")
            assert_unharmed(page)

    @pytest.mark.parametrize(
        "path",
        [
            "/clauses/S/RES/{later}(2031)/op/1",
            "/compare?old={first}&new={later}",
            "/draft?of=S/RES/{later}(2031)/op/1",
            "/usage?phrase=report",
            "/citations?symbol={first}",
        ],
    )
    def test_in_what_is_made_of_documents(self, opened: Opener, path: str) -> None:
        page = opened()
        for number in range(0, len(STRINGS), 5):
            page.goto(path.format(first=FIRST + number, later=LATER + number))
            page.wait_for_load_state("networkidle")
            expect(page.locator("h1")).to_be_visible()
            assert_unharmed(page)

    def test_in_questions(self, opened: Opener) -> None:
        page = opened("/?q=report")
        box = page.get_by_label("Search clauses")
        for evil in STRINGS:
            box.fill(evil)
            box.press("Enter")
            # the address is what a reload asks for; it comes after the answer
            page.wait_for_url(partial(asks, evil))
            expect(box).to_have_value(evil)
            assert_unharmed(page)
            page.reload()
            expect(page.get_by_label("Search clauses")).to_have_value(evil)
            assert_unharmed(page)

    def test_in_a_draft(self, opened: Opener) -> None:
        page = opened("/draft")
        draft = "\n\n".join(f"Requests {evil} to report to it on the matter;" for evil in STRINGS)
        page.get_by_label("Draft text").fill(draft)
        page.get_by_role("button", name="Find precedents").click()
        expect(page.locator("article.paragraph")).to_have_count(len(STRINGS))
        assert_unharmed(page)
        assert page.locator("textarea").input_value() == draft
        for shown, evil in zip(page.locator(".own").all_text_contents(), STRINGS, strict=True):
            assert evil in shown
