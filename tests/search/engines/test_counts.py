"""What an engine counts, and what it knows of its terms and records, is what the clauses say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from whoosh import query as node

from seized import Index
from seized.indexer.model import Clause
from seized.indexer.records import DocumentRecord
from seized.indexer.schema import CLAUSE, DOCUMENT, RECORD, read_record
from seized.search.facets import FACETS
from seized.search.query import parse_query
from seized.vocabulary import fields, symbols

from .scan import Scan

Values = Callable[[Clause, DocumentRecord], Iterable[str]]


def _votes(_: Clause, record: DocumentRecord) -> Iterable[str]:
    if record.vote is None:
        return ()
    sides = {"for": record.vote.in_favour, "against": record.vote.against, "abstain": record.vote.abstaining}
    return (f"{side}:{country.name}" for side, who in sides.items() for country in who if country.code)


VALUES: dict[str, Values] = {
    "clause": lambda clause, _: [clause.kind],
    "verb": lambda clause, _: [verb.lemma for verb in clause.verbs],
    "lead": lambda clause, _: [verb.lemma for verb in clause.verbs[:1]],
    "body": lambda clause, _: [symbols.body(clause.document)],
    "symbol": lambda clause, _: [clause.document],
    "cites": lambda clause, _: clause.cites,
    "lang": lambda clause, _: [clause.lang],
    "agenda": lambda _, record: [record.agenda],
    "topic": lambda _, record: record.topics,
    "sponsor": lambda _, record: [country.name for country in record.sponsors],
    "vote": _votes,
    "year": lambda clause, _: [clause.date[:4]],
}
COUNTED = [
    "",
    "security",
    "peacekeep*",
    "verb:request",
    "lang:zh",
    "NOT security",
    '"safety and security"',
    "nowherefound",
]
PHRASES = ("security", '"safety and security"', "verb:decides", "维和", "nowherefound")
WORDS = ("secur", "peac", "the", "nowherefound", "维和", "s/res/1701", "")
FIELDS = (fields.KIND, fields.VERB, fields.LEAD, fields.LANG, fields.CITES, fields.BODY, fields.SPONSOR, fields.VOTE)


def matching(scan: Scan, query: str) -> list[int]:
    """The places of the clauses that match a query, of all without one."""
    return sorted(scan.scores(parse_query(query) if query else node.Every()))


class TestFacets:
    def test_every_one_is_counted_here(self) -> None:
        assert set(VALUES) == set(FACETS)

    @pytest.mark.parametrize("query", COUNTED)
    @pytest.mark.parametrize("name", FACETS)
    def test_the_values_of_all_that_match(self, index: Index, scan: Scan, name: str, query: str) -> None:
        counter: Counter[str] = Counter()
        for at in matching(scan, query):
            counter.update(value for value in set(VALUES[name](scan.clauses[at], scan.records[at])) if value)
        counts = index.search(query, limit=1, facets=(name,)).facets[name]
        assert counts == counter
        assert list(counts.items()) == sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        query=st.sampled_from(COUNTED),
        names=st.lists(st.sampled_from(list(FACETS)), min_size=1, max_size=7, unique=True),
    )
    def test_several_at_once_are_each_alone(self, index: Index, query: str, names: list[str]) -> None:
        together = index.search(query, limit=3, facets=names).facets
        assert together == {name: index.search(query, limit=1, facets=(name,)).facets[name] for name in names}


class TestEnds:
    @pytest.mark.parametrize("query", [*COUNTED, "clause:op force", "year:2018", "lang:en verb:urge"])
    def test_the_oldest_and_the_newest_by_the_order_of_symbols(self, index: Index, scan: Scan, query: str) -> None:
        dated = [at for at in matching(scan, query) if scan.fields[at].get("date", 0) > 0]
        ordered = sorted(dated, key=lambda at: (scan.fields[at]["date"], scan.fields[at]["order"].encode(), at))
        ends = index.ends(query)
        assert ends == ((scan.clauses[ordered[0]], scan.clauses[ordered[-1]]) if ordered else None)


class TestUsage:
    def test_the_clauses_of_each_year(self, index: Index, scan: Scan) -> None:
        everything = Counter(clause.date[:4] for clause in scan.clauses if clause.date)
        for series in index.usage(*PHRASES).series:
            found = [scan.clauses[at] for at in matching(scan, series.query)]
            years = Counter(clause.date[:4] for clause in found if clause.date)
            assert series.total == len(found)
            assert {str(one.year): one.count for one in series.years if one.count} == years
            assert {one.year for one in series.years} == set(range(int(min(everything)), int(max(everything)) + 1))


class TestVocabulary:
    @pytest.mark.parametrize("field", [fields.TEXT, fields.EXACT, *FIELDS])
    def test_terms_are_those_of_the_clauses_in_the_order_of_bytes(self, index: Index, scan: Scan, field: str) -> None:
        held = sorted({term for one in scan.terms for term in one.get(field, ())}, key=str.encode)
        assert list(index.engine.vocabulary.terms(field)) == held
        for prefix in ("s", "sec", "维", "zzz", "\U0001f600"):
            begun = [term for term in held if term.startswith(prefix)]
            assert list(index.engine.vocabulary.terms(field, prefix)) == begun

    @pytest.mark.parametrize("field", [fields.TEXT, fields.EXACT])
    def test_how_often_they_are_there(self, index: Index, scan: Scan, field: str) -> None:
        often = [sum(len(one.get(field, {}).get(word, ())) for one in scan.terms) for word in WORDS]
        assert index.engine.vocabulary.occurrences(field, WORDS) == often
        assert index.engine.vocabulary.frequencies(field, WORDS) == [scan.frequency(field, word) for word in WORDS]
        assert index.engine.vocabulary.frequencies(field, ()) == []

    @pytest.mark.parametrize("field", [field for field in FIELDS if field != fields.LANG])
    def test_values_with_the_number_of_clauses(self, index: Index, scan: Scan, field: str) -> None:
        held = {term for one in scan.terms for term in one.get(field, ())}
        assert dict(index.engine.vocabulary.values(field)) == {term: scan.frequency(field, term) for term in held}

    @pytest.mark.parametrize(
        ("word", "distance", "prefix"), [("secuirty", 2, 1), ("mandte", 1, 1), ("peac", 1, 0), ("zzzz", 2, 1)]
    )
    def test_words_near_one(self, index: Index, scan: Scan, word: str, distance: int, prefix: int) -> None:
        held = {term for one in scan.terms for term in one.get(fields.EXACT, ()) if term.startswith(word[:prefix])}
        near = {term for term in held if Levenshtein.distance(term[prefix:], word[prefix:]) <= distance}
        assert set(index.engine.vocabulary.near(fields.EXACT, word, distance, prefix)) == near

    @pytest.mark.parametrize("query", ["peacekeep*", "m?ndate", "mandte~1", "zzz*"])
    def test_words_that_a_pattern_stands_for(self, index: Index, scan: Scan, query: str) -> None:
        leaf: Any = parse_query(query)
        held = {term for one in scan.terms for term in one.get(fields.EXACT, ())}
        assert set(index.engine.vocabulary.standing_for(leaf)) == {term for term in held if _stands_for(leaf, term)}


def _stands_for(leaf: Any, term: str) -> bool:
    if isinstance(leaf, node.FuzzyTerm):
        size = leaf.prefixlength
        is_near = Levenshtein.distance(term[size:], leaf.text[size:]) <= leaf.maxdist
        return term.startswith(leaf.text[:size]) and is_near
    return fnmatchcase(term, leaf.text) if isinstance(leaf, node.Wildcard) else term.startswith(leaf.text)


class TestRecords:
    def test_clauses_by_their_terms_in_the_order_of_indexing(
        self, index: Index, scan: Scan, places: dict[int, int]
    ) -> None:
        for terms in (
            {"lang": "zh"},
            {"edition": "S/RES/2518 (2020)@zh"},
            {"kind": "operative", "lang": "en"},
            {"lang": "xx"},
        ):
            held = [
                at
                for at, one in enumerate(scan.terms)
                if all(text in one.get(name, ()) for name, text in terms.items())
            ]
            found = index.engine.records(**{RECORD: CLAUSE}, **terms)
            assert [places[number] for number in found] == held

    def test_documents_are_records_too(self, index: Index) -> None:
        numbers = index.engine.records(**{RECORD: DOCUMENT})
        found = [read_record(stored, DocumentRecord) for stored in index.engine.stored(numbers)]
        assert found == list(index.records())

    def test_records_are_read_in_the_order_asked_for(self, index: Index, scan: Scan, places: dict[int, int]) -> None:
        numbers = list(places)[::-3]
        stored = list(index.engine.stored(numbers))
        assert [read_record(one, Clause) for one in stored] == [scan.clauses[places[number]] for number in numbers]
        assert list(index.engine.lengths(numbers)) == list(map(len, stored))
        assert (list(index.engine.stored([])), list(index.engine.lengths([]))) == ([], [])

    def test_one_that_was_read_is_read_again(self, index: Index, places: dict[int, int]) -> None:
        number = next(iter(places))
        assert len(set(index.engine.stored([number, number, number]))) == 1

    def test_an_example_of_each_term_has_it(self, index: Index, scan: Scan) -> None:
        cited = sorted({term for one in scan.terms for term in one.get(fields.CITES, ()) if "#" not in term})
        for term, stored in zip(cited, index.engine.examples(fields.CITES, cited), strict=True):
            assert term in {fields.cites_key(symbol) for symbol in read_record(stored, Clause).cites}
