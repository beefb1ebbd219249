"""The file of a segment: numpy columns one after another, a directory in JSON, and a trailer that finds it."""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Container, Set
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal

import msgspec
import numpy as np

from ...errors import IndexCorrupted, IndexProblem

__all__ = ["BYTES", "UNSIGNED", "About", "Array", "ColumnFile", "ColumnWriter"]

Array = np.ndarray[Any, np.dtype[Any]]

_ALIGNMENT = 64
_TRAILER = struct.Struct("<QII8s")  # offset, length and CRC-32 of the directory, the magic bytes
_MAGIC = b"seizedC1"
_CODES: dict[str, Literal["B", "H", "I", "i"]] = {"|u1": "B", "<u2": "H", "<u4": "I", "<i4": "i"}
"""The types of columns, and how a memoryview calls them."""
_SIZES = {kind: np.dtype(kind).itemsize for kind in _CODES}
BYTES = ("|u1",)
UNSIGNED = ("|u1", "<u2", "<u4")
_MOST_DIRECTORY = 1 << 20
"""Bytes of a directory at most; one of fifty fields takes 30 KB."""


class About(msgspec.Struct, frozen=True):
    """What the directory says of a segment besides its columns.

    count: records; inverted: the fields with terms, with the total, min and max of their lengths
    numeric, ranked: the fields with a number for each record, and those that records can be sorted by
    """

    count: int = 0
    inverted: dict[str, dict[str, int]] = {}
    numeric: list[str] = []
    ranked: list[str] = []


class _Column(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a column lies, of what type and how long it is, and the CRC-32 of its bytes."""

    start: int
    kind: str
    count: int
    crc: int

    @property
    def end(self) -> int:
        return self.start + self.count * _SIZES[self.kind]


class _Directory(msgspec.Struct):
    about: About
    columns: dict[str, _Column]


class ColumnWriter:
    """Writes columns to a file that is open for writing; `finish` closes it with the directory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0
        self._columns: dict[str, _Column] = {}

    def add(self, name: str, values: Array) -> None:
        """Write one column, aligned to 64 bytes."""
        column = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
        self._pad()
        data = column.tobytes()
        self._columns[name] = _Column(self._at, _type_name(column), len(column), zlib.crc32(data))
        self._write(data)

    def finish(self, about: About) -> int:
        """Write the directory and the trailer; gives the CRC-32 of the directory."""
        self._pad()
        directory = msgspec.json.encode(_Directory(about, self._columns))
        start = self._at
        check = zlib.crc32(directory)
        self._write(directory)
        self._write(_TRAILER.pack(start, len(directory), check, _MAGIC))
        return check

    def _pad(self) -> None:
        self._write(bytes(-self._at % _ALIGNMENT))

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)


def _type_name(column: Array) -> str:
    name = column.dtype.str
    if name not in _CODES:
        raise TypeError(f"no column may hold {name}")
    return name


class ColumnFile:
    """The columns of a file, mapped into memory. Raises IndexCorrupted where the file is not whole.

    A column's CRC-32 is compared when it is first asked for.
    about: what the file says of the segment; check: the CRC-32 of the directory, and so of all that it has CRC-32s of
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_closed = False
        self._map = _mapped(path)
        self.check, directory = self._directory()
        self.about = directory.about
        self._columns = directory.columns
        self._whole: set[str] = set()
        for name, column in self._columns.items():
            if column.kind not in _SIZES or min(column.start, column.count) < 0 or column.end > len(self._map):
                raise self.damaged(f"column {name} lies outside the file")

    def _directory(self) -> tuple[int, _Directory]:
        try:
            start, length, check, magic = _TRAILER.unpack_from(self._map, len(self._map) - _TRAILER.size)
            directory = self._map[start : start + min(length, _MOST_DIRECTORY)]
            if magic != _MAGIC or zlib.crc32(directory) != check:
                raise ValueError(magic)
            return check, msgspec.json.decode(directory, type=_Directory)
        except (ValueError, struct.error, msgspec.MsgspecError, RecursionError) as error:
            raise self.damaged("no file of an index, or cut short") from error

    def damaged(self, what: str) -> IndexCorrupted:
        """What is raised for a file that is not as it must be."""
        return IndexCorrupted(self.path.parent, f"{self.path.name}: {what}")

    def damaged_column(self, name: str) -> IndexCorrupted:
        """What is raised for a column that is not as it must be."""
        return self.damaged(f"column {name} is damaged")

    def _column(self, name: str, kinds: Container[str], count: int | None, *, compared: bool = True) -> _Column:
        if self.is_closed:
            raise IndexProblem(f"{self.path.parent}: the index has been closed")
        column = self._columns.get(name)
        if column is None:
            raise self.damaged(f"column {name} is missing")
        if compared and name not in self._whole:
            if not self._is_whole(column):
                raise self.damaged_column(name)
            self._whole.add(name)
        if column.kind not in kinds or count not in (None, column.count):
            raise self.damaged_column(name)
        return column

    def _is_whole(self, column: _Column) -> bool:
        return zlib.crc32(memoryview(self._map)[column.start : column.end]) == column.crc

    def damaged_columns(self) -> list[str]:
        """The names of the columns whose bytes are not those that were written."""
        return [name for name, column in self._columns.items() if not self._is_whole(column)]

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    @property
    def names(self) -> Set[str]:
        """The names of the columns."""
        return self._columns.keys()

    def array(self, name: str, kinds: Container[str] = UNSIGNED, count: int | None = None) -> Array:
        """A column as a read-only view of the file.

        IndexCorrupted if it is damaged, or not of one of the types `kinds`, or not of `count` numbers.
        """
        column = self._column(name, kinds, count)
        return np.frombuffer(self._map, dtype=column.kind, count=column.count, offset=column.start)

    def view(
        self, name: str, kinds: Container[str] = UNSIGNED, count: int | None = None, *, compared: bool = True
    ) -> memoryview:
        """A column for single values, which a memoryview reads three times as fast as an array; see `array`.

        compared: whether with its CRC-32; not where what is taken out of it has checksums of its own
        """
        column = self._column(name, kinds, count, compared=compared)
        return memoryview(self._map)[column.start : column.end].cast(_CODES[column.kind])

    def close(self) -> None:
        """Let go of the file; if there are views of it, when the last one goes."""
        self.is_closed = True
        if isinstance(self._map, mmap.mmap):
            with suppress(BufferError):
                self._map.close()


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise IndexCorrupted(path.parent, f"{path.name}: this file of the index is missing") from error
    except ValueError:  # an empty file cannot be mapped
        return b""
