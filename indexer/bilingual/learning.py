"""Pairs of clauses to a lexicon: links by Model 1, and phrases from the words that are linked to one unit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import numpy as np

from ...analyzers import text_terms
from ...analyzers.script import HAN, LETTER
from ...analyzers.text import stemmed
from .bags import Array, Bags, Sequences, bags, is_shared, sequences
from .lexicon import LEAST, LONGEST_PHRASE, Lexicon, Phrase, Side
from .model1 import Links, expected_links
from .pairs import Pair

__all__ = ["learn"]

_MOST: Final = 40_000_000
"""Words and characters of the one text of a pair times those of the other, over all pairs: they take 1 GB."""
_MOST_OF_ONE: Final = 1_000_000
"""The same of one pair: a longer one is no paragraph any more."""
_PHRASED: Final = 0.08
"""Expected occurrences from which on a word may be part of a unit's phrase."""
_SEEN: Final = 2
_SHARE: Final = 0.15
"""A phrase is kept if it stands so often, in so many of the clauses that have the unit."""
_PHRASES: Final = 3
_EXAMPLES: Final = 3
"""Texts from which the form is taken in which a phrase is shown."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_UNIT: Final = re.compile(rf"[{HAN}]|{LETTER}+")
_Run = tuple[str, ...]


def learn(pairs: Iterable[Pair]) -> Lexicon:
    """The lexicon of pairs whose first clause is Chinese and whose second is English, in whatever order.

    A wording that is paired with another more than once counts once.
    """
    texts = _within_reach(sorted({(pair.first.text, pair.second.text) for pair in pairs}))
    chinese, english = [one for one, _ in texts], [other for _, other in texts]
    read = sequences(chinese), sequences(english)
    first, second = map(bags, read)
    links = _worthwhile(expected_links(first, second), first, second)
    sides, links = _used(links, first, second, english)
    phrases = _Phrases(sides, links).found(*read, english)
    return Lexicon(len(texts), sides, links.first, links.second, links.count, phrases)


def _within_reach(texts: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Pairs of texts with not too many links to be thought of: no long ones, and of many an even share."""
    # no text has more units than it has words and Chinese characters
    likely = [len(_UNIT.findall(one)) * len(_UNIT.findall(other)) for one, other in texts]
    short = [number for number, links in enumerate(likely) if links <= _MOST_OF_ONE]
    every = 1 + sum(likely[number] for number in short) // _MOST
    return [texts[number] for number in short[::every]]


def _worthwhile(links: Links, first: Bags, second: Bags) -> Links:
    """The links that say something in one direction or the other."""
    kept = (links.count >= LEAST * first.totals()[links.first]) | (links.count >= LEAST * second.totals()[links.second])
    return Links(links.first[kept], links.second[kept], links.count[kept])


def _used(links: Links, first: Bags, second: Bags, english: Sequence[str]) -> tuple[tuple[Side, Side], Links]:
    """The units that occur, in their order, with the links between them."""
    one, to_one = _side(first, {})
    other, to_other = _side(second, _as_written(english))
    order = np.lexsort((to_other[links.second], to_one[links.first]))
    return (one, other), Links(to_one[links.first][order], to_other[links.second][order], links.count[order])


def _side(used: Bags, shown: Mapping[str, str]) -> tuple[Side, Array]:
    """The units of bags in their order, and the new number of each."""
    totals = used.totals()
    kept = sorted(np.flatnonzero(totals).tolist(), key=lambda number: used.units[number])
    place = np.zeros(len(used.units), np.int64)
    place[kept] = np.arange(len(kept))
    units = tuple(used.units[number] for number in kept)
    return Side(units, totals[kept], tuple(shown.get(unit, unit) for unit in units)), place


def _as_written(texts: Iterable[str]) -> dict[str, str]:
    """The form in which each stem mostly stands, in lower case unless it has capitals within."""
    forms = Counter(form for text in texts for form in _WORD.findall(text))
    best: dict[str, tuple[int, str]] = {}
    joined: Counter[str] = Counter()
    for form, count in forms.items():
        joined[form if form[1:] != form[1:].lower() else form.lower()] += count
    for form, count in joined.items():
        best[stemmed(form)] = max(best.get(stemmed(form), (0, "")), (count, form))
    return {unit: form for unit, (_, form) in best.items()}


