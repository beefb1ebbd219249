"""Words of a page, and the lines that they stand on.

All measures are in points, from the lower left corner of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

__all__ = ["Page", "Row", "Word", "rows_of"]

_SUPERSCRIPT = re.compile(r"[\d*†‡,]{1,5}|\(?\d{1,2}\)|[a-h]")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters that stand together, from `start` to `end` on the line `base`, in type of `size`.

    glued: no space before it: a mark of another size, or after one
    """

    text: str
    start: float
    end: float
    base: float
    size: float
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a page in the order of the file.

    damaged: they could not be read
    drawn: with few words or none it shows a picture, which may be one of words
    """

    number: int
    words: tuple[Word, ...]
    damaged: bool = False
    drawn: bool = False


@dataclass(slots=True)
class Row:
    """The words of one line, from left to right."""

    words: list[Word]
    raised: bool = False
    text: str = field(init=False)
    size: float = field(init=False)
    base: float = field(init=False)

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.start)
        letters: Counter[float] = Counter()
        for word in self.words:
            letters[round(word.size, 1)] += len(word.text)
        self.size = max(letters, key=lambda size: (letters[size], size))
        self.base = median(word.base for word in self.words if abs(word.size - self.size) < 0.2)
        kept = [word for word in self.words if not self._is_mark(word)]
        self.raised = bool(self.words) and self._is_mark(self.words[0])
        self.words = kept or self.words
        self.text = "".join(word.text if word.glued else f" {word.text}" for word in self.words).lstrip()

    def _is_mark(self, word: Word) -> bool:
        """Whether a word is the mark of a footnote: small and raised. The "th" of "8779th" is none."""
        small = word.size < 0.82 * self.size and word.base > self.base + 0.15 * self.size
        return small and _SUPERSCRIPT.fullmatch(word.text) is not None

    @property
    def start(self) -> float:
        """Where the first word begins."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Where the last word ends."""
        return max(word.end for word in self.words)


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words in lines, the topmost first. What is raised or lowered a little is on the line as well."""
    grouped: list[list[Word]] = []
    base = smallest = 0.0
    for word in sorted(words, key=lambda word: -word.base):
        if grouped and base - word.base < 0.5 * max(word.size, smallest):
            grouped[-1].append(word)
            smallest = min(smallest, word.size)
        else:
            grouped.append([word])
            base, smallest = word.base, word.size
    return [Row(line) for line in grouped]
