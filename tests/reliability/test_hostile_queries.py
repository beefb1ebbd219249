"""Hostile queries: whatever a person types, in every way it can be asked, there is an answer or one line that says why not."""

from __future__ import annotations

import json
import random
import runpy
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from seized import Index, build_index
from seized.errors import NotFound, QueryError

from .forms import SEED

HERE = Path(__file__).parent
HOSTILE = runpy.run_path(str(HERE / "hostile_queries.py"))
SEEDED = ("--seed", str(SEED))


def ran(index: Path, *words: str) -> dict[str, Any]:
    """What the script prints; it stops itself where one query hangs."""
    command = [sys.executable, str(HERE / "hostile_queries.py"), str(index), *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    print(f"SEIZED_TORTURE_SEED={SEED} repeats this")
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="session")
def shared_index(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the whole shared corpus."""
    path = tmp_path_factory.mktemp("shared") / "index"
    build_index([shared / "corpus"], path)
    return path


_MOST_SECONDS = 2
"""Of the processor, for one question."""


def slow(found: dict[str, Any]) -> list[Any]:
    """The questions that took longer than any may; how long the slowest did."""
    slowest = found["slowest"]
    assert slowest
    print(f"the slowest took {slowest[0][0]:.2f} s: {slowest[0][1:]}")
    return [one for one in slowest if one[0] >= _MOST_SECONDS]


class TestWorst:
    def test_they_are_asked_in_all_ways_and_none_takes_long(self, samples_path: Path, samples_index: Index) -> None:
        found = ran(samples_path, "--worst")
        assert found["asked"] == len(HOSTILE["WAYS"]) * len(HOSTILE["worst"](samples_index))
        assert {"usage", "parallel"} <= set(HOSTILE["WAYS"])
        assert slow(found) == []

    @pytest.mark.torture
    def test_none_takes_long_on_the_shared_corpus(self, shared_index: Path) -> None:
        assert slow(ran(shared_index, "--worst")) == []

    def test_each_is_short_enough_to_be_asked(self, samples_index: Index) -> None:
        asked = HOSTILE["worst"](samples_index)
        assert all(len(query) <= 2_000 for query in asked.values())
        refused = [name for name, query in asked.items() if TestExtremes.line_of(partial(samples_index.search, query))]
        assert refused == []


class TestGenerated:
    def test_they_are_the_same_for_a_seed(self) -> None:
        made = [list(HOSTILE["hostile"](seed, 50, ["peace", "women"])) for seed in (1, 1, 2)]
        assert made[0] == made[1] != made[2]

    def test_each_of_3_000_is_answered_or_refused_in_one_line(self, samples_path: Path) -> None:
        found = ran(samples_path, "--count", "3000", *SEEDED)
        assert found["faults"] == []
        assert slow(found) == []
        assert found["answered"] > 500
        assert found["refused"] > 500

    @pytest.mark.torture
    def test_each_of_100_000_asked_of_the_shared_corpus_is(self, shared_index: Path) -> None:
        found = ran(shared_index, "--count", "100000", *SEEDED)
        assert found["faults"] == []
        assert slow(found) == []


EXTREMES = [
    "(" * 5_000,
    "(" * 2_500 + "women" + ")" * 2_500,
    "(" * 50 + "women" + ")" * 50,
    ")" * 2_000,
    "NOT " * 300 + "women",
    "NOT " * 50 + "women",
    "-" * 1_999 + "a",
    " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "a" * 32_768,
    "维" * 32_768,
    "a" * 2_000,
    "\ud800",
    "wo\udfffmen",
    '"\ud800\udfff"~5',
    "exact:\udfff*",
    "a\ud800~2",
    "\u202e" * 1_000 + "women",
    "\u2066women\u2069 \u200fسلام\u200e",
    "\0",
    "wo\0men",
    "\0" * 1_999 + "a",
    "e" + "\u0301" * 10_000,
    "e" + "\u0301" * 1_999,
    '"women peace"~100',
    '"women peace"~101',
    '"women peace"~999999999',
    '"women peace"~9999999999',
    '"' + "the " * 390 + '"~100',
    'exact:"' + "the " * 390 + '"~100',
    '"' + "the of and to " * 99 + '"~100',
    "a*b*c*d*",
    "s" + "*e" * 999,
    "s" + "?" * 1_999,
    "s" + "*" * 1_998 + "x",
    "a" * 1_990 + "~2",
    "[" * 1_000,
    "date:[" + "1" * 1_900 + " TO *]",
    "year:" + "9" * 1_900,
    "para:" + "(a)" * 600,
    "cites:" + "S/RES/1325(2000)" * 120,
    "symbol:" + "S/" * 900,
    "verb:" + "calls upon " * 180,
    'sponsor:"' + "republic of " * 160 + '"',
    "vote:for:" + "中" * 1_900,
    ":" * 1_999,
    '"' * 1_999,
    "\\" * 1_999,
    "ﷺ" * 1_999,
    "𠀀" * 1_999,
    "👩‍👩‍👧" * 600,
    " OR ".join(f"w{n}~2" for n in range(200)),
    " OR ".join(f'"the of {n}"~100' for n in range(120)),
    "（" * 2_000,
    "ＮＯＴ" * 600,
    "\n" * 2_000,
    "%s%s%n{0}{}$HOME`id`",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "'; DROP TABLE clauses; --",
]

WAYS: dict[str, Callable[[Index, str], object]] = {
    "search": lambda index, query: [hit.snippet for hit in index.search(query)],
    "across": lambda index, query: [hit.snippet for hit in index.search(query, across="zh")],
    "exactly": lambda index, query: index.search(f"exact:({query})").total,
    "kwic": lambda index, query: index.kwic(query, sort="l1,r1").to_dict(),
    "kwic order": lambda index, query: index.kwic("peace", sort=query),
    "usage": lambda index, query: index.usage(query).to_dict(),
    "usage of twenty": lambda index, query: index.usage(*[query] * 20).to_dict(),
    "similar": lambda index, query: index.similar((query * 30)[:20_000], novel=True).to_dict(novel=True),
    "similar across": lambda index, query: index.similar_across((query * 30)[:20_000], "zh").to_dict(),
    "suggest": lambda index, query: index.suggest(query),
    "terms": lambda index, query: index.translate_terms(query),
    "parallel": lambda index, query: index.parallel(query),
    "verbs": lambda index, query: index.verbs(query).to_dict(),
    "document": lambda index, query: index.document(query),
    "document in": lambda index, query: index.document("2553", query),
    "clause": lambda index, query: index.clause(query),
    "clause of": lambda index, query: index.clause(f"S/RES/2553(2020)/op/{query}"),
    "cite": lambda index, query: index.cite(query),
    "cite in": lambda index, query: index.cite("2553", query),
    "compare": lambda index, query: index.compare(query, query),
    "lineage": lambda index, query: index.lineage(query),
    "citations": lambda index, query: index.citations(query, query),
    "citations since": lambda index, query: index.citations("2553", since=query, until=query),
    "network": lambda index, query: index.network(query),
    "filters": lambda index, query: index.search("peace", verb=query, since=query, cites=[query, query]).total,
    "language": lambda index, query: index.search("peace", lang=query).total,
    "facet": lambda index, query: index.search("peace", facets=(query,)).total,
}


class TestExtremes:
    @staticmethod
    def line_of(asked: Callable[[], object]) -> str:
        """The line with which something is refused; "" where it is answered."""
        try:
            asked()
        except (QueryError, NotFound) as refusal:
            return str(refusal) or "no line"
        return ""

    @pytest.mark.parametrize("way", WAYS)
    def test_each_is_answered_or_refused_in_one_line(self, way: str, samples_index: Index) -> None:
        lines = {ascii(query): self.line_of(partial(WAYS[way], samples_index, query)) for query in EXTREMES}
        assert {query: line for query, line in lines.items() if not line.isprintable() or len(line) > 600} == {}

    @pytest.mark.parametrize("letter", ["a", "的", "\u0301", " a", "S/", "1 ", "\ud800", "，", "ﷺ"])
    def test_a_draft_of_20_000_characters_of_one(self, letter: str, samples_index: Index) -> None:
        draft = (letter * 20_000)[:20_000]
        assert self.line_of(lambda: samples_index.similar(draft, novel=True)).isprintable()
        assert self.line_of(lambda: samples_index.similar_across(draft, "zh")).isprintable()

    def test_a_draft_of_all_words_there_are(self, samples_index: Index) -> None:
        words = HOSTILE["words_of"](samples_index)
        random.Random(8).shuffle(words)
        assert samples_index.similar(" ".join(words)[:20_000], limit=None, novel=True).draft
