"""The query that was probably meant: each word, value or field name that nobody knows replaced by the nearest one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from ..analyzers import exact_terms, query_text_terms
from ..vocabulary import countries, fields, verbs
from ..vocabulary.fields import EXACT, TEXT
from ..vocabulary.folding import fold
from .deadline import check_time
from .suggest import near_words

if TYPE_CHECKING:
    from .engine import Vocabulary

__all__ = ["corrected"]

_TOKEN = re.compile(
    r"""
      (?P<name>(?<![^\s(+-])[A-Za-z]{2,12}):(?!//)
    | "(?P<quoted>[^"]*)"
    | \[[^\]]*\]                                             # a range
    | (?P<word>[^\s"()\[+-](?:[^\s"()]|\([^\s()"]{0,20}\))*) # with the brackets of a number
    | (?P<mark>[()])
    """,
    re.VERBOSE,
)
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
_LETTERS = re.compile(r"(?<![\w'’])[A-Za-z]{3,40}(?![\w'’])")
_NOT_FOR_WORDS = re.compile(r"[\d/*?~]")
_OF_TEXT: Final = frozenset({TEXT, EXACT, fields.TITLE, fields.TOPIC, fields.AGENDA})
_GROUPS: Final[Mapping[str, str]] = {fields.KIND: "kinds", fields.LANG: "languages", fields.BODY: "bodies"}


def corrected(query: str, words: Vocabulary) -> str:
    """A query with its slips mended; as it is where there are none that can be. words: those that are known"""
    return _Mender(words).mended(query)


class _Mender:
    """Goes through one query from left to right."""

    def __init__(self, words: Vocabulary) -> None:
        self._known = words
        self._field = ""  # that the next value is of
        self._groups: list[str] = []  # the field of each bracket that is open
        self._values: Mapping[str, Callable[[str], str]] = {
            fields.VERB: self._verb,
            fields.LEAD: self._verb,
            fields.SPONSOR: _country,
            fields.VOTE: _vote,
        }

    def mended(self, query: str) -> str:
        return _TOKEN.sub(self._token, query)

    def _token(self, found: re.Match[str]) -> str:
        check_time()
        if found["name"]:
            return f"{self._name(found['name'])}:"
        if found["mark"]:
            return self._bracket(found["mark"])
        written = found["word"] or found["quoted"]
        if not written or written in _OPERATORS:
            return found[0]
        field = self._field or (self._groups[-1] if self._groups else TEXT)
        # the country of a vote may stand in quotes of its own: abstain:"Russian Federation"
        self._field = fields.SPONSOR if field == fields.VOTE and written.endswith(":") else ""
        mended = self._value(field, written)
        return f'"{_bare(mended)}"' if found["quoted"] else mended

    def _name(self, written: str) -> str:
        known = fields.named("fields", written)
        name = written if known else _nearest(written, fields.aliases("fields"))
        self._field = fields.named("fields", name) or TEXT
        return name

    def _bracket(self, mark: str) -> str:
        if mark == "(":
            self._groups.append(self._field or (self._groups[-1] if self._groups else TEXT))
        elif self._groups:
            self._groups.pop()
        self._field = ""
        return mark

    def _value(self, field: str, written: str) -> str:
        if field in _OF_TEXT:
            return written if _NOT_FOR_WORDS.search(written) else self._words(field, written)
        if field in _GROUPS:
            group = _GROUPS[field]
            return written if fields.named(group, written) else _nearest(written, fields.aliases(group))
        return self._values[field](written) if field in self._values else written

    def _words(self, field: str, written: str) -> str:
        return _LETTERS.sub(lambda word: self._word(field, word[0]), written)

    def _word(self, field: str, word: str) -> str:
        terms = exact_terms(word) if field == EXACT else query_text_terms(word)
        if any(self._known.frequencies(field, [term.text for term in terms])):
            return word
        near = next(iter(near_words(self._known, fold(word))), word)
        return near.upper() if word.isupper() else near.capitalize() if word[0].isupper() else near

    def _verb(self, written: str) -> str:
        if self._is_known(written):
            return written
        near = _nearest(written, (*self._known.terms(fields.VERB), *verbs.forms()))
        return _quoted(near) if self._is_known(near) else written

    def _is_known(self, verb: str) -> bool:
        return any(self._known.frequencies(fields.VERB, (verbs.lemma_of(verb) or "",)))


def _vote(written: str) -> str:
    position, colon, country = written.partition(":")
    if not fields.named("positions", position):
        position = _nearest(position, (one for one in fields.aliases("positions") if " " not in one))
    return f"{position}{colon}{_country(country) if country else ''}"


def _country(written: str) -> str:
    if countries.resolve(written):
        return written
    names = {fold(name): country.name for country, name in countries.all_names()}
    near = _nearest(written, names, 0.7)
    return _quoted(names[near]) if near in names else written


def _nearest(written: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    return next(iter(get_close_matches(fold(written)[:80], list(known), n=1, cutoff=cutoff)), written)


def _quoted(value: str) -> str:
    return value if value.isalpha() else f'"{value}"'


def _bare(value: str) -> str:
    return value.removeprefix('"').removesuffix('"')
