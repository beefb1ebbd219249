"""The two analyses of many texts at once, terms as numbers: what building an index spends its time on.

What comes out is what `text_terms` and `exact_terms` yield, text by text; those say what the terms are.
A text in Latin letters is cut once for both analyses, and each different word is stemmed and folded once.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np

from ..vocabulary.fields import symbol_key
from ..vocabulary.symbols import find_symbols
from .chinese import cut, parts
from .exact import PUNCTUATION, exact_terms, folded
from .script import HAN_RUN, LETTER, SILENT, find_mark, fold_han, runs
from .stems import is_tagged
from .term import LONGEST_WORD
from .text import is_possessive, stemmed, text_terms

__all__ = ["Analyses", "Numbers", "Occurrences", "expand", "one_after_another"]

Array = np.ndarray[Any, np.dtype[Any]]

# Marks beyond Latin-1 that English texts are full of, and what separates words as they do.
_MARKS = (("’", "'"), ("‘", "'"), ("“", " "), ("”", " "), ("–", " "), ("—", " "))
# The same as `aligned` has them, which takes ten times as long for a text that is not all ASCII.
_ALIGNED = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u00a0", " "))
# The characters of Latin-1: all that is no part of a word as a space. A possessive stays on its word.
_WORDS_ALONE = bytes(code if re.match(rf"{LETTER}|[{SILENT}']", chr(code)) else 0x20 for code in range(256))
# A word with the possessives that hang on it: one term of `text_terms`.
_WORD = re.compile(
    rf"[A-Za-z0-9]++(?!['\u0080-\U0010ffff])"
    rf"|{LETTER}++(?:[{SILENT}]++{LETTER}++)*+(?:['’‘ʼ′＇][sS](?!{LETTER}|[{SILENT}]+{LETTER}))*+"
)
_OTHER_SCRIPTS = re.compile(rf"(?:{LETTER}|[{SILENT}'’‘ʼ′＇])++")
# Every symbol has a stroke, or a number before a bracket; most texts have neither.
_SYMBOL_SIGNS = re.compile(r"\d\s{0,2}(?:\w\s{0,2})?[(（]|[/／]")


class Numbers(dict[str, int]):
    """Terms by number, in the order in which they came; one that is new gets the next number."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The terms of some texts, one text after another, in the order of their positions.

    numbers, positions: of each occurrence; counts: occurrences of each text
    """

    numbers: Array
    positions: Array
    counts: Array


class Analyses:
    """Analyses texts, and remembers their words.

    text, exact: the terms of the two analyses with their numbers
    """

    def __init__(self) -> None:
        self.text = Numbers()
        self.exact = Numbers()
        self._words = _Words(self)

    def analyse(self, texts: Iterable[str]) -> tuple[Occurrences, Occurrences]:
        """The terms of texts as `text_terms` and as `exact_terms` have them."""
        words, counts = array("I"), array("I")
        plain, mixed, has_han = [], [], []
        for text in texts:
            found = _cut(text)
            has_han.append(found is None)
            if found is None:
                mixed.append(text)
                continue
            plain.append(text)
            counts.append(len(found))
            if len(found) > 1:
                words.extend(itemgetter(*found)(self._words))
            elif found:
                words.append(self._words[found[0]])
        by_text, by_exact = self._words.terms(_array(words), _array(counts))
        by_text = _with_symbols(by_text, *self._symbols(plain, by_text.counts))
        if not mixed:
            return by_text, by_exact
        place = np.argsort(np.asarray(has_han), kind="stable")
        return _joined(by_text, self._mixed_text(mixed), place), _joined(by_exact, self._mixed_exact(mixed), place)

    def _symbols(self, texts: Sequence[str], counts: Array) -> tuple[Array, Array, Array]:
        """For each symbol: its term, the occurrence that it stands before, and its text."""
        numbers, places, owners = array("I"), array("I"), array("I")
        start = 0
        for owner, (text, count) in enumerate(zip(texts, counts.tolist(), strict=True)):
            if ("(" in text or "/" in text or not text.isascii()) and _SYMBOL_SIGNS.search(text):
                for term, place in _places(text, self.text):
                    if place < count:
                        numbers.append(term)
                        places.append(start + place)
                        owners.append(owner)
            start += count
        return _array(numbers), _array(places), _array(owners)

    def _mixed_text(self, texts: Iterable[str]) -> Occurrences:
        """`text_terms` of texts with Chinese, or in a language with stems of its own."""
        terms, positions, counts = array("I"), array("I"), array("I")
        known = _WholeWords(self.text)
        for text in texts:
            before = len(terms)
            if is_tagged(text):
                for found in text_terms(text):
                    terms.append(self.text[found.text])
                    positions.append(found.position)
                counts.append(len(terms) - before)
                continue
            whole, starts = _whole_words(text)
            upcoming = [(bisect_left(starts, span.start), span.symbol) for span in find_symbols(text)]
            for place, symbol in upcoming:
                if place < len(whole):
                    terms.append(self.text[symbol_key(symbol)])
                    positions.append(place)
            for place, word in enumerate(whole):
                numbers = known[word]
                terms.extend(numbers)
                positions.extend([place] * len(numbers))
            counts.append(len(terms) - before)
        return _by_position(Occurrences(_array(terms), _array(positions), _array(counts)))

    def _mixed_exact(self, texts: Iterable[str]) -> Occurrences:
        """`exact_terms` of such texts: one at each position."""
        terms, counts = array("I"), array("I")
        for text in texts:
            found = _exact_words(text)
            counts.append(len(found))
            terms.extend(map(self.exact.__getitem__, found))
        return Occurrences(_array(terms), _counting(_array(counts)), _array(counts))


def _places(text: str, numbers: Numbers) -> Iterator[tuple[int, int]]:
    """Each symbol's term and how many words begin before it."""
    count = at = 0
    for mark, plain in _ALIGNED:
        text = text.replace(mark, plain)
    for found in find_symbols(text):
        if at and text[at - 1] not in " (":  # a word may stand across it
            count = at = 0
        count += _count_words(text[at : found.start])
        at = found.start
        yield numbers[symbol_key(found.symbol)], count


