"""A resolution, draft or presidential statement as plain text from a PDF or OCR converter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...errors import DocumentError
from ...vocabulary import symbols
from ...vocabulary.dates import iso_date
from ...vocabulary.document_forms import any_of, language_of, local_date, with_latin_mark
from ...vocabulary.folding import aligned
from ...vocabulary.languages import languages
from ..grammar.numbering import read_enumerator
from ..grammar.verbs import Opening, opening
from ..model import Document, DocumentType, Paragraph, Source
from .body import is_annex, read_body, read_statement
from .early import HEADING, is_closing, is_early, mend_words
from .furniture import clean_lines
from .wrapping import FORMULA, Block, paragraphs

__all__ = ["read_text"]

_NUMBER_LINE = re.compile(
    rf"(?:(?:Resolution|{any_of('number')})\s{{1,3}}(\d{{1,4}}(?:\s?\(\s?\d{{4}}\s?\))?),?|"
    r"第\s?(\d{1,4}(?:\s?\(\s?\d{4}\s?\))?)\s?号决议)$"
)
_SYMBOL_LINE = re.compile(r".{0,40}?([SA]\s?/\s?[A-Z0-9][A-Z0-9/ .()]{2,40})\*{0,2}$")
_ADOPTED = re.compile(rf"(?:Adopted\b|Statement\b|At the \d|安全理事会.{{0,40}}通过|{any_of('adopted')}\b)")
_MEETING = re.compile(
    r"\b(\d{1,5})(?:st|nd|rd|th) meeting|第\s?(\d{1,5})\s?次会议"
    rf"|\b(\d{{1,5}})\s?[-.]?[^\W\d_]{{0,4}}\s{{1,3}}{any_of('meeting')}|{any_of('meeting_before')}\s(\d{{1,5}})\b"
)
_MADE = re.compile(
    r"(?:At the \d{1,5}(?:st|nd|rd|th) meeting|On \d{1,2} \w{3,9} \d{4}, in connection with|"
    r"在?(?:20\d\d|19\d\d)年.{0,80}(?:主席|会议)).{0,600}"
)
_ITEM = re.compile(r"item (?:entitled|on) [\"“]([^\"”]{3,300})[\"”]|题为[\"“]([^\"”]{2,200})[\"”]的项目")
_DRAFT = re.compile(r"(?:.{0,200}: )?draft resolution\b|决议草案|(?:.{0,200}: )?" + any_of("draft"), re.IGNORECASE)
# before resolutions had symbols of their own ("S/1501")
_ADOPTED_RESOLUTION = re.compile(r"Resolution\b.{0,300}\badopted (?:at|by|on)\b", re.IGNORECASE)
_OPENED = re.compile(rf"(?:The Security Council,|安全理事会[,，]|{any_of('formula')}[,،])\s?(?=\S)")
_PART_LETTER = re.compile(r"[A-H]")
_STATEMENT_TITLE = re.compile(r"Statement by the President of the Security Council|安全理事会主席的?声明")


def read_text(text: str, path: str, lang: str = "") -> Document:
    """The document that `text` holds, in the language that it is known to be in; else its words tell.

    Raises DocumentError where it names no symbol, has a symbol and nothing else, or is in a language that is not known.
    """
    told = lang or language_of(text)
    lines = clean_lines(text)
    if told not in ("en", "zh"):
        lines = [replace(line, text=with_latin_mark(line.text)) for line in lines]
    blocks = [replace(block, text=mend_words(block.text)) for block in paragraphs(lines)]
    cover, body = _part(blocks)
    body, closing = _closed(body)
    symbol, kind = _symbol(cover)
    if not symbol:
        raise DocumentError(path, "no symbol of a resolution, presidential statement or draft in it")
    if not body:
        raise DocumentError(path, f"{symbol}: no paragraph after the cover")
    lang = lang or _language(body, told)
    if not lang:
        raise DocumentError(path, f"{symbol}: its words do not tell whether it is in {_known_languages()}")
    found = read_statement(body) if kind == "statement" else read_body(body, lang, early=is_early(symbol))
    made = next((block.text for block in blocks if _MADE.match(block.text)), "")
    return Document(
        symbol=symbol,
        type=kind,
        lang=lang,
        source=Source(path, "text", complete=_is_whole(found)),
        paragraphs=found,
        title=_title(cover, symbol, kind),
        date=_date(cover, made),
        meeting=_meeting([closing, *(block.text for block in cover), made]),
        agenda=_agenda(made),
        adopted=True if kind in ("resolution", "statement") else None,
    )


def _part(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The cover and the body: the body begins after "The Security Council,"."""
    for at, block in enumerate(blocks):
        if FORMULA.match(block.text) and (_ends_formula(block.text) or _is_opened(blocks[at + 1 : at + 2])):
            cover = _own_cover(blocks[:at])
            # the letter of the first of several parts stands above the formula
            letter = [cover.pop()] if cover and _PART_LETTER.fullmatch(cover[-1].text) else []
            return cover, letter + list(blocks[at + 1 :])
        opened = _OPENED.match(block.text)
        if opened and at < 40:
            return list(blocks[:at]), [Block(block.text[opened.end() :], block.indent), *blocks[at + 1 :]]
    for at, block in enumerate(blocks):
        if _MADE.match(block.text):
            return list(blocks[:at]), list(blocks[at:])
    start = next((at for at, block in enumerate(blocks) if _is_running_text(block.text)), len(blocks))
    return list(blocks[:start]), list(blocks[start:])


