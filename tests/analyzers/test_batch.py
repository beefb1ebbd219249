"""The batch analyses yield what the analyses of one text yield, term by term and position by position."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.analyzers import exact_terms, text_terms
from seized.analyzers.batch import Analyses, Numbers, Occurrences

Terms = list[tuple[str, int]]


def spelled(found: Occurrences, numbers: Numbers) -> list[Terms]:
    """The occurrences of each text with their words."""
    words = list(numbers)
    pairs = [(words[n], p) for n, p in zip(found.numbers.tolist(), found.positions.tolist(), strict=True)]
    ends = found.counts.cumsum().tolist()
    return [pairs[end - count : end] for end, count in zip(ends, found.counts.tolist(), strict=True)]


def assert_same(texts: Sequence[str], analyses: Analyses | None = None) -> None:
    analyses = analyses or Analyses()
    text, exact = analyses.analyse(texts)
    assert spelled(text, analyses.text) == [[(t.text, t.position) for t in text_terms(one)] for one in texts]
    assert spelled(exact, analyses.exact) == [[(t.text, t.position) for t in exact_terms(one)] for one in texts]


_TEXTS = [
    "",
    " ",
    "'s",
    "s",
    "'",
    "x's",
    "x''s",
    "x's's",
    "x'sam",
    "x's\u00adam",
    "don't",
    "rock'n'roll",
    "The Council’s decision; the Members' views",
    "Côte d’Ivoire — “café” naïve coöperate",
    "Ｐｅａｃｅ　ａｎｄ",
    "под эгидой ООН",
    "ﾞ",
    "ﬁnal resolutions 1325 (2000), 1820 (2008) and 1888 (2009)",
    "S/RES/1325 (2000)",
    "see (S/PRST/2015/22)",
    "resolution 2625 (XXV), of 24 October 1970 and/or A/70/357-S/2015/682",
    "(2000)",
    "1325 (2000",
    "１３２５（２０００）",
    "第1325(2000)号决议",
    "安全理事会，决定。",
    "和平's 和平 's",
    "mixed 安全 and English's S/2006/997 号文件",
    "a_b_c",
    "x\u0301y z\u200bw",
    "İstanbul ẞ ß",
    "w" * 300,
    "\u00ad",
    "a\u00ad b",
]


class TestTheSameTerms:
    @pytest.mark.parametrize("text", _TEXTS)
    def test_for_one_text(self, text: str) -> None:
        assert_same([text])

    def test_for_all_of_them_at_once_and_again(self) -> None:
        analyses = Analyses()
        assert_same(_TEXTS, analyses)
        assert_same(_TEXTS[::-1], analyses)

    def test_for_no_text(self) -> None:
        assert_same([])

    @given(st.lists(st.text(max_size=60), max_size=8))
    def test_for_any_texts(self, texts: list[str]) -> None:
        assert_same(texts)

    @given(st.lists(st.text(alphabet="sSx'’ʼ 1(2)/A.é\u00ad\u0301_安、-", max_size=30), max_size=6))
    def test_for_texts_of_what_is_hard(self, texts: list[str]) -> None:
        assert_same(texts)

    @given(st.randoms())
    def test_for_pieces_put_together(self, dice: random.Random) -> None:
        assert_same([dice.choice(["", " "]).join(dice.choices(_TEXTS, k=dice.randrange(1, 5))) for _ in range(6)])

    def test_for_the_sample_letters(self, letters: list[str]) -> None:
        assert_same(letters)

    def test_for_clauses_of_the_corpus(self, english_clauses: list[str], chinese_clauses: list[str]) -> None:
        assert_same([*english_clauses, *chinese_clauses])
