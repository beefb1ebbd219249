"""The words of a PDF with their places on the page, as PDFium finds them.

PDFium (Chrome's reader of PDF) was taken for its speed, its licence (BSD, Apache) and because it knows which
gaps are spaces; docs/files.md has the measurement.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from .rows import Page, Word

__all__ = ["PAGE_LIMIT", "BrokenPdf", "pages_of"]

PAGE_LIMIT = 2_000
"""The longest documents of the Council, its annual reports and the reports of its panels, have under 1,000."""

_CHARACTER_LIMIT = 100_000  # on a page; the densest printed one has 12,000
_TEXT_LIMIT = 8_000_000
_FEW = 200  # letters: a running head, a stamp and the number of the page have less
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_HYPHENS = ("\x02", "\ufffe", "\u00ad", "\u2010")
"""Hyphens; the first two stand for one that PDFium takes for a dividing one."""
_SLANT = 0.3


class BrokenPdf(ValueError):
    """A PDF that cannot be read, with the reason."""


def pages_of(data: bytes) -> Iterator[Page]:
    """The pages of a PDF, each with its words in the order of the file.

    Raises BrokenPdf where it is encrypted, damaged or past a limit.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) == _PASSWORD
        raise BrokenPdf("a PDF that is locked with a password" if locked else "a damaged PDF") from error
    if len(document) > PAGE_LIMIT:
        raise BrokenPdf(f"a PDF of more than {PAGE_LIMIT:,} pages, which no document of the Council has")
    size = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            yield Page(number + 1, (), damaged=True)
            continue
        count = text.count_chars()
        size += count
        if count > _CHARACTER_LIMIT or size > _TEXT_LIMIT:
            raise BrokenPdf(f"a PDF with more text on page {number + 1} than a page can hold")
        words = tuple(_words(pdfium, text.raw, count))
        yield Page(number + 1, words, drawn=_is_drawn(pdfium, page.raw, words))
        text.close()
        page.close()


def _is_drawn(pdfium: Any, page: Any, words: Sequence[Word]) -> bool:
    """Whether a page of few words shows a picture; without a word whatever is drawn may be one, or letters as lines."""
    if sum(len(word.text) for word in words) > _FEW:
        return False
    count = pdfium.FPDFPage_CountObjects(page)
    pictures = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
    kinds = (pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at)) for at in range(count))
    return bool(count) if not words else any(kind in pictures for kind in kinds)


class _Glyphs:
    """The characters of one page; the places are read into the same few variables again and again."""

    def __init__(self, pdfium: Any, text: Any) -> None:
        self._pdfium = pdfium
        self._text = text
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()

    def size(self, at: int) -> float:
        """The height of the type in points; 0 for type that runs up, down or on its head."""
        size = self._pdfium.FPDFText_GetFontSize(self._text, at)
        if self._pdfium.FPDFText_GetMatrix(self._text, at, self._matrix):
            if abs(self._matrix.b) > _SLANT * abs(self._matrix.a) or self._matrix.a <= 0:
                return 0.0
            size *= abs(self._matrix.d)
        return float(size)

    def origin(self, at: int) -> tuple[float, float]:
        """Where the character stands on its line."""
        self._pdfium.FPDFText_GetCharOrigin(self._text, at, self._x, self._y)
        return self._x.value, self._y.value

    def end(self, at: int) -> float:
        """Where the next character would stand."""
        self._pdfium.FPDFText_GetLooseCharBox(self._text, at, self._box)
        return float(self._box.right)


def _words(pdfium: Any, text: Any, count: int) -> Iterator[Word]:
    glyphs = _Glyphs(pdfium, text)
    letters: list[str] = []
    start = end = base = size = origin = 0.0
    glued = False
    for at in range(count):
        letter = chr(pdfium.FPDFText_GetUnicode(text, at))
        if letter in _HYPHENS:
            letter = "-"
        if letter.isspace() or letter < " " or letter == "\ufffd":
            if letters:
                yield Word("".join(letters), start, end, base, size, glued=glued)
            letters, glued = [], False
            continue
        if not (height := glyphs.size(at)):
            continue
        x, y = glyphs.origin(at)
        same_line = abs(y - base) < 0.08 * size and abs(height - size) < 0.12 * size
        # the letters of a ligature have one place
        if letters and not (same_line and (x == origin or -0.5 * size < x - end < 0.6 * size)):
            yield Word("".join(letters), start, end, base, size, glued=glued)
            letters, glued = [], -0.2 * size < x - end < 0.2 * size
        if not letters:
            start, base, size = x, y, height
        letters.append(letter)
        origin, end = x, glyphs.end(at)
    if letters:
        yield Word("".join(letters), start, end, base, size, glued=glued)
