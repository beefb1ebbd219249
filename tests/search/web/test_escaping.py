"""Hostile strings in texts, in what is known of documents and in addresses are shown as they are, and do nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from lxml import html
from starlette.testclient import TestClient

from seized import build_index
from seized.search.web import create_app

HOSTILE: list[str] = json.loads((Path(__file__).parent / "hostile.json").read_text(encoding="utf-8"))
HARMLESS = "mediation"
PAGES = (
    "/documents/S/RES/{number}(2030)",
    "/clauses/S/RES/{number}(2030)/op/1",
    "/?symbol={number}",
    "/?q=S/RES/{number}(2030)",
)
QUERIES = (
    "/?q={}",
    "/?q=%22{}%22",
    "/?agenda={}",
    "/?vote={}",
    "/?q=peace&ui={}",
    "/documents/2553?q={}",
    "/help?ui={}",
)
FIRST = 3000

XML = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<meta><identification source="#x"><FRBRWork><FRBRdate date="2020-12-03" name="adoption"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification>
<classification source="DHLAUTH"><keyword showAs="{evil}" dictionary="UNBIS Thesaurus"/>
<keyword refersTo="agenda" showAs="The situation in {evil}" dictionary="S/"/>
<keyword refersTo="title" showAs="Title {evil}" dictionary="DHL"/></classification>
<workflow source="#un"><step outcome="draftResolution" as="S/2020/1158" by="{evil}"/></workflow>
<analysis><parliamentary><voting><count value="1" refersTo="against"><organization>{evil}</organization></count></voting>
</parliamentary></analysis></meta>
<coverPage><p><docNumber refersTo="#symbol">S/RES/{number} (2030)</docNumber></p></coverPage>
<mainBody><paragraph><num>1.</num><content><p>Requests {evil} to report;</p></content></paragraph>
</mainBody></statement></akomaNtoso>"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages over a document for each string, and one with a harmless one."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, evil in enumerate((HARMLESS, *HOSTILE), FIRST):
        shown = escape(evil.replace("\t", " "))
        (folder / f"{number}.xml").write_text(XML.format(number=number, evil=shown), encoding="utf-8")
    build_index([*folder.glob("*.xml")], folder / "index")
    with TestClient(create_app(folder / "index", seconds=60), base_url="http://127.0.0.1") as client:
        yield client


def page(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code < 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.text)


def elements(tree: html.HtmlElement) -> set[tuple[str, ...]]:
    """The different elements of a page, each with the names of its attributes."""
    return {(str(one.tag), *sorted(one.attrib)) for one in tree.iter()}


def is_harmless(tree: html.HtmlElement) -> bool:
    """Whether a page runs nothing but its own scripts, and leads nowhere but to itself."""
    addresses = [urlsplit(one) for _, name, one, _ in tree.iterlinks() if name]
    return (
        all(one.get("src", "").startswith("/static/") and not one.text for one in tree.iter("script"))
        and all(not one.scheme and not one.netloc for one in addresses)
        and not any(name.startswith(("on", "hx-on", "style")) for one in tree.iter() for name in one.attrib)
        and not any(tree.findall(f".//{tag}") for tag in ("iframe", "object", "embed", "base", "style", "math"))
    )


class TestEscaping:
    def test_there_are_two_hundred_of_them(self) -> None:
        assert len(set(HOSTILE)) >= 200

    @pytest.mark.parametrize("path", PAGES)
    def test_no_element_comes_out_of_what_a_document_says(self, client: TestClient, path: str) -> None:
        plain = elements(page(client, path.format(number=FIRST)))
        for number, evil in enumerate(HOSTILE, FIRST + 1):
            tree = page(client, path.format(number=number))
            assert (evil, elements(tree) - plain) == (evil, set())
            assert is_harmless(tree), evil

    def test_the_text_is_shown_as_it_is(self, client: TestClient) -> None:
        for number, evil in enumerate(HOSTILE, FIRST + 1):
            shown = page(client, f"/documents/S/RES/{number}(2030)").text_content()
            clause = client.get(f"/api/search?symbol={number}").json()["hits"][0]
            assert " ".join(clause["text"].split()) in " ".join(shown.split()), evil

    @pytest.mark.parametrize("path", QUERIES)
    def test_what_is_asked_is_shown_as_it_is(self, client: TestClient, path: str) -> None:
        for evil in HOSTILE:
            tree = page(client, path.format(quote(evil, safe="")))
            assert is_harmless(tree), evil
            box = tree.get_element_by_id("q", None)
            if path == "/?q={}" and box is not None:
                assert box.get("value") == evil

    @pytest.mark.parametrize("path", ["/documents/{}", "/clauses/{}", "/lineage/{}", "/{}", "/static/{}"])
    def test_no_path_leads_out(self, client: TestClient, path: str) -> None:
        for evil in HOSTILE:
            answer = client.get(path.format(quote(evil, safe="")))
            assert answer.status_code in (400, 404), evil
            assert "root:" not in answer.text
