"""What the query language refuses, and the one line that it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from whoosh.index import create_in

from seized.errors import QueryError
from seized.indexer.schema import schema
from seized.search.engines.local import LocalVocabulary
from seized.search.query import (
    DEEPEST,
    LONGEST,
    MOST_CLAUSES,
    MOST_EXPANSIONS,
    check_expansions,
    parse_query,
)


class TestLimits:
    @pytest.mark.parametrize(
        ("query", "limit"),
        [
            ("a" * (LONGEST + 1), "2,000"),
            ("a" * 32_768, "2,000"),
            ("(" * 5_000, "2,000"),
            ("(" * (DEEPEST + 1) + "women" + ")" * (DEEPEST + 1), "50"),
            ("(" * LONGEST, "50"),
            ("NOT " * 300 + "women", "50"),
            ("NOT (" * 26 + "women" + ")" * 26, "50"),
            ("verb:" + "(" * 51 + "decides" + ")" * 51, "50"),
            (" ".join(f"w{n}" for n in range(MOST_CLAUSES + 1)), "256"),
            (" OR ".join(f"w{n}" for n in range(MOST_CLAUSES + 1)), "256"),
            ("mercenary~3", "2"),
            ('"women peace"~101', "100"),
            ("*keepers", '"*"'),
            ("exact:*keepers", '"*"'),
            ("*", '"*"'),
            ("women AND *", '"*"'),
        ],
        ids=lambda v: v[:20],
    )
    def test_a_query_past_a_limit_is_told_the_limit(self, query: str, limit: str) -> None:
        with pytest.raises(QueryError, match=re.escape(limit)):
            parse_query(query)

    @pytest.mark.parametrize(
        "query",
        [
            "a" * LONGEST,
            "(" * DEEPEST + "women" + ")" * DEEPEST,
            "NOT " * DEEPEST + "women",
            " ".join(f"w{n}" for n in range(MOST_CLAUSES)),
            '"' + "women " * 300 + '"',
            "mercenary~2",
        ],
        ids=lambda v: v[:20],
    )
    def test_a_query_at_a_limit_is_understood(self, query: str) -> None:
        assert parse_query(query)


class TestExpansions:
    @pytest.fixture
    def vocabulary(self, tmp_path: Path) -> Iterator[LocalVocabulary]:
        index = create_in(tmp_path, schema())
        writer = index.writer()
        writer.add_document(exact=" ".join(f"word{n}" for n in range(MOST_EXPANSIONS + 1)), text="x")
        writer.commit()
        with index.reader() as opened:
            yield LocalVocabulary(opened)

    @pytest.mark.parametrize("query", ["word*", "wo?d*", "NOT word*", "word1* OR word*", "word10~2 word*"])
    def test_more_words_than_the_limit_are_refused(self, vocabulary: LocalVocabulary, query: str) -> None:
        with pytest.raises(QueryError, match=r"1,024"):
            check_expansions(parse_query(query), vocabulary)

    @pytest.mark.parametrize("query", ["word1*", "w?rd10", "word10~1", "women", "verb:decide", "nothing*"])
    def test_fewer_are_let_through(self, vocabulary: LocalVocabulary, query: str) -> None:
        check_expansions(parse_query(query), vocabulary)


class TestErrors:
    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("", "the query is empty"),
            (" \u3000\n", "the query is empty"),
            ('""', "the query has no word to search for"),
            ("。 —", "the query has no word to search for"),
            (
                "vreb:decides",
                'unknown field "vreb:"; did you mean verb:? If not, quote what has a colon in it',
            ),
            ("http://un.org", 'unknown field "http:"; quote what has a colon in it'),
            ("12:30", 'unknown field "12:"; quote what has a colon in it'),
            ("verb:decidde", 'unknown verb "decidde"; did you mean "decide"?'),
            ("clause:operatve", 'unknown clause "operatve"; did you mean "operative"?'),
            ("lang:xx", 'unknown lang "xx"; write one of ar, de, en, es, fr, ru, zh'),
            ("vote:maybe:China", 'unknown vote "maybe"; write one of for, against, abstain'),
            ("sponsor:Chiina", 'unknown country "Chiina"; did you mean "China"?'),
            ("women AND", "a word is missing at position 10"),
            (
                "OR women",
                'OR at position 1 needs a word before it; quote it to search for it: "OR"',
            ),
            ('women "peace', "the quote at position 7 is not closed"),
            (
                "women (peace",
                'the bracket at position 7 is not closed; quote it to search for it: "("',
            ),
            ("women)", 'the closing bracket at position 6 has no opening one; quote it: ")"'),
            ("()", "a word is missing at position 2"),
            ("verb:", "verb: needs a value"),
            ('verb:" "', "verb: needs a value"),
            ("verb:x~", 'unknown verb "x~"; write any form of a verb of the Council, as verb:"calls upon"'),
            (
                "vote:abstain: women",
                'unknown country "women"; write its name in English or Chinese, or its ISO code',
            ),
            ("date:[2000", "the bracket at position 6 is not closed; write [2000 TO 2004]"),
            ("date:[2004 TO 2000]", 'the range from "2004" to "2000" runs backwards'),
            ("title:[a TO b]", "title: takes no range; date: and year: do"),
            ("mercenary~0.8", "~0.8 is no whole number; write ~1 or ~2"),
            ("妇女~1", '~ is for one word in letters, not for "妇女"; quote what is more than that'),
            ("维?部队", '"*" and "?" stand for letters, not for Chinese characters: "维?部队"'),
            ("title:peace*", '"*", "?" and "~" are for words of the clause; title: takes whole words'),
            ('verb:"calls on"~2', "~2 says how near words are; verb: takes a value"),
        ],
    )
    def test_it_says_what_is_wrong(self, query: str, message: str) -> None:
        with pytest.raises(QueryError) as refusal:
            parse_query(query)
        assert str(refusal.value) == message

    @pytest.mark.parametrize(
        "query", ["cites:99999", "cites:Chapter", "symbol:women", "date:March", "year:20", "para:*"]
    )
    def test_a_value_of_the_wrong_form_is_told_the_form(self, query: str) -> None:
        with pytest.raises(QueryError, match="; write "):
            parse_query(query)
