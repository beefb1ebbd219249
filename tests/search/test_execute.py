"""The parts of the executor, each against a plain way to do the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.searching import Searcher

from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.columnar.misspelt import within_distance
from seized.indexer.schema import CLAUSE, schema
from seized.search.engines.local.execute import Executor
from seized.search.engines.local.matches import Matches, intersection, top, union
from seized.search.memory import Memory

COUNT = 3000
few = st.lists(st.integers(0, COUNT - 1), unique=True, max_size=40).map(sorted)
scored = st.one_of(st.none(), st.integers(0, 1 << 16))


def _matches(docs: list[int], seed: int | None, as_mask: bool) -> Matches:
    """Matches in either form; without a seed all score 2, with one few scores recur."""
    scores = np.random.default_rng(seed).integers(1, 6, COUNT).astype(np.float32)
    if not as_mask:
        return Matches(2.0 if seed is None else scores[docs], docs=np.array(docs, np.intp))
    mask = np.zeros(COUNT, bool)
    mask[docs] = True
    return Matches(2.0 if seed is None else scores * mask, mask=mask)


def _plain(matches: Matches) -> dict[int, float]:
    docs, scores = matches.listed()
    return dict(zip(docs.tolist(), scores.tolist(), strict=True))


parts = st.lists(st.builds(_matches, few, scored, st.booleans()), min_size=1, max_size=4)
many = st.builds(
    lambda seed, share: np.flatnonzero(np.random.default_rng(seed).random(COUNT) < share).tolist(),
    st.integers(0, 1 << 16),
    st.sampled_from((0.05, 0.5, 1.0)),
)


class TestJoining:
    @settings(max_examples=200, deadline=None)
    @given(parts)
    def test_union_adds_over_all(self, parts: list[Matches]) -> None:
        plain = [_plain(part) for part in parts]
        either = set().union(*plain)
        assert _plain(union(parts, COUNT)) == {doc: sum(part.get(doc, 0) for part in plain) for doc in either}

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.builds(_matches, many, scored, st.booleans()), min_size=1, max_size=4))
    def test_intersection_adds_over_what_all_have(self, parts: list[Matches]) -> None:
        plain = [_plain(part) for part in parts]
        both = set.intersection(*map(set, plain))
        assert _plain(intersection(parts, COUNT)) == {doc: sum(part[doc] for part in plain) for doc in both}

    @settings(max_examples=200, deadline=None)
    @given(st.builds(_matches, st.one_of(few, many), scored, st.booleans()), st.integers(1, 30))
    def test_the_best_come_first_and_equal_ones_by_number(self, matches: Matches, limit: int) -> None:
        ordered = sorted(_plain(matches).items(), key=lambda item: (-item[1], item[0]))[:limit]
        docs, scores = top(matches, limit)
        assert list(zip(docs.tolist(), scores.tolist(), strict=True)) == ordered


class TestManySegments:
    def test_records_past_two_bytes_are_found(self, columns_of: Callable[..., ColumnarIndex]) -> None:
        blank = {"record": CLAUSE, "kind": "operative"}
        last = {"record": CLAUSE, "text": "peace and security", "exact": "peace and security"}
        apart = [blank | {"text": word, "exact": word} for word in ("peace", "and", "security")]
        index = columns_of([blank] * (1 << 16), [blank, last, blank], apart)
        executor = Executor(index.snapshot(), index.schema, lambda: Searcher(index.reader()))
        found = {
            node: executor.search(node, limit=10).numbers
            for node in (
                query.And([query.Term("text", "secur"), query.Term("text", "peac")]),
                query.Phrase("exact", ["peace", "and"]),
                query.Phrase("exact", ["peace", "security"], slop=2),
                query.And([query.Term("text", "peac"), query.Not(query.Term("kind", "operative"))]),
            )
        }
        assert set(map(tuple, found.values())) == {((1 << 16) + 1,)}


class TestMemory:
    def test_the_least_lately_used_is_forgotten(self) -> None:
        memory = Memory(30)
        for key in "abc":
            memory.keep(key, key.upper(), 10)
        assert memory.get("a") == "A"
        memory.keep("d", "D", 10)
        assert [memory.get(key) for key in "abcd"] == ["A", None, "C", "D"]

    def test_what_is_kept_twice_counts_once(self) -> None:
        memory = Memory(20)
        for _ in range(5):
            memory.keep("a", "A", 10)
        memory.keep("b", "B", 10)
        assert (memory.get("a"), memory.get("b")) == ("A", "B")


class _Lexicon:
    """Terms as an inverted field has them."""

    def __init__(self, words: list[str]) -> None:
        self._words = sorted({word.encode() for word in words})

    def span(self, prefix: bytes) -> range:
        found = [number for number, word in enumerate(self._words) if word.startswith(prefix)]
        return range(found[0], found[-1] + 1) if found else range(0)

    def term(self, number: int) -> bytes:
        return self._words[number]


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for a, first in enumerate(one, 1):
        last, row[0] = row[0], a
        for b, second in enumerate(other, 1):
            last, row[b] = row[b], min(row[b] + 1, row[b - 1] + 1, last + (first != second))
    return row[-1]


class TestMisspeltWords:
    @settings(max_examples=200, deadline=None)
    @given(
        st.lists(st.text("abcé", min_size=1, max_size=8), max_size=20),
        st.text("abcé", min_size=1, max_size=8),
        st.integers(1, 3),
        st.integers(0, 2),
    )
    def test_distance_is_that_of_levenshtein(self, words: list[str], word: str, most: int, prefix: int) -> None:
        lexicon = _Lexicon(words)
        found = {lexicon.term(number).decode() for number in within_distance(lexicon, word, most, prefix)}
        head = word[:prefix]
        assert found == {w for w in words if w.startswith(head) and _distance(w[prefix:], word[prefix:]) <= most}


class _Lookalike(query.Term):  # type: ignore[misc]
    """A node that is not known, and matches something else than what it derives from."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return query.Term(self.fieldname, "women").matcher(searcher, context)


