"""Where phrases stand in a text: in a row by patterns, near each other by the places of their words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ..analyzers.term import LONGEST_WORD

__all__ = ["FEW", "WORD", "Phrase", "Phrases", "Span", "chained", "starts"]

Span = tuple[int, int]
Phrase = tuple[tuple[str, ...], int]
"""The words of a phrase, and how many positions after the last each may stand."""
Places = Mapping[str, Mapping[int, Span]]
"""Of each word of a text its positions in order, and where it stands at each."""

FEW: Final = 5
"""So many beginnings or phrases are looked for one by one; where there are more, every word is looked up."""
WORD = re.compile(r"[a-z0-9]++")
_GAP = re.compile(r"[^a-z0-9]++")


def chained(places: Places, words: Sequence[str], slop: int) -> Iterator[Span]:
    """Each place where the words of a phrase follow one another, each at most `slop` after the last."""
    first, last = places.get(words[0], {}), places.get(words[-1], {})
    # from the last word back: where the rest of the phrase follows, and where that ends; the nearest ends first
    ends = {position: end for position, (_, end) in last.items()}
    for word in reversed(words[:-1]):
        there = sorted(ends)
        following = ((here, bisect_right(there, here)) for here in places.get(word, {}))
        ends = {here: ends[there[at]] for here, at in following if at < len(there) and there[at] - here <= slop}
    yield from ((first[position][0], end) for position, end in ends.items())


class Phrases:
    """Finds phrases of ASCII letters and digits in texts of these and punctuation."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        wanted = list(phrases)
        self._near = [(words, slop) for words, slop in wanted if slop != 1 or len(words) < 2]
        self._in_row = [words for words, slop in wanted if slop == 1 and len(words) > 1]
        self._by_pair: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for words in self._in_row:
            self._by_pair[words[:2]].append(words)

    def __bool__(self) -> bool:
        return bool(self._near or self._in_row)

    def matches(self, lower: str) -> list[Span]:
        """The matches in a text of small letters, words as they stand."""
        if not self._near and len(self._in_row) <= FEW:
            return [span for phrase in self._in_row for span in _wordings(lower, phrase)]
        words = list(WORD.finditer(lower))
        return self.among([word[0][:LONGEST_WORD] for word in words], [word.span() for word in words])

    def among(self, terms: Sequence[str], spans: Sequence[Span]) -> list[Span]:
        """The matches among the terms of a text, each of which stands where its span says."""
        found = list(self._rows(terms, spans)) if self._in_row else []
        return [*found, *self._places(terms, spans)] if self._near else found

    def _rows(self, terms: Sequence[str], spans: Sequence[Span]) -> Iterator[Span]:
        for at, pair in enumerate(pairwise(terms)):
            for words in self._by_pair.get(pair, ()):
                if tuple(terms[at : at + len(words)]) == words:
                    yield spans[at][0], spans[at + len(words) - 1][1]

    def _places(self, terms: Sequence[str], spans: Sequence[Span]) -> Iterator[Span]:
        places: dict[str, dict[int, Span]] = defaultdict(dict)
        for position, term in enumerate(terms):
            places[term][position] = spans[position]
        for words, slop in self._near:
            if all(word in places for word in words):
                yield from chained(places, words, slop)


def starts(lower: str, opening: str) -> Iterator[int]:
    """Where a word begins with `opening`. A pattern would do, but to make one takes as long as to read ten texts."""
    at = lower.find(opening)
    while at >= 0:
        if not (at and lower[at - 1].isalnum()):
            yield at
        at = lower.find(opening, at + len(opening))


def _wordings(lower: str, phrase: Sequence[str]) -> Iterator[Span]:
    """Those words with nothing but punctuation between them; the rest of a match may hold the next one."""
    first, *rest = phrase
    for start in starts(lower, first):
        end = start + len(first)
        for word in rest:
            gap = _GAP.match(lower, end)
            if gap is None or not lower.startswith(word, gap.end()):
                break
            end = gap.end() + len(word)
        else:
            if not lower[end : end + 1].isalnum():
                yield start, end
