"""The values of an index that a word of a query may be completed to, by field, those that most clauses have first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Final, NamedTuple

from ..indexer.records import DocumentRecord
from ..vocabulary import countries, fields, symbols, verbs
from ..vocabulary.folding import fold
from .document_values import DocumentValues

__all__ = ["CompletionValues", "Entry", "Form", "Frequencies"]


class Form(NamedTuple):
    """A way to write a value.

    key: folded, what a person begins to type; text: what stands in a query then
    label: as it is shown; detail: what it is
    """

    key: str
    text: str
    label: str
    detail: str = ""


Entry = tuple[Form, ...]
"""A value in its forms, the usual one first."""
Frequencies = Callable[[str], Iterable[tuple[str, int]]]

_GROUPS: Final[Mapping[str, str]] = {fields.KIND: "kinds", fields.LANG: "languages"}
"""The fields whose values are a group of words."""
_CHARTER: Final = "charter"
_OF_CHARTER = re.compile(r"charter#(article|chapter)(\w+)")
_PLAIN = re.compile(r"[^\W_](?:[\w.,/-]*[^\W_])?")


class CompletionValues:
    """The values of one index; each field is read when it is first asked for.

    frequencies: the terms of a field of the index, each with the number of records that have it
    records: of all documents; values: those of documents
    """

    def __init__(
        self, frequencies: Frequencies, records: Sequence[DocumentRecord], values: Callable[[], DocumentValues]
    ) -> None:
        self._frequencies = frequencies
        self._records = records
        self._values = values
        self._known: dict[str, Sequence[Entry]] = {}
        self._readers: Mapping[str, Callable[[], Iterable[Entry]]] = {
            fields.VERB: lambda: self._verbs(fields.VERB),
            fields.LEAD: lambda: self._verbs(fields.LEAD),
            fields.SPONSOR: lambda: self._countries(self._most_first(fields.SPONSOR)),
            fields.SYMBOL: self._symbols,
            fields.CITES: self._cited,
            fields.AGENDA: lambda: self._named(fields.AGENDA),
            fields.TOPIC: lambda: self._named(fields.TOPIC),
            fields.BODY: self._bodies,
            fields.KIND: lambda: self._of_group(fields.KIND),
            fields.LANG: lambda: self._of_group(fields.LANG),
            fields.YEAR: self._years,
            fields.DATE: self._years,
        }

    def of(self, field: str) -> Sequence[Entry]:
        """The values of a field; none of one whose values are words of a text."""
        if field not in self._known:
            self._known[field] = tuple(self._readers[field]()) if field in self._readers else ()
        return self._known[field]

    @cached_property
    def positions(self) -> Sequence[Entry]:
        """The ways to vote."""
        written: dict[str, list[str]] = defaultdict(list)
        for word, meant in fields.aliases("positions").items():
            if " " not in word:
                written[meant].append(word)
        return [tuple(Form(word, f"{word}:", f"{word}:") for word in words) for words in written.values()]

    def voters(self, position: str) -> Sequence[Entry]:
        """The countries that voted so."""
        key = f"{fields.VOTE}:{position}"
        if key not in self._known:
            opening = fields.vote_key(position, "")
            terms = (term.removeprefix(opening) for term in self._most_first(fields.VOTE) if term.startswith(opening))
            self._known[key] = tuple(self._countries(terms))
        return self._known[key]

    def _most_first(self, field: str) -> list[str]:
        return [term for term, _ in sorted(self._frequencies(field), key=lambda one: (-one[1], one[0]))]

    def _verbs(self, field: str) -> Iterator[Entry]:
        """Verbs by their lemma, the Council's own in every form and in Chinese."""
        counts = dict(self._frequencies(field))
        inflected, chinese = _inflected(), _chinese()
        for lemma in self._most_first(field):
            if verbs.lemma_of(lemma) != lemma:
                continue
            detail = f"{counts[lemma]:,}"
            said = (Form(key, _quoted(lemma), lemma, detail) for key in (lemma, *inflected.get(lemma, ())))
            yield (*said, *(Form(form, form, form, lemma) for form in chinese.get(lemma, ())))

    def _countries(self, codes: Iterable[str]) -> Iterator[Entry]:
        for code in codes:
            country = countries.resolve(code.upper())
            if country is not None:
                yield _country_forms()[country.code]

    def _symbols(self) -> Iterator[Entry]:
        """Resolutions first, the latest first; those that stand in a query without quotes."""
        titles = self._titles
        records = sorted(self._records, key=lambda one: (one.type == "resolution", one.date, one.symbol), reverse=True)
        for symbol in dict.fromkeys(one.symbol for one in records):
            if not symbol.startswith(symbols.LETTER_OF):
                yield _symbol_forms(symbols.key(symbol), symbol, titles[symbol])

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """Titles by symbol, in English if they can be."""
        records = sorted(self._records, key=lambda one: one.lang == "en")
        return {one.symbol: one.title if one.title != one.symbol else "" for one in records}

    def _cited(self) -> Iterator[Entry]:
        """What is cited most first, a document as a whole or the Charter with its parts."""
        titles = {fields.symbol_key(symbol): (symbol, title) for symbol, title in self._titles.items()}
        yield (Form(_CHARTER, "Charter", "Charter"),)
        for key in self._most_first(fields.CITES):
            if part := _OF_CHARTER.fullmatch(key):
                name = f"{part[1].title()} {part[2].upper()}"
                forms = (f"{part[1]}{part[2]}", key)
                yield tuple(Form(form, _quoted(name), name, "Charter") for form in forms)
            elif "#" not in key:
                named = symbols.canonical(key) or key.upper()
                yield _symbol_forms(key.upper(), *titles.get(key, (named, "")))

    def _named(self, field: str) -> Iterator[Entry]:
        for name, many in self._values().names(field):
            if '"' not in name:
                documents = f"{many:,} document{'' if many == 1 else 's'}"
                yield (Form(fold(name), _quoted(name), name, documents),)

    def _bodies(self) -> Iterator[Entry]:
        names: dict[str, list[str]] = defaultdict(list)
        for name, key in fields.bodies().items():
            names[key].append(name)
        for key in self._most_first(fields.BODY):
            others = (Form(name, _quoted(name), name, key.upper()) for name in names[key] if name != key)
            yield (Form(key, key.upper(), key.upper()), *others)

    def _of_group(self, field: str) -> Iterator[Entry]:
        words: dict[str, list[str]] = defaultdict(list)
        for word, meant in fields.aliases(_GROUPS[field]).items():
            words[meant].append(word)
        for meant in self._most_first(field):
            detail = {word: "" if word == meant else meant for word in words[meant]}
            yield tuple(Form(word, _quoted(word), word, detail[word]) for word in words[meant])

    def _years(self) -> Iterator[Entry]:
        years = {one.date[:4] for one in self._records if one.date}
        return ((Form(year, year, year),) for year in sorted(years, reverse=True))


