"""The two sample letters and what they carry."""

from __future__ import annotations

from .letters import UNANIMOUS, both, codes, sample


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
