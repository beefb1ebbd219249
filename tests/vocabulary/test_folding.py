"""Forms of one text that count as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.vocabulary.folding import aligned, fold, tidy


class TestFold:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("Ｓ／ＲＥＳ／１３２５（２０００）", "s/res/1325(2000)"),
            ("peace\u2011building", "peace-building"),
            ("“all\u00a0necessary means”", '"all necessary means"'),
            ("安全理事会，", "安全理事会,"),
        ],
    )
    def test_forms_that_count_as_the_same(self, written: str, expected: str) -> None:
        assert fold(written) == expected


class TestAligned:
    @given(st.text())
    def test_every_offset_stays_true(self, text: str) -> None:
        assert len(aligned(text)) == len(text)


class TestTidy:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("  one\n two\t three ", "one two three"),
            ("安全\n理事会", "安全理事会"),
            ("第 1325(2000) 号", "第 1325(2000) 号"),
            ("inter\u00adnational", "international"),
            ("\ufeffThe Council", "The Council"),
        ],
    )
    def test_one_line_without_invisible_marks(self, written: str, expected: str) -> None:
        assert tidy(written) == expected
