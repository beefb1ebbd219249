"""Paragraph numbers: "20.", "(a)", "a.", "(i)", "–", "㈠", "（一）", and the path that a run of them makes.

The outline follows the United Nations editorial manual: operative paragraphs 1, 2, 3; subparagraphs
(a), (b); below them (i), (ii); dashes or bullets anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from ...vocabulary.folding import aligned

__all__ = ["Enumerator", "Outline", "Style", "letters", "read_enumerator", "roman"]

Style = Literal["number", "alpha", "roman", "capital", "capital roman", "bullet"]

_ENUMERATOR = re.compile(
    r"""\s*
    # the list mark that a Markdown converter adds
    (?:[-*+]\s+(?=\(?\w{1,6}[.)]|[•·●▪◦‣-]\s|[\u3220-\u3229\u2474-\u2487]))?
    (?:
        (?P<bracketed>\(\s?(?P<inside>[0-9]{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z]|[一二三四五六七八九十]{1,3})\s?\))
      | (?P<dotted>(?=[lIO]{0,2}[0-9])[0-9lIO]{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z]|[IVXL]{1,6})
        (?P<dot>[.)、．]\s?\.?)(?=\s|[^\W\d_])
      | (?P<han>[\u3220-\u3229\u2474-\u2487])
      | (?P<bullet>[•·●▪◦‣\uf0b7-]|--)(?=\s)
    )\s*""",
    re.VERBOSE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_NUMERALS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DIGITS = str.maketrans("lIO", "110")
_HAN_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class Enumerator:
    """A number at the head of a paragraph.

    style, value: how it counts and how far; an "(i)" may be roman 1 or alpha 9: `also` has the other reading
    label: as it is shown within a path: "20", "(a)", "(–)"
    end: where the paragraph's own text begins
    """

    style: Style
    value: int
    label: str
    end: int
    bracketed: bool
    also: tuple[Style, int] | None = None


def read_enumerator(text: str) -> Enumerator | None:
    """The number that `text` opens with, or None."""
    match = _ENUMERATOR.match(aligned(text))
    if match is None:
        return None
    if match["bullet"]:
        return Enumerator("bullet", 1, f"({_bullet(match['bullet'])})", match.end(), bracketed=False)
    if match["han"]:
        value = int(unicodedata.numeric(match["han"]))
        style: Style = "roman" if match["han"] >= "\u3220" else "number"
        label = f"({roman(value)})" if style == "roman" else f"({value})"
        return Enumerator(style, value, label, match.end(), bracketed=True)
    written = match["inside"] or match["dotted"]
    if any(c.isdigit() for c in written):  # letters that text recognition takes for digits
        written = written.translate(_DIGITS)
    return _written(written, match.end(), bracketed=match["bracketed"] is not None)


def _bullet(mark: str) -> str:
    return "–" if mark in "–—---" else "•"


def _written(mark: str, end: int, *, bracketed: bool) -> Enumerator | None:
    """The readings of a number, a letter or a Roman numeral."""
    if mark.isdigit():
        label = f"({int(mark)})" if bracketed else str(int(mark))
        return Enumerator("number", int(mark), label, end, bracketed)
    if mark[0] in _HAN_DIGITS:
        value = sum(_HAN_DIGITS[c] for c in mark)
        return Enumerator("roman", value, f"({roman(value)})", end, bracketed)
    label = f"({mark})"
    numeral_value = _roman_value(mark.lower())
    capital = mark.isupper()
    letter = ord(mark.lower()) - 96 if len(mark) == 1 else None
    if len(mark) == 2 and mark[0] == mark[1] and numeral_value is None:
        letter = 26 + ord(mark[0].lower()) - 96
    alpha: Style = "capital" if capital else "alpha"
    numeral: Style = "capital roman" if capital else "roman"
    if numeral_value is not None and letter is not None:
        return Enumerator(numeral, numeral_value, label, end, bracketed, also=(alpha, letter))
    if numeral_value is not None:
        return Enumerator(numeral, numeral_value, label, end, bracketed)
    if letter is not None:
        return Enumerator(alpha, letter, label, end, bracketed)
    return None


def _roman_value(mark: str) -> int | None:
    if any(c not in _ROMAN for c in mark):
        return None
    digits = [_ROMAN[c] for c in mark]
    value = sum(-d if d < max(digits[n:]) else d for n, d in enumerate(digits))
    return value if roman(value) == mark else None


def roman(value: int) -> str:
    """A number in small Roman numerals."""
    out = ""
    for amount, mark in _NUMERALS:
        while value >= amount:
            out, value = out + mark, value - amount
    return out


def letters(value: int) -> str:
    """A number as lists count in letters: "a" to "z", then "aa", "bb"."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


_DEEPEST = 6
"""Levels of a list; the Council's go four deep."""


@dataclass(slots=True)
class _Level:
    style: Style
    bracketed: bool
    value: int
    label: str


@dataclass(slots=True)
class Outline:
    """Where a reading stands in the numbered paragraphs of one document."""

    paragraph: int = 0
    levels: list[_Level] = field(default_factory=list)

    def top(self, number: int) -> str:
        """Enter operative paragraph `number`; returns its label."""
        self.paragraph, self.levels = number, []
        return str(number)

    def sub(self, mark: Enumerator) -> str:
        """Enter the subparagraph that `mark` opens; returns its whole label ("20(a)(i)")."""
        self._enter(mark)
        return self.here()

    def here(self) -> str:
        """The label of the paragraph that the reading is in."""
        head = str(self.paragraph) if self.paragraph else ""
        return head + "".join(level.label for level in self.levels)

    def _enter(self, mark: Enumerator) -> None:
        readings = [(mark.style, mark.value)] + ([mark.also] if mark.also else [])
        # 1. the next item of a list that is open, innermost first
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for style, value in readings:
                if (
                    level.style == style
                    and level.bracketed == mark.bracketed
                    and (style == "bullet" or value == level.value + 1)
                ):
                    if style == "bullet" and level.label != mark.label:
                        continue
                    self.levels[depth:] = [_Level(style, mark.bracketed, value, mark.label)]
                    return
        # 2. the first item of a list below the present one; one like it there begins that list anew
        for style, value in readings:
            if (
                value == 1
                and self.levels
                and self.levels[-1].style == style
                and self.levels[-1].bracketed == mark.bracketed
            ):
                self.levels[-1] = _Level(style, mark.bracketed, 1, mark.label)
                return
        if len(self.levels) >= _DEEPEST:
            del self.levels[_DEEPEST - 1 :]
        for style, value in readings:
            if value == 1:
                self.levels.append(_Level(style, mark.bracketed, 1, mark.label))
                return
        # 3. a list with a gap: the innermost open list that counts this way, else a list of its own
        for depth in range(len(self.levels) - 1, -1, -1):
            for style, value in readings:
                if self.levels[depth].style == style:
                    self.levels[depth:] = [_Level(style, mark.bracketed, value, mark.label)]
                    return
        style, value = readings[-1]
        self.levels.append(_Level(style, mark.bracketed, value, mark.label))
