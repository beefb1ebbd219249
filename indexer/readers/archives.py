"""Zip archives read in place, with limits: what is encrypted, absurdly packed, nested or leads elsewhere is refused."""

from __future__ import annotations

import re
import stat
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import IO

from ...errors import DocumentError
from .office import FAULTS, is_office
from .sidecar import Record, parse_records

__all__ = ["FAULTS", "SIGNATURE", "Archive", "check_archive"]

SIGNATURE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""How a zip archive opens: with a member, empty, or as one of several volumes."""

_OUTWARD = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
"""An absolute name, or one that climbs: nothing is written by it, but no honest archive has one."""
_MEMBER_LIMIT = 64 * 2**20
_PACKED_LIMIT = 50 * 2**20
_RATIO_LIMIT = 100
_STREAM_LIMIT = 4 * 2**30
_COUNT_LIMIT = 200_000
_TOTAL_LIMIT = 32 * 2**30


class Archive:
    """A zip archive. Member names are only names: nothing is ever written to disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records: dict[str, dict[str, Record]] = {}

    def names(self) -> list[str]:
        """The members that are files, in the order of their names. Raises DocumentError."""
        try:
            return _names(self._open(), self.path)
        except FAULTS as error:
            raise DocumentError(self.path.as_posix(), "a damaged zip archive") from error

    def read(self, name: str) -> bytes:
        """The bytes of one member. Raises DocumentError past a limit or where it is damaged."""
        shown = f"{self.path.as_posix()}/{name}"
        try:
            info = self._member(name, shown, _MEMBER_LIMIT)
            with self._open().open(info) as member:
                data = member.read(_MEMBER_LIMIT + 1)
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
            return self._open().open(self._member(name, shown, _STREAM_LIMIT))
        except FAULTS as error:
            raise DocumentError(shown, f"cannot be unpacked ({type(error).__name__})") from error

    def records(self, prefix: str) -> dict[str, Record]:
        """The records in the members that `prefix` holds ("2020/data_extract/")."""
        if prefix not in self._records:
            self._records[prefix] = {}
            for name in self.names():
                if name.startswith(prefix) and name.endswith(".json"):
                    try:
                        self._records[prefix].update(parse_records(self.read(name)))
                    except DocumentError:
                        continue
        return self._records[prefix]

    def _member(self, name: str, shown: str, limit: int) -> zipfile.ZipInfo:
        """A member that may be unpacked. Raises DocumentError with the reason why it may not."""
        archive = self._open()
        same = [info for info in archive.infolist() if info.filename == name] if _is_doubled(archive) else []
        info = archive.getinfo(name)
        if reason := "its name stands twice in the archive" if len(same) > 1 else _refusal(info, limit):
            raise DocumentError(shown, reason)
        return info

    def _open(self) -> zipfile.ZipFile:
        return _opened(self.path, self.path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _opened(path: Path, changed: int) -> zipfile.ZipFile:  # noqa: ARG001  (another file at the path is another archive)
    """The archives in use: a folder of many does not keep many files open."""
    return zipfile.ZipFile(path)


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
        with zipfile.ZipFile(path) as archive:
            _names(archive, path)
            unpacked = _unpacked(archive)
    except FAULTS as error:
        raise DocumentError(path.as_posix(), "a damaged zip archive") from error
    if unpacked > _PACKED_LIMIT and unpacked > _RATIO_LIMIT * path.stat().st_size:
        raise _absurd(path, unpacked)
    if contents:
        _check_contents(path)


def _check_contents(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except FAULTS as error:
        raise DocumentError(path.as_posix(), "a damaged zip archive") from error
    if damaged is not None:
        raise DocumentError(path.as_posix(), f"a damaged zip archive ({damaged})")


def _names(archive: zipfile.ZipFile, path: Path) -> list[str]:
    names = sorted({info.filename for info in archive.infolist() if not info.is_dir()})
    if len(names) > _COUNT_LIMIT:
        raise DocumentError(path.as_posix(), f"more than {_COUNT_LIMIT:,} files in one archive")
    if (unpacked := _unpacked(archive)) > _TOTAL_LIMIT:
        raise _absurd(path, unpacked)
    return names


def _unpacked(archive: zipfile.ZipFile) -> int:
    return sum(info.file_size for info in archive.infolist())


def _absurd(path: Path, unpacked: int) -> DocumentError:
    return DocumentError(path.as_posix(), f"an archive that would unpack to {unpacked / 1e6:,.0f} MB, as no texts do")
