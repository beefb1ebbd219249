"""PDF files as the tests need them, put together by hand."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

LINE = "BT /F 9 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"


def file(*pages: bytes, extra: Iterable[bytes] = (), trailer: bytes = b"") -> bytes:
    """A PDF whose pages draw what the streams in `pages` say."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
    ]
    for at, page in enumerate(pages):
        packed = zlib.compress(page, 1)
        shown = b"/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R%s/Contents %d 0 R>>" % (shown, first + 2 * at + 1))
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed))
    return _put_together([*objects, *extra], trailer)


def _put_together(objects: list[bytes], trailer: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, trailer, len(out))
    )


def lines(texts: Iterable[str], *, x: int = 50, top: int = 780) -> bytes:
    """A stream that draws lines one below the other."""
    return "".join(LINE.format(x=x, y=top - 11 * at, text=text) for at, text in enumerate(texts)).encode("latin-1")


def locked() -> bytes:
    """A PDF that opens with a password alone (PDF 1.4, 40-bit key, which nothing here fits)."""
    security = b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    return file(b"", extra=[security], trailer=b"/Encrypt 6 0 R/ID[<00><00>]")
