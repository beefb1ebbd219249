"""Cover letters of the President of the Council and what they carry."""

from __future__ import annotations

import re
from importlib import resources
from time import process_time

import pytest

from seized.errors import DocumentError
from seized.indexer.model import Document, Vote
from seized.indexer.readers.letter import looks_like_letter, read_letter

UNANIMOUS = [
    *["BEL", "CHN", "DOM", "EST", "FRA", "DEU", "IDN", "NER"],
    *["RUS", "VCT", "ZAF", "TUN", "GBR", "USA", "VNM"],
]
TITLE_ZH = "2020年12月3日安全理事会主席给秘书长和安全理事会成员国常驻代表的信"
TITLE_EN = (
    "Letter dated 3 December 2020 from the President of the Security Council addressed to the "
    "Secretary-General and the Permanent Representatives of the members of the Security Council"
)
RESOLUTION = """Resolution 2553 (2020)

Adopted by the Security Council on 3 December 2020

The Security Council,

Recalling its resolution 2151 (2014),

1. Decides to remain seized of the matter.
"""
DRAFT = """United Nations S/2020/654

Security Council

Belgium and Germany: draft resolution

The Security Council,

Recalling its resolution 2504 (2020),

1. Decides to remain seized of the matter.
"""
ADOPTED_ZH = "决议草案获得 13 票赞成。决议于 2020 年 12 月 3 日获通过，成为第 2553(2020)号决议，附于本信。"
FAILED_ZH = "决议草案获得 13 票赞成、2 票反对。由于一个常任理事国投反对票，决议草案未获通过。"
ADOPTED_EN = (
    "The draft resolution received 13 votes in favour. It was adopted on 3 December 2020 as resolution "
    "2553 (2020), which is annexed to the present letter.* It will be issued as a document of the Council."
)
FAILED_EN = (
    "The draft resolution received 13 votes in favour and 2 against. The draft resolution was not adopted, "
    "owing to the negative vote of a permanent member of the Council."
)


def sample(number: int) -> str:
    return (resources.files("seized.corpus") / f"samples/letter-{number}.txt").read_text(encoding="utf-8")


def chinese(  # noqa: PLR0913 - each is a part of a letter that a test replaces
    *,
    header: str = "联合国 S/2020/1166\n\n安全理事会\n\nDistr.: General 3 December 2020",
    title: str = TITLE_ZH,
    draft: str = "S/2020/1158",
    against: str = "无",
    abstaining: str = "无",
    result: str = ADOPTED_ZH,
    annex: str = f"附件\n\n{RESOLUTION}",
) -> str:
    return f"""{header}

{title}

谨此告知，安全理事会已完成对 {draft} 号文件所载、涉及议程项目“中东局势”的决议草案的投票表决程序。\
该决议草案由比利时、波斯尼亚和黑塞哥维那和德国提出。\
投票按照 2020 年 3 月 27 日主席的信(S/2020/253)中所载程序进行。

投票表决结果如下：

赞成：

比利时、法国、大不列颠及北爱尔兰联合王国

反对：

{against}

弃权：

{abstaining}

{result}

安全理事会主席

张军(签名)

* 仅以来件所用语文分发。

{annex}"""


def english(
    *,
    header: str = "United Nations\n\nS/2020/1166\n\nSecurity Council\n\nDistr.: General\n\n3 December 2020",
    against: str = "None",
    abstaining: str = "None",
    result: str = ADOPTED_EN,
    annex: str = f"Annex\n\n{RESOLUTION}",
) -> str:
    return f"""{header}

{TITLE_EN}

I have the honour to inform you that the Security Council has concluded the voting procedure on the draft
resolution contained in document S/2020/1158 under the agenda item “The situation in the Middle East”. The
draft resolution was submitted by Belgium, Bosnia and Herzegovina and Germany. The voting was carried out as
set out in the letter dated 27 March 2020 from the President of the Security Council (S/2020/253).

The result of the voting is as follows:

In favour: Belgium, France, United Kingdom of Great Britain and Northern Ireland

Against: {against}

Abstaining: {abstaining}

{result}

(Signed) Zhang Jun
President of the Security Council

* Circulated in the language of submission only.

{annex}"""


