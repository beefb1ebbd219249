"""A table of indexes that were made to do harm: what is done to a whole one, by what it is then."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import zstandard

from . import forging
from .forging import SEGMENT, Columns, Json, columns, directory, records, replace, tail

__all__ = ["HOSTILE"]


class Canary:
    """What makes a file when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self._file),)


def pickled(index: Path) -> bytes:
    return pickle.dumps(Canary(index.parent / "ran"))


def of_manifest(**values: Any) -> Callable[[Path], None]:
    return lambda index: forging.manifest(index, lambda state: state.update(values))


def of_segment(**values: Any) -> Callable[[Path], None]:
    return lambda index: forging.manifest(index, lambda state: state["segments"][0].update(values))


def of_columns(change: Callable[[Columns, Json], Any]) -> Callable[[Path], None]:
    return lambda index: columns(index, change)


def of_column(name: str, change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def made(found: Columns, _: Json) -> None:
        found[name] = change(found[name])

    return of_columns(made)


def of_directory(change: Callable[[Json], Any]) -> Callable[[Path], None]:
    return lambda index: directory(index, change)


def of_place(name: str, at: int, value: Any) -> Callable[[Path], None]:
    """Another start (0), type (1), count (2) or checksum (3) of a column."""

    def change(found: Json) -> None:
        found["columns"][name][at] = value

    return of_directory(change)


def of_records(change: Callable[[bytes], bytes], every: int = 1) -> Callable[[Path], None]:
    def made(stored: list[bytes]) -> None:
        for number in range(0, len(stored), every):
            stored[number] = change(stored[number])

    return lambda index: records(index, made)


def of_field(**values: Any) -> Callable[[Path], None]:
    """Other values in the JSON of each record that has them."""

    def change(data: bytes) -> bytes:
        if not data.startswith(b"{"):  # the lexicon
            return data
        found = json.loads(data)
        found.update({name: value for name, value in values.items() if name in found})
        return json.dumps(found).encode()

    return of_records(change)


def at(path: str, make: Callable[[Path], Any]) -> Callable[[Path], None]:
    """Something else in place of a file."""

    def made(index: Path) -> None:
        (index / path).unlink(missing_ok=True)
        make(index / path)

    return made


def sparse(size: int) -> Callable[[Path], None]:
    """A file of zeros that takes no room."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def linked(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def many_segments(state: Json) -> None:
    first = state["segments"][0]
    state["segments"] = [{**first, "name": f"seg-1-{n}"} for n in range(100_000)]


def bomb(size: int) -> bytes:
    """A frame of a few bytes that is `size` zeros."""
    return zstandard.ZstdCompressor(level=19).compress(bytes(size))


def blocks_of(size: int) -> Callable[[Columns, Json], None]:
    """Records of zeros, `size` bytes each."""

    def change(found: Columns, about: Json) -> None:
        parameters = zstandard.ZstdCompressionParameters.from_level(
            19, format=zstandard.FORMAT_ZSTD1_MAGICLESS, write_content_size=True, write_checksum=True
        )
        block = zstandard.ZstdCompressor(compression_params=parameters).compress(bytes(3 * size))
        count = -(-about["count"] // 3)
        found["stored.dictionary"] = np.zeros(0, np.uint8)
        found["stored.lengths"] = np.full(about["count"], size, np.uint32)
        found["stored.blob"] = np.frombuffer(block * count, np.uint8)
        found["stored.ends"] = np.arange(1, count + 1, dtype=np.uint32) * np.uint32(len(block))

    return change


def long_fields(found: Columns, about: Json) -> None:
    """Records that say to have sixteen million words."""
    lengths = np.full(about["count"], (1 << 24) - 1, np.uint32)
    for name in ("text", "exact"):
        found[f"{name}.lengths"] = lengths
        figures = {"total": int(lengths.sum(dtype=np.int64)), "min": int(lengths[0]), "max": int(lengths[0])}
        about["inverted"][name] = figures


def runs_of_positions(found: Columns, about: Json) -> None:
    """A word that stands two hundred times in one run of all records."""
    count, often = 65_536, 200
    about["count"] = count
    for name in list(found):
        if name.startswith("text.") or name.startswith("stored."):
            del found[name]
    found |= {
        "text.terms.shared": np.zeros(1, np.uint8),
        "text.terms.blob": np.frombuffer(b"peacekeep", np.uint8),
        "text.terms.each": np.array([9], np.uint8),
        "text.post.each": np.array([1], np.uint8),
        "text.post.docs.each": np.array([1], np.uint8),
        "text.post.docs": np.array([128], np.uint8),
        "text.runs": np.array([count], np.uint32),
        "text.post.more": np.array([128], np.uint8),
        "text.post.freqs.each": np.array([1], np.uint8),
        "text.post.freqs": np.array([often], np.uint32),
        "text.pos.each": np.array([often], np.uint32),
        "text.pos": np.arange(often, dtype=np.uint32),
        "text.lengths": np.array([often], np.uint32),
    }
    about["inverted"] = {"text": {"total": often * count, "min": often, "max": often}}
    about["numeric"] = about["ranked"] = []


def whole_segment(index: Path) -> None:
    columns(index, runs_of_positions)
    forging.manifest(index, lambda state: state["segments"][0].update(count=65_536, deletions=0, deleted=None))
    forging.manifest(index, lambda state: state["segments"][0]["files"].pop("seg-1-0.del-3"))


HOSTILE: dict[str, Callable[[Path], Any]] = {
    # code
    "a pickle as the manifest": lambda index: (index / "seized.json").write_bytes(pickled(index)),
    "a pickle as a segment": lambda index: replace(index, pickled(index)),
    "a pickle as a directory": lambda index: directory(index, lambda _: pickled(index)),
    "pickles as records": lambda index: records(
        index, lambda kept: kept.__setitem__(slice(None), [pickled(index)] * len(kept))
    ),
    "a pickle in a column": lambda index: columns(
        index, lambda found, _: found.update({"text.terms.blob": np.frombuffer(pickled(index), np.uint8)})
    ),
    # the manifest
    "another format": of_manifest(format=99),
    "a negative format": of_manifest(format=-1),
    "a format that is text": of_manifest(format="2"),
    "a format past all numbers": of_manifest(format=10**40),
    "another schema": of_manifest(schema=10**9),
    "a negative generation": of_manifest(generation=-1),
    "a generation past all numbers": of_manifest(generation=1 << 70),
    "segments that are none": of_manifest(segments={"a": 1}),
    "no records": of_segment(count=0),
    "fewer than no records": of_segment(count=-5),
    "more records than a segment has": of_segment(count=1 << 62),
    "more deletions than records": of_segment(deletions=1 << 40),
    "a name that leads outward": of_segment(name="../seg-1-0"),
    "a name with a NUL": of_segment(name="seg-1-0\0"),
    "an absolute name": of_segment(name="/etc/hostname"),
    "deletions that lie outward": of_segment(deleted="../../../../etc/hostname"),
    "a file that lies outward": lambda index: forging.manifest(
        index, lambda state: state["segments"][0]["files"].update({"../../etc/passwd": {"length": 1, "sha256": ""}})
    ),
    "a segment that is there twice": lambda index: forging.manifest(
        index, lambda state: state["segments"].append(state["segments"][0])
    ),
    "a hundred thousand segments": lambda index: forging.manifest(index, many_segments),
    "brackets without end": lambda index: (index / "seized.json").write_bytes(b'{"format":' + b"[" * 1_000_000),
    "a manifest of a gigabyte": at("seized.json", sparse(1 << 30)),
    # what is no file
    "a manifest that never ends": at("seized.json", linked("/dev/zero")),
    "a manifest that is a folder": at("seized.json", Path.mkdir),
    "a manifest that is a pipe": at("seized.json", os.mkfifo),
    "a segment that is a link outward": at(SEGMENT, linked("/etc/passwd")),
    "a segment that never ends": at(SEGMENT, linked("/dev/zero")),
    "a segment that is a link to itself": at(SEGMENT, linked(SEGMENT)),
    "a segment that is a pipe": at(SEGMENT, os.mkfifo),
    "a segment that is a folder": at(SEGMENT, Path.mkdir),
    "deletions that are a pipe": at("seg-1-0.del-3", os.mkfifo),
    # the directory
    "a directory before the file": lambda index: tail(index, (1 << 64) - 10, 10),
    "a directory of four gigabytes": lambda index: tail(index, 0, (1 << 32) - 1),
    "a directory of two megabytes": of_directory(lambda found: found.update(more="x" * (2 << 20))),
    "a directory without end": of_directory(lambda _: b'{"about":' + b"[" * 500_000),
    "a column past the end": of_place("text.terms.blob", 0, 1 << 40),
    "a column past all numbers": of_place("text.terms.blob", 0, (1 << 63) - 1),
    "a column before the beginning": of_place("text.terms.blob", 0, -64),
    "fewer numbers than none": of_place("text.post.docs", 2, -1),
    "more numbers than memory": of_place("text.post.docs", 2, 1 << 61),
    "a column of objects": of_place("text.post.docs", 1, "|O"),
    "a column of records of a gigabyte": of_place("text.post.docs", 1, "|V1000000000"),
    "another count of records": of_directory(lambda found: found["about"].update(count=1 << 50)),
    # the columns
    "terms of four gigabytes each": of_columns(
        lambda found, _: found.update({"text.terms.each": np.array([0xFFFFFFFF], np.uint32)})
    ),
    "postings of four billion each": of_columns(
        lambda found, _: found.update({"verb.post.each": np.array([0xFFFFFFFF], np.uint32)})
    ),
    "terms that are no text": of_column("text.terms.blob", lambda blob: blob | np.uint8(128)),
    "records past the last": of_column("text.post.docs", lambda blob: blob | np.uint8(127)),
    "a word in every place of every record": whole_segment,
    "lengths without measure": of_columns(long_fields),
    "days past the calendar": of_column("date.values", lambda values: values * 0 + np.int32(2_147_483_647)),
    # what is stored
    "a dictionary of a gigabyte": of_columns(
        lambda found, _: found.update({"stored.dictionary": np.frombuffer(bomb(1 << 30), np.uint8)})
    ),
    "a dictionary that is none": of_columns(
        lambda found, _: found.update({"stored.dictionary": np.frombuffer(b"PK\x03\x04" * 9, np.uint8)})
    ),
    "records of sixteen megabytes": of_columns(blocks_of(16 << 20)),
    "records of sixty megabytes": of_columns(blocks_of(60 << 20)),
    "records of a megabyte": of_columns(blocks_of(1 << 20)),
    "blocks that end before they begin": of_column("stored.ends", lambda ends: ends[::-1].copy()),
    "lengths that are not those of the records": of_column("stored.lengths", lambda lengths: lengths * 0 + 7),
    "records without end": of_records(lambda _: b"[" * 200_000),
    "records that are nothing": of_records(lambda _: b""),
    "records that are numbers": of_records(lambda _: b"1e999"),
    "records of other fields": of_records(lambda _: b'{"a": 1}', every=3),
    "records of half characters": of_records(lambda _: b'"\\ud800"', every=2),
    "documents that are not there": of_field(document="S/RES/9999 (2020)"),
    "an id that is none": of_field(id="\0\x1b[2J"),
    "a date that is none": of_field(date="9" * 5000),
    "a symbol that is none": of_field(symbol="(" * 5000),
    "positions past all numbers": of_field(position=-(1 << 62)),
    "a letter that carries itself": of_field(resolution="S/2020/1166", letter="S/RES/2553 (2020)"),
    "five thousand cited documents": of_field(cites=["S/RES/1 (1946)"] * 5000),
}
