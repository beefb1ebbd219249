"""A resolution, draft or presidential statement as plain text from a PDF or OCR converter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...errors import DocumentError
from ...vocabulary import symbols
from ...vocabulary.dates import iso_date
from ...vocabulary.folding import aligned
from ..grammar.verbs import Opening, opening
from ..model import Document, DocumentType, Paragraph, Source
from .body import read_body, read_statement
from .furniture import clean_lines
from .wrapping import FORMULA, Block, paragraphs

__all__ = ["read_text"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER_LINE = re.compile(
    r"(?:Resolution\s{1,3}(\d{1,4}(?:\s?\(\s?\d{4}\s?\))?)|第\s?(\d{1,4}(?:\s?\(\s?\d{4}\s?\))?)\s?号决议)$"
)
_SYMBOL_LINE = re.compile(r".{0,40}?([SA]\s?/\s?[A-Z0-9][A-Z0-9/ .()]{2,40})\*{0,2}$")
_ADOPTED = re.compile(r"(?:Adopted\b|Statement\b|At the \d|安全理事会.{0,40}通过)")
_MEETING = re.compile(r"\b(\d{1,5})(?:st|nd|rd|th) meeting|第\s?(\d{1,5})\s?次会议")
_MADE = re.compile(
    r"(?:At the \d{1,5}(?:st|nd|rd|th) meeting|On \d{1,2} \w{3,9} \d{4}, in connection with|"
    r"在?(?:20\d\d|19\d\d)年.{0,80}(?:主席|会议)).{0,600}"
)
_ITEM = re.compile(r"item (?:entitled|on) [\"“]([^\"”]{3,300})[\"”]|题为[\"“]([^\"”]{2,200})[\"”]的项目")
_DRAFT = re.compile(r"(?:.{0,200}: )?draft resolution\b|决议草案", re.IGNORECASE)
_STATEMENT_TITLE = re.compile(r"Statement by the President of the Security Council|安全理事会主席的?声明")


def read_text(text: str, path: str) -> Document:
    """The document that `text` holds.

    Raises DocumentError where it names no symbol, or has a symbol and nothing else.
    """
    blocks = paragraphs(clean_lines(text))
    cover, body = _part(blocks)
    symbol, kind = _symbol(cover)
    if not symbol:
        raise DocumentError(path, "no symbol of a resolution, presidential statement or draft in it")
    if not body:
        raise DocumentError(path, f"{symbol}: no paragraph after the cover")
    lang = "zh" if _is_chinese(block.text for block in body) else "en"
    found = read_statement(body) if kind == "statement" else read_body(body, lang)
    made = next((block.text for block in blocks if _MADE.match(block.text)), "")
    return Document(
        symbol=symbol,
        type=kind,
        lang=lang,
        source=Source(path, "text", complete=_is_whole(found)),
        paragraphs=found,
        title=_title(cover, symbol, kind),
        date=_date(cover, made),
        meeting=_meeting([block.text for block in cover] + [made]),
        agenda=_agenda(made),
        adopted=True if kind in ("resolution", "statement") else None,
    )


def _part(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The cover and the body: the body begins after "The Security Council,"."""
    for at, block in enumerate(blocks):
        if FORMULA.match(block.text):
            return list(blocks[:at]), list(blocks[at + 1 :])
        opened = re.match(r"(?:The Security Council,|安全理事会[,，])\s?(?=\S)", block.text)
        if opened and at < 40:
            return list(blocks[:at]), [Block(block.text[opened.end() :], block.indent), *blocks[at + 1 :]]
    for at, block in enumerate(blocks):
        if _MADE.match(block.text):
            return list(blocks[:at]), list(blocks[at:])
    start = next((at for at, block in enumerate(blocks) if _is_running_text(block.text)), len(blocks))
    return list(blocks[:start]), list(blocks[start:])


def _is_running_text(text: str) -> bool:
    if opening(text) is Opening.STATEMENT:
        return True
    return len(text) > 60 and not _ADOPTED.match(text) and not _NUMBER_LINE.match(aligned(text))


def _symbol(cover: Sequence[Block]) -> tuple[str, DocumentType]:
    """The document's own symbol and what it is, from the lines above the text."""
    lines = [aligned(block.text) for block in cover]
    for line in lines:
        if (match := _NUMBER_LINE.match(line)) and (found := symbols.canonical(match[1] or match[2])):
            return found, "resolution"
    is_draft = any(_DRAFT.match(line) for line in lines)
    for line in lines:
        match = _SYMBOL_LINE.match(line)
        found = symbols.canonical(match[1]) if match else None
        if found:
            named = symbols.document_type(found)
            if named == "resolution":
                return found, "resolution"
            if named == "statement" or any(_STATEMENT_TITLE.search(one) for one in lines):
                return found, "statement"
            return found, "draft" if is_draft else "other"
    # a head that a converter ran together: "United Nations S/PRST/2026/4 Security Council Distr.: General"
    for span in (span for line in lines for span in symbols.find_symbols(line)):
        if (named := symbols.document_type(span.symbol)) in ("resolution", "statement"):
            return span.symbol, "resolution" if named == "resolution" else "statement"
    return "", "other"


def _title(cover: Sequence[Block], symbol: str, kind: DocumentType) -> str:
    for block in cover:
        if kind == "resolution" and _NUMBER_LINE.match(aligned(block.text)):
            return block.text
        if kind == "statement" and _STATEMENT_TITLE.search(block.text):
            return block.text
    return symbol


def _date(cover: Sequence[Block], made: str) -> str:
    """The date of adoption; else the date of issue, from the lines above the text."""
    adopted = [block.text for block in cover if _ADOPTED.match(block.text)]
    for text in (*adopted, made, *(block.text for block in cover)):
        if date := iso_date(text):
            return date
    return ""


def _meeting(texts: Sequence[str]) -> str:
    for text in texts:
        if match := _MEETING.search(text):
            return match[1] or match[2]
    return ""


def _agenda(made: str) -> str:
    match = _ITEM.search(made)
    return (match[1] or match[2]).strip() if match else ""


def _is_chinese(texts: Iterable[str]) -> bool:
    text = "".join(texts)[:20_000]
    return len(_HAN.findall(text)) * 2 > len(_LETTER.findall(text))


def _is_whole(found: Sequence[Paragraph]) -> bool:
    """Whether the last paragraph ends as a document does, with a full stop."""
    main = [paragraph.text for paragraph in found if paragraph.kind not in ("annex", "heading")]
    return bool(main) and bool(re.search(r"[.。][\"”'’」]?$", main[-1]))
