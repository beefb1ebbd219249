"""Word files: numbers that Word counts, changes, notes, tables, and files that are no such thing."""

from __future__ import annotations

import io
import runpy
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml

from seized import build_index
from seized.errors import DocumentError
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import read_bytes, walk, word
from seized.indexer.readers.word_numbers import counted

HERE = Path(__file__).parent
WORD = runpy.run_path(str(HERE / "word_files.py"))
W = WORD["W"]
Made = tuple[str, str, str]


def shape(document: Any) -> list[tuple[str, str]]:
    (found,) = read_bytes(WORD["saved"](document), "x.docx")
    return [(one.label, one.text) for one in found.paragraphs if one.kind != "preambular"]


def resolution(*lines: str) -> Any:
    document = WORD["blank"]()
    for line in ("Resolution 2999 (2025)", "The Security Council,", "Recalling it,", *lines):
        document.add_paragraph(line)
    return document


def reason(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "x.docx")
    return caught.value.reason


class TestResolutions:
    @pytest.mark.parametrize("automatic", [True, False])
    def test_the_clauses_that_the_xml_marks_up(
        self,
        automatic: bool,
        resolutions: Callable[..., Iterator[tuple[Path, list[Made]]]],
        tool: Callable[[str], dict[str, Any]],
    ) -> None:
        make = runpy.run_path(str(HERE / "conftest.py"))["as_docx"]
        gold, parsed = [], []
        for file, blocks in resolutions(24 if automatic else 12):
            gold += list(tool("gold")["clauses"](str(file), "E"))
            for document in read_bytes(make(blocks, automatic=automatic), f"{file.stem}.docx"):
                parsed += [clause.to_dict() for clause in clauses_of(document)]
        found = tool("score")["score"](gold, parsed)
        assert found["boundary_f1"] >= 0.99
        assert min(found["kind"], found["paragraph"], found["lead_verb"]) >= 0.99


class TestNumbers:
    def test_word_counts_and_the_text_has_none(self) -> None:
        document = resolution()
        for level, text in [
            (0, "Requests:"),
            (1, "One;"),
            (2, "Deep;"),
            (2, "Deeper;"),
            (1, "Two;"),
            (0, "Decides so."),
        ]:
            WORD["counted"](document.add_paragraph(text), level)
        assert [label for label, _ in shape(document)] == ["1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)", "2"]

    def test_a_list_begins_anew_where_it_says_so(self) -> None:
        document = resolution()
        document.part.numbering_part.element.append(
            parse_xml(
                f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
            )
        )
        WORD["counted"](document.add_paragraph("Requests this;"), 0, 91)
        WORD["counted"](document.add_paragraph("Decides so."), 0, 91)
        assert [label for label, _ in shape(document)] == ["5", "6"]

    def test_a_style_may_hold_the_number(self) -> None:
        document = resolution()
        style = document.styles["List Number"].element
        style.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="90"/></w:numPr>'))
        for text in ("Requests this;", "Decides so."):
            document.add_paragraph(text, style="List Number")
        assert [label for label, _ in shape(document)] == ["1", "2"]

    @pytest.mark.parametrize(
        ("number", "form", "reads"),
        [
            (3, "lowerLetter", "c"), (28, "upperLetter", "BB"), (4, "lowerRoman", "iv"), (9, "upperRoman", "IX"),
            (12, "chineseCounting", "十二"), (20, "chineseCountingThousand", "二十"), (7, "decimalZero", "07"), (5, "unknown", "5"),
        ],
    )  # fmt: skip
    def test_how_a_number_reads(self, number: int, form: str, reads: str) -> None:
        assert counted(number, form) == reads


class TestWhatPeopleDoToFiles:
    def test_changes_are_read_as_accepted(self) -> None:
        document = resolution()
        paragraph = document.add_paragraph("1. Decides to ")
        paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>leave</w:delText></w:r></w:del>"))
        paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>remain</w:t></w:r></w:ins>"))
        paragraph.add_run(" seized.")
        assert shape(document) == [("1", "Decides to remain seized.")]

    def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next(self) -> None:
        document = resolution("1. Decides to remain ")
        document.paragraphs[-1]._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {W}><w:del/></w:rPr>"))
        document.add_paragraph("seized of the matter.")
        assert shape(document) == [("1", "Decides to remain seized of the matter.")]

    def test_hidden_text_and_marks_of_notes_are_no_text(self) -> None:
        document = resolution("1. Decides to remain seized")
        paragraph = document.paragraphs[-1]
        paragraph.add_run(" <<ODS JOB NO>>").font.hidden = True
        paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
        paragraph._p.append(parse_xml(f"<w:r {W}><w:noBreakHyphen/><w:t>now.</w:t></w:r>"))
        assert shape(document) == [("1", "Decides to remain seized-now.")]

    def test_the_masthead_stands_in_the_head_of_the_first_page(self) -> None:
        document = WORD["blank"]()
        WORD["masthead"](document, "S/RES/2999 (2025)", "30 June 2025")
        for line in ("The Security Council,", "Recalling it,", "1. Decides so."):
            document.add_paragraph(line)
        (found,) = read_bytes(WORD["saved"](document), "x.docx")
        assert (found.symbol, found.date) == ("S/RES/2999 (2025)", "2025-06-30")

    def test_a_table_is_read_row_by_row(self) -> None:
        document = resolution("1. Decides so:")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "(a)", "one thing;"
        assert shape(document)[1:] == [("1(a)", "one thing;")]


