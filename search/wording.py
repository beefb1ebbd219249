"""Words of the text to query nodes: stems, quoted wording, words near each other, wildcards, slips."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from whoosh.query import And, FuzzyTerm, Or, Phrase, Prefix, Query, Term, Wildcard

from .. import analyzers
from ..analyzers.term import LONGEST_WORD
from ..analyzers.text import stemmed
from ..errors import QueryError
from ..vocabulary.fields import EXACT
from ..vocabulary.folding import fold
from .syntax import shown

__all__ = [
    "ENGLISH",
    "FUZZIEST",
    "LONGEST_QUOTE",
    "WIDEST",
    "Languages",
    "exact_wording",
    "near",
    "stems",
    "whole_words",
    "word",
]

Languages = tuple[str, ...]

ENGLISH: Final[Languages] = ("",)
"""The languages of a query about English and Chinese alone; others are ISO 639-1, for their stems."""

FUZZIEST: Final = 2
"""Letters that a fuzzy word may differ by."""
LONGEST_QUOTE: Final = 400
"""Words, or Chinese characters, of one quote."""
WIDEST: Final = 100
"""Words that may lie between two of a proximity."""

_FUZZY = re.compile(r"(.{0,2000})~([\d.]{0,20})")
_JOKER = re.compile(r"[*?]")
_PIECE = re.compile(r"[^\W_*?]*[*?][\w*?]*|[^\W_]+")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def word(field: str, written: str, languages: Languages = ENGLISH) -> Query | None:
    """A word outside quotes, with what its "*", "?" and "~" say; None for mere punctuation.

    A Chinese run counts as its words; a symbol is one term. In several languages any of a word's stems will do.
    """
    if field != EXACT and written.isascii() and written.isalpha() and languages == ENGLISH:
        return Term(field, stemmed(written[:LONGEST_WORD]))
    if found := _FUZZY.fullmatch(written):
        return _fuzzy(found[1], found[2])
    if _JOKER.search(written):
        return _pattern(written)
    return exact_wording(written) if field == EXACT else stems(field, written, languages)


def stems(field: str, written: str, languages: Languages = ENGLISH) -> Query | None:
    """Every word of a text, in any order and anywhere in the field; None if it has no word."""
    readings = [whole_words(written, lang) for lang in languages]
    return _all(_any(Term(field, term.text) for term in same) for same in zip(*readings, strict=True))


def exact_wording(written: str) -> Query | None:
    """Those words and no others between them, unstemmed; None if there is no word."""
    words = [term.text for term in analyzers.query_exact_terms(written)]
    if len(words) > LONGEST_QUOTE:
        raise QueryError(f"a quote of {len(words)} words is past the limit of {LONGEST_QUOTE}; quote a part of it")
    return _phrase(EXACT, words, 1) if words else None


def near(field: str, written: str, slop: int, languages: Languages = ENGLISH) -> Query | None:
    """Words in that order, each at most `slop` after the one before; None if there is no word.

    Stems, or in the field of exact words these.
    """
    if slop > WIDEST:
        raise QueryError(f"~{slop} after quotes is past the limit of {WIDEST} words; put AND between the words")
    if field == EXACT:
        return _near(field, list(analyzers.query_exact_terms(written)), slop)
    return _any(_near(field, whole_words(written, lang), slop) for lang in languages)


def _near(field: str, terms: list[analyzers.Term], slop: int) -> Query | None:
    # a symbol takes up as many positions as it has words
    widest = max((two.position - one.position for one, two in pairwise(terms)), default=1)
    return _phrase(field, [term.text for term in terms], max(slop, widest)) if terms else None


def _phrase(field: str, words: list[str], slop: int) -> Query:
    return Phrase(field, words, slop=slop) if len(words) > 1 else Term(field, words[0])


def whole_words(written: str, lang: str = "") -> list[analyzers.Term]:
    """The terms that a query needs: of a Chinese word with others inside it, the whole one alone."""
    first: dict[int, analyzers.Term] = {}
    for term in analyzers.query_text_terms(written, lang):
        first.setdefault(term.position, term)
    return list(first.values())


def _all(queries: Iterable[Query | None]) -> Query | None:
    found = list(dict.fromkeys(filter(None, queries)))
    return And(found) if len(found) > 1 else next(iter(found), None)


def _any(queries: Iterable[Query | None]) -> Query | None:
    found = list(dict.fromkeys(filter(None, queries)))
    return Or(found) if len(found) > 1 else next(iter(found), None)


def _fuzzy(written: str, distance: str) -> Query | None:
    if distance and not distance.isdecimal():
        raise QueryError(f"~{distance} is no whole number; write ~1 or ~{FUZZIEST}")
    slips = int(distance) if distance else 1
    if slips > FUZZIEST:
        raise QueryError(f"~{slips} is past the limit of {FUZZIEST} letters that a fuzzy word may differ by")
    terms = list(analyzers.query_exact_terms(written))
    if not terms:
        return None
    if len(terms) > 1 or _HAN.search(terms[0].text) or _JOKER.search(written):
        raise QueryError(f"~ is for one word in letters, not for {shown(written)}; quote what is more than that")
    return FuzzyTerm(EXACT, terms[0].text, maxdist=slips) if slips else Term(EXACT, terms[0].text)


def _pattern(written: str) -> Query | None:
    """Words with "*" and "?" in them, unstemmed. Chinese has no spaces: 维和* is the wording 维和."""
    if _HAN.search(written):
        whole = written.rstrip("*")
        if _JOKER.search(whole) or not _HAN.match(whole[-1:]):
            raise QueryError(f'"*" and "?" stand for letters, not for Chinese characters: {shown(written)}')
        return exact_wording(whole)
    pieces = (piece for piece in _PIECE.findall(fold(written)) if piece.strip("?"))
    return _all(map(_piece, pieces))


def _piece(piece: str) -> Query:
    if piece.startswith("*") or not piece.strip("?*"):
        raise QueryError(f'a word cannot open with "*": {shown(piece)}; write its first letters before it')
    letters = piece.rstrip("*")
    if letters == piece and not _JOKER.search(piece):
        return Term(EXACT, piece)
    return Wildcard(EXACT, piece) if _JOKER.search(letters) else Prefix(EXACT, letters)
