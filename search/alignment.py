"""Two texts word by word: what they share, what was put in, left out or replaced between them.

A word is a term of the exact analysis: case, accents, punctuation between words and white space do not count, and of
Chinese each character is a word. A text is coded with one character for each word, so that rapidfuzz aligns it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Literal

from ..analyzers import Term, exact_terms
from ..errors import QueryError
from ..vocabulary.function_words import function_words

__all__ = [
    "Block",
    "Change",
    "Coder",
    "Coding",
    "can_be_aligned",
    "changes",
    "is_weak",
    "marked",
    "matching",
    "ratio",
    "spelled_out",
    "tidied",
]

Operation = Literal["equal", "insert", "delete", "replace"]
Block = tuple[int, int, int]
"""Words that two texts share: the number of the first in the old text, in the new one, and how many there are."""

_PLAIN_MARKS = str.maketrans(dict.fromkeys("‘’‚‛“”„‐‑‒–—…•·", " "))
_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_MASK: Final = "\0"
_SURROGATES: Final = range(0xD800, 0xE000)
_MOST_ALIGNED: Final = 1_000_000_000
"""Words of one text times words of another: aligning takes a bit of memory for each pair."""
_STRAY: Final = 2
"""Words of no meaning that stand together are nothing shared if as much has changed on either side."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of two texts. The stretches of a diff make up both texts, with their punctuation.

    op: "equal" (case and punctuation apart), "insert" (no `old`), "delete" (no `new`) or "replace"
    """

    op: Operation
    old: str
    new: str

    def to_dict(self) -> dict[str, str]:
        return {"op": self.op, "old": self.old, "new": self.new}


@dataclass(frozen=True, slots=True)
class Coding:
    """A text as characters, one for each of its words.

    words: as they are; masked: with every word that has a digit as the same character
    """

    words: str
    masked: str

    def __len__(self) -> int:
        return len(self.words)


class Coder:
    """Codes texts by one alphabet, so that those it has coded can be compared."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._lock = Lock()
        self._numbers: dict[int, str] = {}

    def __len__(self) -> int:
        """How many words it knows."""
        return len(self._codes)

    def __call__(self, text: str) -> Coding:
        return self.code(_words(text))

    def code(self, words: Iterable[str]) -> Coding:
        """The coding of words as `Term.text` has them."""
        known = self._codes
        coded = "".join([known.get(word) or self._new(word) for word in words])
        return Coding(coded, coded.translate(self._numbers) if self._numbers else coded)

    def _new(self, word: str) -> str:
        with self._lock:
            code = self._codes.get(word)
            if code is None:
                number = len(self._codes) + 1
                code = chr(number if number < _SURROGATES.start else number + len(_SURROGATES))
                if any(char.isdigit() for char in word):
                    self._numbers[ord(code)] = _MASK
                self._codes[word] = code
        return code


def _words(text: str) -> list[str]:
    plain = text if text.isascii() else text.translate(_PLAIN_MARKS)
    # what `exact_terms` has, in a tenth of the time
    return _PLAIN_WORD.findall(plain.lower()) if plain.isascii() else [term.text for term in exact_terms(text)]


def can_be_aligned(old: Coding, new: Coding) -> bool:
    """Whether two texts are short enough to be aligned: as 31,000 words of each are."""
    return len(old) * len(new) <= _MOST_ALIGNED


def matching(old: str, new: str) -> list[Block]:
    """The words that two coded texts have in common in one order, as many as there are: their blocks in order.

    Raises QueryError where between their common beginning and end too much is left, see `can_be_aligned`.
    """
    from rapidfuzz.distance import LCSseq

    # what is for sure at the beginning and the end need not be aligned
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    rest_old, rest_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(rest_old) * len(rest_new) > _MOST_ALIGNED:
        raise QueryError(f"texts of {len(old):,} and {len(new):,} words are too long to be compared word by word")
    middle = LCSseq.opcodes(rest_old, rest_new)
    found = [(0, 0, head)] if head else []
    found += [
        (op.src_start + head, op.dest_start + head, op.src_end - op.src_start) for op in middle if op.tag == "equal"
    ]
    if tail:
        found.append((len(old) - tail, len(new) - tail, tail))
    return found


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def ratio(old: str, new: str) -> float:
    """How much of two coded texts is shared: 0 for nothing, 1 for the same."""
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(old, new))


def tidied(blocks: Sequence[Block], old: str, new: str, weak: Sequence[bool]) -> list[Block]:
    """Blocks of coded texts as a person would mark them: fewer and longer, without a stray "of the" between changes.

    weak: for each word of the new text, whether it means nothing alone, see `is_weak`
    """
    return _without_strays(_joined(blocks, old, new), len(old), weak)


