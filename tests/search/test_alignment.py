"""Diffs: what they mark, that they lose nothing, and that coded texts compare as their words do."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized import Index, QueryError
from seized.analyzers import exact_terms
from seized.search.alignment import Coder, changes, is_weak, marked, matching, ratio, tidied

TEXTS = st.text(alphabet="ab c,.;A1’安理会，é", max_size=30)
WORDS = st.lists(st.sampled_from("abcde"), max_size=14).map("".join)


class TestChanges:
    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            ("until 31 May 2020;", "until 30 November 2020;", "until [-31 May-] {+30 November+} 2020;"),
            ("Decides to remain seized", "Decides to remain actively seized", "Decides to remain {+actively+} seized"),
            ("Calls upon all States", "calls upon States", "calls upon [-all-] States"),
            ("促请各方执行协定", "促请有关各方执行协定", "促请{+有关+}各方执行协定"),
            ("", "new words", "{+new words+}"),
            ("old words", "", "[-old words-]"),
            ("The Council’s view,", "the council's view;", "the council's view;"),
        ],
    )
    def test_what_was_left_out_and_put_in_is_marked(self, old: str, new: str, shown: str) -> None:
        assert marked(changes(old, new)) == shown

    def test_a_stray_word_between_changes_is_no_common_ground(self) -> None:
        """One "the" in the midst of other words is not kept."""
        diff = changes("urges rapid deployment of the police units", "stresses full respect for the human rights")
        assert [change.op for change in diff] == ["replace"]

    def test_repeated_words_are_shown_in_one_piece(self) -> None:
        """Of two places where "of the" could stand, the one beside the rest is taken."""
        assert marked(changes("the head of the mission", "the head of the office of the mission")) in (
            "the head of the {+office of the+} mission",
            "the head {+of the office+} of the mission",
        )

    @given(TEXTS, TEXTS)
    def test_the_stretches_make_up_both_texts(self, old: str, new: str) -> None:
        diff = changes(old, new)
        if list(exact_terms(old)):
            assert "".join(change.old for change in diff) == old
        if list(exact_terms(new)):
            assert "".join(change.new for change in diff) == new

    @given(TEXTS)
    def test_a_text_is_equal_to_itself(self, text: str) -> None:
        assert all(change.op == "equal" for change in changes(text, text))


class TestMatching:
    def test_texts_past_the_ceiling_are_refused_unless_they_hardly_differ(self) -> None:
        half = "a" * 20_000
        assert matching(f"{half}b{half}", f"{half}c{half}") == [(0, 0, 20_000), (20_001, 20_001, 20_000)]
        with pytest.raises(QueryError, match="texts of 40,000 and 40,000 words are too long"):
            matching("ab" * 20_000, "cd" * 20_000)

    @given(WORDS, WORDS)
    def test_blocks_are_common_and_in_order(self, old: str, new: str) -> None:
        at, other = 0, 0
        for a, b, size in matching(old, new):
            assert old[a : a + size] == new[b : b + size]
            assert a >= at
            assert b >= other
            at, other = a + size, b + size

    @given(WORDS, WORDS)
    def test_nothing_finds_more_than_the_longest_common_subsequence(self, old: str, new: str) -> None:
        length = sum(size for _, _, size in matching(old, new))
        assert length >= sum(
            block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        )
        assert ratio(old, new) == pytest.approx(2 * length / (len(old) + len(new)) if old or new else 1.0)

    @given(WORDS, WORDS)
    def test_tidying_keeps_as_many_words_where_none_is_stray(self, old: str, new: str) -> None:
        blocks = matching(old, new)
        tidy = tidied(blocks, old, new, [False] * len(new))
        assert sum(size for *_, size in tidy) == sum(size for *_, size in blocks)
        assert all(old[a : a + size] == new[b : b + size] for a, b, size in tidy)
        assert len(tidy) <= len(blocks)


class TestCoder:
    def test_numbers_are_the_same_when_they_are_masked(self) -> None:
        coder = Coder()
        one, other = coder("until 31 May 2020"), coder("UNTIL 30 May 2021,")
        assert one.masked == other.masked
        assert one.words != other.words

    def test_words_are_those_of_the_exact_analysis(self, samples_index: Index) -> None:
        """The short way for plain texts gives what the analysis gives."""
        coder = Coder()
        for hit in samples_index.search("", limit=None, since="1945"):
            assert coder(hit.text) == coder.code([term.text for term in exact_terms(hit.text)])

    @given(TEXTS, TEXTS)
    def test_texts_are_coded_alike_if_their_words_are_equal(self, one: str, other: str) -> None:
        coder = Coder()
        same = [term.text for term in exact_terms(one)] == [term.text for term in exact_terms(other)]
        assert (coder(one).words == coder(other).words) == same

    @pytest.mark.parametrize(
        ("word", "weak"), [("of", True), ("的", True), ("mandate", False), ("a", True), ("7", False)]
    )
    def test_weak_words(self, word: str, weak: bool) -> None:
        assert is_weak(word) is weak
