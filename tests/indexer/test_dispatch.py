"""Which reader takes a file, by what it contains; every fault comes out as one error of one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.errors import DocumentError
from seized.indexer.readers import akn, read, read_bytes, walk

XML = b"""<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<coverPage><p><docNumber refersTo="#symbol">S/RES/2553 (2020)</docNumber></p></coverPage>
<mainBody><paragraph><num>1.</num><content><p>Decides to act.</p></content></paragraph></mainBody>
</statement></akomaNtoso>"""
TEXT = """United Nations

S/RES/2553 (2020)

Resolution 2553 (2020)

Adopted by the Security Council on 3 December 2020

The Security Council,

Recalling its previous resolutions,

1. Decides to remain seized of the matter.
"""
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


class TestChoice:
    @pytest.mark.parametrize(
        "prefix", [b"", b"\xef\xbb\xbf", b"\n\n  ", b"<!-- a copy -->\n", b'<?xml version="1.0"?>\n']
    )
    @pytest.mark.parametrize("name", ["x.xml", "x.txt", "x", "-"])
    def test_akoma_ntoso_whatever_its_name(self, prefix: bytes, name: str) -> None:
        (found,) = read_bytes(prefix.lstrip() + XML if b"?xml" in prefix else prefix + XML, name)
        assert (found.source.format, found.source.path, found.symbol) == ("akn", name, "S/RES/2553 (2020)")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
    @pytest.mark.parametrize("name", ["x.xml", "x.txt"])
    def test_text_in_any_encoding(self, encoding: str, name: str) -> None:
        (found,) = read_bytes(TEXT.encode(encoding), name)
        assert (found.source.format, found.symbol, found.lang) == ("text", "S/RES/2553 (2020)", "en")

    @pytest.mark.parametrize("first", ["<br>\n", "<a id='1'></a>\n", "< 5 pages >\n"])
    def test_text_may_open_with_a_mark_of_its_converter(self, first: str) -> None:
        (found,) = read_bytes((first + TEXT).encode(), "x.md")
        assert found.source.format == "text"

    @pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples at {SAMPLES}")
    def test_a_letter_gives_two_documents(self) -> None:
        for path in sorted(SAMPLES.glob("letter-*.txt")):
            (source,) = walk([path])
            assert [d.type for d in read(source, source.load())] == ["letter", "resolution"]

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b" \n\n", "empty"),
            (b"<?xml version='1.0'?><feed/>", "not an Akoma Ntoso"),
            (b"<html><body>x</body></html>", "no symbol"),
            (b"<!doctype html><p>x", "no symbol"),
            (b"<!DOCTYPE note><note/>", "DOCTYPE"),
            (b"%PDF-1.4", "a damaged PDF"),
            (b"PK\x03\x04....", "zip"),
            (b"\xd0\xcf\x11\xe0....", "old binary format"),
            (b"\x00\x01" * 300, "binary"),
            (b"Dear Sir, nothing to see here.", "symbol"),
        ],
    )
    def test_what_is_no_document_of_the_council(self, data: bytes, reason: str) -> None:
        with pytest.raises(DocumentError, match=reason) as caught:
            read_bytes(data, "x.dat")
        assert caught.value.source == "x.dat"


class TestFaults:
    @pytest.mark.parametrize("fault", [KeyError("x"), RecursionError("too\ndeep"), MemoryError(), ValueError("")])
    def test_a_fault_inside_a_reader_names_itself(self, fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise fault

        monkeypatch.setattr(akn, "read_akn", broken)
        with pytest.raises(DocumentError, match=f"could not be understood \\({type(fault).__name__}") as caught:
            read_bytes(XML, "x.xml")
        assert "\n" not in str(caught.value)

    @given(st.binary(max_size=400))
    def test_any_bytes_end_in_documents_or_an_error(self, data: bytes) -> None:
        assert "\n" not in self.fault_of(data)

    @given(st.integers(0, len(XML)), st.binary(max_size=3))
    def test_damaged_xml_ends_in_a_document_or_an_error(self, at: int, junk: bytes) -> None:
        damaged = XML[:at] + junk + XML[at + len(junk) :]
        assert "could not be understood" not in self.fault_of(damaged)

    def fault_of(self, data: bytes) -> str:
        try:
            read_bytes(data, "x")
        except DocumentError as error:
            return str(error)
        return ""
