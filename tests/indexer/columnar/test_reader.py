"""Whoosh's own reader over stock Whoosh is the oracle of ours: the same records, the same answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whoosh import query, sorting
from whoosh.index import Index, create_in
from whoosh.reading import IndexReader, TermNotFound
from whoosh.scoring import BM25F

from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.schema import SCHEMA_VERSION, schema

Records = Callable[..., list[dict[str, Any]]]

_FIELDS = ["text", "exact", "title", "verb", "kind", "key", "date", "year"]


def stock(folder: Path, *groups: list[dict[str, Any]]) -> Index:
    """The same records in an index of Whoosh's own."""
    index = create_in(folder, schema())
    for group in groups:
        writer = index.writer()
        for record in group:
            writer.add_document(**record)
        writer.commit(merge=False)
    return index


@pytest.fixture(scope="module", params=["one segment", "three segments", "merged"])
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, records: Records
) -> tuple[IndexReader, IndexReader]:
    """A reader of stock Whoosh and ours over the same records, in one segment, in several, or after merging."""
    every = records(120)
    groups = [every] if request.param == "one segment" else [every[:40], every[40:50], every[50:]]
    ours = ColumnarIndex.create(tmp_path_factory.mktemp("columns"), schema(), SCHEMA_VERSION)
    for group in groups:
        writer = ours.writer()
        writer.add_documents(group)
        writer.commit(merge=False)
    if request.param != "merged":
        return stock(tmp_path_factory.mktemp("stock"), *groups).reader(), ours.reader()
    writer = ours.writer()
    writer.delete_by_term("kind", "preambular")
    writer.commit(optimize=True)
    # made anew: what stock Whoosh merges has rounded lengths in its totals
    return stock(
        tmp_path_factory.mktemp("stock"), [record for record in every if record["kind"] != "preambular"]
    ).reader(), ours.reader()


class TestTerms:
    @pytest.mark.parametrize("field", _FIELDS)
    def test_the_same_terms(self, pair: tuple[IndexReader, IndexReader], field: str) -> None:
        stock, ours = pair
        assert list(ours.lexicon(field)) == list(stock.lexicon(field))

    @pytest.mark.parametrize("field", _FIELDS)
    def test_the_same_postings(self, pair: tuple[IndexReader, IndexReader], field: str) -> None:
        stock, ours = pair
        for term in stock.lexicon(field):
            assert _postings(ours, field, term) == _postings(stock, field, term)

    @pytest.mark.parametrize("field", _FIELDS)
    def test_the_same_counts(self, pair: tuple[IndexReader, IndexReader], field: str) -> None:
        stock, ours = pair
        for term in stock.lexicon(field):
            assert ours.doc_frequency(field, term) == stock.doc_frequency(field, term)
            assert ours.frequency(field, term) == stock.frequency(field, term)
            info, expected = ours.term_info(field, term), stock.term_info(field, term)
            assert (info.min_id(), info.max_id(), info.max_weight()) == (
                expected.min_id(),
                expected.max_id(),
                expected.max_weight(),
            )

    @pytest.mark.parametrize(("field", "prefix"), [("text", "s"), ("exact", "安"), ("verb", "re"), ("text", "zzz")])
    def test_the_same_expansions(self, pair: tuple[IndexReader, IndexReader], field: str, prefix: str) -> None:
        stock, ours = pair
        assert list(ours.expand_prefix(field, prefix)) == list(stock.expand_prefix(field, prefix))

    @pytest.mark.parametrize(("word", "distance", "prefix"), [("secruity", 2, 1), ("peac", 1, 0), ("决订", 1, 0)])
    def test_the_same_terms_within(
        self, pair: tuple[IndexReader, IndexReader], word: str, distance: int, prefix: int
    ) -> None:
        stock, ours = pair
        expected = sorted(stock.terms_within("exact", word, distance, prefix))
        assert sorted(ours.terms_within("exact", word, distance, prefix)) == expected

    def test_a_term_that_is_not_there(self, pair: tuple[IndexReader, IndexReader]) -> None:
        _, ours = pair
        assert ("text", "xyzzy") not in ours
        assert ours.doc_frequency("text", "xyzzy") == 0
        with pytest.raises(TermNotFound):
            ours.postings("text", "xyzzy")
        with pytest.raises(TermNotFound):
            ours.doc_frequency("nosuch", "x")


