"""One immutable segment of the index, and the snapshot of all of them that a reader holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np

from ...errors import IndexCorrupted
from .columns import Array, ColumnFile
from .postings import Docs, Freqs, Positions, Runs, repeated_slices
from .spans import Spans, length_figures, read_numbers, read_runs
from .stored import Stored
from .terms import Terms

__all__ = ["MISSING", "MOST_RECORDS", "MOST_TERMS", "Inverted", "Segment", "Snapshot"]

MOST_RECORDS = 1 << 16
"""Records of one segment at most, so that a record's number takes two bytes."""
MISSING = -(2**31)
"""What a numeric column holds for a record without a value."""
MOST_TERMS = 1 << 24
"""How many terms of a field a record may have."""

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def _consistent(
    method: Callable[Concatenate[Inverted, _Given], _Answer],
) -> Callable[Concatenate[Inverted, _Given], _Answer]:
    """Columns that contradict one another, each of them whole, raise IndexCorrupted."""

    @wraps(method)
    def read(self: Inverted, /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
        try:
            return method(self, *given, **named)
        except (IndexError, ValueError, OverflowError, MemoryError) as error:
            raise self.damaged() from error

    return read


class Inverted:
    """One field of one segment from its terms to the records that have them.

    count_terms: how many terms there are; a term is known by its number, in the order of its UTF-8 bytes
    total_length, min_length, max_length: over all records of the segment, deleted ones too
    """

    def __init__(self, file: ColumnFile, field: str, about: dict[str, int]) -> None:
        self._file = file
        self._field = field
        self._about = about
        self.terms = Terms(file, field)
        self.count_terms = len(self.terms)
        self._counts = Spans(file, f"{field}.post", self.count_terms)
        self._known: dict[bytes, int] = {}

    def damaged(self) -> IndexCorrupted:
        """What is raised for columns of the field that are not as they must be."""
        return self._file.damaged(f"the columns of {self._field} are damaged")

    @cached_property
    def _runs(self) -> Runs | None:
        """For a field whose value is the same in one record after another: postings are of runs of records."""
        name = f"{self._field}.runs"
        return Runs(read_runs(self._file, name, self._file.about.count)) if name in self._file else None

    @property
    def _universe(self) -> int:
        """How many records (or runs) there are."""
        return self._file.about.count if self._runs is None else len(self._runs.sizes)

    @cached_property
    def _docs(self) -> Docs:
        return Docs(self._file, self._field, self._counts, self.count_terms, self._universe)

    @cached_property
    def _freqs(self) -> Freqs | None:
        if f"{self._field}.post.more" not in self._file:
            return None
        return Freqs(self._file, self._field, self._counts, self.count_terms)

    @cached_property
    def _positions(self) -> Positions | None:
        if not {f"{self._field}.pos", f"{self._field}.pos.low"} & self._file.names:
            return None
        return Positions(self._file, self._field, self.count_terms)

    @cached_property
    def _lengths(self) -> Array | None:
        """The length of the field in each record (or run); it is as the directory says."""
        name = f"{self._field}.lengths"
        lengths = self._file.array(name, count=self._universe) if name in self._file else None
        runs = None if self._runs is None else self._runs.sizes
        figures = {} if lengths is None else length_figures(lengths, runs)
        if figures != self._about or figures.get("max", 0) > MOST_TERMS:
            raise self._file.damaged_column(name)
        return lengths

    @cached_property
    def lengths(self) -> Array | None:
        """Terms of the field in each record; None for a field that does not rank."""
        lengths = self._lengths
        return lengths if lengths is None or self._runs is None else np.repeat(lengths, self._runs.sizes)

    @property
    def total_length(self) -> int:
        return self._figure("total")

    @property
    def min_length(self) -> int:
        return self._figure("min")

    @property
    def max_length(self) -> int:
        return self._figure("max")

    def _figure(self, name: str) -> int:
        return 0 if self._lengths is None else self._about.get(name, 0)

    @property
    def has_positions(self) -> bool:
        return self._positions is not None

    def find(self, term: bytes) -> int:
        """The number of a term, or -1."""
        number = self._known.get(term)
        if number is None:
            number = self.terms.find(term)
            if number >= 0:  # of unknown words there is no end
                self._known[term] = number
        return number

    def span(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with `prefix`."""
        after = _after(prefix)
        return range(self.terms.before(prefix), self.terms.before(after) if after else self.count_terms)

    def term(self, number: int) -> bytes:
        """The term of a number."""
        return self.terms[number]

    @_consistent
    def docs(self, number: int) -> Array:
        """The records that have a term, ascending (uint16)."""
        docs = self._docs.of(number)
        return docs if self._runs is None else self._runs.records(docs)

    @_consistent
    def freqs(self, number: int) -> Array | None:
        """How often each of them has it; None where that is always once."""
        freqs = self._kept_freqs(number)
        return freqs if freqs is None or self._runs is None else np.repeat(freqs, self._sizes_of(number))

    def _kept_freqs(self, number: int) -> Array | None:
        """Frequencies as they are kept, record by record or run by run; the positions are as many as they say."""
        freqs = None if self._freqs is None else self._freqs.of(number)
        if self._positions is not None:
            occurrences = self._counts.size(number) if freqs is None else int(freqs.sum(dtype=np.int64))
            if occurrences != self._positions.size(number):
                raise self.damaged()
        return freqs

    def _sizes_of(self, number: int) -> Array:
        """How many records each run has that has a term."""
        return self.run_sizes()[self._docs.of(number)]

    def positions(self, number: int) -> Array:
        """Where it stands in each of them, one after another: slices by `freqs`."""
        if self._positions is None:
            raise ValueError(f"{self._field} has no positions")
        return self._positions_of(number, self._positions)

    @_consistent
    def _positions_of(self, number: int, kept: Positions) -> Array:
        freqs, positions = self._kept_freqs(number), kept.of(number)
        return positions if self._runs is None else repeated_slices(positions, freqs, self._sizes_of(number))

    @_consistent
    def mask(self, number: int) -> Array | None:
        """Which records have a term, as a truth value for each; None for a term that is not kept so."""
        return self._docs.mask(number) if self._runs is None else None

    @_consistent
    def more(self, number: int) -> tuple[Array, Array] | None:
        """Which of `docs` have a term more than once, by their places there, and how often; None if none has."""
        if self._freqs is None:
            return None
        if self._runs is None:
            return self._freqs.more(number)
        freqs = self.freqs(number)
        assert freqs is not None
        places = np.flatnonzero(freqs > 1)
        return places, freqs[places]

    @_consistent
    def positions_at(self, number: int, places: Array) -> Array:
        """Some of `positions`, by their ascending places there."""
        if self._positions is None or self._runs is not None:
            return self.positions(number)[places]
        return self._positions.at(number, places)

    @_consistent
    def doc_freq(self, number: int) -> int:
        """How many records have a term, deleted ones too."""
        if self._runs is None:
            return self._counts.size(number)
        return int(self._sizes_of(number).sum(dtype=np.int64))

    @_consistent
    def frequency(self, number: int) -> int:
        """How often a term occurs, in deleted records too."""
        freqs = self.freqs(number)
        return self.doc_freq(number) if freqs is None else int(freqs.sum(dtype=np.int64))

    @_consistent
    def records(self) -> Array:
        """Which records have any term of the field, as a truth value for each."""
        sizes = self.run_sizes()
        has_any = np.zeros(len(sizes), bool)
        has_any[self._docs.every] = True
        return has_any if self._runs is None else np.repeat(has_any, sizes)

    @_consistent
    def kept(self) -> tuple[Array, Array, Array | None, Array | None]:
        """The postings of all terms as they are kept: how many each term has, then all one after another.

        The others are records (or runs, see `run_sizes`), frequencies and positions.
        """
        docs = self._docs.every
        freqs = None if self._freqs is None else self._freqs.every()
        positions = None if self._positions is None else self._positions.every()
        if positions is not None:
            occurrences = len(docs) if freqs is None else int(freqs.sum(dtype=np.int64))
            if occurrences != len(positions):
                raise self.damaged()
        return self._counts.sizes(), docs, freqs, positions

    def run_sizes(self) -> Array:
        """How many records each run has; 1 each in a field that is kept record by record."""
        if self._runs is not None:
            return self._runs.sizes
        return np.ones(self._file.about.count, np.uint16)

    @_consistent
    def ranks(self) -> Array:
        """The number of each record's last term plus 1, 0 where it has none (uint32)."""
        docs = self._docs.every
        ranks = np.zeros(self._universe, np.uint32)
        ranks[docs] = np.repeat(np.arange(1, self.count_terms + 1, dtype=np.uint32), self._counts.sizes())
        return ranks if self._runs is None else np.repeat(ranks, self._runs.sizes)

    def run_lengths(self) -> Array | None:
        """The length of the field in each run."""
        return self._lengths


def _after(prefix: bytes) -> bytes:
    """The least bytes greater than all that begin with `prefix`; empty if there are none."""
    stem = prefix.rstrip(b"\xff")
    return stem[:-1] + bytes([stem[-1] + 1]) if stem else b""


class Segment:
    """The records of one file, memory-mapped.

    count: records, deleted ones too
    check: see `ColumnFile`
    live: which are not deleted; None if none is
    """

    def __init__(self, path: Path, name: str, live: Array | None = None) -> None:
        self.name = name
        self.path = path
        self._file = ColumnFile(path)
        self.check = self._file.check
        self.about = self._file.about
        self.count = self.about.count
        self.live = live
        if live is not None and len(live) != self.count:
            raise self._file.damaged("its deletions are of another file")
        self._inverted: dict[str, Inverted | None] = {}
        self._numbers: dict[str, Array | None] = {}
        self._ranks: dict[str, Array] = {}

    @property
    def live_count(self) -> int:
        """Records that are not deleted."""
        return self.count if self.live is None else int(np.count_nonzero(self.live))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that have terms here."""
        return tuple(self.about.inverted)

    @property
    def numeric_fields(self) -> tuple[str, ...]:
        """The fields that have a numeric column here."""
        return tuple(self.about.numeric)

    def inverted(self, field: str) -> Inverted | None:
        """A field's terms and postings; None if no record here has it."""
        if field not in self._inverted:
            about = self.about.inverted.get(field)
            self._inverted[field] = None if about is None else Inverted(self._file, field, about)
        return self._inverted[field]

    def numbers(self, field: str) -> Array | None:
        """The values of a numeric field, int32, MISSING where there is none; None if no record here has it."""
        if field not in self._numbers:
            is_there = field in self.about.numeric
            self._numbers[field] = read_numbers(self._file, field, self.count) if is_there else None
        return self._numbers[field]

    def ranks(self, field: str) -> Array | None:
        """For a field to sort by: the number of the term of each record plus 1, 0 where it has none (uint32)."""
        inverted = self.inverted(field)
        if field not in self.about.ranked or inverted is None:
            return None
        if field not in self._ranks:
            self._ranks[field] = inverted.ranks()
        return self._ranks[field]

    def stored(self, number: int) -> bytes:
        """What was stored of a record."""
        return self._stored[number]

    def stored_length(self, number: int) -> int:
        """How many bytes that is."""
        return self._stored.length(number)

    @cached_property
    def _stored(self) -> Stored:
        return Stored(self._file, self.count)

    def close(self) -> None:
        """Let go of the file, when nobody has a view of it any more."""
        self._inverted.clear()
        self._numbers.clear()
        self.__dict__.pop("_stored", None)
        self._file.close()


class Snapshot:
    """The segments of one state of the index, one after another.

    bases: the number of the first record of each; the number of a record is that plus its number there
    count, live_count: records with and without the deleted ones
    """

    def __init__(self, segments: tuple[Segment, ...], generation: int) -> None:
        self.segments = segments
        self.generation = generation
        ends = np.cumsum([0, *(segment.count for segment in segments)]).tolist()
        self.bases: tuple[int, ...] = tuple(ends[:-1])
        self.count: int = ends[-1]
        self.live_count = sum(segment.live_count for segment in segments)

    def doc_freq(self, field: str, term: bytes) -> int:
        """How many records have a term, deleted ones too."""
        total = 0
        for segment in self.segments:
            inverted = segment.inverted(field)
            number = -1 if inverted is None else inverted.find(term)
            if inverted is not None and number >= 0:
                total += inverted.doc_freq(number)
        return total

    def total_length(self, field: str) -> int:
        """The terms of a field in all records, deleted ones too."""
        parts = (segment.inverted(field) for segment in self.segments)
        return sum(part.total_length for part in parts if part is not None)

    def locate(self, number: int) -> tuple[Segment, int]:
        """The segment of a record and its number there. IndexError if there is no such record."""
        if not 0 <= number < self.count:
            raise IndexError(f"there is no record {number}; there are {self.count}, from 0 on")
        place = bisect_right(self.bases, number) - 1
        return self.segments[place], number - self.bases[place]

    def stored(self, number: int) -> bytes:
        """What was stored of a record."""
        segment, local = self.locate(number)
        return segment.stored(local)

    def stored_length(self, number: int) -> int:
        """How many bytes that is."""
        segment, local = self.locate(number)
        return segment.stored_length(local)

    def close(self) -> None:
        """Let go of the files, when nobody has a view of them any more."""
        for segment in self.segments:
            segment.close()
