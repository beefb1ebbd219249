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
from .lock import NAME as LOCK
from .segment import MOST_RECORDS, Segment, Snapshot

__all__ = [
    "FORMAT",
    "TRIES",
    "Damage",
    "Entry",
    "FileEntry",
    "Manifest",
    "Versions",
    "check_files",
    "file_entry",
    "is_of_index",
    "latest_generation",
    "remove_generation",
    "sync_folder",
    "take_snapshot",
]

FORMAT = 1
"""The version of the layout that docs/index-format.md describes."""

_OURS = re.compile(r"seg-[0-9]+-[0-9]+\.(?:col|del-[0-9]+)|seized\.json\.new")
_NAME = re.compile(r"seg-[0-9]+-[0-9]+")
_GENERATION = re.compile(r"seg-(\d+)-")
TRIES = 10
"""Times that files are read anew because a commit came between."""


class FileEntry(msgspec.Struct, frozen=True):
    """A file as it must be: its length in bytes and its SHA-256."""

    length: int
    sha256: str


class Damage(msgspec.Struct, frozen=True):
    """What is wrong with a file, by its name."""

    file: str
    what: str


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

    @property
    def is_possible(self) -> bool:
        """Whether a segment can be so."""
        names = {f"{self.name}.col"} if self.deleted is None else {f"{self.name}.col", self.deleted}
        return (
            bool(_NAME.fullmatch(self.name))
            and 0 < self.count <= MOST_RECORDS
            and self.files.keys() == names
            and all(file.length >= 0 for file in self.files.values())
            and (self._has_deletions() if self.deleted else self.deletions == 0)
        )

    def _has_deletions(self) -> bool:
        name = self.deleted or ""
        is_named_so = name.startswith(f"{self.name}.del-")
        return is_named_so and 0 < self.deletions <= self.count and self.files[name].length == -(-self.count // 8)


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
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
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
        names = {entry.name for entry in manifest.segments}
        is_possible = manifest.generation >= 0 and len(names) == len(manifest.segments)
        if not is_possible or not all(entry.is_possible for entry in manifest.segments):
            raise IndexCorrupted(folder, f"its {NAME} contradicts itself")
        return manifest

    @property
    def digest(self) -> str:
        """Twenty characters that tell this state of this index from any other."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:20]

    def commit(self, folder: Path) -> None:
        """Make this the state of the index, and remove the files that are no part of it.

        When an OSError is raised it is not the state; an interrupt leaves the old state or this one, whole.
        """
        draft = folder / f"{NAME}.new"
        with draft.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(folder)  # the segments are in it before the manifest names them
        draft.replace(folder / NAME)
        # It has happened. Where it is not known that the disk has it, the files of the old state stay too: after
        # a power failure either of them may be found.
        with suppress(OSError):
            sync_folder(folder)
            self.clean(folder)

    def clean(self, folder: Path) -> None:
        """Remove the files of an index that are no part of this state. Readers keep what they have open."""
        named = {name for entry in self.segments for name in entry.files}
        for path in folder.iterdir():
            if _OURS.fullmatch(path.name) and path.name not in named:
                with suppress(OSError):  # on Windows one that is being read stays until a later commit
                    path.unlink()


def is_of_index(name: str) -> bool:
    """Whether a file has a name that those of an index have."""
    return name in (NAME, LOCK) or bool(_OURS.fullmatch(name))


def latest_generation(folder: Path) -> int:
    """The greatest generation of the folder: of its state, or that files are named after; 0 if there is none."""
    try:
        present = Manifest.read(folder).generation
    except (FileNotFoundError, IndexCorrupted):
        present = 0
    named = (int(found[1]) for path in folder.iterdir() if (found := _GENERATION.match(path.name)))
    return max((present, *named))


def remove_generation(folder: Path, generation: int) -> None:
    """Remove the files that were written for a commit that did not happen."""
    for path in folder.iterdir():
        if re.fullmatch(rf"seg-{generation}-\d+\.col|seg-\d+-\d+\.del-{generation}|{re.escape(NAME)}\.new", path.name):
            with suppress(OSError):
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
    for _ in range(TRIES):
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
    live = None if entry.deleted is None else ~_read_deleted(folder, entry, entry.deleted)
    segment = Segment(folder / f"{entry.name}.col", entry.name, live)
    if segment.count != entry.count:
        raise IndexCorrupted(folder, f"{entry.name} is of another index")
    return segment


def _read_deleted(folder: Path, entry: Entry, name: str) -> Array:
    """Which records are deleted."""
    try:
        data = (folder / name).read_bytes()
    except FileNotFoundError as error:
        raise IndexCorrupted(folder, f"{name} is missing") from error
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    is_whole = _entry_of(data) == entry.files[name]
    if not is_whole or bits.sum(dtype=np.int64) != entry.deletions or bits[entry.count :].any():
        raise IndexCorrupted(folder, f"{name} is damaged")
    return bits[: entry.count].astype(bool)


def _entry_of(data: bytes) -> FileEntry:
    return FileEntry(len(data), hashlib.sha256(data).hexdigest())


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file whole and compare it with its hash. Raises IndexCorrupted, for one that is missing too."""
    for entry in manifest.segments:
        for name, file in entry.files.items():
            try:
                found = file_entry(folder / name)
            except FileNotFoundError as error:
                raise IndexCorrupted(folder, f"{name} is missing") from error
            if found != file:
                raise IndexCorrupted(folder, f"{name} is damaged")
