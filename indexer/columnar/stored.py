"""Stored records: compressed a few at a time, with a dictionary of the segment's own text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from threading import Lock

import numpy as np
import zstandard

from ...errors import IndexCorrupted
from .columns import BYTES, ColumnFile, ColumnWriter
from .spans import ends_of, smallest

__all__ = ["MOST_STORED", "Packing", "Stored"]

Buffer = bytes | bytearray | memoryview

MOST_STORED = 1 << 24
"""Bytes that a record may store at most, so that reading one, with the others of its block, takes little memory."""

_TOGETHER = 3
"""Records of a block: more take less room, and each costs more time to fetch."""
_BATCH = 512  # blocks that a thread compresses at a time
_LEVEL = 5
_DICTIONARY_LEVEL = 12
_DICTIONARY = 1 << 20  # more would save little and push more out of the processor's caches
_LEAST_DICTIONARY = 1 << 13
_SHARE = 8  # a dictionary is at most so small a part of the records
_SAMPLES = 500
_LEARNT = 1 << 15  # the part of the dictionary that is put together from what is frequent in samples
_KEPT = 64
_MOST_KEPT = 1 << 16
"""Blocks that are remembered, and the bytes that one may have."""
_MOST_FOR_A_BYTE = 1 << 15
"""What a byte of a block stands for at most: a Zstandard frame repeats a byte 128 KB in four."""


class Packing:
    """Stored records on their way into a segment. Another thread compresses them while the rest goes on."""

    def __init__(self, records: Sequence[bytes]) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._lengths = np.fromiter(map(len, records), np.uint32, len(records))
        self._pool = ThreadPoolExecutor(1)
        self._done = self._pool.submit(_pack, records)

    def write(self, writer: ColumnWriter) -> None:
        """Write the columns, when they are ready."""
        dictionary, blocks = self._done.result()
        self._pool.shutdown()
        writer.add("stored.dictionary", np.frombuffer(dictionary, np.uint8))
        writer.add("stored.lengths", smallest(self._lengths))
        ends = ends_of(np.fromiter(map(len, blocks), np.uint32, len(blocks)), "stored")
        writer.add("stored.blob", np.frombuffer(b"".join(blocks), np.uint8))
        writer.add("stored.ends", ends.astype(np.uint32))


def _pack(records: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """The compressed dictionary of some records, and their compressed blocks."""
    dictionary = _dictionary(records)
    step = _TOGETHER * _BATCH
    packer = _packer(dictionary, sum(map(len, records[:step])) // _BATCH)
    blocks: list[bytes] = []
    for start in range(0, len(records), step):
        batch: list[Buffer] = [
            b"".join(records[at : at + _TOGETHER]) for at in range(start, min(start + step, len(records)), _TOGETHER)
        ]
        blocks += _packed(packer, batch)
    packed_dictionary = zstandard.ZstdCompressor(level=_DICTIONARY_LEVEL).compress(dictionary) if dictionary else b""
    return packed_dictionary, blocks


def _packed(packer: zstandard.ZstdCompressor, blocks: list[Buffer]) -> list[bytes]:
    if not any(blocks):  # the call below refuses to work on nothing at all
        return [packer.compress(block) for block in blocks]
    # one call for all of them holds up no other thread
    packed = packer.multi_compress_to_buffer(blocks, threads=1)
    return [packed[at].tobytes() for at in range(len(packed))]


def _packer(dictionary: bytes, size: int) -> zstandard.ZstdCompressor:
    """What compresses blocks of about `size` bytes."""
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL,
        source_size=max(size, 1),
        dict_size=len(dictionary),
        format=zstandard.FORMAT_ZSTD1_MAGICLESS,
        write_content_size=True,
        write_checksum=True,
        write_dict_id=False,
    )
    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    return zstandard.ZstdCompressor(dict_data=known, compression_params=parameters)


def _dictionary(records: Sequence[bytes]) -> bytes:
    """Records from all over the segment; for few records none, it would cost more than it saves.

    It begins with a small dictionary that is learnt from samples, for the sake of its tables: they spare each
    block its own.
    """
    total = sum(map(len, records))
    room = min(_DICTIONARY, total // _SHARE)
    if room < _LEAST_DICTIONARY:
        return b""
    samples: list[Buffer] = list(records[:: max(1, len(records) // _SAMPLES)])
    try:
        learnt = zstandard.train_dictionary(min(_LEARNT, room // 4), samples, k=512, d=8, level=_LEVEL).as_bytes()
    except zstandard.ZstdError:  # the samples have too little in common
        learnt = b""
    room -= len(learnt)
    step = max(1, total // room)
    return learnt + b"".join(record[: _DICTIONARY // 16] for record in records[::step])[-room:]


class Stored:
    """The stored records of a segment."""

    def __init__(self, file: ColumnFile, count: int) -> None:
        self._file = file
        self._blob = file.view("stored.blob", BYTES, compared=False)  # each block has a checksum
        ends = file.array("stored.ends", ("<u4",), -(-count // _TOGETHER))
        if not (ends[1:] > ends[:-1]).all() or int(ends.max(initial=0)) != len(self._blob):
            raise file.damaged_column("stored.ends")
        if int(file.array("stored.lengths", count=count).max(initial=0)) > MOST_STORED:
            raise file.damaged_column("stored.lengths")
        self._ends = file.view("stored.ends")
        self._lengths = file.view("stored.lengths")
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._lock = Lock()

    def length(self, number: int) -> int:
        """How many bytes are stored of a record."""
        return int(self._lengths[number])

    def __getitem__(self, number: int) -> bytes:
        block, place = divmod(number, _TOGETHER)
        first = number - place
        lengths = self._lengths[first : first + _TOGETHER].tolist()
        start = sum(lengths[:place])
        return self._block(block, sum(lengths))[start : start + lengths[place]]

    def _block(self, block: int, length: int) -> bytes:
        known = self._blocks.get(block)
        if known is None:
            # a decompressor does one thing at a time
            with self._lock:
                known = self._unpack(block, length)
                if length <= _MOST_KEPT:
                    self._blocks[block] = known
                if len(self._blocks) > _KEPT:
                    self._blocks.popitem(last=False)
        return known

    def _unpack(self, block: int, length: int) -> bytes:
        frame = self._blob[self._ends[block - 1] if block else 0 : self._ends[block]]
        try:
            about = zstandard.get_frame_parameters(frame, format=zstandard.FORMAT_ZSTD1_MAGICLESS)
            if about.content_size != length or length > len(frame) * _MOST_FOR_A_BYTE or not about.has_checksum:
                raise self._damaged()
            return self._unpacker.decompress(frame, allow_extra_data=False)
        except zstandard.ZstdError as error:
            raise self._damaged() from error

    @cached_property
    def _unpacker(self) -> zstandard.ZstdDecompressor:
        packed = self._file.view("stored.dictionary", BYTES)
        dictionary = None
        if len(packed):
            if not 0 < zstandard.get_frame_parameters(packed).content_size <= _DICTIONARY:
                raise self._damaged()
            dictionary = zstandard.ZstdCompressionDict(zstandard.ZstdDecompressor().decompress(packed))
        return zstandard.ZstdDecompressor(dict_data=dictionary, format=zstandard.FORMAT_ZSTD1_MAGICLESS)

    def _damaged(self) -> IndexCorrupted:
        return self._file.damaged("a stored record is damaged")
