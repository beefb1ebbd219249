"""References: OSCOLA, BibTeX and plain, for each kind of document and clause."""

from __future__ import annotations

from typing import Any

import pytest

from seized import Index, NotFound, QueryError
from seized.indexer.model import Clause, Kind, Source
from seized.indexer.records import DocumentRecord
from seized.search.reference import reference


def written(style: str, symbol: str, kind: Kind | None = None, paragraph: str = "1", **facts: Any) -> str:
    record = DocumentRecord(
        symbol=symbol, lang="en", sources=(Source("-", "text"),), **({"type": "resolution"} | facts)
    )
    clause = Clause("x/op/1", symbol, kind, paragraph, 1, "en", record.date, (), (), (), (), "") if kind else None
    return reference(record, clause, style).text


class TestOscola:
    @pytest.mark.parametrize(
        ("symbol", "kind", "paragraph", "facts", "expected"),
        [
            (
                "S/RES/1373 (2001)",
                None,
                "",
                {"date": "2001-09-28"},
                "UNSC Res 1373 (28 September 2001) UN Doc S/RES/1373",
            ),
            (
                "S/RES/1373 (2001)",
                "operative",
                "2(a)",
                {"date": "2001-09-28"},
                "UNSC Res 1373 (28 September 2001) UN Doc S/RES/1373, para 2(a)",
            ),
            (
                "S/RES/1373 (2001)",
                "preambular",
                "3",
                {"date": "2001-09-28"},
                "UNSC Res 1373 (28 September 2001) UN Doc S/RES/1373, preambular para 3",
            ),
            ("S/RES/1373 (2001)", None, "", {}, "UNSC Res 1373 (2001) UN Doc S/RES/1373"),
            (
                "S/PRST/2015/22",
                "statement",
                "4",
                {"type": "statement", "date": "2015-11-18"},
                "UNSC ‘Statement by the President of the Security Council’ (18 November 2015) UN Doc S/PRST/2015/22, para 4",
            ),
            ("S/PRST/2015/22", None, "", {"type": "statement"}, "UNSC ‘Statement by the President of the Security Council’ (2015) UN Doc S/PRST/2015/22"),
            (
                "S/2020/1158",
                "operative",
                "1",
                {"type": "draft", "date": "2020-12-02"},
                "UNSC ‘Draft resolution’ (2 December 2020) UN Doc S/2020/1158, para 1",
            ),
            (
                "A/RES/51/210",
                None,
                "",
                {"date": "1996-12-17"},
                "UNGA Res 51/210 (17 December 1996) UN Doc A/RES/51/210",
            ),
            (
                "S/RES/1373 (2001)",
                "annex",
                "5",
                {"date": "2001-09-28"},
                "UNSC Res 1373 (28 September 2001) UN Doc S/RES/1373, annex, para 5",
            ),
        ],
    )  # fmt: skip
    def test_author_number_or_title_date_symbol_and_place(
        self, symbol: str, kind: Kind | None, paragraph: str, facts: dict[str, str], expected: str
    ) -> None:
        assert written("oscola", symbol, kind, paragraph, **facts) == expected


class TestPlain:
    @pytest.mark.parametrize(
        ("clause_id", "expected"),
        [
            ("S/RES/2553(2020)/op/20(a)", "Security Council resolution 2553 (2020), para. 20 (a)"),
            ("S/RES/2553(2020)/pp/3", "Security Council resolution 2553 (2020), preambular para. 3"),
            ("2518", "Security Council resolution 2518 (2020)"),
            ("S/2020/1166", "Letter dated 3 December 2020 from the President of the Security Council (S/2020/1166)"),
            (
                "letter of S/RES/2518 (2020)",
                "Letter dated 30 March 2020 from the President of the Security Council transmitting S/RES/2518 (2020)",
            ),
        ],
    )
    def test_as_the_united_nations_cites_its_documents(
        self, samples_index: Index, clause_id: str, expected: str
    ) -> None:
        assert samples_index.cite(clause_id, "plain").text == expected


class TestBibtex:
    def test_an_entry_has_what_every_style_needs(self, samples_index: Index) -> None:
        text = samples_index.cite("S/RES/2553(2020)/op/20(a)", "bibtex").text
        assert text.splitlines()[0] == "@techreport{S-RES-2553-2020-op-20-a,"
        for field in (
            "author = {{United Nations Security Council}}",
            "title = {{Resolution 2553 (2020)}}",
            "institution = {United Nations Security Council}",
            "number = {S/RES/2553 (2020)}",
            "year = {2020}",
            "date = {2020-12-03}",
            "note = {para 20(a)}",
        ):
            assert f"  {field}" in text

    @pytest.mark.parametrize("clause_id", ["2553", "S/RES/2553(2020)/pp/1", "S/2020/1166", "letter of 2518"])
    def test_braces_are_balanced_and_no_field_is_empty(self, samples_index: Index, clause_id: str) -> None:
        text = samples_index.cite(clause_id, "bibtex").text
        assert text.count("{") == text.count("}")
        assert "= {}" not in text

    def test_keys_of_different_clauses_differ(self, samples_index: Index) -> None:
        ids = [hit.id for hit in samples_index.search("symbol:2553", limit=None)]
        keys = {samples_index.cite(one, "bibtex").text.splitlines()[0] for one in ids}
        assert len(keys) == len(ids)


class TestErrors:
    def test_another_style_is_refused(self, samples_index: Index) -> None:
        with pytest.raises(QueryError, match="oscola, bibtex, plain"):
            samples_index.cite("2553", "apa")

    @pytest.mark.parametrize("clause_id", ["S/RES/1 (1946)", "S/RES/2553(2020)/op/99"])
    def test_what_is_not_there_is_not_found(self, samples_index: Index, clause_id: str) -> None:
        with pytest.raises(NotFound):
            samples_index.cite(clause_id)
