"""What a file is, by its first bytes, and the text of those that are more than text: PDF, Word, HTML."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...errors import DocumentError
from .archives import SIGNATURE as ZIP

__all__ = ["MUCH_MARKUP", "FileText", "check_markup", "has_much_markup", "is_xml", "text_of"]

_HEAD = 8192
_PROLOGUE = re.compile(rb"\s*(?:<!--[^<>]{0,4000}-->|<\?xml[^<>]{0,200}\?>)\s*", re.IGNORECASE)
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<(?:head|body|meta|title|main|article|section|nav|header|div|table|h1)(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_XML = re.compile(rb"<\?xml|<!doctype|<(?:\w{1,40}:)?akomaNtoso|<[\w:.-]{1,80}\s[^<>]{0,2000}xmlns", re.IGNORECASE)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0"
_OFFICE = {"excel": "an Excel table", "powerpoint": "a PowerPoint file", "other": "an OpenDocument or similar file"}

_LONGEST = 32 * 2**20
"""Bytes of a text or a page; in every encoding those hold as many characters as a Word file may have."""
_CHARACTERS = 8_000_000
"""The longest reports of the Council's panels have under two million;"""
_LINES = 400_000
"""and a yearly volume has under 50,000 lines."""
_MARKUP = 1_000_000
"""Tags and attributes; the longest file of XML of the Council has under 60,000."""
MUCH_MARKUP = f"more than {_MARKUP:,} tags and attributes, which no document has"
_TOO_LONG = "more text than a document can hold"


class FileText(NamedTuple):
    """The text of a file; notes: what of the file is not in it, a sentence each."""

    text: str
    notes: tuple[str, ...] = ()


def is_xml(data: bytes) -> bool:
    """Whether a file opens as XML that is no HTML does, in any encoding."""
    head = _head(data)
    if _HTML.match(_without_prologue(head)):
        return False
    return _XML.match(head) is not None or _XML.match(_without_prologue(head)) is not None


def check_markup(data: bytes, path: str) -> None:
    """DocumentError for XML or HTML of a size that takes much memory and no document has."""
    if len(data) > _LONGEST:
        raise DocumentError(path, _TOO_LONG)
    if has_much_markup(data):
        raise DocumentError(path, MUCH_MARKUP)


def has_much_markup(data: bytes) -> bool:
    """Whether XML or HTML has more tags and attributes than a document; each takes a hundred bytes of memory."""
    return data.count(b"<") + data.count(b"=") > _MARKUP


def text_of(data: bytes, path: str) -> FileText:
    """The text of a file that is no XML. Raises DocumentError with the reason why it has none."""
    found = _text_of(data, path)
    if len(found.text) > _CHARACTERS or found.text.count("\n") > _LINES:
        raise DocumentError(path, _TOO_LONG)
    return found


def _text_of(data: bytes, path: str) -> FileText:
    if b"%PDF-" in data[:1024] and (data.lstrip().startswith(b"%PDF-") or b" obj" in data):
        from .pdf import pdf_text

        read = pdf_text(data, path)
        return FileText(read.text, read.notes())
    if data.startswith(ZIP):
        return FileText(_office_text(data, path))
    if data.startswith(_OLE):
        raise DocumentError(path, _ole_reason(data))
    if _HTML.match(_without_prologue(_head(data))):
        from .html import html_text

        check_markup(data, path)
        return FileText(html_text(data, path))
    from .encoding import decode
    from .plain_columns import in_one_column

    if len(data) > _LONGEST:
        raise DocumentError(path, _TOO_LONG)
    try:
        return FileText(in_one_column(decode(data)))
    except ValueError as fault:
        raise DocumentError(path, str(fault)) from fault


def _head(data: bytes) -> bytes:
    """The first bytes of a text without marks of its encoding."""
    head = data[:_HEAD]
    for mark in _BOMS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip()


def _without_prologue(head: bytes) -> bytes:
    """The first bytes without comments and the declaration of XML."""
    while opening := _PROLOGUE.match(head):
        head = head[opening.end() :]
    return head


def _office_text(data: bytes, path: str) -> str:
    from .office import office_kind

    kind = office_kind(data)
    if kind == "word":
        from .word import word_text

        return word_text(data, path)
    if kind:
        raise DocumentError(path, f"{_OFFICE[kind]}: save it as Word (.docx), PDF or text")
    raise DocumentError(path, "a zip archive, which is read from a file only, or a damaged Word file")


def _ole_reason(data: bytes) -> str:
    """What a compound file is, whose parts have names in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "a Word file that is locked with a password"
    word = "WordDocument".encode("utf-16-le") in data
    return f"{'a Word file' if word else 'a file'} in the old binary format (.doc): save it as .docx or PDF"
