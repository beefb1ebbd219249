"""Zip archives read in place, with limits: what is encrypted, absurdly packed, nested or leads elsewhere is refused."""

from __future__ import annotations

import re
import stat
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import IO

from ...errors import DocumentError
from .office import FAULTS, Crowded, Zip, is_office
from .sidecar import FOLDER, gathered

__all__ = ["FAULTS", "SIGNATURE", "Archive", "check_archive"]

SIGNATURE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""How a zip archive opens: with a member, empty, or as one of several volumes."""

_OUTWARD = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
"""An absolute name, or one that climbs: nothing is written by it, but no honest archive has one."""
_MEMBER_LIMIT = 64 * 2**20
_PACKED_LIMIT = 50 * 2**20
_RATIO_LIMIT = 100
_STREAM_LIMIT = 4 * 2**30
_TOTAL_LIMIT = 32 * 2**30


@dataclass(frozen=True, slots=True)
class _Directory:
    """What an archive lists, gone through once.

    names: the members that are files, in order
    doubled: the names that stand twice
    extracts: the files of records by the folder that they lie in ("2020/data_extract/"), or in a folder of it
    """

    archive: Zip
    names: list[str]
    doubled: frozenset[str]
    extracts: dict[str, list[str]]

    @classmethod
    def of(cls, archive: Zip) -> _Directory:
        """The directory of an open archive."""
        names = sorted({info.filename for info in archive.infolist() if not info.is_dir()})
        counts = Counter(info.filename for info in archive.infolist()) if _is_doubled(archive) else Counter[str]()
        extracts: dict[str, list[str]] = {}
        for name in names:
            above, _, _ = f"/{name}".rpartition(f"/{FOLDER}/")
            if name.endswith(".json") and f"/{FOLDER}/" in f"/{name}":
                extracts.setdefault(f"{above}/{FOLDER}/".removeprefix("/"), []).append(name)
        return cls(archive, names, frozenset(name for name, count in counts.items() if count > 1), extracts)


class Archive:
    """A zip archive. Member names are only names: nothing is ever written to disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records: dict[str, dict[str, bytes]] = {}

    def names(self) -> list[str]:
        """The members that are files, in the order of their names. Raises DocumentError."""
        directory = self._listed()
        _check_total(directory.archive, self.path)
        return directory.names

    def read(self, name: str) -> bytes:
        """The bytes of one member. Raises DocumentError past a limit or where it is damaged."""
        shown = f"{self.path.as_posix()}/{name}"
        try:
            info = self._member(name, shown, _MEMBER_LIMIT)
            with self._opened().archive.open(info) as member:
                data = member.read(info.file_size + 1)  # without a number zipfile unpacks whatever comes
        except FAULTS as error:
            raise DocumentError(shown, f"cannot be unpacked ({type(error).__name__})") from error
        if data[:4] in SIGNATURE and not is_office(data):
            raise DocumentError(shown, "an archive inside an archive, which is not followed")
        return data

    def open(self, name: str) -> IO[bytes]:
        """A stream of one member that is too long to be read at once. Raises DocumentError where it cannot be had.

        Faults that show as it is read come out of it as they are: `FAULTS`.
        """
        shown = f"{self.path.as_posix()}/{name}"
        try:
            return self._opened().archive.open(self._member(name, shown, _STREAM_LIMIT))
        except FAULTS as error:
            raise DocumentError(shown, f"cannot be unpacked ({type(error).__name__})") from error

    def records(self, folder: str) -> dict[str, bytes]:
        """The records in the files of a folder ("2020/data_extract/"), each as its line."""
        if folder not in self._records:
            if not (names := self._listed().extracts.get(folder)):
                return {}
            self._records[folder] = gathered(partial(self.read, name) for name in names)
        return self._records[folder]

    def _member(self, name: str, shown: str, limit: int) -> zipfile.ZipInfo:
        """A member that may be unpacked. Raises DocumentError with the reason why it may not."""
        directory = self._opened()
        info = directory.archive.getinfo(name)
        if reason := "its name stands twice in the archive" if name in directory.doubled else _refusal(info, limit):
            raise DocumentError(shown, reason)
        return info

    def _listed(self) -> _Directory:
        """What the archive lists. Raises DocumentError."""
        try:
            return self._opened()
        except FAULTS as error:
            raise _unopened(self.path, error) from error

    def _opened(self) -> _Directory:
        return _opened(self.path, self.path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _opened(path: Path, changed: int) -> _Directory:  # noqa: ARG001  (another file at the path is another archive)
    """The archive in use: a folder of many keeps neither many files open nor many lists of names."""
    return _Directory.of(Zip(path))


def _is_doubled(archive: zipfile.ZipFile) -> bool:
    return len(archive.NameToInfo) < len(archive.filelist)


def _refusal(info: zipfile.ZipInfo, limit: int) -> str:
    """Why a member is not unpacked; "" where it may be."""
    if _OUTWARD.search(info.filename):
        return "a name that leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, which is not followed"
    if info.flag_bits & 0x1:
        return "encrypted"
    if info.file_size > _PACKED_LIMIT and info.file_size > _RATIO_LIMIT * max(1, info.compress_size):
        return f"packed more than {_RATIO_LIMIT} to 1, as no text is"
    if info.file_size > limit:
        return f"larger than {limit >> 20} MB, which no document of the Council is"
    return ""


def check_archive(path: Path, *, contents: bool = False) -> None:
    """Whether a file that somebody sent is a zip archive of texts, none too large. Raises DocumentError if not.

    contents: unpack every member too, and compare it with its checksum
    """
    try:
        with path.open("rb") as file:
            if file.read(4) not in SIGNATURE:
                raise DocumentError(path.as_posix(), "no zip archive")
        with Zip(path) as archive:
            unpacked = _check_total(archive, path)
            if unpacked > _PACKED_LIMIT and unpacked > _RATIO_LIMIT * path.stat().st_size:
                raise _absurd(path, unpacked)
            damaged = archive.testzip() if contents else None
    except FAULTS as error:
        raise _unopened(path, error) from error
    if damaged is not None:
        raise DocumentError(path.as_posix(), f"a damaged zip archive ({damaged})")


def _unopened(path: Path, fault: BaseException) -> DocumentError:
    return DocumentError(path.as_posix(), str(fault) if isinstance(fault, Crowded) else "a damaged zip archive")


def _check_total(archive: zipfile.ZipFile, path: Path) -> int:
    """The bytes that an archive unpacks to. Raises DocumentError where no texts do."""
    if (unpacked := sum(info.file_size for info in archive.infolist())) > _TOTAL_LIMIT:
        raise _absurd(path, unpacked)
    return unpacked


def _absurd(path: Path, unpacked: int) -> DocumentError:
    return DocumentError(path.as_posix(), f"an archive that would unpack to {unpacked / 1e6:,.0f} MB, as no texts do")
