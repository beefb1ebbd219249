"""Pairing two editions of a document: by number, by evidence where numbers fail, and on the real corpus."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized import Index, open_index
from seized.indexer.bilingual.pairs import Pair, pair_clauses
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.model import Clause, Document, Kind, Paragraph, Source

CHECKED = Path(__file__).parent / "pairs.tsv"
ROOT = Path(__file__).parents[2]
Rows = Sequence[tuple[Kind, str, str]]

ENGLISH: Rows = [
    ("preambular", "", "Recalling its resolution 1701 (2006),"),
    ("preambular", "", "Having considered the report of the Secretary-General of 13 July 2021,"),
    ("preambular", "", "Acting under Chapter VII of the Charter of the United Nations,"),
    ("operative", "1", "Decides to extend the present mandate of the Force until 31 August 2022;"),
    ("operative", "2", "Requests the Secretary-General to report every four months on resolution 1701 (2006);"),
    (
        "operative",
        "3",
        "Urges all parties to respect the safety of personnel and to remove every obstacle to movement;",
    ),
    ("operative", "4", "Decides to remain seized of the matter."),
]
CHINESE: Rows = [
    ("preambular", "", "回顾其第1701(2006)号决议，"),
    ("preambular", "", "审议了秘书长2021年7月13日的报告，"),
    ("preambular", "", "根据《联合国宪章》第七章采取行动，"),
    ("operative", "1", "决定将部队当前任务期限延长至2022年8月31日；"),
    ("operative", "2", "请秘书长每四个月就第1701(2006)号决议提出报告；"),
    ("operative", "3", "敦促所有各方尊重人员安全并消除对通行的一切障碍；"),
    ("operative", "4", "决定继续处理此案。"),
]


def read(rows: Rows, lang: str) -> tuple[Clause, ...]:
    """The clauses of a document with these kinds, labels and texts."""
    paragraphs = tuple(Paragraph(kind, text, label) for kind, label, text in rows)
    return clauses_of(
        Document(
            symbol="S/RES/2591 (2021)",
            type="resolution",
            lang=lang,
            source=Source("-", "text"),
            paragraphs=paragraphs,
        )
    )


def texts(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    return [(pair.first.text, pair.second.text) for pair in pairs]


RIGHT = [(english, chinese) for (*_, english), (*_, chinese) in zip(ENGLISH, CHINESE, strict=True)]


class TestPairing:
    def test_whole_editions_pair_one_by_one(self) -> None:
        assert texts(pair_clauses(read(ENGLISH, "en"), read(CHINESE, "zh"))) == RIGHT

    def test_either_language_may_come_first(self) -> None:
        found = texts(pair_clauses(read(CHINESE, "zh"), read(ENGLISH, "en")))
        assert found == [(chinese, english) for english, chinese in RIGHT]

    @pytest.mark.parametrize("missing", range(7))
    def test_one_that_is_missing_has_no_counterpart_and_the_others_keep_theirs(self, missing: int) -> None:
        """Its number is missing too; preambular paragraphs are counted, so those after it have another."""
        rest = [row for n, row in enumerate(CHINESE) if n != missing]
        expected = [pair for n, pair in enumerate(RIGHT) if n != missing]
        assert texts(pair_clauses(read(ENGLISH, "en"), read(rest, "zh"))) == expected

    def test_numbers_that_one_edition_counts_from_five_are_in_step(self) -> None:
        shifted = [(kind, str(int(label) + 4) if label else "", text) for kind, label, text in CHINESE]
        assert texts(pair_clauses(read(ENGLISH, "en"), read(shifted, "zh"))) == RIGHT

    def test_a_paragraph_that_was_cut_pairs_with_a_part_and_the_others_keep_theirs(self) -> None:
        kind, label, text = CHINESE[4]
        cut = [*CHINESE[:4], (kind, label, text[:8]), (kind, label, text[8:]), *CHINESE[5:]]
        found = texts(pair_clauses(read(ENGLISH, "en"), read(cut, "zh")))
        assert [pair for pair in found if pair[0] != ENGLISH[4][2]] == [*RIGHT[:4], *RIGHT[5:]]
        assert dict(found)[ENGLISH[4][2]] in (text[:8], text[8:])

    def test_one_number_is_doubted_where_all_else_speaks_against_it(self) -> None:
        """Of resolutions, dates and length nothing is the same."""
        long = "回顾第1267(1999)号、第1373(2001)号、第1540(2004)号决议和2015年12月17日第2253(2015)号决议，" * 3
        other = [*CHINESE[:5], ("operative", "3", long), CHINESE[6]]
        found = texts(pair_clauses(read(ENGLISH, "en"), read(other, "zh")))
        assert found == [*RIGHT[:5], RIGHT[6]]

    def test_a_paragraph_that_was_read_as_preambular_pairs_with_its_operative_wording(self) -> None:
        misread = [*CHINESE[:3], ("preambular", "", CHINESE[3][2]), *CHINESE[4:]]
        assert texts(pair_clauses(read(ENGLISH, "en"), read(misread, "zh"))) == RIGHT

    def test_a_heading_pairs_by_where_it_stands(self) -> None:
        """Both have one heading at least; the English has one more before it."""
        english = [*ENGLISH[:3], ("heading", "", "Mandate"), *ENGLISH[3:5], ("heading", "", "Reports"), *ENGLISH[5:]]
        chinese = [*CHINESE[:5], ("heading", "", "报告"), *CHINESE[5:]]
        found = texts(pair_clauses(read(english, "en"), read(chinese, "zh")))
        assert ("Reports", "报告") in found
        assert len(found) == len(chinese)

    def test_nothing_pairs_with_nothing(self) -> None:
        assert pair_clauses((), read(CHINESE, "zh")) == pair_clauses(read(ENGLISH, "en"), ()) == []

    def test_an_edition_in_a_language_that_the_grammar_does_not_know_pairs_too(self) -> None:
        """Dates and verbs are not read of it; citations, figures and lengths are."""
        french = [
            "Rappelant sa résolution 1701 (2006),",
            "Ayant examiné le rapport du Secrétaire général en date du 13 juillet 2021,",
            "Agissant en vertu du Chapitre VII de la Charte des Nations Unies,",
            "Décide de proroger le mandat de la Force jusqu’au 31 août 2022 ;",
            "Prie le Secrétaire général de faire rapport tous les quatre mois sur la résolution 1701 (2006) ;",
            "Engage toutes les parties à respecter la sécurité du personnel et à lever tout obstacle à sa circulation ;",
            "Décide de rester saisi de la question.",
        ]
        rows = [(kind, label, text) for (kind, label, _), text in zip(ENGLISH, french, strict=True)]
        found = texts(pair_clauses(read(ENGLISH, "en"), read(rows, "fr")))
        assert found == [(row[2], text) for row, text in zip(ENGLISH, french, strict=True)]

    def test_more_than_can_be_aligned_pair_by_number(self) -> None:
        many = [("operative", str(n), f"Decides {n};") for n in range(1, 1200)]
        english = read(many, "en")  # type: ignore[arg-type]
        chinese = [replace(clause, id=f"{clause.id}@zh", lang="zh") for clause in english if clause.paragraph != "7"]
        found = pair_clauses(english, chinese)
        assert [pair.first.paragraph for pair in found] == [pair.second.paragraph for pair in found]
        assert len(found) == len(english) - 1

    @given(
        st.lists(st.sampled_from(ENGLISH), max_size=12),
        st.lists(st.sampled_from(CHINESE), max_size=12),
    )
    def test_every_clause_is_in_one_pair_at_most_and_order_is_kept(self, first: Rows, second: Rows) -> None:
        found = pair_clauses(read(first, "en"), read(second, "zh"))
        for positions in ([pair.first.position for pair in found], [pair.second.position for pair in found]):
            assert positions == sorted(set(positions))


@pytest.fixture(scope="module")
def measure() -> dict[str, Any]:
    """The names of the benchmark, which disturbs editions and judges what becomes of their pairs."""
    return runpy.run_path(str(ROOT / "benchmarks/pairing.py"))


@pytest.fixture(scope="module")
def both(years_path: Path) -> Iterator[Index]:
    """An index of the resolutions of 2020 and 2021 in both languages."""
    with open_index(years_path) as index:
        yield index


@pytest.fixture(scope="module")
def documents(both: Index) -> list[tuple[Sequence[Clause], Sequence[Clause]]]:
    symbols = [symbol for symbol in both.symbols() if {"en", "zh"} <= set(both.document(symbol).languages)]
    return [(both.document(symbol, "en").clauses, both.document(symbol, "zh").clauses) for symbol in symbols]


class TestCorpus:
    def test_numbers_agree(
        self, documents: list[tuple[Sequence[Clause], Sequence[Clause]]], measure: dict[str, Any]
    ) -> None:
        """At least 99% of operative and 98% of preambular paragraphs that both have under one number pair so."""
        known, right = Counter[str](), Counter[str]()
        for first, second in documents:
            names = {measure["name"](clause) for clause in second}
            twins = {measure["name"](pair.first): measure["name"](pair.second) for pair in pair_clauses(first, second)}
            known.update(clause.kind for clause in first if measure["name"](clause) in names)
            right.update(
                clause.kind for clause in first if twins.get(measure["name"](clause)) == measure["name"](clause)
            )
        assert known["operative"] > 2500
        assert right["operative"] >= 0.99 * known["operative"]
        assert right["preambular"] >= 0.98 * known["preambular"]

    def test_what_was_read_and_found_right_pairs_so(
        self, documents: list[tuple[Sequence[Clause], Sequence[Clause]]]
    ) -> None:
        lines = [line for line in CHECKED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        rows = [line.split("\t") for line in lines]
        assert sum(why == "drawn" for *_, why in rows) == 100
        expected = {(first, second) for first, second, verdict, _ in rows if verdict == "right"}
        found = {(pair.first.id, pair.second.id) for editions in documents for pair in pair_clauses(*editions)}
        assert len(expected) >= 0.99 * len(rows)
        assert expected <= found

    @pytest.mark.parametrize("share", [0.0, 0.1])
    @pytest.mark.parametrize(
        "way",
        ["dropped", "dropped, renumbered", "cut in two", "cut in two, renumbered", "joined", "joined, renumbered"],
    )
    def test_the_rest_of_a_disturbed_edition_pairs_as_before(
        self,
        documents: list[tuple[Sequence[Clause], Sequence[Clause]]],
        measure: dict[str, Any],
        way: str,
        share: float,
    ) -> None:
        """One paragraph, or one in ten, dropped, cut or joined with the next; every sixth document, both sides."""
        rng = random.Random(way)
        count = Counter[str]()
        for first, second in documents[::6]:
            twins = {measure["name"](pair.first): measure["name"](pair.second) for pair in pair_clauses(first, second)}
            back = {second: first for first, second in twins.items()}
            count += measure["judged"](first, measure["disturbed"](second, way, share, rng), back)
            count += measure["judged"](second, measure["disturbed"](first, way, share, rng), twins)
        assert count["right"] >= (0.99 if share else 0.998) * count["others"]
        assert count["wrong"] <= (0.005 if share else 0.001) * count["others"]
        assert count["touched right"] >= 0.9 * count["touched"]
