"""What a segment holds, in memory, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .columns import About, Array, ColumnWriter
from .disk import created
from .postings import write_docs, write_freqs, write_positions
from .spans import length_figures, smallest, write_numbers, write_sizes
from .stored import Packing
from .terms import write_terms

__all__ = ["Contents", "Postings", "invert"]


@dataclass(slots=True)
class Postings:
    """One inverted field, its postings in the order of their terms and then of their records.

    terms: sorted, as UTF-8; doc_freqs: postings of each
    docs, freqs, positions: of all postings; freqs None where each is 1, positions None where there are none
    lengths: terms in each record of the segment; None for a field that does not rank
    runs: how many records each run has, where `docs` and `lengths` are of runs; None where they are of records
    """

    terms: Sequence[bytes]
    doc_freqs: Array
    docs: Array
    freqs: Array | None = None
    positions: Array | None = None
    lengths: Array | None = None
    runs: Array | None = None

    def write(self, writer: ColumnWriter, name: str, count: int) -> dict[str, int]:
        """Write the columns, in a segment of `count` records; what the directory says about them is given back."""
        write_terms(writer, name, self.terms)
        write_sizes(writer, f"{name}.post", self.doc_freqs)
        write_docs(writer, name, self.doc_freqs, self.docs, count if self.runs is None else len(self.runs))
        if self.runs is not None:
            writer.add(f"{name}.runs", smallest(self.runs))
        if self.freqs is not None:
            write_freqs(writer, name, self.doc_freqs, self.freqs)
        if self.positions is not None:
            write_sizes(writer, f"{name}.pos", self._occurrences())
            write_positions(writer, name, self.positions)
        if self.lengths is None:
            return {}
        writer.add(f"{name}.lengths", smallest(self.lengths))
        return length_figures(self.lengths, self.runs)

    def _occurrences(self) -> Array:
        """How often each term occurs."""
        if self.freqs is None:
            return self.doc_freqs
        starts = np.cumsum(self.doc_freqs) - self.doc_freqs
        return np.add.reduceat(self.freqs, starts, dtype=np.int64)


def invert(
    terms: Sequence[bytes], docs: Array, numbers: Array, positions: Array | None, lengths: Array | None
) -> Postings:
    """Postings from occurrences, given in the order of records and positions.

    terms: by number, in any order; docs, numbers, positions: record, term number and position of each
    """
    present = np.flatnonzero(np.bincount(numbers, minlength=len(terms)))
    order = sorted(present.tolist(), key=terms.__getitem__)
    rank = np.zeros(len(terms), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    ranked = rank[numbers]
    # a stable sort of two-byte numbers is a radix sort
    by_term = np.argsort(ranked.astype(np.uint16) if len(order) <= 1 << 16 else ranked, kind="stable")
    ranked, docs = ranked[by_term], docs[by_term]
    new = np.ones(len(ranked), bool)
    new[1:] = (ranked[1:] != ranked[:-1]) | (docs[1:] != docs[:-1])
    starts = np.flatnonzero(new)
    freqs = np.diff(starts, append=len(ranked))
    return Postings(
        terms=[terms[number] for number in order],
        doc_freqs=np.bincount(ranked[starts], minlength=len(order)),
        docs=docs[starts],
        freqs=None if len(starts) == len(ranked) else freqs,
        positions=None if positions is None else positions[by_term],
        lengths=lengths,
    )


@dataclass(slots=True)
class Contents:
    """The records of a segment.

    numbers: numeric columns (int32, MISSING where there is no value)
    ranked: the fields that records can be sorted by; their order is made from the postings when it is asked for
    stored: what is kept of each record
    """

    count: int
    stored: Packing
    inverted: dict[str, Postings] = field(default_factory=dict)
    numbers: dict[str, Array] = field(default_factory=dict)
    ranked: set[str] = field(default_factory=set)

    def write(self, path: Path) -> int:
        """Write a segment's file, and make sure that it is on the disk. Gives the CRC-32 of its directory."""
        with created(path) as file:
            writer = ColumnWriter(file)
            about = {name: self.inverted[name].write(writer, name, self.count) for name in sorted(self.inverted)}
            for name in sorted(self.numbers):
                write_numbers(writer, name, self.numbers[name].astype(np.int32))
            self.stored.write(writer)
            return writer.finish(About(self.count, about, sorted(self.numbers), sorted(self.ranked)))
