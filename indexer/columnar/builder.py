"""Records that are collected in memory, and the contents of a segment that they become."""

from __future__ import annotations

import gc
import itertools
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from ...analyzers.batch import Analyses, Numbers, Occurrences, expand
from ...analyzers.parallel import Analysing
from .columns import Array
from .contents import Contents, invert
from .fields import FieldPlan, Kind, StoredFields
from .segment import MISSING, MOST_RECORDS, MOST_TERMS
from .stored import MOST_STORED, Packing

__all__ = ["Builder"]

# Bytes that a record and a character of its text take at most while a segment is made: words, terms and
# positions, twice over while they are sorted. Measured: two thirds of this.
_PER_CHARACTER = 10
_PER_RECORD = 1500
_MOST_TEXT = MOST_TERMS // 2  # a Chinese character can be in two words
_MOST_BUDGET = 1 << 33  # so that places in a segment take four bytes
_NOTHING = 0
_TOGETHER = 256
_REPEATED = 3  # a field is kept in runs where they have three records or more on the average


class _Values(dict[Any, int]):
    """The different values of a field by number; 0 is for no value."""

    def __init__(self) -> None:
        super().__init__()
        self[None] = _NOTHING

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


class Builder:
    """Collects records until they are as many as a segment holds, or take as much memory as they may.

    count: records collected
    """

    def __init__(self, plans: Sequence[FieldPlan], budget: int) -> None:
        self._plans = plans
        self._budget = min(budget, _MOST_BUDGET)
        self._analyses = Analyses()
        self._stores = StoredFields(plans)
        self._with_lists: set[str] = set()
        self._clear()

    def _clear(self) -> None:
        self.count = 0
        self._size = 0
        self._rows: list[Mapping[str, Any]] = []
        self._stored: list[bytes] = []
        texts = _Values()
        self._analysing = Analysing(self._analyses)
        self._columns: list[tuple[FieldPlan, _Values, array[int]]] = []
        for plan in self._plans:
            if plan.kind is not None:
                shared = plan.kind in (Kind.TEXT, Kind.EXACT)
                code = "i" if plan.kind is Kind.NUMBER else "I"
                self._columns.append((plan, texts if shared else _Values(), array(code)))
        self._texts = texts

    def check(self, fields: Mapping[str, Any]) -> tuple[bytes, int]:
        """What a record stores, and its longest text.

        Raises TypeError or ValueError, naming the field, for a value that it cannot hold; nothing is taken then.
        """
        longest = 0
        for plan in self._plans:
            value = fields.get(plan.name)
            if plan.kind is None or value is None:
                continue
            if plan.kind is Kind.NUMBER:
                _check_number(plan.name, value)
            elif type(value) in (list, tuple) and plan.kind in (Kind.WHOLE, Kind.ANALYSED):
                self._with_lists.add(plan.name)
                for one in value:
                    _check_text(plan.name, one)
            else:
                _check_text(plan.name, value)
                longest = max(longest, len(value) if plan.kind in (Kind.TEXT, Kind.EXACT) else 0)
        stored = self._stores.pack(fields)
        if len(stored) > MOST_STORED:
            raise ValueError(f"a record that stores {len(stored):,} bytes: at most {MOST_STORED:,} are kept")
        return stored, longest

    def add(self, fields: Mapping[str, Any], stored: bytes, longest: int) -> None:
        """Take one record, with what `check` said of it."""
        self._stored.append(stored)
        self._rows.append(fields)
        self._size += longest * _PER_CHARACTER + len(stored) * 3 + _PER_RECORD
        self.count += 1
        if len(self._rows) >= _TOGETHER:
            self._spread()

    def _spread(self) -> None:
        """Move records into the columns: field by field takes a tenth of the time of record by record."""
        known = len(self._texts)
        for plan, values, column in self._columns:
            found = [fields.get(plan.name) for fields in self._rows]
            if plan.kind is Kind.NUMBER:
                column.extend([MISSING if value is None else value for value in found])
            else:
                column.extend([values[_hashable(value)] for value in found])
        self._rows = []
        # a dictionary is read backwards to its new ones: islice would pass over all the others
        fresh = list(itertools.islice(reversed(self._texts), len(self._texts) - known))
        self._analysing.offer(fresh[::-1])

    def find(self, plan: FieldPlan, term: str | int) -> list[int]:
        """The records collected so far that have a term, or a number, of a field."""
        first = self.count - len(self._rows)
        has = self._has(plan, term)
        waiting = [first + place for place, row in enumerate(self._rows) if has(row.get(plan.name))]
        for one, values, column in self._columns:
            if one is plan and column:
                numbers = [int(term)] if plan.kind is Kind.NUMBER else self._with_term(plan, values, term)
                known = np.frombuffer(column, column.typecode)
                return [*(place for number in numbers for place in np.flatnonzero(known == number).tolist()), *waiting]
        return waiting

    def _with_term(self, plan: FieldPlan, values: _Values, term: Any) -> list[int]:
        """The numbers of the values that have a term."""
        if plan.kind is Kind.WHOLE and plan.name not in self._with_lists:
            number = values.get(term)
            return [] if number is None else [number]
        has = self._has(plan, term)
        return [number for value, number in values.items() if has(value)]

    def _has(self, plan: FieldPlan, term: Any) -> Callable[[Any], bool]:
        """Whether a value of a field has a term."""
        if plan.kind in (Kind.WHOLE, Kind.NUMBER) and plan.name not in self._with_lists:
            return lambda value: bool(value == term)
        return lambda value: value is not None and any(term == found for found, _ in _terms(plan, _hashable(value)))

    @property
    def is_full(self) -> bool:
        """Whether it is time for a segment: it is as large as one may be, or takes the memory that it may."""
        return self.count >= MOST_RECORDS or self._size >= self._budget

    def stop(self) -> None:
        """Forget what was collected."""
        self._analysing.stop()
        self._clear()

    def take(self) -> Contents:
        """The contents of a segment with all that was collected; the builder is empty again."""
        with _without_collector():
            return self._take()

    def _take(self) -> Contents:
        self._spread()
        contents = Contents(self.count, Packing(self._stored))
        texts = []
        for plan, values, column in self._columns:
            if plan.kind is Kind.NUMBER:
                _add_numbers(contents, plan, np.array(column, np.int32))
            elif plan.kind in (Kind.TEXT, Kind.EXACT):
                texts.append((plan, column))
            else:
                _add_inverted(contents, plan, column, *_analysed(plan, values))
        text, exact = self._analysing.finish()
        for plan, column in texts:
            if plan.kind is Kind.TEXT:
                _add_inverted(contents, plan, column, self._analyses.text, text)
            else:
                _add_inverted(contents, plan, column, self._analyses.exact, exact)
        if len(self._analyses.text) > MOST_RECORDS * 8:
            self._analyses = Analyses()
        self._clear()
        return contents


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of short-lived words are no work for the collector of cycles, which takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _add_numbers(contents: Contents, plan: FieldPlan, column: Array) -> None:
    if (column != MISSING).any():
        contents.numbers[plan.name] = column


