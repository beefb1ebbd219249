"""A snapshot as a Whoosh reader: what Whoosh's own queries, collectors and facets run on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.columns import EmptyColumnReader, TranslatingColumnReader
from whoosh.reading import IndexReader, TermInfo, TermNotFound

from .columns import Array
from .fields import FieldPlan, Kind, StoredFields, plans
from .matcher import Found, PostingsMatcher
from .misspelt import within_distance
from .numeric import NumericTerms, number_column, term_column
from .segment import Inverted, Snapshot

if TYPE_CHECKING:
    from whoosh.fields import Schema

__all__ = ["ColumnarReader"]


class ColumnarReader(IndexReader):  # type: ignore[misc]
    """All segments of a snapshot as one reader, so that a record has one number.

    snapshot: what it reads, for those who read columns themselves
    """

    def __init__(self, snapshot: Snapshot, schema: Schema, *, owns: bool = True) -> None:
        """`owns`: whether the snapshot is closed with the reader."""
        self._owns = owns
        self.snapshot = snapshot
        self.schema = schema
        self.is_closed = False
        self._numeric: dict[str, NumericTerms] = {}
        self._known_lengths: dict[str, Array] = {}

    @cached_property
    def _plans(self) -> dict[str, FieldPlan]:
        return {plan.name: plan for plan in plans(self.schema)}

    @cached_property
    def _stored_fields(self) -> StoredFields:
        return StoredFields(list(self._plans.values()))

    def close(self) -> None:
        """Let go of the files, when nobody has a view of them any more."""
        self.is_closed = True
        self._numeric.clear()
        self._known_lengths.clear()
        if self._owns:
            self.snapshot.close()

    def generation(self) -> int:
        return self.snapshot.generation

    # Records

    def has_deletions(self) -> bool:
        return self.snapshot.live_count < self.snapshot.count

    def doc_count_all(self) -> int:
        return self.snapshot.count

    def doc_count(self) -> int:
        return self.snapshot.live_count

    def is_deleted(self, docnum: int) -> bool:
        # Whoosh asks for the number after the last one too
        if docnum >= self.snapshot.count:
            return False
        segment, number = self.snapshot.locate(docnum)
        return segment.live is not None and not segment.live[number]

    def all_doc_ids(self) -> Iterator[int]:
        if not self.has_deletions():
            return iter(range(self.snapshot.count))
        return iter(np.flatnonzero(self.live).tolist())

    @cached_property
    def live(self) -> Array:
        """Which records are not deleted."""
        parts = [np.ones(part.count, bool) if part.live is None else part.live for part in self.snapshot.segments]
        return np.concatenate(parts) if parts else np.zeros(0, bool)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._stored_fields.unpack(self.snapshot.stored(docnum))

    # Lengths

    def _inverted(self, fieldname: str) -> list[tuple[int, Inverted]]:
        """A field in each segment that has it, with the number of the segment's first record."""
        pairs = zip(self.snapshot.bases, self.snapshot.segments, strict=True)
        return [(base, found) for base, segment in pairs if (found := segment.inverted(fieldname)) is not None]

    def field_length(self, fieldname: str) -> int:
        return self.snapshot.total_length(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        return min((part.min_length for _, part in self._inverted(fieldname)), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max((part.max_length for _, part in self._inverted(fieldname)), default=0)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        segment, number = self.snapshot.locate(docnum)
        inverted = segment.inverted(fieldname)
        if inverted is None or inverted.lengths is None:
            return default
        return int(inverted.lengths[number])

    def _lengths(self, fieldname: str) -> Array:
        """The length of a field in every record; 1 in a field that does not rank."""
        if fieldname not in self._known_lengths:
            parts = []
            for segment in self.snapshot.segments:
                inverted = segment.inverted(fieldname)
                lengths = None if inverted is None else inverted.lengths
                parts.append(np.ones(segment.count, np.uint16) if lengths is None else lengths)
            self._known_lengths[fieldname] = np.concatenate(parts)
        return self._known_lengths[fieldname]

    # Terms

    def _plan(self, fieldname: str) -> FieldPlan:
        plan = self._plans.get(fieldname)
        if plan is None or plan.kind is None:
            raise TermNotFound(f"No indexed field {fieldname!r}")
        return plan

    def _bytes(self, fieldname: str, text: Any) -> bytes:
        return bytes(self._plan(fieldname).field.to_bytes(text))

    def _numeric_terms(self, fieldname: str) -> NumericTerms:
        if fieldname not in self._numeric:
            self._numeric[fieldname] = NumericTerms(self.snapshot, self._plans[fieldname])
        return self._numeric[fieldname]

    def _is_numeric(self, fieldname: str) -> bool:
        return self._plan(fieldname).kind is Kind.NUMBER

    def __contains__(self, term: tuple[str, Any]) -> bool:
        fieldname, text = term
        if fieldname not in self._plans or self._plans[fieldname].kind is None:
            return False
        return self.doc_frequency(fieldname, text) > 0

    def indexed_field_names(self) -> list[str]:
        names = {name for part in self.snapshot.segments for name in (*part.fields, *part.numeric_fields)}
        return sorted(names)

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        for fieldname in self.indexed_field_names():
            for term in self.lexicon(fieldname):
                yield fieldname, term

    def terms_from(self, fieldname: str, prefix: Any) -> Iterator[tuple[str, bytes]]:
        """All terms from `prefix` on, those of later fields too, as Whoosh has it."""
        start = self._bytes(fieldname, prefix)
        for term in self._terms(fieldname, start, None):
            yield fieldname, term
        for later in self.indexed_field_names():
            if later > fieldname:
                for term in self.lexicon(later):
                    yield later, term

    def expand_prefix(self, fieldname: str, prefix: Any) -> Iterator[bytes]:
        start = self._bytes(fieldname, prefix)
        return self._terms(fieldname, start, start)

    def lexicon(self, fieldname: str) -> Iterator[bytes]:
        return self._terms(fieldname, b"", b"")

    def _terms(self, fieldname: str, start: bytes, prefix: bytes | None) -> Iterator[bytes]:
        """The terms that begin with `prefix`, or with None all from `start` on, in order, each once."""
        if self._is_numeric(fieldname):
            return self._numeric_terms(fieldname).terms(start, prefix)
        parts = [part for _, part in self._inverted(fieldname)]
        spans = [
            (part, part.span(prefix) if prefix is not None else range(part.terms.before(start), part.count_terms))
            for part in parts
        ]
        if len(spans) == 1:
            ((only, numbers),) = spans
            return (only.term(number) for number in numbers)
        return iter(sorted({part.term(number) for part, numbers in spans for number in numbers}))

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterator[str]:
        """The terms within `maxdist` insertions, deletions and replacements (Levenshtein) of `text`."""
        found = [
            part.term(number)
            for _, part in self._inverted(fieldname)
            for number in within_distance(part, text, maxdist, prefix)
        ]
        return iter(sorted({term.decode() for term in found}))

    # Postings

    def _found(self, fieldname: str, text: Any) -> Found:
        """The postings of a term in all segments, deleted records too."""
        term = self._bytes(fieldname, text)
        if self._is_numeric(fieldname):
            return self._numeric_terms(fieldname).found(term)
        return Found.of(self._inverted(fieldname), term, positions=self._plan(fieldname).positions)

    def doc_frequency(self, fieldname: str, text: Any) -> int:
        if self._is_numeric(fieldname):
            return len(self._found(fieldname, text).docs)
        return self.snapshot.doc_freq(fieldname, self._bytes(fieldname, text))

    def frequency(self, fieldname: str, text: Any) -> int:
        found = self._found(fieldname, text)
        return len(found.docs) if found.freqs is None else int(found.freqs.sum(dtype=np.int64))

    def term_info(self, fieldname: str, text: Any) -> TermInfo:
        found = self._found(fieldname, text)
        if not len(found.docs):
            raise TermNotFound(f"{fieldname}:{text!r}")
        lengths = self._lengths(fieldname)[found.docs]
        return TermInfo(
            weight=float(self.frequency(fieldname, text)),
            df=len(found.docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=1.0 if found.freqs is None else float(found.freqs.max()),
            minid=int(found.docs[0]),
            maxid=int(found.docs[-1]),
        )

    def postings(self, fieldname: str, text: Any, scorer: Any = None) -> PostingsMatcher:
        found = self._found(fieldname, text)
        if not len(found.docs):
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        if self.has_deletions():
            found = found.only(self.live)
        return PostingsMatcher((fieldname, text), found, self._plan(fieldname).field.format, scorer)

    def first_id(self, fieldname: str, text: Any) -> int:
        matcher = self.postings(fieldname, text)
        if not matcher.is_active():
            raise TermNotFound((fieldname, text))
        return matcher.id()

    def has_vector(self, docnum: int, fieldname: str) -> bool:  # noqa: ARG002
        return False

    def vector(self, docnum: int, fieldname: str, format_: Any = None) -> Any:  # noqa: ARG002
        raise KeyError(f"No vectors are kept of field {fieldname!r}")

    # Columns

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self._plans and self._plans[fieldname].ranked

    def column_reader(self, fieldname: str, column: Any = None, reverse: bool = False, translate: bool = True) -> Any:
        plan = self._plan(fieldname)
        if not plan.ranked:
            raise KeyError(f"No column for field {fieldname!r}")
        kind = column or plan.field.column_type
        if not self.snapshot.count:
            found: Any = EmptyColumnReader(kind.default_value(reverse), 0)
        elif plan.kind is Kind.NUMBER:
            found = number_column(self.snapshot, plan)
        else:
            found = term_column(self.snapshot, plan)
        if reverse:
            found.set_reverse()
        return TranslatingColumnReader(found, plan.field.from_column_value) if translate else found
