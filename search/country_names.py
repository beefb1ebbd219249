"""Names of countries from one language to the other, by the table of names: few clauses name most countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..analyzers import text_terms
from ..analyzers.script import is_han
from ..vocabulary.countries import all_names

__all__ = ["CountryWays", "country_ways"]

_SHORTEST: Final = 3
"""Letters of a name that is no other word ("US")."""


@dataclass(frozen=True, slots=True)
class CountryWays:
    """How a country is called in the other language: each name as its terms, the short name first."""

    names: tuple[tuple[str, ...], ...]

    def weights(self) -> dict[str, float]:
        """The terms of its names; those of the short name are expected once for once."""
        found = {term: 0.5 for name in self.names for term in name}
        return found | dict.fromkeys(self.names[0], 1.0)


@cache
def country_ways(to: str) -> Mapping[tuple[str, ...], CountryWays]:
    """What the names of countries in one language are in the language `to` ("en", "zh"), by their terms."""
    by_country: dict[str, list[str]] = defaultdict(list)
    for country, name in all_names():
        by_country[country.code].append(name)
    found: dict[tuple[str, ...], CountryWays] = {}
    for names in by_country.values():
        there = [
            _terms(name) for name in names if is_han(name) == (to == "zh") and len(name) >= _SHORTEST - is_han(name)
        ]
        here = [_terms(name) for name in names if is_han(name) != (to == "zh")]
        if there and there[0]:
            found.update(dict.fromkeys(here, CountryWays(tuple(dict.fromkeys(filter(None, there))))))
    return found


def _terms(name: str) -> tuple[str, ...]:
    """A name as whole words, one at each position."""
    first: dict[int, str] = {}
    for term in text_terms(name):
        first.setdefault(term.position, term.text)
    return tuple(first.values())
