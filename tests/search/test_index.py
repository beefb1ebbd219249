"""An open index of the two sample letters: search, documents, clauses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from seized import (
    Index,
    IndexCorrupted,
    IndexNotFound,
    IndexProblem,
    IndexVersionError,
    NotFound,
    QueryError,
    build_index,
    open_index,
)
from seized.indexer.columnar.manifest import FORMAT, signed
from seized.indexer.schema import SCHEMA_VERSION


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "ids"),
        [
            ('"Light Coordination Mechanism"', ["S/RES/2518(2020)/op/12"]),
            ("verb:develop para:20(b)", ["S/RES/2553(2020)/op/20(b)"]),
            ("cites:S/PRST/2007/3", ["S/RES/2553(2020)/pp/2"]),
            ("symbol:2518 lead:decide", ["S/RES/2518(2020)/op/15"]),
            ("clause:letter 弃权 date:2020-12", ["S/2020/1166/letter/5@zh"]),
            ("sponsor:斐济 seized clause:op lead:decides symbol:2553", ["S/RES/2553(2020)/op/26"]),
        ],
    )
    def test_by_words_and_fields(self, samples_index: Index, query: str, ids: list[str]) -> None:
        assert [hit.id for hit in samples_index.search(query)] == ids

    def test_filters_do_what_fields_do(self, samples_index: Index) -> None:
        by_field = samples_index.search("security clause:op verb:requests date:[2020-12 TO 2020-12]", limit=None)
        by_filter = samples_index.search(
            "security", limit=None, clause="op", verb="requests", since="2020-12", until="2020"
        )
        assert [hit.id for hit in by_filter] == [hit.id for hit in by_field] != []

    def test_pages_join_to_the_whole(self, samples_index: Index) -> None:
        every = [hit.id for hit in samples_index.search("security", limit=None)]
        pages = [hit.id for at in range(0, 80, 7) for hit in samples_index.search("security", limit=7, offset=at)]
        assert pages == every
        assert samples_index.search("security", limit=1).total == len(every)

    def test_newest_first_and_by_symbol(self, samples_index: Index) -> None:
        dates = [hit.date for hit in samples_index.search("peacekeeping", limit=None, sort="date")]
        order = [(hit.document, hit.clause.position) for hit in samples_index.search("in", limit=None, sort="symbol")]
        assert dates == sorted(dates, reverse=True)
        assert order == sorted(order)

    def test_snippets_mark_what_was_asked_for(self, samples_index: Index) -> None:
        hit = next(iter(samples_index.search('"status-of-forces agreements" clause:pp')))
        assert "**status-of-forces agreements**" in hit.snippet
        assert [hit.text[start:end] for start, end in hit.spans][:1] == ["status-of-forces agreements"]

    def test_a_query_that_asks_for_nothing_is_refused(self, samples_index: Index) -> None:
        with pytest.raises(QueryError, match="nothing to search for"):
            samples_index.search("  ")

    def test_everything_is_asked_for_by_name(self, samples_index: Index) -> None:
        results = samples_index.search(everything=True, sort="symbol", limit=2)
        assert (results.total, len(results), results.facets) == (samples_index.info().clauses, 2, {})
        found = samples_index.search("security", everything=True)
        assert [hit.id for hit in found] == [hit.id for hit in samples_index.search("security")]

    def test_the_years_are_those_of_its_documents(self, samples_index: Index) -> None:
        assert samples_index.years == {"2020"}

    def test_facets_count_all_matches(self, samples_index: Index) -> None:
        results = samples_index.search("security", limit=1, facets=["clause", "lang"])
        assert sum(results.facets["clause"].values()) == results.total
        assert sum(results.facets["lang"].values()) == results.total

    def test_hits_have_the_keys_of_the_contract(self, samples_index: Index) -> None:
        (row,) = samples_index.search('"Light Coordination Mechanism"').to_dicts()
        assert list(row) == [
            "id", "document", "kind", "paragraph", "position", "lang", "date", "verbs", "cites", "pinpoints", "dates",
            "text", "corpus", "source", "score", "snippet",
        ]  # fmt: skip


class TestDocuments:
    @pytest.mark.parametrize("symbol", ["S/RES/2553 (2020)", "s/res/2553(2020)", "2553", "S / RES / 2553 (2020)"])
    def test_by_symbol_however_it_is_spaced(self, samples_index: Index, symbol: str) -> None:
        assert samples_index.document(symbol).record.symbol == "S/RES/2553 (2020)"

    def test_a_resolution_and_its_letter_point_at_each_other(self, samples_index: Index) -> None:
        letter = samples_index.document("S/2020/1166").to_dict()
        resolution = samples_index.document("2553").to_dict()
        assert (letter["resolution"], resolution["letter"]) == ("S/RES/2553 (2020)", "S/2020/1166")
        assert (letter["type"], letter["languages"], resolution["languages"]) == ("letter", ["zh"], ["en"])

    def test_the_vote_is_by_country(self, samples_index: Index) -> None:
        vote = samples_index.document("2518").to_dict()["vote"]
        assert len(vote["for"]) == 15
        assert {"code": "GBR", "name": "United Kingdom of Great Britain and Northern Ireland"} in vote["for"]
        assert (vote["against"], vote["abstain"]) == ([], [])

    def test_a_letter_without_a_symbol_is_named_after_what_it_carries(self, samples_index: Index) -> None:
        assert samples_index.document("letter of S/RES/2518 (2020)").record.resolution == "S/RES/2518 (2020)"

    @pytest.mark.parametrize(
        ("clause_id", "start"),
        [
            ("S/RES/2553(2020)/op/20(a)", "Strengthen the comprehensive"),
            ("2553/op/20(A)", "Strengthen the comprehensive"),
            ("S/RES/2553 (2020)/pp/1", "Reaffirming its primary"),
            ("S/2020/1166/letter/1@zh", "谨此告知"),
            ("letter of S/RES/2518 (2020)/letter/1@zh", "谨此告知"),
        ],
    )
    def test_clauses_by_id(self, samples_index: Index, clause_id: str, start: str) -> None:
        assert samples_index.clause(clause_id).text.startswith(start)

    def test_every_id_leads_to_its_clause(self, samples_index: Index) -> None:
        for symbol in samples_index.symbols():
            for clause in samples_index.document(symbol).clauses:
                assert samples_index.clause(clause.id) == clause

    @pytest.mark.parametrize("wanted", ["2517", "S/2020/1167", "S/RES/9999"])
    def test_a_document_that_is_not_there(self, samples_index: Index, wanted: str) -> None:
        with pytest.raises(NotFound, match="no document"):
            samples_index.document(wanted)

    @pytest.mark.parametrize("wanted", ["nothing at all", "", "S/RES/2553(2020)/xx/1", "S/RES/99999 (2020)"])
    def test_what_is_no_symbol_is_refused(self, samples_index: Index, wanted: str) -> None:
        with pytest.raises(QueryError, match="no symbol of a document"):
            samples_index.document(wanted)

    @pytest.mark.parametrize("wanted", ["nothing at all", "", "2553", "S/RES/2553(2020)/xx/1"])
    def test_what_is_no_id_is_refused(self, samples_index: Index, wanted: str) -> None:
        with pytest.raises(QueryError, match="no clause id"):
            samples_index.clause(wanted)

    @pytest.mark.parametrize(("lang", "error"), [("fr", NotFound), ("klingon", QueryError)])
    def test_a_language_that_is_not_there(self, samples_index: Index, lang: str, error: type[Exception]) -> None:
        with pytest.raises(error):
            samples_index.document("2553", lang)
        assert samples_index.document("2553", "English").record.lang == "en"

    def test_a_paragraph_that_is_not_there_tells_which_are(self, samples_index: Index) -> None:
        with pytest.raises(NotFound, match="it has op/1 to op/15"):
            samples_index.clause("2518/op/16")


class TestSuggestions:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("peackeepers", "peacekeepers"),
            ("exact:mechansm", "mechanism"),
            ("cites:S/PRST/2007/4", "S/PRST/2007/3"),
            ("S/2020/1166", "no clause names S/2020/1166; for what it says: symbol:S/2020/1166"),
            ("verb:condemns exact:xyzzy", "xyzzy"),
            ('"coordination light"', "“coordination light” as it stands; try coordination AND light"),
            ('"案草议决"', "“案草议决” as it stands"),
            ("date:>2030-01-01", "no clause has a date after 2030-01-01"),
            ("peacekeepers year:[1990 TO 1992]", "no clause has a year from 1990 to 1992"),
            ("symbol:9777", "no clause has S/RES/9777"),
            ("coordination sovereignty youth", "together"),
        ],
    )
    def test_what_was_probably_meant(self, samples_index: Index, query: str, expected: str) -> None:
        assert samples_index.search(query).total == 0
        assert any(expected in sentence for sentence in samples_index.suggest(query))

    @pytest.mark.parametrize(
        ("query", "filters", "expected"),
        [
            ("peacekeepers", {"clause": "letter"}, "42 clauses do without the filters"),
            ('"safety and security"', {"clause": "letter"}, "20 clauses do without the filters"),
            ('"决议草案"', {"clause": "op"}, "clauses do without the filters"),
            ("peacekeepers", {"since": "2030"}, "no clause has a date from 2030-01-01"),
            ("peacekeepers", {"cites": "S/PRST/2007/4"}, "no clause cites S/PRST/2007/4"),
        ],
    )
    def test_filters_that_leave_nothing_are_named(
        self, samples_index: Index, query: str, filters: dict[str, str], expected: str
    ) -> None:
        assert samples_index.search(query, **filters).total == 0  # type: ignore[arg-type]
        (sentence,) = samples_index.suggest(query, **filters)
        assert expected in sentence


class TestOpening:
    def test_no_index(self, tmp_path: Path) -> None:
        with pytest.raises(IndexNotFound, match="seized index"):
            open_index(tmp_path)

    def test_another_schema_is_refused_with_the_command(self, tmp_path: Path) -> None:
        (tmp_path / "seized.json").write_text('{"schema": 0}', encoding="utf-8")
        with pytest.raises(IndexVersionError, match="--rebuild"):
            open_index(tmp_path)

    def test_missing_files_are_said(self, tmp_path: Path) -> None:
        segment = '{"name": "seg-1-0", "count": 1, "check": 0, "files": {"seg-1-0.col": {"length": 9, "sha256": ""}}}'
        manifest = f'{{"format": {FORMAT}, "schema": {SCHEMA_VERSION}, "generation": 1, "segments": [{segment}]}}'
        (tmp_path / "seized.json").write_bytes(signed(manifest.encode()))
        with pytest.raises(IndexCorrupted, match="missing; rebuild"):
            open_index(tmp_path)

    def test_a_closed_index_says_so(self, samples_path: Path) -> None:
        with open_index(samples_path) as index:
            index.search("women")
        with pytest.raises(IndexProblem, match="closed"):
            index.search("women")

    @pytest.mark.parametrize(
        "call",
        [
            lambda index: index.document("2553"),
            lambda index: index.clause("2553/op/1"),
            lambda index: index.ends("women"),
            lambda index: index.kwic("women"),
            lambda index: index.similar("Decides to remain seized of the matter"),
            lambda index: index.citations("2378"),
            lambda index: index.network(),
            lambda index: index.complete("wom"),
            lambda index: index.corrected("womne"),
        ],
    )
    def test_so_does_every_other_question(self, samples_path: Path, call: Callable[[Index], object]) -> None:
        with open_index(samples_path) as index:
            index.similar("Decides to remain seized of the matter")
            index.network()
        with pytest.raises(IndexProblem, match="closed"):
            call(index)

    def test_hits_in_hand_outlive_it_and_those_not_read_yet_do_not(self, shared: Path, tmp_path: Path) -> None:
        files = sorted((shared / "corpus" / "akn" / "2021" / "English").glob("*.xml"))[:40]
        build_index(files, tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            few, all_of_them = index.search("peace"), index.search("the OR of OR and", limit=None)
        assert all(hit.snippet for hit in few)
        assert len(all_of_them) > 1000
        with pytest.raises(IndexProblem, match="closed"):
            all_of_them.to_dicts()

    def test_a_reader_keeps_its_state_while_the_index_changes(self, tmp_path: Path) -> None:
        from seized.corpus import samples

        with samples() as folder:
            build_index([folder / "letter-2518.txt"], tmp_path / "index")
            with open_index(tmp_path / "index") as index:
                build_index([folder], tmp_path / "index")
                assert len(index.symbols()) == 2
                assert index.search("security", limit=None).total == len(list(index.search("security", limit=None)))
