"""The file of a segment: numpy columns one after another, a directory in JSON, and a trailer that finds it."""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Set
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec
import numpy as np

from ...errors import IndexCorrupted

__all__ = ["About", "Array", "ColumnFile", "ColumnWriter"]

Array = np.ndarray[Any, np.dtype[Any]]

_ALIGNMENT = 64
_TRAILER = struct.Struct("<QII8s")  # offset, length and CRC-32 of the directory, the magic bytes
_MAGIC = b"seizedC1"
_CODES: dict[str, Literal["B", "H", "I", "i"]] = {"|u1": "B", "<u2": "H", "<u4": "I", "<i4": "i"}
"""The types of columns, and how a memoryview calls them."""
_SIZES = {kind: np.dtype(kind).itemsize for kind in _CODES}


class About(msgspec.Struct, frozen=True):
    """What the directory says of a segment besides its columns.

    count: records; inverted: the fields with terms, with the total, min and max of their lengths
    numeric, ranked: the fields with a number for each record, and those that records can be sorted by
    """

    count: int = 0
    inverted: dict[str, dict[str, int]] = {}
    numeric: list[str] = []
    ranked: list[str] = []


class _Directory(msgspec.Struct):
    about: About
    columns: dict[str, tuple[int, str, int]]


class ColumnWriter:
    """Writes columns to a file that is open for writing; `finish` closes it with the directory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._columns: dict[str, tuple[int, str, int]] = {}

    def add(self, name: str, values: Array) -> None:
        """Write one column, aligned to 64 bytes."""
        column = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
        self._pad()
        self._columns[name] = (self._at, _type_name(column), len(column))
        self._write(column.tobytes())

    def finish(self, about: About) -> None:
        """Write the directory and the trailer."""
        self._pad()
        directory = msgspec.json.encode(_Directory(about, self._columns))
        start = self._at
        self._write(directory)
        self._write(_TRAILER.pack(start, len(directory), zlib.crc32(directory), _MAGIC))

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

    about: what it says of the segment
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._map = _mapped(path)
        directory = self._directory()
        self.about = directory.about
        self._columns = directory.columns
        for name, (start, kind, length) in self._columns.items():
            size = _SIZES.get(kind, 0)
            if not size or start < 0 or length < 0 or start + length * size > len(self._map):
                raise IndexCorrupted(path.parent, f"{path.name}: column {name} lies outside the file")

    def _directory(self) -> _Directory:
        try:
            start, length, check, magic = _TRAILER.unpack_from(self._map, len(self._map) - _TRAILER.size)
            directory = self._map[start : start + length]
            if magic != _MAGIC or zlib.crc32(directory) != check:
                raise ValueError(magic)
            return msgspec.json.decode(directory, type=_Directory)
        except (ValueError, struct.error, msgspec.MsgspecError) as error:
            raise IndexCorrupted(self.path.parent, f"{self.path.name}: no file of an index, or cut short") from error

    def _column(self, name: str) -> tuple[int, str, int]:
        if name not in self._columns:
            raise IndexCorrupted(self.path.parent, f"{self.path.name}: column {name} is missing")
        return self._columns[name]

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    @property
    def names(self) -> Set[str]:
        """The names of the columns."""
        return self._columns.keys()

    def array(self, name: str) -> Array:
        """A column as a read-only view of the file."""
        start, kind, length = self._column(name)
        return np.frombuffer(self._map, dtype=kind, count=length, offset=start)

    def view(self, name: str) -> memoryview:
        """A column for single values, which a memoryview reads three times as fast as an array."""
        start, kind, length = self._column(name)
        return memoryview(self._map)[start : start + length * _SIZES[kind]].cast(_CODES[kind])


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise IndexCorrupted(path.parent, f"{path.name}: this file of the index is missing") from error
    except ValueError:  # an empty file cannot be mapped
        return b""
