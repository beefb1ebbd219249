"""Resolutions, drafts and presidential statements as plain text."""

from __future__ import annotations

import time

import pytest

from seized.errors import DocumentError
from seized.indexer.model import Document
from seized.indexer.readers.text import read_text

COVER = """United Nations

S/RES/2999 (2025)

Security Council

Distr.: General

30 June 2025

Resolution 2999 (2025)

Adopted by the Security Council at its 9999th meeting, on 30 June 2025

"""


def shape(document: Document) -> list[tuple[str, str, str]]:
    return [(p.kind, p.label, p.text) for p in document.paragraphs]


class TestCover:
    def test_symbol_date_meeting_and_title(self) -> None:
        read = read_text(COVER + "The Security Council,\n\nRecalling it,\n\n1. Decides so.\n", "x.txt")
        assert (read.symbol, read.type, read.date, read.meeting, read.title, read.lang) == (
            "S/RES/2999 (2025)",
            "resolution",
            "2025-06-30",
            "9999",
            "Resolution 2999 (2025)",
            "en",
        )

    def test_a_chinese_resolution(self) -> None:
        text = "第2518(2020)号决议\n\n安全理事会2020年3月30日通过\n\n安全理事会，\n\n回顾其决议，\n\n1. 决定继续处理此案。\n"
        read = read_text(text, "x.txt")
        assert (read.symbol, read.lang, read.date) == ("S/RES/2518 (2020)", "zh", "2020-03-30")
        assert shape(read) == [("preambular", "", "回顾其决议，"), ("operative", "1", "决定继续处理此案。")]

    def test_a_presidential_statement(self) -> None:
        text = (
            "S/PRST/2025/9\n\nStatement by the President of the Security Council\n\n"
            "At the 9998th meeting of the Security Council, held on 29 May 2025, in connection with the Council’s "
            "consideration of the item entitled “The situation in Neverland”, the President of the Security Council "
            "made the following statement on behalf of the Council:\n\n"
            "“The Security Council recalls its statement.\n\n“The Council welcomes the report.”\n"
        )
        read = read_text(text, "x.txt")
        assert (read.symbol, read.type, read.date, read.meeting, read.agenda) == (
            "S/PRST/2025/9",
            "statement",
            "2025-05-29",
            "9998",
            "The situation in Neverland",
        )
        assert [text for kind, _, text in shape(read) if kind == "statement"] == [
            "The Security Council recalls its statement.",
            "The Council welcomes the report.",
        ]

    def test_a_draft_is_known_by_its_cover(self) -> None:
        text = "S/2025/77\n\nNeverland: draft resolution\n\nThe Security Council,\n\nRecalling it,\n\n1. Decides so.\n"
        assert read_text(text, "x.txt").type == "draft"

    @pytest.mark.parametrize("text", ["", "   \n\n", "A shopping list: eggs, milk.\n", COVER])
    def test_what_is_no_document_is_refused_by_name(self, text: str) -> None:
        with pytest.raises(DocumentError, match=r"x\.txt: "):
            read_text(text, "x.txt")


PLAIN = [
    (
        "preambular",
        "",
        "Recalling its resolutions 1325 (2000) and 2242 (2015) on women and peace and security, and stressing them,",
    ),
    ("operative", "1", "Requests the Secretary-General to report on the matter within six months of the adoption:"),
    ("operative", "1(a)", "on the short- and long-term needs of the population of Neverland;"),
    ("operative", "1(b)", "on the security sector;"),
    ("heading", "", "Targeted sanctions"),
    ("operative", "2", "Decides to remain seized of the matter."),
]


