"""Comparing documents: each status, what belongs together, what a document renews, and the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from seized import Index, NotFound, QueryError
from seized.indexer.model import Clause, Kind
from seized.search.alignment import Coder
from seized.search.compare import Comparison, compare_clauses
from seized.search.compare_page import page

FIRST = "Requests the Secretary-General to report every six months on the mission"
SECOND = "Calls upon all parties to respect the ceasefire and to cooperate fully with the mission"
THIRD = "Urges Member States to contribute troops and police to the operation without delay"
FOURTH = "Condemns all attacks against humanitarian personnel and demands that they stop at once"


def clauses(*texts: str, kind: Kind = "operative") -> list[Clause]:
    return [
        Clause(f"X/{kind}/{n}", "X", kind, str(n), n, "en", "2020-01-01", (), (), (), (), text)
        for n, text in enumerate(texts, 1)
    ]


def statuses(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[str, str, str]]:
    pairs = compare_clauses(old, new, Coder())
    return [(one.status, one.old.paragraph if one.old else "", one.new.paragraph if one.new else "") for one in pairs]


class TestStatuses:
    def test_same_up_to_case_and_punctuation(self) -> None:
        assert statuses(clauses(f"{FIRST};"), clauses(f"{FIRST.upper()}.")) == [("same", "1", "1")]

    def test_reworded(self) -> None:
        assert statuses(clauses(FIRST), clauses(FIRST.replace("six", "three"))) == [("reworded", "1", "1")]

    def test_new_and_dropped_where_they_stand(self) -> None:
        assert statuses(clauses(FIRST, SECOND, THIRD), clauses(FIRST, FOURTH, THIRD)) == [
            ("same", "1", "1"),
            ("dropped", "2", ""),
            ("new", "", "2"),
            ("same", "3", "3"),
        ]

    def test_a_moved_paragraph_is_found(self) -> None:
        """Also where it was reworded; those that only have another number have not moved."""
        moved = THIRD.replace("without delay", "at once")
        assert statuses(clauses(FIRST, SECOND, THIRD), clauses(moved, FIRST, SECOND)) == [
            ("moved", "3", "1"),
            ("same", "1", "2"),
            ("same", "2", "3"),
        ]

    def test_a_paragraph_may_move_to_another_part(self) -> None:
        assert statuses(clauses(FIRST), clauses(FIRST, kind="preambular")) == [("moved", "1", "1")]

    def test_a_paragraph_that_grew_is_reworded(self) -> None:
        grown = f"{SECOND}, and expresses its intention to consider further steps against those who do not, {FOURTH}"
        assert statuses(clauses(SECOND), clauses(grown)) == [("reworded", "1", "1")]

    @given(st.permutations([FIRST, SECOND, THIRD, FOURTH]))
    def test_every_paragraph_is_shown_once_whatever_the_order(self, texts: list[str]) -> None:
        found = statuses(clauses(FIRST, SECOND, THIRD, FOURTH), clauses(*texts))
        assert sorted(old for _, old, _ in found) == sorted(new for *_, new in found) == ["1", "2", "3", "4"]
        assert {status for status, *_ in found} <= {"same", "moved"}

    @given(
        st.lists(st.sampled_from([FIRST, SECOND, THIRD]), max_size=6),
        st.lists(st.sampled_from([FIRST, FOURTH]), max_size=6),
    )
    def test_both_documents_are_whole(self, olds: list[str], news: list[str]) -> None:
        found = statuses(clauses(*olds), clauses(*news))
        assert sorted(old for _, old, _ in found if old) == sorted(map(str, range(1, len(olds) + 1)))
        assert [new for *_, new in found if new] == [str(n) for n in range(1, len(news) + 1)]


class TestDocuments:
    def test_the_samples(self, samples_index: Index) -> None:
        found = samples_index.compare("2518", "2553")
        reworded = {(one.old.id, one.new.id) for one in found.pairs if one.old and one.new}
        assert ("S/RES/2518(2020)/op/15", "S/RES/2553(2020)/op/26") in reworded
        assert sum(found.counts.values()) == len(found.pairs)

    def test_a_document_is_the_same_as_itself(self, samples_index: Index) -> None:
        counts = samples_index.compare("2553", "2553").counts
        assert counts["same"] > 50
        assert sum(counts.values()) == counts["same"]

    def test_two_clauses(self, samples_index: Index) -> None:
        found = samples_index.compare("S/RES/2518(2020)/op/15", "S/RES/2553(2020)/op/26")
        assert [pair.status for pair in found.pairs] == ["reworded"]

    def test_a_clause_and_a_document_are_not_compared(self, samples_index: Index) -> None:
        with pytest.raises(QueryError, match="id of both"):
            samples_index.compare("S/RES/2518(2020)/op/15", "2553")

    def test_no_paragraph_that_is_equal_is_new_or_dropped(self, mandate: Index) -> None:
        """Up to case and numbers, over the renewals of a mandate that are at hand."""
        later, compared = "2591", 0
        while True:
            try:
                found = mandate.compare(later)
            except NotFound:
                break
            olds = {essence(pair.old) for pair in found.pairs if pair.old}
            news = {essence(pair.new) for pair in found.pairs if pair.new}
            assert not [one for one in found.pairs if one.status == "dropped" and essence(one.old) in news]
            assert not [one for one in found.pairs if one.status == "new" and essence(one.new) in olds]
            later, compared = found.old, compared + 1
        assert compared >= 7

    def test_chinese_editions(self, mandate: Index) -> None:
        found = mandate.compare("2539", "2591", lang="zh")
        assert found.counts["same"] > 20
        assert {pair.new.lang for pair in found.pairs if pair.new} == {"zh"}


def essence(clause: Clause | None) -> str:
    assert clause is not None
    return " ".join(re.sub(r"\d", "0", word) for word in re.findall(r"\w+", clause.text.lower()))


class TestCeiling:
    @pytest.mark.parametrize(("paragraphs", "words"), [(2100, 10), (1, 250_000)])
    def test_documents_past_it_are_refused_in_one_sentence(self, paragraphs: int, words: int) -> None:
        olds, news = (clauses(*(f"{word} " * words for _ in range(paragraphs))) for word in ("extend", "terminate"))
        with pytest.raises(QueryError, match=r"^too long to be compared: [^.]*$"):
            compare_clauses(olds, news, Coder())


class TestPredecessor:
    @pytest.mark.parametrize(
        ("later", "earlier"),
        [("2591", "S/RES/2539 (2020)"), ("2539", "S/RES/2433 (2018)"), ("2433", "S/RES/2305 (2016)")],
    )
    def test_it_is_the_resolution_that_is_renewed(self, mandate: Index, later: str, earlier: str) -> None:
        """Not the one on the same item that lies between in time."""
        found = mandate.compare(later)
        assert found.predecessor is not None
        assert found.old == earlier == found.predecessor.record.symbol
        assert "same agenda item" in found.predecessor.why

    def test_a_resolution_that_renews_nothing(self, samples_index: Index) -> None:
        with pytest.raises(NotFound, match="renews nothing"):
            samples_index.compare("2553")


class TestPage:
    def test_it_is_whole_and_needs_nothing_else(self, samples_index: Index) -> None:
        written = page(samples_index.compare("2518", "2553"))
        assert not re.search(r"(?:src|href)=|@import|url\(", written)
        tree = html.fromstring(written)
        assert len(tree.findall(".//tbody/tr")) == len(samples_index.compare("2518", "2553").pairs)
        assert "@media print" in written

    def test_text_is_escaped(self) -> None:
        pairs = compare_clauses(clauses("a <b> & more words here"), clauses("a <b> & other words here"), Coder())
        written = page(Comparison("<A>", "2020-01-01", "B", "2021-01-01", pairs))
        assert "<b>" not in written
        assert "&lt;b&gt; &amp; <ins>other</ins> words here" in written
