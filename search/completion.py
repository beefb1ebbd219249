"""What may be meant by the beginning of a word of a query: fields, verbs, countries, symbols and other values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Literal

from ..vocabulary import countries, fields, symbols, verbs
from ..vocabulary.folding import fold

if TYPE_CHECKING:
    from .opened import Opened

__all__ = ["Completer", "Completion", "Completions"]

Sort = Literal["field", "verb", "country", "symbol", "value"]

MOST: Final = 10
_OF_EACH: Final = 4
"""Of a word without a field, so many of each sort."""
_LONGEST: Final = 80
_TOKEN = re.compile(r'(?:^|(?<=[\s(（-]))(?P<field>[a-z]{2,12}:)?(?P<value>"[^"]{0,80}|[^\s"()（）]{0,80})\Z')
_POSITION = re.compile(r"(?P<position>[^:]{1,20}):(?P<country>.*)", re.DOTALL)
_VALUES: Final[Mapping[str, str]] = {fields.KIND: "kinds", fields.LANG: "languages", fields.BODY: "bodies"}
"""The fields whose values are a group of words."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on. text: what stands in the query then; label: as it is shown; detail: what it is"""

    sort: Sort
    text: str
    label: str
    detail: str = ""

    def to_dict(self) -> dict[str, str]:
        return {"sort": self.sort, "text": self.text, "label": self.label, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Completions:
    """What may stand in a query in place of the characters from `start` to `end`."""

    start: int
    end: int
    items: tuple[Completion, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "items": [one.to_dict() for one in self.items]}


class Completer:
    """Completes the words of queries to one index."""

    def __init__(self, index: Opened, frequencies: Callable[[str], Iterable[tuple[str, int]]]) -> None:
        """`frequencies`: the values of a field of the index, each with the number of clauses that have it."""
        self._index = index
        self._frequencies = frequencies

    def complete(self, query: str, at: int | None = None) -> Completions:
        """Ways to go on with the word that ends at the place `at` of a query, at its end by default."""
        at = len(query) if at is None else max(0, min(at, len(query)))
        token = _TOKEN.search(query[max(0, at - _LONGEST) : at])
        written = token["value"].lstrip('"') if token else ""
        if token is None or not (written or token["field"]):
            return Completions(at, at)
        name = token["field"] or ""
        found = self._of_field(name, written) if name else self._of_word(written)
        return Completions(at - len(token[0]), at, tuple(islice(found, MOST)))

    def _of_word(self, written: str) -> Iterator[Completion]:
        groups = (
            _names(written),
            self._verbs("verb:", written),
            _countries("sponsor:", written) if len(written) > 1 or not written.isascii() else (),
            self._symbols("symbol:", written) if re.match(r"\d|[A-Za-z]{1,5}/", written) else (),
        )
        return chain.from_iterable(islice(group, _OF_EACH) for group in groups)

    def _of_field(self, name: str, written: str) -> Iterator[Completion]:
        field = fields.named("fields", name[:-1])
        if field in (fields.VERB, fields.LEAD):
            return self._verbs(name, written)
        if field == fields.SPONSOR:
            return _countries(name, written)
        if field == fields.VOTE:
            return _votes(name, written)
        if field in (fields.SYMBOL, fields.CITES):
            return self._symbols(name, written)
        return _of_group(name, _VALUES[field], written) if field and field in _VALUES else iter(())

    def _verbs(self, name: str, written: str) -> Iterator[Completion]:
        """Verbs by their lemma, or by any form that is written in full, the frequent ones first."""
        opening = fold(written)
        meant = verbs.lemma_of(written) if written else None
        for lemma, count in self._known_verbs:
            if lemma == meant or lemma.startswith(opening):
                yield Completion("verb", f"{name}{_quoted(lemma)}", f"{name}{lemma}", f"{count:,}")

    @cached_property
    def _known_verbs(self) -> Sequence[tuple[str, int]]:
        return sorted(self._frequencies(fields.VERB), key=lambda one: (-one[1], one[0]))

    def _symbols(self, name: str, written: str) -> Iterator[Completion]:
        """Symbols that begin so, or whose number does; resolutions first, the latest first."""
        key = fold(symbols.key(written)).upper()
        numbered = re.compile(rf"/{re.escape(key)}") if key[:1].isdigit() else None
        for symbol, spaced, title in self._known_symbols:
            if symbol.startswith(key) or (numbered and numbered.search(symbol)):
                yield Completion("symbol", f"{name}{symbol}", spaced, title)

    @cached_property
    def _known_symbols(self) -> Sequence[tuple[str, str, str]]:
        """Keys, symbols and titles, the latest documents first; those that stand in a query without quotes."""
        records = sorted(
            self._index.records(), key=lambda one: (one.type == "resolution", one.date, one.symbol), reverse=True
        )
        titles = {one.symbol: one.title for one in sorted(records, key=lambda one: one.lang == "en")}
        known = dict.fromkeys(one.symbol for one in records if not one.symbol.startswith(symbols.LETTER_OF))
        keys = ((symbols.key(symbol), symbol) for symbol in known)
        return [(key, symbol, "" if titles[symbol] == symbol else titles[symbol]) for key, symbol in keys]


def _names(written: str) -> Iterator[Completion]:
    """Names of fields, each once, as people write them first."""
    opening = fold(written)
    known = dict.fromkeys(fields.typed(field) for field in fields.aliases("fields").values())
    return (Completion("field", f"{name}:", f"{name}:") for name in known if name.startswith(opening))


def _countries(name: str, written: str) -> Iterator[Completion]:
    """Countries of which a name in any language begins so, then those of which another word of a name does."""
    opening = fold(written)
    begins: dict[str, str] = {}
    within: dict[str, str] = {}
    for country, other in countries.all_names():
        folded = fold(other)
        if folded.startswith(opening):
            begins.setdefault(country.name, other)
        elif f" {opening}" in folded:
            within.setdefault(country.name, other)
    for country_name, other in (begins | {key: value for key, value in within.items() if key not in begins}).items():
        detail = "" if other == country_name else other
        yield Completion("country", f"{name}{_quoted(country_name)}", country_name, detail)


def _votes(name: str, written: str) -> Iterator[Completion]:
    positions = list(dict.fromkeys(fields.aliases("positions").values()))
    found = _POSITION.fullmatch(written)
    if found is None:
        opening = fold(written)
        chosen = (one for one in positions if one.startswith(opening))
        yield from (Completion("value", f"{name}{one}:", f"{name}{one}:") for one in chosen)
    elif position := fields.named("positions", found["position"]):
        yield from _countries(f"{name}{position}:", found["country"].strip('" '))


def _of_group(name: str, group: str, written: str) -> Iterator[Completion]:
    """Words for the values of a field, each value once."""
    opening = fold(written)
    said: dict[str, str] = {}
    for word, meant in fields.aliases(group).items():
        if word.startswith(opening):
            said.setdefault(meant, word)
    for meant, word in said.items():
        yield Completion("value", f"{name}{_quoted(word)}", f"{name}{word}", "" if meant == word else meant)


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s()'’]", value) else value