def codes(vote: Vote | None) -> tuple[list[str], list[str], list[str]]:
    assert vote is not None
    lists = (vote.in_favour, vote.against, vote.abstaining)
    favour, against, abstaining = ([country.code or country.name for country in one] for one in lists)
    return favour, against, abstaining


def both(text: str) -> tuple[Document, Document]:
    letter, carried = read_letter(text, "letter.txt")
    return letter, carried


class TestTheFirstSample:
    def test_the_letter_takes_its_symbol_from_the_resolution(self) -> None:
        letter, resolution = both(sample(2518))
        assert (letter.symbol, letter.resolution) == ("letter of S/RES/2518 (2020)", "S/RES/2518 (2020)")
        assert (resolution.symbol, resolution.letter) == ("S/RES/2518 (2020)", "letter of S/RES/2518 (2020)")

    def test_what_the_letter_says(self) -> None:
        letter, _ = both(sample(2518))
        assert (letter.type, letter.lang, letter.date) == ("letter", "zh", "2020-03-30")
        assert (letter.draft, letter.agenda) == ("S/2020/240", "联合国维持和平行动")
        assert (letter.president, letter.adopted) == ("张军", True)
        assert codes(letter.vote) == (UNANIMOUS, [], [])
        assert len(letter.sponsors) == 44
        assert all(country.code for country in letter.sponsors)
        assert letter.source.notes == ()

    def test_its_paragraphs_have_no_title_signature_or_footnote(self) -> None:
        letter, _ = both(sample(2518))
        assert [paragraph.label for paragraph in letter.paragraphs] == list("123456")
        assert {paragraph.kind for paragraph in letter.paragraphs} == {"letter"}
        texts = [paragraph.text for paragraph in letter.paragraphs]
        assert texts[0].startswith("谨此告知，")
        assert texts[2].startswith("赞成：比利时、中国、")
        assert texts[3:5] == ["反对：无", "弃权：无"]
        assert texts[5].endswith("附于本信，将立即作为安全理事会文件印发。")
        assert not any(mark in "".join(texts) for mark in ("*", "重发", "签名", "英文"))

    def test_the_resolution_receives_what_the_letter_says_of_it(self) -> None:
        letter, resolution = both(sample(2518))
        assert (resolution.type, resolution.lang, resolution.date) == ("resolution", "en", "2020-03-30")
        assert (resolution.draft, resolution.adopted) == ("S/2020/240", True)
        assert (resolution.vote, resolution.sponsors) == (letter.vote, letter.sponsors)
        assert resolution.source.format == "text"
        assert letter.source.format == "letter"


class TestTheSecondSample:
    def test_what_the_letter_says(self) -> None:
        letter, resolution = both(sample(2553))
        assert (letter.symbol, letter.date) == ("S/2020/1166", "2020-12-03")
        assert (letter.draft, letter.agenda) == ("S/2020/1158", "维护国际和平与安全")
        assert (letter.president, letter.adopted) == ("杰里·马修·马特基拉", True)
        assert codes(letter.vote) == (UNANIMOUS, [], [])
        assert len(letter.sponsors) == 31
        assert (letter.resolution, resolution.letter) == ("S/RES/2553 (2020)", "S/2020/1166")
        assert letter.source.notes == ()

    def test_the_same_text_with_the_votes_changed(self) -> None:
        text = sample(2553).replace("弃权:\n\n无。", "弃权:\n\n俄罗斯联邦和\n中国。")
        letter, resolution = both(text.replace("反对:\n\n无。", "反对:\n\n美利坚合众国。"))
        assert codes(letter.vote) == (UNANIMOUS, ["USA"], ["RUS", "CHN"])
        assert resolution.vote == letter.vote


