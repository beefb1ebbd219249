"""What a file is, by its first bytes, and the text of those that are more than text: PDF, Word, HTML."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...errors import DocumentError
from .archives import SIGNATURE as ZIP
from .encoding import TOO_LONG

__all__ = [
    "MOST_MARKUP",
    "MUCH_MARKUP",
    "FileText",
    "check_markup",
    "is_plainly_encoded",
    "is_xml",
    "markup_of",
    "text_of",
]

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

_LONGEST = 24 * 2**20
"""Bytes of a text, which in UTF-8 hold as many Chinese characters as a text may have;"""
_LONGEST_MARKUP = 8 * 2**20
"""and of a page or of XML; the longest of the Council have under two million."""
_CHARACTERS = 8_000_000
"""The longest reports of the Council's panels have under two million;"""
_RARE_CHARACTERS = 2_000_000
"""with one that Unicode numbers past U+FFFF in it, each character of a text takes two to four times as much memory;"""
_LINES = 400_000
"""and a yearly volume has under 50,000 lines, those counted that begin a page."""
MOST_MARKUP = 400_000
"""Tags and attributes; the longest file of XML of the Council has under 60,000."""
MUCH_MARKUP = f"more than {MOST_MARKUP:,} tags and attributes, which no document has"
_RARE = re.compile("[\U00010000-\U0010ffff]")
_DECLARED = re.compile(rb"\sencoding\s*=\s*[\"']([^\"']*)[\"']")
_PLAIN = re.compile(
    rb"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d|gb2312|gbk|gb18030|big5", re.IGNORECASE
)
"""Encodings in which a tag opens with the byte that it opens with in ASCII."""
_LONGEST_DECLARATION = 1_000


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
    if len(data) > _LONGEST_MARKUP:
        raise DocumentError(path, TOO_LONG)
    if markup_of(data) > MOST_MARKUP:
        raise DocumentError(path, MUCH_MARKUP)


def markup_of(data: bytes | str) -> int:
    """How many tags and attributes XML or HTML has, or a few more; each takes hundreds of bytes of memory."""
    return data.count("<") + data.count("=") if isinstance(data, str) else data.count(b"<") + data.count(b"=")


def is_plainly_encoded(data: bytes) -> bool:
    """Whether XML says of itself that it is in an encoding in which tags can be counted by their bytes.

    In UTF-7 and in the EBCDICs, which libxml2 reads too, a tag and a DOCTYPE are other bytes.
    """
    head = data[: 4 * _LONGEST_DECLARATION].replace(b"\0", b"")
    for mark in _BOMS:
        head = head.removeprefix(mark)
    if not head.lstrip().startswith(b"<?xml"):
        return True
    declaration, end, _ = head.partition(b"?>")
    named = _DECLARED.findall(declaration)
    return bool(end) and all(_PLAIN.fullmatch(name) for name in named)


def text_of(data: bytes, path: str) -> FileText:
    """The text of a file that is no XML. Raises DocumentError with the reason why it has none."""
    found = _text_of(data, path)
    _check_length(found.text, path)
    return found


def _check_length(text: str, path: str) -> None:
    """DocumentError for more text than a document has, and than can be read in little memory."""
    lines = text.count("\n") + text.count("\f")
    rare = len(text) > _RARE_CHARACTERS and _RARE.search(text)
    if len(text) > _CHARACTERS or rare or lines > _LINES:
        raise DocumentError(path, TOO_LONG)


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
        raise DocumentError(path, TOO_LONG)
    try:
        text = decode(data, most=_CHARACTERS + _LINES)  # a line may end with two characters
        _check_length(text, path)
        return FileText(in_one_column(text))
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
