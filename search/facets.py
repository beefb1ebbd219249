"""How the matches of a search spread over the values of a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from ..errors import QueryError
from ..indexer.model import Clause
from ..indexer.records import DocumentRecord, edition
from ..vocabulary import symbols
from .results import Facets

__all__ = ["FACETS", "count_facets"]

Values = Callable[[Clause, DocumentRecord], Iterable[str]]

FACETS: Mapping[str, Values] = {
    "clause": lambda clause, _: (clause.kind,),
    "verb": lambda clause, _: {verb.lemma for verb in clause.verbs},
    "lead": lambda clause, _: [verb.lemma for verb in clause.verbs[:1]],
    "year": lambda clause, _: (clause.date[:4],),
    "body": lambda clause, _: (symbols.body(clause.document),),
    "symbol": lambda clause, _: (clause.document,),
    "cites": lambda clause, _: set(clause.cites),
    "lang": lambda clause, _: (clause.lang,),
    "agenda": lambda _, document: (document.agenda,),
    "topic": lambda _, document: set(document.topics),
    "sponsor": lambda _, document: {country.name for country in document.sponsors},
}
"""What can be counted, and the values that a clause has of it."""


def count_facets(
    names: Sequence[str],
    numbers: Iterable[int],
    clause_at: Callable[[int], Clause],
    document: Callable[[str], DocumentRecord],
) -> Facets:
    """Count the values of each field of `names` over the clauses of `numbers`, most first.

    Raises QueryError for a field that cannot be counted.
    """
    unknown = next((name for name in names if name not in FACETS), None)
    if unknown is not None:
        raise QueryError(f"no facet {unknown!r}; there are {', '.join(FACETS)}")
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for number in numbers:
        clause = clause_at(number)
        record = document(edition(clause.document, clause.lang))
        for name, counter in counts.items():
            counter.update(value for value in FACETS[name](clause, record) if value)
    return {name: _ordered(counter) for name, counter in counts.items()}


def _ordered(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
