"""The router by script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.analyzers.script import find_mark, fold_han, is_han, runs, simplified


def routed(text: str) -> list[tuple[str, str]]:
    return [("han" if is_han else "word", text[start:end]) for is_han, start, end in runs(text)]


class TestRuns:
    def test_a_letter_mixes_both(self) -> None:
        assert routed("对 S/2020/240 号文件“联合国”") == [
            ("han", "对"),
            ("word", "S"),
            ("word", "2020"),
            ("word", "240"),
            ("han", "号文件"),
            ("han", "联合国"),
        ]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("women's", ["women", "s"]),
            ("Secretary\u2011General", ["Secretary", "General"]),
            ("inter\u00adnational", ["inter\u00adnational"]),
            ("Cote\u0301 d’Ivoire", ["Cote", "d", "Ivoire"]),
            ("Co\u0302te", ["Co\u0302te"]),
            ("_1325_", ["1325"]),
            ("второй", ["второй"]),
            ("1３２5", ["1３２5"]),
        ],
    )
    def test_marks_and_accents_do_not_end_a_word_and_punctuation_does(self, text: str, words: list[str]) -> None:
        assert [text[start:end] for _, start, end in runs(text)] == words

    @given(st.text())
    def test_every_letter_and_digit_is_in_a_run(self, text: str) -> None:
        rest, previous = "", 0
        for _, start, end in runs(text):
            rest, previous = rest + text[previous:start], end
        assert not any(char.isalnum() for char in rest + text[previous:])

    @given(st.text())
    def test_runs_follow_each_other(self, text: str) -> None:
        ends = [0, *(end for _, _, end in runs(text))]
        assert all(end <= start < stop for end, (_, start, stop) in zip(ends, runs(text), strict=False))


class TestFindMark:
    @pytest.mark.parametrize(("between", "place"), [(" \n\u00a0", -1), ("\u200f", -1), ("", -1), (" 、", 1), ("😀", 0)])
    def test_spaces_and_invisible_marks_are_no_punctuation(self, between: str, place: int) -> None:
        assert find_mark(between, 0, len(between)) == place


class TestFoldHan:
    @pytest.mark.parametrize(("written", "plain"), [("⼈⺟民", "人母民"), ("\uf9e1", "李"), ("維持", "維持")])
    def test_compatibility_forms_are_plain_ones(self, written: str, plain: str) -> None:
        assert fold_han(written) == plain

    @given(st.text(alphabet=st.characters(min_codepoint=0x2E80, max_codepoint=0x3FFFF)))
    def test_the_length_stays(self, run: str) -> None:
        assert len(fold_han(run)) == len(run)


class TestSimplified:
    @pytest.mark.parametrize(
        ("written", "plain"),
        [
            ("安全理事會維持和平", "安全理事会维持和平"),
            ("着重指出", "着重指出"),
            ("S/RES/1325 (2000)", "S/RES/1325 (2000)"),
            ("\ud800決議", "\ud800决议"),
        ],
    )
    def test_traditional_characters(self, written: str, plain: str) -> None:
        assert simplified(written) == plain

    def test_what_is_simplified_already_stays(self, letters: list[str]) -> None:
        assert [simplified(text) for text in letters] == letters

    def test_real_chinese_clauses_stay(self, chinese_clauses: list[str]) -> None:
        assert [simplified(text) for text in chinese_clauses] == chinese_clauses


@pytest.mark.parametrize(("text", "expected"), [("", False), ("S/RES/2553", False), ("第2553号", True), ("a〇", True)])
def test_whether_a_text_has_a_chinese_character(text: str, expected: bool) -> None:
    assert is_han(text) is expected
