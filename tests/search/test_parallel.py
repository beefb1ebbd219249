"""Clauses beside their wording in another language: clauses, documents, answers to queries, marks on both sides."""

from __future__ import annotations

import pytest

from seized import Index, NotFound, QueryError
from seized.search.parallel import Row, Twins, Wording


def ids(row: Row) -> tuple[str, str]:
    return (row.first.clause.id if row.first else "", row.second.clause.id if row.second else "")


def marked(wording: Wording | None) -> list[str]:
    assert wording is not None
    return [wording.clause.text[start:end] for start, end in wording.spans]


class TestTwin:
    @pytest.mark.parametrize(
        ("clause", "twin"),
        [
            ("S/RES/2518(2020)/op/3", "S/RES/2518(2020)/op/3@zh"),
            ("S/RES/2518(2020)/op/3@zh", "S/RES/2518(2020)/op/3"),
            ("S/RES/2518(2020)/pp/13", "S/RES/2518(2020)/pp/1@zh"),
            ("S/RES/2518(2020)/op/15", None),
            ("S/RES/2518(2020)/op/4@zh", None),
            ("S/RES/2553(2020)/op/1", None),
        ],
    )
    def test_a_clause_and_its_wording_know_each_other(self, both: Index, clause: str, twin: str | None) -> None:
        found = both.twin(both.clause(clause))
        assert (found.id if found else None) == twin

    def test_the_language_may_be_named(self, both: Index) -> None:
        clause = both.clause("S/RES/2518(2020)/op/3")
        for name in ("zh", "Chinese", " ZH "):
            assert both.twin(clause, name) == both.clause("S/RES/2518(2020)/op/3@zh")
        with pytest.raises(QueryError, match="no document in 'fr' in the index; it has en, zh"):
            both.twin(clause, "fr")
        with pytest.raises(QueryError, match="unknown lang"):
            both.twin(clause, "xx")


class TestClause:
    @pytest.mark.parametrize("asked", ["S/RES/2518(2020)/op/3", "S/RES/2518 (2020)/op/3@zh"])
    def test_english_comes_first_whichever_is_asked_for(self, both: Index, asked: str) -> None:
        (row,) = both.parallel(asked).rows
        assert ids(row) == ("S/RES/2518(2020)/op/3", "S/RES/2518(2020)/op/3@zh")

    def test_without_a_counterpart_it_is_said(self, both: Index) -> None:
        with pytest.raises(NotFound, match=r"op/15 has no wording in another language"):
            both.parallel("S/RES/2518(2020)/op/15")


class TestDocument:
    def test_both_editions_are_whole_and_gaps_stand_where_they_are(self, both: Index) -> None:
        found = both.parallel("2518")
        assert found.document == "S/RES/2518 (2020)"
        for lang, side in (("en", 0), ("zh", 1)):
            clauses = [clause.id for clause in both.document("2518", lang).clauses]
            assert [ids(row)[side] for row in found.rows if ids(row)[side]] == clauses
        assert ("S/RES/2518(2020)/pp/13", "S/RES/2518(2020)/pp/1@zh") in map(ids, found.rows)
        assert ("", "S/RES/2518(2020)/op/4@zh") in map(ids, found.rows)

    @pytest.mark.parametrize("asked", ["2553", "letter of 2553", "S/RES/2553 (2020)", "letter of 2518"])
    def test_a_document_in_one_language_has_no_counterpart(self, both: Index, asked: str) -> None:
        with pytest.raises(NotFound, match="no wording in another language"):
            both.parallel(asked)


class TestQuery:
    def test_answers_have_a_counterpart_and_each_pair_comes_once(self, both: Index) -> None:
        found = both.parallel("verb:stress OR verb:request", clause="op")
        assert all(row.first and row.second for row in found.rows)
        assert len(set(map(ids, found.rows))) == len(found.rows) > 1
        assert found.total > len(found.rows)

    @pytest.mark.parametrize(
        ("wanted", "lang", "langs"), [("", "", {"en", "zh"}), ("zh", "en", {"en"}), ("fr", "", set())]
    )
    def test_clauses_of_documents_in_both_languages_can_be_asked_for_alone(
        self, both: Index, wanted: str, lang: str, langs: set[str]
    ) -> None:
        twins = Twins(both, lambda *_: (0, ()))
        found = {(clause.document, clause.lang) for clause in both.clauses(twins.having(wanted, lang))}
        assert found == {("S/RES/2518 (2020)", one) for one in langs}

    def test_limit(self, both: Index) -> None:
        assert len(both.parallel("verb:stress OR verb:request", limit=1).rows) == 1

    def test_words_are_marked_in_the_language_of_the_query(self, both: Index) -> None:
        (row,) = both.parallel("东道国 责任者").rows
        assert marked(row.second) == ["东道国", "责任者"]

    def test_words_are_marked_by_what_they_are_translated_by_in_the_other(self, both: Index) -> None:
        """A word that means nothing alone is not."""
        (row,) = both.parallel("维和人员 强调").rows
        assert {"peacekeepers"} <= set(marked(row.first))
        (row,) = both.parallel('"investigate and effectively prosecute"').rows
        assert {"调查", "起诉"} <= set(marked(row.second))
        assert "和" not in marked(row.second)

    def test_verbs_are_marked_in_both(self, both: Index) -> None:
        (row,) = both.parallel("verb:促请").rows
        assert (marked(row.first), marked(row.second)) == (["Calls on"], ["促请"])

    def test_nothing_found_has_no_rows(self, both: Index) -> None:
        assert both.parallel("zebra").to_dict() == {"document": None, "total": 0, "rows": []}
        alone = both.parallel("symbol:2553")
        assert (alone.total > 20, alone.rows) == (True, ())


class TestBeside:
    def test_every_hit_has_a_row_with_a_counterpart_or_without(self, both: Index) -> None:
        hits = both.search("peacekeepers", limit=None).hits
        rows = both.beside(hits, to="zh")
        assert [next(filter(None, ids(row))) for row in rows] == [hit.id for hit in hits]
        assert {row.second is None for row in rows} == {True, False}

    def test_json_has_the_other_side(self, both: Index) -> None:
        (hit,) = both.search("起诉", lang="zh", clause="op").hits
        (row,) = both.beside([hit])
        found = row.beside(hit.id)
        assert found["twin"] == found["parallel"]["id"] == "S/RES/2518(2020)/op/3"


class TestRealMandate:
    def test_every_hit_of_a_year_in_both_languages_has_its_twin(self, mandate: Index) -> None:
        for hit in mandate.search("mandate", lang="en", since="2020", clause="op", limit=None):
            twin = mandate.twin(hit.clause)
            assert twin is not None
            assert twin.id == f"{hit.id}@zh"
