"""What is marked in a text: quick patterns find what the analysis finds, and snippets hold the most matches."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query

from seized.analyzers.english import stem
from seized.analyzers.stems import query_stem
from seized.search import phrase_spans
from seized.search.highlight import SNIPPET_LENGTH, Matcher, snippet

WORDS = (
    *("peace", "peaceful", "peacekeepers", "Peacekeeping", "die", "dying", "happy", "happily", "skies", "sky", "early"),
    *("relational", "organization", "Organised", "sensibilities", "hoping", "hopes", "the", "of", "S", "1325", "20"),
    *("Côte", "d’Ivoire", "État", "café", "Ærø", "İstanbul", "ſo", "和平", "peace和", "women's", "women’s", "ﬁnal"),
    *("S/RES/1325", "(2000)", "co\u00adoperate", "e\u0301tat", "full＿width", "under_score", "²", "ªb"),
)
GAPS = (" ", " ", " ", ", ", "-", "‑", "—", "’", "", "; “", "” ", ". ", "\u00a0", "_", "。")
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=25).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
plain = st.sampled_from([word.lower() for word in WORDS if word.isascii() and word.isalnum()])


def phrases(words: st.SearchStrategy[str], field: str, slops: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    several = st.lists(words, min_size=2, max_size=4)
    return st.tuples(several, slops).map(lambda one: query.Phrase(field, one[0], slop=one[1]))


leaves = st.one_of(
    plain.map(lambda word: query.Term("text", stem(word))),
    plain.map(lambda word: query.Or([query.Term("text", stem(word)), query.Term("text", query_stem(word, "fr"))])),
    plain.map(lambda word: query.Term("exact", word)),
    st.sampled_from(("和", "和平", "ærø", "état")).map(lambda word: query.Term("exact", word)),
    phrases(plain, "exact", st.just(1)),
    phrases(plain, "exact", st.integers(2, 6)),
    phrases(plain.map(stem), "text", st.integers(1, 6)),
    phrases(plain.map(lambda word: query_stem(word, "fr")), "text", st.integers(2, 6)),
)


def analysed(matcher: Matcher) -> Matcher:
    """The same without the patterns."""
    matcher._quick = None
    return matcher


class TestQuickMatches:
    @settings(max_examples=600, deadline=None)
    @given(st.lists(leaves, min_size=1, max_size=14), st.one_of(texts, st.text(max_size=60)))
    def test_patterns_find_what_the_analysis_finds(self, parts: list[Any], text: str) -> None:
        tree = query.Or(parts)
        assert Matcher(tree, None).spans(text) == analysed(Matcher(tree, None)).spans(text)

    def test_stems_of_other_languages_are_no_reason_for_analysis(self) -> None:
        tree = query.Or([query.Term("text", "secur"), query.Term("text", query_stem("sécurité", "fr"))])
        matcher = Matcher(tree, None)
        assert matcher._quick is not None
        assert matcher.spans("Security, la sécurité", "en") == ((0, 8),)
        assert matcher.spans("Security, la sécurité", "fr") == ((13, 21),)

    def test_a_match_inside_the_end_of_another(self) -> None:
        tree = query.Phrase("exact", ["peace", "and", "peace"])
        assert Matcher(tree, None).spans("peace and peace and Peace, and then") == ((0, 25),)

    def test_every_word_of_the_corpus_begins_as_its_stem_does(self, shared: Path) -> None:
        """The patterns look for all letters of a stem but its last two."""
        words: set[str] = set()
        for file in sorted((shared / "corpus/akn/2020").rglob("*.xml")):
            words.update(re.findall(r"(?<![^\W_])[a-z]+(?![^\W_])", file.read_text(encoding="utf-8").lower()))
        assert len(words) > 4000
        assert [word for word in words if not word.startswith(stem(word)[: max(1, len(stem(word)) - 2)])] == []


def chained(words: list[str], phrase: list[str], slop: int, at: int) -> int | None:
    """The word with which a phrase that begins at word `at` ends soonest, tried in every way; None if it does not."""
    if words[at] != phrase[0]:
        return None
    if len(phrase) == 1:
        return at
    ends = [chained(words, phrase[1:], slop, later) for later in range(at + 1, min(len(words), at + slop + 1))]
    return min((end for end in ends if end is not None), default=None)


class TestWordsNearEachOther:
    @settings(max_examples=400, deadline=None)
    @given(
        st.lists(st.sampled_from("abc"), min_size=1, max_size=14),
        st.lists(st.sampled_from("abc"), min_size=2, max_size=4),
        st.integers(2, 5),
    )
    def test_a_match_ends_where_the_nearest_words_do(self, words: list[str], phrase: list[str], slop: int) -> None:
        places: dict[str, dict[int, tuple[int, int]]] = {}
        for at, word in enumerate(words):
            places.setdefault(word, {})[at] = (at, at)
        ends = [(at, chained(words, phrase, slop, at)) for at in range(len(words))]
        assert list(phrase_spans.chained(places, tuple(phrase), slop)) == [one for one in ends if one[1] is not None]

    def test_eight_times_the_words_take_far_less_than_64_times_as_long(self) -> None:
        text = "the " * 1500

        def seconds(words: int) -> float:
            matcher = Matcher(query.Phrase("exact", ["the"] * words, slop=100), None)
            start = time.process_time()
            assert matcher.spans(text) == ()  # empty words alone are not marked
            return time.process_time() - start

        assert seconds(160) < 32 * max(seconds(20), 0.02)


class TestSnippets:
    @settings(max_examples=300, deadline=None)
    @given(
        st.text("ab 。", min_size=1, max_size=700),
        st.lists(st.tuples(st.integers(0, 700), st.integers(1, 9)), max_size=30),
    )
    def test_it_is_the_stretch_with_the_most_matches(self, text: str, marks: list[tuple[int, int]]) -> None:
        spans, at = [], 0
        for start, length in sorted(marks):
            if start >= at and start + length <= len(text):
                spans.append((start, at := start + length))
        shown = snippet(text, spans)
        most = max((sum(s >= start and e <= start + SNIPPET_LENGTH for s, e in spans) for start, _ in spans), default=0)
        if len(text) > SNIPPET_LENGTH:
            assert shown.count("**") // 2 >= min(most, 1)
            assert len(shown.replace("**", "")) <= SNIPPET_LENGTH + 4
        else:
            assert shown.count("**") // 2 == len(spans)

    @pytest.mark.parametrize(
        ("text", "spans", "expected"),
        [
            ("Decides to act", [(11, 14)], "Decides to **act**"),
            ("决定采取行动", [(0, 2)], "**决定**采取行动"),
            ("no match", [], "no match"),
        ],
    )
    def test_a_short_text_is_whole(self, text: str, spans: list[tuple[int, int]], expected: str) -> None:
        assert snippet(text, spans) == expected