def _add_inverted(
    contents: Contents, plan: FieldPlan, numbered: array[int], terms: Numbers, found: Occurrences
) -> None:
    column, runs = _runs(np.frombuffer(numbered, np.uint32))
    records = np.flatnonzero(column)
    values = column[records] - np.uint32(1)
    numbers, each = expand(values, found.numbers, found.counts)
    if not len(numbers):
        return
    lengths = None
    if plan.lengths:
        lengths = np.zeros(len(column), np.uint32)
        lengths[records] = each
    postings = invert(
        [term.encode() for term in terms],
        np.repeat(records.astype(np.uint16), each),
        numbers,
        expand(values, found.positions, found.counts)[0] if plan.positions else None,
        lengths,
    )
    postings.runs = runs
    if not plan.frequencies:
        postings.freqs = None
    contents.inverted[plan.name] = postings
    if plan.ranked:
        contents.ranked.add(plan.name)


def _runs(column: Array) -> tuple[Array, Array | None]:
    """Values that are the same one after another as one, with how many they are; as they are if that is rare."""
    starts = np.flatnonzero(np.diff(column, prepend=np.uint32(0xFFFFFFFF)))
    if len(starts) * _REPEATED > len(column):
        return column, None
    return column[starts], np.diff(starts, append=len(column))


def _hashable(value: Any) -> Any:
    return tuple(value) if type(value) is list else value


def _analysed(plan: FieldPlan, values: _Values) -> tuple[Numbers, Occurrences]:
    """The terms of each different value by the field's own analyzer; a list is terms already."""
    terms = Numbers()
    numbers, positions, counts = array("I"), array("I"), array("I")
    for value in itertools.islice(values, 1, None):
        before = len(numbers)
        for term, position in _terms(plan, value):
            numbers.append(terms[term])
            positions.append(position)
        counts.append(len(numbers) - before)
    return terms, Occurrences(*(np.array(part, np.uint32) for part in (numbers, positions, counts)))


def _terms(plan: FieldPlan, value: Any) -> Sequence[tuple[str, int]]:
    if isinstance(value, tuple):
        return [(term, place) for place, term in enumerate(value)]
    if plan.kind is Kind.WHOLE:
        return ((value, 0),)
    found = [(token.text, token.pos) for token in plan.field.analyzer(value, positions=True, mode="index")]
    return found if plan.frequencies else list(dict.fromkeys(found))


def _check_number(name: str, value: Any) -> None:
    if not isinstance(value, int | np.integer) or isinstance(value, bool):
        raise TypeError(f"field {name} takes whole numbers, not {value!r}")
    if not MISSING < value < -MISSING:
        raise ValueError(f"field {name} takes numbers from {MISSING + 1:,} to {-MISSING - 1:,}, not {value}")


def _check_text(name: str, value: Any) -> None:
    if not isinstance(value, str):
        raise TypeError(f"field {name} takes text, not {type(value).__name__}: {value!a:.80}")
    if len(value) > _MOST_TEXT:
        raise ValueError(f"field {name} takes texts of up to {_MOST_TEXT:,} characters, not {len(value):,}")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            what = ascii(value[error.start : error.end])
            raise ValueError(f"field {name}: {what} in {value!a:.80} is half a character, and no text") from None
