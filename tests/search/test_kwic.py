"""Keyword in context: a line for each match, the orders, and the columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from seized import Index, QueryError
from seized.indexer.model import Clause
from seized.search.kwic import KwicLine, aligned_rows, concordance
from seized.search.results import Results


def line(text: str, word: str, number: str = "1") -> KwicLine:
    clause = Clause(
        f"S/RES/1(2020)/op/{number}", "S/RES/1 (2020)", "operative", number, 1, "en", "2020-01-01", (), (), (), (), text
    )
    start = text.index(word) if word else 0
    return KwicLine(clause, start, start + len(word))


class TestLines:
    def test_every_match_of_a_clause_is_a_line(self, samples_index: Index) -> None:
        found = samples_index.kwic("exact:peacekeepers")
        texts = [hit.text for hit in samples_index.search("exact:peacekeepers", limit=None)]
        assert found.total == sum(len(re.findall(r"\bpeacekeepers\b", text, re.IGNORECASE)) for text in texts)
        assert found.clauses == len(texts) < found.total
        assert {one.match.lower() for one in found.lines} == {"peacekeepers"}

    def test_left_match_and_right_are_the_text(self, samples_index: Index) -> None:
        for one in samples_index.kwic("women").lines:
            assert one.left + one.match + one.right == one.clause.text

    def test_the_limit_cuts_lines_after_they_are_ordered(self, samples_index: Index) -> None:
        whole = samples_index.kwic("security", sort="r1,l1")
        some = samples_index.kwic("security", sort="r1,l1", limit=3)
        assert (some.lines, some.total, some.clauses) == (whole.lines[:3], whole.total, whole.clauses)

    def test_a_query_for_verbs_alone_is_aligned_on_the_verbs(self, samples_index: Index) -> None:
        found = samples_index.kwic('verb:"calls upon"')
        assert found.total
        assert all(one.match.lower().startswith(("calls", "calling")) for one in found.lines)

    def test_a_query_for_another_field_has_a_line_without_a_match(self, samples_index: Index) -> None:
        (one,) = samples_index.kwic("symbol:2553 para:20(a)").lines
        assert (one.match, one.left, one.right) == ("", "", one.clause.text)

    def test_filters_are_those_of_search(self, samples_index: Index) -> None:
        found = samples_index.kwic("security", clause="pp", lang="en")
        assert {one.clause.kind for one in found.lines} == {"preambular"}
        assert found.clauses == samples_index.search("security", limit=1, clause="pp", lang="en").total

    def test_as_json_it_has_the_source_and_the_sides(self, samples_index: Index) -> None:
        answer = samples_index.kwic('"Light Coordination Mechanism"').to_dict()
        assert answer["lines"][0]["id"] == "S/RES/2518(2020)/op/12"
        assert list(answer) == ["clauses", "total", "lines"]


def ordered(lines: list[KwicLine], sort: str) -> list[str]:
    """The paragraphs of some lines in an order."""

    class Hit:
        def __init__(self, one: KwicLine) -> None:
            self.clause, self.spans = one.clause, ((one.start, one.end),)

    results = Results(len(lines), [Hit(one) for one in lines])  # type: ignore[misc]
    return [one.clause.paragraph for one in concordance(results, sort).lines]


class TestOrder:
    LINES = (
        line("The zeal of peace, and Bread", "peace", "1"),
        line("a Zeal in peace", "peace", "2"),
        line("some of peace; apples", "peace", "3"),
        line("peace", "peace", "4"),
    )

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            ("", "1234"),
            ("l1", "4213"),
            ("l1,l2", "4231"),
            ("r1", "2413"),
            ("r2", "2341"),
            ("R1, L1", "4213"),
            ("match", "1234"),
            ("date", "1234"),
        ],
    )
    def test_words_beside_the_match_order_the_lines(self, sort: str, expected: str) -> None:
        assert "".join(ordered(list(self.LINES), sort)) == expected

    def test_of_chinese_each_character_is_a_word(self) -> None:
        lines = [
            line("保护维和人员", "维和人员", "1"),
            line("加强维和人员", "维和人员", "2"),
            line("保强维和人员", "维和人员", "3"),
        ]
        assert "".join(ordered(lines, "l1,l2")) == "".join(
            str(n) for _, n in sorted([("护保", 1), ("强加", 2), ("强保", 3)])
        )

    @pytest.mark.parametrize("sort", ["x1", "l0", "l10", "l", "r1 l1"])
    def test_an_unknown_order_is_refused(self, samples_index: Index, sort: str) -> None:
        with pytest.raises(QueryError, match="l1 to l9"):
            samples_index.kwic("peace", sort=sort)


TEXT = st.text(st.sampled_from("ab 维和，\n\té\u0301\x1b（"), max_size=200)


class TestColumns:
    @given(TEXT, TEXT, TEXT, st.integers(min_value=60, max_value=200))
    def test_matches_and_sources_stand_below_one_another(self, left: str, word: str, right: str, width: int) -> None:
        clause = line(left + word + right, "").clause
        lines = [KwicLine(clause, len(left), len(left + word)), line("维和人员", "维和"), line("of peace", "peace")]
        rows = list(aligned_rows(lines, width))
        assert len({cell_len(row.left) for row in rows}) == 1
        assert len({cell_len(row.match + row.right) for row in rows}) == 1
        assert all(char.isprintable() or ord(char) > 126 for row in rows for char in "".join(row[:4]))

    @pytest.mark.parametrize("width", [80, 100, 160])
    def test_lines_fill_the_width(self, samples_index: Index, width: int) -> None:
        rows = list(aligned_rows(samples_index.kwic("security").lines, width))
        assert max(cell_len(f"{row.left} {row.match}{row.right}  {row.source}") for row in rows) in (width - 1, width)

    @pytest.mark.parametrize(("width", "is_apart"), [(24, True), (40, True), (60, True), (80, False)])
    def test_in_few_columns_the_source_stands_apart(self, samples_index: Index, width: int, is_apart: bool) -> None:
        rows = list(aligned_rows(samples_index.kwic("security").lines, width))
        assert {row.is_apart for row in rows} == {is_apart}
        beside = [
            cell_len(f"{row.left} {row.match}{row.right}" + ("" if is_apart else f"  {row.source}")) for row in rows
        ]
        assert width - 2 < max(beside) <= width

    def test_a_long_match_is_cut(self) -> None:
        (row,) = aligned_rows([line("x" * 500, "x" * 500)], 80)
        assert row.match.endswith("…]")
        assert cell_len("".join(row[:4])) <= 80
