"""Where a query matches a text, and the part of the text that shows it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from whoosh import query

from ..analyzers import Term, exact_terms, stemmed_languages, text_terms
from ..analyzers.stems import shown_stem
from ..vocabulary.fields import EXACT, LEAD, TEXT, VERB
from ..vocabulary.function_words import function_words
from .phrase_spans import Span, chained
from .quick import Words, quick

if TYPE_CHECKING:
    from .engine import Vocabulary

__all__ = ["Matcher", "leaves", "snippet", "window"]

SNIPPET_LENGTH = 240
"""Characters of a snippet, marks and dots not counted."""

_BREAK = re.compile(r"\s|(?<=[，。；、：])")


class Matcher:
    """Finds in a text what a query tree asks for (not what it excludes).

    vocabulary: the terms of the index, of which prefixes, wildcards and fuzzy terms stand for some; None without these
    lemmas: the action verbs that it asks for

    Most texts are not analysed: see `Quick`.
    """

    def __init__(self, tree: Any, vocabulary: Vocabulary | None) -> None:
        self._words: dict[str, Words] = {TEXT: Words(), EXACT: Words()}
        self.lemmas: set[str] = set()
        for leaf in leaves(tree):
            self._add(leaf, vocabulary)
        in_text = self._words[TEXT]
        # texts in the other languages are analysed: their stems are in none of those that are left
        plain = Words(set(filter(_is_plain, in_text.terms)), [one for one in in_text.phrases if _is_plain(one[0][0])])
        self._quick = quick(plain, self._words[EXACT])

    def _add(self, leaf: Any, vocabulary: Vocabulary | None) -> None:
        if isinstance(leaf, query.Term) and leaf.fieldname in (VERB, LEAD):
            self.lemmas.add(leaf.text)
        if getattr(leaf, "fieldname", None) not in self._words:
            return
        words = self._words[leaf.fieldname]
        if isinstance(leaf, query.Phrase):
            words.phrases.append((tuple(leaf.words), leaf.slop))
        elif isinstance(leaf, query.Term):
            words.terms.add(leaf.text)
        elif isinstance(leaf, query.MultiTerm) and vocabulary is not None:
            words.terms.update(vocabulary.standing_for(leaf))

    def spans(self, text: str, lang: str = "") -> tuple[Span, ...]:
        """The matches in `text`, in order, none overlapping; `lang`: its language, for its stems."""
        quick = self._quick if lang not in stemmed_languages() else None
        found = quick.matches(text) if quick else None
        if found is None:
            found = self._analysed(text, lang)
        return tuple(_merged(found, text)) if found else ()

    def _analysed(self, text: str, lang: str) -> list[Span]:
        found: list[Span] = []
        if words := self._words[TEXT]:
            found += _matches(list(text_terms(text, lang)), words)
        if words := self._words[EXACT]:
            found += _matches(list(exact_terms(text)), words)
        return found


def _is_plain(term: str) -> bool:
    """Whether a stem is English, or Chinese."""
    return shown_stem(term) == term


def leaves(tree: Any) -> Iterator[Any]:
    """The leaves of a query tree that a clause has to have: not those under a NOT."""
    if isinstance(tree, query.Not):
        return
    children = list(tree.children()) if hasattr(tree, "children") else []
    if not children:
        yield tree
    for child in children:
        yield from leaves(child)


def _matches(terms: Sequence[Term], words: Words) -> Iterator[Span]:
    yield from ((term.start, term.end) for term in terms if term.text in words.terms)
    if words.phrases:
        places: dict[str, dict[int, Span]] = defaultdict(dict)
        for term in terms:
            places[term.text].setdefault(term.position, (term.start, term.end))
        for phrase, slop in words.phrases:
            yield from chained(places, phrase, slop)


def _merged(spans: list[Span], text: str) -> Iterator[Span]:
    """Spans that overlap, or have only a space between them, as one; without those of empty words alone."""
    empty = function_words()
    spans.sort()
    start, end = spans[0]
    says = False  # whether a word from start to end is not empty
    for first, last in spans:
        if first > end and not (first == end + 1 and text[end] == " "):
            if says:
                yield start, end
            start, says = first, False
        end = max(end, last)
        says = says or not empty.issuperset(text[first:last].lower().split())
    if says:
        yield start, end


def snippet(text: str, spans: Sequence[Span], *, length: int = SNIPPET_LENGTH) -> str:
    """The part of `text` with the most matches, each between ** and **, dots where it was cut."""
    start, end = window(text, spans, length)
    out, at = [], start
    for first, last in spans:
        if first >= start and last <= end:
            out += [text[at:first], "**", text[first:last], "**"]
            at = last
    body = ("".join(out) + text[at:end]).strip()
    return f"{'… ' if start else ''}{body}{' …' if end < len(text) else ''}"


def window(text: str, spans: Sequence[Span], length: int = SNIPPET_LENGTH) -> Span:
    """The stretch of at most `length` characters that holds the most matches, cut between words."""
    if len(text) <= length:
        return 0, len(text)
    ends = [end for _, end in spans]
    most, first, held = 0, 0, 0
    for number, (start, _) in enumerate(spans):
        count = bisect_right(ends, start + length) - number
        if count > most:
            most, first, held = count, start, ends[number + count - 1]
    if not most and spans:  # no match is short enough
        first = held = spans[0][0]
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
