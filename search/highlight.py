"""Where a query matches a text, and the part of the text that shows it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..analyzers import Term, exact_terms, text_terms
from ..vocabulary.fields import EXACT, TEXT

__all__ = ["Matcher", "leaves", "snippet"]

Span = tuple[int, int]

SNIPPET_LENGTH = 240
"""Characters of a snippet, marks and dots not counted."""

_BREAK = re.compile(r"\s|(?<=[，。；、：])")


@dataclass(frozen=True, slots=True)
class _Words:
    """What is looked for in one field: single terms, and phrases as (terms, slop)."""

    terms: set[str] = field(default_factory=set)
    phrases: list[tuple[tuple[str, ...], int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases)


class Matcher:
    """Finds in a text what a query tree asks for (not what it excludes).

    reader: an open Whoosh reader, from which prefixes, wildcards and fuzzy terms get their words
    """

    def __init__(self, tree: Any, reader: Any) -> None:
        self._words: dict[str, _Words] = {TEXT: _Words(), EXACT: _Words()}
        for leaf in leaves(tree):
            self._add(leaf, reader)

    def _add(self, leaf: Any, reader: Any) -> None:
        from whoosh.query import MultiTerm, Phrase
        from whoosh.query import Term as TermQuery

        if getattr(leaf, "fieldname", None) not in self._words:
            return
        words = self._words[leaf.fieldname]
        if isinstance(leaf, Phrase):
            words.phrases.append((tuple(leaf.words), leaf.slop))
        elif isinstance(leaf, TermQuery):
            words.terms.add(leaf.text)
        elif isinstance(leaf, MultiTerm):
            words.terms.update(_text(term) for _, term in leaf.existing_terms(reader, expand=True))

    def spans(self, text: str) -> tuple[Span, ...]:
        """The matches in `text`, in order, none overlapping."""
        found: list[Span] = []
        for name, analyse in ((TEXT, text_terms), (EXACT, exact_terms)):
            words = self._words[name]
            if words:
                found += _matches(list(analyse(text)), words)
        return tuple(span for span in _merged(found, text) if not _is_empty(text[slice(*span)]))


def _text(term: Any) -> str:
    return term.decode("utf-8") if isinstance(term, bytes) else str(term)


def leaves(tree: Any) -> Iterator[Any]:
    """The leaves of a query tree that a clause has to have: not those under a NOT."""
    from whoosh.query import Not

    if isinstance(tree, Not):
        return
    children = list(tree.children()) if hasattr(tree, "children") else []
    if not children:
        yield tree
    for child in children:
        yield from leaves(child)


def _matches(terms: Sequence[Term], words: _Words) -> Iterator[Span]:
    yield from ((term.start, term.end) for term in terms if term.text in words.terms)
    if words.phrases:
        places: dict[str, dict[int, Span]] = defaultdict(dict)
        for term in terms:
            places[term.text].setdefault(term.position, (term.start, term.end))
        for phrase, slop in words.phrases:
            yield from _phrase(places, phrase, slop)


def _phrase(places: dict[str, dict[int, Span]], phrase: tuple[str, ...], slop: int) -> Iterator[Span]:
    """Each place where the words of a phrase follow one another, each at most `slop` after the last."""
    for position, (start, end) in places.get(phrase[0], {}).items():
        here, last = position, end
        for word in phrase[1:]:
            later = (p for p in range(here + 1, here + slop + 1) if p in places.get(word, {}))
            here = next(later, -1)
            if here < 0:
                break
            last = places[word][here][1]
        else:
            yield start, last


def _merged(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Spans that overlap, or have only a space between them, as one."""
    last: Span | None = None
    for start, end in sorted(spans):
        if last is None:
            last = (start, end)
        elif start <= last[1] or text[last[1] : start] == " ":
            last = (last[0], max(last[1], end))
        else:
            yield last
            last = (start, end)
    if last is not None:
        yield last


@cache
def _function_words() -> frozenset[str]:
    from importlib import resources

    from .. import vocabulary

    data = (resources.files(vocabulary) / "data/function-words.txt").read_text(encoding="utf-8")
    return frozenset(" ".join(line for line in data.splitlines() if not line.startswith("#")).split())


def _is_empty(match: str) -> bool:
    """Whether a match is only words that say nothing by themselves."""
    return all(word in _function_words() for word in match.lower().split())


def snippet(text: str, spans: Sequence[Span], *, length: int = SNIPPET_LENGTH) -> str:
    """The part of `text` with the most matches, each between ** and **, dots where it was cut."""
    start, end = _window(text, spans, length)
    inside = [span for span in spans if span[0] >= start and span[1] <= end]
    out, at = "", start
    for first, last in inside:
        out += f"{text[at:first]}**{text[first:last]}**"
        at = last
    body = (out + text[at:end]).strip()
    return f"{'… ' if start else ''}{body}{' …' if end < len(text) else ''}"


def _window(text: str, spans: Sequence[Span], length: int) -> Span:
    """The stretch of at most `length` characters that holds the most matches, cut between words."""
    if len(text) <= length:
        return 0, len(text)
    best = max(
        ((sum(start <= s and e <= start + length for s, e in spans), -start) for start, _ in spans),
        default=(0, 0),
    )
    first = -best[1]
    held = max((e for s, e in spans if s >= first and e <= first + length), default=first)
    # the matches in the middle of the stretch, which stays inside the text
    start = max(0, min(first - (length - (held - first)) // 2, len(text) - length))
    return _between_words(text, start, start + length, first)


def _between_words(text: str, start: int, end: int, first: int) -> Span:
    if start > 0:
        cut = _BREAK.search(text, start, first)
        start = cut.end() if cut else start
    if end < len(text):
        cuts = [cut.start() for cut in _BREAK.finditer(text, max(start, end - 30), end)]
        end = cuts[-1] if cuts else end
    return start, end
