"""What the words of one language are called in another: a table of links, learnt from pairs of clauses.

A link says how often a unit of one language (see `seized.indexer.bilingual.bags`) is expected to stand for a unit of
the other. Divided by how often the unit occurs that is how many of the other are to be expected for one of it: for
安全部门改革 half a "sector" and half a "reform". A unit that several words together translate has a phrase besides.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Final, NamedTuple

import msgspec
import numpy as np

from ...errors import SeizedError
from .bags import Array

__all__ = ["LANGUAGES", "LEAST", "LONGEST_PHRASE", "Lexicon", "Phrase", "Side", "pack", "shipped", "unpack"]

LANGUAGES: Final = ("zh", "en")
_FORMAT: Final = 1
_SHIPPED: Final = "data/zh-en.lexicon"
_DOUBT: Final = 0.5
"""Occurrences that are added to those of a unit: one that was seen once is not certain of what stood beside it."""
_TRUST: Final = 4.0
"""Occurrences as which the lexicon behind another counts."""
LONGEST_PHRASE: Final = 7
"""Words of a phrase."""
LEAST: Final = 0.02
"""Expected occurrences for one below which a translation is noise."""


class Translation(NamedTuple):
    """A unit of the other language, and how many of it are to be expected for one."""

    unit: str
    weight: float


class Phrase(NamedTuple):
    """Words of the other language that together stand for one unit; how often, and the share of the unit's uses."""

    words: str
    uses: int
    share: float


