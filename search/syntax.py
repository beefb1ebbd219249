"""The grammar of queries: from what a person types to a tree of words, quotes and ranges, within limits.

    any     := all ("OR" all)*
    all     := not (["AND"] not)*
    not     := ("NOT" | "-") not | item
    item    := "(" any ")" | field ":" value | quoted | word
    value   := "(" any ")" | "[" low "TO" high "]" | (">=" | "<=" | ">" | "<") word | quoted | word
    quoted  := '"' … '"' ("~" number)?

What a field's value means is for `seized.search.leaves`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ..errors import QueryError
from ..vocabulary import fields
from ..vocabulary.folding import aligned

__all__ = [
    "DEEPEST",
    "LONGEST",
    "All",
    "Either",
    "Negation",
    "Node",
    "Quoted",
    "Range",
    "Word",
    "parse",
    "shown",
]

LONGEST: Final = 2_000
"""Characters of a query."""
DEEPEST: Final = 50
"""Brackets and NOTs inside each other."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or the value of a field; `field` is "" where none was named."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stood in quotes; `slop` is the number after "~", None where there was none."""

    text: str
    field: str = ""
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """`field:[low TO high]`; "" for an open end. Both ends are included, or neither if it is `strict`."""

    low: str
    high: str
    field: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Negation:
    """What must not be so."""

    node: Node


@dataclass(frozen=True, slots=True)
class All:
    """What must be so together."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What may be so, one at least."""

    nodes: tuple[Node, ...]


Node = Word | Quoted | Range | Negation | All | Either


@dataclass(frozen=True, slots=True)
class _Scope:
    """The field that a word belongs to, and what its values open with ("abstain:" of a vote)."""

    field: str = ""
    prefix: str = ""


_NO_FIELD = _Scope()

# Most words are letters and nothing else; a single one may open a symbol ("S / 2020 / 460").
_PLAIN_WORD = re.compile(r"[A-Za-z]{2,}(?=[\s)]|$)")
_SPACE = re.compile(r"\s*")
_OPERATOR = re.compile(r'(AND|OR|NOT)(?=[\s()"]|$)')
_TO = re.compile(r"(?:^|\s)TO(?:\s|$)")
_SLOP = re.compile(r"~(\d{0,9})")
_COMPARISON = re.compile(r"[<>]=?\s{0,3}")
# A bracket that belongs to the number before it: 1325(2000), 2625(XXV), 20(a)(iv); and a year after a space.
_OWN_BRACKET = re.compile(r"\((?:\d{4}|[A-Za-z]{1,2}|[ivx]{1,5}|[IVXL]{1,7})\)")
_OWN_YEAR = re.compile(r"\s{1,2}\((?:\d{4}|[IVXL]{1,7})\)")
_VALUE_BRACKET = re.compile(r'\([^\s()"]{0,20}\)')
# The paragraph after a cited symbol, without quotes: cites:1267 (1999) para 7
_PINPOINT = re.compile(r",?\s{1,2}para(?:graph)?s?\.?\s{0,2}\d{1,3}(?:\s?\([a-z]{1,4}\)){0,3}(?![\w(])", re.IGNORECASE)
# A symbol as some converters space it: S / 2020 / 460
_SPACED_SYMBOL = re.compile(
    r"[SA]\s?/(?:\s?[A-Z]{1,8}[.\d]{0,6}\s?/){0,3}\s?\d{1,5}(?:\s?/\s?(?:Add|Rev|Corr)?[.\d]{1,5}){0,3}(?!\w)"
)
# Fields whose words are words of a text; the others have values with brackets and colons of their own.
_OF_WORDS = frozenset({"", fields.TEXT, fields.EXACT, fields.TITLE, fields.TOPIC, fields.AGENDA})
_OF_SYMBOLS = _OF_WORDS | {fields.CITES, fields.SYMBOL}
_OF_RANGES = frozenset({fields.DATE, fields.YEAR})
_NO_CHARACTERS = frozenset({"Cc", "Cs", "Co", "Cn"})
# Corner brackets are quotes; a full-width question mark ends a question and stands for no letter.
_MARKS = dict.fromkeys(map(ord, "「」『』"), '"') | {ord("？"): "!"}
_HYPHENS = "-\u2010\u2011\uff0d"


def parse(text: str) -> Node:
    """The tree of a query; a word of it may still turn out to be mere punctuation.

    QueryError, of one line, for a query past a limit or one that cannot be understood.
    """
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text):,} characters; the limit is {LONGEST:,}")
    parser = _Parser(text)
    node = parser.any_of(_NO_FIELD)
    if not parser.at_end():
        raise QueryError(f'the closing bracket at position {parser.at + 1} has no opening one; quote it: ")"')
    return node