class TestEitherLanguage:
    @pytest.mark.parametrize(("build", "lang"), [(chinese, "zh"), (english, "en")])
    def test_an_adopted_draft(self, build: object, lang: str) -> None:
        letter, resolution = both(build())  # type: ignore[operator]
        assert (letter.symbol, letter.lang, letter.date) == ("S/2020/1166", lang, "2020-12-03")
        assert letter.draft == "S/2020/1158"
        assert letter.agenda == {"zh": "中东局势", "en": "The situation in the Middle East"}[lang]
        assert [country.code for country in letter.sponsors] == ["BEL", "BIH", "DEU"]
        assert codes(letter.vote) == (["BEL", "FRA", "GBR"], [], [])
        assert letter.adopted is True
        assert letter.president == {"zh": "张军", "en": "Zhang Jun"}[lang]
        assert (letter.resolution, resolution.letter) == ("S/RES/2553 (2020)", "S/2020/1166")
        assert [paragraph.kind for paragraph in resolution.paragraphs] == ["preambular", "operative"]
        assert len(letter.paragraphs) == 6
        assert letter.title == {"zh": TITLE_ZH, "en": TITLE_EN}[lang]

    @pytest.mark.parametrize(
        "text",
        [
            chinese(against="俄罗斯联邦和中国", abstaining="南非", result=FAILED_ZH, annex=""),
            english(against="Russian Federation, China", abstaining="South Africa", result=FAILED_EN, annex=""),
        ],
    )
    def test_a_failed_draft_that_is_not_attached(self, text: str) -> None:
        (letter,) = read_letter(text, "letter.txt")
        assert (letter.adopted, letter.resolution, letter.draft) == (False, "", "S/2020/1158")
        assert codes(letter.vote)[1:] == (["RUS", "CHN"], ["ZAF"])

    @pytest.mark.parametrize(
        "text",
        [
            chinese(header="", draft="S/2020/654", result=FAILED_ZH, annex=f"附件\n\n{DRAFT}"),
            chinese(header="", draft="S/2020/654", result=FAILED_ZH, annex=DRAFT),
            english(header="", result=FAILED_EN, annex=f"Annex\n\n{DRAFT}").replace("S/2020/1158", "S/2020/654"),
        ],
    )
    def test_a_failed_draft_that_is_attached(self, text: str) -> None:
        letter, draft = both(text)
        assert (letter.symbol, letter.adopted) == ("letter of S/2020/654", False)
        assert (draft.symbol, draft.type, draft.adopted) == ("S/2020/654", "draft", False)
        assert (letter.resolution, draft.letter) == ("S/2020/654", "letter of S/2020/654")

    @pytest.mark.parametrize(
        "words",
        [
            "决议草案未获通过。",
            "决议草案未能通过。",
            "由于一个常任理事国投反对票，该决议草案未获得通过。",
            "决议草案未获得所需票数。",
            "决议草案因未能获得必要多数而未通过。",
            "The draft resolution was not adopted.",
            "The draft resolution has not been adopted, having failed to obtain the required votes.",
            "The draft resolution has not been adopted.",
            "The draft resolution failed to be adopted.",
            "Owing to the negative vote of a permanent member, the draft was rejected.",
        ],
    )
    def test_forms_of_a_failure(self, words: str) -> None:
        (letter,) = read_letter(chinese(result=words, annex=""), "letter.txt")
        assert letter.adopted is False

    def test_a_letter_that_does_not_say_is_neither(self) -> None:
        (letter,) = read_letter(chinese(result="谨请将本信作为文件分发。", annex=""), "letter.txt")
        assert letter.adopted is None


