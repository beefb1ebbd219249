"""A clause and its official wording in another language: the paragraphs of one document in two editions, paired.

Paragraphs keep their order in translation, so two editions are aligned from beginning to end, as Gale and Church do
(A Program for Aligning Sentences in Bilingual Corpora, 1993). What speaks for two clauses: the same kind and number,
the documents that they cite, dates, numbers and action verbs they share, and that one is as much longer or shorter than
the other as the languages are. Each counts as much as it is likelier of two wordings of one clause than of any two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final

import numpy as np

from ...analyzers.script import HAN_RUN
from ...vocabulary.folding import aligned
from ..model import KIND_CODES, Clause, Kind

__all__ = ["Pair", "pair_clauses"]

_KEPT: Final = {"cites": 0.98, "number": 0.95, "date": 0.9, "verb": 0.85}
"""How often what one wording has is in the other: a little less than counted in 2020 and 2021, English and Chinese."""
_ENGLISH_FOR_ONE: Final = 4.2
"""Characters of English for one of Chinese, in the same years."""
_SHORT: Final = 15
"""Characters more or less that say nothing."""
_SPREAD: Final = 0.15
"""Standard deviation of the logarithm of how long two wordings of a clause are to one another; 0.13 in those years."""
_ANY_SPREAD: Final = 1.1
"""The same of any two clauses."""
_FAR: Final = 3.0
"""Deviations past which length says no more."""
_SAME_NUMBER: Final = 0.97
"""How often two wordings of an operative paragraph have the same number."""
_OTHER_KIND: Final = log(0.001)
"""Two wordings of which one was read as an operative paragraph, the other as a preambular one."""
_NEVER: Final = -1000.0
_GAP: Final = log(0.02)
"""A clause that is missing on the other side."""
_MOST: Final = 1_000_000
"""Clauses of one side times those of the other past which only numbers are looked at."""
_DIGITS: Final = re.compile(r"\d{2,9}")
_MONTHS: Final = frozenset(("10", "11", "12"))
"""Numbers in one language, names in another."""
_LEADING: Final = re.compile(r"[1-9]\d{0,8}")
_EITHER: Final[frozenset[Kind]] = frozenset(("operative", "preambular"))
_Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause and its official wording in another language."""

    first: Clause
    second: Clause


def pair_clauses(first: Sequence[Clause], second: Sequence[Clause]) -> list[Pair]:
    """The clauses of one document in two languages, each in reading order, that are wordings of one another.

    A clause that has no counterpart is in no pair. The pairs are in the order of both.
    """
    if not first or not second:
        return []
    if len(first) * len(second) > _MOST:
        return list(_by_number(first, second))
    likely = _facts(first, second) + _lengths(first, second) + _kinds(first, second)
    numbers = _Numbers(first, second)
    path = _path(likely + numbers.same())
    if len(path) < max(len(first), len(second)):
        # one that is missing or cut may have shifted the numbers of all that follow
        shifted = _path(likely + numbers.form())
        path = max(path, shifted, key=lambda one: _worth(one, likely) + numbers.in_step(one))
    return [Pair(first[i], second[j]) for i, j in path]


def _by_number(first: Sequence[Clause], second: Sequence[Clause]) -> Iterator[Pair]:
    there = {(clause.kind, _place(clause)): clause for clause in second}
    for clause in first:
        twin = there.get((clause.kind, _place(clause)))
        if twin is not None:
            yield Pair(clause, twin)


def _place(clause: Clause) -> str:
    """The paragraph as the id has it, where one that occurs twice is told apart."""
    return clause.id.rpartition(f"/{KIND_CODES[clause.kind]}/")[2].partition("@")[0]


def _facts(first: Sequence[Clause], second: Sequence[Clause]) -> Any:
    """The log odds of what clauses say in any language, for each of `first` (rows) with each of `second` (columns)."""
    sides = [[_said(clause) for clause in side] for side in (first, second)]
    counts = [Counter(fact for said in side for fact in said) for side in sides]
    # what is never read of one language says nothing
    known = set.intersection(*({what for what, _ in count} for count in counts))
    facts = [fact for fact in counts[0] | counts[1] if fact[0] in known]
    kept = np.array([_KEPT[what] for what, _ in facts])
    often = np.array([counts[0][fact] + counts[1][fact] for fact in facts]) / (len(first) + len(second))
    chance = np.minimum(often, kept)
    one = np.log((1 - kept) / (1 - chance))
    lost = dict(zip(facts, one.tolist(), strict=True))
    left, right = (np.array([sum(lost.get(fact, 0.0) for fact in said) for said in side]) for side in sides)
    shared = [n for n, fact in enumerate(facts) if fact in counts[0] and fact in counts[1]]
    columns = {facts[n]: column for column, n in enumerate(shared)}
    rows, others = (_table(side, columns) for side in sides)
    both = (np.log(kept / chance) - 2 * one)[shared].astype(np.float32)
    return left[:, None] + right[None, :] + (rows * both) @ others.T


