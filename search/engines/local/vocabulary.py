"""The terms of an index in a folder, from its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from .expand import as_bytes

__all__ = ["LocalVocabulary"]


class LocalVocabulary:
    """What a Whoosh reader knows of the terms of its index.

    reader: an open one; mapped: a block in which faults of its files become our errors
    """

    def __init__(self, reader: Any, mapped: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        self._reader = reader
        self._mapped = mapped

    @property
    def count(self) -> int:
        """How many records there are, deleted ones too."""
        return int(self._reader.doc_count_all())

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """In how many records each of some terms is, deleted ones too."""
        with self._mapped():
            return [self._reader.doc_frequency(field, as_bytes(term)) for term in terms]

    def occurrences(self, field: str, terms: Sequence[str]) -> list[int]:
        """How often each of some terms stands in all records, deleted ones too."""
        with self._mapped():
            return [self._reader.frequency(field, as_bytes(term)) for term in terms]

    def values(self, field: str) -> list[tuple[str, int]]:
        """All terms of a field, each with the number of records that have it."""
        with self._mapped():
            found = self._reader.lexicon(field)
            return [(value.decode("utf-8"), self._reader.doc_frequency(field, value)) for value in found]

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of a field that begin so."""
        with self._mapped():
            for term in self._reader.expand_prefix(field, as_bytes(prefix)):
                yield term.decode("utf-8")

    def near(self, field: str, word: str, distance: int, prefix: int) -> Iterator[str]:
        """The terms of a field that are within so many letters of a word."""
        with self._mapped():
            yield from self._reader.terms_within(field, word, maxdist=distance, prefix=prefix)

    def standing_for(self, leaf: Any) -> Iterator[str]:
        """The terms that a leaf stands for; none in a field that there is not."""
        if getattr(leaf, "fieldname", None) not in self._reader.schema:
            return
        with self._mapped():
            for _, term in leaf.expanded_terms(self._reader):
                yield term.decode("utf-8") if isinstance(term, bytes) else term