def boxed(depth: int) -> Any:
    """A resolution with a text box in a text box, and so on; in each stands its depth, counted from the innermost."""
    inner = ""
    for at in range(depth):
        inner = f"<w:p><w:r><w:t>Box {at}.</w:t></w:r><w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>"
    document = resolution("1. Decides so.")
    document.paragraphs[-1]._p.append(
        parse_xml(f"<w:r {W}><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>")
    )
    return document


class TestTextBoxes:
    @pytest.mark.parametrize("depth", [1, 2, 16])
    def test_each_is_read_once(self, depth: int) -> None:
        text = word.word_text(WORD["saved"](boxed(depth)), "x.docx")
        assert [text.count(f"Box {at}.") for at in range(depth)] == [1] * depth

    def test_a_deleted_one_is_not_read(self) -> None:
        document = resolution("1. Decides so.")
        box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Gone.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        document.paragraphs[-1]._p.append(parse_xml(f"<w:del {W}>{box}</w:del>"))
        assert "Gone" not in word.word_text(WORD["saved"](document), "x.docx")

    def test_one_deeper_than_people_put_them_is_refused(self) -> None:
        assert reason(WORD["saved"](boxed(40))) == (
            "a Word file with text boxes or tables more than 20 deep, one inside the other"
        )

    def test_a_table_in_a_table_is_read_once(self) -> None:
        document = resolution("1. Decides so:")
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "Outer."
        cell.add_table(1, 1).cell(0, 0).text = "Inner."
        text = word.word_text(WORD["saved"](document), "x.docx")
        assert (text.count("Outer."), text.count("Inner.")) == (1, 1)


class TestFiles:
    def test_it_is_one_document_and_no_archive_of_documents(self, tmp_path: Path) -> None:
        data = WORD["saved"](resolution("1. Decides so."))
        (tmp_path / "x.docx").write_bytes(data)
        with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
            archive.writestr("z.docx", data)
        assert [Path(source.path).name for source in walk([tmp_path])] == ["x.docx", "z.docx"]
        report = build_index([tmp_path], tmp_path / "index")
        assert (report.indexed, report.documents, report.rejected) == (2, 1, [])

    @pytest.mark.parametrize(
        ("parts", "said"),
        [
            ({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}, "damaged Word file"),
            ({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}, "an Excel table"),
            ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, "OpenDocument"),
            ({"a.txt": b"words"}, "a zip archive"),
        ],
    )
    def test_other_archives(self, parts: dict[str, bytes], said: str) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        assert said in reason(file.getvalue())

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("WordDocument", "a Word file in the old binary format"),
            ("EncryptedPackage", "password"),
            ("x", "old binary format"),
        ],
    )
    def test_compound_files(self, name: str, said: str) -> None:
        assert said in reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name.encode("utf-16-le"))

    def test_one_that_unpacks_to_too_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(word, "_WHOLE_LIMIT", 10_000)
        assert "a Word file of more than" in reason(WORD["saved"](resolution("1. Decides so.")))

    @pytest.mark.parametrize(("limit", "value"), [("_TEXT_LIMIT", 40), ("_PARAGRAPH_LIMIT", 3)])
    def test_one_with_more_text_than_a_document_has(
        self, limit: str, value: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(word, limit, value)
        assert reason(WORD["saved"](resolution("1. Decides so."))) == (
            "a Word file with more text than a document can hold"
        )

    def test_one_whose_numbers_would_be_longer_than_its_text(self) -> None:
        document = resolution()
        document.part.numbering_part.element.find(".//{*}lvlText").set(word._W + "val", "%1" * 1_000_000)
        WORD["counted"](document.add_paragraph("Decides so."), 0)
        assert len(word.word_text(WORD["saved"](document), "x.docx")) < 2_000

    def test_one_that_is_damaged_is_read_or_refused(self) -> None:
        data = WORD["saved"](resolution("1. Decides so."))
        for at in range(100, len(data), len(data) // 25):
            try:
                read_bytes(data[:at] + b"\xff\x00" + data[at + 2 :], "x.docx")
            except DocumentError as error:
                assert "could not be understood" not in error.reason  # noqa: PT017
