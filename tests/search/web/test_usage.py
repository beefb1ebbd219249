"""The page of usage: lines, their points, the numbers, and wordings that nothing has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.testclient import TestClient

from seized import Index
from seized.search.web import create_app


@pytest.fixture(scope="module")
def client(mandate_path: Path) -> Iterator[TestClient]:
    """The pages over the mandate."""
    with TestClient(create_app(mandate_path, seconds=60), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture
def on_samples(app: Starlette) -> TestClient:
    """The pages over the samples, which are at hand wherever the tests run."""
    return TestClient(app, base_url="http://127.0.0.1")


def parsed(text: str) -> Any:
    return html.document_fromstring(text)


def get(client: TestClient, *phrases: str, status: int = 200, **query: str) -> Any:
    answer = client.get("/usage", params={"phrase": phrases, **query})
    assert answer.status_code == status
    return parsed(answer.text)


def numbers(page: Any) -> dict[int, int]:
    """The counts of the first wording, by year, without those of 0."""
    rows = page.xpath("//details[@class='numbers']//tbody/tr")
    return {int(row.xpath("string(th)")): int(row.xpath("string(td[1]/a)")) for row in rows if row.xpath("td[1]/a")}


class TestForm:
    @pytest.mark.parametrize(("given", "fields"), [(0, 1), (1, 2), (5, 6), (6, 6)])
    def test_there_is_a_field_for_each_wording_and_an_empty_one_up_to_six(
        self, client: TestClient, given: int, fields: int
    ) -> None:
        phrases = [f"peace{'keeping' * n}" for n in range(given)]
        found = get(client, *phrases).xpath("//input[@name='phrase']")
        assert [one.get("value") for one in found] == [*phrases, ""][:6]
        assert len(found) == fields

    def test_more_than_six_or_a_bad_query_is_refused_above_the_form(self, client: TestClient) -> None:
        for phrases in ([f"word{n}" for n in range(7)], ["vreb:x"]):
            page = get(client, *phrases, status=400)
            assert page.xpath("//*[@role='alert']")
            assert page.xpath("//input[@name='phrase']/@value")[0] == phrases[0]

    def test_a_wording_that_is_given_twice_is_drawn_once(self, client: TestClient) -> None:
        assert len(get(client, "mandate", " mandate ", "").xpath("//polyline")) == 1

    @pytest.mark.parametrize(
        ("ui", "sentence"),
        [("en", "One chart takes 6 wordings, not 7"), ("zh", "一张图最多绘制 6 个措辞，现有 7 个")],
    )
    def test_too_many_are_refused_in_the_language_of_the_page(
        self, on_samples: TestClient, ui: str, sentence: str
    ) -> None:
        page = get(on_samples, *(f"word{n}" for n in range(7)), status=400, ui=ui)
        assert page.xpath("//*[@role='alert']")[0].text_content().strip() == sentence


class TestChart:
    def test_the_numbers_are_those_of_the_index(self, client: TestClient, mandate: Index) -> None:
        (series,) = mandate.usage("all parties").series
        page = get(client, "all parties")
        assert numbers(page) == {use.year: use.count for use in series.years if use.count}
        assert page.xpath("string(//table[@class='legend']//td[1])") == str(series.total)
        assert len(page.xpath("//polyline")[0].get("points").split()) == sum(use.clauses > 0 for use in series.years)

    def test_each_point_leads_to_the_clauses_of_its_year(self, client: TestClient, mandate: Index) -> None:
        page = get(client, "all parties", clause="operative")
        counts = numbers(page)
        points = page.xpath("//svg[@class='chart']//a/@href")
        assert len(points) == len(counts)
        for address, count in zip(points, counts.values(), strict=True):
            query = parse_qs(urlsplit(address).query)
            found = mandate.search(query["q"][0], clause=query["clause"], year=query["year"])
            assert found.total == count

    def test_lines_differ_by_marker_and_dash(self, client: TestClient) -> None:
        page = get(client, "mandate", "parties", "verb:requests")
        dashes = page.xpath("//polyline/@stroke-dasharray")
        markers = [group.xpath("string(.//path/@d)") for group in page.xpath("//svg[@class='chart']/g")]
        assert len(set(zip(dashes, markers, strict=True))) == 3
        assert len(set(markers)) == 3

    def test_shares_and_counts_have_axes_of_their_own(self, client: TestClient) -> None:
        shares, counts = get(client, "mandate"), get(client, "mandate", measure="count")
        assert "%" in shares.xpath("string(//svg[@class='chart'])")
        axis = counts.xpath("//svg[@class='chart']/text[@text-anchor='end']/text()")
        assert all(value.isdecimal() for value in axis)

    def test_first_and_last_use_are_links(self, client: TestClient, mandate: Index) -> None:
        (series,) = mandate.usage("mandate").series
        assert series.first is not None
        assert series.last is not None
        links = get(client, "mandate").xpath("//table[@class='legend']//td/a/@href")
        assert links == [f"/clauses/{series.first.id}", f"/clauses/{series.last.id}"]

    def test_of_a_single_year_the_numbers_are_open(self, client: TestClient) -> None:
        one, several = get(client, "mandate", since="2020", until="2020"), get(client, "mandate")
        assert one.xpath("//details[@class='numbers']/@open")
        assert not several.xpath("//details[@class='numbers']/@open")

    def test_chinese(self, client: TestClient) -> None:
        page = get(client, "安全理事会", "联黎部队", ui="zh")
        assert len(page.xpath("//polyline")) == 2
        assert page.xpath("//h1")[0].text == "历年用法"


class TestMissing:
    def test_a_wording_that_nothing_has_is_said_with_what_may_be_meant(self, client: TestClient) -> None:
        page = get(client, "mandaate", "parties")
        (problem,) = page.xpath("//div[@class='problem']")
        assert "mandaate" in problem.text_content()
        (meant,) = problem.xpath(".//p[@class='meant']/a")
        assert meant.text == "mandate"
        assert len(parsed(client.get(meant.get("href")).text).xpath("//polyline")) == 2
        assert len(page.xpath("//polyline")) == 1

    def test_where_nothing_has_any_there_is_no_chart(self, client: TestClient) -> None:
        page = get(client, "zzzz qqqq", "xyzzy")
        assert len(page.xpath("//div[@class='problem']")) == 2
        assert not page.xpath("//svg | //table")

    def test_a_hostile_wording_comes_out_escaped(self, client: TestClient) -> None:
        page = get(client, '"<script>alert(1)</script>"', "<img src=x onerror=alert(1)>")
        assert not page.xpath("//main//script | //main//img")


class TestSamples:
    def test_each_wording_has_its_line_and_its_numbers(self, on_samples: TestClient, samples_index: Index) -> None:
        page = get(on_samples, "safety and security", "peacekeepers")
        found = samples_index.usage("safety and security", "peacekeepers").series
        assert len(page.xpath("//polyline")) == 2
        assert page.xpath("//table[@class='legend']//tr/td[1]//text()[normalize-space()]") == [
            str(series.total) for series in found
        ]
        assert numbers(page) == {use.year: use.count for use in found[0].years if use.count}
