"""Which words of a clause stand for a term in its wording in the other language, by what a lexicon expects.

A word stands for the term if the term is the likelier reason for it than all other words of the clause together
(the posterior of Model 1). Words that stand together are one rendering: "security sector reform" for 安全部门改革.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ..analyzers import Term, text_terms
from ..analyzers.script import is_han
from ..indexer.bilingual.bags import is_shared
from ..indexer.bilingual.lexicon import Lexicon
from ..vocabulary.function_words import function_words

__all__ = ["Run", "TermLinks", "runs_of_words", "units"]

_CORE: Final = 0.5
"""The share of the reasons for a word that a term has to be."""
_LONGEST: Final = 7
"""Words of a run that is looked for by itself."""
_LEAST: Final = 0.05
"""How often a word is expected for a term at least, to stand for it."""
_GAP: Final = 2
"""Words from one that stands for a term to the next: there may be an "of" between two."""

_NUMBER: Final = re.compile(r"-\d{1,4}\b")
"""What belongs to a name, as of COVID-19."""


class Run(NamedTuple):
    """Words that stand for a term, from one offset to another.

    words: their units; covers: how many words of the term they stand for
    """

    words: tuple[str, ...]
    start: int
    end: int
    covers: int = 1


class _Word(NamedTuple):
    """A word of a wording. covers: which words of a term it stands for"""

    term: Term
    covers: frozenset[int]


def units(text: str) -> list[Term]:
    """The units of a text in order: of a Chinese word with others inside it the whole one."""
    first: dict[int, Term] = {}
    for term in text_terms(text):
        first.setdefault(term.position, term)
    return list(first.values())


def runs_of_words(text: str, known: Container[tuple[str, ...]] | None = None) -> Iterator[Run]:
    """All runs of words beside each other that neither open nor end with an empty one, or of these the known ones."""
    terms = units(text)
    for first, term in enumerate(terms):
        for last in range(first, min(first + _LONGEST, len(terms))):
            if last > first and not _adjacent(text, terms[last - 1], terms[last]):
                break
            words = tuple(one.text for one in terms[first : last + 1])
            if words in known if known is not None else not {words[0], words[-1]} & function_words():
                yield Run(words, term.start, terms[last].end)


class TermLinks:
    """Finds what stands for a term.

    term: its units; to: the language of what stands for it
    """

    def __init__(self, lexicon: Lexicon, term: Sequence[str], lang: str, to: str) -> None:
        said = [unit for unit in term if unit not in function_words()] or list(term)
        self._each = [_expected(lexicon, [unit], to) for unit in said]
        self._whole = dict(lexicon.units_for(term)) if to == "zh" else {}
        self._expected = _expected(lexicon, said, to)
        for word, weight in self._whole.items():
            self._expected[word] = max(self._expected.get(word, 0.0), weight)
        reasons = {reason for unit in self._expected for reason, _ in lexicon.translations(unit, lang)}
        self._reasons: dict[str, dict[str, float]] = defaultdict(dict)
        for reason in reasons - set(term):
            for unit, weight in lexicon.translations(reason, to):
                if unit in self._expected:
                    self._reasons[unit][reason] = weight

    def runs(self, others: Iterable[str], uses: int, wording: str) -> list[Run]:
        """What stands for the term in the wording of a clause, no more often than the term stands in that.

        others: the units of the clause without the term; uses: how often it has the term
        """
        there = Counter(others)
        words = [self._word(at_one, there) for at_one in _positions(wording)]
        found = [_run(words[first : last + 1], wording) for first, last in _stretches(words, wording)]
        found.sort(key=lambda run: -run.covers)
        return found[:uses]

    def _word(self, at_one: Sequence[Term], there: Mapping[str, int]) -> _Word:
        """Of the words at one position the one that stands for the term: the whole one before those inside it.

        The whole one too if only several inside it stand for all that they do.
        """
        sure = [word for word in at_one if self._share(word.text, there) >= _CORE]
        covers = self._covered(sure)
        alone = (word for word in sure if self._covered([word]) == covers)
        return _Word(next(alone, at_one[0]), covers)

    def _covered(self, words: Iterable[Term]) -> frozenset[int]:
        """Which words of the term some words may stand for."""
        texts = {word.text for word in words}
        if texts & self._whole.keys():
            return frozenset(range(len(self._each)))
        return frozenset(number for number, expected in enumerate(self._each) if texts & expected.keys())

    def _share(self, unit: str, there: Mapping[str, int]) -> float:
        """The share of the reasons for a unit that the term is."""
        expected = self._expected.get(unit)
        if expected is None:
            return 0.0
        other = sum(weight * there[reason] for reason, weight in self._reasons[unit].items() if reason in there)
        return expected / (expected + other)


def _stretches(words: Sequence[_Word], text: str) -> Iterator[tuple[int, int]]:
    """First and last of the words of each run."""
    core = [at for at, word in enumerate(words) if word.covers]
    begin = 0
    for end in range(1, len(core) + 1):
        if end == len(core) or not _goes_on(words, core[begin], core[end - 1], core[end], text):
            yield core[begin], core[end - 1]
            begin = end


def _run(words: Sequence[_Word], text: str) -> Run:
    covers = frozenset[int]().union(*(word.covers for word in words))
    number = _NUMBER.match(text, words[-1].term.end)
    end = number.end() if number else words[-1].term.end
    return Run(tuple(word.term.text for word in words), words[0].term.start, end, len(covers))


def _positions(text: str) -> list[list[Term]]:
    found: dict[int, list[Term]] = {}
    for term in text_terms(text):
        found.setdefault(term.position, []).append(term)
    return list(found.values())


def _goes_on(all_words: Sequence[_Word], begin: int, one: int, other: int, text: str) -> bool:
    """Whether a word that is not in a run goes on with it: right behind it, or in English with an empty one between."""
    run = [word.term.text for word in all_words[begin : one + 1]]
    words = [word.term for word in all_words[one : other + 1]]
    if words[-1].text in run:
        return False
    empty = all(text[word.start : word.end].lower() in function_words() for word in words[1:-1])
    return len(words) <= _GAP + 1 and empty and all(_adjacent(text, *two) for two in pairwise(words))


def _adjacent(text: str, one: Term, other: Term) -> bool:
    """Whether two units stand beside each other: Chinese without, other words with no more than a mark between."""
    between = text[one.end : other.start]
    return not between or (between in (" ", "-") and not is_han(text[one.start]))


def _expected(lexicon: Lexicon, term: Sequence[str], to: str) -> dict[str, float]:
    """How many of each unit of the other language are expected for the words of a term."""
    found: defaultdict[str, float] = defaultdict(float)
    for unit in term:
        if is_shared(unit):
            found[unit] = 1.0
        for word, weight in lexicon.translations(unit, to):
            found[word] = max(found[word], weight)
        for phrase in lexicon.phrases_for(unit) if to == "en" else ():
            for part in units(phrase.words):
                found[part.text] = max(found[part.text], phrase.share)
    return {word: weight for word, weight in found.items() if weight >= _LEAST and word not in function_words()}
