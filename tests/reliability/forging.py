"""Indexes that were made to mislead: files all of whose checksums hold, and what they say is chosen."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from seized.indexer.columnar.columns import UNSIGNED, About, ColumnFile, ColumnWriter
from seized.indexer.columnar.manifest import signed
from seized.indexer.columnar.segment import Segment
from seized.indexer.columnar.stored import Packing

__all__ = ["SEGMENT", "Columns", "Json", "columns", "directory", "manifest", "records", "replace", "tail"]

Json = dict[str, Any]
Columns = dict[str, "np.ndarray[Any, np.dtype[Any]]"]
SEGMENT = "seg-1-0.col"
_TRAILER = struct.Struct("<QII8s")


def manifest(index: Path, change: Callable[[Json], Any]) -> None:
    """Change the manifest and sign it."""
    path = index / "seized.json"
    state = json.loads(path.read_bytes())
    del state["sha256"]
    change(state)
    path.write_bytes(signed(json.dumps(state).encode()))


def replace(index: Path, data: bytes) -> None:
    """Put a file in place of the first segment's, as the manifest names it."""
    path = index / SEGMENT
    path.unlink()
    path.write_bytes(data)
    check = _TRAILER.unpack(data[-_TRAILER.size :])[2] if len(data) >= _TRAILER.size else 0

    def change(state: Json) -> None:
        entry = state["segments"][0]
        entry["files"][SEGMENT] = {"length": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        entry["check"] = check

    manifest(index, change)


def columns(index: Path, change: Callable[[Columns, Json], Any]) -> None:
    """Change the columns of the first segment and what its directory says of it."""
    path = index / SEGMENT
    file = ColumnFile(path)
    found = {name: file.array(name, (*UNSIGNED, "<i4")).copy() for name in file.names}
    about: Json = msgspec.to_builtins(file.about)
    change(found, about)
    made = path.with_suffix(".new")
    with made.open("wb") as out:
        writer = ColumnWriter(out)
        for name, values in found.items():
            writer.add(name, values)
        writer.finish(msgspec.convert(about, About))
    data = made.read_bytes()
    made.unlink()
    replace(index, data)


def records(index: Path, change: Callable[[list[bytes]], Any]) -> None:
    """Change what is stored of the records of the first segment."""
    segment = Segment(index / SEGMENT, "seg-1-0")
    stored = [segment.stored(number) for number in range(segment.count)]
    change(stored)

    def of(found: Columns, _: Json) -> None:
        class Taking:
            def add(self, name: str, values: Any) -> None:
                found[name] = values

        Packing(stored).write(Taking())  # type: ignore[arg-type]

    columns(index, of)


def directory(index: Path, change: Callable[[Json], Any]) -> None:
    """Change the directory as it is written."""
    data = (index / SEGMENT).read_bytes()
    start, length, _, magic = _TRAILER.unpack(data[-_TRAILER.size :])
    found = json.loads(data[start : start + length])
    changed = change(found)
    text = changed if isinstance(changed, bytes) else json.dumps(found).encode()
    replace(index, data[:start] + text + _TRAILER.pack(start, len(text), zlib.crc32(text), magic))


def tail(index: Path, start: int, length: int) -> None:
    """Change where the last bytes say that the directory is."""
    data = (index / SEGMENT).read_bytes()
    check = zlib.crc32(data[start : start + length])
    replace(index, data[: -_TRAILER.size] + _TRAILER.pack(start, length, check, b"seizedC1"))
