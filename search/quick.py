"""Where words stand in a text, by patterns instead of analysis: for most texts in Latin letters, and most queries.

What it finds is what `seized.analyzers` would; where that is not certain it leaves the text to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from ..analyzers.exact import folded
from ..analyzers.term import LONGEST_WORD
from ..analyzers.text import is_possessive, stemmed

__all__ = ["Quick", "Span", "Words", "quick"]

Span = tuple[int, int]

_SIMPLE = re.compile(r"[a-z0-9]+")
_MARKS = "‐‑‒–—−‘’‚‛“”„…•▪·"
"""Punctuation of print, which stands between words and is nothing else."""
_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f"
_UNUSUAL = re.compile(rf"[^\x00-\x7f{_MARKS}]")
_FOREIGN = re.compile(rf"[^\x00-\x7f{_MARKS}{_ACCENTED}]")
_ACCENTED_WORD = re.compile(rf"[A-Za-z0-9{_ACCENTED}]++")
_WORD = re.compile(r"[a-z0-9]++")
_GAP = re.compile(r"[^a-z0-9]++")
_S: Final = "s"
_MOST_WORDS: Final = 1 << 16
_FEW: Final = 5
"""Up to so many beginnings are looked for one by one; beyond, every word is looked up."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for in one field: single terms, and phrases as (terms, slop)."""

    terms: set[str] = field(default_factory=set)
    phrases: list[tuple[tuple[str, ...], int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases)


def quick(text: Words, exact: Words) -> Quick | None:
    """What finds the words of the two fields; None where they have what only the analysis finds.

    That is: symbols, other scripts, words near each other, and the "s" of a possessive as a word of its own.
    """
    words = [*text.terms, *exact.terms, *(word for phrase, _ in exact.phrases for word in phrase)]
    simple = all(_SIMPLE.fullmatch(word) for word in words) and all(slop == 1 for _, slop in exact.phrases)
    if text.phrases or not simple or _S in exact.terms:
        return None
    return Quick(text.terms, exact.terms, [phrase for phrase, _ in exact.phrases])


class _Stems(dict[str, str]):
    """The stem of a word as it stands in a text, remembered: a look-up takes a third of the time of a call."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        known = self[word] = stemmed(word[:LONGEST_WORD])
        return known


_STEMS: Final = _Stems()


class Quick:
    """Stems, words as they stand, and phrases of these, all of ASCII letters and digits."""

    def __init__(self, stems: set[str], exact: set[str], phrases: Iterable[tuple[str, ...]]) -> None:
        self._stems = stems
        self._exact = exact
        self._openings = _shortest({_beginning(one) for one in stems} | exact)
        self._phrases = list(phrases)

    def matches(self, text: str) -> list[Span] | None:
        """The matches in a text; None where it has letters that only the analysis knows."""
        if not text.isascii() and _UNUSUAL.search(text):
            return None if self._phrases or _FOREIGN.search(text) else self._accented(text)
        lower = text.lower()
        if len(self._openings) > _FEW:
            words: Iterable[re.Match[str]] = _WORD.finditer(lower)
        else:
            words = chain.from_iterable(_words(lower, opening) for opening in self._openings)
        found = self._without_possessives(self._wanted(words), lower)
        for phrase in self._phrases:
            found += _wordings(lower, phrase)
        return found

    def _accented(self, text: str) -> list[Span]:
        return self._without_possessives(self._wanted(_ACCENTED_WORD.finditer(text)), text)

    def _wanted(self, words: Iterable[re.Match[str]]) -> list[Span]:
        """Those of some words that are looked for."""
        stems, exact = self._stems, self._exact
        if not exact:
            return [word.span() for word in words if _STEMS[word[0]] in stems]
        return [word.span() for word in words if _STEMS[word[0]] in stems or folded(word[0][:LONGEST_WORD]) in exact]

    def _without_possessives(self, found: list[Span], text: str) -> list[Span]:
        if _S not in self._openings:
            return found
        return [
            (start, end)
            for start, end in found
            if not (start > 1 and text[start - 2].isalnum() and is_possessive(text, start, end, start - 1))
        ]


def _beginning(stemmed: str) -> str:
    """What all words of a stem begin with: "die" stands for "dying", "happi" for "happy"."""
    return stemmed[: max(1, len(stemmed) - 2)]


def _shortest(openings: set[str]) -> list[str]:
    """Those that begin with none of the others."""
    shortest: list[str] = []
    for opening in sorted(openings):
        if not (shortest and opening.startswith(shortest[-1])):
            shortest.append(opening)
    return shortest


def _starts(lower: str, opening: str) -> Iterator[int]:
    """Where a word begins with `opening`. A pattern would do, but to make one takes as long as to read ten texts."""
    at = lower.find(opening)
    while at >= 0:
        if not (at and lower[at - 1].isalnum()):
            yield at
        at = lower.find(opening, at + len(opening))


def _words(lower: str, opening: str) -> Iterator[re.Match[str]]:
    """The words that begin so."""
    return (word for at in _starts(lower, opening) if (word := _WORD.match(lower, at)))


def _wordings(lower: str, phrase: Sequence[str]) -> Iterator[Span]:
    """Those words with nothing but punctuation between them; the rest of a match may hold the next one."""
    first, *rest = phrase
    for start in _starts(lower, first):
        end = start + len(first)
        for word in rest:
            gap = _GAP.match(lower, end)
            if gap is None or not lower.startswith(word, gap.end()):
                break
            end = gap.end() + len(word)
        else:
            if not lower[end : end + 1].isalnum():
                yield start, end
