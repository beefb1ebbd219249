"""What a user comes for, from the first page to the last, by the keys alone and by the thumb alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import NARROW, Opener

DRAFT = """Decides to remain actively seized of the matter.

Requests the unicorns of the Mission to juggle saxophones;

Calls upon all Member States hosting peacekeeping operations to promptly investigate attacks;
"""
FURTHEST = 300
"""Strokes of Tab in which anything on a page is reached."""
TOUCH = {"viewport": NARROW, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


class Keys:
    """Somebody without a mouse: Tab to what is wanted, Enter."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, wanted: Locator) -> None:
        """Follow a link, press a button, open what is folded."""
        self._reach(wanted)
        self.page.keyboard.press("Enter")

    def write(self, wanted: Locator, text: str) -> None:
        self._reach(wanted)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def _reach(self, wanted: Locator) -> None:
        expect(wanted).to_be_visible()
        for _ in range(FURTHEST):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached with {FURTHEST} strokes of Tab")


class Thumb:
    """Somebody with a phone: a tap, and letters on its screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, wanted: Locator) -> None:
        wanted.tap()

    def write(self, wanted: Locator, text: str) -> None:
        wanted.tap()
        expect(wanted).to_be_focused()
        self.page.keyboard.type(text)


User = Keys | Thumb


@pytest.fixture(params=["keys", "thumb"])
def user(request: pytest.FixtureRequest, opened: Opener) -> Iterator[User]:
    """Somebody on the first page; at the end no page that they came to was wider than the screen."""
    made: User = Keys(opened()) if request.param == "keys" else Thumb(opened("/", **TOUCH))
    yield made
    assert made.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def go(user: User, name: str) -> None:
    """To another page by its name in the head of this one."""
    user.press(user.page.get_by_role("navigation").first.get_by_role("link", name=name, exact=True))


def ask(user: User, query: str) -> None:
    user.write(user.page.get_by_label("Search clauses"), query)
    user.page.keyboard.press("Enter")
    expect(user.page.locator("#total")).to_have_text(re.compile(r"^[\d,]+ clause"))


def total(page: Page) -> str:
    return page.locator("#total").inner_text().split()[0]


class TestSearch:
    def test_a_filter_narrows_and_its_chip_widens_again(self, user: User) -> None:
        page = user.page
        ask(user, "security")
        everything = total(page)
        value = page.locator("section:has(#group-clause) a", has_text="preambular")
        if not value.is_visible():
            user.press(page.locator(".filters > summary"))
        count = value.locator(".count").inner_text()
        user.press(value)
        expect(page.locator("#total")).to_have_text(re.compile(f"^{count} clause"))
        expect(page).to_have_url(re.compile("q=security&clause=preambular"))
        user.press(page.locator(".chips a", has_text="preambular"))
        expect(page.locator("#total")).to_have_text(re.compile(f"^{everything} clause"))

    def test_pages_are_turned(self, user: User) -> None:
        page = user.page
        ask(user, "security")
        first = page.locator(".hit .id").first.inner_text()
        user.press(page.get_by_role("link", name="Next"))
        expect(page).to_have_url(re.compile("offset=10"))
        expect(page.locator(".hit .id").first).not_to_have_text(first)

    def test_a_slip_is_mended(self, user: User) -> None:
        user.write(user.page.get_by_label("Search clauses"), "peacekepers")
        user.page.keyboard.press("Enter")
        user.press(user.page.locator(".meant a"))
        expect(user.page.locator(".hit")).not_to_have_count(0)

    def test_all_that_was_found_is_taken_away(self, user: User, tmp_path: Path) -> None:
        ask(user, "security")
        with user.page.expect_download() as started:
            user.press(user.page.get_by_role("link", name="CSV"))
        started.value.save_as(tmp_path / "clauses.csv")
        text = (tmp_path / "clauses.csv").read_text(encoding="utf-8-sig")
        assert len(list(csv.DictReader(io.StringIO(text)))) == int(total(user.page))


class TestReading:
    def test_from_a_hit_to_its_document_and_to_both_languages(self, user: User) -> None:
        page = user.page
        ask(user, "symbol:2518 lang:en peacekeepers")
        user.press(page.locator(".hit").first.get_by_role("link", name="In the document"))
        expect(page.locator(".row:target")).to_have_class(re.compile("is-found"))
        user.press(page.get_by_role("link", name="Beside the Chinese"))
        sides = page.locator("#op-2 .side")
        expect(sides.first).to_be_visible()
        expect(sides.last).to_contain_text("请各东道国")
        user.press(page.locator("#op-2 a.number").first)
        expect(page.locator("h1")).to_contain_text("S/RES/2518 (2020)")
        expect(page.locator(".wording blockquote").last).to_contain_text("请各东道国")
        user.press(page.locator(".trail a").first)
        expect(page.locator("#op-2")).to_be_in_viewport()

    def test_the_interface_in_the_other_language_and_back(self, user: User) -> None:
        page = user.page
        ask(user, "women")
        user.press(page.get_by_role("link", name="中文"))
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        expect(page.get_by_label("检索条款")).to_have_value("women")
        user.press(page.get_by_role("link", name="English"))
        expect(page.locator("html")).to_have_attribute("lang", "en")


class TestDrafting:
    def test_a_draft_gets_its_precedents_and_leads_to_one(self, user: User) -> None:
        page = user.page
        go(user, "Draft")
        user.write(page.get_by_label("Draft text"), DRAFT)
        user.press(page.get_by_role("button", name="Find precedents"))
        expect(page.locator("article.paragraph")).to_have_count(3)
        expect(page.locator("#paragraph-2 .own mark.novel").first).to_contain_text("unicorns")
        user.press(page.locator("#paragraph-1 .precedent h3 a").first)
        expect(page.locator("h1")).to_contain_text("S/RES/2553 (2020)")

    def test_two_resolutions_are_compared_and_narrowed(self, user: User) -> None:
        page = user.page
        go(user, "Compare")
        user.write(page.get_by_label("Old"), "2518")
        user.write(page.get_by_label("New"), "2553")
        user.press(page.get_by_role("button", name="Compare"))
        expect(page.locator("h1")).to_have_text("S/RES/2518 (2020) → S/RES/2553 (2020)")
        user.press(page.locator(".statuses li.new a"))
        expect(page).to_have_url(re.compile("show=new"))
        assert set(page.locator(".pair:not(.heads) .word").all_inner_texts()) == {"new"}

    def test_a_wording_is_counted_and_leads_to_its_clauses(self, user: User) -> None:
        page = user.page
        go(user, "Usage")
        user.write(page.locator("input[name=phrase]").first, "safety and security")
        user.press(page.get_by_role("button", name="Draw"))
        expect(page.locator("svg.chart .marker")).not_to_have_count(0)
        user.press(page.locator(".numbers td a").first)
        expect(page.locator(".hit mark").first).to_have_text(re.compile("safety and security", re.IGNORECASE))

    def test_citations_lead_from_document_to_document(self, user: User) -> None:
        page = user.page
        go(user, "Citations")
        user.write(page.get_by_label("Document, or a paragraph of it"), "2378")
        page.keyboard.press("Enter")
        expect(page.locator(".network .centre")).to_contain_text("S/RES/2378")
        user.press(page.locator(".network a", has_text="S/RES/2518").first)
        expect(page.locator("h1")).to_contain_text("S/RES/2518 (2020)")
        user.press(page.locator(".citing a.symbol, .cited a.symbol").first)
        expect(page.locator("h1")).to_contain_text("S/RES/")