@pytest.fixture(scope="module")
def executor(columns_of: Callable[..., ColumnarIndex]) -> Executor:
    words = ["peace", "women", "peace and women", "women, peace", "peace peace women"]
    rows = [{"record": CLAUSE, "key": str(n), "text": text, "exact": text} for n, text in enumerate(words)]
    reader = columns_of(rows[:2], rows[2:], [{"record": "file", "key": "f"}]).reader()
    return Executor(reader.snapshot, schema(), lambda: Searcher(reader))


class TestSearch:
    @pytest.mark.parametrize(
        ("tree", "numbers"),
        [
            (query.Phrase("exact", ["peace", "women"]), {4}),
            (query.Phrase("exact", ["peace", "women"], slop=2), {2, 4}),
            (query.Phrase("exact", ["women", "peace"]), {3}),
            (query.Phrase("exact", ["peace", "peace", "women"]), {4}),
            (query.Phrase("exact", ["peace", "nowhere"]), set()),
            (query.Every(), {0, 1, 2, 3, 4}),
            (query.Not(query.Term("exact", "peace")), {1}),
            (query.And([]), set()),
            (query.Or([]), set()),
            (query.Term("nofield", "peace"), set()),
            (query.Term("exact", "\ud800"), set()),
            (_Lookalike("exact", "peace"), {1, 2, 3, 4}),
            (query.And([_Lookalike("exact", "and"), query.Term("exact", "and")]), {2}),
            (query.Otherwise(query.Term("exact", "nowhere"), query.Term("exact", "and")), {2}),
        ],
    )
    def test_what_matches(self, executor: Executor, tree: query.Query, numbers: set[int]) -> None:
        found = executor.search(tree, limit=None)
        assert (set(found.numbers), found.total) == (numbers, len(numbers))

    def test_records_of_any_sort_by_their_terms(self, executor: Executor) -> None:
        assert executor.records(record="file") == [5]
        assert executor.records(record=CLAUSE, key="3") == [3]
        assert executor.records(record=CLAUSE, key="f") == []
