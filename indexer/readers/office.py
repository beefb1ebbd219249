"""What a zip archive is that holds one document and not many: a Word file, or another office program's."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

__all__ = ["FAULTS", "is_office", "office_kind"]

FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)
"""What goes wrong with a damaged archive."""

_MARKERS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_PARTS = (("word/document.xml", "word"), ("xl/workbook.xml", "excel"), ("ppt/presentation.xml", "powerpoint"))


def is_office(file: Path | bytes) -> bool:
    """Whether a zip archive is the file of an office program; False for a damaged one."""
    return bool(office_kind(file))


def office_kind(file: Path | bytes) -> str:
    """The program whose file a zip archive is: "word", "excel", "powerpoint", "other"; "" for a plain archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as archive:
            return _kind(archive.namelist())
    except FAULTS:
        return ""


def _kind(names: Iterable[str]) -> str:
    known = set(names)
    if not known & _MARKERS:
        return ""
    return next((kind for part, kind in _PARTS if part in known), "other")
