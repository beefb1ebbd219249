"""Stems of French, Spanish, Russian, Arabic and German words, and the tag by which a text says its language.

A stem is named after its language, since "pays" is one thing in French and another in English. English needs no
tag and no name: see `seized.analyzers.english`. A tag stands before a text in Unicode's own characters for it, a
language tag (U+E0001) and letters; they are part of no word, so that an analysis that does not know them passes over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from ..vocabulary.folding import fold
from ..vocabulary.languages import languages
from .term import LONGEST_WORD

__all__ = ["is_tagged", "query_stem", "shown_stem", "stemmed_languages", "tag_of", "tagged", "word_stems"]

_TAG = "\U000e0001"
_LETTERS = 0xE0000


@cache
def stemmed_languages() -> frozenset[str]:
    """The languages with stems of their own, ISO 639-1, apart from English."""
    return frozenset(one.code for one in languages().values() if one.stemmer and one.code != "en")


def tagged(text: str, lang: str) -> str:
    """A text that says its language, if that has stems of its own."""
    return _tag(lang) + text if lang in stemmed_languages() else text


def is_tagged(text: str) -> bool:
    """Whether a text says its language."""
    return text.startswith(_TAG)


def tag_of(text: str) -> str:
    """The language that a text says it is in, "" if it says none."""
    return next((lang for lang in stemmed_languages() if text.startswith(_tag(lang))), "") if is_tagged(text) else ""


@cache
def _tag(lang: str) -> str:
    return _TAG + "".join(chr(_LETTERS + ord(letter)) for letter in lang)


@cache
def _stemmer(lang: str) -> Callable[[str], str]:
    import Stemmer

    stem_word: Callable[[str], str] = Stemmer.Stemmer(languages()[lang].stemmer, 0).stemWord
    return stem_word


@lru_cache(maxsize=1 << 17)
def word_stems(word: str, lang: str) -> tuple[str, ...]:
    """What a word of a text is indexed as: its stem, and the stem of what is typed without its accents.

    Accents help the stemmer ("adoptée", "adopté", "adopter" are one), and go when it is done.
    """
    best = query_stem(word, lang)
    plain = fold(word[:LONGEST_WORD])
    bare = _named(_stemmer(lang)(plain), lang) if plain.isascii() else best
    return (best,) if bare in (best, "") else (best, bare)


@lru_cache(maxsize=1 << 16)
def query_stem(word: str, lang: str) -> str:
    """The stem by which a word is looked for: "fr:secur". A number is the same in every language."""
    word = word[:LONGEST_WORD]
    stem = _stemmer(lang)(unicodedata.normalize("NFC", word).lower())
    return _named(fold(stem) or fold(word) or word, lang)


def _named(stem: str, lang: str) -> str:
    return f"{lang}:{stem}" if stem and not stem.isdecimal() else stem


def shown_stem(term: str) -> str:
    """A term of any language as a person may see it."""
    lang, _, stem = term.rpartition(":")
    return stem if lang in stemmed_languages() else term
