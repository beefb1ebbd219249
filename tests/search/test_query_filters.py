"""Restrictions that come as options and mean what the fields of the query language mean."""

from __future__ import annotations

from typing import Any

import pytest

from seized.errors import QueryError
from seized.search.query import all_of, filters, parse_query


class TestFilters:
    def test_no_filter_is_no_tree(self) -> None:
        assert filters() is None

    @pytest.mark.parametrize(
        ("options", "query"),
        [
            ({"clause": "op"}, "clause:operative"),
            ({"verb": "calls on"}, 'verb:"call upon"'),
            ({"verb": ["decides", "requests"]}, "verb:(decide OR request)"),
            ({"lead": "decides"}, "lead:decide"),
            ({"cites": "1267 (1999) para 7"}, 'cites:"1267 para 7"'),
            ({"lang": "chinese"}, "lang:zh"),
            ({"since": "2000"}, "date:[2000 TO *]"),
            ({"since": "2000", "until": "2004-06"}, "date:[2000 TO 2004-06]"),
            ({"clause": "op", "until": "2004年"}, "clause:op date:[TO 2004]"),
        ],
    )
    def test_an_option_means_what_its_field_means(self, options: dict[str, Any], query: str) -> None:
        assert filters(**options) == parse_query(query)

    def test_a_filter_joins_a_query_in_one_level(self) -> None:
        joined = all_of(parse_query("women peace"), filters(clause="op", since="2000"))
        assert joined == parse_query("women peace clause:op date:[2000 TO *]")

    def test_a_filter_is_the_base_of_a_query_that_only_excludes(self) -> None:
        assert all_of(parse_query("NOT women"), filters(clause="op")) == parse_query("clause:op NOT women")

    def test_a_wrong_value_is_refused(self) -> None:
        with pytest.raises(QueryError, match="no date"):
            filters(since="yesterday")
