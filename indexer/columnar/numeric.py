"""What Whoosh wants of numeric and sortable fields: terms of several precisions, and columns of values."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from whoosh.columns import ColumnReader

from .columns import Array
from .fields import FieldPlan
from .matcher import Found
from .segment import MISSING, Snapshot

__all__ = ["NumericTerms", "number_column", "term_column"]


def _column(snapshot: Snapshot, name: str) -> Array:
    """The values of a numeric field in all segments."""
    parts = []
    for segment in snapshot.segments:
        values = segment.numbers(name)
        parts.append(np.full(segment.count, MISSING, np.int32) if values is None else values)
    return np.concatenate(parts) if parts else np.zeros(0, np.int32)


class NumericTerms:
    """The terms that Whoosh would have indexed for a numeric field, made from its column when asked for.

    A number is a term at full precision, and one for each group of low bits left out: that is how Whoosh
    looks for a range.
    """

    def __init__(self, snapshot: Snapshot, plan: FieldPlan) -> None:
        field = plan.field
        column = _column(snapshot, plan.name)
        records = np.flatnonzero(column != MISSING)
        values = column[records]
        self._records: dict[bytes, Array] = {}
        for shift in range(0, field.bits, field.shift_step) if field.shift_step else (0,):
            for value, docs in _groups(values, records, shift):
                self._records[field.to_bytes(value, shift)] = docs
        self._terms = sorted(self._records)

    def terms(self, start: bytes, prefix: bytes | None) -> Iterator[bytes]:
        """The terms that begin with `prefix`, or with None all from `start` on."""
        for at in range(bisect_left(self._terms, start), len(self._terms)):
            if prefix and not self._terms[at].startswith(prefix):
                return
            yield self._terms[at]

    def found(self, term: bytes) -> Found:
        """The records that have a term."""
        return Found(self._records.get(term, np.zeros(0, np.int64)))


def _groups(values: Array, records: Array, shift: int) -> Iterator[tuple[int, Array]]:
    """The records whose values are the same but for their lowest `shift` bits, with one of the values."""
    shifted = values.astype(np.int64) >> shift
    order = np.argsort(shifted, kind="stable")
    starts = np.flatnonzero(np.diff(shifted[order], prepend=np.int64(-(2**62))))
    for group in np.split(order, starts[1:]) if len(order) else []:
        yield int(values[group[0]]), records[group]


class _Values(ColumnReader):  # type: ignore[misc]
    """A column for Whoosh, value by value."""

    def __init__(self, count: int, value: Callable[[int], Any]) -> None:
        self._count = count
        self._value = value

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, docnum: int) -> Any:
        return self._value(docnum)

    def sort_key(self, docnum: int) -> Any:
        return self[docnum]

    def __iter__(self) -> Iterator[Any]:
        return map(self._value, range(self._count))

    def load(self) -> list[Any]:
        return list(self)

    def set_reverse(self) -> None:
        raise NotImplementedError


class _NumberValues(_Values):
    _reverse = False

    def sort_key(self, docnum: int) -> Any:
        return 0 - self[docnum] if self._reverse else self[docnum]

    def set_reverse(self) -> None:
        self._reverse = True


def number_column(snapshot: Snapshot, plan: FieldPlan) -> ColumnReader:
    """The values of a numeric field as Whoosh keeps them to sort by."""
    values = _column(snapshot, plan.name)
    default = plan.field.column_type.default_value()

    def value(docnum: int) -> Any:
        number = int(values[docnum])
        return default if number == MISSING else plan.field.to_column_value(number)

    return _NumberValues(len(values), value)


def term_column(snapshot: Snapshot, plan: FieldPlan) -> ColumnReader:
    """The terms of a field to sort by, empty where a record has none."""

    def value(docnum: int) -> bytes:
        segment, number = snapshot.locate(docnum)
        ranks, inverted = segment.ranks(plan.name), segment.inverted(plan.name)
        rank = 0 if ranks is None else int(ranks[number])
        return b"" if inverted is None or not rank else inverted.term(rank - 1)

    return _Values(snapshot.count, value)
