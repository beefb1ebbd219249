"""Words of one language to weighted words of the other, by a lexicon; and what was taken for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Any, Final, NamedTuple

from ..analyzers import text_terms
from ..analyzers.script import is_han
from ..analyzers.text import stemmed
from ..indexer.bilingual.bags import MONTHS, is_shared
from ..indexer.bilingual.lexicon import LANGUAGES, LONGEST_PHRASE, Lexicon
from ..vocabulary.function_words import function_words
from .country_names import CountryWays, country_ways

__all__ = ["Group", "Taken", "Translator"]

_DOUBT: Final = 4.0
"""Occurrences of a word up to which the words inside it count for more than half of what they say themselves."""
_INSIDE: Final = 0.5
"""What the words inside a Chinese translation count for."""
_FAR_BEHIND: Final = 0.1
"""Share of the weight of the likeliest translation below which another does not speak for a word;"""
_BESIDE_PHRASE: Final = 0.4
"""the same where the word has a phrase."""
_SURE: Final = 0.3
"""Share of a word's uses from which on a phrase speaks for it, or it for the phrase."""
_SEVERAL: Final = 1.25
"""Words to be expected for one from which on it takes several."""
_OFTEN: Final = 20
"""Occurrences from which on the lexicon knows better than a table of names."""
_LONGEST_NAME: Final = 8
"""Words of the name of a country."""
_REMEMBERED: Final = 20_000
"""Words of which the translations are kept."""