def _count_words(text: str) -> int:
    if text.isascii() and "'" not in text:
        return len(text.encode("ascii").translate(_WORDS_ALONE).split())
    return len(_WORD.findall(text))


class _WholeWords(dict[str, tuple[int, ...]]):
    """The terms of a whole word: of a Chinese one also the words inside it."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def __missing__(self, word: str) -> tuple[int, ...]:
        if HAN_RUN.match(word):
            inside = [part for _, part in parts(word)] if len(word) > 2 else []
            terms = [word, *inside]
        else:
            terms = [stemmed(word[:LONGEST_WORD])]
        found = self[word] = tuple(self._numbers[term] for term in terms)
        return found


def _whole_words(text: str) -> tuple[list[str], list[int]]:
    """The words of a text with Chinese, and where each begins."""
    whole: list[str] = []
    starts: list[int] = []
    previous_end = 0
    for is_han, start, end in runs(text):
        if is_han:
            at = start
            for word in cut(fold_han(text[start:end])):
                whole.append(word)
                starts.append(at)
                at += len(word)
        elif not is_possessive(text, start, end, previous_end):
            whole.append(text[start:end])
            starts.append(start)
        previous_end = end
    return whole, starts


def _exact_words(text: str) -> list[str]:
    found: list[str] = []
    previous_end, previous_han = 0, False
    for is_han, start, end in runs(text):
        if found and (is_han or previous_han) and find_mark(text, previous_end, start) >= 0:
            found.append(PUNCTUATION)
        if is_han:
            found.extend(fold_han(text[start:end]))
        else:
            found.append(folded(text[start:end][:LONGEST_WORD]))
        previous_end, previous_han = end, is_han
    return found


def _by_position(found: Occurrences) -> Occurrences:
    """Occurrences with those of each text in the order of their positions."""
    owners = np.repeat(np.arange(len(found.counts)), found.counts)
    order = np.lexsort((found.positions, owners))
    return Occurrences(found.numbers[order], found.positions[order], found.counts)


def _array(numbers: array[int]) -> Array:
    return np.frombuffer(numbers, np.uint32).copy() if numbers else np.zeros(0, np.uint32)


class _Words(dict[str | bytes, int]):
    """Words as they are written, by number, and the terms that each stands for: mostly one of each analysis."""

    def __init__(self, analyses: Analyses) -> None:
        self._text, self._exact = analyses.text, analyses.exact
        self._text_terms, self._text_counts = array("I"), array("I")
        self._exact_terms, self._exact_counts = array("I"), array("I")

    def __missing__(self, word: str | bytes) -> int:
        written = word.decode("latin-1") if isinstance(word, bytes) else word
        if written.isascii() and written.isalnum():
            text, exact = [stemmed(written[:LONGEST_WORD])], [folded(written[:LONGEST_WORD])]
        else:
            text, exact = [one.text for one in text_terms(written)], [one.text for one in exact_terms(written)]
        self._text_terms.extend(map(self._text.__getitem__, text))
        self._text_counts.append(len(text))
        self._exact_terms.extend(map(self._exact.__getitem__, exact))
        self._exact_counts.append(len(exact))
        number = self[word] = len(self)
        return number

    def terms(self, words: Array, counts: Array) -> tuple[Occurrences, Occurrences]:
        """The terms of words, by both analyses."""
        owners = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        return (
            _terms_of(words, owners, len(counts), _array(self._text_terms), _array(self._text_counts)),
            _terms_of(words, owners, len(counts), _array(self._exact_terms), _array(self._exact_counts)),
        )


def _cut(text: str) -> Sequence[str | bytes] | None:
    """The words of a text, possessives and other apostrophes on them.

    None for one with Chinese, or in a language with stems of its own.
    """
    if not text.isascii():
        for mark, plain in _MARKS:
            text = text.replace(mark, plain)
    try:
        return text.encode("latin-1").translate(_WORDS_ALONE).split()
    except UnicodeEncodeError:
        return None if HAN_RUN.search(text) or is_tagged(text) else _OTHER_SCRIPTS.findall(text)


def _terms_of(words: Array, owners: Array, texts: int, terms: Array, counts: Array) -> Occurrences:
    found, each = expand(words, terms, counts)
    totals = np.bincount(owners, weights=each, minlength=texts).astype(np.uint32)
    return Occurrences(found, _counting(totals), totals)


def expand(numbers: Array, values: Array, counts: Array) -> tuple[Array, Array]:
    """The values that each of `numbers` stands for, and how many they are.

    values: those of number 0, then those of number 1 …; counts: how many each number has
    """
    each = counts[numbers]
    starts = (np.cumsum(counts, dtype=np.int64) - counts)[numbers]
    if len(each) and each.min() == each.max() == 1:
        return values[starts], each
    return values[np.repeat(starts, each) + _counting(each)], each


def _counting(counts: Array) -> Array:
    """0, 1, 2 … for each text anew."""
    starts = np.cumsum(counts, dtype=np.int64) - counts
    return (np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(starts, counts)).astype(np.uint32)


def _with_symbols(words: Occurrences, symbols: Array, places: Array, owners: Array) -> Occurrences:
    """Each symbol before its first word, at the same position."""
    before = places.astype(np.int64)
    return Occurrences(
        np.insert(words.numbers, before, symbols),
        np.insert(words.positions, before, words.positions[before]),
        words.counts + np.bincount(owners, minlength=len(words.counts)).astype(np.uint32),
    )


def one_after_another(parts: Sequence[Occurrences]) -> Occurrences:
    """The occurrences of some texts and of others after them."""
    nothing = np.zeros(0, np.uint32)
    return Occurrences(
        np.concatenate([nothing, *(part.numbers for part in parts)]),
        np.concatenate([nothing, *(part.positions for part in parts)]),
        np.concatenate([nothing, *(part.counts for part in parts)]),
    )


def _joined(first: Occurrences, second: Occurrences, place: Array) -> Occurrences:
    """Two groups of texts in one order; `place`: where each text of the first and of the second belongs."""
    both = one_after_another((first, second))
    starts = np.cumsum(both.counts, dtype=np.int64) - both.counts
    order = np.argsort(place)
    counts = both.counts[order]
    take = np.repeat(starts[order], counts) + _counting(counts)
    return Occurrences(both.numbers[take], both.positions[take], counts)