def _postings(reader: IndexReader, field: str, term: bytes) -> list[tuple[int, float, list[int]]]:
    matcher = reader.postings(field, term)
    found = []
    while matcher.is_active():
        positions = list(matcher.value_as("positions")) if matcher.supports("positions") else []
        found.append((matcher.id(), matcher.weight(), positions))
        matcher.next()
    return found


class TestRecords:
    def test_the_same_stored_fields(self, pair: tuple[IndexReader, IndexReader]) -> None:
        stock, ours = pair
        assert dict(ours.iter_docs()) == dict(stock.iter_docs())

    def test_the_same_lengths_but_exact(self, pair: tuple[IndexReader, IndexReader]) -> None:
        from whoosh.util.numeric import byte_to_length, length_to_byte

        stock, ours = pair
        for field in ("text", "exact", "title"):
            assert ours.field_length(field) == stock.field_length(field)
            for number in stock.all_doc_ids():
                length = ours.doc_field_length(number, field)
                assert byte_to_length(length_to_byte(length)) == (stock.doc_field_length(number, field) or 0)

    @pytest.mark.parametrize("field", ["date", "year", "order"])
    def test_the_same_columns(self, pair: tuple[IndexReader, IndexReader], field: str) -> None:
        stock, ours = pair
        for translate in (False, True):
            assert list(ours.column_reader(field, translate=translate)) == list(
                stock.column_reader(field, translate=translate)
            )


_QUERIES = [
    query.Term("text", "peac"),
    query.And([query.Term("text", "peac"), query.Term("exact", "the")]),
    query.Or([query.Term("text", "peac"), query.Term("text", "安全理事会"), query.Term("title", "member")]),
    query.And([query.Term("text", "peac"), query.Not(query.Term("verb", "urge"))]),
    query.AndMaybe(query.Term("text", "secur"), query.Term("title", "peac")),
    query.Phrase("exact", ["安", "全", "理"]),
    query.Phrase("text", ["of", "peac"], slop=3),
    query.Phrase("title", ["the", "of"]),
    query.Prefix("text", "pe"),
    query.Wildcard("exact", "*s"),
    query.FuzzyTerm("exact", "peaco"),
    query.NumericRange("date", 20000500, 20001500),
    query.NumericRange("year", 2001, None, startexcl=True),
    query.TermRange("verb", "recall", "request"),
    query.Every(),
    query.Every("verb"),
    query.DisjunctionMax([query.Term("text", "peac"), query.Term("exact", "peace")]),
]


class TestSearching:
    """Whoosh's searcher on our index; block skipping is off in both, since ours has no blocks to skip."""

    @pytest.mark.parametrize("tree", _QUERIES, ids=str)
    def test_the_same_hits_and_scores(self, pair: tuple[IndexReader, IndexReader], tree: query.Query) -> None:
        stock, ours = pair
        assert _hits(ours, tree) == pytest.approx(_hits(stock, tree), rel=1e-5)

    @pytest.mark.parametrize("order", ["date", "order"])
    def test_the_same_order(self, pair: tuple[IndexReader, IndexReader], order: str) -> None:
        stock, ours = pair
        facet = sorting.MultiFacet([sorting.FieldFacet(order), sorting.FieldFacet("order")])
        assert _numbers(ours, facet) == _numbers(stock, facet)


class _Rounded(BM25F):  # type: ignore[misc]
    """Whoosh's own scores, with lengths rounded to one byte as stock Whoosh keeps them."""

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: int = 1) -> Any:
        from whoosh.util.numeric import byte_to_length, length_to_byte

        made = super().scorer(searcher, fieldname, text, qf=qf)
        if hasattr(made, "dfl"):
            lengths = made.dfl
            made.dfl = lambda number: byte_to_length(length_to_byte(lengths(number)))
        return made


def _hits(reader: IndexReader, tree: query.Query) -> dict[int, float]:
    from whoosh.searching import Searcher

    results = Searcher(reader, weighting=_Rounded()).search(tree, limit=None, optimize=False)
    return {number: score for score, number in results.top_n}


def _numbers(reader: IndexReader, facet: Any) -> list[int]:
    from whoosh.searching import Searcher

    results = Searcher(reader).search(query.Every("text"), limit=None, sortedby=facet)
    return [number for _, number in results.top_n]
