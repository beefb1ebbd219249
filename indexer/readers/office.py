"""Zip archives opened within limits, and what one is that holds one document and not many: a Word file, or another."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

__all__ = ["FAULTS", "Crowded", "Zip", "is_office", "office_kind"]

FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)
"""What goes wrong with a damaged archive."""

_MARKERS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_PARTS = (("word/document.xml", "word"), ("xl/workbook.xml", "excel"), ("ppt/presentation.xml", "powerpoint"))
_ENTRY = b"PK\x01\x02"
_VOLUMES = b"PK\x07\x08"
"""What stands before the first file of an archive that was to be several volumes."""
_MOST_ENTRIES = 200_000
"""Speeches of the Council, a file each, are half as many; each entry takes half a kilobyte of memory."""
_LONGEST_DIRECTORY = 24 * 2**20
_LONGEST_END = 2**17
"""Bytes of the record at the end of an archive with its comment, which has 64 KB at most."""


class Crowded(zipfile.BadZipFile):
    """An archive with more entries than are held in memory; its words say what is too much."""


class Zip(zipfile.ZipFile):
    """An archive, opened to be read. Raises Crowded before much memory is taken, else any of `FAULTS`."""

    _measured: _Measured | None = None

    def __init__(self, file: Path | bytes) -> None:
        self._measured = _Measured(io.BytesIO(file) if isinstance(file, bytes) else io.FileIO(file))
        try:
            super().__init__(self._measured)
            if min((info.header_offset for info in self.filelist), default=0) > len(_VOLUMES):
                # of an archive that is cut off the list of another one, which it holds, is the last
                raise zipfile.BadZipFile("something stands before its first file")
        except BaseException:
            self._measured.close()
            raise
        self._measured.opening = False

    def close(self) -> None:
        """Close the file too."""
        super().close()
        if self._measured is not None:
            self._measured.close()


class _Measured(io.BufferedReader):
    """A file from which zipfile reads the directory of an archive whole.

    What the record at its end says of the number of entries may be a lie: what is asked for and what comes is counted.
    """

    opening = True

    def read(self, size: int | None = -1, /) -> bytes:
        if not self.opening:
            return super().read(size)
        asked = _LONGEST_END if size is None or size < 0 else size
        if asked > _LONGEST_DIRECTORY:
            raise Crowded(f"an archive with a list of files of more than {_LONGEST_DIRECTORY >> 20} MB")
        data = super().read(asked)
        if data.count(_ENTRY) > _MOST_ENTRIES:
            raise Crowded(f"an archive of more than {_MOST_ENTRIES:,} files")
        return data


def is_office(file: Path | bytes) -> bool:
    """Whether a zip archive is the file of an office program; False for a damaged one."""
    return bool(office_kind(file))


def office_kind(file: Path | bytes) -> str:
    """The program whose file a zip archive is: "word", "excel", "powerpoint", "other"; "" for a plain archive."""
    try:
        with Zip(file) as archive:
            return _kind(archive.namelist())
    except FAULTS:
        return ""


def _kind(names: Iterable[str]) -> str:
    known = set(names)
    if not known & _MARKERS:
        return ""
    return next((kind for part, kind in _PARTS if part in known), "other")
