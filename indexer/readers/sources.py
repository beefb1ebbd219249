"""The sources that a user names: files, folders, zip archives in place, and standard input.

Nothing is extracted, and nothing is chosen by its name: every regular file is offered, and what is no
document is rejected by the readers. What cannot be read at all is a source too, whose `load` says why.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ...errors import DocumentError
from ..model import Document
from ..schema import INDEX_MARKER
from .archives import SIGNATURE, Archive
from .office import is_office
from .sidecar import FOLDER, Record, gathered, record_in, symbol_in

__all__ = ["STDIN", "SourceFile", "is_archive", "root_of", "walk"]

STDIN = "-"
_LIMIT = 64 * 2**20
_SIDECAR_LEVELS = 4
"""How many folders are searched for records: a file's own and the three above it."""

Records = Callable[[], dict[str, bytes]]


def _any(data: bytes) -> bool:  # noqa: ARG001
    return True


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read.

    path: as it is shown and stored: absolute, "archive.zip/member", or "-"
    root: the folder or file that the user named, absolute
    load: its bytes; raises DocumentError with a reason
    reader: makes the documents of these bytes and that path; without one their content decides
    corpus: the corpus that it belongs to, "" for none
    wanted: whether these bytes are to be read at all: what is in a language that was not asked for is not
    """

    path: str
    root: str
    load: Callable[[], bytes]
    records: Records = field(default=dict, repr=False, compare=False)
    reader: Callable[[bytes, str], tuple[Document, ...]] | None = None
    corpus: str = ""
    wanted: Callable[[bytes], bool] = _any

    def record(self, data: bytes) -> Record | None:
        """What `data_extract` says of the document in `data`, if it lies in one of the folders above."""
        if b"docNumber" not in data and b"\0" not in data[:200]:
            return None
        line = self.records().get(symbol_in(data))
        return None if line is None else record_in(line)

    def digest(self, data: bytes) -> str:
        """SHA-256 of `data` and of its record: a change of either is a change of the source."""
        made = hashlib.sha256(data)
        if (record := self.record(data)) is not None:
            made.update(json.dumps(record, sort_keys=True).encode())
        return made.hexdigest()


def walk(paths: Iterable[str | Path], *, stdin: Callable[[], bytes] | None = None) -> Iterator[SourceFile]:
    """The sources under `paths` in the order of their names, each once.

    Hidden files, hidden folders and `data_extract` are passed over. `stdin` reads standard input.
    """
    walker = _Walker(stdin or _standard_input)
    for path in paths:
        yield from walker.named(str(path))


def _standard_input() -> bytes:
    if sys.stdin is None:  # a program may be started with it closed
        raise DocumentError(STDIN, "standard input is closed")
    return sys.stdin.buffer.read(_LIMIT + 1)


def root_of(name: str | Path) -> str:
    """The root that the sources under a path have which the user named."""
    # not resolved: a link keeps the name that the user knows
    return STDIN if str(name) == STDIN else _shown(Path(os.path.abspath(name)))  # noqa: PTH100


class _Walker:
    def __init__(self, stdin: Callable[[], bytes]) -> None:
        self._stdin = stdin
        self._seen: set[str] = set()
        self._records: dict[str, dict[str, bytes]] = {}

    def named(self, name: str) -> Iterator[SourceFile]:
        """The sources of one path that the user gave."""
        if name == STDIN:
            if self._is_new(STDIN):
                yield SourceFile(STDIN, STDIN, lambda: _limited(self._stdin(), STDIN))
            return
        # not resolved: a link keeps the name that the user knows
        path = Path(os.path.abspath(name))  # noqa: PTH100
        root = _shown(path)
        if path.is_dir():
            yield from self._folder(path, root)
        elif path.exists():
            yield from self._file(path, root)
        elif self._is_new(root):
            yield _failing(root, root, "no such file or folder")

    def _is_new(self, identity: str) -> bool:
        new = identity not in self._seen
        self._seen.add(identity)
        return new

    def _folder(self, folder: Path, root: str) -> Iterator[SourceFile]:
        # the real path: a link to a folder above would lead round for ever
        if not self._is_new(os.path.realpath(folder)):
            return
        try:
            with os.scandir(folder) as found:
                names = sorted(entry.name for entry in found)
            if INDEX_MARKER in names:  # an index lies among the documents
                return
        except OSError as error:
            yield _failing(_shown(folder), root, _why(error))
            return
        names = [name for name in names if not (name.startswith(".") or name == FOLDER)]
        if not names and _shown(folder) == root:
            # as that of a disk that is not there is: what was indexed from it is not given up for that
            yield _failing(root, root, "no file in it")
        for name in names:
            path = folder / name
            if path.is_dir():
                yield from self._folder(path, root)
            elif path.is_file():
                yield from self._file(path, root)
            else:
                what = "a pipe, a socket or a device" if path.exists() else "a link to nothing"
                yield _failing(_shown(path), root, what)

    def _file(self, path: Path, root: str) -> Iterator[SourceFile]:
        if not self._is_new(os.path.realpath(path)):
            return
        shown = _shown(path)
        if is_archive(path):
            yield from _members(Archive(path), root)
        else:
            yield SourceFile(shown, root, partial(_read, path), partial(self._records_above, path.parent))

    def _records_above(self, folder: Path) -> dict[str, bytes]:
        """The records nearest to a folder."""
        known = str(folder)
        if known not in self._records:
            above = [folder, *folder.parents][:_SIDECAR_LEVELS]
            beside = next((place / FOLDER for place in above if (place / FOLDER).is_dir()), None)
            self._records[known] = self._folder_records(beside) if beside else {}
        return self._records[known]

    def _folder_records(self, folder: Path) -> dict[str, bytes]:
        known = str(folder)
        if known not in self._records:
            self._records[known] = gathered(partial(_read, path) for path in sorted(folder.glob("*.json")))
        return self._records[known]


def _shown(path: Path) -> str:
    """A path as it is stored and printed: bytes of a name that are no UTF-8 as escapes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _members(archive: Archive, root: str) -> Iterator[SourceFile]:
    """The sources in an archive; an archive that cannot be opened is one source."""
    shown = _shown(archive.path)
    try:
        names = archive.names()
    except DocumentError as error:
        yield _failing(shown, root, error.reason)
        return
    for name in names:
        if not _is_passed_over(name):
            yield SourceFile(
                f"{shown}/{name}",
                root,
                partial(archive.read, name),
                partial(_archived_records, archive, name),
            )


