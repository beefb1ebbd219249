"""HTML pages: the document and not what stands round it."""

from __future__ import annotations

import html
import runpy
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seized.errors import DocumentError
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import read_bytes

HERE = Path(__file__).parent
Made = tuple[str, str, str]
TOP = "<p>Resolution 2999 (2025)</p><p>The Security Council,</p><p>Recalling it,</p>"
AROUND = (
    '<header><nav><ul><li>Home</li><li>Documents</li></ul></nav></header><div class="breadcrumb">Home / Resolutions</div>',
    '<footer><p>Terms of use</p></footer><div id="share-this">Share this page</div><p>© United Nations</p><script>x=1</script>',
)


def shape(body: str, *, head: str = "", encoding: str = "utf-8") -> list[tuple[str, str]]:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding)
    (found,) = read_bytes(page, "x.html")
    return [(one.label, one.text) for one in found.paragraphs if one.kind != "preambular"]


class TestResolutions:
    def test_the_clauses_that_the_xml_marks_up(
        self, resolutions: Callable[..., Iterator[tuple[Path, list[Made]]]], tool: Callable[[str], dict[str, Any]]
    ) -> None:
        make = runpy.run_path(str(HERE / "conftest.py"))["as_html"]
        gold, parsed = [], []
        for file, blocks in resolutions(60):
            gold += list(tool("gold")["clauses"](str(file), "E"))
            page = make(blocks).replace("<body>", f"<body>{AROUND[0]}").replace("</body>", f"{AROUND[1]}</body>")
            for document in read_bytes(page.encode(), f"{file.stem}.html"):
                parsed += [clause.to_dict() for clause in clauses_of(document)]
        found = tool("score")["score"](gold, parsed)
        assert found["boundary_f1"] >= 0.99
        assert min(found["kind"], found["paragraph"], found["lead_verb"]) >= 0.99


class TestPages:
    @pytest.mark.parametrize(
        "body",
        [
            f"{TOP}<p>1. Decides <i>so</i>.</p>",
            f"{AROUND[0]}{TOP}<p>1. Decides so.</p>{AROUND[1]}",
            f"<main>{TOP}<p>1. Decides so.</p><p hidden>{'x ' * 300}</p></main><p>2. Requests more news from us.</p>",
            f"{TOP}<ol><li>Decides so.</li></ol>",
            f"{TOP}<ol><li><p>Decides so.</p></li></ol>",
            f"{TOP}<p>1.&nbsp;&nbsp;Decides\n   so.</p>",
            f"{TOP}<table><tr><td>1.</td><td>Decides so.</td></tr></table>",
            f"{TOP}<p>1. Decides <del>this</del><ins>so</ins>.<sup>2</sup></p>",
            f'{TOP}<p>1. Decides so.<a href="#_ftn1">[1]</a></p><div class="footnotes"><p>[1] See elsewhere.</p></div>',
            TOP.replace("</p><p>", "<br><br>") + "<p>1. Decides so.</p>",
            "<pre>Resolution 2999 (2025)\n\nThe Security Council,\n\nRecalling it,\n\n1. Decides\nso.</pre>",
            f"{TOP}<p>1. Decides so.</p><p style='display: none'>2. Decides more.</p>",
        ],
    )
    def test_all_of_these_say_the_same(self, body: str) -> None:
        assert shape(body) == [("1", "Decides so.")]

    def test_the_name_of_what_holds_the_document_does_not_matter(self) -> None:
        assert shape(f'<div class="has-sidebar menu">{TOP}<p>1. Decides so.</p></div>') == [("1", "Decides so.")]

    def test_lists_count_as_a_browser_does(self) -> None:
        body = f'{TOP}<ol start="3"><li>Requests:<ol type="a"><li>one;</li><li value="3">two;</li></ol></li><li>Decides so.</li></ol>'
        assert [label for label, _ in shape(body)] == ["3", "3(a)", "3(c)", "4"]

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
    def test_what_the_page_says_its_encoding_is(self, encoding: str) -> None:
        page = f'<html><head><meta charset="{encoding}"></head><body><p>第2518(2020)号决议</p><p>安全理事会，</p><p>1. 决定继续处理此案。</p></body></html>'
        (found,) = read_bytes(page.encode(encoding), "x")
        assert (found.symbol, found.lang, found.paragraphs[-1].text) == (
            "S/RES/2518 (2020)",
            "zh",
            "决定继续处理此案。",
        )

    def test_xhtml_is_html(self) -> None:
        page = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>{TOP}<p>1. Decides so.</p></body></html>'
        assert read_bytes(page.encode(), "x")[0].symbol == "S/RES/2999 (2025)"


class TestHostilePages:
    @pytest.mark.parametrize("data", [b"<html>", b"<!doctype html>", b"<html>\0\0\0", b"<body><p>" + b"<b>" * 3000])
    def test_a_page_with_nothing_in_it(self, data: bytes) -> None:
        with pytest.raises(DocumentError) as caught:
            read_bytes(data, "x.html")
        assert "could not be understood" not in caught.value.reason

    @pytest.mark.parametrize(
        "piece", ["<div class=menu>", "<b>", "<li>x", "<ol><li>x", "<table><tr><td>", "<!-- ", "&lt;"]
    )
    @pytest.mark.usefixtures("no_collection")
    def test_time_grows_with_length(self, piece: str) -> None:
        def seconds(times: int) -> float:
            page = f"<html><body>{TOP}{piece * times}".encode()
            start = time.process_time()
            read_bytes(page, "x.html")
            return time.process_time() - start

        assert seconds(4000) < 8 * 5 * max(seconds(500), 0.01)

    def test_entities_are_no_bomb(self) -> None:
        page = f"<!DOCTYPE html [<!ENTITY a '{'x' * 99}'>]><html><body>{TOP}<p>1. Decides {'&a;' * 9}</p></body></html>"
        assert html.unescape("&a;") == "&a;"
        assert len(read_bytes(page.encode(), "x")[0].paragraphs) == 2
