"""Forth and back, in two tabs: after every change the box, the chips, the total and the address say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from seized import build_index

from .conftest import Opener, Served, opening

START, OTHER = "/?q=heron", "/?q=stork&sort=date"
RESOLUTION = """Resolution {number} ({year})

Adopted by the Security Council at its {number}th meeting, on 8 February {year}

The Security Council,

Recalling the heron of {year}, the stork of {year} and the marsh,

{paragraphs}
"""
PARAGRAPHS = ("Requests the heron to wade", "Decides that the stork shall nest", "Urges the heron and the stork to fly")
SAID = """() => ({
  address: location.pathname + location.search,
  box: document.getElementById("q").value,
  chips: [...document.querySelectorAll(".chips li a:not(.all)")].map(one => one.innerText.split("×")[0].trim()),
  sent: [...new FormData(document.getElementById("search"))].filter(([, value]) => value).map(one => one.join("=")).sort(),
  total: document.getElementById("total").innerText,
  title: document.title,
  hits: [...document.querySelectorAll(".hit .id")].map(one => one.innerText),
})"""
"""What a page says of what was asked and of what was found."""
FILTERS = ("clause", "verb", "year", "symbol")
PATIENCE = 10

Said = dict[str, Any]


def write(page: Page) -> None:
    box = page.get_by_label("Search clauses")
    box.fill("marsh")
    box.press("Enter")


def filter_(page: Page) -> None:
    page.locator("section:has(#group-clause) a:not(.chosen)", has_text="operative").click()


def chip(page: Page) -> None:
    page.locator(".chips a").first.click()


def verb(page: Page) -> None:
    page.locator(".hit a.verb").first.click()


def year(page: Page) -> None:
    page.locator(".years svg a:not(.chosen)").first.click()


def sort(page: Page) -> None:
    page.get_by_label("Order").select_option("symbol")


def limit(page: Page) -> None:
    page.get_by_label("Per page").select_option("20")


def turn(page: Page) -> None:
    page.get_by_role("link", name="Next").click()


def dates(page: Page) -> None:
    page.locator("input[name=until]").fill("2019")
    page.locator("input[name=until]").press("Enter")


CHANGES: dict[str, tuple[str, Callable[[Page], None], str]] = {
    "query": (START, write, "q=marsh"),
    "filter": (START, filter_, "clause=operative"),
    "second filter": (f"{START}&clause=preambular", filter_, "clause=operative"),
    "chip": (f"{START}&clause=operative&year=2020", chip, "year=2020"),
    "verb": (START, verb, "verb="),
    "year": (START, year, "year=2018"),
    "dates": (START, dates, "until=2019"),
    "sort": (START, sort, "sort=symbol"),
    "per page": (START, limit, "limit=20"),
    "page": (START, turn, "offset=10"),
}
"""A page, what is done on it, and what stands in the address afterwards."""


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Resolutions of three years on herons, storks and a marsh, served."""
    folder = tmp_path_factory.mktemp("birds")
    for number, year in enumerate((2018, 2019, 2020), 2400):
        paragraphs = "\n\n".join(f"{at}. {PARAGRAPHS[at % 3]} near marsh {at};" for at in range(1, 16))
        text = RESOLUTION.format(number=number, year=year, paragraphs=paragraphs)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    build_index([folder], folder / "index")
    started = Served(folder / "index")
    yield started
    started.stop()


@pytest.fixture
def opened(browser: Browser, birds: Served) -> Iterator[Opener]:
    """Opens pages of that program."""
    with opening(browser, birds.address) as opener:
        yield opener


def said(page: Page) -> Said:
    found: Said = page.evaluate(SAID)
    return found


