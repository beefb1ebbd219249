"""How the matches of a search spread over the values of a field, counted from its terms or its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import QueryError
from ..indexer.model import Clause
from ..indexer.records import DocumentRecord
from ..indexer.schema import read_record
from ..vocabulary import fields, symbols
from .execute import Found
from .matches import Array
from .results import Facets
from .syntax import shown

__all__ = ["FACETS", "count_facets"]

Records = Callable[[str], DocumentRecord]
Part = tuple[Any, Array]
"""A segment, and for each of its records whether it matches."""
Count = Callable[[Part, Records], Iterable[tuple[str, int]]]


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


def _of_terms(field: str) -> Count:
    """The terms are the values."""
    return lambda part, _: ((term, count) for _, term, count in _term_counts(part, field))


def _of_clauses(field: str, values: Callable[[Clause], Iterable[str]], key: Callable[[str], str]) -> Count:
    """The terms are keys of the values, which are looked up in one clause that has them."""

    def count(part: Part, _: Records) -> Iterator[tuple[str, int]]:
        segment, mask = part
        for number, term, many in _term_counts(part, field):
            docs = segment.inverted(field).docs(number)
            clause = read_record(segment.stored(int(docs[mask[docs].argmax()])), Clause)
            yield from ((value, many) for value in set(values(clause)) if key(value) == term)

    return count


def _of_documents(values: Callable[[DocumentRecord], Iterable[str]]) -> Count:
    """The values are those of the documents that the matches are of."""

    def count(part: Part, records: Records) -> Iterator[tuple[str, int]]:
        for _, edition, many in _term_counts(part, "edition"):
            yield from ((value, many) for value in set(values(records(edition))))

    return count


def _years(part: Part, _: Records) -> Iterator[tuple[str, int]]:
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
    "symbol": _of_documents(lambda document: [document.symbol]),
    "cites": _of_clauses(fields.CITES, lambda clause: clause.cites, fields.cites_key),
    "lang": _of_terms(fields.LANG),
    "agenda": _of_documents(lambda document: [document.agenda]),
    "topic": _of_documents(lambda document: document.topics),
    "sponsor": _of_documents(lambda document: [country.name for country in document.sponsors]),
}
"""What can be counted, and how: the values with the number of matches, for one segment at a time."""


def count_facets(names: Sequence[str], found: Found, snapshot: Any, records: Records) -> Facets:
    """Count the values of each field of `names` over all the matches, most first.

    records: the record of a document by "SYMBOL@LANG". Raises QueryError for a field that cannot be counted.
    """
    unknown = next((name for name in names if name not in FACETS), None)
    if unknown is not None:
        raise QueryError(f"no facet {shown(unknown)}; there are {', '.join(FACETS)}")
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for segment, matches in zip(snapshot.segments, found.parts, strict=True):
        part = (segment, matches.as_mask(segment.count))
        for name, counter in counts.items():
            for value, many in FACETS[name](part, records):
                counter[value] += many
    return {name: _ordered(counter) for name, counter in counts.items()}


def _ordered(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(((value, n) for value, n in counter.items() if value), key=lambda item: (-item[1], item[0])))
