"""Words near each other: both ways of finding them find what trying every place finds, and find it once."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seized import Index
from seized.search.engines.local import phrases
from seized.search.memory import Memory


class Field:
    """A field in which a record is the numbers of its words."""

    def __init__(self, records: list[list[int]]) -> None:
        self._records = records

    def docs(self, number: int) -> Any:
        return np.array([at for at, words in enumerate(self._records) if number in words], np.uint16)

    def freqs(self, number: int) -> Any:
        return np.array([words.count(number) for words in self._records if number in words])

    def positions_at(self, number: int, places: Any) -> Any:
        every = [at for words in self._records for at, word in enumerate(words) if word == number]
        return np.array(every, np.uint16)[places]


def has(words: list[int], asked: list[int], slop: int) -> bool:
    """Whether any choice of a place for each word is near enough."""
    places = [[at for at, word in enumerate(words) if word == one] for one in asked]
    return any(all(1 <= later - at <= slop for at, later in pairwise(chosen)) for chosen in product(*places))


class TestBothWays:
    @settings(max_examples=300, deadline=None)
    @given(
        st.lists(st.lists(st.integers(0, 3), max_size=9), min_size=1, max_size=6),
        st.lists(st.integers(0, 3), min_size=2, max_size=4),
        st.integers(1, 5),
        st.sampled_from((0, 1, 1 << 40)),
    )
    def test_they_find_what_trying_every_place_finds(
        self, records: list[list[int]], asked: list[int], slop: int, mostly: int
    ) -> None:
        field: Any = Field(records)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(phrases, "_MOSTLY", mostly)
            found = phrases.phrase_docs(field, asked, slop, Memory(1 << 20)).tolist()
        assert found == [at for at, words in enumerate(records) if has(words, asked, slop)]


class TestOnce:
    @pytest.mark.parametrize("way", ["search", "usage", "parallel"])
    def test_a_quote_is_looked_for_once_however_often_it_is_asked_for(
        self, samples_index: Index, monkeypatch: pytest.MonkeyPatch, way: str
    ) -> None:
        looked: list[tuple[int, ...]] = []
        find = phrases._found

        def counted(inverted: Any, numbers: Any, slop: int, memory: Memory) -> Any:
            looked.append((id(inverted), slop, *numbers))
            return find(inverted, numbers, slop, memory)

        monkeypatch.setattr(phrases, "_found", counted)
        slop = 20 + ["search", "usage", "parallel"].index(way)  # asked by no other test of this index
        asked = f'"security of women"~{slop} OR "women security"~{slop}'
        for _ in range(2):
            getattr(samples_index, way)(asked)
        assert looked
        assert len(looked) == len(set(looked))
