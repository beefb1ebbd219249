"""How the matches of a search spread over the values of a field, from how many of them have each of its terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ..errors import QueryError
from ..indexer.model import Clause
from ..indexer.schema import read_record
from ..vocabulary import countries, fields, symbols
from .document_values import DocumentValues
from .results import Facets
from .syntax import shown

if TYPE_CHECKING:
    from .engine import Engine, Found

__all__ = ["FACETS", "FacetCounter"]


class _Sources(NamedTuple):
    """What the values of terms are looked up in. values: gives those of the documents when they are first needed"""

    engine: Engine
    values: Callable[[], DocumentValues]


_Values = Callable[[Sequence[str], _Sources], Iterable[Iterable[str]]]
"""What each of some terms stands for."""


def _themselves(terms: Sequence[str], _sources: _Sources) -> Iterable[Iterable[str]]:
    return ((term,) for term in terms)


class _Facet(NamedTuple):
    """What can be counted. field: of the index, whose terms are counted; values: what these stand for"""

    field: str
    values: _Values = _themselves


def _in_clauses(field: str, values: Callable[[Clause], Iterable[str]], key: Callable[[str], str]) -> _Facet:
    """A term is the key of a value, which is looked up in one clause that has it."""

    def found(terms: Sequence[str], sources: _Sources) -> Iterable[Iterable[str]]:
        for term, stored in zip(terms, sources.engine.examples(field, terms), strict=True):
            clause = read_record(stored, Clause)
            yield [value for value in values(clause) if key(value) == term]

    return _Facet(field, found)


def _of_documents(field: str) -> _Facet:
    """The values are those of the documents that the matches are of."""
    return _Facet("edition", lambda terms, sources: (sources.values().of(field, term) for term in terms))


def _vote(term: str) -> str:
    """A vote as it is asked for: "abstain:China" of "abstain:chn"."""
    position, _, code = term.partition(":")
    country = countries.resolve(code.upper())
    return f"{position}:{country.name if country else code}"


_FACETS: Final[Mapping[str, _Facet]] = {
    "clause": _Facet(fields.KIND),
    "verb": _Facet(fields.VERB),
    "lead": _Facet(fields.LEAD),
    "body": _in_clauses(fields.BODY, lambda clause: [symbols.body(clause.document)], fields.body_key),
    "symbol": _Facet("edition", lambda terms, _: ((term.rpartition("@")[0],) for term in terms)),
    "cites": _in_clauses(fields.CITES, lambda clause: clause.cites, fields.cites_key),
    "lang": _Facet(fields.LANG),
    "agenda": _of_documents(fields.AGENDA),
    "topic": _of_documents(fields.TOPIC),
    "sponsor": _of_documents(fields.SPONSOR),
    "vote": _Facet(fields.VOTE, lambda terms, _: ((_vote(term),) for term in terms)),
    "year": _Facet(fields.YEAR),
}
FACETS: Final = tuple(_FACETS)
"""What can be counted."""


class FacetCounter:
    """Counts in one state of an index, and remembers what the terms of its fields stand for.

    values: gives the values of the documents when they are first needed
    """

    def __init__(self, engine: Engine, values: Callable[[], DocumentValues]) -> None:
        self._sources = _Sources(engine, values)
        self._known: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in FACETS}

    def count(self, names: Sequence[str], found: Found) -> Facets:
        """The values of each field of `names` over all the matches, most first.

        Raises QueryError for a field that cannot be counted.
        """
        unknown = next((name for name in names if name not in FACETS), None)
        if unknown is not None:
            raise QueryError(f"no facet {shown(unknown)}; there are {', '.join(sorted(FACETS))}")
        counted = self._sources.engine.counts(list({_FACETS[name].field: None for name in names}), found)
        return {name: self._of(name, counted[_FACETS[name].field]) for name in names}

    def _of(self, name: str, counted: Mapping[str, int]) -> dict[str, int]:
        """The values of a facet, from the counts of the terms of its field."""
        values = _FACETS[name].values
        if values is _themselves:
            return _ordered(counted)
        known = self._known[name]
        if not counted.keys() <= known.keys():
            new = [term for term in counted if term not in known]
            found = zip(new, values(new, self._sources), strict=True)
            known.update((term, tuple(sorted(set(several)))) for term, several in found)
        counter: defaultdict[str, int] = defaultdict(int)
        for term, many in counted.items():
            for value in known[term]:
                counter[value] += many
        return _ordered(counter)


def _ordered(counter: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(((value, n) for value, n in counter.items() if value), key=lambda item: (-item[1], item[0])))
