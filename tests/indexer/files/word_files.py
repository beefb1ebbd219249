"""Word files as the tests need them: the layout of a resolution, and what people do to a file."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Pt

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
LISTS = f"""<w:abstractNum {W} w:abstractNumId="90">{
    "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(LEVELS)
    )
}</w:abstractNum>"""


def blank() -> Any:
    """A Word document with a list of three levels, number 90."""
    document = Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LISTS))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return document


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def counted(paragraph: Any, level: int, number: int = 90) -> None:
    """Let Word count a paragraph."""
    mark = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(mark))


def masthead(document: Any, symbol: str, date: str) -> None:
    """The head of the first page as it stands in the Council's files, and running heads after it."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    table = section.first_page_header.add_table(2, 2, Pt(400))
    for cell, text in zip(
        (c for row in table.rows for c in row.cells),
        ("United Nations", symbol, "Security Council", f"Distr.: General\n{date}"),
        strict=True,
    ):
        cell.text = text
    section.header.paragraphs[0].text = symbol
    section.footer.paragraphs[0].text = "2/5\t20-16963"
    section.first_page_footer.paragraphs[0].text = "20-16963 (E)    031220"


def resolution(parts: tuple[str, str, str, list[tuple[str, str, str]]], *, automatic: bool) -> bytes:
    """A resolution; Word counts its paragraphs where their numbers are those that it would give."""
    symbol, date, cover, body = parts
    document = blank()
    document.styles["Normal"].font.size = Pt(10)
    masthead(document, symbol, date)
    for line in cover.split("\n"):
        document.add_paragraph().add_run(line).bold = True
    expected = {"op": 1, "sub": 1}
    for kind, number, text in body:
        paragraph = document.add_paragraph(style="Normal")
        if kind == "op":
            expected["sub"] = 1
        counts = (
            automatic
            and kind in expected
            and number == (f"{expected[kind]}." if kind == "op" else f"({chr(96 + expected[kind])})")
        )
        if counts:
            counted(paragraph, int(kind == "sub"))
            expected[kind] += 1
        paragraph.add_run(f"{number}\t{text}" if number and not counts else text)
    return saved(document)
