"""Bytes of a text file as text: which encoding they are in, and which files are no text at all.

Unicode is known by its marks or by where its NUL bytes stand; what is not valid UTF-8 is GB18030, which
includes GBK and GB2312, or, where its high bytes stand alone between ASCII letters, Windows-1252.
"""

from __future__ import annotations

import codecs
import re

__all__ = ["TOO_LONG", "decode", "encoding_of"]

TOO_LONG = "more text than a document can hold"

_SIGNATURES = (
    (b"%PDF", "a PDF, and not text"),
    (b"PK\x03\x04", "a zip archive, and not text"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file, and not text"),
    (b"{\\rtf", "rich text (RTF): save it as plain text"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)
_BINARY = "binary data, not text"
# the longest first: the mark of UTF-32 little-endian opens with that of UTF-16
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROLS = dict.fromkeys([*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029")
_SAMPLE = 8192


def decode(data: bytes, *, most: int | None = None) -> str:
    """`data` as text, with "\\n" at line ends and without control characters; form feeds stay.

    most: characters that it may have before that
    Raises ValueError with a reason, one phrase, for what is not text, and for more of it.
    """
    _check_signature(data)
    text = _text(data)
    if most is not None and len(text) > most:
        raise ValueError(TOO_LONG)
    # a regular expression would cut the text into as many pieces as it has line ends and control characters
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    if not _CONTROL.search(text):
        return text
    sound = text.translate(_CONTROLS)
    controls = len(text) - len(sound)
    if controls > 4 and controls * 50 > len(text):
        raise ValueError(_BINARY)
    return sound


def encoding_of(head: bytes) -> str:
    """The encoding that a long text begins in; `head` may end within a character.

    Raises ValueError with a reason, one phrase, for what is not text.
    """
    _check_signature(head)
    for encoding in _candidates(head):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ValueError(_BINARY)


def _check_signature(data: bytes) -> None:
    for signature, reason in _SIGNATURES:
        if data.startswith(signature):
            raise ValueError(reason)


def _text(data: bytes) -> str:
    if (mended := _mended(data)) is not None:
        return mended
    for encoding in _candidates(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(_BINARY)


def _mended(data: bytes) -> str | None:
    """UTF-8 in which a few bytes were damaged, each of them as U+FFFD; None for all else."""
    if b"\0" in data[:_SAMPLE]:
        return None
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if damaged <= 0:
        return None
    sound = sum(1 for _ in _HIGH_RUN.finditer(text.replace("\ufffd", "").encode()))
    return text if damaged * 3 <= sound else None


def _candidates(data: bytes) -> tuple[str, ...]:
    """The encodings to try, in order."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\0" in data[:_SAMPLE]:
        return _by_nul(data[:_SAMPLE])
    runs = _HIGH_RUN.findall(data[: _SAMPLE * 16])
    alone = sum(len(run) == 1 for run in runs)
    return ("utf-8", "cp1252") if alone * 2 > len(runs) else ("utf-8", "gb18030")


def _by_nul(sample: bytes) -> tuple[str, ...]:
    """UTF-16 by the side of each pair on which its NUL bytes stand: that of the high byte."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 20 * even:
        return ("utf-16-le",)
    if even > 20 * odd:
        return ("utf-16-be",)
    return ("utf-8",) if even + odd < 4 else ()
