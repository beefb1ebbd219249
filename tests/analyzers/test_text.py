"""The analysis for ranking and recall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.analyzers import query_text_terms, text_terms


def terms(text: str) -> list[tuple[str, int]]:
    return [(term.text, term.position) for term in text_terms(text)]


def asked(text: str) -> list[str]:
    return [term.text for term in query_text_terms(text)]


class TestTextTerms:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The Council decides", [("the", 0), ("council", 1), ("decid", 2)]),
            ("women’s participation", [("women", 0), ("particip", 1)]),
            ("Member States' views", [("member", 0), ("state", 1), ("view", 2)]),
            ("Côte d’Ivoire", [("cote", 0), ("d", 1), ("ivoir", 2)]),
            ("Ｐｅａｃｅ", [("peac", 0)]),
            ("2020年3月", [("2020", 0), ("年", 1), ("3", 2), ("月", 3)]),
            (
                "安全理事会决定",
                [("安全理事会", 0), ("安全", 0), ("理事", 0), ("理事会", 0), ("决定", 1)],
            ),
            ("'s", [("s", 0)]),
            ("", []),
        ],
    )
    def test_words_have_true_positions(self, text: str, expected: list[tuple[str, int]]) -> None:
        assert terms(text) == expected

    @pytest.mark.parametrize(
        "written",
        [
            "resolution 1325 (2000)",
            "resolution 1325(2000)",
            "S/RES/1325 (2000)",
            "S / RES / 1325 (2000)",
            "s/res/1325",
            "第1325(2000)号决议",
            "第 1325 (2000) 号决议",
            "第1325（2000）号决议",
        ],
    )
    def test_a_resolution_is_one_term_however_it_is_written(self, written: str) -> None:
        found = terms(written)
        symbol = found.index(("s/res/1325(2000)", dict(found)["s/res/1325(2000)"]))
        assert found[symbol + 1][1] == found[symbol][1]  # stands where its first word does
        assert "1325" in dict(found)

    @pytest.mark.parametrize(
        ("written", "symbol"),
        [
            ("S/2020/253号文件", "s/2020/253"),
            ("statement S/PRST/2007/3.", "s/prst/2007/3"),
            ("A/RES/70/1", "a/res/70/1"),
            ("S/2006/997/Add.1", "s/2006/997/add.1"),
        ],
    )
    def test_other_symbols_are_one_term(self, written: str, symbol: str) -> None:
        assert symbol in dict(terms(written))

    def test_a_symbol_covers_its_words(self) -> None:
        text = "in its resolution 1325 (2000) on women"
        symbol = next(term for term in text_terms(text) if term.text == "s/res/1325(2000)")
        assert text[symbol.start : symbol.end] == "1325 (2000)"

    @given(st.text())
    def test_terms_come_in_order_and_point_into_the_text(self, text: str) -> None:
        found = list(text_terms(text))
        assert [term.position for term in found] == sorted(term.position for term in found)
        assert [term.start for term in found] == sorted(term.start for term in found)
        assert all(0 <= term.start < term.end <= len(text) and term.text for term in found)

    @given(st.text())
    def test_no_position_is_left_out(self, text: str) -> None:
        positions = {term.position for term in text_terms(text)}
        assert positions == set(range(len(positions)))


class TestQueryTextTerms:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("S/RES/1325 (2000)", ["s/res/1325(2000)"]),
            ("1325(2000)", ["s/res/1325(2000)"]),
            ("1325", ["1325"]),
            ("S/2020/253", ["s/2020/253"]),
            ("peacekeepers 1325 (2000)", ["peacekeep", "s/res/1325(2000)"]),
            ("維持和平", ["维持和平", "维持", "和平"]),
        ],
    )
    def test_a_symbol_alone_and_simplified_characters(self, written: str, expected: list[str]) -> None:
        assert asked(written) == expected

    def test_every_sample_paragraph_holds_what_it_is_asked_for(self, letters: list[str]) -> None:
        for paragraph in letters:
            assert set(asked(paragraph)) <= {term.text for term in text_terms(paragraph)}


class TestHostileText:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("a" * 1_000_000, 1),
            ("1" * 1_000_000, 1),
            (".,;" * 300_000, 0),
            ("\ud800" * 1_000_000, 0),
            ("\u200f\u202ea" * 300_000, 1),
            ("a\u0301" * 500_000, 1),
            (" " * 1_000_000, 0),
            ("😀" * 500_000, 0),
        ],
    )
    def test_a_megabyte_of_it_is_read(self, text: str, number: int) -> None:
        assert sum(1 for _ in text_terms(text)) == number

    def test_a_term_is_never_endless(self) -> None:
        assert max(len(term.text) for term in text_terms("a" * 1_000_000 + " " + "ﷺ" * 1_000)) < 3_000
