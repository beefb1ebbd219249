"""The action verbs of the clauses that match: how often, in which years, and what they take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..indexer.model import Clause
from .deadline import check_time
from .verb_objects import placed, taken_by

__all__ = ["Taken", "VerbCount", "VerbCounts", "count_verbs"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a verb takes, as most often written, and how often it takes that."""

    text: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "count": self.count}


@dataclass(frozen=True, slots=True)
class VerbCount:
    """One verb in any of its forms, in all languages.

    count: how often the Council acts by it; clauses: in how many clauses
    years: uses by year, of the years in which there are any
    takes: the most frequent first; uses with no object right after the verb are not among them
    """

    lemma: str
    count: int
    clauses: int
    years: dict[int, int]
    takes: tuple[Taken, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "lemma": self.lemma,
            "count": self.count,
            "clauses": self.clauses,
            "years": {str(year): count for year, count in self.years.items()},
            "takes": [one.to_dict() for one in self.takes],
        }


@dataclass(frozen=True, slots=True)
class VerbCounts:
    """The verbs of all clauses that match, the most frequent first.

    clauses: how many match, with a verb or without
    """

    clauses: int
    verbs: tuple[VerbCount, ...]

    @property
    def total(self) -> int:
        """Uses of all verbs."""
        return sum(verb.count for verb in self.verbs)

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which any of them is used."""
        return tuple(sorted({year for verb in self.verbs for year in verb.years}))

    def to_dict(self) -> dict[str, Any]:
        return {"clauses": self.clauses, "total": self.total, "verbs": [verb.to_dict() for verb in self.verbs]}


@dataclass(slots=True)
class _Tally:
    """One verb as it is being counted; what it takes by its words in small letters, as written."""

    clauses: int = 0
    years: Counter[int] = field(default_factory=Counter)
    undated: int = 0
    takes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def count_verbs(clauses: Iterable[Clause], takes: int | None) -> VerbCounts:
    """Count the verbs of clauses; of what each takes keep the `takes` most frequent, all with None."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    total = 0
    for clause in clauses:
        check_time()
        total += 1
        _count(clause, tallies, objects=takes != 0)
    verbs = (_verb_count(lemma, tally, takes) for lemma, tally in tallies.items())
    return VerbCounts(total, tuple(sorted(verbs, key=lambda one: (-one.count, one.lemma))))


def _count(clause: Clause, tallies: dict[str, _Tally], *, objects: bool) -> None:
    year = int(clause.date[:4]) if clause.date[:4].isdecimal() else 0
    for verb in clause.verbs:
        tally = tallies[verb.lemma]
        if year:
            tally.years[year] += 1
        else:
            tally.undated += 1
    for lemma in {verb.lemma for verb in clause.verbs}:
        tallies[lemma].clauses += 1
    for one in placed(clause) if objects else ():
        if taken := taken_by(one, clause.text):
            tallies[one.verb.lemma].takes[taken.casefold()][taken] += 1


def _verb_count(lemma: str, tally: _Tally, takes: int | None) -> VerbCount:
    taken = [Taken(written.most_common(1)[0][0], written.total()) for written in tally.takes.values()]
    taken.sort(key=lambda one: (-one.count, one.text))
    years = dict(sorted(tally.years.items()))
    return VerbCount(lemma, sum(years.values()) + tally.undated, tally.clauses, years, tuple(taken[:takes]))
