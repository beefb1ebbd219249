"""Stored records: compressed a few at a time, with a dictionary of the segment's own text."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np

from ...errors import IndexCorrupted
from .columns import ColumnFile, ColumnWriter

__all__ = ["Packing", "Stored"]

_TOGETHER = 4
"""Records of a block: more take less room, and each costs more time to fetch."""
_BATCH = 256  # blocks that a thread compresses at a time
_LEVEL = 5
_DICTIONARY = 1 << 15  # as far back as DEFLATE looks
_SAMPLES = 64
_KEPT = 64


class Packing:
    """Stored records on their way into a segment. Another thread compresses them: zlib lets the rest go on."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._lengths = np.fromiter(map(len, records), np.uint32, len(records))
        self._dictionary = _sample(records)
        batches = range(0, len(records), _TOGETHER * _BATCH)
        self._pool = ThreadPoolExecutor(1)
        self._batches = [
            self._pool.submit(_pack, records[at : at + _TOGETHER * _BATCH], self._dictionary) for at in batches
        ]

    def write(self, writer: ColumnWriter) -> None:
        """Write the columns, when they are ready."""
        blocks = [block for batch in self._batches for block in batch.result()]
        self._pool.shutdown()
        writer.add("stored.dictionary", np.frombuffer(self._dictionary, np.uint8))
        writer.add("stored.lengths", self._lengths)
        writer.add("stored.blob", np.frombuffer(b"".join(blocks), np.uint8))
        writer.add("stored.ends", np.cumsum(np.fromiter(map(len, blocks), np.uint32, len(blocks)), dtype=np.uint32))


def _pack(records: Sequence[bytes], dictionary: bytes) -> list[bytes]:
    fresh = zlib.compressobj(_LEVEL, zlib.DEFLATED, 15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    blocks = []
    for at in range(0, len(records), _TOGETHER):
        packer = fresh.copy()
        blocks.append(packer.compress(b"".join(records[at : at + _TOGETHER])) + packer.flush())
    return blocks


def _sample(records: Sequence[bytes]) -> bytes:
    """Pieces of records from all over the segment; for few records none, it would cost more than it saves."""
    room = min(_DICTIONARY, sum(map(len, records)) // 8)
    if room < 1024:
        return b""
    chosen = [records[at] for at in range(0, len(records), max(1, len(records) // _SAMPLES))]
    return b"".join(record[: room // len(chosen)] for record in chosen)


class Stored:
    """The stored records of a segment."""

    def __init__(self, file: ColumnFile) -> None:
        self._file = file
        self._blob = file.view("stored.blob")
        self._ends = file.view("stored.ends")
        self._lengths = file.view("stored.lengths")
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def __getitem__(self, number: int) -> bytes:
        block, place = divmod(number, _TOGETHER)
        first = number - place
        start = sum(self._lengths[first:number])
        return self._block(block)[start : start + self._lengths[number]]

    @cached_property
    def _dictionary(self) -> bytes:
        return self._file.view("stored.dictionary").tobytes()

    def _block(self, block: int) -> bytes:
        known = self._blocks.get(block)
        if known is None:
            known = self._blocks[block] = self._unpack(block)
            if len(self._blocks) > _KEPT:
                self._blocks.popitem(last=False)
        return known

    def _unpack(self, block: int) -> bytes:
        start = self._ends[block - 1] if block else 0
        try:
            return zlib.decompressobj(15, self._dictionary).decompress(self._blob[start : self._ends[block]])
        except zlib.error as error:
            raise IndexCorrupted(
                self._file.path.parent, f"{self._file.path.name}: a stored record is damaged"
            ) from error
