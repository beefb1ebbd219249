"""The queries that every engine is asked, drawn from the corpus at random with a fixed seed.

Words are plain lower-case letters: they mean the same in every engine's query language.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpora import pool
from engines import Joining

from seized.indexer.model import Clause

__all__ = ["CLASSES", "QueryClass", "draw"]

_WORD = re.compile(r"[a-z]+")
_SEED = 20
_TRIES = 50
_LONGEST = 2_000
"""Characters of a query, with " OR " between its words: the limit of our query language."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryClass:
    """Queries of one sort: those that are measured, and others of the sort to warm up with."""

    name: str
    joining: Joining
    measured: tuple[Words, ...]
    warming: tuple[Words, ...]


CLASSES: dict[str, tuple[str, Joining, int]] = {
    "one common term": ("one of the words of five letters or more that stand in the most clauses", "any", 20),
    "three terms, AND": ("three words of five letters or more out of one clause", "all", 100),
    "phrase": ("two to four words in a row out of a clause, two of them of four letters or more", "phrase", 100),
    "30-word draft, OR": ("the first 30 words of an operative paragraph, a fifth dropped or replaced", "any", 100),
    "draft paragraphs": ("whole operative paragraphs of 20 words or more, changed alike; OR", "any", 200),
}
"""Each class with what it consists of, how its words stand together, and how many are measured."""


def draw(clauses: Sequence[Clause], share: float = 1.0) -> list[QueryClass]:
    """The queries of all classes; `share` of their number, for a short run."""
    chance = random.Random(_SEED)
    drawer = _Drawer(clauses, chance)
    one_by_one: dict[str, Callable[[], Words]] = {
        "three terms, AND": drawer.three_terms,
        "phrase": drawer.phrase,
        "30-word draft, OR": lambda: drawer.draft(30),
        "draft paragraphs": lambda: drawer.draft(None),
    }
    made = []
    for name, (_, joining, most) in CLASSES.items():
        count = max(2, round(most * share))
        wanted = count + max(2, count // 10)
        drawn = one_by_one.get(name)
        found = _distinct(drawn, wanted) if drawn else drawer.common(wanted)
        chance.shuffle(found)
        made.append(QueryClass(name, joining, tuple(found[:count]), tuple(found[count:] or found[:1])))
    return made


def _distinct(one: Callable[[], Words], wanted: int) -> list[Words]:
    found: dict[Words, None] = {}
    for _ in range(wanted * _TRIES):
        words = one()
        if words:
            found[words] = None
        if len(found) == wanted:
            break
    return list(found)


class _Drawer:
    def __init__(self, clauses: Sequence[Clause], chance: random.Random) -> None:
        self.texts = [clause.text.lower() for clause in clauses]
        paragraphs = [clause.text.lower() for clause in clauses if clause.kind == "operative"]
        self.paragraphs = [text for text in paragraphs if len(_WORD.findall(text)) >= 20] or paragraphs or self.texts
        self.pool = [word.lower() for word in pool(clauses)]
        self.chance = chance

    def common(self, wanted: int) -> list[Words]:
        """The words that stand in the most clauses."""
        counts: Counter[str] = Counter()
        for text in self.texts:
            counts.update(set(_long_words(text)))
        return [(word,) for word, _ in counts.most_common(wanted)]

    def three_terms(self) -> Words:
        words = sorted(set(_long_words(self.chance.choice(self.texts))))
        return tuple(self.chance.sample(words, 3)) if len(words) >= 3 else ()

    def phrase(self) -> Words:
        tokens = self.chance.choice(self.texts).split()
        length = self.chance.randint(2, 4)
        start = self.chance.randrange(max(1, len(tokens) - length + 1))
        chosen = tuple(tokens[start : start + length])
        is_plain = len(chosen) == length and all(_WORD.fullmatch(token) for token in chosen)
        return chosen if is_plain and sum(len(token) >= 4 for token in chosen) >= 2 else ()

    def draft(self, length: int | None) -> Words:
        """The words of a paragraph as somebody may have changed it, each once."""
        changed = []
        for word in _WORD.findall(self.chance.choice(self.paragraphs)):
            die = self.chance.random()
            if die >= 0.1:
                changed.append(self.chance.choice(self.pool) if die < 0.2 else word)
        return _fitting(dict.fromkeys(changed[:length]))


def _long_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if len(word) >= 5]


def _fitting(words: Iterable[str]) -> Words:
    """As many of the words as one query may have."""
    room = _LONGEST
    fitting = []
    for word in words:
        room -= len(word) + len(" OR ")
        if room < 0:
            break
        fitting.append(word)
    return tuple(fitting)
