"""What a user does on the search page, with and without a mouse, with and without scripts, on a desk and a phone."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from .conftest import NARROW, Opener, Served

QUERY = "peacekeepers"


def ask(page: Page, query: str) -> None:
    """Type a query into the box, and Enter."""
    box = page.get_by_label("Search clauses")
    box.fill(query)
    box.press("Enter")


def total(page: Page) -> int:
    """How many clauses the page says it has found."""
    found = re.match(r"([\d,]+) clause", page.locator("#total").inner_text())
    assert found
    return int(found[1].replace(",", ""))


class TestSearching:
    def test_a_question_is_answered_with_its_words_marked(self, opened: Opener) -> None:
        page = opened()
        ask(page, QUERY)
        expect(page.locator(".hit")).not_to_have_count(0)
        marked = page.locator(".hit mark").all_inner_texts()
        assert {one.lower() for one in marked} & {"peacekeepers", "peacekeeping"}
        assert page.url.endswith("/?q=peacekeepers")

    def test_a_second_question_is_answered_on_the_same_page_and_can_be_gone_back_on(self, opened: Opener) -> None:
        page = opened(f"/?q={QUERY}")
        page.evaluate("window.kept = true")
        ask(page, "women")
        expect(page).to_have_url(re.compile("q=women"))
        expect(page.locator(".hit mark").first).to_have_text(re.compile("wom[ae]n", re.IGNORECASE))
        assert page.evaluate("window.kept") is True
        expect(page).to_have_title("women – seized")
        page.go_back()
        expect(page.get_by_label("Search clauses")).to_have_value(QUERY)
        expect(page.locator(".hit mark").first).to_have_text(re.compile("peacekeep", re.IGNORECASE))

    def test_a_filter_narrows_and_its_chip_takes_it_away(self, opened: Opener) -> None:
        page = opened("/?q=security")
        everything = total(page)
        value = page.locator("section:has(#group-clause) a", has_text="preambular")
        count = int(value.locator(".count").inner_text())
        value.click()
        expect(page.locator("#total")).to_have_text(re.compile(f"^{count} clause"))
        assert set(page.locator(".hit .kind").all_inner_texts()) == {"preambular"}
        page.locator(".chips a", has_text="preambular").click()
        expect(page.locator("#total")).to_have_text(re.compile(f"^{everything} clause"))

    def test_two_values_of_a_filter_are_alternatives(self, opened: Opener) -> None:
        page = opened("/?q=security&clause=preambular")
        before = total(page)
        page.locator("section:has(#group-clause) a:not(.chosen)").first.click()
        expect(page.locator(".chips li a:not(.all)")).to_have_count(2)
        assert total(page) > before

    def test_a_filter_stays_when_the_question_changes(self, opened: Opener) -> None:
        page = opened("/?q=security&clause=preambular")
        ask(page, "peace")
        expect(page).to_have_url(re.compile("q=peace"))
        assert "clause=preambular" in page.url

    def test_a_year_of_the_picture_filters(self, browser: Browser, mandate_path: Path) -> None:
        server = Served(mandate_path)
        page = browser.new_page(base_url=server.address)
        try:
            page.goto("/?q=mandate")
            bar = page.locator(".years a").first
            said = bar.get_attribute("aria-label") or ""
            bar.click()
            year, count = said.split(": ")
            expect(page.locator("#total")).to_have_text(re.compile(f"^{re.escape(count)}"))
            assert {one[:4] for one in page.locator(".hit time").all_inner_texts()} == {year}
            page.locator(".years summary").click()
            expect(page.locator(".years tbody tr")).not_to_have_count(0)
        finally:
            page.close()
            server.stop()

    def test_hits_are_sorted_and_more_of_them_shown(self, opened: Opener) -> None:
        page = opened("/?q=security")
        page.get_by_label("Per page").select_option("50")
        expect(page).to_have_url(re.compile("limit=50"))
        expect(page.locator(".hit")).not_to_have_count(10)
        page.get_by_label("Order").select_option("symbol")
        expect(page).to_have_url(re.compile("sort=symbol"))
        assert page.locator(".hit .id").first.inner_text().startswith("S/RES/2518")

    def test_the_next_page_goes_on_where_the_first_ends(self, opened: Opener) -> None:
        page = opened("/?q=security")
        first = page.locator(".hit .id").all_inner_texts()
        page.get_by_role("link", name="Next").click()
        expect(page).to_have_url(re.compile("offset=10"))
        expect(page.locator(".hit .id").first).not_to_have_text(first[0])
        assert not set(first) & set(page.locator(".hit .id").all_inner_texts())

    def test_a_slip_is_mended_on_a_click(self, opened: Opener) -> None:
        page = opened("/?q=peacekepers")
        page.locator(".meant a").click()
        expect(page.locator(".hit")).not_to_have_count(0)

    def test_what_cannot_be_understood_is_said_in_a_sentence(self, opened: Opener) -> None:
        page = opened()
        ask(page, '"open')
        expect(page.get_by_role("alert")).to_have_text("That cannot be understood")
        expect(page.get_by_label("Search clauses")).to_have_value('"open')

    def test_chinese_is_asked_and_answered(self, opened: Opener) -> None:
        page = opened("/?ui=zh")
        page.get_by_label("检索条款").fill("维和人员")
        page.get_by_role("button", name="检索").click()
        expect(page.locator(".hit mark").first).to_have_text(re.compile("维和"))
        assert page.locator("html").get_attribute("lang") == "zh-Hans"
        assert "ui=zh" in page.url

    def test_the_interface_changes_language_and_keeps_the_question(self, opened: Opener) -> None:
        page = opened("/?q=women")
        page.get_by_role("link", name="中文").click()
        expect(page.get_by_label("检索条款")).to_have_value("women")

    def test_a_browser_that_prefers_chinese_gets_it(self, opened: Opener) -> None:
        page = opened("/", locale="zh-CN")
        expect(page.locator("h1")).to_have_text("安全理事会说过什么？")


class TestCompletion:
    def test_a_verb_is_completed_and_taken_with_enter(self, opened: Opener) -> None:
        page = opened()
        box = page.get_by_role("combobox")
        box.press_sequentially("verb:reques")
        expect(page.get_by_role("option")).not_to_have_count(0)
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("ArrowDown")
        box.press("Enter")
        expect(box).to_have_value("verb:request ")
        box.press("Enter")
        expect(page.locator(".hit")).not_to_have_count(0)

    def test_a_field_leads_on_to_its_values(self, opened: Opener) -> None:
        page = opened()
        box = page.get_by_role("combobox")
        box.press_sequentially("claus")
        page.get_by_role("option", name="clause:").click()
        expect(page.get_by_role("option", name="operative")).to_be_visible()

    def test_escape_closes_it(self, opened: Opener) -> None:
        page = opened()
        box = page.get_by_role("combobox")
        box.press_sequentially("verb:")
        expect(page.get_by_role("option").first).to_be_visible()
        box.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_value("verb:")


class TestKeyboard:
    def test_from_the_question_to_the_document_without_a_mouse(self, opened: Opener) -> None:
        page = opened("/help")
        page.goto("/?q=women")
        page.keyboard.press("/")
        expect(page.get_by_label("Search clauses")).to_be_focused()
        page.keyboard.type("peacekeepers")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("q=peacekeepers"))
        page.get_by_label("Search clauses").blur()
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        expect(page.locator(".hit.now")).to_have_count(1)
        heading = page.locator(".hit").first.locator(".id").inner_text()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(heading)

    def test_the_content_is_one_key_away(self, opened: Opener) -> None:
        page = opened("/help")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()

    def test_everything_that_can_be_clicked_can_be_reached_with_tab(self, opened: Opener) -> None:
        page = opened("/?q=women&clause=operative")
        page.locator("body").click(position={"x": 1, "y": 1})
        reached = set()
        for _ in range(250):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.outerHTML"))
        clickable = page.locator("a:visible, button:visible, select:visible, summary:visible, input:visible")
        missing = [one for one in clickable.evaluate_all("all => all.map(one => one.outerHTML)") if one not in reached]
        assert missing == []


class TestPhone:
    def test_filters_are_folded_and_work(self, opened: Opener) -> None:
        page = opened("/?q=security", viewport=NARROW)
        link = page.locator("section:has(#group-clause) a").first
        expect(link).to_be_hidden()
        page.locator(".filters > summary").click()
        link.click()
        expect(page.locator(".chips a")).to_have_count(1)


class TestWithoutScripts:
    def test_search_filter_and_open(self, opened: Opener) -> None:
        page = opened("/", java_script_enabled=False)
        ask(page, QUERY)
        page.locator("section:has(#group-clause) a").first.click()
        expect(page.locator(".chips a")).to_have_count(1)
        page.get_by_label("Order").select_option("date")
        page.get_by_role("button", name="Apply").first.click()
        assert "sort=date" in page.url
        assert "clause=" in page.url
        page.locator(".hit .id").first.click()
        expect(page.locator(".wording")).to_be_visible()


class TestTakingAway:
    def test_all_hits_come_as_a_table(self, opened: Opener, tmp_path: Path) -> None:
        page = opened("/?q=security")
        everything = total(page)
        with page.expect_download() as started:
            page.get_by_role("link", name="CSV").click()
        started.value.save_as(tmp_path / "clauses.csv")
        text = (tmp_path / "clauses.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == everything
        assert all(row["id"] for row in rows)

    def test_a_reference_is_copied(self, opened: Opener) -> None:
        page = opened("/?q=symbol:2553&sort=symbol", permissions=["clipboard-read", "clipboard-write"])
        page.locator(".hit button.copy").first.click()
        expect(page.get_by_role("status").last).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("UNSC Res 2553 (3 December 2020) UN Doc S/RES/2553")


class TestReading:
    def test_a_hit_leads_to_its_document_with_what_was_found_marked(self, opened: Opener) -> None:
        page = opened("/?q=women")
        page.locator(".hit").first.get_by_role("link", name="In the document").click()
        expect(page.locator(".row:target")).to_have_class(re.compile("is-found"))
        assert page.locator(".row.is-found").count() == page.locator(".row:has(mark)").count() > 0

    def test_both_languages_stand_side_by_side_paragraph_by_paragraph(self, opened: Opener) -> None:
        page = opened("/documents/2518")
        page.get_by_role("link", name="Beside the Chinese").click()
        row = page.locator("#op-2")
        sides = row.locator(".side").all_inner_texts()
        assert "Calls upon" in sides[0] or "Requests" in sides[0]
        assert sides[1].strip().startswith("2. 请各东道国")

    def test_votes_sponsors_and_the_letter_are_beside_the_text(self, opened: Opener) -> None:
        page = opened("/documents/2553")
        known = page.locator(".known")
        expect(known).to_contain_text("15 in favour, 0 against, 0 abstaining")
        known.get_by_text("Who was in favour").click()
        expect(known).to_contain_text("Viet Nam")
        known.locator("dt:has-text('Letter') + dd a").click()
        expect(page.locator(".facts")).to_contain_text("Letter")

    def test_what_is_cited_is_a_link(self, opened: Opener) -> None:
        page = opened("/documents/2553")
        link = page.locator(".text a:not(.number)").first
        assert (link.get_attribute("href") or "").startswith("/documents/S/")

    def test_a_clause_tells_its_life(self, opened: Opener) -> None:
        page = opened("/clauses/S/RES/2553(2020)/op/26")
        expect(page.locator("#life .steps li")).not_to_have_count(0)
        expect(page.locator("blockquote").first).to_contain_text("remain actively seized")
        expect(page.locator(".reference").first).to_contain_text("UNSC Res 2553")