def shown(written: str) -> str:
    """What a person typed, short and on one line, for a message."""
    line = " ".join("".join(c if c.isprintable() else " " for c in written).split())
    return f'"{line if len(line) <= 40 else line[:39] + "…"}"'


def _visible(text: str) -> str:
    """`text` without invisible characters, and with spaces for control characters and lone surrogates."""
    if text.isascii() and text.isprintable():
        return text
    kinds = {char: unicodedata.category(char) for char in set(text)}
    return "".join(" " if kinds[c] in _NO_CHARACTERS else c for c in text if kinds[c] != "Cf")


class _Parser:
    """Recursive descent over one query; `at` is the next character.

    Full-width marks count as ASCII ones (`_text`), but a dash is no hyphen (`_typed`); their offsets agree.
    """

    def __init__(self, text: str) -> None:
        self._typed = _visible(text)
        self._text = aligned(self._typed.translate(_MARKS))
        self._depth = 0
        self.at = 0

    def at_end(self) -> bool:
        self._skip_space()
        return self.at >= len(self._text)

    def any_of(self, scope: _Scope) -> Node:
        nodes = [self._all_of(scope)]
        while self._take_operator("OR"):
            nodes.append(self._all_of(scope))
        return Either(tuple(nodes)) if len(nodes) > 1 else nodes[0]

    def _all_of(self, scope: _Scope) -> Node:
        nodes = [self._not(scope)]
        while not self.at_end() and self._text[self.at] != ")" and self._operator() != "OR":
            self._take_operator("AND")
            nodes.append(self._not(scope))
        return All(tuple(nodes)) if len(nodes) > 1 else nodes[0]

    def _not(self, scope: _Scope) -> Node:
        if self._take_operator("NOT") or self._take_minus():
            self._deeper()
            node = self._not(scope)
            self._depth -= 1
            return Negation(node)
        return self._item(scope)

    def _item(self, scope: _Scope) -> Node:
        if self.at_end() or self._text[self.at] == ")" or self._operator():
            self._complain_of_gap()
        if self._text[self.at] == "(":
            return self._group(scope)
        if self._text[self.at] == '"':
            return self._quoted(scope)
        if scope.field in _OF_WORDS and (plain := _PLAIN_WORD.match(self._text, self.at)):
            self.at = plain.end()
            return Word(scope.prefix + plain[0], scope.field)
        name = self._field_name() if not scope.field else ""
        return self._value(_Scope(name)) if name else self._word(scope)

    def _complain_of_gap(self) -> None:
        if self.at >= len(self._text) and not self._text.strip():
            raise QueryError("the query is empty")
        where = f"at position {min(self.at, len(self._text)) + 1}"
        if operator := self._operator():
            raise QueryError(f'{operator} {where} needs a word before it; quote it to search for it: "{operator}"')
        raise QueryError(f"a word is missing {where}")

    def _group(self, scope: _Scope) -> Node:
        opened = self.at + 1
        self._deeper()
        self.at += 1
        node = self.any_of(scope)
        if self.at_end():
            raise QueryError(f'the bracket at position {opened} is not closed; quote it to search for it: "("')
        self.at += 1
        self._depth -= 1
        return node

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(f"brackets and NOTs stand more than {DEEPEST} deep; the limit is {DEEPEST}")

    def _quoted(self, scope: _Scope) -> Quoted:
        text = self._quotation()
        slop = None
        if found := _SLOP.match(self._text, self.at):
            self.at = found.end()
            if not found[1]:
                raise QueryError(f"how many words apart? Write {shown(text)}~5")
            slop = int(found[1])
        return Quoted(scope.prefix + text, scope.field, slop)

    def _quotation(self) -> str:
        opened = self.at
        closed = self._text.find('"', opened + 1)
        if closed < 0:
            raise QueryError(f"the quote at position {opened + 1} is not closed")
        self.at = closed + 1
        return self._text[opened + 1 : closed]

    def _field_name(self) -> str:
        """The index field that is named before a colon here, "" if none is."""
        end = self.at
        while end < len(self._text) and not self._text[end].isspace() and self._text[end] not in ':()"':
            end += 1
        written = self._text[self.at : end]
        if not written or self._text[end : end + 1] != ":":
            return ""
        field = fields.named("fields", written)
        if field is None:
            raise QueryError(_unknown_field(written))
        self.at = end + 1
        return field

    def _value(self, scope: _Scope) -> Node:
        if self.at_end() or self._text[self.at] == ")" or self._operator():
            raise QueryError(f"{fields.typed(scope.field)}: needs a value")
        opening = self._text[self.at]
        if opening == "[":
            return self._range(scope)
        if opening == "(":
            return self._group(scope)
        if opening == '"':
            return self._quoted(scope)
        if scope.field in _OF_RANGES and (found := _COMPARISON.match(self._text, self.at)):
            self.at = found.end()
            return self._compared(found[0].strip(), scope)
        return self._word(scope)

    def _compared(self, sign: str, scope: _Scope) -> Range:
        if self._text[self.at : self.at + 1] == '"':
            bound = self._quotation()
        else:
            start, self.at = self.at, self._word_end(scope)
            bound = self._text[start : self.at]
        if not bound.strip():
            raise QueryError(f"{fields.typed(scope.field)}: needs a value after {sign}")
        low, high = (bound, "") if sign[0] == ">" else ("", bound)
        return Range(low, high, scope.field, strict=len(sign) == 1)

    def _range(self, scope: _Scope) -> Range:
        opened = self.at
        closed = self._text.find("]", opened)
        if closed < 0:
            raise QueryError(f"the bracket at position {opened + 1} is not closed; write [2000 TO 2004]")
        self.at = closed + 1
        if scope.field not in _OF_RANGES:
            raise QueryError(f"{fields.typed(scope.field)}: takes no range; date: and year: do")
        ends = _TO.split(self._text[opened + 1 : closed])
        if len(ends) != 2:
            raise QueryError("a range has a first and a last value; write [2000 TO 2004], or * for an open end")
        low, high = (end.strip(' "') for end in ends)
        return Range("" if low == "*" else low, "" if high == "*" else high, scope.field)

    def _word(self, scope: _Scope) -> Node:
        end = self._word_end(scope)
        written = self._text[self.at : end]
        self.at = end
        if scope.field == fields.VOTE and written.endswith(":") and not scope.prefix:
            return self._value(_Scope(scope.field, written))
        return Word(scope.prefix + written, scope.field)

    def _word_end(self, scope: _Scope) -> int:
        text, end = self._text, self.at
        if scope.field in _OF_SYMBOLS and (spaced := _SPACED_SYMBOL.match(text, end)):
            end = self._past_own_brackets(spaced.end(), scope)
        while end < len(text) and text[end] not in '()"' and not text[end].isspace():
            end = self._past_own_brackets(end + 1, scope)
        if scope.field == fields.CITES and (pinpoint := _PINPOINT.match(text, end)):
            end = pinpoint.end()
        return end

    def _past_own_brackets(self, end: int, scope: _Scope) -> int:
        """`end`, or where the brackets close that belong to the number or the value that ends there."""
        text = self._text
        pattern, owners = (_OWN_BRACKET, str.isdigit) if scope.field in _OF_WORDS else (_VALUE_BRACKET, str.isalnum)
        while end < len(text):
            own = pattern.match(text, end) if owners(text[end - 1]) or text[end - 1] == ")" else None
            own = own or (_OWN_YEAR.match(text, end) if text[end - 1].isdigit() else None)
            if own is None:
                break
            end = own.end()
        return end

    def _take_minus(self) -> bool:
        """A hyphen right before a word or bracket; "+" there says nothing that is not so already."""
        self._skip_space()
        sign, following = self._typed[self.at : self.at + 1], self._text[self.at + 1 : self.at + 2]
        if not sign or sign not in _HYPHENS + "+＋" or not (following.isalnum() or following in ('"', "(")):
            return False
        self.at += 1
        return sign in _HYPHENS

    def _operator(self) -> str:
        found = _OPERATOR.match(self._text, self.at)
        return found[1] if found else ""

    def _take_operator(self, name: str) -> bool:
        self._skip_space()
        if self._operator() != name:
            return False
        self.at += len(name)
        return True

    def _skip_space(self) -> None:
        if self._text[self.at : self.at + 1].isspace():
            self.at = _SPACE.match(self._text, self.at).end()  # type: ignore[union-attr]


def _unknown_field(written: str) -> str:
    known = difflib.get_close_matches(written.casefold(), fields.aliases("fields"), n=1, cutoff=0.6)
    meant = f"did you mean {known[0]}:? If not, " if known else ""
    return f"unknown field {shown(written + ':')}; {meant}quote what has a colon in it"
