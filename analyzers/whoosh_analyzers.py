"""The two analyses as Whoosh takes them, for `whoosh.fields.TEXT`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token

from .exact import exact_terms, query_exact_terms
from .term import Term
from .text import query_text_terms, text_terms

__all__ = ["ExactAnalyzer", "TextAnalyzer"]


class TextAnalyzer(Analyzer):  # type: ignore[misc]
    """For ranking and recall: `text_terms`, or in a query `query_text_terms`; see there for the chain.

    It stems, so that Whoosh may ask for the words as they are (`no_morph`): these are `exact_terms`.
    """

    is_morph = True

    def __call__(self, value: str, *, no_morph: bool = False, **options: Any) -> Iterator[Token]:
        in_query = options.get("mode") == "query"
        if no_morph:
            return _tokens(value, exact_terms, options)
        return _tokens(value, query_text_terms if in_query else text_terms, options)


class ExactAnalyzer(Analyzer):  # type: ignore[misc]
    """For quoted wording: `exact_terms`, or in a query `query_exact_terms`; see there for the chain."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        in_query = options.get("mode") == "query"
        return _tokens(value, query_exact_terms if in_query else exact_terms, options)


def _tokens(value: str, terms: Callable[[str], Iterator[Term]], options: dict[str, Any]) -> Iterator[Token]:
    """Whoosh's tokens for a text: one object over and over, as its own tokenizers do for speed.

    Positions and offsets are there whether asked for or not. `tokenize=False` gives the text as one token.
    """
    start_pos, start_char = options.pop("start_pos", 0), options.pop("start_char", 0)
    keep_original = options.pop("keeporiginal", False)
    whole = not options.pop("tokenize", True)
    token = Token(**options)
    for text, position, start, end in [Term(value, 0, 0, len(value))] if whole else terms(value):
        token.text = text
        token.pos = start_pos + position
        token.startchar = start_char + start
        token.endchar = start_char + end
        token.boost = 1.0
        token.stopped = False
        if keep_original:
            token.original = value[start:end]
        yield token
