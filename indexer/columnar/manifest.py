"""The manifest: which files are the index now. What it does not name does not count."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec
import numpy as np

from ...errors import IndexCorrupted, IndexProblem
from ..schema import INDEX_MARKER as NAME
from .columns import Array
from .disk import created, remove, rename, sync_folder
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
    "signed",
    "take_snapshot",
]

FORMAT = 2
"""The version of the layout that docs/index-format.md describes."""

_OURS = re.compile(r"seg-[0-9]+-[0-9]+\.(?:col|del-[0-9]+)|seized\.json\.new")
_NAME = re.compile(r"seg-[0-9]+-[0-9]+")
_GENERATION = re.compile(r"seg-(\d+)-")
_SIGNED = re.compile(rb',\n "sha256": "([0-9a-f]{64})"\n\}\n\Z')
_MOST_BYTES = 1 << 22
"""Bytes of a manifest at most, which are those of ten thousand segments."""
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
    check: the CRC-32 of the directory of its columns
    """

    name: str
    count: int
    files: dict[str, FileEntry]
    check: int
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
        return cls._decoded(folder, _read(folder))

    @classmethod
    def _decoded(cls, folder: Path, data: bytes) -> Self:
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
        data = _read(folder)
        if not _signature(data):
            raise IndexCorrupted(folder, f"{NAME} is damaged (its SHA-256 is missing)")
        manifest = cls._decoded(folder, data)
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
        Raises IndexProblem where it is the state, and the disk has not said that it has it.
        """
        draft = folder / f"{NAME}.new"
        with suppress(FileNotFoundError):  # one that is left over
            remove(draft)
        with created(draft) as file:
            file.write(signed(msgspec.json.encode(self)))
        sync_folder(folder)  # the segments are in it before the manifest names them
        rename(draft, folder / NAME)
        # It has happened. Until it is known that the disk has it, the files of the old state stay too: after
        # a power failure either of them may be found.
        try:
            sync_folder(folder)
        except OSError as error:
            raise IndexProblem(
                f"{folder}: the new state is written, but the disk did not confirm it ({error.strerror or error}), so "
                "that the state before may come back after a power failure; run it again"
            ) from error
        with suppress(OSError):
            _remove_all(self._strays(folder))

    def clean(self, folder: Path) -> None:
        """Make sure that this state is on the disk, and remove the files of an index that are no part of it.

        Readers keep what they have open. When an OSError is raised, nothing was removed.
        """
        # whoever made this the state may have been stopped before the disk had it, and the others are the state before
        sync_folder(folder)
        _remove_all(self._strays(folder))

    def _strays(self, folder: Path) -> list[Path]:
        named = {name for entry in self.segments for name in entry.files}
        return [path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path.name not in named]


def _remove_all(files: Iterable[Path]) -> None:
    for path in files:
        with suppress(OSError):  # on Windows one that is being read stays until a later commit
            remove(path)


def signed(data: bytes) -> bytes:
    """A manifest, an object in JSON, as it is written: with the SHA-256 of all that stands before that."""
    text = msgspec.json.format(data, indent=1).removesuffix(b"\n}")
    return text + b',\n "sha256": "%s"\n}\n' % hashlib.sha256(text).hexdigest().encode()


def _read(folder: Path) -> bytes:
    """The bytes of the manifest, which are those that were written where they say which those were."""
    _check_file(folder / NAME)
    with (folder / NAME).open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise IndexCorrupted(folder, f"{NAME} is damaged (more than {_MOST_BYTES:,} bytes)")
    said = _signature(data)
    if said and said[1].decode() != hashlib.sha256(memoryview(data)[: said.start()]).hexdigest():
        raise IndexCorrupted(folder, f"{NAME} is damaged (its SHA-256 is another)")
    return data


def _signature(data: bytes) -> re.Match[bytes] | None:
    return _SIGNED.search(data, max(0, len(data) - 100))  # it has 82 bytes


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
    written = re.compile(rf"seg-{generation}-\d+\.col|seg-\d+-\d+\.del-{generation}|{re.escape(NAME)}\.new")
    _remove_all(path for path in list(folder.iterdir()) if written.fullmatch(path.name))


def _check_file(path: Path) -> int:
    """The length of a file. IndexCorrupted for a link, and for a pipe, a device or a folder: none that was written."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise IndexCorrupted(path.parent, f"{path.name} is damaged (it is no file, or a link to one)")
    return found.st_size


def file_entry(path: Path) -> FileEntry:
    """The length and the hash of a file. FileNotFoundError if there is none, IndexCorrupted for what is no file."""
    _check_file(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(path.stat().st_size, digest)


def take_snapshot(folder: Path, manifest: Manifest) -> tuple[Manifest, Snapshot]:
    """Open the files of a state, or of the present one if a commit has taken its place meanwhile; which, and these.

    Raises FileNotFoundError if there is no manifest, IndexCorrupted if a file is missing or cut.
    """
    for _ in range(TRIES):
        try:
            segments = tuple(_open(folder, entry) for entry in manifest.segments)
            return manifest, Snapshot(segments, manifest.generation)
        except IndexCorrupted:
            newer = Manifest.read(folder)
            if newer.generation == manifest.generation:
                raise
            manifest = newer
    raise IndexProblem(f"{folder}: changes faster than it can be read; try again")


def _open(folder: Path, entry: Entry) -> Segment:
    for name, file in entry.files.items():
        try:
            length = _check_file(folder / name)
        except FileNotFoundError as error:
            raise IndexCorrupted(folder, f"{name} is missing") from error
        if length != file.length:
            raise IndexCorrupted(folder, f"{name} is damaged (its length is wrong)")
    live = None if entry.deleted is None else ~_read_deleted(folder, entry, entry.deleted)
    segment = Segment(folder / f"{entry.name}.col", entry.name, live)
    if (segment.count, segment.check) != (entry.count, entry.check):
        raise IndexCorrupted(folder, f"{entry.name}.col is damaged (it is another segment's)")
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
