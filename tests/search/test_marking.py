"""Texts as HTML: escaped, what matches or differs marked, tables for notebooks."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized import Index, build_index, open_index
from seized.search.alignment import Coder, changes
from seized.search.marking import both_html, changed_html, marked_html, snippet_html

HOSTILE = '<script>alert("1")</script> & <img src=x onerror=\'y\'> </td> 维和 "peace" </mark>'
TEXTS = st.text(st.sampled_from("ab <>&\"'维 /"), max_size=60)


def plain(html: str) -> str:
    return unescape(re.sub(r"</?(?:mark|del|ins)>", "", html))


class Tags(HTMLParser):
    """The tags of a piece of HTML, each that is opened closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)
        self.close()
        assert self.opened == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs} <= {"href", "rel", "scope", "style"}

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "spans", "expected"),
        [
            ("", [], ""),
            ("women & peace", [], "women &amp; peace"),
            ("women & peace", [(0, 5)], "<mark>women</mark> &amp; peace"),
            ("a<b>c", [(1, 4)], "a<mark>&lt;b&gt;</mark>c"),
            ("维和人员", [(0, 2), (2, 4)], "<mark>维和</mark><mark>人员</mark>"),
        ],
    )
    def test_spans_between_tags_and_all_else_escaped(
        self, text: str, spans: list[tuple[int, int]], expected: str
    ) -> None:
        assert marked_html(text, spans) == expected

    @given(text=TEXTS, data=st.data())
    def test_nothing_is_lost_and_nothing_is_left_open(self, text: str, data: st.DataObject) -> None:
        places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
        html = marked_html(text, list(zip(places[::2], places[1::2], strict=False)))
        assert plain(html) == text
        assert Tags(html).seen <= {"mark"}

    def test_a_snippet_is_the_part_with_the_matches(self) -> None:
        text = "peace " * 100 + "<women> " + "peace " * 100
        at = text.index("women")
        html = snippet_html(text, [(at, at + 5)])
        assert "&lt;<mark>women</mark>&gt;" in html
        assert html.startswith("… ")
        assert html.endswith(" …")
        assert len(html) < 400


class TestChanges:
    @given(old=TEXTS.map("a {}".format), new=TEXTS.map("b {}".format))
    def test_each_side_is_its_text(self, old: str, new: str) -> None:
        diff = changes(old, new, Coder())
        assert plain(changed_html(diff, old=True)) == old
        assert plain(changed_html(diff, old=False)) == new
        assert Tags(both_html(diff)).seen <= {"del", "ins"}

    def test_what_was_left_out_stands_before_what_was_put_in(self) -> None:
        diff = changes("Decides to remain actively seized", "Decides to remain fully seized", Coder())
        assert both_html(diff) == "Decides to remain <del>actively</del> <ins>fully</ins> seized"


class TestNotebooks:
    def test_hits_are_a_table_with_marks_and_addresses(self, samples_index: Index) -> None:
        results = samples_index.search('"safety and security"', limit=3)
        html = results._repr_html_()
        assert html.startswith(f"<table><caption>3 of {results.total} clauses</caption>")
        assert html.count("<tr>") == 4
        assert "<mark>safety and security</mark>" in html
        assert set(Tags(html).addresses) <= {
            "https://undocs.org/en/S/RES/2518(2020)", "https://undocs.org/en/S/RES/2553(2020)"
        }  # fmt: skip

    def test_one_and_none_are_counted_too(self, samples_index: Index) -> None:
        assert "1 of 1 clause<" in samples_index.search('"Light Coordination Mechanism"')._repr_html_()
        assert "0 of 0 clauses<" in samples_index.search("xyzzyq")._repr_html_()

    def test_precedents_and_what_differs(self, samples_index: Index) -> None:
        html = samples_index.similar("Decides to remain tentatively seized of the matter")._repr_html_()
        assert "<ins>tentatively</ins>" in html
        assert "2, 2020-03-30 to 2020-12-03" in html
        assert Tags(html).seen == {"table", "caption", "thead", "tbody", "tr", "th", "td", "a", "del", "ins"}

    def test_two_documents_side_by_side(self, samples_index: Index) -> None:
        comparison = samples_index.compare("2518", "2553")
        html = comparison._repr_html_()
        assert html.count("<tr>") == len(comparison.pairs) + 1
        assert f"{comparison.counts['dropped']} dropped" in html
        Tags(html)

    def test_usage_is_its_chart(self, samples_index: Index) -> None:
        assert samples_index.usage("security")._repr_html_().startswith("<svg ")

    def test_hostile_text_and_names_come_out_as_text(self, tmp_path: Path) -> None:
        text = f"Resolution 2530 (2020)\n\nThe Security Council,\n\n1. Decides {HOSTILE} to remain seized;\n\n2. Decides so.\n"
        (tmp_path / "hostile.txt").write_text(text, encoding="utf-8")
        (tmp_path / "other.txt").write_text(text.replace("2530", "2531").replace("remain", "be"), encoding="utf-8")
        build_index([tmp_path / "hostile.txt", tmp_path / "other.txt"], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            shown = (
                index.search("seized"),
                index.similar(f"Decides {HOSTILE} to remain seized"),
                index.compare("2530", "2531"),
                index.usage(f'"{HOSTILE[:7]}"', "seized"),
            )
            for one in shown:
                html = one._repr_html_()
                assert "<script" not in html
                assert "<img" not in html
            for one in shown[:3]:
                assert "script&gt;" in one._repr_html_()
                Tags(one._repr_html_())
