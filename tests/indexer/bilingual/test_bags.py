"""What of a text is translated: whole words and stems, without numbers and symbols, months as one unit."""

from __future__ import annotations

import pytest

from seized.analyzers import text_terms
from seized.indexer.bilingual.bags import bags, is_shared, sequences

UNITS = [
    ("Decides to extend the mandate until 31 March 2021", "decid to extend the mandat until march"),
    ("决定将任务期限延长至2021年3月31日", "决定 将 任务期限 延长 至 年 3月 日"),
    ("resolution 2553 (2020), paragraph 8 (a)", "resolut paragraph a"),
    ("第2553(2020)号决议", "第 号 决议"),
    ("S/PRST/2018/18", "prst"),
    ("联黎部队 UNIFIL", "联黎部队 unifil"),
    ("13月", "月"),
    ("", ""),
    ("，。", ""),
]


def _units(text: str) -> list[str]:
    found = sequences([text])
    return [found.units[number] for number in found.found.numbers]


class TestSequences:
    @pytest.mark.parametrize(("text", "units"), UNITS)
    def test_units_are_whole_words_that_are_translated(self, text: str, units: str) -> None:
        assert _units(text) == units.split()

    def test_each_text_has_its_own(self) -> None:
        texts = ["peace", "", "和平与安全 peace", "2021"]
        found = sequences(texts)
        each = [[found.units[number] for number in numbers] for numbers, _ in found.each()]
        assert each == [["peac"], [], ["和平与安全", "peac"], []]

    def test_positions_are_those_of_the_index(self) -> None:
        text = "resolution 2553 (2020) on security sector reform"
        found = sequences([text])
        (numbers, positions), *_ = found.each()
        places = {term.text: term.position for term in text_terms(text)}
        assert [places[found.units[number]] for number in numbers] == positions


class TestBags:
    def test_a_unit_is_there_once_for_each_text_with_its_count_and_mean_place(self) -> None:
        found = bags(sequences(["peace peace war peace", "war"]))
        rows = {
            (int(text), found.units[unit]): (count, round(float(place), 3))
            for text, unit, count, place in zip(found.text, found.unit, found.count, found.place, strict=True)
        }
        assert rows == {(0, "peac"): (3.0, 0.458), (0, "war"): (1.0, 0.625), (1, "war"): (1.0, 0.5)}
        assert found.totals().tolist() == [3.0, 2.0]


@pytest.mark.parametrize(
    ("term", "shared"), [("2553", True), ("s/res/2553(2020)", True), ("a/70/1", True), ("s", False), ("和平", False)]
)
def test_numbers_and_symbols_are_the_same_in_both_languages(term: str, shared: bool) -> None:
    assert is_shared(term) is shared