def _said(clause: Clause) -> list[_Fact]:
    """What a clause cites, the dates and numbers that it has, and its action verbs, each once."""
    said = [("cites", symbol) for symbol in clause.cites]
    said += [("cites", f"{one.document} {one.paragraph}") for one in clause.pinpoints]
    said += [("date", date) for date in clause.dates]
    said += [("verb", verb.lemma) for verb in clause.verbs]
    numbers = map(aligned, _DIGITS.findall(clause.text))
    said += [("number", digits) for digits in numbers if digits not in _MONTHS]
    return list(dict.fromkeys(said))


def _table(said: Sequence[list[_Fact]], columns: dict[_Fact, int]) -> Any:
    table = np.zeros((len(said), len(columns)), np.float32)
    for row, facts in enumerate(said):
        table[row, [columns[fact] for fact in facts if fact in columns]] = 1
    return table


def _lengths(first: Sequence[Clause], second: Sequence[Clause]) -> Any:
    """The log odds of how long clauses are to one another."""
    left, right = (np.log([_length(clause.text) + _SHORT for clause in side]) for side in (first, second))
    away = np.abs(left[:, None] - right[None, :])
    near, any_two = (np.minimum(away / spread, _FAR) for spread in (_SPREAD, _ANY_SPREAD))
    return log(_ANY_SPREAD / _SPREAD) - near**2 / 2 + any_two**2 / 2


def _length(text: str) -> float:
    """Characters, as many as it takes in English."""
    return len(text) if text.isascii() else len(text) + (_ENGLISH_FOR_ONE - 1) * sum(map(len, HAN_RUN.findall(text)))


def _kinds(first: Sequence[Clause], second: Sequence[Clause]) -> Any:
    """The log odds of the kinds of clauses."""
    same = _alike([clause.kind for clause in first], [clause.kind for clause in second])
    rows, columns = (np.array([clause.kind in _EITHER for clause in side]) for side in (first, second))
    return np.where(same, 0.0, np.where(np.outer(rows, columns), _OTHER_KIND, _NEVER))


class _Numbers:
    """The log odds of the numbers of operative paragraphs; of others they are 0.

    Paragraphs of other kinds are counted, not numbered: one that is missing shifts them.
    """

    def __init__(self, first: Sequence[Clause], second: Sequence[Clause]) -> None:
        sides = [[_number(clause) for clause in side] for side in (first, second)]
        self._left, self._right = sides
        self._roots = _alike(*([number for number, _ in side] for side in sides))
        self._forms = _alike(*([form for _, form in side] for side in sides))
        rows, columns = (np.array([number > 0 for number, _ in side]) for side in sides)
        self._numbered = np.outer(rows, columns)
        most = max(1, rows.sum(), columns.sum())
        self._same, self._other = log(most * _SAME_NUMBER), log(1 - _SAME_NUMBER)

    def same(self) -> Any:
        """Where both editions were numbered alike: the same paragraph, another item of it, another paragraph."""
        both = np.where(self._forms, self._same, 0.0)
        return np.where(self._numbered, np.where(self._roots, both, self._other), 0.0)

    def form(self) -> Any:
        """Where one was numbered otherwise: an item (a) is one still."""
        return np.where(self._numbered & ~self._forms, self._other, 0.0)

    def in_step(self, path: Iterable[tuple[int, int]]) -> float:
        """Of matches in order: each as the one before it, the same number or as much away from it."""
        total, last = 0.0, 0
        for i, j in path:
            (number, form), (other, other_form) = self._left[i], self._right[j]
            if number and other:
                away = other - number
                total += self._other if away != last else self._same if form == other_form else 0.0
                last = away
        return total


def _number(clause: Clause) -> tuple[int, str]:
    """The number of an operative paragraph and what follows it: 20 and "(a)"; 0 for all others."""
    if clause.kind != "operative":
        return 0, ""
    found = _LEADING.match(_place(clause))
    return (int(found[0]), _place(clause)[found.end() :]) if found else (0, "")


def _alike(left: Sequence[object], right: Sequence[object]) -> Any:
    return np.array(left)[:, None] == np.array(right)[None, :]


def _path(scores: Any) -> list[tuple[int, int]]:
    """The matches in one order that score most, each clause once or not at all."""
    height, width = scores.shape
    gaps = _GAP * np.arange(width + 1)
    best = gaps
    match = np.full(width + 1, -np.inf)
    rows = np.empty((height, width + 1), np.int8)
    for i in range(height):
        match[1:] = best[:-1] + scores[i]
        skip = best + _GAP
        reached = np.maximum(match, skip)
        # a clause of the other side is skipped after the best of what stands before it
        best = np.maximum.accumulate(reached - gaps) + gaps
        rows[i] = np.where(best > reached + 1e-9, 2, match < skip)
    return _back(rows.tolist(), width)


def _worth(path: Sequence[tuple[int, int]], scores: Any) -> float:
    """What the matches score, less what is skipped."""
    gaps = sum(scores.shape) - 2 * len(path)
    return sum((float(scores[i, j]) for i, j in path), gaps * _GAP)


def _back(moves: Sequence[Sequence[int]], width: int) -> list[tuple[int, int]]:
    """The matches on the way back from the end; a move of 1 skips a row, of 2 a column."""
    found = []
    i, j = len(moves), width
    while i and j:
        move = moves[i - 1][j]
        i, j = (i if move == 2 else i - 1), (j if move == 1 else j - 1)
        if not move:
            found.append((i, j))
    return found[::-1]
