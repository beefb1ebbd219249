"""What converters add to a document, and what they must not take away."""

from __future__ import annotations

import pytest

from seized.indexer.readers.furniture import clean_lines, unmark


class TestUnmark:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("1. *Requests* the host states", "1. Requests the host states"),
            (r"its resolution [2378 \(2017\)](#) and", "its resolution 2378 (2017) and"),
            (
                r"its resolution [2378 (2017)](https://undocs.org/S/RES/2378(2017)) and",
                "its resolution 2378 (2017) and",
            ),
            ("**Annex**", "Annex"),
            ("_Recalling_ its resolutions", "Recalling its resolutions"),
            (r"联合国 \mathbf{S} /2020/1166", "联合国 S /2020/1166"),
            ("^{*} 仅以来件所用语文分发。", " 仅以来件所用语文分发。"),
            ("## Resolution 2518 (2020)", "Resolution 2518 (2020)"),
            ("<i>Decides</i> to remain", "Decides to remain"),
            ("a * b and c * d", "a * b and c * d"),
            ("file_name_here", "file_name_here"),
            ("up to [six] months", "up to [six] months"),
        ],
    )
    def test_marks_go_and_words_stay(self, written: str, expected: str) -> None:
        assert unmark(written) == expected


class TestCleanLines:
    @pytest.mark.parametrize(
        "line",
        ["20-16350 5/9", "5/9 20-16350", "7/9", "8/9", "20-04817 (E)", "Page 3 of 9", "- 4 -", "*2004817*", "第 3 页"],
    )
    def test_page_furniture_is_taken_out(self, line: str) -> None:
        lines = clean_lines(f"of the promotion\n\n{line}\n\nof the rule of law")
        assert [(one.text, one.cut) for one in lines] == [("of the promotion", False), ("of the rule of law", True)]

    def test_a_running_head_goes_where_a_page_begins(self) -> None:
        lines = clean_lines("some words\n\f      S/RES/2504 (2020)\n\nmore words")
        assert [one.text for one in lines] == ["some words", "more words"]

    @pytest.mark.parametrize("head", ["S/RES/2504 (2020)    Security Council", "United Nations  S/RES/2504 (2020)"])
    def test_a_running_head_of_two_columns_goes(self, head: str) -> None:
        assert [one.text for one in clean_lines(f"words\n\n3\n\n\f\n{head}\nmore")] == ["words", "more"]

    def test_a_symbol_in_the_cover_stays(self) -> None:
        assert [one.text for one in clean_lines("United Nations\nS/RES/2504 (2020)\n")][-1] == "S/RES/2504 (2020)"

    @pytest.mark.parametrize("line", ["46/182;", "in 2016", "1.", "the 10-1-2 response"])
    def test_lines_of_the_text_stay(self, line: str) -> None:
        assert [one.text for one in clean_lines(f"words\n{line}\nwords")] == ["words", line, "words"]

    def test_windows_line_ends_are_line_ends(self) -> None:
        assert [one.text for one in clean_lines("one\r\ntwo\rthree")] == ["one", "two", "three"]
