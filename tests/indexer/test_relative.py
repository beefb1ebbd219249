"""What a clause says relative to itself and to what it has named."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.indexer.grammar.relative import Setting, find_elsewhere, find_relative, operative_labels, speaks_relatively
from seized.indexer.model import Clause

HERE = "S/RES/2400 (2018)"
LABELS = frozenset({"1", "2", "3", "4", "8", "8(a)", "8(b)", "8(c)", "9", "15"})


def found(
    text: str, lang: str = "en", *, kind: str = "operative", paragraph: str = "8", document: str = HERE
) -> list[tuple[str, list[str]]]:
    """Each reference of a clause: its words, and what they mean, "8(a)" for a paragraph of the document itself."""
    place = Setting(document, kind, paragraph, LABELS)
    return [
        (text[one.start : one.end], [shown(target.document, target.paragraph, document) for target in one.targets])
        for one in find_relative(text, lang, place)
    ]


def shown(document: str, paragraph: str, here: str) -> str:
    own = "" if document == here else document.removeprefix("S/RES/")
    return (f"{own}#{paragraph}" if paragraph else own) or "itself"


def clause(paragraph: str, kind: str = "operative") -> Clause:
    return Clause(f"x/{paragraph}", HERE, kind, paragraph, 1, "en", "2018-01-01", (), (), (), (), "text")  # type: ignore[arg-type]


class TestTheDocumentItself:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("the measures in paragraph 4 above", [("paragraph 4 above", ["#4"])]),
            ("in paragraphs 1, 3 and 8 (a) above", [("paragraphs 1, 3 and 8 (a) above", ["#1", "#3", "#8(a)"])]),
            ("in subparagraphs (a) and (b) above", [("subparagraphs (a) and (b) above", ["#8(a)", "#8(b)"])]),
            ("subparagraph (c) of paragraph 8 above", [("subparagraph (c) of paragraph 8 above", ["#8(c)"])]),
            ("as described in paragraph 15 below", [("paragraph 15 below", ["#15"])]),
            ("paragraphs 2 to 4 of this resolution", [("paragraphs 2 to 4 of this resolution", ["#2", "#3", "#4"])]),
            ("on the adoption of this resolution", [("this resolution", ["itself"])]),
            ("resolution 1267 (1999) and this resolution", [("this resolution", ["itself"])]),
            ("nothing in this paragraph shall", [("this paragraph", ["#8"])]),
        ],
    )
    def test_its_paragraphs_are_named_by_where_they_stand(
        self, text: str, expected: list[tuple[str, list[str]]]
    ) -> None:
        assert found(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "paragraph 15 above",  # stands below
            "paragraph 4 below",
            "paragraph 7 above",  # is not there
            "paragraph 8 (d) above",
            "the above paragraph",
            "the survey of resolution 1373 (2001) and a report on the implementation of this resolution",
        ],
    )
    def test_what_does_not_fit_the_document_stays_open(self, text: str) -> None:
        assert [targets for _, targets in found(text)] == [[]]

    def test_an_annex_has_numbers_of_its_own(self) -> None:
        assert found("paragraph 4 above", kind="annex") == [("paragraph 4 above", [])]
        assert found("paragraph 4 of this resolution", kind="annex") == [("paragraph 4 of this resolution", ["#4"])]

    def test_in_a_statement_this_resolution_is_another_document(self) -> None:
        text = "recalls resolution 1624 (2005) and the implementation of this resolution"
        assert found(text, kind="statement", document="S/PRST/2006/56") == [("this resolution", ["1624 (2005)"])]

    def test_a_statement_that_speaks_of_another_is_sure_only_of_what_is_annexed_to_it(self) -> None:
        text = "welcomes the statement of the Quartet, annexed to this statement, and supports this statement"
        assert [targets for _, targets in found(text, kind="statement", document="S/PRST/2002/20")] == [["itself"], []]

    def test_letters_are_not_read(self) -> None:
        assert found("on the adoption of this resolution", kind="letter") == []

    def test_what_follows_the_items_of_a_paragraph_belongs_to_it(self) -> None:
        assert operative_labels(map(clause, ["1", "1(a)", "1(b)", "1", "2"])) == {"1", "1(a)", "1(b)", "2"}

    def test_a_number_that_occurs_twice_points_nowhere(self) -> None:
        assert operative_labels(map(clause, ["1", "2", "1", "2", "3"])) == {"3"}


class TestWhatWasNamedBefore:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "imposed by paragraph 1 of resolution 1807 (2008) and paragraphs 2 and 5 of that resolution",
                [("paragraphs 2 and 5 of that resolution", ["1807 (2008)#2", "1807 (2008)#5"])],
            ),
            ("resolution 2127 (2013) and the Panel established by the same resolution", [("the same resolution", ["2127 (2013)"])]),
            ("paragraph 26 of resolution 1874 (2009), the tasks provided for by that paragraph", [("that paragraph", ["1874 (2009)#26"])]),
            ("resolutions 1343 (2001) and 1408 (2002), the measures imposed by those resolutions", [("those resolutions", ["1343 (2001)", "1408 (2002)"])]),
            ("resolution 2178 (2014), in particular paragraph 5 thereof", [("paragraph 5 thereof", ["2178 (2014)#5"])]),
        ],
    )  # fmt: skip
    def test_it_is_the_one_that_can_be_meant(self, text: str, expected: list[tuple[str, list[str]]]) -> None:
        assert found(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "resolutions 1970 (2011) and 1973 (2011), as required by that resolution",
            "resolution 1970 (2011), as modified by resolution 2009 (2011), designated under that resolution",
            "resolution 1325 (2000) and subsequent resolutions, the implementation of these resolutions",
            "resolution 1540 (2004), its previous resolutions, and the provisions of that resolution",
            "as required by that resolution",
        ],
    )
    def test_where_several_can_be_meant_it_stays_open(self, text: str) -> None:
        assert not any(
            targets for words, targets in found(text) if words.endswith(("that resolution", "these resolutions"))
        )

    @pytest.mark.parametrize(
        "text", ["recalls that resolution 1503 (2003) called", "reaffirms that resolution of conflicts"]
    )
    def test_a_conjunction_is_no_reference(self, text: str) -> None:
        assert found(text) == []


class TestChanges:
    @pytest.mark.parametrize(
        ("text", "lang", "words", "target", "relation"),
        [
            ("its resolution 2368 (2017), as renewed by paragraph 1 of resolution 2610 (2021)", "en",
             "as renewed by paragraph 1 of resolution 2610 (2021)", ("S/RES/2610 (2021)", "1"), "renew"),
            ("of resolution 1493, as amended and expanded by paragraph 1 of resolution 1596", "en",
             "as amended and expanded by paragraph 1 of resolution 1596", ("S/RES/1596 (2005)", "1"), "amend"),
            ("第2399(2018)号决议第9段所列并经第2454(2019)号决议第1段延长的措施", "zh",
             "经第2454(2019)号决议第1段延长", ("S/RES/2454 (2019)", "1"), "extend"),
            ("of resolution 1306 (2000), as extended by paragraph 2 above", "en", "paragraph 2 above", (HERE, "2"), "extend"),
        ],
    )  # fmt: skip
    def test_they_say_what_changed_it(
        self, text: str, lang: str, words: str, target: tuple[str, str], relation: str
    ) -> None:
        (one,) = find_relative(text, lang, Setting(HERE, "operative", "8", LABELS))
        assert (text[one.start : one.end], one.relation) == (words, relation)
        assert [(each.document, each.paragraph) for each in one.targets] == [target]

    def test_a_list_that_is_announced_is_read_to_its_end(self) -> None:
        text = "measures as amended by resolutions 1903 (2009), 1961 (2010) and 2128 (2013), and resolution 1325 (2000)"
        assert [targets for _, targets in found(text)] == [["1903 (2009)", "1961 (2010)", "2128 (2013)"]]


class TestChinese:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("上文第1段所述措施", [("上文第1段", ["#1"])]),
            ("上文第3和4段规定的任务", [("上文第3和4段", ["#3", "#4"])]),
            ("根据下文第15段", [("下文第15段", ["#15"])]),
            ("本决议第8(a)段", [("本决议第8(a)段", ["#8(a)"])]),
            ("自本决议通过之日起", [("本决议", ["itself"])]),
            ("第2140(2014)号决议第18(c)段，从而构成该决议第17段所述", [("该决议第17段", ["2140 (2014)#17"])]),
            ("第2127(2013)号决议第57段所设委员会和同一决议所设专家小组", [("同一决议", ["2127 (2013)"])]),
            ("第1874(2009)号决议第26段设立了专家小组，负责执行该段规定的任务", [("该段", ["1874 (2009)#26"])]),
            ("根据本段采取的措施", [("本段", ["#8"])]),
            ("该决议草案", []),
            ("下文第4段", [("下文第4段", [])]),
            ("第1325(2000)号决议及其后各项决议，执行这些决议", [("这些决议", [])]),
        ],
    )
    def test_the_same_rules_hold(self, text: str, expected: list[tuple[str, list[str]]]) -> None:
        assert found(text, "zh") == expected


class TestElsewhere:
    def test_only_other_documents_are_given(self) -> None:
        text = "paragraph 4 above, and of resolution 1807 (2008) paragraph 7 of that resolution"
        (one,) = find_elsewhere(text, "en", HERE, "operative")
        assert [target.paragraph for target in one.targets] == ["7"]


class TestHostileText:
    @given(
        st.text(alphabet="this that resolution paragraph 19()above第段上文本决议该as renewed by ,;", max_size=200),
        st.sampled_from(["en", "zh"]),
    )
    def test_references_lie_in_the_text_and_the_quick_look_misses_none(self, text: str, lang: str) -> None:
        references = find_relative(text, lang, Setting(HERE, "operative", "8", LABELS))
        assert all(0 <= one.start < one.end <= len(text) for one in references)
        assert not references or speaks_relatively(text, lang)

    @pytest.mark.parametrize(
        "piece",
        [
            "resolution 1807 (2008), that resolution ",
            "as renewed by paragraphs 1, 2 ",
            "paragraph 4 (a) above, ",
            "上文第1、",
            "those resolutions and ",
        ],
    )
    @pytest.mark.usefixtures("no_collection")
    def test_time_is_in_proportion_to_length(self, piece: str) -> None:
        def seconds(times: int) -> float:
            start = time.process_time()
            find_relative(piece * times, "zh" if "上" in piece else "en", Setting(HERE, "operative", "8", LABELS))
            return time.process_time() - start

        seconds(50)
        assert seconds(4000) < 40 * max(seconds(400), 0.002)

    @pytest.mark.usefixtures("no_collection")
    def test_a_document_of_many_paragraphs_takes_time_in_proportion_to_them(self) -> None:
        def seconds(size: int) -> float:
            labels = operative_labels([clause(str(n)) for n in range(1, size)])
            start = time.process_time()
            for number in range(1, size):
                assert Setting(HERE, "operative", str(number), labels).has(f"{number}(a)")
            return time.process_time() - start

        seconds(50)
        assert seconds(8000) < 40 * max(seconds(800), 0.002)
