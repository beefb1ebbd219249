"""Symbols of United Nations documents and numbers of resolutions."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.vocabulary.symbols import (
    body,
    canonical,
    components,
    document_type,
    find_symbols,
    key,
    last_body,
    of_body,
    year_of,
)


class TestCanonical:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("S/RES/2553(2020)", "S/RES/2553 (2020)"),
            ("s / res / 2553 (2020)", "S/RES/2553 (2020)"),
            ("Ｓ／ＲＥＳ／2553（2020）", "S/RES/2553 (2020)"),
            ("S/RES/2553", "S/RES/2553 (2020)"),
            ("1325", "S/RES/1325 (2000)"),
            ("1325 (2000)", "S/RES/1325 (2000)"),
            ("resolution 1325", "S/RES/1325 (2000)"),
            ("Security Council resolution 1325 (2000)", "S/RES/1325 (2000)"),
            ("第1325(2000)号决议", "S/RES/1325 (2000)"),
            ("安全理事会第1325号决议", "S/RES/1325 (2000)"),
            ("S/PRST/2007/3", "S/PRST/2007/3"),
            (r"\mathbf{S} /2020/1166", "S/2020/1166"),
            ("S / 2020 / 460", "S/2020/460"),
            ("S/2006/997/Add.1", "S/2006/997/Add.1"),
            ("s/2006/997/rev.1", "S/2006/997/Rev.1"),
            ("S/2006/997号文件", "S/2006/997"),
            ("S/25704", "S/25704"),
            ("S/PV.5417", "S/PV.5417"),
            ("S/AC.51/2017/2", "S/AC.51/2017/2"),
            ("A/RES/70/1", "A/RES/70/1"),
            ("46/182", "A/RES/46/182"),
            ("大会第46/182号决议", "A/RES/46/182"),
            ("A/RES/ES-10/13", "A/RES/ES-10/13"),
            ("2625 (XXV)", "A/RES/2625 (XXV)"),
            ("3411 A (XXX)", "A/RES/3411 A (XXX)"),
            ("A/RES/377(V)A", "A/RES/377 A (V)"),
            ("A/70/357–S/2015/682", "A/70/357-S/2015/682"),
            ("A/HRC/RES/S-17/1", "A/HRC/RES/S-17/1"),
            ("ST/SGB/2003/13", "ST/SGB/2003/13"),
        ],
    )
    def test_one_form_for_every_way_of_writing(self, written: str, expected: str) -> None:
        assert canonical(written) == expected

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "0",
            "9999",
            "S/RES/9999",
            "5/9",
            "13/15",
            "S/2020/",
            "and/or",
            "peace",
            "General Assembly 181",
            "x" * 999,
        ],
    )
    def test_what_is_neither_symbol_nor_resolution_has_none(self, written: str) -> None:
        assert canonical(written) is None

    def test_the_number_fixes_the_year_where_the_written_one_is_a_slip(self) -> None:
        assert canonical("2140 (2015)") == "S/RES/2140 (2014)"

    def test_past_the_last_number_known_a_written_year_is_taken(self) -> None:
        assert canonical("2990 (2031)") == "S/RES/2990 (2031)"
        assert canonical("2990 (1999)") is None
        assert canonical("2990") is None

    @given(st.integers(1, 2767))
    def test_a_canonical_form_is_its_own(self, number: int) -> None:
        symbol = canonical(str(number))
        assert symbol is not None
        assert canonical(symbol) == symbol == canonical(key(symbol)) == canonical(symbol.lower())

    @given(st.text(max_size=60))
    def test_no_text_is_an_error(self, text: str) -> None:
        symbol = canonical(text)
        assert symbol is None or canonical(symbol) == symbol


class TestYearOf:
    @pytest.mark.parametrize(
        ("number", "year"),
        [
            (1, 1946),
            (15, 1946),
            (16, 1947),
            (242, 1967),
            (338, 1973),
            (660, 1990),
            (1284, 1999),
            (1285, 2000),
            (1334, 2000),
            (1335, 2001),
            (2503, 2019),
            (2504, 2020),
            (2560, 2020),
            (2561, 2021),
            (2767, 2024),
        ],
    )
    def test_year_of_a_number(self, number: int, year: int) -> None:
        assert year_of(number) == year

    @pytest.mark.parametrize("number", [-1, 0, 2768, 99999])
    def test_other_numbers_have_none(self, number: int) -> None:
        assert year_of(number) is None

    def test_years_follow_each_other_without_a_gap(self) -> None:
        years = [year_of(number) or 0 for number in range(1, 2768)]
        assert all(later - earlier in (0, 1) for earlier, later in pairwise(years))
        assert (years[0], years[-1]) == (1946, 2024)

    def test_resolutions_of_the_corpus_agree_but_for_slips(self, shared: Path) -> None:
        references = [
            (int(number), int(year))
            for file in (shared / "corpus/akn").glob("20*/*/*.xml")
            for number, year in re.findall(
                r"(?<![\d/])(\d{3,4})\s?\(((?:19|20)\d\d)\)", file.read_text("utf-8", "replace")
            )
        ]
        agreeing = sum(year_of(number) == year for number, year in references)
        assert agreeing >= 0.995 * len(references) > 1000


class TestParts:
    def test_key_is_without_spaces_in_upper_case(self) -> None:
        assert key("S/RES/2553 (2020)") == "S/RES/2553(2020)"

    @pytest.mark.parametrize(
        ("symbol", "organ", "kind"),
        [
            ("S/RES/2553 (2020)", "S", "resolution"),
            ("S/PRST/2007/3", "S", "statement"),
            ("S/2020/1166", "S", "other"),
            ("letter of S/RES/2518 (2020)", "S", "letter"),
            ("A/RES/70/1", "A", "resolution"),
            ("ST/SGB/2003/13", "ST", "other"),
            ("Charter", "", "other"),
        ],
    )
    def test_organ_and_type_that_a_symbol_shows(self, symbol: str, organ: str, kind: str) -> None:
        assert (body(symbol), document_type(symbol)) == (organ, kind)

    def test_a_joint_symbol_has_two_components(self) -> None:
        assert components("A/70/357-S/2015/682") == ("A/70/357", "S/2015/682")
        assert components("A/RES/S-17/1") == ("A/RES/S-17/1",)


class TestFindSymbols:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("see S/RES/1325 (2000).", [("S/RES/1325 (2000)", "S/RES/1325 (2000)")]),
            ("resolutions 1325 (2000) and 1373(2001)", [("1325 (2000)", "1325"), ("1373(2001)", "1373")]),
            ("第1325（2000）号决议", [("1325（2000）", "1325")]),
            ("242\n(1967) of 22 November", [("242\n(1967)", "242")]),
            ("S/2020/253.", [("S/2020/253", "S/2020/253")]),
            ("作为S/2006/997/Add.1号文件", [("S/2006/997/Add.1", "S/2006/997/Add.1")]),
            ("(S/PRST/2018/19)", [("S/PRST/2018/19", "S/PRST/2018/19")]),
            ("S / RES / 1325 (2000)", [("S / RES / 1325 (2000)", "1325")]),
            ("A/70/357-S/2015/682", [("A/70/357", "A/70/357"), ("S/2015/682", "S/2015/682")]),
            ("2625 (XXV)", [("2625 (XXV)", "A/RES/2625 (XXV)")]),
            ("S/PV.5417 (2000)", [("S/PV.5417", "S/PV.5417")]),
        ],
    )
    def test_symbols_evident_in_running_text(self, text: str, expected: list[tuple[str, str]]) -> None:
        found = [(text[span.start : span.end], span.symbol) for span in find_symbols(text)]
        assert found == [(written, canonical(symbol)) for written, symbol in expected]

    @pytest.mark.parametrize(
        "text",
        [
            "and/or A/c",
            "paragraph 29 (i)",
            "paragraph 29(I)",
            "13/15",
            "12 (2019)",
            "1325",
            "annex 3 (2001)",
        ],
    )
    def test_other_numbers_and_strokes_are_none(self, text: str) -> None:
        assert list(find_symbols(text)) == []

    @given(st.lists(st.sampled_from(["S/", "1325 (", "2000)", "A/70/1", "第", " ", "RES", "(XXV)", "、"]), max_size=40))
    def test_spans_are_in_order_and_apart(self, pieces: list[str]) -> None:
        spans = list(find_symbols("".join(pieces)))
        assert all(before.end <= after.start for before, after in pairwise(spans))


class TestBodies:
    def test_the_last_body_named_is_the_one_that_counts(self) -> None:
        text = "the General Assembly and the Human Rights Council, in its resolution"
        body_named = last_body(text, 0, len(text))
        assert body_named is not None
        assert (text[body_named.start : body_named.end], body_named.symbol) == ("Human Rights Council", "A/HRC/RES/")
        assert last_body("the Committee", 0, 13) is None

    @pytest.mark.parametrize(
        ("series", "written", "expected"),
        [
            ("A/RES/", "46/182", "A/RES/46/182"),
            ("", "46/182", "A/RES/46/182"),
            ("S/RES/", "70/262", "A/RES/70/262"),
            ("A/RES/", "46/182A", "A/RES/46/182 A"),
            ("A/HRC/RES/", "16/21", "A/HRC/RES/16/21"),
            ("E/RES/", "2003/15", "E/RES/2003/15"),
            ("E/RES/", "46/182", None),
            ("", "5/9", None),
        ],
    )
    def test_a_number_with_a_session_is_of_a_body(self, series: str, written: str, expected: str | None) -> None:
        assert of_body(series, written) == expected
