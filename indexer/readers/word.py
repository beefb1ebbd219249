"""Word files (.docx) to text, a paragraph a line: with the numbers that Word counts, and changes as accepted."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ...errors import DocumentError
from .extras import need
from .formats import is_plainly_encoded, markup_of
from .office import FAULTS, Crowded, Zip
from .word_numbers import Numbers

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["word_text"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# what was deleted or moved away, what an older program would show instead, the reading beside a character
_NOT_SHOWN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}rt", f"{_W}pPr", f"{_W}tblPr", f"{_W}sectPr", _FALLBACK})
_MARKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_PART_LIMIT = 64 * 2**20
_WHOLE_LIMIT = 128 * 2**20
_XML_LIMIT = 32 * 2**20
_MARKUP_LIMIT = 600_000
"""Word sets a dozen to every few words: a page has under a thousand."""
_COUNT_LIMIT = 10_000
_TEXT_LIMIT = 8_000_000
"""Characters; the longest reports of the Council's panels have under two million."""
_PARAGRAPH_LIMIT = 200_000
_DEPTH_LIMIT = 20
"""Tables and text boxes one inside the other."""
_DAMAGED = "a damaged Word file, or one with macros: save it as .docx"
_HEAD = 4096
_BEFORE_XML = b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"
"""Bytes that may stand before the first tag: those of spaces, of marks of the encoding, and the others of UTF-16."""
_DOCTYPE = re.compile(rb"<!doctype", re.IGNORECASE)
_OF_WORD = re.compile(rb'PartName="/([^"<>]{1,200})"\s{1,9}ContentType="application/vnd\.[^"<>]{1,200}\+xml"')
_OFF = ("0", "false", "off")


def word_text(data: bytes, path: str) -> str:
    """The text of a Word file: the head of its first page, then paragraphs and rows of tables.

    Raises DocumentError where it is damaged or past a limit.
    """
    need("docx", "a Word file", path)
    document = _opened(data, path)
    try:
        reader = _Reader(Numbers.of(document), path)
        blocks = [*reader.blocks(_first_head(document)), *reader.blocks(document.element.body)]
    except (KeyError, AttributeError, NotImplementedError, ValueError) as fault:  # parts or values it should have
        raise DocumentError(path, _DAMAGED) from fault
    return "\n\n".join(blocks)


def _opened(data: bytes, path: str) -> WordDocument:
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with Zip(data) as archive:
            if reason := _refusal(archive):
                raise DocumentError(path, reason)
            return Document(_with_text_alone(archive, path))
    except (*FAULTS, OpcError, LxmlError, AttributeError) as fault:
        raise DocumentError(path, str(fault) if isinstance(fault, Crowded) else _DAMAGED) from fault


def _refusal(archive: zipfile.ZipFile) -> str:
    """Why a Word file is not opened; "" where it may be."""
    infos = archive.infolist()
    sizes = [info.file_size for info in infos]
    if any(info.flag_bits & 0x1 for info in infos):
        return "a Word file that is locked with a password"
    if len({info.filename for info in infos}) < len(infos):
        return "a Word file in which a part stands twice"
    if len(sizes) > _COUNT_LIMIT or sum(sizes) > _WHOLE_LIMIT or max(sizes) > _PART_LIMIT:
        return f"a Word file of more than {_WHOLE_LIMIT >> 20} MB or with too many parts"
    return ""


def _with_text_alone(archive: zipfile.ZipFile, path: str) -> io.BytesIO:
    """The file with all its parts, those empty that are no XML. Raises DocumentError for text that is refused.

    Which parts are XML stands in the file, and none has to be named so; python-docx holds pictures in memory too.
    So it is given nothing that has not been looked at; what is refused and is no text is empty too.
    """
    kept = io.BytesIO()
    size = marks = 0
    with zipfile.ZipFile(kept, "w") as copy:
        is_text = _texts(archive)
        for info in archive.infolist():
            data = _xml_in(archive, info, _XML_LIMIT - size, path)
            if fault := _fault(data, marks):
                if is_text(info.filename):
                    raise DocumentError(path, fault)
                data = b""
            size, marks = size + len(data), marks + markup_of(data)
            copy.writestr(info.filename, data)
    kept.seek(0)
    return kept


