"""Queries about documents in French, Spanish, Russian, Arabic and German beside English and Chinese."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from seized import Index, build_index, open_index
from seized.indexer.readers.akn import read_akn
from seized.search.query import parse_query, spoken

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
TEXTS = {
    "eng": ("Recalling its resolution 1325 (2000),", "1.", "Decides to plant invented trees;", "(a)", "Invented securities;"),
    "zho": ("回顾其第1325(2000)号决议,", "1.", "决定种植虚构的树木;", "(a)", "虚构的安全;"),
    "fra": ("Rappelant ses résolutions 1325 (2000),", "1.", "Décide de planter des arbres imaginés;", "a)", "La sécurité adoptée;"),
    "spa": ("Recordando sus resoluciones 1325 (2000),", "1.", "Decide plantar árboles imaginados;", "a)", "La seguridad imaginada;"),
    "rus": ("ссылаясь на свои резолюции 1325 (2000),", "1.", "постановляет посадить деревья;", "a)", "вымышленной безопасности;"),
    "ara": ("إذ يشير إلى القرار 1325 (2000)،", "1 -", "يقرر غرس الأشجار؛", "(أ)", "الأمن المتخيل؛"),
    "deu": ("unter Hinweis auf seine Resolutionen 1325 (2000),", "1.", "beschließt, Bäume zu pflanzen;", "a)", "Erdachte Maßnahmen;"),
}  # fmt: skip


def akn(code: str) -> bytes:
    recalls, number, decides, letter, item = TEXTS[code]
    return (
        f'<akomaNtoso xmlns="{NAMESPACE}"><statement name="resolution"><meta><identification>'
        f'<FRBRWork><FRBRdate date="2020-12-03"/></FRBRWork>'
        f'<FRBRExpression><FRBRlanguage language="{code}"/></FRBRExpression></identification></meta>'
        '<coverPage><p><docNumber refersTo="#symbol">S/RES/2553 (2020)</docNumber></p></coverPage>'
        f"<preamble><container><p>{recalls}</p></container></preamble><mainBody><paragraph><num>{number}</num>"
        f"<list><intro><p>{decides}</p></intro><point><num>{letter}</num><content><p>{item}</p></content></point>"
        "</list></paragraph></mainBody></statement></akomaNtoso>"
    ).encode()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for code in TEXTS:
            archive.writestr(f"{code}.xml", akn(code))
    build_index([folder / "all.zip"], folder / "index")
    return folder / "index"


@pytest.fixture
def index(path: Path) -> Iterator[Index]:
    with open_index(path) as index:
        yield index


class TestReading:
    @pytest.mark.parametrize("code", list(TEXTS))
    def test_kinds_numbers_and_citations_are_those_of_any_language(self, index: Index, code: str) -> None:
        lang = read_akn(akn(code), "x.xml").lang
        view = index.document("2553", lang)
        assert [(one.kind, one.paragraph) for one in view.clauses] == [
            ("preambular", "1"),
            ("operative", "1"),
            ("operative", "1(a)"),
        ]
        assert view.clauses[0].cites == ("S/RES/1325 (2000)",)
        assert bool(view.clauses[1].verbs) == (lang in ("en", "zh"))

    def test_ids_end_in_the_language(self, index: Index) -> None:
        assert index.clause("S/RES/2553(2020)/op/1(a)@fr").text == "La sécurité adoptée;"

    @pytest.mark.parametrize(
        ("path", "lang"), [("2020/Russian/x.xml", "ru"), ("S_RES_2553 (2020)-2016352F.xml", "fr"), ("x.xml", "ar")]
    )
    def test_a_file_that_does_not_say_its_language_goes_by_its_path_and_script(self, path: str, lang: str) -> None:
        data = akn("ara").replace(b'<FRBRlanguage language="ara"/>', b"")
        assert read_akn(data, path).lang == lang


class TestQueries:
    @pytest.mark.parametrize(
        ("query", "languages"),
        [
            ("lang:fr sécurité", {"fr"}),
            ("lang:fr adopter", {"fr"}),
            ("lang:French resolution", {"fr"}),
            ("résolution", {"fr", "en", "de"}),
            ("securite", {"fr"}),
            ("resoluciones", {"es"}),
            ("безопасность", {"ru"}),
            ("резолюция", {"ru"}),
            ("القرار", {"ar"}),
            ("الامن", {"ar"}),
            ("Massnahme", {"de"}),
            ("(lang:fr OR lang:ru) 1325", {"fr", "ru"}),
            ("决定", {"zh"}),
            ("security", {"en"}),
            ("security NOT lang:fr", {"en"}),
            ("cites:1325", {"en", "zh", "fr", "es", "ru", "ar", "de"}),
            ('"sécurité adoptée"', {"fr"}),
            ('"securite adoptee"', {"fr"}),
            ('"résolutions 1325"~4', {"en", "fr", "de"}),
            ("sécur*", {"fr", "en"}),
        ],
    )
    def test_a_word_is_found_in_the_languages_of_the_index(self, index: Index, query: str, languages: set[str]) -> None:
        assert {hit.lang for hit in index.search(query, limit=None)} == languages

    def test_a_filter_says_the_language_too(self, index: Index) -> None:
        (hit,) = index.search("adopter", lang="fr")
        assert hit.snippet == "La sécurité **adoptée**;"

    @pytest.mark.parametrize(
        ("query", "marked"),
        [
            ("lang:fr sécurités", "La **sécurité** adoptée;"),
            ("безопасность", "вымышленной **безопасности**;"),
            ("الامن", "**الأمن** المتخيل؛"),
        ],
    )
    def test_matches_are_marked_by_the_stems_of_the_language(self, index: Index, query: str, marked: str) -> None:
        assert [hit.snippet for hit in index.search(query)] == [marked]

    def test_what_is_asked_in_english_and_chinese_is_as_before(self) -> None:
        for query in ("security council", '"safety and security"', "决议草案", "lang:en resolution"):
            assert parse_query(query, spoken(["en", "zh"])) == parse_query(query)

    def test_a_limit_counts_words_and_not_their_stems(self) -> None:
        words = " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26)}s" for n in range(200))
        assert parse_query(words, spoken(["en", "fr", "es", "ru", "ar", "de"]))

    def test_what_is_not_there_is_said_once(self, index: Index) -> None:
        (sentence,) = index.suggest("securityy trees")
        assert sentence.startswith("no clause has 'securityy'; did you mean securi")
        assert index.suggest("безопасно trees") == (
            "each part occurs, but in no clause together; try fewer words, or OR between them",
        )

    def test_a_lineage_stays_in_its_language(self, index: Index) -> None:
        assert index.lineage("S/RES/2553(2020)/op/1(a)@fr").steps
