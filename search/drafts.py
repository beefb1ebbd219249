"""A draft in a file, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..analyzers.script import HAN_RUN
from ..errors import DocumentError
from ..indexer.grammar.numbering import read_enumerator
from ..indexer.model import Document
from ..indexer.readers import documents_in, read_bytes, text_in
from ..indexer.readers.formats import FileText, is_xml
from .precedent import LONGEST

__all__ = ["DraftFile", "read_draft"]

_BLANK_LINE = re.compile(r"\n\s*\n")
_NEW_PARAGRAPH = re.compile(r"\n(?=[ \t]*(?:\d{1,3}\.|\([a-z]{1,4}\)|第)[ \t\w])|(?<=[;；。])[ \t]*\n")
"""Where a paragraph begins in a text that has no blank lines: at a number, or after the end of one."""
_OPENING = re.compile(r"\s*(?:the\s+security\s+council|安全理事会)\s*[,，:：]?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")
MOST_LINES: Final = 20_000
"""Of a draft: to find the paragraphs of so many takes a second."""
_ENOUGH: Final = 0.6
"""A reader that finds less of a file's letters has taken it for what it is not."""
_SHORTEST: Final = 12
"""A paragraph of fewer letters is a heading or a formula such as "Decides:"; a Chinese character counts twice."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """The paragraphs of a draft.

    symbol: its own, "" if it has none yet; too_long: the paragraphs that no precedents can be found for
    headings: with other lines that are too short for a wording
    notes: what of the file is not in them, a sentence each
    """

    symbol: str
    paragraphs: tuple[str, ...]
    too_long: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_draft(data: bytes, path: str) -> DraftFile:
    """The paragraphs of a draft in a file, of each kind that is indexed: of a resolution or the like as its reader
    finds them, else between blank lines and without their numbers.

    Raises DocumentError for a file that cannot be read, or that has no paragraph that precedents can be found for.
    """
    found = _whole(data, path)
    tidy = [" ".join(paragraph.split()) for paragraph in found.paragraphs]
    kept = tuple(one for one in tidy if len(one) <= LONGEST)
    if not kept:
        raise DocumentError(path, f"each paragraph of it has more than {LONGEST:,} characters")
    return replace(found, paragraphs=kept, too_long=tuple(one for one in tidy if len(one) > LONGEST))


def _whole(data: bytes, path: str) -> DraftFile:
    """All paragraphs of a draft, however long."""
    if is_xml(data):
        found = _chosen(read_bytes(data, path))
        if found is None:
            raise DocumentError(path, "no paragraph in it")
        return found
    taken = text_in(data, path)
    lines = taken.text.count("\n")
    if lines > MOST_LINES:
        raise DocumentError(path, f"a draft has {MOST_LINES:,} lines at most; this one has {lines:,}")
    found = _read(taken, path)
    if found is not None and sum(map(_letters, found.paragraphs)) >= _ENOUGH * _letters(taken.text):
        return replace(found, notes=(*taken.notes, *found.notes))
    parted = (one for part in _BLANK_LINE.split(taken.text) for one in _NEW_PARAGRAPH.split(part))
    paragraphs = (" ".join(part.split()) for part in parted)
    parts = [part for part in map(_unnumbered, paragraphs) if _letters(part)]
    if not parts:
        raise DocumentError(path, "no paragraph in it")
    kept, headings = _without_headings(parts)
    return DraftFile("", kept or headings, headings=headings if kept else (), notes=taken.notes)


def _read(taken: FileText, path: str) -> DraftFile | None:
    """A text as the readers understand it."""
    try:
        return _chosen(documents_in(taken, path))
    except DocumentError:
        return None


def _chosen(documents: Sequence[Document]) -> DraftFile | None:
    """The paragraphs of a file's documents that are its draft: of the resolution, where a letter has one."""
    document = next((one for one in documents if one.type in ("resolution", "draft")), documents[0])
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.kind != "heading"]
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.kind == "heading"]
    kept, short = _without_headings(texts)
    notes = tuple(
        f"the {one.type} in it is passed over: {len(one.paragraphs)} paragraphs"
        for one in documents
        if one is not document and one.paragraphs
    )
    return DraftFile(document.symbol, kept, headings=(*headings, *short), notes=notes) if kept else None


def _without_headings(texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those that are long enough for a wording, and the others, with the opening formula."""
    kept: list[str] = []
    short: list[str] = []
    for text in texts:
        is_wording = _letters(text) >= _SHORTEST and not _OPENING.fullmatch(text)
        (kept if is_wording else short).append(text)
    return tuple(kept), tuple(short)


def _unnumbered(paragraph: str) -> str:
    number = read_enumerator(paragraph)
    return paragraph[number.end :] if number else paragraph


def _letters(text: str) -> int:
    return len(_WORD.findall(text)) + sum(map(len, HAN_RUN.findall(text)))
