"""The page of a comparison: which two, what became of each paragraph, and what is shown of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.testclient import TestClient

from seized import Index
from seized.search.web import create_app

CHANGED = ["reworded", "moved", "new", "dropped"]


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


def get(client: TestClient, status: int = 200, /, **query: str | list[str]) -> Any:
    answer = client.get("/compare", params=query)
    assert answer.status_code == status
    return parsed(answer.text)


def statuses(page: Any) -> Counter[str]:
    kinds = (one.get("class").removeprefix("pair ") for one in page.xpath("//section/div"))
    return Counter(kinds)


class TestWhich:
    def test_without_any_there_is_a_form_and_where_to_begin(self, client: TestClient) -> None:
        page = get(client)
        assert {one.get("name") for one in page.xpath("//main//label//*[@name]")} == {"old", "new", "lang"}
        assert page.xpath("//main/p/a/@href")[0].startswith("/compare?new=")

    @pytest.mark.parametrize("query", [{"new": "2539"}, {"old": "2539"}])
    def test_one_alone_is_compared_with_what_it_renews_and_it_is_said_why(
        self, client: TestClient, mandate: Index, query: dict[str, str]
    ) -> None:
        found, page = mandate.compare("2539"), get(client, **query)
        assert found.predecessor is not None
        assert page.xpath("//h1")[0].text == f"{found.old} → {found.new}"
        assert found.predecessor.why[1:] in page.xpath("string(//p[@class='why'])")

    def test_two_are_compared_as_they_are_written(self, client: TestClient, mandate: Index) -> None:
        page = get(client, old="2433", new="S/RES/2539(2020)")
        counts = {status: n for status, n in mandate.compare("2433", "2539").counts.items() if n}
        assert statuses(page) == counts
        assert not page.xpath("//p[@class='why']")

    def test_two_clauses_are_compared(self, client: TestClient) -> None:
        page = get(client, old="S/RES/2433(2018)/op/1", new="S/RES/2539(2020)/op/1")
        assert sum(statuses(page).values()) == 1
        assert page.xpath("//del")
        assert page.xpath("//ins")

    def test_in_chinese(self, client: TestClient) -> None:
        page = get(client, old="2539", new="2591", lang="zh", ui="zh")
        assert page.xpath("//html/@lang") == ["zh-Hans"]
        assert set(page.xpath("//p[@class='words']/@lang")) == {"zh"}

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ({"new": "9999"}, 404),
            ({"new": "1655"}, 404),
            ({"old": "S/RES/2433(2018)/op/1", "new": "2539"}, 400),
            ({"new": "<script>"}, 400),
        ],
    )
    def test_what_cannot_be_compared_is_said_above_the_form(
        self, client: TestClient, query: dict[str, str], status: int
    ) -> None:
        page = get(client, status, **query)
        assert page.xpath("string(//*[@role='alert']/p)")
        assert page.xpath("//input[@name='new']/@value") == [query["new"]]
        assert not page.xpath("//main//script")


class TestPairs:
    def test_each_paragraph_has_its_status_in_words_and_leads_to_its_clause(self, client: TestClient) -> None:
        page = get(client, new="2539")
        for pair in page.xpath("//section/div"):
            assert pair.xpath("string(./p[@class='mark']/span[@class='word'])")
            assert all(link.startswith("/clauses/") for link in pair.xpath(".//p[@class='place']/a/@href"))
        assert page.xpath("//div[contains(@class, 'reworded')]//del")
        assert not page.xpath("//div[@class='pair same']//del")

    def test_the_counts_filter_and_can_be_taken_back(self, client: TestClient) -> None:
        page = get(client, new="2539")
        address = page.xpath("//nav[@class='statuses']//li[@class='new']/a/@href")[0]
        shown = parsed(client.get(address).text)
        assert set(statuses(shown)) == {"new"}
        (chosen,) = shown.xpath("//nav[@class='statuses']//a[@class='chosen']")
        again = parsed(client.get(chosen.get("href")).text)
        assert statuses(again) == statuses(page)
        assert shown.xpath("//p[@class='hidden']")

    def test_only_what_changed_leaves_out_the_same(self, client: TestClient) -> None:
        page = get(client, new="2539")
        (address,) = page.xpath("//a[text()='Only what changed']/@href")
        shown = parsed(client.get(address).text)
        assert statuses(shown) == {one: n for one, n in statuses(page).items() if one in CHANGED}

    def test_what_is_not_a_status_is_passed_over(self, client: TestClient) -> None:
        assert statuses(get(client, new="2539", show="nonsense")) == statuses(get(client, new="2539"))


class TestSamples:
    def test_each_paragraph_has_what_became_of_it(self, on_samples: TestClient, samples_index: Index) -> None:
        page = get(on_samples, old="2518", new="2553")
        found = samples_index.compare("2518", "2553")
        assert statuses(page) == Counter(pair.status for pair in found.pairs)
        assert set(statuses(page)) >= {"reworded", "new", "dropped"}
