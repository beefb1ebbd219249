"""Questions in one language with answers in the other: what becomes of a query, and what it finds."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from whoosh import query

from seized import Index, IndexProblem, QueryError, build_index, open_index
from seized.corpus import samples
from seized.indexer.bilingual.lexicon import Lexicon, shipped
from seized.search.across import crossed
from seized.search.covering import Covering
from seized.search.query import parse_query
from seized.search.translation import Translator
from seized.search.wording import whole_words

FOUND = [
    ("维和人员的安全和安保", "en", "S/RES/2518(2020)/"),
    ("安全部门改革", "en", "S/RES/2553(2020)/"),
    ("妇女 维和行动", "en", "S/RES/2518(2020)/"),
    ("security sector reform", "zh", "S/2020/"),
    ("peacekeeping operations", "zh", "letter of S/RES/2518"),
]
"""Questions to the bundled letters, and how the id of a clause begins that has to be found first."""


def _tree(text: str, to: str, share: float = 1.0) -> query.Query:
    tree = parse_query(text)
    assert tree is not None
    return crossed(tree, None, Translator(shipped(), to), share).tree


def _fields(tree: query.Query) -> set[tuple[str, str]]:
    return {(leaf.fieldname, leaf.text) for leaf in tree.leaves() if isinstance(leaf, query.Term)}


class TestTree:
    def test_words_become_words_of_the_other_language(self) -> None:
        assert ("text", "sanction") in _fields(_tree("制裁", "en"))
        assert ("text", "制裁") in _fields(_tree("sanctions", "zh"))

    def test_answers_are_in_the_other_language(self) -> None:
        assert ("lang", "en") in _fields(_tree("制裁", "en"))

    @pytest.mark.parametrize(
        "restricted", ["verb:请", "cites:1325", "clause:op", 'cites:"Chapter VII"', "vote:against"]
    )
    def test_fields_stay_fields(self, restricted: str) -> None:
        plain = parse_query(restricted)
        assert plain is not None
        assert _fields(plain) <= _fields(_tree(f"{restricted} 制裁", "en"))

    def test_symbols_numbers_and_words_of_the_language_stay(self) -> None:
        found = _fields(_tree("第2553(2020)号决议 15 UNIFIL", "en"))
        assert {("text", "s/res/2553(2020)"), ("text", "15"), ("text", "unifil")} <= found

    def test_months_have_names(self) -> None:
        found = _fields(_tree("2021年3月31日", "en"))
        assert {("text", "march"), ("text", "31"), ("text", "2021")} <= found
        phrases = [node.words for node in _nodes(_tree("31 March 2021", "zh")) if isinstance(node, query.Phrase)]
        assert ["3", "月"] in phrases

    @pytest.mark.parametrize(
        ("text", "to", "phrase"),
        [
            ("中国", "en", ["china"]),
            ("美国", "en", ["unit", "state"]),
            ("英国", "en", ["unit", "kingdom"]),
            ("United States", "zh", ["美国"]),
            ("China", "zh", ["中国"]),
        ],
    )
    def test_countries_have_their_names(self, text: str, to: str, phrase: list[str]) -> None:
        (covering,) = (node for node in _nodes(_tree(text, to)) if isinstance(node, Covering))
        (group,) = covering.subqueries
        ways = [getattr(node, "words", None) or [node.text] for node in group.leaves()]
        assert phrase in ways

    @pytest.mark.parametrize(
        ("asked", "same"),
        [
            ('"peacekeepers"', "peacekeepers"),
            ("exact:peacekeepers", "peacekeepers"),
            ('women NOT "peacekeepers"', "women NOT peacekeepers"),
            ('"peacekeepers" OR women', "peacekeepers OR women"),
        ],
    )
    def test_one_word_in_quotes_is_that_word(self, asked: str, same: str) -> None:
        assert _fields(_tree(asked, "zh")) == _fields(_tree(same, "zh"))

    def test_part_of_a_phrase_does_not_say_it(self) -> None:
        (covering,) = (node for node in _nodes(_tree("安全部门改革", "en")) if isinstance(node, Covering))
        (group,) = covering.subqueries
        assert query.And([query.Term("text", word) for word in ("secur", "sector", "reform")]) in group.subqueries
        assert query.Term("text", "secur") not in group.subqueries

    def test_words_that_say_nothing_need_not_be_there(self) -> None:
        (covering,) = (node for node in _nodes(_tree("women in the conflict", "zh")) if isinstance(node, Covering))
        assert covering.least == len(covering.subqueries) == 2

    def test_titles_and_agenda_items_are_asked_in_the_other_language(self) -> None:
        assert ("agenda", "afghanistan") in _fields(_tree("agenda:阿富汗 妇女", "en"))

    def test_what_a_not_leaves_out_is_what_its_words_likely_are(self) -> None:
        tree = _tree("制裁 NOT 武器", "en")
        (excluded,) = (node for node in _nodes(tree) if isinstance(node, query.Not))
        assert ("text", "weapon") in _fields(excluded.query)

    def test_what_is_not_known_is_no_reason_to_leave_more_out(self, samples_index: Index) -> None:
        every, known, unknown = (
            samples_index.search(f"安全 {excluded}", across="en").total
            for excluded in ("", 'NOT "妇女"', 'NOT "妇女卡哈"')
        )
        assert known < every == unknown

    @pytest.mark.parametrize("written", ["sanction*", "sanct?on", "sanctoin~"])
    def test_words_with_jokers_are_refused(self, written: str) -> None:
        with pytest.raises(QueryError, match="cannot be taken across; write the whole word"):
            _tree(written, "zh")

    def test_a_quote_needs_all_its_words(self) -> None:
        (covering,) = (node for node in _nodes(_tree('"停止敌对行动"', "en", share=0.0)) if isinstance(node, Covering))
        assert covering.least == len(covering.subqueries)

    @pytest.mark.parametrize(("share", "least"), [(1.0, 4), (0.6, 3), (0.0, 1)])
    def test_of_other_words_a_share_has_to_be_there(self, share: float, least: int) -> None:
        (covering,) = (node for node in _nodes(_tree("制裁 武器 妇女 和平", "en", share)) if isinstance(node, Covering))
        assert covering.least == least


def _nodes(tree: query.Query) -> Iterator[query.Query]:
    yield tree
    for child in tree.children():
        yield from _nodes(child)


class TestSamples:
    @pytest.mark.parametrize(("text", "to", "begins"), FOUND)
    def test_a_question_finds_the_clause_in_the_other_language(
        self, samples_index: Index, text: str, to: str, begins: str
    ) -> None:
        results = samples_index.search(text, across=to)
        assert results.total
        assert {hit.lang for hit in results} == {to}
        assert results.hits[0].id.startswith(begins)

    def test_what_each_word_was_taken_for_is_with_the_answer(self, samples_index: Index) -> None:
        taken = samples_index.search("制裁 wxyz", across="en").taken
        assert [one.word for one in taken] == ["制裁", "wxyz"]
        assert taken[0].translations[0][0] == "sanctions"
        assert taken[0].to_dict()["translations"][0]["word"] == "sanctions"

    def test_a_plain_question_is_taken_for_nothing(self, samples_index: Index) -> None:
        assert samples_index.search("peace").taken == ()

    def test_words_that_are_marked_are_likely_translations(self, samples_index: Index) -> None:
        hit = samples_index.search("妇女 维和行动", across="en").hits[0]
        marked = {hit.text[start:end].lower() for start, end in hit.spans}
        assert any("women" in words for words in marked)
        assert marked.isdisjoint({"the", "of", "and"})

    @pytest.mark.parametrize("text", ["卡哈", "zzzz qqqq"])
    def test_words_that_nobody_knows_find_nothing(self, samples_index: Index, text: str) -> None:
        to = "en" if not text.isascii() else "zh"
        results = samples_index.search(text, across=to)
        assert (results.total, [one.translations for one in results.taken]) in [(0, [()]), (0, [(), ()])]

    @pytest.mark.parametrize(
        ("text", "to", "says"),
        [
            ("peace", "fr", "a query goes across to en or zh, not to"),
            ("peace", "tlh", "a query goes across to en or zh, not to"),
            ("", "en", "nothing to take across: give words"),
        ],
    )
    def test_what_cannot_be_asked_is_said(self, samples_index: Index, text: str, to: str, says: str) -> None:
        with pytest.raises(QueryError, match=says):
            samples_index.search(text, across=to)

    def test_what_is_left_out_is_told_too(self, samples_index: Index) -> None:
        taken = samples_index.search("women NOT zzzqqq", across="zh").taken
        assert [(one.word, bool(one.translations)) for one in taken] == [("women", True), ("zzzqqq", False)]

    def test_a_closed_index_says_so(self, samples_path: Path) -> None:
        index = open_index(samples_path)
        index.close()
        with pytest.raises(IndexProblem, match="has been closed"):
            index.translator("en")

    def test_languages_have_their_names(self, samples_index: Index) -> None:
        by_name, by_code = (samples_index.search("制裁", across=to) for to in ("English", "en"))
        assert list(by_name) == list(by_code)

    def test_filters_facets_and_pages_are_those_of_any_search(self, samples_index: Index) -> None:
        every = samples_index.search("和平 安全", across="en", limit=None)
        assert [hit.id for hit in samples_index.search("和平 安全", across="en", offset=3, limit=4)] == [
            hit.id for hit in every
        ][3:7]
        operative = samples_index.search("和平 安全", across="en", clause="op", limit=None, facets=["clause"])
        assert {hit.kind for hit in operative} == {"operative"}
        assert sum(operative.facets["clause"].values()) == operative.total


class TestCovering:
    """Against a plain count, on generated queries."""

    WORDS = ("peace", "security", "women", "council", "reform", "mission", "force", "the", "of", "nothing")

    @pytest.mark.parametrize("seed", range(20))
    def test_it_matches_what_has_enough_and_scores_each(self, samples_index: Index, seed: int) -> None:
        chance = random.Random(seed)
        groups = [chance.sample(self.WORDS, chance.randint(1, 3)) for _ in range(chance.randint(1, 5))]
        least = chance.randint(1, len(groups))
        stems = [[term.text for word in group for term in whole_words(word)] for group in groups]
        tree = Covering([query.Or([query.Term("text", stem) for stem in group]) for group in stems], least, 2.5)
        found = samples_index.engine.search(tree, limit=None)
        having = {
            stem: set(samples_index.engine.search(query.Term("text", stem), limit=None).numbers)
            for stem in itertools.chain(*stems)
        }
        wanted = {}
        for number in set().union(*having.values()):
            covered = sum(any(number in having[stem] for stem in group) for group in stems)
            if covered >= least:
                wanted[number] = 2.5 * covered
        assert dict(zip(found.numbers, np.round(found.scores, 4).tolist(), strict=True)) == wanted

    def test_nodes_are_equal_only_with_the_same_count_and_score(self) -> None:
        parts = [query.Term("text", "peac"), query.Term("text", "war")]
        same = Covering(list(parts), 1, 2.0)
        assert same == Covering(list(parts), 1, 2.0)
        assert len({same, Covering(list(parts), 2, 2.0), Covering(list(parts), 1, 3.0), query.Or(list(parts))}) == 4


class TestSimilar:
    @pytest.fixture
    def built(self, tmp_path: Path) -> Iterator[Index]:
        with samples() as letters:
            build_index(letters, tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            yield index

    def test_a_chinese_draft_finds_the_english_paragraph(self, built: Index) -> None:
        found = built.similar_across("促请会员国处理对参加维和行动的妇女的威胁和暴力行为", "en")
        assert found.precedents[0].id == "S/RES/2518(2020)/op/6"
        assert 0 < found.precedents[0].score <= 1
        assert 0 < found.precedents[0].coverage <= 1
        assert found.to_dict()["precedents"][0]["id"] == "S/RES/2518(2020)/op/6"

    def test_the_nearest_comes_first_and_the_limit_holds(self, built: Index) -> None:
        found = built.similar_across("安全部门改革", "en", limit=3)
        scores = [one.score for one in found.precedents]
        assert len(scores) == 3
        assert scores == sorted(scores, reverse=True)

    def test_filters_and_documents_left_out(self, built: Index) -> None:
        found = built.similar_across("安全部门改革", "en", leave_out="2553", clause="op")
        assert {one.clause.kind for one in found.precedents} == {"operative"}
        assert {one.clause.document for one in found.precedents} == {"S/RES/2518 (2020)"}

    @pytest.mark.parametrize(
        ("draft", "says"), [("", "the draft has no word"), ("，。", "the draft has no word"), ("改" * 20_001, "20,000")]
    )
    def test_what_is_no_draft_is_said(self, built: Index, draft: str, says: str) -> None:
        with pytest.raises(QueryError, match=says):
            built.similar_across(draft, "en")

    def test_a_clause_is_found_by_its_official_wording(self, mandate: Index) -> None:
        """Paragraphs of which the index has both are asked in one language and found in the other."""
        asked = found = 0
        for clause in mandate.document("S/RES/2539 (2020)", "zh").clauses:
            twin = mandate.twin(clause)
            if twin is None or clause.kind not in ("operative", "preambular"):
                continue
            asked += 1
            answers = mandate.similar_across(clause.text, "en").precedents
            found += any(one.clause.text == twin.text for one in answers[:10])
        assert found >= 0.95 * asked > 30


@pytest.fixture(scope="module")
def unseen(shared: Path, learnt: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The resolutions of 2021 that a lexicon of 2020 has not seen."""
    akn = shared / "corpus" / "akn"
    path = tmp_path_factory.mktemp("unseen") / "index"
    build_index(sorted(akn.glob("2021/**/*257*.xml")), path)
    with open_index(path) as index:
        index.lexicon = learnt
        yield index


class TestCorpus:
    """A lexicon of 2020 asked for paragraphs of 2021, which it has not seen."""

    @pytest.mark.parametrize(("source", "to"), [("zh", "en"), ("en", "zh")])
    def test_paragraphs_find_their_counterparts(self, unseen: Index, source: str, to: str) -> None:
        asked = first = ten = 0
        for symbol in unseen.symbols():
            for clause in unseen.document(symbol, source).clauses[::5]:
                twin = unseen.twin(clause, to)
                if twin is None or clause.kind not in ("operative", "preambular"):
                    continue
                texts = [one.clause.text for one in unseen.similar_across(clause.text, to).precedents]
                asked += 1
                first += texts[:1] == [twin.text]
                ten += twin.text in texts
        assert asked > 30
        assert first >= 0.82 * asked
        assert ten >= 0.95 * asked
