"""How the matches of a search spread over the values of a field, counted from its terms or its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from ..errors import QueryError
from ..indexer.model import Clause
from ..indexer.schema import read_record
from ..vocabulary import countries, fields, symbols
from .deadline import check_time
from .document_values import DocumentValues
from .execute import Found
from .matches import Array
from .results import Facets

__all__ = ["FACETS", "FacetCounter"]

Named = Callable[[str, str], Iterable[str]]
"""The values of a field that a document has, by "SYMBOL@LANG"."""
Part = tuple[Any, Array]
"""A segment, and for each of its records whether it matches."""
Shown = dict[tuple[str, int], tuple[str, ...]]
"""Of one segment: the values that a term of a field stands for, by field and number of the term."""
Count = Callable[[Part, Named, Shown], Iterable[tuple[str, int]]]


def _term_counts(part: Part, field: str) -> Iterator[tuple[int, str, int]]:
    """Each term of a field that a match has: its number, itself, and how many have it."""
    segment, mask = part
    inverted = segment.inverted(field)
    if inverted is None:
        return
    # postings are of runs of records that have the same terms
    postings, runs, *_ = inverted.kept()
    in_run = np.diff(_cumulated(mask)[np.cumsum(inverted.run_sizes(), dtype=np.intp)], prepend=0)
    counts = np.diff(_cumulated(in_run[runs])[np.cumsum(postings, dtype=np.intp)], prepend=0)
    for number in np.flatnonzero(counts).tolist():
        yield number, inverted.term(number).decode("utf-8"), int(counts[number])


def _cumulated(values: Array) -> Array:
    return np.concatenate((np.zeros(1, np.intp), np.cumsum(values, dtype=np.intp)))


def _of_terms(field: str, shown: Callable[[str], str] = str) -> Count:
    """The terms are the values; `shown`: as they are asked for."""
    return lambda part, *_: ((shown(term), count) for _, term, count in _term_counts(part, field))


def _of_clauses(field: str, values: Callable[[Clause], Iterable[str]], key: Callable[[str], str]) -> Count:
    """The terms are keys of the values, which are looked up in one clause that has them."""

    def count(part: Part, _: Named, shown: Shown) -> Iterator[tuple[str, int]]:
        segment = part[0]
        for number, term, many in _term_counts(part, field):
            known = shown.get((field, number))
            if known is None:
                clause = read_record(segment.stored(int(segment.inverted(field).docs(number)[0])), Clause)
                known = shown[field, number] = tuple(sorted({one for one in values(clause) if key(one) == term}))
            yield from ((value, many) for value in known)

    return count


def _of_documents(field: str) -> Count:
    """The values are those of the documents that the matches are of."""

    def count(part: Part, named: Named, _shown: Shown) -> Iterator[tuple[str, int]]:
        for _, edition, many in _term_counts(part, "edition"):
            yield from ((value, many) for value in named(field, edition))

    return count


@cache
def _vote(term: str) -> str:
    """A key of `vote` as it is asked for: "abstain:China" of "abstain:chn"."""
    position, _, code = term.partition(":")
    country = countries.resolve(code.upper())
    return f"{position}:{country.name if country else code}"


def _years(part: Part, *_: Any) -> Iterator[tuple[str, int]]:
    segment, mask = part
    column = segment.numbers(fields.YEAR)
    if column is not None:
        years, counts = np.unique(column[mask], return_counts=True)
        yield from ((f"{year:04d}", int(n)) for year, n in zip(years.tolist(), counts, strict=True) if year >= 0)


FACETS: Mapping[str, Count] = {
    "clause": _of_terms(fields.KIND),
    "verb": _of_terms(fields.VERB),
    "lead": _of_terms(fields.LEAD),
    "year": _years,
    "body": _of_clauses(fields.BODY, lambda clause: [symbols.body(clause.document)], fields.body_key),
    "symbol": _of_terms("edition", lambda edition: edition.rpartition("@")[0]),
    "cites": _of_clauses(fields.CITES, lambda clause: clause.cites, fields.cites_key),
    "lang": _of_terms(fields.LANG),
    "agenda": _of_documents(fields.AGENDA),
    "topic": _of_documents(fields.TOPIC),
    "sponsor": _of_documents(fields.SPONSOR),
    "vote": _of_terms(fields.VOTE, _vote),
}
"""What can be counted, and how: the values with the number of matches, for one segment at a time."""


class FacetCounter:
    """Counts over one snapshot of an index, and remembers what the terms of its fields stand for.

    values: gives the values of the documents when they are first needed
    """

    def __init__(self, snapshot: Any, values: Callable[[], DocumentValues]) -> None:
        self._segments = snapshot.segments
        self._values = values
        self._shown: list[Shown] = [{} for _ in snapshot.segments]

    def count(self, names: Sequence[str], found: Found) -> Facets:
        """The values of each field of `names` over all the matches, most first.

        Raises QueryError for a field that cannot be counted.
        """
        unknown = next((name for name in names if name not in FACETS), None)
        if unknown is not None:
            raise QueryError(f"no facet {unknown!r}; there are {', '.join(FACETS)}")
        counts: dict[str, Counter[str]] = {name: Counter() for name in names}
        for segment, matches, shown in zip(self._segments, found.parts, self._shown, strict=True):
            check_time()
            part = (segment, matches.as_mask(segment.count))
            for name, counter in counts.items():
                for value, many in FACETS[name](part, self._named, shown):
                    counter[value] += many
        return {name: _ordered(counter) for name, counter in counts.items()}

    def _named(self, field: str, edition: str) -> Iterable[str]:
        return self._values().of(field, edition)


def _ordered(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(((value, n) for value, n in counter.items() if value), key=lambda item: (-item[1], item[0])))
