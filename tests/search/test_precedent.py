"""The precedents of a draft: which come first, how they are folded, what is novel, and what is refused."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from seized import DocumentError, Index, NotFound, QueryError, TookTooLong
from seized.corpus import samples
from seized.search.deadline import within
from seized.search.drafts import read_draft
from seized.search.precedent import Similar

ROOT = Path(__file__).parents[2]


def ids(found: Similar) -> list[str]:
    return [one.id for one in found.precedents]


class TestSamples:
    def test_a_clause_is_its_own_best_precedent_where_its_document_is_not_left_out(self, samples_index: Index) -> None:
        for hit in samples_index.search("clause:op", limit=None):
            best = samples_index.similar(hit.text).precedents[0]
            assert (best.id, best.score, best.coverage) == (hit.id, 1.0, 1.0)
            assert {change.op for change in best.diff} == {"equal"}

    def test_half_of_the_words_find_it_still(self, samples_index: Index) -> None:
        chance = random.Random(1)
        for hit in samples_index.search("clause:op", limit=None):
            words = hit.text.split()
            if len(words) > 15:
                draft = " ".join(word for word in words if chance.random() < 0.5)
                assert ids(samples_index.similar(draft))[0] == hit.id

    def test_the_document_of_a_clause_is_left_out(self, samples_index: Index) -> None:
        found = samples_index.similar("S/RES/2553(2020)/op/26")
        assert ids(found) == ["S/RES/2518(2020)/op/15"]
        assert [change.op for change in found.precedents[0].diff] == ["equal", "insert", "equal"]

    def test_other_documents_can_be_left_out(self, samples_index: Index) -> None:
        assert not samples_index.similar("S/RES/2553(2020)/op/26", leave_out="2518").precedents

    def test_filters_are_those_of_search(self, samples_index: Index) -> None:
        draft = samples_index.clause("S/RES/2518(2020)/op/1").text
        assert ids(samples_index.similar(draft, clause="op", verb="stress"))[0] == "S/RES/2518(2020)/op/1"
        assert not samples_index.similar(draft, until="2019").precedents
        assert not samples_index.similar(draft, lang="zh").precedents
        assert ids(samples_index.similar(draft, agenda="联合国维持和平行动"))[0] == "S/RES/2518(2020)/op/1"
        assert not samples_index.similar(draft, agenda="中东局势").precedents

    def test_only_earlier_ones(self, samples_index: Index) -> None:
        later, earlier = "S/RES/2553(2020)/op/26", "S/RES/2518(2020)/op/15"
        assert ids(samples_index.similar(later, earlier=True)) == [earlier]
        assert ids(samples_index.similar(earlier)) == [later]
        assert not samples_index.similar(earlier, earlier=True).precedents

    def test_chinese_drafts_find_chinese_clauses(self, samples_index: Index) -> None:
        """Also in traditional characters."""
        for draft in ("决议草案获得15票赞成", "決議草案獲得15票贊成"):
            assert all("letter" in one for one in ids(samples_index.similar(draft)))
            assert ids(samples_index.similar(draft))

    def test_words_that_no_precedent_has_are_novel(self, samples_index: Index) -> None:
        draft = "Decides to remain tentatively seized of the matter."
        found = samples_index.similar(draft, novel=True)
        assert [draft[start:end] for start, end in found.novel] == ["tentatively"]
        assert found.to_dict(novel=True)["novel"] == ["tentatively"]

    def test_something_else_altogether_has_no_precedent(self, samples_index: Index) -> None:
        assert not samples_index.similar("Zebras graze where penguins cannot").precedents

    def test_the_json_contract(self, samples_index: Index) -> None:
        found = samples_index.similar("S/RES/2553(2020)/op/26").to_dict()
        assert list(found) == ["draft", "precedents"]
        keys = {"id", "document", "paragraph", "date", "text", "score", "coverage", "diff", "wording"}
        assert keys <= set(found["precedents"][0])

    @pytest.mark.parametrize("draft", ["", "…", "x" * 20_001])
    def test_what_is_no_paragraph_is_refused(self, samples_index: Index, draft: str) -> None:
        with pytest.raises(QueryError):
            samples_index.similar(draft)

    def test_earlier_needs_a_clause(self, samples_index: Index) -> None:
        with pytest.raises(QueryError, match="earlier than what"):
            samples_index.similar("peacekeepers", earlier=True)

    def test_an_unknown_clause_is_not_found(self, samples_index: Index) -> None:
        with pytest.raises(NotFound):
            samples_index.similar("S/RES/2553(2020)/op/99")


class TestWordings:
    def test_uses_that_differ_in_numbers_are_one_wording(self, mandate: Index) -> None:
        found = mandate.similar("S/RES/2591(2021)/op/1", earlier=True, lang="en")
        first = found.precedents[0].wording
        assert found.wordings[0][0].id == "S/RES/2539(2020)/op/1"
        assert (first.first, first.last, first.used) == ("S/RES/1697(2006)/op/2", "S/RES/2539(2020)/op/1", 8)
        assert all(one.wording == first for one in found.wordings[0])

    def test_every_use_is_in_the_list_and_the_list_is_in_rank_order(self, mandate: Index) -> None:
        found = mandate.similar("S/RES/2591(2021)/op/1", limit=1, lang="en")
        assert len(found.precedents) == found.precedents[0].wording.used == len(set(ids(found)))
        assert [one.score for one in found.precedents] == sorted((one.score for one in found.precedents), reverse=True)

    def test_of_those_as_near_the_latest_comes_first(self, mandate: Index) -> None:
        found = mandate.similar("Decides to remain actively seized of the matter.", lang="en")
        same = [one.clause.date for one in found.precedents if one.score == 1.0]
        assert len(same) > 5
        assert same == sorted(same, reverse=True)

    def test_the_limit_counts_wordings(self, mandate: Index) -> None:
        draft = mandate.clause("S/RES/2591(2021)/op/16").text
        assert len(mandate.similar(draft, limit=1).wordings) == 1
        assert len(mandate.similar(draft, limit=None).wordings) > 1

    def test_sources_are_found_though_drafts_are_damaged(self, mandate: Index) -> None:
        """Every third word dropped: the same paragraph of the resolution before comes first."""
        hits = mandate.compare("2539", "2591").pairs
        asked = [pair for pair in hits if pair.status == "same" and pair.new and len(pair.new.text) > 150]
        found = 0
        for pair in asked:
            assert pair.new is not None
            assert pair.old is not None
            draft = " ".join(word for at, word in enumerate(pair.new.text.split()) if at % 3 != 2)
            found += ids(mandate.similar(draft, until="2020"))[0] == pair.old.id
        assert len(asked) > 20
        assert found >= len(asked) - 1


class TestDraftFiles:
    def test_a_resolution_is_read_by_its_reader(self) -> None:
        text = (
            "Resolution 9998 (2030)\n\nThe Security Council,\n\nRecalling its previous resolutions on the matter,\n\n"
            "1. Decides to extend the mandate for a further\nperiod of six months;\n\n"
            "2. Decides to remain seized of the matter.\n"
        )
        found = read_draft(text.encode(), "draft.txt")
        assert found.symbol.startswith("S/RES/9998")
        assert found.paragraphs[1] == "Decides to extend the mandate for a further period of six months;"

    def test_other_text_is_read_between_blank_lines_without_its_numbers(self) -> None:
        found = read_draft(b"1. Calls upon all parties\nto cooperate;\n\n(a) Requests a report;\n\nDecides:\n", "-")
        assert found.paragraphs == ("Calls upon all parties to cooperate;", "Requests a report;")
        assert found.symbol == ""

    @pytest.mark.parametrize(
        ("text", "headings"),
        [
            ("A. Sanctions\n\nCalls upon all parties to cooperate;\n\nDecides:\n", ("Sanctions", "Decides:")),
            ("Decides:\n", ()),
            ("决定如下：\n\n决定继续处理此案。\n", ("决定如下：",)),
            (
                "Resolution 9998 (2030)\n\nThe Security Council,\n\nRecalling its resolutions on the matter,\n\n"
                "Mandate of the Mission\n\n1. Decides to extend the mandate for six months;\n\n"
                "2. Decides to remain seized of the matter.\n",
                ("Mandate of the Mission",),
            ),
        ],
    )
    def test_headings_and_short_lines_are_set_apart(self, text: str, headings: tuple[str, ...]) -> None:
        assert set(read_draft(text.encode(), "-").headings) == set(headings)

    def test_of_a_letter_with_a_resolution_it_is_said_that_the_letter_is_passed_over(self) -> None:
        with samples() as folder:
            letter = next(file for file in sorted(folder.iterdir()) if "2518" in file.read_text(encoding="utf-8"))
            found = read_draft(letter.read_bytes(), letter.name)
        assert found.symbol == "S/RES/2518 (2020)"
        assert any("letter" in note for note in found.notes)

    def test_a_paragraph_past_the_limit_is_set_apart(self) -> None:
        long = "Decides to " + "extend " * 3000
        found = read_draft(f"Calls upon all parties\n\n{long}\n\nRequests a report\n".encode(), "-")
        assert found.paragraphs == ("Calls upon all parties", "Requests a report")
        assert found.too_long == (long.strip(),)
        with pytest.raises(DocumentError, match="more than 20,000 characters"):
            read_draft(long.encode(), "-")


class TestTime:
    def test_a_draft_is_given_up_when_its_time_has_passed(self, samples_index: Index) -> None:
        with within(-1), pytest.raises(TookTooLong):
            samples_index.similar("Decides to remain seized of the matter.")


class TestLongLife:
    def test_words_of_drafts_are_forgotten_and_answers_stay_the_same(self, samples_index: Index) -> None:
        draft = "Decides to remain tentatively seized of the matter."
        before = samples_index.similar(draft)
        most = 0
        for number in range(60):
            new_words = " ".join(f"{number}x{n}" for n in range(2000))
            assert not samples_index.similar(new_words).precedents
            most = max(most, len(samples_index._agreed._remembered.texts.coder))
        assert len(samples_index._agreed._remembered.texts.coder) < most < 110_000
        assert samples_index.similar(draft) == before


class TestRecovery:
    def test_the_figures_of_the_benchmark_run(self, mandate_path: Path) -> None:
        """A small run: the source of most paragraphs comes first, in every engine's table row there are figures."""
        command = [sys.executable, str(ROOT / "benchmarks/precedents.py"), "--index", str(mandate_path)]
        command += ["--drafts", "30", "--whoosh", "0", "--mandate", "2591"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| seized similar")]
        assert [row[1].partition(" ")[2] for row in rows] == ["clean", "degraded"]
        assert float(rows[0][2]) >= 90
        assert all(float(row[3]) >= 95 for row in rows)
