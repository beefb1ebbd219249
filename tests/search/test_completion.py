"""What may be meant by the beginning of a word of a query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from seized import Index, open_index
from seized.search.query import parse_query

OPENINGS = st.text(
    st.sampled_from("abcdeinorstuvw 'é-123/\"决安中法"), max_size=6
)  # a word before the last one has to be understood by itself
NAMES = st.sampled_from(
    ["", "verb:", "lead:", "clause:", "sponsor:", "vote:", "vote:for:", "vote:abstain:", "symbol:", "cites:", "lang:",
     "body:", "agenda:", "topic:", "year:", "date:", "VERB:", "cite:", "NOT verb:", "-sponsor:", "(agenda:",
     'agenda:"', 'vote:for:"']
)  # fmt: skip


@pytest.fixture(scope="module")
def year(year_path: Path) -> Iterator[Index]:
    with open_index(year_path) as index:
        yield index


def texts(index: Index, query: str) -> list[str]:
    return [one.text for one in index.complete(query).items]


class TestSamples:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("verb:requ", ["verb:request"]),
            ("verb:decidi", ["verb:decide"]),
            ('verb:"calls u', ['verb:"call upon"']),
            ('verb:"cal', ['verb:"call upon"', 'verb:"call for"']),
            ("verb: requ", ["request"]),
            ("verb:决", ["verb:决定"]),
            ("lead:req", ["lead:request"]),
            ("clause:o", ["clause:operative"]),
            ("clause:执", ["clause:执行"]),
            ("lang:z", ["lang:zh"]),
            ("lang:f", []),
            ("body:", ["body:S"]),
            ("symbol:25", ["symbol:S/RES/2553(2020)", "symbol:S/RES/2518(2020)"]),
            ("symbol:S/RES/2553 (20", ["symbol:S/RES/2553(2020)"]),
            ("symbol:2020/1", ["symbol:S/2020/1166"]),
            ("cites:237", ["cites:S/RES/2378(2017)"]),
            ("sponsor:chin", ["sponsor:China"]),
            ("sponsor:中", ["sponsor:China"]),
            ("sponsor:fij", ["sponsor:Fiji"]),
            ("vote:", ["vote:for:", "vote:against:", "vote:abstain:"]),
            ("vote:赞", ["vote:赞成:"]),
            ("vote:for:chi", ["vote:for:China"]),
            ('vote:for:"russ', ['vote:for:"Russian Federation"']),
            ("vote:赞成:中", ["vote:赞成:China"]),
            ("vote:abstain:", []),
            ("vote:maybe:ch", []),
            ("year:", ["year:2020"]),
            ("para:2", []),
            ("clau", ["clause:"]),
            ("VERB:requ", ["VERB:request"]),
            ("ｖｅｒｂ：requ", ["verb:request"]),
            ("", []),
            ("peacekeepers ", []),
            ('"safety and sec', []),
            ('women "safety and sec', []),
        ],
    )
    def test_ways_to_go_on(self, samples_index: Index, query: str, expected: list[str]) -> None:
        assert texts(samples_index, query) == expected

    @pytest.mark.parametrize(
        ("query", "expected"),
        [("ver", "verb:"), ("requ", "verb:request"), ("决定", "verb:决定"), ("fij", "sponsor:Fiji"), ("中国", "sponsor:China"),
         ("2553", "symbol:S/RES/2553(2020)"), ("s/res/2518", "symbol:S/RES/2518(2020)"), ("Russian", 'sponsor:"Russian Federation"')],
    )  # fmt: skip
    def test_a_word_without_a_field_is_offered_with_one(self, year: Index, query: str, expected: str) -> None:
        assert expected in texts(year, query)

    @pytest.mark.parametrize(
        ("query", "at", "span"),
        [
            ("women verb:requ", None, (6, 15)),
            ("verb:requ women", 9, (0, 9)),
            ("(verb:requ", None, (1, 10)),
            ("-verb:requ", None, (1, 10)),
            ("NOT verb:requ", None, (4, 13)),
            ("women OR lead:re", None, (9, 16)),
            ("verb:(decides OR requ", None, (17, 21)),
            ("（verb：requ", None, (1, 10)),
            ('"all means" verb:requ', None, (12, 21)),
            ("x" * 300 + " verb:requ", None, (301, 310)),
        ],
    )
    def test_the_word_at_the_cursor_is_what_is_replaced(
        self, samples_index: Index, query: str, at: int | None, span: tuple[int, int]
    ) -> None:
        found = samples_index.complete(query, at)
        assert (found.start, found.end) == span
        assert found.items

    def test_inside_the_brackets_of_a_field_values_stand_alone(self, samples_index: Index) -> None:
        assert texts(samples_index, "verb:(decides OR requ") == ["request"]

    @pytest.mark.parametrize("at", [-5, 0, 900])
    def test_a_cursor_past_the_ends_is_at_an_end(self, samples_index: Index, at: int) -> None:
        found = samples_index.complete("verb:requ", at)
        assert found.end == (9 if at > 9 else 0)

    def test_a_former_name_of_a_country_is_no_word_of_a_text(self, year: Index) -> None:
        assert not [one for one in year.complete("women pe").items if one.detail.startswith("People")]


class TestOrder:
    def test_what_most_clauses_have_comes_first(self, year: Index) -> None:
        verbs = year.search("", limit=1, facets=("verb",)).facets["verb"]
        offered = [one.label for one in year.complete("verb:re").items]
        assert offered == sorted(offered, key=lambda lemma: -verbs[lemma])

    def test_what_is_cited_most_comes_first(self, year: Index) -> None:
        counts = year.search("", limit=1, facets=("cites",)).facets["cites"]
        most = next(symbol for symbol in counts if symbol.startswith("S/RES/13"))
        assert year.complete("cites:13").items[0].label == most

    def test_the_beginning_of_a_name_counts_before_a_word_inside_it(self, year: Index) -> None:
        offered = [one.label for one in year.complete("sponsor:united").items]
        assert offered[0].startswith("United")

    def test_ten_at_most_and_none_twice(self, year: Index) -> None:
        for query in ("verb:", "sponsor:", "cites:", "agenda:", "topic:", "symbol:", "s", "a", "c"):
            offered = texts(year, query)
            assert len(offered) == len(set(offered)) <= 10

    def test_agenda_items_and_topics_by_any_of_their_words(self, year: Index) -> None:
        assert all("Middle East" in one for one in texts(year, "agenda:mid"))
        assert any("WOMEN" in one.upper() for one in texts(year, 'topic:"wom'))

    def test_the_charter_by_its_parts(self, year: Index) -> None:
        assert texts(year, "cites:Chap")[0] == 'cites:"Chapter VII"'
        assert texts(year, "cites:Cha")[0] == "cites:Charter"


class TestRoundTrip:
    @settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        before=st.sampled_from(["", "women ", "peace OR "]),
        name=NAMES,
        opening=OPENINGS,
        after=st.sampled_from(["", " peace"]),
    )
    def test_whatever_is_chosen_can_be_asked_for_and_finds_something(
        self, year: Index, before: str, name: str, opening: str, after: str
    ) -> None:
        assume(name.endswith('"') or not set(' "') & set(opening))
        written = before + name + opening
        found = year.complete(written + after, len(written))
        assert 0 <= found.start <= found.end == len(written)
        for one in found.items:
            if not one.text.endswith(":"):
                closing = ")" if "(" in name else ""
                assert list(parse_query(written[: found.start] + one.text + closing + after).leaves())
                assert year.search(one.text, limit=1).total

    def test_every_country_and_every_item_can_be_asked_for(self, year: Index) -> None:
        for name, facet in (
            ("sponsor", "sponsor"),
            ("agenda", "agenda"),
            ("topic", "topic"),
            ("cites", "cites"),
            ("symbol", "symbol"),
        ):
            for value in list(year.search("", limit=1, facets=(facet,)).facets[facet])[:60]:
                opening = f'"{value[:12]}' if " " in value else value[:12]
                offered = year.complete(f"{name}:{opening}").items
                assert offered, value
                assert all(year.search(one.text, limit=1).total for one in offered)
