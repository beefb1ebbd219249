"""The life of a clause: through which documents it is followed, where it came in and where it dropped out."""

from __future__ import annotations

from pathlib import Path

import pytest

from seized import Index, NotFound, build_index, open_index


class TestMandate:
    def test_an_extension_is_followed_through_its_renewals(self, mandate: Index) -> None:
        """From whichever of them one begins; only the date was changed."""
        for start in ("S/RES/2591(2021)/op/1", "S/RES/2172(2014)/op/1"):
            found = mandate.lineage(start)
            assert [step.clause.document for step in found.steps[-5:]] == [
                "S/RES/2172 (2014)",
                "S/RES/2305 (2016)",
                "S/RES/2433 (2018)",
                "S/RES/2539 (2020)",
                "S/RES/2591 (2021)",
            ]
            assert {step.status for step in found.steps[-5:]} == {"updated"}
            assert found.dropped is None

    def test_a_rewording_is_told_with_its_diff(self, mandate: Index) -> None:
        last = mandate.lineage("S/RES/2591(2021)/op/16").steps[-1]
        assert last.status == "reworded"
        assert "in all its operations" in [change.new.strip() for change in last.diff if change.op == "insert"]

    def test_a_clause_that_dropped_out(self, mandate: Index) -> None:
        """Though another mandate on the same agenda item goes on using it."""
        found = mandate.lineage("S/RES/2539(2020)/op/25")
        assert found.dropped == ("S/RES/2591 (2021)", "2021-08-30")
        assert found.source is not None
        assert found.source.document == "S/RES/2530 (2020)"

    def test_the_steps_are_in_the_order_of_time(self, mandate: Index) -> None:
        dates = [step.clause.date for step in mandate.lineage("S/RES/2591(2021)/op/1").steps]
        assert dates == sorted(set(dates))

    def test_chinese(self, mandate: Index) -> None:
        steps = mandate.lineage("S/RES/2591(2021)/op/1@zh").steps
        assert [step.clause.id for step in steps] == ["S/RES/2539(2020)/op/1@zh", "S/RES/2591(2021)/op/1@zh"]


class TestOneAgendaItem:
    def test_chinese_mandates_that_share_only_formulas_are_not_mixed(self, shared: Path, tmp_path: Path) -> None:
        """Five characters are no more than two words: counted so, any two resolutions were of one series."""
        akn = shared / "corpus" / "akn"
        files = [
            file for symbol in ("2535", "2546", "2553", "2598") for file in akn.glob(f"**/S_RES_{symbol}[_ ]*.xml")
        ]
        build_index(files, tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert index.document("2546").record.agenda == index.document("2553", "zh").record.agenda
            for clause_id in ("S/RES/2553(2020)/op/26@zh", "S/RES/2553(2020)/op/26"):
                assert [step.clause.document for step in index.lineage(clause_id).steps] == ["S/RES/2553 (2020)"]
            followed = index.lineage("S/RES/2546(2020)/op/5@zh").steps
            assert [step.clause.document for step in followed] == ["S/RES/2546 (2020)", "S/RES/2598 (2021)"]


class TestSamples:
    def test_a_clause_alone(self, samples_index: Index) -> None:
        found = samples_index.lineage("S/RES/2553(2020)/op/19").to_dict()
        assert [step["status"] for step in found["steps"]] == ["entered"]
        assert (found["entered"], found["source"], found["dropped"]) == ("2020-12-03", None, None)

    def test_an_unknown_clause(self, samples_index: Index) -> None:
        with pytest.raises(NotFound):
            samples_index.lineage("S/RES/2553(2020)/op/99")
