"""What may be meant by the beginning of a word of a query: fields, verbs, countries, symbols and other values.

All but the names of fields are values that the index has, so that whatever is chosen finds something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from ..vocabulary import fields, verbs
from ..vocabulary.folding import aligned, fold
from .completion_values import CompletionValues, Entry, Form, Frequencies

if TYPE_CHECKING:
    from ..indexer.records import DocumentRecord
    from .document_values import DocumentValues

__all__ = ["Completer", "Completion", "Completions"]

Sort = Literal["field", "verb", "country", "symbol", "value"]

MOST: Final = 10
_OF_EACH: Final = 4
"""Of a word without a field, so many of each sort."""
_LONGEST: Final = 120
_TOKEN = re.compile(
    r"""
    (?:^|(?<=[\s(]))[-+]?
    (?P<whole>
        (?P<field>[A-Za-z]{2,12}:)?
        (?P<value>
            (?:[^\s"():]{1,20}:)?"[^"]{0,90}     # a quote that is still open
          | [^\s"()]{0,80}\d\s?\(\d{0,4}         # S/RES/2553 (20
          | [^\s"()]{0,80}
        )
    )\Z
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(r'(?<![^\s(+-])(?P<field>[A-Za-z]{2,12}):(?:\([^()"]{0,100}|\s{1,5})\Z')
"""What makes a word further on the value of a field: verb:(decides OR req."""
_POSITION = re.compile(r"(?P<position>[^:]{1,20}):(?P<country>.*)", re.DOTALL)
_SHORTEST: Final = 4
"""Letters from which on a word without a field may be that of any name of a country: "korea", not "of"."""
_OF_WORDS: Final = frozenset({fields.SPONSOR, fields.AGENDA, fields.TOPIC})
"""The fields of whose values a later word may be what a person remembers."""
_SORTS: Final[dict[str, Sort]] = {
    fields.VERB: "verb",
    fields.LEAD: "verb",
    fields.SPONSOR: "country",
    fields.SYMBOL: "symbol",
    fields.CITES: "symbol",
}


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


class _Token(NamedTuple):
    """The word that is being written. field: the one it is a value of; name: that field, where it is written with it"""

    start: int
    name: str
    field: str
    written: str


class Completer:
    """Completes the words of queries to one index."""

    def __init__(
        self, frequencies: Frequencies, records: Sequence[DocumentRecord], values: Callable[[], DocumentValues]
    ) -> None:
        """`frequencies`, `records`, `values`: of the index, see `CompletionValues`."""
        self._values = CompletionValues(frequencies, records, values)

    def complete(self, query: str, at: int | None = None) -> Completions:
        """Ways to go on with the word that ends at the place `at` of a query, at its end by default."""
        at = len(query) if at is None else max(0, min(at, len(query)))
        token = _token(aligned(query[:at]))
        if token is None:
            return Completions(at, at)
        found = self._of_field(token.name, token.field, token.written) if token.field else self._of_word(token.written)
        return Completions(token.start, at, tuple(islice(_once(found), MOST)))

    def _of_word(self, written: str) -> Iterator[Completion]:
        """Of a word without a field: field names, and values of those fields that are asked for most."""
        is_name = len(written) > 1 or not written.isascii()
        is_symbol = re.match(r"\d|[A-Za-z]{1,5}/", written)
        groups: tuple[Iterable[Completion], ...] = (
            _names(written),
            self._of_field("verb:", fields.VERB, written),
            self._of_field("sponsor:", fields.SPONSOR, written, _SHORTEST) if is_name else (),
            self._of_field("symbol:", fields.SYMBOL, written) if is_symbol else (),
        )
        return chain.from_iterable(islice(_once(group), _OF_EACH) for group in groups)

    def _of_field(self, name: str, field: str, written: str, least: int = 1) -> Iterator[Completion]:
        if field == fields.VOTE:
            return self._votes(name, written)
        entries = self._values.of(field)
        if field in (fields.VERB, fields.LEAD):
            return self._verbs(name, entries, written)
        sort = _SORTS.get(field, "value")
        if field in (fields.SYMBOL, fields.CITES):
            return _begun(name, sort, entries, re.sub(r"\s", "", fold(written)))
        return _begun(name, sort, entries, fold(written), least if field in _OF_WORDS else 0)

    def _verbs(self, name: str, entries: Iterable[Entry], written: str) -> Iterator[Completion]:
        """Verbs that begin so in any form; else the one of which it is a form of several words."""
        found = list(_begun(name, "verb", entries, fold(written)))
        meant = verbs.lemma_of(written) if written and not found else None
        yield from found or (_begun(name, "verb", entries, meant) if meant else ())

    def _votes(self, name: str, written: str) -> Iterator[Completion]:
        """A position, and then the countries that took it."""
        found = _POSITION.fullmatch(written)
        if found is None:
            yield from _begun(name, "value", self._values.positions, fold(written))
        elif position := fields.named("positions", found["position"]):
            entries = self._values.voters(position)
            opening = fold(found["country"].strip('" '))
            yield from _begun(f"{name}{found['position']}:", "country", entries, opening, 1)


def _token(text: str) -> _Token | None:
    """The word at the end of a text; None where there is none, or it stands in quotes of its own."""
    cut = max(0, len(text) - _LONGEST)
    found = _TOKEN.search(text[cut:])
    if found is None or (cut and not found.start()):
        return None
    start = cut + found.start("whole")
    name, value = found["field"] or "", found["value"]
    if text.count('"', 0, start) % 2 or (not name and value.startswith('"')):
        return None
    field: str | None = ""
    before = text[max(0, start - _LONGEST) : start]
    if name:
        field = fields.named("fields", name[:-1])
    elif group := _BEFORE.search(before):
        field = fields.named("fields", group["field"])
    elif before.rstrip().endswith(":"):
        field = None
    is_nothing = field is None or not (field or value)
    return None if is_nothing else _Token(start, name, field or "", value.removeprefix('"'))


def _begun(name: str, sort: Sort, entries: Iterable[Entry], opening: str, inside: int = 0) -> Iterator[Completion]:
    """The values whose usual form begins so; then those of which another form does, or a later word of one.

    inside: letters from which on other forms and later words count; 0 where later words never do
    """
    is_enough = len(opening) >= inside or not opening.isascii()
    begun: list[Completion] = []
    within: list[Completion] = []
    for entry in entries:
        if entry[0].key.startswith(opening):
            yield _completion(name, sort, entry[0])
        elif is_enough and (form := next((form for form in entry if form.key.startswith(opening)), None)):
            begun.append(_completion(name, sort, form))
        elif is_enough and inside and (form := next((form for form in entry if f" {opening}" in form.key), None)):
            within.append(_completion(name, sort, form))
    yield from begun
    yield from within


def _completion(name: str, sort: Sort, form: Form) -> Completion:
    return Completion(sort, f"{name}{form.text}", form.label, form.detail)


def _once(completions: Iterable[Completion]) -> Iterator[Completion]:
    seen: set[str] = set()
    for one in completions:
        if one.text not in seen:
            seen.add(one.text)
            yield one


def _names(written: str) -> Iterator[Completion]:
    """Names of fields, each once, as people write them first."""
    opening = fold(written)
    known = dict.fromkeys(fields.typed(field) for field in fields.aliases("fields").values())
    return (Completion("field", f"{name}:", f"{name}:") for name in known if name.startswith(opening))
