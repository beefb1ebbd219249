"""The manifest: which files are the index now. What it does not name does not count."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec
import numpy as np

from ...errors import IndexCorrupted, IndexProblem
from ..schema import INDEX_MARKER as NAME
from .columns import Array
from .segment import Segment, Snapshot

__all__ = [
    "FORMAT",
    "Entry",
    "FileEntry",
    "Manifest",
    "Versions",
    "check_files",
    "file_entry",
    "sync_folder",
    "take_snapshot",
]

FORMAT = 1
"""The version of the layout that docs/index-format.md describes."""

_OURS = re.compile(r"seg-\d+-\d+\.(?:col|del-\d+)|seized\.json\.new")
_TRIES = 10


class FileEntry(msgspec.Struct, frozen=True):
    """A file as it must be: its length in bytes and its SHA-256."""

    length: int
    sha256: str


class Entry(msgspec.Struct, frozen=True):
    """A segment.

    count: records, deleted ones too; deletions: how many are deleted
    files: by name; deleted: the one that holds the deletions
    """

    name: str
    count: int
    files: dict[str, FileEntry]
    deletions: int = 0
    deleted: str | None = None

    @property
    def live(self) -> int:
        """Records that are not deleted."""
        return self.count - self.deletions


class Versions(msgspec.Struct, frozen=True):
    """What any manifest says, of whatever format: those of before the columns had none.

    format: of the files; schema: version of what is in them
    """

    format: int = 0
    schema: int = 0

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest in a folder. FileNotFoundError if there is none; IndexCorrupted if it is damaged."""
        data = (folder / NAME).read_bytes()
        try:
            return msgspec.json.decode(data, type=cls)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise IndexCorrupted(folder, f"its {NAME} cannot be read") from error


class Manifest(Versions, frozen=True, kw_only=True):
    """One state of the index.

    generation: counts the commits
    """

    generation: int
    segments: tuple[Entry, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Self:
        manifest = super().read(folder)
        if not all(_OURS.fullmatch(name) for entry in manifest.segments for name in entry.files):
            raise IndexCorrupted(folder, f"its {NAME} names files that are none of an index")
        return manifest

    def commit(self, folder: Path) -> None:
        """Make this the state of the index, and remove the files that are no part of it."""
        draft = folder / f"{NAME}.new"
        with draft.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(folder)  # the segments are in it before the manifest names them
        draft.replace(folder / NAME)
        sync_folder(folder)
        self.clean(folder)

    def clean(self, folder: Path) -> None:
        """Remove the files of an index that are no part of this state. Readers keep what they have open."""
        named = {name for entry in self.segments for name in entry.files}
        for path in folder.iterdir():
            if _OURS.fullmatch(path.name) and path.name not in named:
                with suppress(OSError):  # on Windows one that is being read stays until a later commit
                    path.unlink()


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_entry(path: Path) -> FileEntry:
    """The length and the hash of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(path.stat().st_size, digest)


def take_snapshot(folder: Path, manifest: Manifest | None = None) -> Snapshot:
    """Open the files of the present state; a commit meanwhile does not matter.

    Raises FileNotFoundError if there is no manifest, IndexCorrupted if a file is missing or cut.
    """
    manifest = manifest or Manifest.read(folder)
    for _ in range(_TRIES):
        try:
            return Snapshot(tuple(_open(folder, entry) for entry in manifest.segments), manifest.generation)
        except IndexCorrupted:
            newer = Manifest.read(folder)
            if newer.generation == manifest.generation:
                raise
            manifest = newer
    raise IndexProblem(f"{folder}: changes faster than it can be read; try again")


def _open(folder: Path, entry: Entry) -> Segment:
    for name, file in entry.files.items():
        try:
            length = (folder / name).stat().st_size
        except FileNotFoundError as error:
            raise IndexCorrupted(folder, f"{name} is missing") from error
        if length != file.length:
            raise IndexCorrupted(folder, f"{name} is damaged (its length is wrong)")
    live = None if entry.deleted is None else ~_read_deleted(folder / entry.deleted, entry.count)
    segment = Segment(folder / f"{entry.name}.col", entry.name, live)
    if segment.count != entry.count:
        raise IndexCorrupted(folder, f"{entry.name} is of another index")
    return segment


def _read_deleted(path: Path, count: int) -> Array:
    packed = np.frombuffer(path.read_bytes(), np.uint8)
    return np.unpackbits(packed, count=count).astype(bool)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file whole and compare it with its hash. Raises IndexCorrupted."""
    for entry in manifest.segments:
        for name, file in entry.files.items():
            if file_entry(folder / name) != file:
                raise IndexCorrupted(folder, f"{name} is damaged")
