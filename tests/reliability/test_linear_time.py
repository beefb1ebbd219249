"""Time grows with the text: pieces that are repeated in texts, pages and XML, and the members of archives."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from seized.errors import DocumentError
from seized.indexer.readers import walk

from .test_hostile_documents import AKN, HEAD, OPENING, outcome, packed


def text(shape: str) -> bytes:
    return (HEAD + shape).encode()


def ending(shape: str) -> bytes:
    """A text whose last line ends so."""
    return (HEAD.rstrip() + shape).encode()


def page(shape: str) -> bytes:
    return f"<html><body><main><p>{OPENING}</p>{shape}".encode()


def xml(shape: str) -> bytes:
    return AKN.replace("Decides so;", f"Decides {shape}").encode()


SHAPES = [
    *[(ending, one) for one in (" ", "\t", ";", "(", "-", "S/")],
    *[(text, one) for one in ("1.\n", "(a) ", "a     b\n", "     ", "The Security Council,\n", "Annex\n\n", "\f\n1\n")],
    *[
        (text, one)
        for one in ("S/RES/1325 (2000)\n", "(a)(i)", "e\u0301", "\u202e", "9", "第1325(2000)号决议", "“", "- ")
    ],
    *[
        (text, one)
        for one in ("calls upon and ", "reiterates its ", "In favour: China, ", "20 December 2020, ", "a-\n")
    ],
    *[
        (page, one)
        for one in ("\n", " ", "\t", "<b>", "<div class=menu>x", "<ol><li>x", "<table><tr><td>x", "<!-- ", "&")
    ],
    *[(page, one) for one in ("<main>", "<a href=#>1</a>", "<p style='list-style:none'>x", "</p>", "<sup>1</sup>")],
    *[(xml, one) for one in ("(a) ", "   ", "a", "1325 (2000), ", "&amp;", "<b>x</b>", "<p>", "</p><p>x", "第1段、")],
]
"""Nasty pieces that are repeated, and the documents that hold them."""


def measured(work: Callable[[int], object], least: float = 0.05, most: int = 640_000) -> tuple[int, float, float]:
    """A size at which work takes `least` seconds, how long it takes there, and how long at four times that size.

    The size is the longest that is tried where even that takes less. The shortest of several runs counts, since others
    use the processor too.
    """

    def seconds(size: int) -> float:
        start = time.process_time()
        work(size)
        return time.process_time() - start

    size = 2_500
    seconds(size)  # what is compiled or read once is not counted
    while (small := seconds(size)) < least and size < most:
        size *= 2
    return size, min(small, seconds(size), seconds(size)), min(seconds(4 * size), seconds(4 * size))


class TestLinearTime:
    """Four times as much takes far less than sixteen times as long, at sizes at which a clock can tell."""

    MOST = 8

    @pytest.mark.parametrize(("made", "shape"), SHAPES, ids=lambda v: getattr(v, "__name__", ascii(v)))
    def test_a_text(self, made: Callable[[str], bytes], shape: str) -> None:
        size, small, large = measured(lambda length: outcome(made(shape * (length // len(shape)))))
        assert large < self.MOST * max(small, 0.01), size

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize(
        "members",
        [
            lambda count: [(f"{n}.txt", b"1") for n in range(count)],
            lambda count: [("0.txt", b"1"), *((f"{n}.txt", b"1") for n in range(count))],
            lambda count: [(f"a{n}/b/c/d.xml", AKN.encode()) for n in range(count)],
            lambda count: [(f"a{n}/data_extract/x.json", b"{}") for n in range(count)] + [("a/x.xml", AKN.encode())],
        ],
        ids=["files", "a name that stands twice", "XML in a folder each", "records in a folder each"],
    )
    def test_an_archive(self, members: Callable[[int], Any], tmp_path: Path) -> None:
        def work(size: int) -> None:
            path = tmp_path / f"{size}.zip"
            for source in walk([path]):
                with suppress(DocumentError):
                    source.digest(source.load())

        for size in (2_500 * 2**n for n in range(5)):  # making them is not counted
            (tmp_path / f"{size}.zip").write_bytes(packed(members(size // 10)))
        size, small, large = measured(work, most=10_000)
        assert large < self.MOST * max(small, 0.01), size

    @pytest.mark.torture
    @pytest.mark.parametrize(("made", "shape"), SHAPES, ids=lambda v: getattr(v, "__name__", ascii(v)))
    def test_a_line_of_a_million_characters(self, made: Callable[[str], bytes], shape: str) -> None:
        def seconds(length: int) -> float:
            data = made(shape.replace("\n", " ") * (length // len(shape)))
            start = time.process_time()
            outcome(data)
            return time.process_time() - start

        small = max(seconds(125_000), 0.02)
        assert seconds(1_000_000) < 32 * small
