"""Hostile strings in texts, in what is known of documents and in addresses are shown as they are, and do nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
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
OTHERS = (HARMLESS, "xyzzy", "mediaton", '"open', "2020", "S/RES/3000 (2030)", "x" * 250)
"""What else a page may be asked for: it finds, it finds nothing, it means something else, it is refused."""
PAGES = {
    "/documents/S/RES/{number}(2030)": "",
    "/clauses/S/RES/{number}(2030)/op/1": "",
    "/?symbol={number}": "",
    "/?q=S/RES/{number}(2030)": "",
    "/lineage/S/RES/{later}(2031)/op/1": "ins",
    "/draft?of=S/RES/{later}(2031)/op/1&symbol={number}": "ins",
    "/compare?old={number}&new={later}": "ins",
    "/compare?old={later}&new={number}&show=reworded": "del",
    "/citations?symbol={later}": "",
    "/citations?symbol={number}&paragraph=1": "",
}
"""Pages of a document, and the element in which the words stand that the later one has more."""
QUERIES = (
    "/?q={}",
    "/?q=%22{}%22",
    "/?agenda={}",
    "/?vote={}",
    "/?q=peace&ui={}",
    "/?since={}",
    "/?q=peace&until={}",
    "/?sort={}",
    "/documents/S/RES/3000(2030)?q={}",
    "/help?ui={}",
    "/draft?of={}",
    "/draft?leave_out={}&of=S/RES/3000(2030)/op/1&symbol=4000",
    "/compare?old={0}&new={0}",
    "/citations?symbol={}",
    "/citations?symbol=3000&paragraph={}",
    "/lineage/{}",
)
PROBLEMS = ("/api/{}", "/api/documents/{}", "/api/clauses/{}", "/api/search?limit={}", "/api/search?x{}=1")
FIELDS = {"/?q={}": "q", "/compare?old={0}&new={0}": "new", "/citations?symbol={}": "symbol"}
"""Where what was asked for stands in the form again."""
DISPOSITION = re.compile(
    r"attachment; filename=\"[\w-]+\.csv\"; filename\*=UTF-8''(?:[\w.~-]|%[0-9A-F]{2})+\.csv", re.ASCII
)
FIRST, LATER = 3000, 4000
LONGEST = 200
"""Characters of what most fields take."""

XML = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<meta><identification source="#x"><FRBRWork><FRBRdate date="{year}-12-03" name="adoption"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification>
<classification source="DHLAUTH"><keyword showAs="{evil}" dictionary="UNBIS Thesaurus"/>
<keyword refersTo="agenda" showAs="The situation in {evil}" dictionary="S/"/>
<keyword refersTo="title" showAs="Title {evil}" dictionary="DHL"/></classification>
<workflow source="#un"><step outcome="draftResolution" as="S/2020/1158" by="{evil}"/></workflow>
<analysis><parliamentary><voting><count value="1" refersTo="against"><organization>{evil}</organization></count></voting>
</parliamentary></analysis></meta>
<coverPage><p><docNumber refersTo="#symbol">S/RES/{number} ({year})</docNumber></p></coverPage>
<mainBody><paragraph><num>1.</num><content><p>Requests {evil} to report to it on the matter{every};</p></content></paragraph>
<paragraph><num>2.</num><content><p>Recalls {evil} and paragraph 1 of its resolution {cited} (2030);</p></content></paragraph>
</mainBody></statement></akomaNtoso>"""


