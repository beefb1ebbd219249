"""The analysis for quoted wording, held against a plain scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seized.analyzers import exact_terms, query_exact_terms

PIECES = (
    *"和平安〇",
    *" \n、，。()（）_-/'’,",
    *("a", "B", "é", "e\u0301", "1325", "２", "s"),
    *("\u200f", "\u00ad", "\u00a0", "😀", "、 ", ". "),
)
TEXT = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


Units = Callable[[str], list[str]]
Contains = Callable[[str, str], bool]


@st.composite
def text_and_phrase(draw: st.DrawFn) -> tuple[str, str]:
    """A text and a stretch of it, as it is or with one piece of it left out or replaced."""
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=2, max_size=10))
    start = draw(st.integers(0, len(pieces) - 2))
    wanted = pieces[start : draw(st.integers(start + 2, len(pieces)))]
    if draw(st.booleans()):
        place = draw(st.integers(0, len(wanted) - 1))
        wanted[place] = draw(st.just("") | st.sampled_from(PIECES))
    return "".join(pieces), "".join(wanted)


def words(text: str) -> list[str]:
    return [term.text for term in exact_terms(text)]


def places(text: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for term in exact_terms(text):
        found[term.text].add(term.position)
    return found


def matches(there: dict[str, set[int]], phrase: str) -> bool:
    """What an index does: are the phrase's terms there, at the same distances?"""
    wanted = list(query_exact_terms(phrase))
    return bool(wanted) and any(
        all(start + term.position in there.get(term.text, ()) for term in wanted)
        for start in there.get(wanted[0].text, ())
    )


class TestExactTerms:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Women's, peace", ["women", "s", "peace"]),
            ("Secretary‑General", ["secretary", "general"]),
            ("all necessary MEANS.", ["all", "necessary", "means"]),
            ("和平、安全", ["和", "平", "、", "安", "全"]),
            ("和平，\u3000安全。", ["和", "平", "、", "安", "全"]),
            ("《宪章》", ["宪", "章"]),
            ("第 1325 (2000) 号", ["第", "1325", "2000", "、", "号"]),
            ("第1325（2000）号", ["第", "1325", "2000", "、", "号"]),
            ("⼈道", ["人", "道"]),
            ("。", []),
        ],
    )
    def test_words_as_they_stand_and_single_characters(self, text: str, expected: list[str]) -> None:
        assert words(text) == expected

    @given(TEXT)
    def test_each_position_has_one_term(self, text: str) -> None:
        found = list(exact_terms(text))
        assert [term.position for term in found] == list(range(len(found)))

    @given(TEXT)
    def test_they_are_what_a_reader_of_single_characters_sees(self, units: Units, text: str) -> None:
        assert words(text) == units(text)

    def test_so_they_are_of_real_clauses(
        self, units: Units, chinese_clauses: list[str], english_clauses: list[str]
    ) -> None:
        for text in (*chinese_clauses, *english_clauses):
            assert words(text) == units(text)

    @given(st.text())
    def test_terms_point_into_the_text_in_order(self, text: str) -> None:
        ends = 0
        for term in exact_terms(text):
            assert ends <= term.start < term.end <= len(text)
            ends = term.end

    def test_long_words_are_told_apart_by_their_beginning_alone(self) -> None:
        assert len(words("a" * 1_000_000)[0]) == 128

    @pytest.mark.parametrize("piece", ["a", "和", "和、", "a\u0301", "\ud800", "😀a", "'s", "1325 (2000) 号"])
    def test_a_megabyte_of_anything_is_read(self, piece: str) -> None:
        text = piece * (1_000_000 // len(piece) // 4)
        assert all(term.end <= len(text) for term in exact_terms(text))


class TestContains:
    @pytest.mark.parametrize(
        ("text", "phrase", "expected"),
        [
            ("维持国际和平、安全", "和平安全", False),
            ("维持国际和平、安全", "和平，安全", True),
            ("维持国际和平与安全", "和平、安全", False),
            ("国际和平\n与安全", "和平与安全", True),
            ("第 1325 (2000) 号决议", "第1325(2000)号决议", True),
            ("第1325(2000)号决议", "1325 (2000)", True),
            ("by all necessary means", "necessary mean", False),
            ("women, peace and security", "women peace", True),
            ("the Secretary-General’s report", "Secretary General's", True),
            ("安全理事会", "安全理事會", True),
        ],
    )
    def test_cases(self, contains: Contains, text: str, phrase: str, expected: bool) -> None:
        assert matches(places(text), phrase) is expected
        if phrase.isascii() or "會" not in phrase:
            assert contains(text, phrase) is expected

    @given(TEXT, TEXT)
    def test_the_terms_say_what_a_plain_scan_says(self, contains: Contains, text: str, phrase: str) -> None:
        assert matches(places(text), phrase) == contains(text, phrase)

    @given(text_and_phrase())
    @settings(max_examples=200)
    def test_they_agree_on_phrases_that_are_there_or_nearly_so(self, contains: Contains, case: tuple[str, str]) -> None:
        text, phrase = case
        assert matches(places(text), phrase) == contains(text, phrase)