class TestLayouts:
    def test_a_paragraph_a_block(self) -> None:
        blocks = [f"{label} {text}".strip() for _, label, text in PLAIN]
        blocks = [b.replace("1(a)", "(a)").replace("1(b)", "(b)") for b in blocks]
        text = "\n\n".join(
            ["The Security Council,", *(b.replace("1 Req", "1. Req").replace("2 Dec", "2. Dec") for b in blocks)]
        )
        assert shape(read_text(COVER + text, "x")) == PLAIN

    def test_markdown_with_a_page_cut_in_a_sentence(self) -> None:
        text = """*The Security Council*,

*Recalling* its resolutions [1325 \\(2000\\)](#) and 2242 (2015) on women and peace

2/9 20-16350

and security, and stressing them,

- 1. *Requests* the Secretary-General to report on the matter within six months of the adoption:
- (a) on the short- and long-term needs of the population of Neverland;
- (b) on the security sector;

**Targeted sanctions**

2. *Decides* to remain seized of the matter.
"""
        assert shape(read_text(COVER + text, "x")) == PLAIN

    def test_wrapped_with_first_lines_indented(self) -> None:
        text = """     The Security Council,
     Recalling its resolutions 1325 (2000) and 2242 (2015) on women and peace and
security, and stressing them,

2/12                                                       20-04817
\f                                                        S/RES/2999 (2025)

     1. Requests the Secretary-General to report on the matter within six months
of the adoption:
          (a) on the short- and long-term needs of the population of
Neverland;
          (b) on the security sector;
Targeted sanctions

     2. Decides to remain seized of the matter.
"""
        assert shape(read_text(COVER + text, "x")) == PLAIN

    def test_wrapped_without_indents_or_blank_lines(self) -> None:
        text = """The Security Council,
Recalling its resolutions 1325 (2000) and 2242 (2015) on women and peace and
security, and stressing them,
1. Requests the Secretary-General to report on the matter within six months
of the adoption:
(a) on the short- and long-term needs of the population of Neverland;
(b) on the security sector;

Targeted sanctions

2. Decides to remain seized of the matter.
"""
        assert shape(read_text(COVER + text, "x")) == PLAIN

    def test_windows_line_ends_change_nothing(self) -> None:
        text = COVER + "The Security Council,\n\nRecalling it,\n\n1. Decides so.\n"
        assert shape(read_text(text.replace("\n", "\r\n"), "x")) == shape(read_text(text, "x"))


class TestKinds:
    def test_a_single_operative_paragraph_without_a_number(self) -> None:
        read = read_text(
            COVER
            + "The Security Council,\n\nHaving examined the application,\n\nRecommends to the General Assembly that it be admitted.\n",
            "x",
        )
        assert [kind for kind, _, _ in shape(read)] == ["preambular", "operative"]

    def test_an_annex_follows_its_title(self) -> None:
        read = read_text(
            COVER
            + "The Security Council,\n\nRecalling it,\n\n1. Decides so.\n\nAnnex\n\nTerms of reference of the body\n",
            "x",
        )
        assert [kind for kind, _, _ in shape(read)] == ["preambular", "operative", "annex", "annex"]

    def test_words_after_a_list_belong_to_its_paragraph(self) -> None:
        body = "Recalling it,\n\n1. Requests him:\n\n(a) to go;\n\n(b) to come;\n\nand further requests him to stay;\n\n2. Decides so.\n"
        read = read_text(COVER + "The Security Council,\n\n" + body, "x")
        assert [label for _, label, _ in shape(read)][1:] == ["1", "1(a)", "1(b)", "1", "2"]

    def test_items_under_a_number_that_was_lost(self) -> None:
        body = "Recalling it,\n\n1. Welcomes this;\n\n(a) Expresses concern;\n\n(b) Calls upon all;\n\n3. Decides so.\n"
        read = read_text(COVER + "The Security Council,\n\n" + body, "x")
        assert [label for _, label, _ in shape(read)][1:] == ["1", "2(a)", "2(b)", "3"]

    def test_a_cut_document_is_known_to_be_cut(self) -> None:
        whole = read_text(COVER + "The Security Council,\n\nRecalling it,\n\n1. Decides so.\n", "x")
        cut = read_text(COVER + "The Security Council,\n\nRecalling it,\n\n1. Decides to extend the\n", "x")
        assert (whole.source.complete, cut.source.complete) == (True, False)


class TestDividedWords:
    TEXT = (
        COVER
        + """     The Security Council,
     Recalling that all necessary measures and peace-keeping and law-making are to be taken by non-State and State
actors alike, as appro-
priate, by neces-
sary means, by non-
State actors, in peace-
keeping and law-
making, in the short-
and long-term,
     1. Decides so.
"""
    )

    def test_a_hyphen_that_divides_a_word_goes_and_others_stay(self) -> None:
        text = read_text(self.TEXT, "x").paragraphs[0].text
        assert text.endswith(
            "as appropriate, by necessary means, by non-State actors, in peace-keeping and law-making, in the short- and long-term,"
        )


class TestHostileText:
    @pytest.mark.parametrize(
        "line",
        [
            "ab-\n",
            "(a) x;\n",
            "\n 3 \n",
            "     word\nmore words\n",
            "Adopted by ",
            "[a](",
            "*a",
            "“The Council ",
            "recalls\n",
        ],
    )
    @pytest.mark.usefixtures("no_collection")
    def test_time_grows_with_length(self, line: str) -> None:
        def seconds(times: int) -> float:
            text = f"{COVER}The Security Council,\n\n{line * times}\n\n1. Decides so.\n"
            start = time.process_time()
            read_text(text, "x")
            return time.process_time() - start

        times = 20_000 // len(line)
        assert seconds(times * 8) < 8 * 5 * max(seconds(times), 0.005)
