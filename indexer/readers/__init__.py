"""Files to documents: the reader is chosen by what a file contains, never by its name.

What opens as XML is Akoma Ntoso or is rejected; text is a letter where it has the parts of one, else a
resolution, statement or draft. Whatever goes wrong inside a reader comes out as a DocumentError.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...errors import DocumentError
from ..model import Document
from .sidecar import Record
from .sources import SourceFile, walk

__all__ = ["SourceFile", "read", "read_bytes", "walk"]

_HEAD = 8192
_XML = re.compile(
    rb"<\?xml|<!doctype|<html|<(?:\w{1,40}:)?akomaNtoso|<[\w:.-]{1,80}\s[^<>]{0,2000}xmlns", re.IGNORECASE
)
_COMMENT = re.compile(rb"\s*<!--[^<>]{0,4000}-->")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read(source: SourceFile, data: bytes) -> tuple[Document, ...]:
    """The documents in `data`, the bytes of `source`. Raises DocumentError and nothing else."""
    try:
        record = source.record(data)
    except Exception as fault:
        raise _not_understood(source.path, fault) from fault
    return read_bytes(data, source.path, record)


def read_bytes(data: bytes, path: str, sidecar: Record | None = None) -> tuple[Document, ...]:
    """The documents in `data`, which was read from `path`: a letter and what it carries, or one.

    Raises DocumentError and nothing else, with `path` and one sentence.
    """
    try:
        return tuple(map(_with_damage_noted, _read(data, path, sidecar)))
    except DocumentError:
        raise
    except Exception as fault:
        raise _not_understood(path, fault) from fault


def _with_damage_noted(document: Document) -> Document:
    damaged = sum(text.count("\ufffd") for text in document.texts())
    if not damaged:
        return document
    notes = (*document.source.notes, f"{damaged} characters are damaged and stand as U+FFFD")
    return replace(document, source=replace(document.source, notes=notes))


def _read(data: bytes, path: str, sidecar: Record | None) -> tuple[Document, ...]:
    if not data.strip(b" \t\r\n\0"):
        raise DocumentError(path, "empty")
    if _is_xml(data):
        from .akn import read_akn

        return (read_akn(data, path, sidecar),)
    from .bundle import split_documents
    from .encoding import decode
    from .letter import looks_like_letter, read_letter

    try:
        text = decode(data)
    except ValueError as fault:
        raise DocumentError(path, str(fault)) from fault
    if looks_like_letter(text):
        return read_letter(text, path)
    return _read_parts(split_documents(text), path)


def _read_parts(parts: Sequence[str], path: str) -> tuple[Document, ...]:
    """Each document of a text; what cannot be read behind one that can is noted with that one."""
    from .text import read_text

    found: list[Document] = []
    fault: DocumentError | None = None
    for part in parts:
        try:
            found.append(read_text(part, path))
        except DocumentError as error:
            fault = error
    if not found and fault is not None:
        raise fault
    if fault is not None:
        source = found[0].source
        found[0] = replace(
            found[0], source=replace(source, notes=(*source.notes, f"a part was not read: {fault.reason}"))
        )
    return tuple(found)


def _is_xml(data: bytes) -> bool:
    """Whether a file opens as XML or HTML does, in any encoding; Markdown may open with a tag as well."""
    head = data[:_HEAD]
    for mark in _BOMS:
        head = head.removeprefix(mark)
    head = head.replace(b"\0", b"").lstrip()
    while comment := _COMMENT.match(head):
        head = head[comment.end() :].lstrip()
    return _XML.match(head) is not None


def _not_understood(path: str, fault: Exception) -> DocumentError:
    words = str(fault).splitlines()
    detail = f"{type(fault).__name__}: {words[0][:200]}" if words else type(fault).__name__
    return DocumentError(path, f"could not be understood ({detail})")
