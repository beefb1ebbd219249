"""Links between the words of two languages: against the textbook's loops, and what they have to find."""

from __future__ import annotations

import math
import random
from collections import defaultdict

import pytest

from seized.indexer.bilingual import model1
from seized.indexer.bilingual.bags import bags, sequences
from seized.indexer.bilingual.model1 import expected_links

Link = tuple[str, str]
Bag = dict[str, tuple[float, float]]
"""How often each word is there, and where on average."""
LETTERS = "abcdefghij"
WORDS = {letter: f"w{letter}x" for letter in LETTERS}


def _found(first: list[str], second: list[str]) -> dict[Link, float]:
    one, other = bags(sequences(first)), bags(sequences(second))
    links = expected_links(one, other)
    rows = zip(links.first, links.second, links.count, strict=True)
    return {(one.units[a], other.units[b]): float(count) for a, b, count in rows}


def _by_hand(first: list[str], second: list[str]) -> dict[Link, float]:
    """The same as loops over pairs of words, nothing dropped: what the module's docstring describes."""
    pairs = [(_bag(one), _bag(other)) for one, other in zip(first, second, strict=True)]
    totals: list[dict[str, float]] = [defaultdict(float), defaultdict(float)]
    for both in pairs:
        for side, bag in enumerate(both):
            for unit, (often, _) in bag.items():
                totals[side][unit] += often
    likely = [{(one, other): 1 / len(totals[1 - side]) for one in totals[0] for other in totals[1]} for side in (0, 1)]
    count: dict[Link, float] = {}
    for _ in range(6):
        count = defaultdict(float)
        for both in pairs:
            there, back = (_expected(both, likely[side], totals[1 - side], side) for side in (0, 1))
            for link, share in there.items():
                count[link] += math.sqrt(share * back[link])
        likely = [_shares(count, side) for side in (0, 1)]
    return count


def _shares(count: dict[Link, float], side: int) -> dict[Link, float]:
    sums: dict[str, float] = defaultdict(float)
    for link, expected in count.items():
        sums[link[side]] += expected
    return {link: expected / sums[link[side]] for link, expected in count.items()}


def _bag(text: str) -> Bag:
    words = text.split()
    places = defaultdict(list)
    for at, word in enumerate(words):
        places[word].append((at + 0.5) / len(words))
    return {word: (len(found), sum(found) / len(found)) for word, found in places.items()}


def _expected(
    both: tuple[Bag, Bag], likely: dict[Link, float], total: dict[str, float], side: int
) -> dict[Link, float]:
    found = {}
    for word, (count, place) in both[1 - side].items():
        weights = {}
        for unit, (often, where) in both[side].items():
            link = (unit, word) if side == 0 else (word, unit)
            weights[link] = likely[link] * often * math.exp(-6 * abs(where - place))
        whole = sum(weights.values()) + total[word] / sum(total.values())
        found.update({link: weight * count / whole for link, weight in weights.items()})
    return found


def _texts(seed: int) -> tuple[list[str], list[str]]:
    """Texts of made-up words, and their translations word by word with some of them exchanged."""
    chance = random.Random(seed)
    first, second = [], []
    for _ in range(60):
        letters = chance.sample(LETTERS, chance.randint(2, 6))
        first.append(" ".join(f"s{letter}s" for letter in letters).replace("ss", "sq"))
        moved = letters[:]
        if len(moved) > 2:
            at = chance.randrange(len(moved) - 1)
            moved[at], moved[at + 1] = moved[at + 1], moved[at]
        second.append(" ".join(WORDS[letter] for letter in moved))
    return first, second


class TestAgainstLoops:
    @pytest.mark.parametrize("seed", range(4))
    def test_counts_are_those_of_the_loops(self, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(model1, "_LEAST", -1.0)
        first, second = _texts(seed)
        found, wanted = _found(first, second), _by_hand(first, second)
        assert found.keys() == wanted.keys()
        assert all(found[link] == pytest.approx(wanted[link], rel=1e-3, abs=1e-4) for link in wanted)

    def test_what_is_dropped_changes_little(self) -> None:
        found, wanted = _found(*_texts(9)), _by_hand(*_texts(9))
        assert all(abs(found.get(link, 0.0) - count) < 0.2 for link, count in wanted.items())

    def test_sorting_numbers_links_as_the_table_does(self, monkeypatch: pytest.MonkeyPatch) -> None:
        by_table = _found(*_texts(3))
        monkeypatch.setattr(model1, "_TABLE", 0)
        assert _found(*_texts(3)) == by_table


class TestLinks:
    def test_each_word_is_linked_most_to_its_translation(self) -> None:
        found = _found(*_texts(1))
        for letter in LETTERS:
            mine = {link: count for link, count in found.items() if link[0].startswith(f"s{letter}")}
            assert max(mine, key=lambda link: mine[link])[1] == WORDS[letter]

    @pytest.mark.parametrize("texts", [([], []), ([""], [""]), (["12"], ["peace"])])
    def test_where_there_is_nothing_there_are_no_links(self, texts: tuple[list[str], list[str]]) -> None:
        assert _found(*texts) == {}
