"""Paragraph numbers and the path that a run of them makes."""

from __future__ import annotations

import pytest

from seized.indexer.grammar.numbering import Outline, read_enumerator


class TestReadEnumerator:
    @pytest.mark.parametrize(
        ("text", "label", "rest"),
        [
            ("1. Decides", "1", "Decides"),
            ("- 6. Recognizing", "6", "Recognizing"),
            ("12) Requests", "12", "Requests"),
            ("(a) Strengthen", "(a)", "Strengthen"),
            ("- (a) Strengthen", "(a)", "Strengthen"),
            ("(iv) To monitor", "(iv)", "To monitor"),
            ("a. To monitor", "(a)", "To monitor"),
            ("– To observe", "(–)", "To observe"),
            ("• to end", "(•)", "to end"),
            ("- – To observe", "(–)", "To observe"),
            ("㈡ 通过斡旋", "(ii)", "通过斡旋"),
            ("（三） 支持", "(iii)", "支持"),
            ("1．决定", "1", "决定"),
            ("3、请秘书长", "3", "请秘书长"),
        ],
    )
    def test_numbers_as_documents_write_them(self, text: str, label: str, rest: str) -> None:
        mark = read_enumerator(text)
        assert mark is not None
        assert (mark.label, text[mark.end :]) == (label, rest)

    @pytest.mark.parametrize(
        "text", ["Decides", "2016 was a year", "10 July 2020", "3.5 million people", "S/RES/2518", "", "-", "I recall"]
    )
    def test_words_that_are_no_number(self, text: str) -> None:
        assert read_enumerator(text) is None


class TestOutline:
    @pytest.mark.parametrize(
        ("marks", "path"),
        [
            (["(a)", "(b)"], ["20(a)", "20(b)"]),
            (["(a)", "(i)", "(ii)", "(b)"], ["20(a)", "20(a)(i)", "20(a)(ii)", "20(b)"]),
            (["(g)", "(h)", "(i)", "(j)"], ["20(g)", "20(h)", "20(i)", "20(j)"]),
            (["(a)", "–", "–", "(b)", "–"], ["20(a)", "20(a)(–)", "20(a)(–)", "20(b)", "20(b)(–)"]),
            (["(i)", "(ii)", "(iii)", "(iv)", "(v)"], ["20(i)", "20(ii)", "20(iii)", "20(iv)", "20(v)"]),
            (["(a)", "1.", "2.", "(b)"], ["20(a)", "20(a)1", "20(a)2", "20(b)"]),
            (["(a)", "(i)", "a.", "b.", "(ii)"], ["20(a)", "20(a)(i)", "20(a)(i)(a)", "20(a)(i)(b)", "20(a)(ii)"]),
        ],
    )
    def test_the_path_of_a_run_of_marks(self, marks: list[str], path: list[str]) -> None:
        outline = Outline()
        outline.top(20)
        read = [read_enumerator(f"{mark} text") for mark in marks]
        assert [outline.sub(mark) for mark in read if mark] == path

    def test_a_hostile_run_of_first_items_stays_flat(self) -> None:
        outline = Outline()
        outline.top(1)
        mark = read_enumerator("(a) x")
        assert mark is not None
        assert {outline.sub(mark) for _ in range(1000)} == {"1(a)"}
