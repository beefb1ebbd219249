"""Words of one language to weighted words of the other, by a lexicon; and what was taken for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ..analyzers import text_terms
from ..indexer.bilingual.bags import MONTHS, is_shared
from ..indexer.bilingual.lexicon import LANGUAGES, Lexicon

__all__ = ["Group", "Taken", "Translator"]

_DOUBT: Final = 4.0
"""Occurrences of a word up to which the words inside it count for more than half of what they say themselves."""
_INSIDE: Final = 0.5
"""What the words inside a Chinese translation count for."""
_SHOWN: Final = 5
_REMEMBERED: Final = 20_000
"""Words of which the translations are kept."""


@dataclass(frozen=True, slots=True)
class Group:
    """What one word of a query becomes.

    word: the term of the query; weights: terms of the index, with how many are to be expected for one
    """

    word: str
    weights: Mapping[str, float]


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

    def groups(self, terms: Sequence[str]) -> tuple[Group, ...]:
        """What each of some terms becomes; they stand in the order of the query."""
        return tuple(map(self._group, _with_months(terms)))

    def _made(self, word: str) -> Group:
        return Group(word, self._weights(word))

    def taken(self, group: Group) -> Taken:
        """What is shown of a group."""
        best = sorted(group.weights.items(), key=lambda one: -one[1])[:_SHOWN]
        shown = tuple((self._lexicon.shown(unit, self.to), weight) for unit, weight in best)
        return Taken(self._lexicon.shown(group.word, self.source), shown)

    def _weights(self, word: str) -> dict[str, float]:
        if is_shared(word):
            return {word: 1.0}
        weights = dict(self._lexicon.translations(word, self.to))
        doubt = _DOUBT / (_DOUBT + self._lexicon.often(word, self.source)) if weights else 1.0
        for unit, weight in self._inside(word).items():
            weights[unit] = max(weights.get(unit, 0.0), doubt * weight)
        if not weights and _is_han(word) == (self.to == "zh"):
            return {word: 1.0}
        return _as_indexed(weights) if self.to == "zh" else weights

    def _inside(self, word: str) -> dict[str, float]:
        """What the words inside a Chinese word are translated by."""
        found: dict[str, float] = {}
        for term in text_terms(word) if _is_han(word) else ():
            if term.text != word:
                for unit, weight in self._lexicon.translations(term.text, self.to):
                    found[unit] = max(found.get(unit, 0.0), weight)
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


def _is_han(word: str) -> bool:
    return not word.isascii()