def comes_to(page: Page, is_so: Callable[[Said], bool]) -> Said:
    """What a page says, once that is so, and for good: nothing is on its way any more."""
    end, last = monotonic() + PATIENCE, Said()
    while monotonic() < end:
        try:
            page.wait_for_load_state("load")
            found = said(page)
            if is_so(found) and found == last and page.locator(".htmx-request").count() == 0:
                return found
            last = found
        except Error:  # it is just being loaded
            pass
        sleep(0.05)
    return said(page)


def changed(page: Page, before: Said, asked: str) -> Said:
    """What a page says once it says something else, with that in its address."""
    found = comes_to(page, lambda now: now != before and asked in now["address"])
    assert found != before
    assert asked in found["address"]
    return found


def comes_to_be(page: Page, expected: Said) -> None:
    assert comes_to(page, lambda now: now == expected) == expected
    agrees(page, expected)


def agrees(page: Page, found: Said) -> None:
    """Whether what the page says is what its address asks for, and what programs are told of it."""
    asked = parse_qs(urlsplit(found["address"]).query)
    assert found["box"] == "".join(asked.get("q", []))
    values = [value for name in (*FILTERS, "since", "until") for value in asked.get(name, [])]
    assert len(found["chips"]) == len(values)
    assert all(value in " ".join(found["chips"]) for value in values), (found["chips"], values)
    answer = page.request.get(f"/api/search?{urlsplit(found['address']).query}").json()
    assert int(found["total"].split()[0].replace(",", "")) == answer["total"]
    assert len(found["hits"]) == len(answer["hits"])
    assert found["title"] == f"{found['box']} – seized"
    # what is asked next goes out with the same filters
    kept = {f"{name}={value}" for name, several in asked.items() for value in several if name not in ("offset",)}
    assert kept <= set(found["sent"]), found


class TestHistory:
    @pytest.mark.parametrize("kind", CHANGES)
    def test_back_and_forth_after_a_change_in_two_tabs(self, opened: Opener, kind: str) -> None:
        start, change, asked = CHANGES[kind]
        one = opened(start)
        other = one.context.new_page()
        other.goto(OTHER)
        before, beside = said(one), said(other)
        change(one)
        after = changed(one, before, asked)
        agrees(one, after)
        filter_(other)
        comes_to(other, lambda now: now != beside)
        for step, expected in ((one.go_back, before), (one.go_forward, after), (one.go_back, before)):
            step()
            comes_to_be(one, expected)
        other.go_back()
        comes_to_be(other, beside)
        assert said(one) == before

    def test_all_changes_one_after_another_and_all_the_way_back_and_forth(self, opened: Opener) -> None:
        page = opened(START)
        states = [said(page)]
        for change, asked in (
            (write, "q=marsh"),
            (turn, "offset=10"),
            (filter_, "clause=operative"),
            (year, "year=2018"),
            (sort, "sort=symbol"),
            (chip, "year=2018"),
            (limit, "limit=20"),
            (chip, "q=marsh"),
            (turn, "offset=20"),
        ):
            change(page)
            states.append(changed(page, states[-1], asked))
            agrees(page, states[-1])
        for expected in states[-2::-1]:
            page.go_back()
            comes_to_be(page, expected)
        for expected in states[1:]:
            page.go_forward()
            comes_to_be(page, expected)

    def test_a_document_that_was_opened_leads_back_to_what_was_found(self, opened: Opener) -> None:
        page = opened(START)
        filter_(page)
        found = comes_to(page, lambda now: "clause=operative" in now["address"])
        page.locator(".hit").nth(3).get_by_role("link", name="In the document").click()
        expect(page.locator(".row:target")).to_be_visible()
        page.go_back()
        comes_to_be(page, found)

    def test_what_is_typed_and_not_asked_does_not_go_into_the_address(self, opened: Opener) -> None:
        page = opened(START)
        page.get_by_label("Search clauses").fill("stork")
        filter_(page)
        found = comes_to(page, lambda now: "clause=operative" in now["address"])
        assert found["address"] == f"{START}&clause=operative"
        page.reload()
        agrees(page, said(page))
