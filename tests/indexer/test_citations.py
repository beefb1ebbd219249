"""The documents that a clause cites, and the paragraphs of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.indexer.grammar.citations import cited, find_citations, pinpoints
from seized.indexer.grammar.labels import read_labels
from seized.vocabulary.symbols import canonical


def cites(text: str, lang: str = "en") -> list[str]:
    return list(cited(find_citations(text, lang)))


def paragraphs(text: str, lang: str = "en") -> list[tuple[str, str]]:
    return [(pin.document, pin.paragraph) for pin in pinpoints(find_citations(text, lang))]


def symbols(*written: str) -> list[str]:
    return [canonical(each) or each for each in written]


class TestEnglish:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("resolution 1701 (2006)", symbols("1701")),
            ("resolutions 1325 (2000), 1820 (2008) and 1888 (2009)", symbols("1325", "1820", "1888")),
            ("resolution 1373(2001)", symbols("1373")),
            ("resolution 1373\n(2001)", symbols("1373")),
            ("S/RES/1617 (2005)", symbols("1617")),
            ("its resolution 1596, and", symbols("1596")),
            ("of resolutions 2250 and 2419", symbols("2250", "2419")),
            ("resolutions 242 (1967) of 22 November 1967 and 338 of 22 October 1973", symbols("242", "338")),
            ("resolution 1189 (1998), resolution 1269 of 19 October 1999", symbols("1189", "1269")),
            ("resolution 2312 (2106)", symbols("2312")),
            ("(S/PRST/2018/19)", ["S/PRST/2018/19"]),
            ("S/2006/997, S/2006/997/Add.1 and S/25704", ["S/2006/997", "S/2006/997/Add.1", "S/25704"]),
            ("S/AC.51/2017/2 and S/PV.5417", ["S/AC.51/2017/2", "S/PV.5417"]),
            ("in A/70/357-S/2015/682", ["A/70/357", "S/2015/682"]),
            ("General Assembly resolution A/RES/70/1", ["A/RES/70/1"]),
            ("General Assembly resolutions 46/182 and 60/1", ["A/RES/46/182", "A/RES/60/1"]),
            ("General Assembly resolutions 46/182 A and B", ["A/RES/46/182 A", "A/RES/46/182 B"]),
            ("resolution 2625 (XXV) and 3411 A and B (XXX)", symbols("2625 (XXV)", "3411 A (XXX)", "3411 B (XXX)")),
            ("the Human Rights Council in its resolution 45/34", ["A/HRC/RES/45/34"]),
            ("Economic and Social Council resolution 2003/15", ["E/RES/2003/15"]),
            ("Assembly and Security Council resolutions 70/262 and 2282 (2016)", ["A/RES/70/262", *symbols("2282")]),
        ],
    )
    def test_every_form_of_citation(self, text: str, expected: list[str]) -> None:
        assert cites(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "this resolution, paragraph 9 above and its previous relevant resolutions",
            "the resolution by 15 votes",
            "General Assembly resolution 2758",
            "the 1267/1989 Committee",
            "paragraph 29 (i) of this resolution",
            "resolution until 31 March 2020",
            "strategic objective 2(iii)",
        ],
    )
    def test_what_is_relative_or_another_number_cites_nothing(self, text: str) -> None:
        assert cites(text) == []

    def test_numbers_after_a_single_resolution_are_no_list(self) -> None:
        assert cites("resolution 1590 and 750 observers, resolution 1325 (2000) and 12,000 troops") == symbols(
            "1590", "1325"
        )

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("paragraph 7 of resolution 1267 (1999)", {"1267": "7"}),
            ("paragraphs 4, 6 and 10 of its resolution 1267 (1999)", {"1267": "4 6 10"}),
            ("paragraphs 8 (a) to (c) of resolution 1333 (2000)", {"1333": "8(a) 8(b) 8(c)"}),
            ("paragraphs 1 to 3 and 7 (a) (i) of resolution 1970", {"1970": "1 2 3 7(a)(i)"}),
            ("resolution 1267 (1999), paragraph 7", {"1267": "7"}),
            ("OP 19(b) of resolution 2551 (2020)", {"2551": "19(b)"}),
            ("resolution 1718 (2006), in particular paragraphs 8 (a) and 9;", {"1718": "8(a) 9"}),
            ("subparagraphs (c) and (d) of paragraph 8 of resolution 1333 (2000)", {"1333": "8(c) 8(d)"}),
            (
                "paragraph 4 (b) of resolution 1267 (1999), paragraph 1 of resolution 1390",
                {"1267": "4(b)", "1390": "1"},
            ),
            ("paragraph 1 of resolutions 864 (1993) and 1127 (1997)", {"864": "1", "1127": "1"}),
            ("paragraphs 2 and 8 of resolutions 864 (1993) and 1127 (1997), respectively", {"864": "2", "1127": "8"}),
            ("resolution 2240 (2015), reaffirms paragraph 11 thereof", {"2240": "11"}),
            ("paragraph 139 of General Assembly resolution 60/1", {"60/1": "139"}),
            ("paragraph 12 of the report of the Secretary-General (S/2004/431)", {"S/2004/431": "12"}),
            ("paragraph 9 of this resolution and resolution 1267 (1999)", {}),
            ("resolution 1267 (1999) and paragraph 9 above", {}),
            ("resolution 1267 (1999), paragraph 9 of this resolution", {}),
        ],
    )
    def test_paragraphs_of_a_document(self, text: str, expected: dict[str, str]) -> None:
        labels = [(symbols(document)[0], label) for document, row in expected.items() for label in row.split()]
        assert paragraphs(text) == labels


class TestChinese:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("第1701(2006)号决议", symbols("1701")),
            ("第 2505(2020)号决议", symbols("2505")),
            ("第1701（2006）号决议", symbols("1701")),
            ("第2378(2017)和2436(2018)号决议", symbols("2378", "2436")),
            ("第242(1967)号、第338(1973)号决议", symbols("242", "338")),
            ("第1325和2250号决议", symbols("1325", "2250")),
            ("S/2006/997号文件", ["S/2006/997"]),
            ("大会第46/182号决议", ["A/RES/46/182"]),
            ("大会2020年4月21日第74/273号决议", ["A/RES/74/273"]),
            ("大会第60/180号和安理会第1645(2005)号", ["A/RES/60/180", *symbols("1645")]),
            ("人权理事会第45/34号决议", ["A/HRC/RES/45/34"]),
            ("上文第1段、本决议第3段", []),
            ("第92/2号法令、第182号公约", []),
        ],
    )
    def test_every_form_of_citation(self, text: str, expected: list[str]) -> None:
        assert cites(text, "zh") == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("第1267(1999)号决议第1段", {"1267": "1"}),
            ("第1988号决议第35段", {"1988": "35"}),
            ("第1333(2000)号决议第8段(c)、(d)和(e)分段", {"1333": "8(c) 8(d) 8(e)"}),
            ("第1970(2011)号决议第8(a)至(c)段和第10段", {"1970": "8(a) 8(b) 8(c) 10"}),
            ("第2140(2014)号决议第12、13和14段", {"2140": "12 13 14"}),
            ("第2127(2013)号决议第54段和第2134(2014)号决议第30和32段", {"2127": "54", "2134": "30 32"}),
            ("第1267(1999)号决议和本决议第3段，上文第1段", {}),
        ],
    )
    def test_paragraphs_of_a_document(self, text: str, expected: dict[str, str]) -> None:
        labels = [(symbols(document)[0], label) for document, row in expected.items() for label in row.split()]
        assert paragraphs(text, "zh") == labels


class TestCharter:
    @pytest.mark.parametrize(
        ("text", "lang", "expected"),
        [
            ("Acting under Chapter VII of the Charter of the United Nations", "en", ["Chapter VII"]),
            ("under Article 41 of Chapter VII of the Charter", "en", ["Article 41", "Chapter VII"]),
            ("Chapters VI and VII of the Charter", "en", ["Chapter VI", "Chapter VII"]),
            ("Articles 52 to 54 of the United Nations Charter", "en", ["Article 52", "Article 53", "Article 54"]),
            ("Article 2 (4) of the Charter", "en", ["Article 2(4)"]),
            ("paragraph 4 of Article 2 of the Charter", "en", ["Article 2(4)"]),
            ("article 101, paragraph 3, of the United Nations Charter", "en", ["Article 101(3)"]),
            ("articles 99 and 35 of the Charter", "en", ["Article 99", "Article 35"]),
            ("its Chapter VII mandate", "en", ["Chapter VII"]),
            ("Article 5 of the Statute, Chapter V of the Agreement", "en", []),
            ("Article 4 of the Charter of the Organization of African Unity", "en", []),
            ("根据《联合国宪章》第七章第四十一条采取行动", "zh", ["Chapter VII", "Article 41"]),
            ("《宪章》第六、第七和第八章", "zh", ["Chapter VI", "Chapter VII", "Chapter VIII"]),
            ("《宪章》第二条第四项、第一百零三条", "zh", ["Article 2(4)", "Article 103"]),
            ("《和平协议》第五条、第十章", "zh", []),
        ],
    )
    def test_articles_and_chapters(self, text: str, lang: str, expected: list[str]) -> None:
        assert paragraphs(text, lang) == [("Charter", label) for label in expected]

    def test_the_charter_is_a_pinpoint_but_no_cited_document(self) -> None:
        assert cites("Acting under Chapter VII of the Charter") == []


class TestSpans:
    def test_a_citation_points_at_what_is_written(self) -> None:
        text = "paragraph 7 of resolution 1267\u00a0(1999)"
        (citation,) = find_citations(text, "en")
        assert text[citation.start : citation.end] == "1267\u00a0(1999)"

    def test_each_symbol_is_cited_once_in_order_of_appearance(self) -> None:
        assert cites("resolution 1373 (2001), 1267 (1999), S/RES/1373 (2001)") == symbols("1373", "1267")

    def test_a_document_does_not_cite_itself(self) -> None:
        citations = find_citations("resolutions 1325 (2000) and 1820 (2008)", "en", document="S/RES/1820 (2008)")
        assert cited(citations) == ("S/RES/1325 (2000)",)

    @given(
        st.lists(
            st.sampled_from(
                [
                    "resolutions ",
                    "1325 ",
                    "(2000)",
                    ", ",
                    "and ",
                    "paragraphs ",
                    "1",
                    " (a)",
                    " to ",
                    "of ",
                    "第",
                    "号",
                    "段",
                    "S/",
                    "46/182",
                    "Article ",
                    "Chapter ",
                    "VII",
                    "Charter",
                    "《宪章》",
                    "七",
                    "章",
                    "、",
                    "决议",
                ]
            ),
            max_size=40,
        ),
        st.sampled_from(["en", "zh"]),
    )
    def test_citations_are_in_order_and_within_the_text(self, pieces: list[str], lang: str) -> None:
        text = "".join(pieces)
        citations = find_citations(text, lang)
        assert [each.start for each in citations] == sorted(each.start for each in citations)
        assert all(0 <= each.start < each.end <= len(text) for each in citations)


class TestLabels:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("4, 6 and 10", "4 6 10"),
            ("4 to 7", "4 5 6 7"),
            ("8 (a), (b) and (d)", "8(a) 8(b) 8(d)"),
            ("8 (a) (i) to (iii)", "8(a)(i) 8(a)(ii) 8(a)(iii)"),
            ("8 (h) to (j)", "8(h) 8(i) 8(j)"),
            ("8 (a) and 9", "8(a) 9"),
            ("7 to 3", "7 3"),
            ("2, 2019", "2"),
            ("none", ""),
        ],
    )
    def test_lists_are_written_out(self, written: str, expected: str) -> None:
        assert read_labels(written, 0)[0] == expected.split()


HOSTILE = [
    "resolutions 1325 (2000), ",
    "resolutions 46/182 A, B, ",
    "paragraphs 1, 2, 3, ",
    "paragraphs 1 to 60 of resolution 1267 (1999), ",
    "1325 (",
    "S/",
    "S / ",
    "第1325(2000)、",
    "第1325(2000)号决议第1段、",
    "第1段(a)、",
    "Article 1, ",
    "《宪章》第七、",
    "of the report of the ",
    "(a)",
    "1",
    " ",
]


class TestLinearTime:
    @pytest.mark.parametrize("unit", HOSTILE)
    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.usefixtures("no_collection")
    def test_eight_times_the_text_takes_far_less_than_64_times_as_long(self, unit: str, lang: str) -> None:
        def seconds(length: int) -> float:
            text = (unit * (length // len(unit) + 1))[:length]
            start = time.process_time()
            find_citations(text, lang)
            return time.process_time() - start

        seconds(1_000)  # what is compiled or read once is not counted
        assert seconds(160_000) < 32 * max(seconds(20_000), 0.005)
