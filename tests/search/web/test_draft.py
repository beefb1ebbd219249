"""The page of a draft: its paragraphs, their precedents, what is new, and what is not looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.testclient import TestClient

from seized import Index
from seized.search.deadline import within
from seized.search.web import create_app
from seized.search.web.pages.precedents import AMONG_OTHERS, look_at

SEIZED = "Decides to remain actively seized of the matter."
STRANGE = "Welcomes hovercraft of blockchain in the lagoon of Xanadu;"
CLAUSE = "S/RES/2539(2020)/op/1"


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


def send(client: TestClient, draft: str, status: int = 200, /, **more: str) -> Any:
    answer = client.post("/draft", data={"draft": draft, **more})
    assert answer.status_code == status
    return parsed(answer.text)


def states(page: Any) -> list[str]:
    return [one.get("class").removeprefix("paragraph ") for one in page.xpath("//article")]


def said(found: Any) -> str:
    return " ".join(found.text_content().split())


class TestForm:
    def test_every_field_has_a_label(self, client: TestClient) -> None:
        page = parsed(client.get("/draft").text)
        fields = page.xpath("//form//*[self::textarea or self::select or self::input[not(@type='hidden')]]")
        assert {one.get("name") for one in fields} == {"draft", "lang", "clause", "since", "until", "leave_out"}
        for field in fields:
            assert field.xpath("ancestor::label") or page.xpath(f"//label[@for='{field.get('id')}']")

    @pytest.mark.parametrize("draft", ["", "  \n ", "…\n\n!!"])
    def test_a_draft_without_words_is_answered_in_a_sentence(self, client: TestClient, draft: str) -> None:
        page = send(client, draft, 400)
        assert len(page.xpath("//*[@role='alert']//h2")) == 1
        assert not page.xpath("//article")

    @pytest.mark.parametrize(
        ("name", "value"), [("since", "soon"), ("leave_out", '"><script>'), ("leave_out", "Letter of 2539")]
    )
    def test_what_is_wrong_with_a_filter_is_said_once_and_the_draft_is_kept(
        self, client: TestClient, name: str, value: str
    ) -> None:
        page = send(client, f"{SEIZED}\n\n{STRANGE}", 400, **{name: value})
        assert value in said(page.xpath("//*[@role='alert']")[0])
        assert page.xpath("string(//textarea)").strip().startswith(SEIZED)
        assert page.xpath(f"//input[@name='{name}']/@value") == [value]

    def test_plain_text_is_a_draft_and_other_types_are_refused(self, client: TestClient) -> None:
        plain = client.post("/draft?lang=en", content=SEIZED, headers={"content-type": "text/plain"})
        assert states(parsed(plain.text)) == ["near"]
        other = client.post("/draft", content=b"{}", headers={"content-type": "application/json"})
        assert other.status_code == 400

    def test_a_form_of_thousands_of_fields_is_refused(self, client: TestClient) -> None:
        answer = client.post("/draft", data={f"x{n}": "1" for n in range(5000)})
        assert answer.status_code == 400


class TestParagraphs:
    def test_each_paragraph_has_its_number_and_how_near_its_precedents_are(self, client: TestClient) -> None:
        page = send(client, f"1. {SEIZED}\n\n2. {STRANGE}")
        assert states(page) == ["near", "none"]
        assert page.xpath("//article/@id") == ["paragraph-1", "paragraph-2"]
        assert page.xpath("//*[@id='summary']//ul/li/a/@href") == ["#paragraph-1", "#paragraph-2"]

    def test_words_that_no_precedent_has_are_marked(self, client: TestClient, mandate: Index) -> None:
        draft = mandate.clause(CLAUSE).text + " Urges hovercraft."
        (mark,) = send(client, draft).xpath("//article//mark[@class='novel']")
        assert mark.text == "Urges hovercraft"

    def test_differences_are_marked_and_a_same_wording_is_said_to_be_it(self, client: TestClient) -> None:
        page = send(client, SEIZED.replace("remain", "stay"))
        first = page.xpath("//li[@class='precedent']")[0]
        assert (first.xpath(".//del")[0].text, first.xpath(".//ins")[0].text) == ("remain", "stay")
        same = send(client, SEIZED).xpath("//li[@class='precedent']")[0]
        assert same.xpath(".//p[@class='same']")
        assert not same.xpath(".//del | .//ins")

    def test_the_nearest_is_that_of_the_index_with_its_uses_folded(self, client: TestClient, mandate: Index) -> None:
        best = mandate.similar(SEIZED).precedents[0]
        first = send(client, SEIZED).xpath("//li[@class='precedent']")[0]
        assert first.xpath(".//h3/a/@href") == [f"/clauses/{best.id}"]
        assert f"Used {best.wording.used} times" in said(first.xpath("./details/summary")[0])
        assert len(first.xpath("./details/ul/li")) == best.wording.used - 1
        assert first.xpath("./details[@open]") == []

    def test_a_clause_of_the_index_has_its_precedents_from_other_documents(self, client: TestClient) -> None:
        page = parsed(client.get("/draft", params={"of": CLAUSE}).text)
        links = page.xpath("//li[@class='precedent']//h3/a/@href")
        assert links
        assert not any("2539" in link for link in links)
        assert page.xpath("//input[@name='leave_out']/@value") == ["S/RES/2539 (2020)"]

    def test_of_a_clause_only_what_is_older_can_be_asked_for(self, client: TestClient) -> None:
        page = parsed(client.get("/draft", params={"of": CLAUSE, "earlier": "true"}).text)
        dates = page.xpath("//li[@class='precedent']/p[@class='facts']/time/@datetime")
        assert dates
        assert max(dates) < "2020-08-28"

    def test_documents_that_are_named_are_left_out(self, client: TestClient) -> None:
        links = send(client, SEIZED, leave_out="2539, S/RES/2591 (2021)；2530").xpath("//article//a/@href")
        assert links
        assert not any(number in link for link in links for number in ("2539", "2591", "2530"))

    def test_of_what_is_left_out_it_is_said_that_the_index_does_not_have_it(self, client: TestClient) -> None:
        page = send(client, SEIZED, leave_out="S/RES/9999 (2050), 2539")
        assert page.xpath("//details[@class='passed']//li")[0].text.startswith("S/RES/9999 (2050) is not in the index")

    def test_filters_restrict_the_precedents(self, client: TestClient) -> None:
        links = send(client, SEIZED, until="2010", clause="operative").xpath("//article//h3/a/@href")
        assert links
        assert all("/op/" in link and link < "/clauses/S/RES/1938" for link in links)

    def test_a_chinese_draft_has_chinese_precedents(self, client: TestClient, mandate: Index) -> None:
        clause = mandate.clause(f"{CLAUSE}@zh")
        page = send(client, clause.text)
        assert states(page) == ["near"]
        assert page.xpath("//li[@class='precedent'][1]//blockquote/@lang")[0] == "zh"

    def test_a_hostile_draft_comes_out_escaped(self, client: TestClient) -> None:
        hostile = '</textarea><script>alert(1)</script><img src=x onerror="alert(1)"> decides to remain seized'
        page = send(client, f"{hostile}\n\n{hostile}")
        assert not page.xpath("//main//script | //main//img | //*[@onerror]")
        assert page.xpath("string(//textarea)").strip().startswith(hostile)


class TestParts:
    def test_one_paragraph_is_looked_at_however_little_time_there_is(self, mandate: Index) -> None:
        with within(0.3):
            (only,) = look_at(mandate, [SEIZED, SEIZED, SEIZED], 2, AMONG_OTHERS, {})
        assert only.number == 2

    def test_a_paragraph_for_which_time_is_short_is_said_to_be_unread(self, mandate: Index) -> None:
        with within(-1):
            (only,) = look_at(mandate, [SEIZED, SEIZED], 1, AMONG_OTHERS, {})
        assert (only.status, only.number, only.parts[0].text) == ("unread", 1, SEIZED)
        assert only.problem

    def test_part_by_part_each_paragraph_is_looked_at_once(self, mandate_path: Path, mandate: Index) -> None:
        texts = [
            hit.text for hit in mandate.search("lang:en", limit=120) if "\n" not in hit.text and len(hit.text) > 30
        ]
        seen: list[int] = []
        form = {"draft": "\n\n".join(texts)}
        with TestClient(create_app(mandate_path, seconds=1.0), base_url="http://127.0.0.1") as client:
            while form:
                page = parsed(client.post("/draft", data=form).text)
                seen += [int(one.rpartition("-")[2]) for one in page.xpath("//article/@id")]
                rest = page.xpath("//section[@id='rest']/form")
                form = {one.get("name"): one.get("value") for one in rest[0].xpath("./input")} if rest else {}
        assert seen == list(range(1, len(texts) + 1))

    def test_a_later_part_counts_the_earlier_ones_and_links_to_what_is_on_the_page(self, client: TestClient) -> None:
        draft = "\n\n".join((SEIZED, STRANGE, SEIZED))
        later = {"from": "2", "known": "no"}
        alone, appended = send(client, draft, **later), send(client, draft, **later, appended="1")
        for page in (alone, appended):
            assert page.xpath("//article/@id") == ["paragraph-3"]
            counts = [said(one) for one in page.xpath("//*[@id='summary']//ul/li")]
            assert [count.split()[1] for count in counts] == ["2", "0", "1"]
        assert alone.xpath("//*[@id='summary']//ol//a/@href") == ["#paragraph-3"]
        assert appended.xpath("//*[@id='summary']//ol//a/@href") == [f"#paragraph-{n}" for n in (1, 2, 3)]

    def test_one_paragraph_can_be_looked_at_alone(self, client: TestClient) -> None:
        page = send(client, f"{SEIZED}\n\n{STRANGE}", only="2")
        assert page.xpath("//article/@id") == ["paragraph-2"]
        assert page.xpath("//form[@id='again']/input[@name='draft']")

    @pytest.mark.parametrize("place", [{"from": "9"}, {"only": "9"}])
    def test_past_its_end_a_draft_has_no_paragraph(self, client: TestClient, place: dict[str, str]) -> None:
        page = send(client, f"{SEIZED}\n\n{STRANGE}", **place)
        assert not page.xpath("//article")
        assert page.xpath("//p[@class='none']")

    def test_headings_and_what_is_too_long_are_said(self, client: TestClient) -> None:
        page = send(client, f"Decides:\n\n{SEIZED}\n\n{'extend ' * 3000}")
        passed = said(page.xpath("//details[@class='passed']")[0])
        assert "Decides:" in passed
        assert "20,999 characters" in passed
        assert states(page) == ["near"]


class TestSamples:
    def test_a_draft_is_looked_at_paragraph_by_paragraph(self, on_samples: TestClient, samples_index: Index) -> None:
        draft = SEIZED.replace("remain", "stay")
        page = send(on_samples, f"{draft}\n\n{STRANGE}")
        assert states(page) == ["some", "none"]
        best = samples_index.similar(draft).precedents[0]
        (first,) = page.xpath("//article[1]//li[@class='precedent'][1]")
        assert first.xpath(".//h3/a/@href") == [f"/clauses/{best.id}"]
        assert (first.xpath(".//del")[0].text, first.xpath(".//ins")[0].text) == ("remain", "stay")