def _is_passed_over(name: str) -> bool:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in (".", "..")]
    return any(part.startswith(".") or part in (FOLDER, "__MACOSX") for part in parts)


def _archived_records(archive: Archive, name: str) -> dict[str, bytes]:
    above = name.split("/")[:-1]
    for depth in range(len(above), max(-1, len(above) - _SIDECAR_LEVELS), -1):
        prefix = "/".join([*above[:depth], FOLDER, ""])
        if records := archive.records(prefix):
            return records
    return {}


def is_archive(path: Path) -> bool:
    """Whether a regular file is a zip of documents; a Word file is one document. A pipe is not read for that."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            opens_as_zip = file.read(4) in SIGNATURE
    except OSError:
        return False
    return opens_as_zip and not is_office(path)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return _limited(file.read(_LIMIT + 1), _shown(path))
    except OSError as error:
        raise DocumentError(_shown(path), _why(error)) from error


def _limited(data: bytes, shown: str) -> bytes:
    if len(data) > _LIMIT:
        raise DocumentError(shown, f"larger than {_LIMIT >> 20} MB, which no document of the Council is")
    return data


def _failing(shown: str, root: str, reason: str) -> SourceFile:
    def load() -> bytes:
        raise DocumentError(shown, reason)

    return SourceFile(shown, root, load)


def _why(error: OSError) -> str:
    return f"cannot be read ({error.strerror or type(error).__name__})"
