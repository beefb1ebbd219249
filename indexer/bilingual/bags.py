"""Texts as bags of the units that are translated: Chinese words as they stand, English words as stems.

Units are terms of the index (`seized.analyzers.text_terms`), one at each position: of a Chinese word with others inside
it the whole one. Numbers and symbols of documents are the same in both languages and are left out; the number of a
month is one unit with what follows it ("3月"), since English has a name for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ...analyzers.batch import Analyses, Occurrences

__all__ = ["MONTHS", "Array", "Bags", "Sequences", "bags", "is_shared", "sequences"]

Array = np.ndarray[Any, np.dtype[Any]]

_MONTH: Final = "月"
MONTHS: Final = frozenset(f"{number}{_MONTH}" for number in range(1, 13))
"""Units that are two terms of the index each."""
_SHARED: Final = re.compile(r"\d+|\w{1,4}/.+")


def is_shared(term: str) -> bool:
    """Whether a term of the index is the same in every language: a number, the symbol of a document."""
    return _SHARED.fullmatch(term) is not None


@dataclass(frozen=True, slots=True)
class Bags:
    """The units of some texts, one entry for each unit of each text, in the order of the texts.

    units: all of them, by number
    text, unit: numbers; count: how often; place: where on average, 0 to 1
    """

    units: tuple[str, ...]
    text: Array
    unit: Array
    count: Array
    place: Array

    def totals(self) -> Array:
        """How often each unit occurs."""
        return np.bincount(self.unit, weights=self.count, minlength=len(self.units)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Sequences:
    """The units of some texts in the order in which they stand.

    units: all of them, by number; found: which, at which positions of which text
    """

    units: tuple[str, ...]
    found: Occurrences

    def each(self) -> Iterator[tuple[list[int], list[int]]]:
        """The numbers and the positions of each text."""
        ends = np.cumsum(self.found.counts)[:-1]
        parts = zip(np.split(self.found.numbers, ends), np.split(self.found.positions, ends), strict=True)
        return ((numbers.tolist(), positions.tolist()) for numbers, positions in parts)


def sequences(texts: Sequence[str]) -> Sequences:
    """The units of texts; see the module for what is left out."""
    analyses = Analyses()
    found, _ = analyses.analyse(texts)
    owners = np.repeat(np.arange(len(found.counts)), found.counts)
    numbers = _with_months(found.numbers, analyses)
    units = tuple(analyses.text)
    kept = np.array([not is_shared(unit) for unit in units], bool)[numbers]
    # the first at each position: a whole word comes before those inside it
    kept[1:] &= (owners[1:] != owners[:-1]) | (found.positions[1:] != found.positions[:-1])
    counts = np.bincount(owners[kept], minlength=len(texts)).astype(np.uint32)
    return Sequences(units, Occurrences(numbers[kept], found.positions[kept], counts))


def _with_months(numbers: Array, analyses: Analyses) -> Array:
    """The terms with each 月 behind the number of a month as one with it."""
    if _MONTH not in analyses.text:
        return numbers
    numbers = numbers.copy()
    month = analyses.text[_MONTH]
    for unit in MONTHS:
        number = analyses.text.get(unit.removesuffix(_MONTH))
        if number is not None:
            behind = np.flatnonzero((numbers[:-1] == number) & (numbers[1:] == month)) + 1
            numbers[behind] = analyses.text[unit]
    return numbers


def bags(texts: Sequences) -> Bags:
    """The bags of some texts."""
    units, found = texts.units, texts.found
    owners = np.repeat(np.arange(len(found.counts)), found.counts)
    lengths = np.ones(len(found.counts))
    np.maximum.at(lengths, owners, found.positions + 1.0)
    places = (found.positions + 0.5) / lengths[owners]
    keys, entry = np.unique(owners.astype(np.int64) * len(units) + found.numbers, return_inverse=True)
    counts = np.bincount(entry, minlength=len(keys))
    return Bags(
        units,
        (keys // max(1, len(units))).astype(np.int32),
        (keys % max(1, len(units))).astype(np.int32),
        counts.astype(np.float32),
        (np.bincount(entry, weights=places, minlength=len(keys)) / np.maximum(counts, 1)).astype(np.float32),
    )
