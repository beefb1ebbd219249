"""The life of a clause: through which documents it is followed, where it came in and where it dropped out."""

from __future__ import annotations

import pytest

from seized import Index, NotFound


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


class TestSamples:
    def test_a_clause_alone(self, samples_index: Index) -> None:
        found = samples_index.lineage("S/RES/2553(2020)/op/19").to_dict()
        assert [step["status"] for step in found["steps"]] == ["entered"]
        assert (found["entered"], found["source"], found["dropped"]) == ("2020-12-03", None, None)

    def test_an_unknown_clause(self, samples_index: Index) -> None:
        with pytest.raises(NotFound):
            samples_index.lineage("S/RES/2553(2020)/op/99")
