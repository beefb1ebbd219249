"""The terms of a field in order, each written as what it adds to the one before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np

from .columns import BYTES, Array, ColumnFile, ColumnWriter
from .spans import STEP, Spans, write_sizes

__all__ = ["BLOCK", "Terms", "write_terms"]

BLOCK = STEP
"""Terms from one that is written out to the next; those between share a beginning with the one before."""

_SHARED = 255  # the most that a term can share
_CHUNK = 4096


def write_terms(writer: ColumnWriter, field: str, terms: Sequence[bytes]) -> None:
    """Write the sorted terms of a field."""
    shared = _shared(terms)
    shared[::BLOCK] = 0
    kept = shared.tolist()
    suffixes = [term[count:] for term, count in zip(terms, kept, strict=True)]
    sizes = np.fromiter(map(len, suffixes), np.int64, len(suffixes))
    writer.add(f"{field}.terms.shared", shared)
    writer.add(f"{field}.terms.blob", np.frombuffer(b"".join(suffixes), np.uint8))
    write_sizes(writer, f"{field}.terms", sizes)


def _shared(terms: Sequence[bytes]) -> Array:
    """How many bytes each term shares with the one before it."""
    shared = np.zeros(len(terms), np.uint8)
    for start in range(1, len(terms), _CHUNK):
        part = terms[start - 1 : start + _CHUNK]
        width = min(max(map(len, part)), _SHARED)
        table = np.array(part, dtype=f"S{width}").view(np.uint8).reshape(len(part), width)
        differ = table[1:] != table[:-1]
        # a term that repeats another's beginning to the end differs from it where it ends
        first = np.where(differ.any(axis=1), differ.argmax(axis=1), width)
        lengths = np.fromiter(map(len, part), np.int64, len(part))
        shared[start : start + _CHUNK] = np.minimum(first, np.minimum(lengths[1:], lengths[:-1]))
    return shared


class Terms:
    """The terms of a field of one segment; a term is known by its number."""

    def __init__(self, file: ColumnFile, field: str) -> None:
        self._file = file
        self._name = f"{field}.terms"
        self._shared = file.view(f"{field}.terms.shared", BYTES)
        self._blob = file.view(f"{field}.terms.blob", BYTES)
        self._count = len(self._shared)
        self._spans = Spans(file, f"{field}.terms", self._count)
        self._heads = _Heads(self._blob, self._spans, self._count)
        self._blocks: dict[int, list[bytes]] = {}

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        block, place = divmod(number, BLOCK)
        return self.block(block)[place]

    def __iter__(self) -> Iterator[bytes]:
        for block in range(len(self._heads)):
            yield from self._decode(block)

    def block(self, number: int) -> list[bytes]:
        """The terms of one block, remembered. IndexCorrupted where they are no UTF-8, or not all there."""
        known = self._blocks.get(number)
        if known is None:
            if len(self._blocks) >= _CHUNK:
                self._blocks.clear()
            known = self._blocks[number] = self._decode(number)
        return known

    def _decode(self, number: int) -> list[bytes]:
        at, sizes = self._spans.step(number)
        first = number * BLOCK
        suffixes = self._blob[at : at + sum(sizes)].tobytes()
        if len(suffixes) != sum(sizes):
            raise self._file.damaged_column(self._name)
        term, at = b"", 0
        terms = []
        for shared, size in zip(self._shared[first : first + BLOCK].tolist(), sizes, strict=True):
            term = term[:shared] + suffixes[at : at + size]
            terms.append(term)
            at += size
        try:
            b"\n".join(terms).decode()
        except UnicodeDecodeError as error:
            raise self._file.damaged_column(self._name) from error
        return terms

    def before(self, term: bytes) -> int:
        """How many terms come before `term`."""
        block = bisect_right(self._heads, term) - 1
        if block < 0:
            return 0
        return block * BLOCK + sum(one < term for one in self.block(block))

    def find(self, term: bytes) -> int:
        """The number of a term, or -1."""
        block = bisect_right(self._heads, term) - 1
        if block < 0:
            return -1
        try:
            return block * BLOCK + self.block(block).index(term)
        except ValueError:
            return -1


class _Heads(Sequence[bytes]):
    """The first terms of the blocks, for bisection."""

    def __init__(self, blob: memoryview, spans: Spans, count: int) -> None:
        self._blob = blob
        self._spans = spans
        self._blocks = -(-count // BLOCK)

    def __len__(self) -> int:
        return self._blocks

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]
        start, sizes = self._spans.step(number)
        return self._blob[start : start + sizes[0]].tobytes()
