"""How many of the matches of a search have each term of a field, counted from its postings or its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import numpy as np

from ....indexer.columnar.postings import gather
from ....vocabulary import fields
from ...deadline import check_time
from ...engine import Found
from .matches import Array

__all__ = ["TermCounter"]


class _Counting(Protocol):
    """Counts the terms of a field in one segment."""

    def count(self, docs: Array) -> dict[str, int]:
        """The number of records with each term; `docs`: the numbers of those that match."""


class _Texts(dict[int, str]):
    """The texts of the terms of a field, by their numbers; each is read once."""

    def __init__(self, inverted: Any) -> None:
        super().__init__()
        self._inverted = inverted

    def __missing__(self, number: int) -> str:
        text: str = self._inverted.term(number).decode("utf-8")
        self[number] = text
        return text


class _ByTerms:
    """Counts by the postings of a field. Which terms each record has is unpacked once."""

    def __init__(self, segment: Any, field: str) -> None:
        self._inverted = segment.inverted(field)
        self._texts = _Texts(self._inverted)
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

    def count(self, docs: Array) -> dict[str, int]:
        if self._inverted is None:
            return {}
        runs = self._run[docs]
        counts = np.bincount(self._terms[gather(self._starts[runs], self._many[runs])])
        present = np.flatnonzero(counts)
        return dict(zip(map(self._texts.__getitem__, present.tolist()), counts[present].tolist(), strict=True))


class _ByColumn:
    """Counts the numbers of a column."""

    def __init__(self, segment: Any, field: str) -> None:
        self._column = segment.numbers(field)

    def count(self, docs: Array) -> dict[str, int]:
        if self._column is None:
            return {}
        years, counts = np.unique(self._column[docs], return_counts=True)
        return {f"{year:04d}": n for year, n in zip(years.tolist(), counts.tolist(), strict=True) if year >= 0}


_IN_COLUMNS: Final = frozenset({fields.YEAR})


class TermCounter:
    """Counts over one snapshot of an index."""

    def __init__(self, snapshot: Any) -> None:
        self._segments = snapshot.segments
        self._counting: dict[str, list[_Counting]] = {}

    def count(self, names: Sequence[str], found: Found) -> Mapping[str, Mapping[str, int]]:
        """The terms of each field of `names` over all the matches."""
        matching = [part.listed()[0] for part in found.handle]
        return {name: self._count(name, matching) for name in names}

    def _count(self, name: str, matching: Sequence[Array]) -> Mapping[str, int]:
        check_time()
        counts: dict[str, int] = {}
        for counting, docs in zip(self._of(name), matching, strict=True):
            there = counting.count(docs)
            if counts:
                there = {term: many + counts.get(term, 0) for term, many in there.items()}
            counts |= there
        return counts

    def _of(self, name: str) -> list[_Counting]:
        """What counts a field, segment by segment."""
        known = self._counting.get(name)
        if known is None:
            kind = _ByColumn if name in _IN_COLUMNS else _ByTerms
            known = self._counting[name] = [kind(segment, name) for segment in self._segments]
        return known
