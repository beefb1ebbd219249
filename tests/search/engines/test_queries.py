"""Every shape of query has the hits, scores and order of a plain scan, whatever the engine."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast, get_args

import pytest
from whoosh import query as node

from seized import Index, QueryError
from seized.search.covering import Covering
from seized.search.engine import Sort
from seized.search.engines.opensearch.dsl import Known, matching
from seized.search.query import all_of, filters, parse_query

from .scan import Scan

QUERIES = {
    "words": ["security", "peacekeepers", "the", "women peace security", "Security COUNCIL", "peace peace", "nowherefound",
              "security nowherefound", "mandates extending", "self-determination", "Côte", "2018", "12", "S/RES/2433"],
    "phrases": ['"safety and security"', '"peace and security"', '"all necessary"', '"the"', '"in the area of the"',
                '"security peace"', '"nowhere found"', '"United Nations Interim Force in Lebanon"', '"peace" "security"'],
    "near": ['"women security"~8', '"security women"~8', '"peace peace"~30', '"mandate force extend"~20',
             'exact:"peace security"~2'],
    "parts": ["peacekeep*", "p*", "m?ndate", "secur*y", "w?m?n", "mandte~1", "mandaet~2", "securty", "peacekeep* secur*",
              "zzz*", "NOT peace*", "exact:mandate", "exact:Lebanese"],
    "fields": ["verb:decides", "verb:request", 'verb:"calls upon"', "lead:decides", "lead:urge verb:urge", "clause:op",
               "clause:preambular", "clause:heading", "lang:en", "lang:zh", "symbol:2518", "cites:1701", "cites:2518",
               'cites:"Chapter VII"', "para:1", "para:20(a)", "body:S", "agenda:middle", "agenda:peace", "topic:lebanon",
               'title:"middle east"', "sponsor:France", "sponsor:China", "vote:abstain", 'vote:for:"China"', "year:2020"],
    "ranges": ["date:2020", "date:[2018 TO 2020]", "date:[2018-08-30 TO *]", "date:[* TO 2008]", "year:[2006 TO 2010]",
               "date:2020-08", "date:>2019", "date:[2018-08-30 TO 2018-08-30]"],
    "operators": ["security NOT peace", "-peace", "NOT NOT peace", "women OR children", "(women OR children) security",
                  "peace (force OR mission) NOT (council AND security)", "verb:(decides OR requests)",
                  "security AND (clause:op OR clause:pp) AND NOT lang:zh", "NOT (women OR peace)", "+peace -security force",
                  'mandate OR "safety and security" OR verb:urge', "clause:op -verb:decides date:[2010 TO *] force"],
    "Chinese": ["维和", "安全理事会", '"维和人员"', "维和人员 安全", "维和*", "妇女 OR security", "verb:强调 维和", "第2518(2020)号决议",
                '"安全 安保"~6', "联合国 NOT 维和", "lang:中文 安全"],
}  # fmt: skip
ALL = [query for several in QUERIES.values() for query in several]
FILTERS: list[tuple[str, dict[str, Any]]] = [
    ("security", {"clause": "op"}),
    ("security", {"clause": ["op", "pp"], "lang": "en"}),
    ("peace", {"verb": ["decides", "requests"], "since": "2010", "until": "2020-08-28"}),
    ("", {"lang": "zh"}),
    ("", {"symbol": ["2433", "2518"], "clause": "operative"}),
    ("force", {"cites": "1701", "year": ["2018", "2020"], "body": "S"}),
    ("force -mandate", {"vote": "for:China", "lead": "decides"}),
]
TREES = {
    "weighted words": node.Or([node.Term("text", "secur", boost=2.5), node.Term("text", "peac", boost=0.25)]),
    "weighted all": node.And([node.Term("text", "secur"), node.Term("exact", "the")], boost=3.0),
    "the best of several": node.DisjunctionMax([node.Term("text", "forc"), node.Phrase("exact", ["peace", "and", "security"])]),
    "required": node.Require(node.Term("text", "secur"), node.And([node.Term("lang", "en"), node.Term("kind", "operative")])),
    "without": node.AndNot(node.Or([node.Term("text", "peac"), node.Term("text", "mandat")]), node.Term("kind", "heading")),
    "nested": node.AndNot(
        node.Require(node.Or([node.Term("text", "forc"), node.Term("text", "mission")]), node.Term("lang", "en")),
        node.Or([node.Term("verb", "decide"), node.Not(node.Term("text", "secur"))]),
    ),
    "covering": Covering([node.Term("text", one) for one in ("peac", "secur", "forc", "women")], 2, 2.5),
    "covering of alternatives": Covering([node.Or([node.Term("text", "peac"), node.Term("text", "war")]), node.Term("text", "forc")], 1),
    "covering and words": node.And([Covering([node.Term("text", "peac"), node.Term("text", "secur")], 2, 5.0),
                                    node.Or([node.Term("text", "forc", boost=0.5), node.Term("text", "peac")])]),
    "a constant": node.ConstantScoreQuery(node.Phrase("exact", ["peace", "and", "security"]), 0.25),
    "every clause": node.Every(),
    "every clause that cites": node.Every("cites"),
    "every clause with a date": node.Every("date"),
    "nothing": node.NullQuery,
    "no such term of a field": node.And([node.Term("edition", "nowhere@en"), node.Every()]),
    "editions": node.Or([node.Term("edition", "S/RES/2518 (2020)@zh"), node.Term("edition", "S/RES/2553 (2020)@en")]),
    "many words": node.Or([node.Term("text", word) for word in ("secur", "peac", "forc", "mandat", "the", "of", "and", "to", "unit")]),
    "a word often repeated in a quote": node.Phrase("exact", ["the", "the"], slop=10),
    "words that may be there": node.AndMaybe(node.Term("text", "secur"), node.Or([node.Term("text", "peac"), node.Every()], boost=2.0)),
    "what may be there and is not": node.AndMaybe(node.Term("text", "secur"), node.Term("text", "nowherefound")),
    "words between": node.TermRange("exact", "peace", "police"),
    "words between, but not those": node.TermRange("exact", "peace", "police", startexcl=True, endexcl=True, boost=1.5),
    "words up to": node.TermRange("exact", None, "about"),
    "verbs between": node.TermRange("verb", "d", "e"),
    "weights within weights": node.And([node.Or([node.Term("text", "peac", boost=2.0), node.Term("text", "forc")], boost=0.5),
                                        node.Term("text", "secur", boost=3.0)], boost=2.0),
    "weighted leaves": node.Or([node.Phrase("exact", ["peace", "and", "security"], boost=2.0), node.Prefix("text", "peac", boost=3.0),
                                node.FuzzyTerm("text", "mandte", boost=0.5, maxdist=1), node.Wildcard("text", "w?m?n", boost=4.0)]),
    "the best of several, weighted": node.DisjunctionMax([node.Term("text", "forc"), node.Term("text", "secur", boost=2.0)], boost=1.5),
    "a slip in a verb": node.FuzzyTerm("verb", "decides", maxdist=1, prefixlength=2),
    "a phrase of a word": node.Phrase("exact", ["security"], boost=2.0),
    "a phrase with a word that is none": node.Phrase("exact", [None, "peace", "and"]),
    "a phrase without words": node.Phrase("exact", [None]),
    "words at no distance": node.Phrase("exact", ["peace", "and"], slop=0),
    "any word": node.Prefix("text", ""),
    "any value": node.Wildcard("cites", "*", boost=2.0),
    "days": node.DateRange("date", datetime(2018, 1, 1), datetime(2020, 6, 30)),
    "covering nothing at the least": Covering([node.Term("text", "peac"), node.Term("text", "forc")], 0, 2.0),
    "all of nothing": node.And([]),
    "any of nothing": node.Or([]),
    "all of one": node.And([node.Term("text", "secur", boost=2.0)], boost=2.0),
    "only what is not": node.And([node.Every(), node.Not(node.Term("lang", "en"))]),
}  # fmt: skip
SORTS: tuple[Sort, ...] = get_args(Sort)


def check(index: Index, places: dict[int, int], scan: Scan, tree: node.Query) -> None:
    """All that a tree matches is what the scan finds, with its scores, in every order, whole and in part."""
    expected = scan.scores(tree)
    for sort in SORTS:
        found = index.engine.search(tree, limit=None, sort=sort)
        hits = [places[number] for number in found.numbers]
        assert (found.total, set(hits), len(hits)) == (len(expected), set(expected), len(expected))
        if sort == "relevance":
            assert list(found.scores) == pytest.approx([expected[at] for at in hits], abs=1e-4)
            assert_in_order(hits, list(found.scores))
        else:
            assert hits == sorted(expected, key=lambda at: scan.key(at, sort))
        for limit in (0, 1, 7):
            part = index.engine.search(tree, limit=limit, sort=sort)
            assert (part.total, list(part.numbers)) == (found.total, list(found.numbers[:limit]))
    assert [places[number] for number in index.engine.matching(tree)] == sorted(expected)


def assert_in_order(hits: list[int], scores: list[float]) -> None:
    """Best first, those of one score in the order of indexing."""
    assert hits == [at for _, at in sorted((-score, at) for score, at in zip(scores, hits, strict=True))]


class TestTrees:
    @pytest.mark.parametrize("query", ALL)
    def test_a_query(self, index: Index, places: dict[int, int], scan: Scan, query: str) -> None:
        tree = parse_query(query)
        assert tree is not None
        check(index, places, scan, tree)

    @pytest.mark.parametrize("name", TREES)
    def test_a_tree_that_is_made(self, index: Index, places: dict[int, int], scan: Scan, name: str) -> None:
        check(index, places, scan, TREES[name])

    @pytest.mark.parametrize(("query", "given"), FILTERS)
    def test_filters(self, index: Index, places: dict[int, int], scan: Scan, query: str, given: dict[str, Any]) -> None:
        tree = all_of(parse_query(query) if query else None, filters(**given))
        assert tree is not None
        check(index, places, scan, tree)
        assert index.search(query, limit=1, **given).total == len(scan.scores(tree))


class TestRefusals:
    """What an index on a cluster is not asked for is said by its name; a folder has Whoosh to ask."""

    @pytest.mark.parametrize(
        ("tree", "said"),
        [
            (node.Regex("text", "peac."), "for Regex"),
            (node.Variations("text", "peace"), "for Variations"),
            (node.And([node.Term("text", "peac"), node.Not(node.Regex("text", "peac."))]), "for Regex"),
            (node.Or([node.Term("text", "peac"), node.Term("text", "war")], scale=0.9), "for an Or with a scale"),
            (node.Term("year", 2020), "for a term of year; ask for a range"),
            (node.Prefix("date", "2020"), "for a Prefix of date"),
            (node.NumericRange("text", 1, 2), "for a range of numbers of text"),
            (node.Phrase("verb", ["calls", "upon"]), "for a Phrase of verb"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_each_by_its_name(self, tree: node.Query, said: str) -> None:
        with pytest.raises(QueryError, match=f"an index on a cluster cannot be asked {said}$"):
            matching(tree, cast(Known, None))


class TestSearch:
    @pytest.mark.parametrize("query", ALL)
    def test_hits_are_those_clauses_marked_as_everywhere(self, index: Index, local: Index, query: str) -> None:
        # scores depend on how often the index was changed, since replaced records count in them
        found, expected = (one.search(query, limit=None, sort="symbol") for one in (index, local))
        assert found.total == expected.total
        assert [(hit.id, hit.spans, hit.source) for hit in found] == [
            (hit.id, hit.spans, hit.source) for hit in expected
        ]

    @pytest.mark.parametrize("sort", SORTS)
    @pytest.mark.parametrize(("limit", "offset"), [(1, 0), (5, 3), (10, 10_000), (None, 4), (1_500, 0)])
    def test_a_page_is_a_part_of_the_whole(self, index: Index, sort: Sort, limit: int | None, offset: int) -> None:
        whole = [hit.id for hit in index.search("security", limit=None, sort=sort)]
        page = index.search("security", limit=limit, offset=offset, sort=sort)
        assert [hit.id for hit in page] == whole[offset:][:limit]
        assert page.total == len(whole)

    @pytest.mark.parametrize(
        "query", ["peacekeepers", "security of peacekeepers", '"safety and security"', "women verb:request"]
    )
    def test_across(self, index: Index, local: Index, query: str) -> None:
        found, expected = index.search(query, across="zh", limit=None), local.search(query, across="zh", limit=None)
        assert (found.total, found.taken) == (expected.total, expected.taken)
        assert {hit.id: hit.spans for hit in found} == {hit.id: hit.spans for hit in expected}
