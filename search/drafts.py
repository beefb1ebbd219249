"""A draft in a file, paragraph by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..errors import DocumentError
from ..indexer.grammar.numbering import read_enumerator
from ..indexer.model import Document
from ..indexer.readers import read_bytes
from ..indexer.readers.encoding import decode
from .precedent import LONGEST

__all__ = ["DraftFile", "read_draft"]

_BLANK_LINE = re.compile(r"\n\s*\n")
_WORD = re.compile(r"[^\W_]")
_ENOUGH: Final = 0.6
"""A reader that finds less of a file's letters has taken it for what it is not."""
_SHORTEST: Final = 12
"""A paragraph of fewer letters is a heading or a formula such as "Decides:"."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """The paragraphs of a draft.

    symbol: its own, "" if it has none yet; too_long: the paragraphs that no precedents can be found for
    """

    symbol: str
    paragraphs: tuple[str, ...]
    too_long: tuple[str, ...] = ()


def read_draft(data: bytes, path: str) -> DraftFile:
    """The paragraphs of a draft in a file: of a resolution or the like as its reader finds them, else between blank
    lines and without their numbers.

    Raises DocumentError for a file that is no text, or that has no paragraph that precedents can be found for.
    """
    found = _whole(data, path)
    tidy = [" ".join(paragraph.split()) for paragraph in found.paragraphs]
    kept = tuple(one for one in tidy if len(one) <= LONGEST)
    if not kept:
        raise DocumentError(path, f"each paragraph of it has more than {LONGEST:,} characters")
    return DraftFile(found.symbol, kept, tuple(one for one in tidy if len(one) > LONGEST))


def _whole(data: bytes, path: str) -> DraftFile:
    """All paragraphs of a draft, however long."""
    try:
        text = decode(data)
    except ValueError as fault:
        raise DocumentError(path, str(fault)) from fault
    found = _read(data, path)
    if found is not None and sum(map(_letters, found.paragraphs)) >= _ENOUGH * _letters(text):
        return found
    paragraphs = (" ".join(part.split()) for part in _BLANK_LINE.split(text))
    parts = [part for part in map(_unnumbered, paragraphs) if _letters(part)]
    whole = tuple(part for part in parts if _letters(part) >= _SHORTEST) or tuple(parts)
    if not whole:
        raise DocumentError(path, "no paragraph in it")
    return DraftFile("", whole)


def _read(data: bytes, path: str) -> DraftFile | None:
    """A file as the readers understand it: the resolution, where a letter has one."""
    try:
        documents = read_bytes(data, path)
    except DocumentError:
        return None
    document: Document = next((one for one in documents if one.type in ("resolution", "draft")), documents[0])
    texts = (paragraph.text for paragraph in document.paragraphs if paragraph.kind != "heading")
    kept = tuple(text for text in texts if _letters(text) >= _SHORTEST)
    return DraftFile(document.symbol, kept) if kept else None


def _unnumbered(paragraph: str) -> str:
    number = read_enumerator(paragraph)
    return paragraph[number.end :] if number else paragraph


def _letters(text: str) -> int:
    return len(_WORD.findall(text))
