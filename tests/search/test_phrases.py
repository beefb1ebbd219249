"""Quoted wording finds exactly the clauses that contain it: a plain scan of real clauses is the oracle."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seized import Index, open_index
from seized.indexer.model import Clause
from seized.vocabulary.folding import fold

WORD = re.compile(r"\w+")
HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
PHRASES = 120


@pytest.fixture(scope="module")
def index(years_path: Path) -> Iterator[Index]:
    """The resolutions of two years in English and in Chinese."""
    with open_index(years_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def clauses(index: Index) -> list[Clause]:
    every = (index.document(symbol, lang) for symbol in index.symbols() for lang in index.document(symbol).languages)
    return [clause for view in every for clause in view.clauses]


def _cut(pieces: list[str], chance: random.Random, between: str) -> str:
    length = min(chance.choice((1, 2, 3, 4, 6)), len(pieces))
    start = chance.randrange(len(pieces) - length + 1)
    return between.join(pieces[start : start + length])


class TestExactWording:
    def test_english_words_in_a_row(self, index: Index, clauses: list[Clause]) -> None:
        chance = random.Random(2553)
        english = {
            clause.id: f" {' '.join(WORD.findall(fold(clause.text)))} " for clause in clauses if clause.lang == "en"
        }
        for _ in range(PHRASES):
            phrase = _cut(chance.choice(list(english.values())).split(), chance, " ")
            expected = {clause_id for clause_id, words in english.items() if f" {phrase} " in words}
            assert {hit.id for hit in index.search(f'"{phrase}" lang:en', limit=None)} == expected, phrase

    def test_chinese_characters_in_a_row(self, index: Index, clauses: list[Clause]) -> None:
        chance = random.Random(2553)
        chinese = {clause.id: clause.text for clause in clauses if clause.lang == "zh"}
        for _ in range(PHRASES):
            run = chance.choice(
                [run for text in chance.sample(list(chinese.values()), 5) for run in HAN_RUN.findall(text)]
            )
            phrase = _cut(list(run), chance, "")
            expected = {clause_id for clause_id, text in chinese.items() if phrase in text}
            assert {hit.id for hit in index.search(f'"{phrase}" lang:zh', limit=None)} == expected, phrase