def _joined(blocks: Sequence[Block], old: str, new: str) -> list[Block]:
    """Where words repeat, a block may stand beside its neighbour just as well, and becomes one with it."""
    joined: list[Block] = []
    for block in blocks:
        here: Block | None = block
        while joined and here is not None:
            one = _one(joined[-1], here, old, new)
            if one is None:
                break
            joined.pop()
            here = one
        if here is not None:
            joined.append(here)
    return joined


def _one(first: Block, second: Block, old: str, new: str) -> Block | None:
    """Two blocks as one, where between them words were only put in or only left out; None if they are two."""
    (a, b, size), (c, d, more) = first, second
    gap_old, gap_new = c - a - size, d - b - size
    if gap_old and gap_new:
        return None
    whole = size + more
    if old[c - size : c] == new[b : b + size] and old[c - size : c + more] == new[d - size : d + more]:
        return c - size, d - size, whole
    if old[a : a + whole] == new[b : b + whole]:
        return a, b, whole
    return None


def _without_strays(blocks: Sequence[Block], olds: int, weak: Sequence[bool]) -> list[Block]:
    kept: list[Block] = []
    for place, block in enumerate(blocks):
        a, b, size = block
        before = kept[-1] if kept else (0, 0, 0)
        after = blocks[place + 1] if place + 1 < len(blocks) else (olds, len(weak), 0)
        gap_before = max(a - before[0] - before[2], b - before[1] - before[2])
        gap_after = max(after[0] - a - size, after[1] - b - size)
        if size > _STRAY or min(gap_before, gap_after) < _STRAY or not all(weak[b : b + size]):
            kept.append(block)
    return kept


def is_weak(word: str) -> bool:
    """Whether a word means nothing alone: a function word, punctuation or a single Chinese character."""
    return word in function_words() or (len(word) == 1 and not word.isascii())


def changes(old: str, new: str, coder: Coder | None = None) -> tuple[Change, ...]:
    """What became of the text `old` in the text `new`, word by word.

    coder: one that knows most words already
    """
    coder = Coder() if coder is None else coder
    old_terms, new_terms = list(exact_terms(old)), list(exact_terms(new))
    old_words, new_words = [term.text for term in old_terms], [term.text for term in new_terms]
    coded_old, coded_new = coder.code(old_words).words, coder.code(new_words).words
    found = tidied(matching(coded_old, coded_new), coded_old, coded_new, [is_weak(word) for word in new_words])
    return spelled_out(found, (old, old_terms), (new, new_terms))


def spelled_out(
    blocks: Iterable[Block], old: tuple[str, Sequence[Term]], new: tuple[str, Sequence[Term]]
) -> tuple[Change, ...]:
    """Blocks as the texts that they and the stretches between them are made of; each text comes with its terms."""
    (old_text, old_terms), (new_text, new_terms) = old, new
    old_cuts, new_cuts = _cuts(old_text, old_terms), _cuts(new_text, new_terms)
    return tuple(
        Change(op, old_text[old_cuts[a] : old_cuts[b]], new_text[new_cuts[c] : new_cuts[d]])
        for op, a, b, c, d in _stretches(blocks, len(old_terms), len(new_terms))
    )


def _cuts(text: str, terms: Sequence[Term]) -> list[int]:
    """Where a text may be cut: before each word but the first, whose punctuation before it is its own."""
    return [0, *(term.start for term in terms[1:]), len(text)] if terms else [len(text)]


def _stretches(blocks: Iterable[Block], olds: int, news: int) -> Iterator[tuple[Operation, int, int, int, int]]:
    a = b = 0
    for c, d, size in (*blocks, (olds, news, 0)):
        if c > a or d > b:
            yield ("replace" if c > a and d > b else "delete" if c > a else "insert"), a, c, b, d
        if size:
            yield "equal", c, c + size, d, d + size
        a, b = c + size, d + size


def marked(diff: Iterable[Change], deleted: Any = "[-{}-]", inserted: Any = "{{+{}+}}") -> str:
    """A diff as one line: the new text, what was left out as [-…-] and what was put in as {+…+}.

    deleted, inserted: formats of other marks
    """
    out: list[str] = []
    for change in diff:
        if change.op == "equal":
            out.append(change.new)
            continue
        pieces = ((change.old, deleted), (change.new, inserted))
        for piece, form in pieces:
            core = piece.rstrip()
            if core:
                out.append(form.format(core) + piece[len(core) :])
    return " ".join("".join(out).split())