@dataclass(frozen=True)
class Side:
    """One language of a lexicon.

    units: ascending; often: occurrences of each; shown: each as it mostly stands in a text
    """

    units: tuple[str, ...]
    often: Array
    shown: tuple[str, ...]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each unit."""
        return dict(zip(self.units, itertools.count()))


@dataclass(frozen=True)
class Lexicon:
    """Links between the units of two languages, in the order of LANGUAGES.

    pairs: of clauses from which they were learnt
    first, second, count: units of a link and expected occurrences, ascending by first
    phrases: of the first language's units in the second, by unit
    behind: what is asked of units that are rare here
    """

    pairs: int
    sides: tuple[Side, Side]
    first: Array
    second: Array
    count: Array
    phrases: Mapping[str, tuple[Phrase, ...]]
    behind: Lexicon | None = field(default=None, repr=False)

    def translations(self, unit: str, to: str) -> tuple[Translation, ...]:
        """What a unit is in the language `to`, the most expected first; nothing for one that is not known."""
        own, often = self._own(unit, to)
        if self.behind is not None and (more := self.behind.translations(unit, to)):
            own = {name: count / (often + _TRUST) for name, count in own.items()}
            for name, weight in more:
                own[name] = own.get(name, 0.0) + weight * _TRUST / (often + _TRUST)
        else:
            own = {name: count / (often + _DOUBT) for name, count in own.items()}
        found = [Translation(name, weight) for name, weight in own.items() if weight >= LEAST]
        return tuple(sorted(found, key=lambda one: -one.weight))

    def often(self, unit: str, lang: str) -> float:
        """How often a unit of the language `lang` was seen, by the lexicons behind this one too."""
        side = self.sides[_side_of(lang)]
        number = side.numbers.get(unit)
        own = 0.0 if number is None else float(side.often[number])
        return max(own, self.behind.often(unit, lang)) if self.behind else own

    def _own(self, unit: str, to: str) -> tuple[dict[str, float], float]:
        """Expected occurrences of each translation, and occurrences of the unit."""
        side = 1 - _side_of(to)
        number = self.sides[side].numbers.get(unit)
        if number is None:
            return {}, 0.0
        links, starts = self._by_unit[side]
        mine = links[starts[number] : starts[number + 1]]
        others = (self.second if side == 0 else self.first)[mine]
        units = self.sides[1 - side].units
        found = zip(others.tolist(), self.count[mine].tolist(), strict=True)
        return {units[other]: count for other, count in found}, float(self.sides[side].often[number])

    @cached_property
    def _by_unit(self) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """For each side: the links in the order of its units, and where those of each unit begin."""
        return self._ordered(self.first, 0), self._ordered(self.second, 1)

    def _ordered(self, units: Array, side: int) -> tuple[Array, Array]:
        order = np.argsort(units, kind="stable")
        return order, np.searchsorted(units[order], np.arange(len(self.sides[side].units) + 1))

    def shown(self, unit: str, lang: str) -> str:
        """A unit as it mostly stands in a text."""
        side = self.sides[_side_of(lang)]
        number = side.numbers.get(unit)
        if number is not None:
            return side.shown[number]
        return self.behind.shown(unit, lang) if self.behind else unit

    def phrases_for(self, unit: str) -> tuple[Phrase, ...]:
        """The phrases of the second language that a unit of the first stands for, the most frequent first."""
        return self.phrases.get(unit) or (self.behind.phrases_for(unit) if self.behind else ())

    def units_for(self, words: Sequence[str]) -> tuple[Translation, ...]:
        """The units of the first language that a phrase of the second is, given by its units."""
        found = dict(self.behind.units_for(words)) if self.behind else {}
        found.update(self._by_words.get(tuple(words), ()))
        return tuple(itertools.starmap(Translation, found.items()))

    def begins_phrase(self, word: str) -> bool:
        """Whether a phrase of the second language begins with a unit."""
        return word in self._first_of_phrases or (self.behind is not None and self.behind.begins_phrase(word))

    @cached_property
    def _first_of_phrases(self) -> frozenset[str]:
        return frozenset(words[0] for words in self._by_words)

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], list[Translation]]:
        from ...analyzers import text_terms

        found: dict[tuple[str, ...], list[Translation]] = {}
        for unit, phrases in self.phrases.items():
            for phrase in phrases:
                words = tuple(term.text for term in text_terms(phrase.words))
                found.setdefault(words, []).append(Translation(unit, phrase.share))
        return found


def _side_of(lang: str) -> int:
    if lang not in LANGUAGES:
        raise SeizedError(f"no words of {lang!r} are known; there are {' and '.join(LANGUAGES)}")
    return LANGUAGES.index(lang)


class _Packed(msgspec.Struct):
    """A lexicon as it is kept; arrays as their bytes, little-endian."""

    format: int
    pairs: int
    units: tuple[str, str]
    shown: tuple[str, str]
    often: tuple[bytes, bytes]
    sizes: bytes
    """How many links each unit of the first language has; then of each link:"""
    second: bytes
    count: bytes
    phrases: dict[str, list[tuple[str, int, float]]]


def pack(lexicon: Lexicon) -> bytes:
    """A lexicon as bytes, without what is behind it."""
    sizes = np.bincount(lexicon.first, minlength=len(lexicon.sides[0].units))
    packed = _Packed(
        format=_FORMAT,
        pairs=lexicon.pairs,
        units=_joined(side.units for side in lexicon.sides),
        # most words stand as their units are written
        shown=_joined(
            [shown if shown != unit else "" for unit, shown in zip(side.units, side.shown, strict=True)]
            for side in lexicon.sides
        ),
        often=(_bytes(lexicon.sides[0].often, "<f4"), _bytes(lexicon.sides[1].often, "<f4")),
        sizes=_bytes(sizes, "<u4"),
        second=_bytes(lexicon.second, "<u4"),
        count=_bytes(lexicon.count, "<f2"),
        phrases={unit: list(map(_plain, phrases)) for unit, phrases in lexicon.phrases.items()},
    )
    return msgspec.msgpack.encode(packed)


def unpack(data: bytes) -> Lexicon:
    """The lexicon that `pack` made bytes of. Raises ValueError where there is none."""
    try:
        packed = msgspec.msgpack.decode(data, type=_Packed)
    except msgspec.MsgspecError as fault:
        raise ValueError(f"no lexicon ({fault})") from fault
    if packed.format != _FORMAT:
        raise ValueError(f"a lexicon of format {packed.format}, not {_FORMAT}")
    try:
        return _unpacked(packed)
    except ValueError as fault:
        raise ValueError(f"no lexicon ({fault})") from fault


def _unpacked(packed: _Packed) -> Lexicon:
    sides = tuple(
        Side(
            tuple(units.split("\n")) if units else (),
            np.frombuffer(often, "<f4"),
            tuple(one or unit for one, unit in zip(shown.split("\n"), units.split("\n"), strict=True)) if units else (),
        )
        for units, often, shown in zip(packed.units, packed.often, packed.shown, strict=True)
    )
    sizes, second = np.frombuffer(packed.sizes, "<u4"), np.frombuffer(packed.second, "<u4").astype(np.int64)
    count = np.frombuffer(packed.count, "<f2").astype(np.float32)
    lengths = [(len(sizes), len(sides[0].units)), (int(sizes.sum()), len(second)), (len(second), len(count))]
    lengths += [(len(side.often), len(side.units)) for side in sides]
    if any(one != other for one, other in lengths) or second.max(initial=-1) >= len(sides[1].units):
        raise ValueError("its parts do not belong together")
    return Lexicon(
        packed.pairs,
        (sides[0], sides[1]),
        np.repeat(np.arange(len(sizes)), sizes),
        second,
        count,
        {unit: tuple(itertools.starmap(Phrase, phrases)) for unit, phrases in packed.phrases.items()},
    )


def _plain(phrase: Phrase) -> tuple[str, int, float]:
    return phrase.words, phrase.uses, phrase.share


def _joined(sides: Iterable[Iterable[str]]) -> tuple[str, str]:
    one, other = ("\n".join(side) for side in sides)
    return one, other


def _bytes(values: Array, kind: str) -> bytes:
    return values.astype(kind).tobytes()


@cache
def shipped() -> Lexicon:
    """The lexicon that comes with the package; see data/SOURCES.md."""
    import zstandard

    return unpack(zstandard.decompress((resources.files(__package__) / _SHIPPED).read_bytes()))
