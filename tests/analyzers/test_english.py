"""English stems."""

from __future__ import annotations

import pytest

from seized.analyzers.english import stem


class TestStem:
    @pytest.mark.parametrize(
        "family",
        [
            ["accelerate", "accelerated", "accelerates", "accelerating"],
            ["peacekeeper", "peacekeepers"],
            ["sanction", "sanctions", "sanctioned"],
            ["resolution", "resolutions"],
            ["authorize", "authorizes", "authorizing"],
        ],
    )
    def test_forms_of_a_word_share_their_stem(self, family: list[str]) -> None:
        assert len({stem(word) for word in family}) == 1

    @pytest.mark.parametrize("word", ["1325", "второй", "é", ""])
    def test_what_is_not_english_is_its_own_stem(self, word: str) -> None:
        assert stem(word) == word
