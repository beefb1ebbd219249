"""Where words stand in a text, by patterns instead of analysis: for most texts in Latin letters, and most queries.

What it finds is what `seized.analyzers` would; where that is not certain it leaves the text to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from ..analyzers.exact import folded
from ..analyzers.term import LONGEST_WORD
from ..analyzers.text import is_possessive, stemmed
from .phrase_spans import FEW, WORD, Phrase, Phrases, Span, starts

__all__ = ["Quick", "Span", "Words", "quick"]

_SIMPLE = re.compile(r"[a-z0-9]+")
_MARKS = "‐‑‒–—−‘’‚‛“”„…•▪·"
"""Punctuation of print, which stands between words and is nothing else."""
_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f"
_UNUSUAL = re.compile(rf"[^\x00-\x7f{_MARKS}]")
_FOREIGN = re.compile(rf"[^\x00-\x7f{_MARKS}{_ACCENTED}]")
_ACCENTED_WORD = re.compile(rf"[A-Za-z0-9{_ACCENTED}]++")
_S: Final = "s"
_MOST_WORDS: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for in one field: single terms, and phrases as (terms, slop)."""

    terms: set[str] = field(default_factory=set)
    phrases: list[Phrase] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases)

    def each(self) -> Iterator[str]:
        """All words there are, also those of phrases."""
        return chain(self.terms, *(phrase for phrase, _ in self.phrases))


def quick(text: Words, exact: Words) -> Quick | None:
    """What finds the words of the two fields; None where they have what only the analysis finds.

    That is: symbols, and the "s" of a possessive as a word of its own.
    """
    fields = [_ascii(words) for words in (text, exact)]
    asked = [word for words in fields for word in words.each()]
    if _S in fields[1].terms or not all(map(_SIMPLE.fullmatch, asked)):
        return None
    return Quick(*fields, is_all=fields == [text, exact])


def _ascii(words: Words) -> Words:
    """Those without letters of other scripts."""
    phrases = [(phrase, slop) for phrase, slop in words.phrases if all(map(str.isascii, phrase))]
    return Words({term for term in words.terms if term.isascii()}, phrases)


class _Stems(dict[str, str]):
    """The stem of a word as it stands in a text, remembered: a look-up takes a third of the time of a call."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        known = self[word] = stemmed(word[:LONGEST_WORD])
        return known


_STEMS: Final = _Stems()


class Quick:
    """Finds stems and words as they stand, and phrases of either, all of ASCII letters and digits.

    is_all: whether nothing else is looked for; words of other scripts are in no text of ASCII letters
    """

    def __init__(self, text: Words, exact: Words, *, is_all: bool) -> None:
        self._stems = text.terms
        self._exact = exact.terms
        self._openings = _shortest({_beginning(one) for one in self._stems} | self._exact)
        self._stemmed = Phrases(text.phrases)
        self._phrases = Phrases(exact.phrases)
        self._takes_accents = is_all and not (self._stemmed or self._phrases)

    def matches(self, text: str) -> list[Span] | None:
        """The matches in a text; None where it has letters that only the analysis knows."""
        if not text.isascii() and _UNUSUAL.search(text):
            return self._accented(text) if self._takes_accents and not _FOREIGN.search(text) else None
        lower = text.lower()
        if len(self._openings) > FEW:
            words: Iterable[re.Match[str]] = WORD.finditer(lower)
        else:
            words = chain.from_iterable(_words(lower, opening) for opening in self._openings)
        found = self._without_possessives(self._wanted(words), lower)
        if self._phrases:
            found += self._phrases.matches(lower)
        return found + self._of_stems(lower) if self._stemmed else found

    def _of_stems(self, lower: str) -> list[Span]:
        """The phrases of stems; a possessive takes no place in them."""
        words = [word.span() for word in WORD.finditer(lower)]
        ends = (0, *(end for _, end in words))
        spans = [span for span, end in zip(words, ends, strict=False) if not is_possessive(lower, *span, end)]
        return self._stemmed.among([_STEMS[lower[start:end]] for start, end in spans], spans)

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


def _words(lower: str, opening: str) -> Iterator[re.Match[str]]:
    """The words that begin so."""
    return (word for at in starts(lower, opening) if (word := WORD.match(lower, at)))