def _symbol_forms(key: str, symbol: str, title: str) -> Entry:
    """A symbol by its beginning, and by each of its numbers."""
    folded = key.lower()
    places = [at + 1 for at, mark in enumerate(folded) if mark == "/" and folded[at + 1 : at + 2].isdigit()]
    return tuple(Form(folded[at:], key, symbol, title) for at in (0, *places))


def _inflected() -> Mapping[str, list[str]]:
    """The other forms of the Council's verbs, by lemma."""
    found: dict[str, list[str]] = defaultdict(list)
    for word, form in verbs.forms().items():
        for family in (form.bare, *form.tails.values()):
            if family and not family.lemma.startswith(word):
                found[family.lemma].append(word)
    return found


def _chinese() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for form, lemma in verbs.chinese().lemmas.items():
        found[lemma].append(form)
    return found


@cache
def _country_forms() -> Mapping[str, Entry]:
    """Each country by its short name and then by all of its others, by its code."""
    found: dict[str, list[Form]] = {}
    for country, name in countries.all_names():
        forms = found.setdefault(country.code, [_country_form(country.name, country.name)])
        if name != country.name:
            forms.append(_country_form(country.name, name))
    return {code: tuple(forms) for code, forms in found.items()}


def _country_form(name: str, other: str) -> Form:
    return Form(fold(other), _quoted(name), name, "" if other == name else other)


def _quoted(value: str) -> str:
    """A value as it stands in a query: in quotes unless it is one plain word."""
    return value if _PLAIN.fullmatch(value) else f'"{value}"'
