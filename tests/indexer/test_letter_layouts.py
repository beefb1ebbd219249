"""Cover letters however they are laid out, and other texts that are none."""

from __future__ import annotations

import re
from time import process_time

import pytest

from seized.indexer.readers.letter import looks_like_letter, read_letter

from .letters import DRAFT, RESOLUTION, TITLE_EN, TITLE_ZH, both, chinese, english, sample


class TestLayouts:
    @pytest.mark.parametrize("text", [chinese(), english(), sample(2518), sample(2553)])
    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_line_ends_do_not_matter(self, text: str, end: str) -> None:
        assert read_letter(text.replace("\n", end), "x") == read_letter(text, "x")

    @pytest.mark.parametrize("text", [chinese(), sample(2518), sample(2553)])
    def test_half_and_full_width_punctuation_say_the_same(self, text: str) -> None:
        start = text.index("的信")
        end = text.index("签名")
        narrow = text[start:end].translate(str.maketrans("，：（）", ",:()"))
        wide = text[start:end].translate(str.maketrans(",:", "，："))
        first = both(text)[0]
        for variant in (narrow, wide):
            letter = both(text[:start] + variant + text[end:])[0]
            assert (letter.vote, letter.sponsors, letter.draft) == (first.vote, first.sponsors, first.draft)
            assert (letter.adopted, letter.resolution, letter.agenda) == (
                True,
                first.resolution,
                first.agenda,
            )

    @pytest.mark.parametrize(
        "title",
        [
            "2020年12月3日安全理事会主席给秘书长和安全理\n事会成员国常驻代表的信",
            "2020 年 12 月 3 日安全理事会\n主席给秘书长和安全理事会成员国常驻代表\n的信",
            "2020年\n12月3日安全理事会主席给秘书长和安全理事会成员国常驻代表的信",
        ],
    )
    def test_a_broken_title(self, title: str) -> None:
        letter, _ = both(chinese(title=title))
        assert letter.date == "2020-12-03"
        assert letter.title.replace(" ", "") == TITLE_ZH
        assert letter.paragraphs[0].text.startswith("谨此告知")

    def test_an_english_letter_wrapped_at_forty_columns(self) -> None:
        text = re.sub(r"([^\n]{30,40}) (?=[^\n])", "\\1\n", english())
        letter, resolution = both(text)
        plain = both(english())[0]
        assert [one.text for one in letter.paragraphs] == [one.text for one in plain.paragraphs]
        assert (letter.title, letter.vote, letter.president) == (plain.title, plain.vote, plain.president)
        assert (letter.sponsors, letter.draft, letter.agenda) == (plain.sponsors, plain.draft, plain.agenda)
        assert resolution.symbol == "S/RES/2553 (2020)"

    def test_a_printed_page_with_indented_paragraphs(self) -> None:
        title = re.sub(r"(.{50}\S*) ", "\\1\n" + " " * 15, " " * 15 + TITLE_EN)
        text = re.sub(r"\n\n(I have|The result|In favour)", "\n      \\1", english().replace(TITLE_EN, title))
        letter, plain = both(text.replace("\n      I have", "\n\n      I have"))[0], both(english())[0]
        assert letter.title == TITLE_EN
        assert [one.text for one in letter.paragraphs] == [one.text for one in plain.paragraphs]

    def test_without_empty_lines_paragraphs_still_end(self) -> None:
        head, tail = chinese().split("安全理事会主席\n\n张军", 1)
        letter, _ = both(re.sub(r"\n+", "\n", head) + "安全理事会主席\n\n张军" + tail)
        assert [one.text for one in letter.paragraphs] == [one.text for one in both(chinese())[0].paragraphs]

    def test_a_page_cut_inside_a_list_and_a_sentence_is_healed(self) -> None:
        text = chinese().replace("法国、大不列颠及北", "法国、\n\n2/9\n20-16350\n\f大不列颠及北")
        cut = both(text.replace("安全理事会已完成", "安全理事\n\n20-16350 1/9\n\n会已完成"))[0]
        assert [one.text for one in cut.paragraphs] == [one.text for one in both(chinese())[0].paragraphs]

    def test_markdown_marks_are_no_part_of_it(self) -> None:
        marked = chinese().replace("赞成：", "**赞成：**").replace(TITLE_ZH, f"# {TITLE_ZH}")
        assert both(marked)[0].vote == both(chinese())[0].vote
        assert both(marked)[0].title == TITLE_ZH

    @pytest.mark.parametrize(
        "signature", ["安全理事会主席\n张军（签名）", "安全理事会主席\n\n(签名)张军", "张军\n(签名)"]
    )
    def test_where_the_name_of_the_president_stands(self, signature: str) -> None:
        letter, _ = both(chinese().replace("安全理事会主席\n\n张军(签名)", signature))
        assert letter.president == "张军"
        assert len(letter.paragraphs) == 6

    @pytest.mark.parametrize(
        "annex",
        [
            f"{TITLE_ZH}的附件\n\n{RESOLUTION}",
            f"2020年12月3日安全理事会主席给秘书长和安全理事会\n成员国常驻代表的信的附件\n\n{RESOLUTION}",
            f"附件\n\nUnited Nations\n\nS/RES/2553 (2020)\n\n{RESOLUTION}",
            f"United Nations S/RES/2553 (2020)\n\n{RESOLUTION}",
            RESOLUTION,
            RESOLUTION.split("\n\n", 2)[2],
        ],
    )
    def test_how_an_annex_begins(self, annex: str) -> None:
        letter, resolution = both(chinese(annex=annex))
        assert len(letter.paragraphs) == 6
        assert (letter.resolution, resolution.symbol) == ("S/RES/2553 (2020)", "S/RES/2553 (2020)")
        assert len(resolution.paragraphs) == 2

    def test_the_title_of_an_english_annex(self) -> None:
        title = re.sub(r"(.{60}\S*) ", "\\1\n", f"Annex to the letter{TITLE_EN[6:]}")
        letter, resolution = both(english(annex=f"{title}\n\n{RESOLUTION}"))
        assert len(letter.paragraphs) == 6
        assert len(resolution.paragraphs) == 2


