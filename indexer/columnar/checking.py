"""Whether the files of an index are what was written: all of them, and each column in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...errors import IndexCorrupted, IndexProblem
from .columns import ColumnFile
from .manifest import TRIES, Damage, FileEntry, Manifest, file_entry

__all__ = ["find_damage"]


def find_damage(folder: Path, manifest: Manifest) -> tuple[Manifest, tuple[Damage, ...]]:
    """What is wrong with the files of a state, or of the newest one where a commit came between; and that state.

    A file is read whole and compared with its length and SHA-256, a column with its CRC-32.
    """
    for _ in range(TRIES):
        found = tuple(
            damage
            for entry in manifest.segments
            for name, file in entry.files.items()
            for damage in _of_file(folder / name, file)
        )
        newest = Manifest.read(folder)
        if not found or newest.generation == manifest.generation:
            return manifest, found
        manifest = newest
    raise IndexProblem(f"{folder}: changes faster than it can be read; try again")


def _of_file(path: Path, written: FileEntry) -> Iterator[Damage]:
    try:
        found = file_entry(path)
    except FileNotFoundError:
        yield Damage(path.name, "is missing")
        return
    except IndexCorrupted:
        yield Damage(path.name, "is no file, or a link to one")
        return
    if found.length != written.length:
        yield Damage(path.name, f"has {found.length:,} bytes in place of {written.length:,}")
        return
    columns = list(_columns(path)) if path.suffix == ".col" else []
    yield from (Damage(path.name, what) for what in columns)
    if not columns and found != written:
        yield Damage(path.name, "has another SHA-256 than when it was written")


def _columns(path: Path) -> Iterator[str]:
    """What is wrong within the file of a segment. Stored records have checksums of their own, which are not read."""
    try:
        file = ColumnFile(path)
    except IndexCorrupted:
        yield "its directory is damaged"
        return
    try:
        yield from (f"column {name} is damaged" for name in file.damaged_columns())
    finally:
        file.close()
