"""What a drafter does in the browser: paste a draft, compare, chart a wording, look at citations."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .conftest import NARROW, Opener

DRAFT = """Decides to remain actively seized of the matter.

Requests the unicorns of the Mission to juggle saxophones on alternate Tuesdays;

Calls upon all Member States hosting peacekeeping operations to promptly investigate attacks on United Nations personnel;
"""


class TestDraft:
    def test_a_pasted_draft_gets_its_precedents_paragraph_by_paragraph(self, opened: Opener) -> None:
        page = opened("/draft")
        page.get_by_label("Draft text").fill(DRAFT)
        page.get_by_role("button", name="Find precedents").click()
        expect(page.locator("article.paragraph")).to_have_count(3)
        first, second, third = (page.locator(f"#paragraph-{number}") for number in (1, 2, 3))
        expect(first.locator(".precedent a").first).to_contain_text("S/RES/2553 (2020)")
        expect(second).to_have_class(re.compile("none"))
        expect(second.locator(".found")).to_contain_text("No clause has a wording like this")
        assert third.locator("ins, del").count() > 0

    def test_the_same_without_scripts_on_a_phone(self, opened: Opener) -> None:
        page = opened("/draft", java_script_enabled=False, viewport=NARROW)
        page.get_by_label("Draft text").fill(DRAFT)
        page.get_by_role("button", name="Find precedents").click()
        expect(page.locator("article.paragraph")).to_have_count(3)

    def test_a_hit_leads_to_its_precedents(self, opened: Opener) -> None:
        page = opened("/?q=%22remain+actively+seized%22")
        page.locator(".hit").first.get_by_role("link", name="Precedents").click()
        expect(page.locator("h1")).to_contain_text("Precedents of S/RES/2553(2020)/op/26")

    def test_by_keyboard_alone(self, opened: Opener) -> None:
        page = opened("/draft")
        expect(page.get_by_label("Draft text")).to_be_focused()
        page.keyboard.type("Decides to remain actively seized of the matter.")
        while page.evaluate("document.activeElement.type") != "submit":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".precedent")).not_to_have_count(0)


class TestCompare:
    def test_two_resolutions_stand_side_by_side_and_are_narrowed_to_what_changed(self, opened: Opener) -> None:
        page = opened("/compare")
        page.get_by_label("Old").fill("2518")
        page.get_by_label("New").fill("2553")
        page.get_by_role("button", name="Compare").click()
        expect(page.locator("h1")).to_have_text("S/RES/2518 (2020) → S/RES/2553 (2020)")
        every = page.locator(".pair:not(.heads)").count()
        page.locator(".statuses li.new a").click()
        expect(page).to_have_url(re.compile("show=new"))
        assert set(page.locator(".pair:not(.heads) .word").all_inner_texts()) == {"new"}
        assert page.locator(".pair:not(.heads)").count() < every


class TestUsage:
    def test_wordings_are_drawn_and_a_point_leads_to_its_clauses(self, opened: Opener) -> None:
        page = opened("/usage")
        page.locator("input[name=phrase]").first.fill("safety and security")
        page.get_by_role("button", name="Draw").click()
        expect(page.locator("svg.chart .marker")).not_to_have_count(0)
        page.locator("svg.chart .line a").first.click()
        expect(page).to_have_url(re.compile("year=2020"))
        expect(page.locator(".hit mark").first).to_have_text(re.compile("safety and security", re.IGNORECASE))


class TestCitations:
    def test_the_picture_leads_from_document_to_document(self, opened: Opener) -> None:
        page = opened("/citations?symbol=2378")
        expect(page.locator(".network .centre")).to_contain_text("S/RES/2378")
        page.locator(".network a", has_text="S/RES/2518").first.click()
        expect(page.locator("h1")).to_contain_text("S/RES/2518 (2020)")
