"""The query that was probably meant: each word or field name that nobody knows replaced by the nearest one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from ..analyzers import query_text_terms
from ..vocabulary import fields, verbs
from ..vocabulary.fields import TEXT
from ..vocabulary.folding import fold
from .suggest import near_words

__all__ = ["corrected"]

_WORD = re.compile(r"(?P<field>(?<!\w)[a-z]{2,12}:)?(?P<word>[A-Za-z]{3,40})?(?![\w*?~])")
_OPERATORS = frozenset({"AND", "OR", "NOT", "TO"})
_VERBS = frozenset({fields.VERB, fields.LEAD})


def corrected(query: str, reader: Any) -> str:
    """A query with its slips mended; as it is where there are none that can be.

    reader: an open Whoosh reader, whose words are those that are known
    """
    return _WORD.sub(lambda found: _mended(found, reader), query)


def _mended(found: re.Match[str], reader: Any) -> str:
    name, word = found["field"] or "", found["word"] or ""
    if name and fields.named("fields", name[:-1]) is None:
        name = f"{_nearest(name[:-1], fields.aliases('fields'))}:"
    field = fields.named("fields", name[:-1]) if name else TEXT
    if not word or word in _OPERATORS:
        return name + word
    if field in _VERBS and not reader.doc_frequency(field, verbs.lemma_of(word) or ""):
        word = _nearest(word, (lemma.decode("utf-8") for lemma in reader.lexicon(field)))
    elif field == TEXT and not _occurs(word, reader):
        word = next(iter(near_words(reader, fold(word))), word)
    return name + word


def _nearest(written: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(fold(written), list(known), n=1, cutoff=0.6)), written)


def _occurs(word: str, reader: Any) -> bool:
    return any(reader.doc_frequency(TEXT, term.text) for term in query_text_terms(word))
