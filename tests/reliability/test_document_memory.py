"""No file takes more than 200 MB: the largest that are read and the largest that are refused, measured."""

from __future__ import annotations

import io
import json
import os
import runpy
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from .test_hostile_documents import illustrated

pytest.importorskip("resource", reason="the memory of a process is not told on this system")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

HERE = Path(__file__).parent
HOSTILE = runpy.run_path(str(HERE / "hostile_documents.py"))
PDF = runpy.run_path(str(HERE.parent / "indexer/files/pdf_files.py"))
MOST = 200
MOST_PDF = 384 + 40
"""Megabytes of the process that reads PDFs: what it may take, and what it has as it begins."""
HEAD = "Resolution 2999 (2025)\n\nThe Security Council,\n\n1. Decides so;\n\n"
RARE = "\U00020000"
AKN: str = HOSTILE["_as_akn"]().decode()
LETTER = (HERE.parents[1] / "corpus/samples/letter-2553.txt").read_text(encoding="utf-8")


def text(body: str, encoding: str = "utf-8") -> bytes:
    return (HEAD + body).encode(encoding)


def page(body: str, encoding: str = "utf-8") -> bytes:
    head = f"<html><head><meta charset={encoding}></head><body>".encode()
    return head + f"<p>Resolution 2999 (2025)</p><p>The Security Council,</p><p>1. Decides {body}".encode(encoding)


def xml(body: str) -> bytes:
    return AKN.replace("Decides so;", body).encode()


def in_utf7(data: bytes) -> bytes:
    """XML whose tags are in UTF-7, where none of them opens with "<"."""
    declared = b'<?xml version="1.0" encoding="UTF-7"?>'
    return declared + data.partition(b"?>")[2].replace(b"<", b"+ADw-").replace(b">", b"+AD4-")


def word(body: bytes) -> bytes:
    """A Word file with something more at the end of its text, which stands in a part with an odd name."""
    pytest.importorskip("docx")
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(HOSTILE["seeds"]()["word"][0])) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name).replace(b"word/document.xml", b"word/main.bin")
            new.writestr(name.replace("document.xml.rels", "main.bin.rels"), data)
            if name == "word/document.xml":
                new.writestr("word/main.bin", data.replace(b"<w:sectPr", body + b"<w:sectPr", 1))
    return file.getvalue()


def said(body: str) -> bytes:
    """A paragraph of Word."""
    return b"<w:p><w:r><w:t>" + body.encode() + b"</w:t></w:r></w:p>"


def listed(names: Iterable[bytes], claimed: int | None = None) -> bytes:
    """An archive of one file and a directory that lists it under many names; it may claim another number of them."""
    data, crc = b"1", zlib.crc32(b"1")
    entries = [
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, crc, 1, 1, len(name), 0, 0, 0, 0, 0, 0) + name
        for name in names
    ]
    first = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 33, crc, 1, 1, len(entries[0]) - 46, 0) + entries[0][46:]
    directory = b"".join(entries)
    count, start = len(entries) if claimed is None else claimed, len(first) + 1
    end = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, start + len(directory), 1)
    old_end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return first + data + directory + end + locator + old_end


