"""Zip archives read in place, with limits: what is encrypted, absurdly packed or nested is refused."""

from __future__ import annotations

import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

from ...errors import DocumentError
from .sidecar import Record, parse_records

__all__ = ["SIGNATURE", "Archive"]

SIGNATURE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""How a zip archive opens: with a member, empty, or as one of several volumes."""

_MEMBER_LIMIT = 64 * 2**20
_PACKED_LIMIT = 50 * 2**20
_RATIO_LIMIT = 100
_COUNT_LIMIT = 200_000
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """A zip archive. Member names are only names: nothing is ever written to disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records: dict[str, dict[str, Record]] = {}

    def names(self) -> list[str]:
        """The members that are files, in the order of their names. Raises DocumentError."""
        try:
            names = sorted({info.filename for info in self._open().infolist() if not info.is_dir()})
        except _FAULTS as error:
            raise DocumentError(self.path.as_posix(), "a damaged zip archive") from error
        if len(names) > _COUNT_LIMIT:
            raise DocumentError(self.path.as_posix(), f"more than {_COUNT_LIMIT:,} files in one archive")
        if any(name in names for name in _OFFICE):
            raise DocumentError(self.path.as_posix(), "a Word, Excel or similar file: save it as text")
        return names

    def read(self, name: str) -> bytes:
        """The bytes of one member. Raises DocumentError past a limit or where it is damaged."""
        shown = f"{self.path.as_posix()}/{name}"
        try:
            info = self._open().getinfo(name)
            if reason := _refusal(info):
                raise DocumentError(shown, reason)
            with self._open().open(info) as member:
                data = member.read(_MEMBER_LIMIT + 1)
        except (*_FAULTS, KeyError) as error:
            raise DocumentError(shown, f"cannot be unpacked ({type(error).__name__})") from error
        if data[:4] in SIGNATURE:
            raise DocumentError(shown, "an archive inside an archive, which is not followed")
        return data

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

    def _open(self) -> zipfile.ZipFile:
        return _opened(self.path, self.path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _opened(path: Path, changed: int) -> zipfile.ZipFile:  # noqa: ARG001  (another file at the path is another archive)
    """The archives in use: a folder of many does not keep many files open."""
    return zipfile.ZipFile(path)


def _refusal(info: zipfile.ZipInfo) -> str:
    """Why a member is not unpacked; "" where it may be."""
    if info.flag_bits & 0x1:
        return "encrypted"
    if info.file_size > _PACKED_LIMIT and info.file_size > _RATIO_LIMIT * max(1, info.compress_size):
        return f"packed more than {_RATIO_LIMIT} to 1, as no text is"
    if info.file_size > _MEMBER_LIMIT:
        return f"larger than {_MEMBER_LIMIT >> 20} MB, which no document of the Council is"
    return ""
