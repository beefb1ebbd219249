"""The query that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seized import Index, QueryError, open_index
from seized.search.query import parse_query


@pytest.fixture(scope="module")
def year(year_path: Path) -> Iterator[Index]:
    with open_index(year_path) as index:
        yield index


class TestCorrected:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("secuirty", "security"),
            ("peackeepers", "peacekeepers"),
            ("wmoen OR yuoth", "women OR youth"),
            ("Secuirty SECUIRTY", "Security SECURITY"),
            ('"secuirty councl"', '"security council"'),
            ("(secuirty OR peece) -wmoen", "(security OR peace) -women"),
            ("securty-sector", "security-sector"),
            ("vreb:decides", "verb:decides"),
            ("vreb:deciides", "verb:decides"),
            ('verb:"cals upon"', 'verb:"call upon"'),
            ("verb:(deciides OR requets)", "verb:(decides OR requests)"),
            ("lead:requets women", "lead:requests women"),
            ("cluase:op", "clause:op"),
            ("clause:operatve", "clause:operative"),
            ("lang:englsh", "lang:english"),
            ("sponsor:Chna", "sponsor:China"),
            ('sponsor:"Russian Fedration"', 'sponsor:"Russian Fedration"'),
            ("vote:abstian:China", "vote:abstain:China"),
            ("vote:for:Chna", "vote:for:China"),
            ('vote:abstian:"Russian Federation"', 'vote:abstain:"Russian Federation"'),
            ('agenda:"Midle East"', 'agenda:"Middle East"'),
            ("exact:secuirty", "exact:security"),
        ],
    )
    def test_slips_are_mended(self, year: Index, query: str, expected: str) -> None:
        assert year.corrected(query) == expected

    @pytest.mark.parametrize(
        "query",
        [
            "", "security", "peacekeeping operations", "women AND NOT (youth OR peace)", "S/RES/1325 (2000)", "2625(XXV)",
            "lang:zz", "lang:en", "para:20(a)", "date:[2020-01 TO 2020-06]", "date:>=2020", "symbol:2553", "cites:1325#7",
            'cites:"Chapter VII"', "secuirty*", "secuirty~1", "http://secuirty.example", "12:30", "a:b", "维和人圆",
            "don't", "state's", "naïve", "verb:decids", "verb:决定", "vote:abstain", "sponsor:中国", "S/2020/1166",
            'the "council is open', ")(", "xyzzyq", "foo:security",
        ],
    )  # fmt: skip
    def test_what_is_known_or_nothing_like_what_is_known_stays(self, year: Index, query: str) -> None:
        assert year.corrected(query) == query

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=st.text(st.sampled_from("abcdest 维和 \"()[]:-~*/1'vrb"), max_size=30))
    def test_what_was_understood_is_understood_when_it_is_mended(self, year: Index, query: str) -> None:
        try:
            parse_query(query)
        except QueryError:
            year.corrected(query)
        else:
            assert list(parse_query(year.corrected(query)).leaves())

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_a_word_with_two_letters_turned_round_is_found_again(self, year: Index, data: st.DataObject) -> None:
        word = data.draw(
            st.sampled_from(["security", "resolution", "council", "mandate", "peacekeeping", "humanitarian"])
        )
        at = data.draw(st.integers(0, len(word) - 2))
        turned = f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"
        assert year.search(year.corrected(turned), limit=1).total

    def test_it_finds_something_where_the_query_did_not(self, year: Index) -> None:
        for query in ("secuirty vreb:deciides", '"humanitarain asistance"', "wmoen cluase:op"):
            with_slips = year.corrected(query)
            assert with_slips != query
            assert year.search(with_slips, limit=1).total