def claiming_little(size: int) -> bytes:
    """An archive whose only member says that it unpacks to a hundred bytes, and unpacks to `size`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.txt", bytes(size))
    data = bytearray(file.getvalue())
    for at in (22, data.index(b"PK\1\2") + 24):
        data[at : at + 4] = struct.pack("<I", 100)
    return bytes(data)


def with_records(data: bytes) -> Callable[[Path], None]:
    """A folder with a document, and a file of records beside it."""

    def make(folder: Path) -> None:
        (folder / "data_extract").mkdir(parents=True)
        (folder / "data_extract" / "x.json").write_bytes(data)
        (folder / "x.xml").write_bytes(xml("Decides so;"))

    return make


TOO_LONG = "more text than a document can hold"
MUCH_MARKUP = "more than 400,000 tags and attributes"
BROKEN_DOWN = "more than 384 MB"
WORDS = "decides that all States shall take the measures "
FILES: dict[str, tuple[Callable[[], bytes | Callable[[Path], None]], str]] = {
    # texts
    "a line of words": (lambda: text(WORDS * 165_000), "read"),
    "numbers": (lambda: text("1325 (2000), " * 600_000), "read"),
    "accents": (lambda: text("\u00e9 " * 3_900_000), "read"),
    "a damaged byte": (lambda: text("\u00e9 " * 3_900_000) + b"\xff ", "read"),
    "Chinese in UTF-32": (lambda: text("决定" * 2_900_000, "utf-32"), "read"),
    "rare characters": (lambda: text(f"{RARE} " * 990_000), "read"),
    "too many of them": (lambda: text(RARE * 5_800_000), TOO_LONG),
    "one among too many": (lambda: text("a" * 7_800_000 + RARE), TOO_LONG),
    "bytes": (lambda: text("\r\n" * 11_000_000), TOO_LONG),
    "accents without end": (lambda: text("\u00e9 " * 7_900_000), TOO_LONG),
    "control characters": (lambda: text("ab\1" * 2_600_000), "binary data, not text"),
    "pages": (lambda: text("a\f" * 390_000), "read"),
    "too many pages": (lambda: text("a\f" * 3_900_000), TOO_LONG),
    "columns": (lambda: text("the Council decides that      shall take the measures\n" * 44_000), "read"),
    "columns of letters": (lambda: text("a     b\n" * 199_000), "read"),
    "too many columns": (lambda: text("a b c d e f     a b c d e f\n" * 280_000), "more text in columns"),
    "a letter": (lambda: LETTER.replace("\n\n", "\n\n" + f"{WORDS * 5}\n\n" * 14_000, 2).encode(), "read"),
    # pages and XML
    "words of XML": (lambda: xml(WORDS * 172_000), "read"),
    "elements of XML": (lambda: xml("x<b a='xy' c='zw'/>" * 99_000), "read"),
    "too many elements": (lambda: xml("x<b a='xy' c='zw'/>" * 330_000), MUCH_MARKUP),
    "too many words of XML": (lambda: xml(WORDS * 600_000), TOO_LONG),
    "XML in UTF-7": (lambda: in_utf7(xml("<b/>" * 600_000)), "XML that is not well formed"),
    "words of a page": (lambda: page(WORDS * 165_000), "read"),
    "cells": (lambda: page("</p><table><tr>" + "<td>x" * 395_000), "read"),
    "too many cells": (lambda: page("</p><table><tr>" + "<td>x" * 990_000), MUCH_MARKUP),
    "a page in EBCDIC": (lambda: page("<b>\u00e9</b>" * 900_000, "cp037"), MUCH_MARKUP),
    # Word
    "words of Word": (lambda: word(said(WORDS * 160_000)), "read"),
    "paragraphs of Word": (lambda: word(said(WORDS * 2) * 80_000), "read"),
    "too many paragraphs": (lambda: word(b"<w:p/>" * 1_000_000), "more than 600,000 tags and attributes"),
    "a picture": (lambda: illustrated(b"\xff\xd8\xff" + bytes(60 << 20)), "read"),
    # archives and records
    "names": (lambda: listed(b"UNSC_1995_SPV.3487_%030d.txt" % n for n in range(199_000)), "no symbol of a resolution"),
    "one name": (lambda: listed(b"x" for _ in range(1_300_000)), "a list of files of more than 24 MB"),
    "too many names": (lambda: listed(b"%d" % n for n in range(300_000)), "more than 200,000 files"),
    "names that are not counted": (lambda: listed((b"%d" % n for n in range(300_000)), 3), "more than 200,000 files"),
    "a member that claims little": (lambda: claiming_little(500 << 20), "cannot be unpacked"),
    "records of lists": (lambda: with_records(b"[" + b"[]," * 5_000_000 + b"[]]"), "read"),
    "records of lists without end": (lambda: with_records(b"[" + b"[]," * 20_000_000 + b"[]]"), "read"),
    "many records": (lambda: with_records(b"".join(b'{"symbol":"%d"}\n' % n for n in range(3_000_000))), "read"),
    # PDF
    "a long PDF": (lambda: PDF["file"](*[PDF["lines"]([f"{WORDS} {n}" for n in range(40)])] * 400), "no symbol"),
    "letters of a PDF": (lambda: PDF["file"](*[PDF["lines"](["a b c d e f " * 17] * 120)] * 150), BROKEN_DOWN),
    "objects of a PDF": (lambda: PDF["file"](b"0 0 1 1 re f\n" * 6_000_000), BROKEN_DOWN),
}
"""Files, and what is said of them; where numbers differ, the first is near to a limit, the other past it."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of each file, and what it took."""
    folder = tmp_path_factory.mktemp("large")
    for name, (make, _) in FILES.items():
        made = make()
        if isinstance(made, bytes):
            (folder / name).write_bytes(made)
        else:
            made(folder / name)
    words = [sys.executable, str(HERE / "memory_of_documents.py"), *(str(folder / name) for name in FILES)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", FILES)
def test_no_file_takes_more_than_200_megabytes(name: str, files: dict[str, Any]) -> None:
    found = files[name]
    assert found["megabytes"] < MOST
    assert found["pdf"] < MOST_PDF or sys.platform != "linux"
    assert FILES[name][1] in found["said"][0]
    assert all("\n" not in one and (one == "read" or name in one) for one in found["said"])
