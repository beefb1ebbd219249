"""The page of citations: the picture, the lists, the years, and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.testclient import TestClient

from seized import Index, build_index
from seized.search.cited import Cited
from seized.search.web import create_app
from seized.search.web.pages.neighbours import gathered, picture


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


def get(client: TestClient, symbol: str = "", status: int = 200, **query: str) -> Any:
    answer = client.get("/citations", params={"symbol": symbol, **query})
    assert answer.status_code == status
    return parsed(answer.text)


def citing(page: Any) -> list[str]:
    """The clauses that are listed as citing."""
    return list(page.xpath("//section[@class='citing']//ul/li/ul/li/a/@href"))


def cited(document: str, target: str, *, clause: int = 1, date: str = "2020-01-01", paragraph: str = "") -> Cited:
    return Cited(f"{document}/op/{clause}", document, f"op/{clause}", "en", date, target, paragraph)


class TestForm:
    def test_without_a_document_there_is_a_form_and_where_to_begin(self, client: TestClient) -> None:
        page = get(client)
        assert {one.get("name") for one in page.xpath("//main//label//*[@name]")} == {
            "symbol", "since", "until", "lang",
        }  # fmt: skip
        assert page.xpath("//main/p/a/@href")[0].startswith("/citations?symbol=")

    @pytest.mark.parametrize(
        ("symbol", "status"), [("9999 (2031)", 404), ("nonsense", 400), ("1701#x", 400), ("<script>", 400)]
    )
    def test_what_is_not_known_is_said_above_the_form(self, client: TestClient, symbol: str, status: int) -> None:
        page = get(client, symbol, status)
        assert page.xpath("string(//*[@role='alert']/p)")
        assert page.xpath("//input[@name='symbol']/@value") == [symbol]


class TestLists:
    def test_all_that_cites_a_document_is_listed_newest_first(self, client: TestClient, mandate: Index) -> None:
        found, page = mandate.citations("2433"), get(client, "2433")
        assert sorted(citing(page)) == sorted(f"/clauses/{row.clause}" for row in found.cited_by)
        dates = page.xpath("//section[@class='citing']//ul/li/time/@datetime")
        assert dates == sorted(dates, reverse=True)
        years = [one.text for one in page.xpath("//section[@class='citing']/h3")]
        assert years == sorted(found.years, reverse=True)

    def test_what_a_document_cites_is_listed_by_paragraph(self, client: TestClient, mandate: Index) -> None:
        found, page = mandate.citations("2539"), get(client, "2539")
        listed = page.xpath("//section[@class='cited']/ul/li/a/@href")
        assert listed == [f"/clauses/{clause}" for clause in dict.fromkeys(row.clause for row in found.cites)]
        assert len(page.xpath("//section[@class='cited']/ul/li/ul/li")) == len(found.cites)

    def test_pages_of_a_list_make_up_the_whole(self, client: TestClient, mandate: Index) -> None:
        page, pages, seen = get(client, "1701", limit="3"), 1, []
        seen += citing(page)
        while following := page.xpath("//section[@class='citing']//a[@rel='next']/@href"):
            page = parsed(client.get(following[0]).text)
            seen += citing(page)
            pages += 1
        assert len(seen) == len(mandate.citations("1701").cited_by)
        assert pages == -(-len(seen) // 3)
        assert page.xpath("//section[@class='citing']//a[@rel='prev']")

    def test_of_a_paragraph_what_cites_just_that_comes_first(self, client: TestClient, mandate: Index) -> None:
        rows = mandate.citations("1701").cited_by
        label = next(row.paragraph for row in rows if row.paragraph)
        page = get(client, f"1701#{label}")
        pinned = [row for row in rows if mandate.citations("1701", label).pinpoints(row)]
        first = citing(page)[: len(pinned)]
        assert sorted(first) == sorted(f"/clauses/{row.clause}" for row in pinned)
        assert (
            get(client, "1701", paragraph=label).xpath("//h1")[0].text_content() == page.xpath("//h1")[0].text_content()
        )

    def test_relative_citations_are_in_their_own_words(self, tmp_path: Path) -> None:
        text = (
            "Resolution 2400 (2018)\n\nThe Security Council,\n\nRecalling its resolution 1701 (2006),\n\n"
            "1. Decides to renew the measures in paragraph 2 of resolution 1701 (2006), and recalls paragraph 5 of that"
            " resolution;\n\n2. Decides to remain seized of the matter.\n"
        )
        (tmp_path / "2400.txt").write_text(text, encoding="utf-8")
        build_index([tmp_path / "2400.txt"], tmp_path / "index")
        with TestClient(create_app(tmp_path / "index", seconds=60), base_url="http://127.0.0.1") as client:
            page = get(client, "1701#5")
        assert page.xpath("//section[@class='citing']//q/text()") == ["paragraph 5 of that resolution"]
        assert page.xpath("//section[@class='citing']/h3/text()")[0] == "Citing this paragraph"

    def test_the_years_filter_and_the_year_that_is_chosen_leads_back(self, client: TestClient) -> None:
        page = get(client, "1701")
        bar = page.xpath("//figure[@class='years']//svg/a")[-1]
        shown = parsed(client.get(bar.get("href")).text)
        assert len(shown.xpath("//section[@class='citing']/h3")) == 1
        (chosen,) = shown.xpath("//figure[@class='years']//svg/a[@aria-current]")
        assert citing(parsed(client.get(chosen.get("href")).text)) == citing(page)

    def test_documents_that_are_not_in_the_index_are_said_to_be_missing(
        self, client: TestClient, mandate: Index
    ) -> None:
        page = get(client, "1701")
        assert not mandate.editions("S/RES/1701 (2006)")
        assert page.xpath("string(//p[@class='facts'])").strip() == "The document itself is not in the index."
        missing = [one.text_content() for one in get(client, "2539").xpath("//section[@class='cited']/ul/li/ul/li")]
        assert any("S/RES/1701 (2006) (not in the index)" in " ".join(text.split()) for text in missing)

    def test_chinese(self, client: TestClient) -> None:
        page = get(client, "第1701(2006)号决议", ui="zh", lang="zh")
        assert page.xpath("//html/@lang") == ["zh-Hans"]
        assert citing(page)
        assert all("@zh" in link for link in citing(page))


class TestPicture:
    def test_each_box_leads_to_the_citations_of_its_document(self, client: TestClient) -> None:
        boxes = get(client, "1701").xpath("//figure[@class='network']//svg/a/@href")
        assert "/citations?symbol=S%2FRES%2F2539+%282020%29" in boxes

    def test_the_latest_documents_stand_left_and_the_rest_is_counted(self) -> None:
        rows = [cited(f"S/RES/{n} (2000)", "X", date=f"{2000 + n}-01-01") for n in range(20)]
        found = picture(gathered(rows, citing=True), [], lambda symbol: symbol, lambda _: "2000")
        assert [node.neighbour.date[:4] for node in found.citing.nodes] == [str(2019 - n) for n in range(14)]
        assert (found.citing.left_out, found.cited.left_out) == (6, 0)

    def test_what_is_cited_by_more_paragraphs_has_a_thicker_line(self) -> None:
        rows = [cited("X", "A"), *(cited("X", "B", clause=n) for n in range(5)), cited("X", "A", paragraph="3")]
        found = picture([], gathered(rows, citing=False), lambda symbol: symbol, lambda _: "")
        thick, thin = found.cited.nodes
        assert (thick.neighbour.symbol, thin.neighbour.symbol) == ("B", "A")
        assert thick.thickness > thin.thickness
        assert (thick.detail, thin.detail, thin.is_known) == ("", "3", False)

    def test_boxes_do_not_overlap_and_stay_inside(self) -> None:
        rows = [cited(f"S/RES/{n} (2000)", f"S/{n}/1") for n in range(40)]
        found = picture(gathered(rows, citing=True), gathered(rows[:3], citing=False), str, str)
        for column in (found.citing, found.cited):
            places = [node.y for node in column.nodes]
            assert all(below - above >= found.box_height for above, below in pairwise(places))
            assert places[0] >= 0
            assert column.end <= found.height


class TestSamples:
    def test_both_directions_are_those_of_the_index(self, on_samples: TestClient, samples_index: Index) -> None:
        assert citing(get(on_samples, "2378")) == ["/clauses/S/RES/2518(2020)/op/11", "/clauses/S/RES/2518(2020)/op/14"]
        found = samples_index.citations("2553")
        listed = get(on_samples, "2553").xpath("//section[@class='cited']/ul/li/a/@href")
        assert listed == [f"/clauses/{clause}" for clause in dict.fromkeys(row.clause for row in found.cites)]
