"""Cover letters of the President of the Council: what they say, and what they leave open."""

from __future__ import annotations

import re

import pytest

from seized.errors import DocumentError
from seized.indexer.readers.letter import read_letter

from .letters import ADOPTED_ZH, DRAFT, FAILED_EN, FAILED_ZH, TITLE_EN, TITLE_ZH, both, chinese, codes, english


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