class Way(NamedTuple):
    """Terms that say a word where all of them are there; `adjacent`: one right after another."""

    terms: tuple[str, ...]
    adjacent: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What one word of a query becomes.

    word: the term of the query; weights: terms of the index, with how many are to be expected for one
    speaking: each way in which a text says the word
    """

    word: str
    weights: Mapping[str, float]
    speaking: tuple[Way, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the word says nothing by itself."""
        return self.word in _function_stems()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a word of a query was taken for.

    word: as it mostly stands in a text
    translations: of the other language, as they mostly stand, with how many are to be expected for one; none if
        the word is not known, and then it is not searched for
    """

    word: str
    translations: tuple[tuple[str, float], ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "word": self.word,
            "translations": [{"word": word, "weight": round(weight, 3)} for word, weight in self.translations],
        }


class Translator:
    """Translates terms of the index.

    to: the language that is wanted, "en" or "zh"; what is in it already stays
    """

    def __init__(self, lexicon: Lexicon, to: str) -> None:
        self.to = to
        self.source = next(lang for lang in LANGUAGES if lang != to)
        self._lexicon = lexicon
        self._group = lru_cache(_REMEMBERED)(self._made)

    def groups(self, terms: Sequence[str], *, phrases: bool = True) -> tuple[Group, ...]:
        """What each of some terms becomes; they stand in the order of the query.

        phrases: whether it matters by what phrases they are said, and not only how they rank
        """
        found = list(self._grouped(list(_with_months(terms))))
        if phrases and self.source == "en":
            for at, units in self._phrases([group.word for group in found]).items():
                found[at] = replace(found[at], speaking=tuple(dict.fromkeys((*found[at].speaking, *units))))
        return tuple(found)

    def _grouped(self, words: Sequence[str]) -> Iterator[Group]:
        """The groups of words; the name of a country is one."""
        ways, at = country_ways(self.to), 0
        while at < len(words):
            if words[at] not in self._first_of_names:
                yield self._group(words[at])
                at += 1
                continue
            ends = range(min(len(words), at + _LONGEST_NAME), at, -1)
            end = next((end for end in ends if tuple(words[at:end]) in ways), at + 1)
            name = tuple(words[at:end])
            known = end - at == 1 and self._is_known(name[0])
            yield self._group(name[0]) if name not in ways or known else self._country(name, ways[name])
            at = end

    @cached_property
    def _first_of_names(self) -> frozenset[str]:
        return frozenset(name[0] for name in country_ways(self.to))

    def _is_known(self, word: str) -> bool:
        """Whether the lexicon has seen a word so often that it knows better than a table."""
        best = self._lexicon.translations(word, self.to)[:1]
        return bool(best) and best[0].weight >= _SURE and self._lexicon.often(word, self.source) >= _OFTEN

    def _country(self, name: Sequence[str], ways: CountryWays) -> Group:
        speaking = [Way(one, adjacent=True) for one in ways.names]
        word = ("" if is_han(name[0]) else " ").join(self._lexicon.shown(term, self.source) for term in name)
        return Group(word, ways.weights(), tuple(dict.fromkeys(speaking)))

    def taken(self, group: Group) -> Taken:
        """What is shown of a group."""
        best = sorted(group.weights.items(), key=lambda one: -one[1])
        shown = tuple((self._lexicon.shown(unit, self.to), weight) for unit, weight in best)
        return Taken(self._lexicon.shown(group.word, self.source), shown)

    def _made(self, word: str) -> Group:
        units = self._units(word)
        if not units:
            return Group(word, {})
        weights = _as_indexed(units) if self.to == "zh" else units
        return Group(word, weights, tuple(dict.fromkeys(self._speaking(word, units))))

    def _units(self, word: str) -> dict[str, float]:
        """The units of the other language that a word is taken for, with how many are to be expected for one."""
        if is_shared(word):
            return {word: 1.0}
        weights = dict(self._lexicon.translations(word, self.to))
        doubt = _DOUBT / (_DOUBT + self._lexicon.often(word, self.source)) if weights else 1.0
        for unit, weight in self._inside(word).items():
            weights[unit] = max(weights.get(unit, 0.0), doubt * weight)
        if not weights and is_han(word) == (self.to == "zh"):
            return {word: 1.0}
        return weights

    def _inside(self, word: str) -> dict[str, float]:
        """What the words inside a Chinese word are translated by."""
        found: dict[str, float] = {}
        for term in text_terms(word) if is_han(word) else ():
            if term.text != word:
                for unit, weight in self._lexicon.translations(term.text, self.to):
                    found[unit] = max(found.get(unit, 0.0), weight)
        return found

    def _speaking(self, word: str, units: Mapping[str, float]) -> Iterator[Way]:
        """The ways in which a text says a word: its phrases, and translations that are not far behind the likeliest.

        Part of a phrase is not enough ("security" for 安全部门改革), nor is a word that says nothing by itself, nor one
        of a Chinese word that takes several (武器禁运) but the likeliest with another.
        """
        phrases = list(self._worded(word))
        yield from map(Way, phrases)
        parts = {term for phrase in phrases for term in phrase}
        telling = {unit: weight for unit, weight in units.items() if unit not in _function_stems()} or units
        least = max(telling.values()) * (_BESIDE_PHRASE if phrases else _FAR_BEHIND)
        kept = [unit for unit, weight in telling.items() if weight >= least and unit not in parts]
        if self.to == "en" and not phrases and len(kept) > 1 and sum(telling.values()) >= _SEVERAL:
            first = max(kept, key=lambda unit: telling[unit])
            yield from (Way((first, unit)) for unit in kept if unit != first)
        else:
            yield from (Way(_month(unit), adjacent=True) if unit in MONTHS else Way((unit,)) for unit in kept)

    def _worded(self, word: str) -> Iterator[tuple[str, ...]]:
        """The English phrases of a Chinese word, as the terms that say something."""
        for phrase in self._lexicon.phrases_for(word) if self.to == "en" else ():
            if phrase.share >= _SURE:
                terms = tuple(term.text for term in text_terms(phrase.words))
                yield tuple(term for term in terms if term not in _function_stems()) or terms

    def _phrases(self, words: Sequence[str]) -> dict[int, list[Way]]:
        """For the place of each English word: the Chinese units that the phrases are which it is part of."""
        found: dict[int, list[Way]] = {}
        for start in range(len(words)):
            if not self._lexicon.begins_phrase(words[start]):
                continue
            for end in range(start + 2, min(len(words), start + LONGEST_PHRASE) + 1):
                for unit, share in self._lexicon.units_for(words[start:end]):
                    if share >= _SURE:
                        for at in range(start, end):
                            found.setdefault(at, []).append(Way((unit,)))
        return found


def _as_indexed(weights: Mapping[str, float]) -> dict[str, float]:
    """Chinese units as terms of the index: the months are two, and other words have words inside them."""
    found: dict[str, float] = {}
    for unit, weight in weights.items():
        for term in text_terms(unit):
            share = 1.0 if term.text == unit or unit in MONTHS else _INSIDE
            found[term.text] = max(found.get(term.text, 0.0), share * weight)
    return found


def _with_months(terms: Sequence[str]) -> Iterator[str]:
    """Terms with the number of a month and 月 behind it as one unit; see `seized.indexer.bilingual.bags`."""
    at = 0
    while at < len(terms):
        both = terms[at] + terms[at + 1] if at + 1 < len(terms) else ""
        yield both if both in MONTHS else terms[at]
        at += 2 if both in MONTHS else 1


def _month(unit: str) -> tuple[str, ...]:
    """The terms of the index that a month is: its number, and 月 behind it."""
    return unit[:-1], unit[-1]


@cache
def _function_stems() -> frozenset[str]:
    return frozenset(map(stemmed, function_words()))
