"""The analysis for ranking and recall: stems, Chinese words, symbols of UN documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from ..vocabulary.fields import symbol_key
from ..vocabulary.folding import fold
from ..vocabulary.symbols import SymbolSpan, find_symbols
from .chinese import words
from .english import stem
from .script import fold_han, runs, simplified
from .stems import query_stem, stemmed_languages, tag_of, word_stems
from .term import LONGEST_WORD, Term

__all__ = ["is_possessive", "query_text_terms", "stemmed", "text_terms"]

_DIGIT = re.compile(r"\d")
_APOSTROPHES = frozenset("'’‘ʼ′＇")


def text_terms(text: str, lang: str = "") -> Iterator[Term]:
    """The terms of a text, in order, for indexing.

    lang: its language, ISO 639-1, for those with stems of their own; else the one that its tag names, or English

    The chain: split by script; a word of letters and digits is folded (case, accents, width) and stemmed, a
    possessive "'s" counts for nothing; Chinese is cut into words, see `chinese.words`. Words take consecutive
    positions. A Chinese word inside a longer one shares the position of the longer one. A symbol, or the
    number of a resolution with its year, is one more term in its canonical form, without spaces and in lower
    case ("s/res/1325(2000)"), at the position of its first word; its words stay terms of their own.
    In another language than English and Chinese a word may have two stems at one position, see `word_stems`.
    """
    lang = lang or tag_of(text)
    words = _words_in(text, lambda word: word_stems(word, lang)) if lang in stemmed_languages() else _words(text)
    return _with_symbols(text, words, keep_words=True)


def query_text_terms(text: str, lang: str = "") -> Iterator[Term]:
    """The terms to look for: as `text_terms`, in simplified characters, and a symbol is its own term alone.

    A word has one stem. Offsets point into the text in simplified characters.
    """
    plain = simplified(text)
    words = _words_in(plain, lambda word: (query_stem(word, lang),)) if lang in stemmed_languages() else _words(plain)
    return _with_symbols(plain, words, keep_words=False)


def _words_in(text: str, stems: Callable[[str], tuple[str, ...]]) -> Iterator[Term]:
    """As `_words`, in a language with stems of its own."""
    position = 0
    for is_han, start, end in runs(text):
        if is_han:
            for word, number, first, last in words(fold_han(text[start:end])):
                yield Term(word, position + number, start + first, start + last)
            position += number
        else:
            for stem_of_word in stems(text[start:end]):
                yield Term(stem_of_word, position, start, end)
        position += 1


def _words(text: str) -> Iterator[Term]:
    position = previous_end = 0
    for is_han, start, end in runs(text):
        if is_han:
            for word, number, first, last in words(fold_han(text[start:end])):
                yield Term(word, position + number, start + first, start + last)
            position += number + 1
        elif not is_possessive(text, start, end, previous_end):
            yield Term(stemmed(text[start:end][:LONGEST_WORD]), position, start, end)
            position += 1
        previous_end = end


def is_possessive(text: str, start: int, end: int, previous_end: int) -> bool:
    """Whether the word `text[start:end]` is the "s" of the word that ends at `previous_end`."""
    return (
        end - start == 1
        and start - previous_end == 1
        and start > 1
        and text[start] in "sS"
        and text[start - 1] in _APOSTROPHES
    )


@lru_cache(maxsize=1 << 16)
def stemmed(word: str) -> str:
    """The term of a word as it is written, in no more than LONGEST_WORD characters."""
    return stem(fold(word) or word)  # half-width voice marks alone fold to nothing


def _with_symbols(text: str, terms: Iterator[Term], *, keep_words: bool) -> Iterator[Term]:
    """`terms` with each symbol of the text before the first of its words, which may be left out."""
    symbols = find_symbols(text) if _DIGIT.search(text) else iter(())  # every symbol has a number
    upcoming: SymbolSpan | None = next(symbols, None)
    covered = 0
    for term in terms:
        while upcoming and upcoming.start <= term.start:
            yield Term(symbol_key(upcoming.symbol), term.position, upcoming.start, upcoming.end)
            covered = upcoming.end
            upcoming = next(symbols, None)
        if keep_words or term.start >= covered:
            yield term