def write(folder: Path, number: int, evil: str) -> None:
    """A resolution that a string is all over; one from LATER on renews one from FIRST on, with the string once more."""
    is_later, shown = number >= LATER, escape(evil.replace("\t", " "))
    text = XML.format(
        number=number,
        cited=FIRST + (number - FIRST) % (LATER - FIRST),
        evil=shown,
        every=f" every year {shown}" if is_later else "",
        year=2031 if is_later else 2030,
    )
    (folder / f"{number}.xml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages over a document for each string and one that renews it, and two with a harmless one."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, evil in enumerate((HARMLESS, *HOSTILE)):
        write(folder, FIRST + number, evil)
        write(folder, LATER + number, evil)
    build_index([*folder.glob("*.xml")], folder / "index")
    with TestClient(create_app(folder / "index", seconds=60), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def wordings(client: TestClient) -> list[str]:
    """What the index has of the first paragraphs of the later documents, white space apart."""
    paths = (f"/api/clauses/S/RES/{LATER + number}(2031)/op/1" for number in range(len(HOSTILE) + 1))
    return [squeezed(client.get(path).json()["text"]) for path in paths]


def page(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code < 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def together(count: int) -> Iterator[list[str]]:
    """The strings, some at a time."""
    for start in range(0, len(HOSTILE), count):
        yield HOSTILE[start : start + count]


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

    @pytest.mark.parametrize(("path", "tag"), PAGES.items())
    def test_no_element_comes_out_of_what_a_document_says(
        self, client: TestClient, wordings: list[str], path: str, tag: str
    ) -> None:
        plain = elements(page(client, path.format(number=FIRST, later=LATER)))
        for number, evil in enumerate(HOSTILE, 1):
            tree = page(client, path.format(number=FIRST + number, later=LATER + number))
            assert (evil, elements(tree) - plain) == (evil, set())
            assert is_harmless(tree), evil
            if tag:
                marked = squeezed("".join(one.text_content() for one in tree.iter(tag)))
                assert wordings[number].partition("every")[2] in marked, evil

    def test_the_text_is_shown_as_it_is(self, client: TestClient, wordings: list[str]) -> None:
        for number, evil in enumerate(HOSTILE, 1):
            shown = page(client, f"/documents/S/RES/{LATER + number}(2031)").text_content()
            assert wordings[number] in squeezed(shown), evil

    @pytest.mark.parametrize("path", QUERIES)
    def test_what_is_asked_is_shown_as_it_is(self, client: TestClient, path: str) -> None:
        plain = set().union(*(elements(page(client, path.format(quote(one, safe="")))) for one in OTHERS))
        for evil in HOSTILE:
            tree = page(client, path.format(quote(evil, safe="")))
            assert (evil, elements(tree) - plain) == (evil, set())
            assert is_harmless(tree), evil
            if path in FIELDS and len(evil) <= LONGEST:
                assert evil in tree.xpath(f"//main//input[@name='{FIELDS[path]}']/@value")

    @pytest.mark.parametrize("path", ["/documents/{}", "/clauses/{}", "/lineage/{}", "/{}", "/static/{}"])
    def test_no_path_leads_out(self, client: TestClient, path: str) -> None:
        for evil in HOSTILE:
            answer = client.get(path.format(quote(evil, safe="")))
            assert answer.status_code in (400, 404), evil
            assert "root:" not in answer.text

    def test_posted_drafts_are_shown_as_they_are(self, client: TestClient) -> None:
        """Their paragraphs, the precedents of those, and the form again."""

        def posted(strings: Sequence[str]) -> html.HtmlElement:
            draft = "\n\n".join(f"Requests {one} to report to it on the matter;" for one in strings)
            answer = client.post("/draft?symbol=3000", data={"draft": draft})
            assert answer.status_code == 200
            tree = html.document_fromstring(answer.text)
            assert str(tree.xpath("string(//textarea)")).removeprefix("\n") == draft
            return tree

        plain = elements(posted(OTHERS))
        for evils in together(20):
            tree = posted(evils)
            assert (evils, elements(tree) - plain) == (evils, set())
            assert is_harmless(tree), evils

    def test_charts_say_wordings_as_they_are(self, client: TestClient) -> None:
        """In the titles of their points, in the labels and in the legend; and of what nobody said that it is nowhere."""

        def drawn(strings: Sequence[str]) -> html.HtmlElement:
            phrases = (quote(phrase, safe="") for one in strings for phrase in (f"Requests {one}", one))
            return page(client, "/usage?" + "&".join(f"phrase={one}" for one in phrases))

        plain, points = set().union(*(elements(drawn([one])) for one in OTHERS)), 0
        for evils in together(3):
            tree = drawn(evils)
            assert (evils, elements(tree) - plain) == (evils, set())
            assert is_harmless(tree), evils
            starts = tuple(f"{' '.join(one.split())}, 203" for evil in evils for one in (f"Requests {evil}", evil))
            for point in tree.xpath("//*[@class='chart']//a"):
                points += 1
                assert point.findtext("title") == point.get("aria-label")
                assert point.get("aria-label").startswith(starts), evils
        assert points > len(HOSTILE)

    def test_the_name_of_a_download_is_a_name(self, client: TestClient) -> None:
        for evil in HOSTILE:
            answer = client.head(f"/download.csv?q={quote(evil, safe='')}")
            if answer.status_code == 200:
                assert DISPOSITION.fullmatch(answer.headers["content-disposition"]), evil
            else:
                assert (answer.status_code, answer.headers.get("content-disposition")) == (400, None)

    @pytest.mark.parametrize("path", PROBLEMS)
    def test_a_problem_is_told_to_programs_as_data(self, client: TestClient, path: str) -> None:
        """No browser takes it for a page, and the address in it is written so that it can be printed anywhere."""
        for evil in HOSTILE:
            answer = client.get(path.format(quote(evil, safe="")))
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["x-content-type-options"] == "nosniff"
            told = answer.json()
            assert told["status"] == answer.status_code in (400, 404), evil
            assert re.fullmatch(r"[\w/%()@~:,.-]+", told["instance"], re.ASCII), evil