def _ends_formula(text: str) -> bool:
    return text.endswith((",", "，", ":", "：", "،"))


def _is_opened(following: Sequence[Block]) -> bool:
    """Whether a paragraph of a resolution follows: without its comma, the formula may be a mere name."""
    text = following[0].text if following else ""
    mark = read_enumerator(text)
    return opening(text[mark.end if mark else 0 :]) in (Opening.PARTICIPLE, Opening.FINITE)


def _own_cover(blocks: Sequence[Block]) -> list[Block]:
    """The cover without the end of what a printed volume has before it."""
    heads = [at for at, block in enumerate(blocks) if HEADING.match(aligned(block.text))]
    start = heads[-1] if heads and any(is_closing(block.text) for block in blocks[: heads[-1]]) else 0
    return list(blocks[start:])


def _closed(body: list[Block]) -> tuple[list[Block], str]:
    """The body up to the note on the vote, and that note; in a printed volume other matters follow it."""
    for at, block in enumerate(body):
        if is_closing(block.text):
            annexes = next((n for n in (at + 1, at + 2) if n < len(body) and is_annex(body[n].text)), len(body))
            return body[:at] + body[annexes:], block.text
    return body, ""


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
        if (match := HEADING.match(line)) and (found := symbols.canonical(match["first"] or match["number"])):
            return found, "resolution"
    is_draft = any(_DRAFT.match(line) for line in lines)
    for line in lines:
        match = _SYMBOL_LINE.match(line)
        found = symbols.canonical(match[1]) if match else None
        if found:
            named = symbols.document_type(found)
            if named == "resolution" or any(_ADOPTED_RESOLUTION.match(one) for one in lines):
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
        plain = aligned(block.text)
        if kind == "resolution" and (_NUMBER_LINE.match(plain) or HEADING.match(plain)):
            return block.text
        if kind == "statement" and _STATEMENT_TITLE.search(block.text):
            return block.text
    return symbol


def _date(cover: Sequence[Block], made: str) -> str:
    """The date of adoption; else the date of issue, from the lines above the text."""
    adopted = [block.text for block in cover if _ADOPTED.match(block.text)]
    for text in (*adopted, made, *(block.text for block in cover)):
        if date := iso_date(text) or local_date(text):
            return date
    return ""


def _meeting(texts: Sequence[str]) -> str:
    for text in texts:
        if match := _MEETING.search(text):
            return match[match.lastindex or 0]
    return ""


def _agenda(made: str) -> str:
    match = _ITEM.search(made)
    return (match[1] or match[2]).strip() if match else ""


def _language(body: Sequence[Block], told: str) -> str:
    """The language of the body; of a short one, that of the whole text, or English where English verbs open it."""
    if found := language_of(" ".join(block.text for block in body)) or told:
        return found
    return "en" if any(_is_opened([block]) for block in body) else ""


def _known_languages() -> str:
    *others, last = (one.folder for one in languages().values())
    return f"{', '.join(others)} or {last}"


def _is_whole(found: Sequence[Paragraph]) -> bool:
    """Whether the last paragraph ends as a document does, with a full stop."""
    main = [paragraph.text for paragraph in found if paragraph.kind not in ("annex", "heading")]
    return bool(main) and bool(re.search(r"[.。][\"”'’」]?$", main[-1]))