class TestSponsorsAndAgenda:
    @pytest.mark.parametrize(
        "words",
        [
            "该决议草案由比利时和德国提交。",
            "决议草案是由比利时、德国等国共同提出的。",
            "决议草案提案国为：比利时、德国。",
            "The draft resolution was submitted by Belgium and Germany.",
            "The draft resolution was sponsored by the following members: Belgium and Germany.",
            "On information submitted by the Secretariat, the draft was submitted by Belgium and Germany.",
            "The sponsors of the draft resolution are: Belgium, Germany.",
        ],
    )
    def test_who_submitted_the_draft(self, words: str) -> None:
        text = re.sub("该决议草案由.*?提出。", words, chinese(annex=""))
        (letter,) = read_letter(text, "letter.txt")
        assert [country.code for country in letter.sponsors] == ["BEL", "DEU"]

    @pytest.mark.parametrize(
        "words",
        [
            "议程项目“中东局势”",
            '议程项目"中东局势"',
            "议程项目”中东局势”",
            "题为「中东局势」",
            "议程项目 ‘中东局势’",
            "agenda item entitled “中东局势”",
        ],
    )
    def test_the_agenda_item_in_any_quotes(self, words: str) -> None:
        letter, resolution = both(chinese().replace("议程项目“中东局势”", words))
        assert letter.agenda == resolution.agenda == "中东局势"


class TestSymbol:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (r"联合国 \mathbf{S} /2020/1166", "S/2020/1166"),
            ("联合国 S / 2020 / 460", "S/2020/460"),
            ("联合国 S/2020/253*\n\n安全理事会", "S/2020/253"),
            ("联合国\n\nS/2020\n/253\n\n安全理事会", "S/2020/253"),
            ("Ｓ／２０２０／２５３", "S/2020/253"),
            ("联合国", "letter of S/RES/2553 (2020)"),
            ("", "letter of S/RES/2553 (2020)"),
        ],
    )
    def test_only_the_header_gives_it(self, header: str, expected: str) -> None:
        letter, _ = both(chinese(header=header))
        assert letter.symbol == expected

    def test_a_letter_that_names_nothing_is_an_error_of_its_own(self) -> None:
        text = chinese(header="", draft="某", result="此致。", annex="").replace("(S/2020/253)", "")
        with pytest.raises(DocumentError, match=r"letter\.txt"):
            read_letter(text, "letter.txt")


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


class TestWhatIsNotCertain:
    def test_an_unknown_country_is_kept_and_reported(self) -> None:
        text = chinese(against="弗罗布斯坦").replace("由比利时、", "由鲁里坦尼、")
        letter, _ = both(text)
        assert letter.sponsors[0].name == "鲁里坦尼"
        assert codes(letter.vote)[1] == ["弗罗布斯坦"]
        assert [note for note in letter.source.notes if "鲁里坦尼" in note]
        assert [note for note in letter.source.notes if "弗罗布斯坦" in note]

    def test_another_resolution_than_the_letter_names_is_reported(self) -> None:
        letter, resolution = both(chinese(result=ADOPTED_ZH.replace("2553", "2554")))
        assert letter.resolution == resolution.symbol == "S/RES/2553 (2020)"
        assert any("S/RES/2554 (2020)" in note for note in letter.source.notes)

    def test_an_attached_text_that_cannot_be_read_leaves_the_letter(self) -> None:
        (letter,) = read_letter(chinese(annex="附件\n\n[图]"), "letter.txt")
        assert letter.resolution == "S/RES/2553 (2020)"
        assert any("could not be read" in note for note in letter.source.notes)

    def test_a_letter_without_signature_or_annex_is_incomplete(self) -> None:
        text = chinese().split("安全理事会主席\n\n张军")[0]
        (letter,) = read_letter(text, "letter.txt")
        assert letter.source.complete is False


class TestHostileInput:
    @pytest.mark.parametrize(
        "piece",
        ["决议草案由比", "决议草案 S/2020/1 ", "2020年1月1日主席给给", "赞成：\n弗 ", "附件\n", "(签名)\n", "* x\n\n"],
    )
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