@dataclass(frozen=True, slots=True)
class _Span:
    """Words of one text from one position to another."""

    text: int
    start: int
    end: int


class _Phrases:
    """Finds the runs of English words that are linked to one Chinese unit."""

    def __init__(self, sides: tuple[Side, Side], links: Links) -> None:
        self._sides = sides
        weight = links.count / sides[0].often[links.first]
        strong = np.flatnonzero(weight >= _PHRASED)
        linked: dict[str, set[str]] = defaultdict(set)
        for link in strong.tolist():
            linked[sides[0].units[int(links.first[link])]].add(sides[1].units[int(links.second[link])])
        for unit, words in linked.items():
            # what a word inside it stands for is mostly put down to that word
            words.update(*(linked[term.text] for term in text_terms(unit) if term.text != unit and term.text in linked))
        # one word is no phrase, and a word that may be anything has none
        self._linked = {unit: words for unit, words in linked.items() if 1 < len(words) <= 2 * LONGEST_PHRASE}

    def found(self, first: Sequences, second: Sequences, english: Sequence[str]) -> dict[str, tuple[Phrase, ...]]:
        """The phrases of each unit, the most frequent first."""
        seen: dict[str, Counter[_Run]] = defaultdict(Counter)
        examples: dict[_Run, list[_Span]] = defaultdict(list)
        for text, units, words in _sides_of(first, second):
            for unit in units & self._linked.keys():
                runs = dict(self._runs(text, unit, words))
                seen[unit].update(runs.keys())
                for run, span in runs.items():
                    if len(examples[run]) < _EXAMPLES:
                        examples[run].append(span)
        return {unit: kept for unit in sorted(seen) if (kept := self._kept(unit, seen[unit], examples, english))}

    def _runs(self, text: int, unit: str, words: Mapping[str, list[int]]) -> Iterator[tuple[_Run, _Span]]:
        """The runs of linked words in a text, with no more than a word between two of them."""
        there = sorted((at, word) for word in self._linked[unit] for at in words.get(word, ()))
        begin = 0
        for end in range(1, len(there) + 1):
            if end < len(there) and there[end][0] <= there[end - 1][0] + 2:
                continue
            run = there[begin:end]
            if 1 < len(run) <= LONGEST_PHRASE and len({word for _, word in run}) > 1:
                yield tuple(word for _, word in run), _Span(text, run[0][0], run[-1][0])
            begin = end

    def _kept(
        self, unit: str, seen: Counter[_Run], examples: Mapping[_Run, list[_Span]], english: Sequence[str]
    ) -> tuple[Phrase, ...]:
        often = float(self._sides[0].often[self._sides[0].numbers[unit]])
        kept = [(run, count) for run, count in seen.most_common(_PHRASES) if count >= max(_SEEN, _SHARE * often)]
        return tuple(
            Phrase(_as_mostly_written(examples[run], english), count, round(count / often, 3)) for run, count in kept
        )


def _sides_of(first: Sequences, second: Sequences) -> Iterator[tuple[int, set[str], dict[str, list[int]]]]:
    """Each pair's number, the units of its Chinese text, and where the words of its English text stand."""
    for number, (mine, theirs) in enumerate(zip(first.each(), second.each(), strict=True)):
        places: dict[str, list[int]] = defaultdict(list)
        for word, at in zip(*theirs, strict=True):
            places[second.units[word]].append(at)
        yield number, {first.units[unit] for unit in mine[0]}, places


def _as_mostly_written(spans: Sequence[_Span], english: Sequence[str]) -> str:
    return Counter(_written(english[span.text], span) for span in spans).most_common(1)[0][0]


def _written(text: str, span: _Span) -> str:
    """The words of a span as they stand; in lower case what is a capital only at the beginning of a text."""
    terms = takewhile(lambda term: term.position <= span.end, text_terms(text))
    words = [term for term in terms if term.position >= span.start and not is_shared(term.text)]
    written = text[words[0].start : words[-1].end]
    return written[0].lower() + written[1:] if words[0].start == 0 and not written[:2].isupper() else written
