"""Bytes to text: the encodings that are known, and what is no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.indexer.readers.encoding import decode

ENGLISH = "The Security Council,\n\nRecalling its resolution 1325 (2000) of 31 October 2000,\n"
CHINESE = "安全理事会，\n\n回顾其第1325(2000)号决议，\n1. 决定继续处理此案。\n"


class TestEncodings:
    @pytest.mark.parametrize("text", [ENGLISH, CHINESE, CHINESE + ENGLISH])
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
    )
    def test_the_same_text_in_every_encoding(self, text: str, encoding: str) -> None:
        assert decode(text.encode(encoding)) == text

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
    def test_accents_and_quotes(self, encoding: str) -> None:
        text = "The Council’s “road map” for Côte d’Ivoire\n"
        assert decode(text.encode(encoding)) == text

    def test_gbk_is_part_of_gb18030(self) -> None:
        assert decode(CHINESE.encode("gbk")) == CHINESE

    @given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
    def test_any_text_in_utf_8_comes_back(self, text: str) -> None:
        expected = text.removeprefix("\ufeff").replace("\u2028", "\n").replace("\u2029", "\n")
        try:
            assert decode(text.encode()) == expected
        except ValueError:
            assert text.startswith(("%PDF", "{\\rtf"))


class TestLines:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
    def test_every_line_end_is_a_newline(self, end: str) -> None:
        assert decode(f"one{end}two{end}".encode()) == "one\ntwo\n"

    def test_form_feeds_stay_and_stray_controls_go(self) -> None:
        assert decode(b"one\ftwo\x07three\x1a") == "one\ftwothree"


class TestNoText:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"%PDF-1.7 ...", "PDF"),
            (b"PK\x03\x04....", "zip"),
            (b"\xd0\xcf\x11\xe0....", "Word"),
            (b"{\\rtf1 words}", "RTF"),
            (b"\x1f\x8b\x08....", "gzip"),
            (b"\x89PNG\r\n\x1a\n....", "image"),
            (bytes(range(256)) * 40, "binary"),
            (b"\x00\x01\x02\x03" * 5000, "binary"),
            (b"words " * 5 + b"\x01\x02\x03\x04\x05", "binary"),
        ],
    )
    def test_the_reason_says_what_it_is(self, data: bytes, reason: str) -> None:
        with pytest.raises(ValueError, match=reason):
            decode(data)

    @given(st.binary())
    def test_any_bytes_end_in_text_or_a_reason(self, data: bytes) -> None:
        try:
            text = decode(data)
        except UnicodeError:
            pytest.fail("a fault of a codec is no reason")
        except ValueError:
            return
        assert not set(text) & set("\r\0")
