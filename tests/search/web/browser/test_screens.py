"""The pages on other screens than a wide one: narrow, at twice the size, on paper, without motion, in forced colours."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from .conftest import PAGES, Opener

SCREENS: dict[str, dict[str, Any]] = {
    "a small phone": {"viewport": {"width": 320, "height": 568}},
    "a phone": {"viewport": {"width": 375, "height": 740}},
    "a desk at twice the size": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
}
CUT = """() => {
  const isSeen = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isKept = one => one.closest(".unseen, .skip, .scroll, .which");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !isSeen(holder) || isKept(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const { left, right } of range.getClientRects())
      if (left < -0.5 || right > innerWidth + 0.5) found.push(`${texts.currentNode.data.trim()} ends at ${right}`);
    for (let one = holder; one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      const isHidden = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      if (isHidden && !(one instanceof SVGElement)
        && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
        found.push(`${texts.currentNode.data.trim()} is cut by ${one.tagName}.${one.className}`);
    }
  }
  for (const one of document.querySelectorAll("input, select, textarea, button")) {
    const { left, right } = one.getBoundingClientRect();
    if (isSeen(one) && !isKept(one) && (left < -0.5 || right > innerWidth + 0.5)) found.push(one.outerHTML);
  }
  return found;
}"""
"""Texts and fields that are not all on the screen, but for what is there for screen readers and what can be scrolled."""
READ = {
    "/?q=women": (".hit blockquote", "women"),
    "/documents/S/RES/2553(2020)?q=women": (".text", "The Security Council"),
    "/documents/2518?parallel=zh": (".text", "请各东道国"),
    "/clauses/S/RES/2553(2020)/op/26": (".wording", "remain actively seized"),
    "/compare?old=2518&new=2553": (".comparison", "Calls upon"),
    "/draft?of=S/RES/2553(2020)/op/26": (".own", "remain actively seized"),
    "/usage?phrase=women": ("table.legend", "women"),
    "/citations?symbol=2553": (".citing", "S/2020/1166"),
}
"""What is read of a page, and some words of it."""
HANDLES = "form, input, textarea, select, button, footer, .top nav, .language, .pages, .filters, .skip, .tools, .trail, .actions, .downloads"
"""What leads elsewhere or asks for something, and is of no use on paper."""


def read_pdf(data: bytes) -> str:
    """The text of a PDF: see `letters`."""
    with pypdfium2.PdfDocument(data) as document:
        return letters("".join(page.get_textpage().get_text_bounded() for page in document))


def letters(text: str) -> str:
    """A text without white space and marks; a hyphen at the end of a line is another character in a PDF."""
    return re.sub(r"\W", "", text)


@pytest.fixture(params=SCREENS)
def small(request: pytest.FixtureRequest, opened: Opener) -> Page:
    return opened("/", **SCREENS[request.param])


class TestSmall:
    def test_nothing_is_wider_than_the_screen_and_nothing_is_cut(self, small: Page) -> None:
        assert small.viewport_size
        for path in PAGES:
            small.goto(path)
            small.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            width = small.evaluate("document.documentElement.scrollWidth")
            assert (path, width) == (path, small.viewport_size["width"])
            assert (path, small.evaluate(CUT)) == (path, [])

    def test_what_is_offered_while_typing_is_on_the_screen(self, small: Page) -> None:
        small.get_by_role("combobox").press_sequentially("verb:re")
        expect(small.get_by_role("option").first).to_be_visible()
        box = small.get_by_role("listbox").bounding_box()
        assert box
        assert small.viewport_size
        assert 0 <= box["x"] <= box["x"] + box["width"] <= small.viewport_size["width"]

    def test_a_long_question_and_a_long_word_are_no_wider(self, small: Page) -> None:
        word = "x" * 190
        for path in (f"/?q={word}", f"/compare?new={word}", f"/usage?phrase={word}", f"/{word}"):
            small.goto(path)
            assert (path, small.evaluate(CUT)) == (path, [])


class TestPaper:
    @pytest.mark.parametrize(("path", "read"), READ.items())
    def test_the_text_is_printed_without_navigation_and_forms(
        self, opened: Opener, path: str, read: tuple[str, str]
    ) -> None:
        page = opened(path)
        place, words = read
        page.emulate_media(media="print")
        seen = page.locator(HANDLES).filter(visible=True)
        assert [one.evaluate("one => one.outerHTML.slice(0, 100)") for one in seen.all()] == []
        expect(page.locator(place).first).to_be_visible()
        expect(page.locator(place).first).to_contain_text(re.compile(words, re.IGNORECASE))
        expect(page.locator("h1").first).to_be_attached()

    def test_ink_is_dark_on_white_also_in_the_dark(self, opened: Opener) -> None:
        page = opened("/documents/2553?q=women", color_scheme="dark")
        page.emulate_media(media="print", color_scheme="dark")
        colours = "one => { const { color } = getComputedStyle(one); return color; }"
        assert page.locator(".text p").first.evaluate(colours) == "rgb(0, 0, 0)"
        assert page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"

    @pytest.mark.parametrize("path", ["/?q=women&limit=50", "/documents/2553", "/compare?old=2518&new=2553"])
    def test_every_paragraph_of_the_page_is_on_the_paper(self, opened: Opener, path: str) -> None:
        page = opened(path)
        shown = page.locator(".hit blockquote, .text .side p, .pair .words").all_inner_texts()
        assert shown
        printed = read_pdf(page.pdf(format="A4"))
        for text in shown:
            assert letters(text) in printed


class TestPreferences:
    def test_nothing_moves_where_motion_is_not_wanted(self, opened: Opener) -> None:
        page = opened("/?q=security", reduced_motion="reduce")
        moving = """() => [...document.querySelectorAll("*")].filter(one => {
          const { transitionDuration, transitionProperty, animationName } = getComputedStyle(one);
          return animationName !== "none" || (transitionProperty !== "none" && parseFloat(transitionDuration) > 0);
        }).map(one => one.outerHTML.slice(0, 80))"""
        assert page.evaluate(moving) == []
        page.locator(".hit button.copy").first.click()
        expect(page.locator(".said")).to_have_class(re.compile("shown"))
        page.get_by_role("link", name="Next").click()
        expect(page).to_have_url(re.compile("offset=10"))

    def test_in_forced_colours_what_is_told_by_colour_is_told_otherwise(self, opened: Opener) -> None:
        page = opened("/?q=security&clause=preambular", forced_colors="active")
        style = "(one, name) => getComputedStyle(one)[name]"
        assert page.locator(".hit mark").first.evaluate(style, "outlineStyle") == "solid"
        ink = page.locator("body").evaluate(style, "color")
        page.goto("/usage?phrase=women&phrase=security")
        assert page.locator(".chart polyline").first.evaluate(style, "stroke") == ink
        dashes = page.locator(".chart polyline").evaluate_all(
            "all => all.map(one => one.getAttribute('stroke-dasharray'))"
        )
        assert len(set(dashes)) == 2
        page.goto("/compare?old=2518&new=2553")
        assert page.locator(".pair ins").first.evaluate(style, "textDecorationLine") == "underline"
        assert page.locator(".pair del").first.evaluate(style, "textDecorationLine") == "line-through"
        expect(page.locator(".pair .word").first).to_be_visible()
        page.goto("/citations?symbol=2553")
        assert page.locator(".network rect").first.evaluate(style, "stroke") != "none"
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.locator(":focus").evaluate(style, "outlineStyle") == "solid"
