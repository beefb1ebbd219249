"""How each field of a Whoosh schema is kept in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from whoosh.fields import Schema

__all__ = ["FieldPlan", "Kind", "StoredFields", "plans"]


class Kind(Enum):
    """What becomes of a field's values.

    TEXT, EXACT: terms of the two analyses of `seized.analyzers`, which read many texts at once
    WHOLE: each value is one term
    ANALYSED: terms of the field's own analyzer, value by value
    NUMBER: a column of numbers
    """

    TEXT = "text"
    EXACT = "exact"
    WHOLE = "whole"
    ANALYSED = "analysed"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """What is kept of a field.

    field: Whoosh's field type; kind: None for a field that is stored and not indexed
    positions, frequencies, lengths: whether they are kept; ranked: whether records can be sorted by it
    """

    name: str
    field: Any
    kind: Kind | None
    positions: bool = False
    frequencies: bool = False
    lengths: bool = False
    ranked: bool = False
    stored: bool = False


def plans(schema: Schema) -> list[FieldPlan]:
    """A plan for each field. Raises ValueError for a field that columns cannot hold."""
    return [_plan(name, field) for name, field in schema.items()]


def _plan(name: str, field: Any) -> FieldPlan:
    from whoosh.fields import DATETIME, NUMERIC

    if isinstance(field, NUMERIC):
        if isinstance(field, DATETIME) or field.numtype is not int or field.bits > 32 or field.decimal_places:
            raise ValueError(f"field {name}: columns hold whole numbers of 32 bits")
        return FieldPlan(name, field, Kind.NUMBER, ranked=bool(field.column_type), stored=field.stored)
    if field.format is None:
        return FieldPlan(name, field, None, stored=True)
    if field.analyzer is None:
        raise ValueError(f"field {name}: columns hold no field of type {type(field).__name__}")
    return FieldPlan(
        name,
        field,
        _analysis(field.analyzer),
        positions=field.format.supports("positions"),
        frequencies=field.format.supports("frequency"),
        lengths=bool(field.scorable),
        ranked=bool(field.column_type),
        stored=field.stored,
    )


def _analysis(analyzer: Any) -> Kind:
    from whoosh.analysis import IDTokenizer

    from ...analyzers.whoosh_analyzers import ExactAnalyzer, TextAnalyzer

    kinds = {TextAnalyzer: Kind.TEXT, ExactAnalyzer: Kind.EXACT, IDTokenizer: Kind.WHOLE}
    return kinds.get(type(analyzer), Kind.ANALYSED)


class StoredFields:
    """The stored fields of a record as bytes: one STORED field of bytes as it is, others as MessagePack."""

    def __init__(self, plans: Sequence[FieldPlan]) -> None:
        self._names = [plan.name for plan in plans if plan.stored]
        self._as_it_is = len(self._names) == 1 and all(plan.kind is None for plan in plans if plan.stored)

    def pack(self, fields: Mapping[str, Any]) -> bytes:
        """What is stored of a record; a value under "_stored_NAME" goes before that under NAME."""
        if self._as_it_is:
            value = fields.get(self._names[0], b"")
            if not isinstance(value, bytes):
                raise TypeError(f"the stored field {self._names[0]} takes bytes, not {type(value).__name__}")
            return value
        kept = {name: fields.get(f"_stored_{name}", fields.get(name)) for name in self._names}
        return msgspec.msgpack.encode({name: value for name, value in kept.items() if value is not None})

    def unpack(self, stored: bytes) -> dict[str, Any]:
        """The stored fields of a record."""
        if self._as_it_is:
            return {self._names[0]: stored} if stored else {}
        found: dict[str, Any] = msgspec.msgpack.decode(stored)
        return found
