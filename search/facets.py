"""How the matches of a search spread over the values of a field, counted from its terms or its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from ..errors import QueryError
from ..indexer.columnar.postings import gather
from ..indexer.model import Clause
from ..indexer.schema import read_record
from ..vocabulary import countries, fields, symbols
from .deadline import check_time
from .document_values import DocumentValues
from .execute import Found
from .matches import Array
from .results import Facets
from .syntax import shown

__all__ = ["FACETS", "FacetCounter"]

Values = Callable[[], DocumentValues]
"""Gives the values of the documents when they are first needed."""


class _Term(NamedTuple):
    """A term of a field in one segment. inverted: the field; number, text: of the term"""

    segment: Any
    inverted: Any
    number: int
    text: str


class _Facet(NamedTuple):
    """What can be counted. field: of the index, whose terms are counted; values: what a term stands for"""

    field: str
    values: Callable[[_Term, Values], Iterable[str]] = lambda term, _: (term.text,)


class _Counting(Protocol):
    """Counts the values of a facet in one segment."""

    def count(self, docs: Array, counter: Counter[str]) -> None:
        """Add the number of records with each value; `docs`: the numbers of those that match."""


class _ByTerms:
    """Counts a facet by its terms. Which terms each record has is unpacked once, as is what they stand for."""

    def __init__(self, facet: _Facet, segment: Any, values: Values) -> None:
        self._facet = facet
        self._segment = segment
        self._of_documents = values
        self._inverted = segment.inverted(facet.field)
        self._known: dict[int, tuple[str, ...]] = {}
        if self._inverted is not None:
            self._unpack(self._inverted)

    def _unpack(self, inverted: Any) -> None:
        """The postings turned round: the terms of each run of records, one after another, and where they begin."""
        postings, runs, *_ = inverted.kept()
        sizes = inverted.run_sizes()
        self._run = np.repeat(np.arange(len(sizes)), sizes)
        self._terms = np.repeat(np.arange(len(postings)), postings)[np.argsort(runs, kind="stable")]
        self._many = np.bincount(runs, minlength=len(sizes))
        self._starts = np.cumsum(self._many) - self._many

    def count(self, docs: Array, counter: Counter[str]) -> None:
        if self._inverted is None:
            return
        runs = self._run[docs]
        counts = np.bincount(self._terms[gather(self._starts[runs], self._many[runs])])
        present = np.flatnonzero(counts)
        for number, many in zip(present.tolist(), counts[present].tolist(), strict=True):
            known = self._known.get(number)
            for value in self._values(number) if known is None else known:
                counter[value] += many

    def _values(self, number: int) -> tuple[str, ...]:
        term = _Term(self._segment, self._inverted, number, self._inverted.term(number).decode("utf-8"))
        values = self._known[number] = tuple(sorted(set(self._facet.values(term, self._of_documents))))
        return values


class _ByYear:
    """Counts the years, which stand in a column."""

    def __init__(self, segment: Any) -> None:
        self._segment = segment

    def count(self, docs: Array, counter: Counter[str]) -> None:
        column = self._segment.numbers(fields.YEAR)
        if column is not None:
            years, counts = np.unique(column[docs], return_counts=True)
            counter.update({f"{year:04d}": int(n) for year, n in zip(years.tolist(), counts, strict=True) if year >= 0})


def _in_clause(values: Callable[[Clause], Iterable[str]], key: Callable[[str], str]) -> Any:
    """A term is the key of a value, which is looked up in one clause that has it."""

    def found(term: _Term, _values: Values) -> Iterable[str]:
        clause = read_record(term.segment.stored(int(term.inverted.docs(term.number)[0])), Clause)
        return (value for value in values(clause) if key(value) == term.text)

    return found


def _of_document(field: str) -> _Facet:
    """The values are those of the documents that the matches are of."""
    return _Facet("edition", lambda term, values: values().of(field, term.text))


def _vote(term: _Term, _values: Values) -> Iterable[str]:
    """A vote as it is asked for: "abstain:China" of "abstain:chn"."""
    position, _, code = term.text.partition(":")
    country = countries.resolve(code.upper())
    return (f"{position}:{country.name if country else code}",)


_YEAR: Final = "year"
_OF_TERMS: Final[Mapping[str, _Facet]] = {
    "clause": _Facet(fields.KIND),
    "verb": _Facet(fields.VERB),
    "lead": _Facet(fields.LEAD),
    "body": _Facet(fields.BODY, _in_clause(lambda clause: [symbols.body(clause.document)], fields.body_key)),
    "symbol": _Facet("edition", lambda term, _: (term.text.rpartition("@")[0],)),
    "cites": _Facet(fields.CITES, _in_clause(lambda clause: clause.cites, fields.cites_key)),
    "lang": _Facet(fields.LANG),
    "agenda": _of_document(fields.AGENDA),
    "topic": _of_document(fields.TOPIC),
    "sponsor": _of_document(fields.SPONSOR),
    "vote": _Facet(fields.VOTE, _vote),
}
FACETS: Final = (*_OF_TERMS, _YEAR)
"""What can be counted."""


class FacetCounter:
    """Counts over one snapshot of an index, and remembers what the terms of its fields stand for."""

    def __init__(self, snapshot: Any, values: Values) -> None:
        self._segments = snapshot.segments
        self._values = values
        self._counting: dict[str, list[_Counting]] = {}

    def count(self, names: Sequence[str], found: Found) -> Facets:
        """The values of each field of `names` over all the matches, most first.

        Raises QueryError for a field that cannot be counted.
        """
        unknown = next((name for name in names if name not in FACETS), None)
        if unknown is not None:
            raise QueryError(f"no facet {shown(unknown)}; there are {', '.join(sorted(FACETS))}")
        matching = [part.listed()[0] for part in found.parts]
        counts: dict[str, Counter[str]] = {name: Counter() for name in names}
        for name, counter in counts.items():
            check_time()
            for counting, docs in zip(self._of(name), matching, strict=True):
                counting.count(docs, counter)
        return {name: _ordered(counter) for name, counter in counts.items()}

    def _of(self, name: str) -> list[_Counting]:
        """What counts a facet, segment by segment."""
        known = self._counting.get(name)
        if known is None:
            facet = _OF_TERMS.get(name)
            known = self._counting[name] = [
                _ByTerms(facet, segment, self._values) if facet else _ByYear(segment) for segment in self._segments
            ]
        return known


def _ordered(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(((value, n) for value, n in counter.items() if value), key=lambda item: (-item[1], item[0])))