def _fault(data: bytes, marks: int) -> str:
    """Why a part is refused after so many tags and attributes of others; "" where it is not."""
    if marks + markup_of(data) > _MARKUP_LIMIT:
        return f"a Word file of more than {_MARKUP_LIMIT:,} tags and attributes"
    if _DOCTYPE.search(data.replace(b"\0", b"")):
        return "a Word file with a DOCTYPE, which is refused in XML"
    return "" if is_plainly_encoded(data) else "a Word file in an encoding that Word does not write"


def _texts(archive: zipfile.ZipFile) -> Callable[[str], bool]:
    """Tells the parts that are text, or about it, from pictures, pages and what other programs keep in the file."""
    try:
        types = archive.read("[Content_Types].xml")[:_XML_LIMIT] if "[Content_Types].xml" in archive.namelist() else b""
    except FAULTS:
        types = b""
    named = set(_OF_WORD.findall(types))

    def is_text(name: str) -> bool:
        if name.lower().endswith(".rels") or name.encode() in named:
            return True
        return name.lower().endswith(".xml") and not name.startswith("customXml/")

    return is_text


def _xml_in(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int, path: str) -> bytes:
    """A part that opens as XML does, in whatever encoding; nothing of another one, which no reader of XML takes."""
    with archive.open(part) as file:
        head = file.read(_HEAD)
        opening = head.lstrip(_BEFORE_XML)
        if opening and not opening.startswith(b"<"):
            return b""
        if part.file_size > most:
            raise DocumentError(path, "a Word file with more text than a document can hold")
        return head + file.read(part.file_size)  # without a number zipfile unpacks whatever comes


def _first_head(document: WordDocument) -> Any:
    """What stands at the head of the first page: the masthead, in the Council's own files."""
    section = document.sections[0] if len(document.sections) else None
    if section is None:
        return ()
    head = section.first_page_header if section.different_first_page_header_footer else section.header
    return () if head.is_linked_to_previous else head._element


class _Reader:
    """The blocks of a document, in the order of the file."""

    def __init__(self, numbers: Numbers, path: str) -> None:
        self._numbers = numbers
        self._path = path
        self._depth = 0
        self._characters = self._paragraphs = 0

    def blocks(self, parent: Any) -> Iterator[str]:
        """The paragraphs and the rows of tables in an element, none of them empty.

        Raises DocumentError past a limit.
        """
        carried = ""
        for child in parent:
            if child.tag == f"{_W}p":
                for box in _outermost(child, f"{_W}txbxContent"):
                    yield from self._inside(box)
                carried += self._paragraph(child)
                if _mark_is_deleted(child):  # it is one with the next
                    continue
                if text := carried.strip():
                    yield text
                carried = ""
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif isinstance(child.tag, str) and child.tag not in _NOT_SHOWN:
                yield from self.blocks(child)
        if carried.strip():
            yield carried.strip()

    def _table(self, table: Any) -> Iterator[str]:
        """A row a line; the cells of a row that holds whole passages one after another."""
        for row in _outermost(table, f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = [list(self._inside(cell)) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt")]
            if any(len(cell) > 1 for cell in cells):
                yield from (block for cell in cells for block in cell)
            elif any(cells):
                yield "   ".join(block for cell in cells for block in cell)

    def _inside(self, part: Any) -> Iterator[str]:
        """The blocks of a text box or of a cell."""
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise self._past(f"text boxes or tables more than {_DEPTH_LIMIT} deep, one inside the other")
        yield from self.blocks(part)
        self._depth -= 1

    def _paragraph(self, paragraph: Any) -> str:
        text = "".join(_pieces(paragraph))
        number = self._numbers.next(paragraph) if text.strip() else ""
        self._paragraphs += 1
        self._characters += len(number) + len(text)
        if self._characters > _TEXT_LIMIT or self._paragraphs > _PARAGRAPH_LIMIT:
            raise self._past("more text than a document can hold")
        return f"{number} {text.lstrip()}" if number else text

    def _past(self, what: str) -> DocumentError:
        return DocumentError(self._path, f"a Word file with {what}")


def _outermost(element: Any, tag: str) -> Iterator[Any]:
    """The elements of a name in another one that is shown, without those inside one of them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _NOT_SHOWN:
            yield from _outermost(child, tag)


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph as it reads when all changes are accepted."""
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _MARKS:
            yield _MARKS[tag]
        elif tag == f"{_W}r" and _is_hidden(child):
            continue
        elif isinstance(tag, str) and tag not in _NOT_SHOWN and tag != f"{_W}txbxContent":
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in _OFF


def _mark_is_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