class TestHostileInput:
    @pytest.mark.parametrize(
        "piece",
        ["决议草案由比", "决议草案 S/2020/1 ", "2020年1月1日主席给给", "赞成：\n弗 ", "附件\n", "(签名)\n", "* x\n\n"],
    )
    @pytest.mark.usefixtures("no_collection")
    def test_four_times_the_text_takes_about_four_times_as_long(self, piece: str) -> None:
        def seconds(size: int) -> float:
            text = chinese(annex="").replace("谨此告知", piece * (size // len(piece)) + "谨此告知")
            start = process_time()
            read_letter(text, "letter.txt")
            return process_time() - start

        seconds(1_000)
        assert seconds(80_000) < 12 * max(seconds(20_000), 0.01)


class TestLooksLikeLetter:
    @pytest.mark.parametrize(
        "text",
        [
            chinese(),
            english(),
            sample(2518),
            sample(2553),
            chinese(title=""),
            chinese(annex=""),
            chinese(header=""),
        ],
    )
    def test_letters(self, text: str) -> None:
        assert looks_like_letter(text)
        assert looks_like_letter(text.replace("\n", "\r\n"))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            RESOLUTION,
            DRAFT,
            RESOLUTION.replace(
                "Recalling", "Taking note of the letter dated 3 May 2020 from the President,\n\nRecalling"
            ),
            f"{RESOLUTION}\n\nAnnex\n\n{TITLE_EN}\n",
            "第2553(2020)号决议\n\n安全理事会，\n\n回顾其决议，\n\n1. 决定继续处理此案。",
            "Some notes\n\nIn favour: Belgium",
        ],
    )
    def test_other_texts(self, text: str) -> None:
        assert not looks_like_letter(text)
