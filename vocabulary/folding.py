"""Forms of one text that count as the same: case, accents, width, quotes, hyphens, spaces.

`tidy` cleans what readers hand on, `aligned` serves patterns that need offsets into the original,
`fold` serves comparison.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["aligned", "fold", "tidy"]

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′ʼ＇"), "'") | dict.fromkeys(map(ord, "“”„‟″«»＂"), '"')
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—−－"), "-")
_SPACES = dict.fromkeys((0x00A0, 0x2007, 0x202F, 0x3000, *range(0x2000, 0x200B)), " ")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_ALIGNED = _FULL_WIDTH | _QUOTES | _HYPHENS | _SPACES | {ord("【"): "[", ord("】"): "]"}
# zero-width marks, soft hyphen, byte order mark, bidirectional controls
_INVISIBLE = dict.fromkeys((0x00AD, 0xFEFF, 0x2060, *range(0x200B, 0x2010), *range(0x202A, 0x202F)))
_SPACE_RUN = re.compile(r"\s+")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff、，。；：？！（）《》]) (?=[\u3400-\u9fff、，。；：？！（）《》])")


def aligned(text: str) -> str:
    """`text` with full-width forms, quotes, hyphens and spaces as ASCII; every offset stays true."""
    return text.translate(_ALIGNED)


def tidy(text: str) -> str:
    """A paragraph on one line: composed (NFC), invisible marks out, white space runs one space."""
    composed = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return _HAN_GAP.sub("", _SPACE_RUN.sub(" ", composed)).strip()


def fold(text: str) -> str:
    """A form for comparison: compatible (NFKC), case-folded, no accents, ASCII punctuation.

    Its length may differ from the original's.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_ALIGNED).translate(_INVISIBLE))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()
