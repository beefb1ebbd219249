"""Counts over the matches of a search: each is the total of that search with the value as a filter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seized import Index, QueryError, build_index, open_index
from seized.search.facets import FACETS

WORDS = ["", "security", "women", "peacekeep*", "安全", "verb:request", "lead:decide", "clause:op", "clause:heading",
         "cites:1325", 'cites:"Chapter VII"', "lang:zh", "vote:abstain", "sponsor:China", "agenda:peace", "body:S",
         "date:[2020-06 TO *]", '"safety and security"', "topic:women", "resolution~1"]  # fmt: skip
QUERIES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
PATHS = ("both_path", "mandate_path", "year_path")


@pytest.fixture(scope="module", params=PATHS)
def index(request: pytest.FixtureRequest) -> Iterator[Index]:
    with open_index(request.getfixturevalue(request.param)) as opened:
        yield opened


class TestCounts:
    @pytest.mark.parametrize("name", FACETS)
    def test_every_value_of_the_whole_index_can_be_asked_for(self, index: Index, name: str) -> None:
        counts = index.search("", limit=1, facets=(name,)).facets[name]
        assert counts == {value: total(index, "", name, value) for value in counts}

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=QUERIES, name=st.sampled_from(list(FACETS)), data=st.data())
    def test_a_count_is_the_total_with_that_filter(
        self, index: Index, query: str, name: str, data: st.DataObject
    ) -> None:
        counts = index.search(query, limit=1, facets=(name,)).facets[name]
        if counts:
            value = data.draw(st.sampled_from(sorted(counts)))
            assert counts[value] == total(index, query, name, value)

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=QUERIES)
    def test_values_that_exclude_one_another_add_up(self, index: Index, query: str) -> None:
        results = index.search(query, limit=1, facets=("clause", "lang", "symbol", "body"))
        assert {name: sum(counts.values()) for name, counts in results.facets.items()} == dict.fromkeys(
            results.facets, results.total
        )

    def test_most_first_then_by_name(self, index: Index) -> None:
        for counts in index.search("", limit=1, facets=tuple(FACETS)).facets.values():
            assert list(counts.items()) == sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            assert all(counts.values())
            assert "" not in counts

    def test_they_count_past_the_page(self, index: Index) -> None:
        wanted = index.search("security", limit=None, facets=("verb",)).facets
        assert index.search("security", limit=1, offset=3, facets=("verb",)).facets == wanted

    def test_another_query_between_changes_nothing(self, index: Index) -> None:
        first = index.search("security", facets=tuple(FACETS)).facets
        index.search("lang:zh", facets=tuple(FACETS))
        assert index.search("security", facets=tuple(FACETS)).facets == first

    def test_one_that_there_is_not_is_named(self, index: Index) -> None:
        with pytest.raises(QueryError, match=r"no facet .colour.; there are "):
            index.search("security", facets=("colour",))


def total(index: Index, query: str, name: str, value: str) -> int:
    filters: dict[str, Any] = {name: value}
    return index.search(query, limit=1, facets=("clause",), **filters).total


class TestSegments:
    def test_counts_are_those_of_all_segments_without_what_was_replaced(self, tmp_path: Path, shared: Path) -> None:
        files = sorted((shared / "corpus" / "akn" / "2021" / "English").glob("*.xml"))[:6]
        for file in (*files, files[0]):
            build_index([file], tmp_path / "parts")
        build_index(files, tmp_path / "whole")
        with open_index(tmp_path / "parts") as parts, open_index(tmp_path / "whole") as whole:
            for query in ("", "security", "verb:decide"):
                counts = parts.search(query, limit=1, facets=tuple(FACETS)).facets
                assert counts == whole.search(query, limit=1, facets=tuple(FACETS)).facets


class TestWholeNames:
    """An agenda item, a topic or a sponsor that is named whole is just that one; else its words are looked for."""

    @pytest.mark.parametrize("name", ["agenda", "topic"])
    def test_a_longer_name_that_has_the_words_too_is_not_meant(self, year: Index, name: str) -> None:
        counts = year.search("", limit=1, facets=(name,)).facets[name]
        inside = {one: [other for other in counts if one != other and one in other] for one in counts}
        assert any(inside.values())
        assert {one: total(year, "", name, one) for one in inside} == dict(counts)

    @pytest.mark.parametrize("name", ["agenda", "topic"])
    def test_case_does_not_count(self, year: Index, name: str) -> None:
        for value, count in list(year.search("", limit=1, facets=(name,)).facets[name].items())[:10]:
            assert total(year, "", name, value.swapcase()) == count

    def test_words_of_a_name_find_all_that_have_them(self, year: Index) -> None:
        counts = year.search("", limit=1, facets=("agenda",)).facets["agenda"]
        wanted = sum(count for value, count in counts.items() if "middle" in value.lower())
        assert total(year, "", "agenda", "middle east") == wanted > 0

    def test_a_sponsor_goes_by_any_of_its_names(self, year: Index) -> None:
        counts = year.search("", limit=1, facets=("sponsor",)).facets["sponsor"]
        assert {total(year, "", "sponsor", name) for name in ("法国", "FRA", "france")} == {counts["France"]}

    @pytest.mark.parametrize("name", ["agenda", "topic", "sponsor", "vote", "cites", "symbol"])
    def test_no_value_is_refused(self, year: Index, name: str) -> None:
        with pytest.raises(QueryError):
            total(year, "", name, "")

    def test_two_values_are_alternatives(self, year: Index) -> None:
        first, second, *_ = year.search("", limit=1, facets=("agenda",)).facets["agenda"].items()
        assert year.search("", facets=("clause",), agenda=[first[0], second[0]]).total == first[1] + second[1]

    @pytest.mark.parametrize(
        "call",
        [
            lambda index, filters: index.similar("Decides to remain seized of the matter", **filters).draft,
            lambda index, filters: index.kwic("seized", **filters).lines,
            lambda index, filters: index.verbs("seized", **filters).verbs,
            lambda index, filters: index.usage("seized", **filters).total,
            lambda index, filters: index.ends("seized", **filters),
            lambda index, filters: index.translate_terms("seized", **filters),
        ],
    )
    def test_every_question_takes_every_filter(self, year: Index, call: Any) -> None:
        counts = year.search("seized", limit=1, facets=tuple(FACETS)).facets
        for name, values in counts.items():
            assert call(year, {name: next(iter(values))}), name
