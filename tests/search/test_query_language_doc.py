"""Every query in docs/query-language.md does what the page says of it: it is understood, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seized.errors import QueryError
from seized.search import query
from seized.search.query import parse_query
from seized.vocabulary.fields import aliases

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")
ACCEPTED, REFUSED = PAGE.split("These are refused too:")


def in_code_blocks(text: str) -> Iterator[str]:
    for block in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()


def in_tables(text: str) -> Iterator[str]:
    """What stands between back quotes in the first column of the tables that are headed "Query"."""
    for table in re.findall(r"^\| Query .*\n\|[ |-]+\n((?:\|.*\n)+)", text, re.MULTILINE):
        for row in table.splitlines():
            yield from re.findall(r"`([^`]+)`", row.split(" | ")[0])


class TestExamples:
    @pytest.mark.parametrize("example", [*in_code_blocks(ACCEPTED), *in_tables(ACCEPTED)])
    def test_it_is_understood(self, example: str) -> None:
        assert list(parse_query(example).leaves())

    @pytest.mark.parametrize("example", list(in_tables(REFUSED)))
    def test_it_is_refused(self, example: str) -> None:
        with pytest.raises(QueryError):
            parse_query(example)

    def test_the_page_has_examples_of_both(self) -> None:
        assert len(list(in_code_blocks(ACCEPTED))) >= 4
        assert len(list(in_tables(ACCEPTED))) >= 40
        assert len(list(in_tables(REFUSED))) >= 6


class TestCompleteness:
    @pytest.mark.parametrize("field", sorted(set(aliases("fields").values()) - {"text", "kind"}))
    def test_every_field_has_an_example(self, field: str) -> None:
        assert f"`{field}:" in PAGE

    @pytest.mark.parametrize(
        "limit",
        [
            query.LONGEST,
            query.DEEPEST,
            query.MOST_CLAUSES,
            query.MOST_EXPANSIONS,
            query.FUZZIEST,
            query.WIDEST,
        ],
    )
    def test_every_limit_is_stated(self, limit: int) -> None:
        assert f" | {limit:,} |" in PAGE
