"""The analyzers in a stock Whoosh index: its phrase queries find what a plain scan finds."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.qparser import QueryParser
from whoosh.query import Phrase, Query, Term
from whoosh.searching import Searcher

from seized.analyzers.whoosh_analyzers import ExactAnalyzer, TextAnalyzer

Contains = Callable[[str, str], bool]
Phrases = Callable[[list[str]], list[str]]


@contextmanager
def indexed(folder: Path, texts: list[str]) -> Iterator[Searcher]:
    schema = Schema(
        number=ID(stored=True),
        text=TEXT(analyzer=TextAnalyzer(), phrase=True, chars=True),
        exact=TEXT(analyzer=ExactAnalyzer(), phrase=True, chars=True),
    )
    index = FileStorage(str(folder)).create_index(schema)
    writer = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(number=str(number), text=text, exact=text)
    writer.commit()
    reopened = FileStorage(str(folder)).open_index()
    with reopened.searcher() as searcher:
        yield searcher
    reopened.close()


def found(searcher: Searcher, query: Query) -> set[int]:
    return {int(hit["number"]) for hit in searcher.search(query, limit=None)}


def wording(searcher: Searcher, phrase: str) -> Query:
    words = list(searcher.schema["exact"].process_text(phrase, mode="query"))
    return Phrase("exact", words) if len(words) > 1 else Term("exact", "".join(words))


def assert_phrases(searcher: Searcher, texts: list[str], phrases: list[str], contains: Contains) -> None:
    for phrase in phrases:
        expected = {number for number, text in enumerate(texts) if contains(text, phrase)}
        assert (phrase, found(searcher, wording(searcher, phrase))) == (phrase, expected)


@pytest.fixture(scope="module")
def chinese_index(tmp_path_factory: pytest.TempPathFactory, chinese_clauses: list[str]) -> Iterator[Searcher]:
    with indexed(tmp_path_factory.mktemp("chinese"), chinese_clauses) as searcher:
        yield searcher


@pytest.fixture(scope="module")
def english_index(tmp_path_factory: pytest.TempPathFactory, english_clauses: list[str]) -> Iterator[Searcher]:
    with indexed(tmp_path_factory.mktemp("english"), english_clauses) as searcher:
        yield searcher


class TestPhrases:
    def test_the_sample_letters(
        self, tmp_path: Path, letters: list[str], some_phrases: Phrases, contains: Contains
    ) -> None:
        phrases = [*some_phrases(letters), "safety and security", "安全理事会", "中国、俄罗斯", "1325 (2000)"]
        with indexed(tmp_path, letters) as searcher:
            assert_phrases(searcher, letters, phrases, contains)

    def test_real_chinese_clauses(
        self,
        chinese_index: Searcher,
        chinese_clauses: list[str],
        some_phrases: Phrases,
        contains: Contains,
    ) -> None:
        phrases = [*some_phrases(chinese_clauses), "和平、安全", "和平与安全", "人权", "第1325(2000)号决议"]
        assert_phrases(chinese_index, chinese_clauses, phrases, contains)

    def test_real_english_clauses(
        self,
        english_index: Searcher,
        english_clauses: list[str],
        some_phrases: Phrases,
        contains: Contains,
    ) -> None:
        phrases = [*some_phrases(english_clauses), "all necessary means", "acting under Chapter VII"]
        assert_phrases(english_index, english_clauses, phrases, contains)

    @pytest.mark.parametrize("phrase", ["决定", "安全理事会", "国际和平与安全", "秘书长", "会员国"])
    def test_characters_alone_are_found_where_they_stand_in_the_text(
        self, chinese_index: Searcher, chinese_clauses: list[str], phrase: str
    ) -> None:
        expected = {number for number, text in enumerate(chinese_clauses) if phrase in text}
        assert expected
        assert found(chinese_index, wording(chinese_index, phrase)) == expected

    @pytest.mark.parametrize("phrase", ["human rights", "the Council", "all necessary"])
    def test_words_alone_are_found_where_they_stand_in_the_text(
        self, english_index: Searcher, english_clauses: list[str], phrase: str
    ) -> None:
        pattern = re.compile(rf"\b{phrase}\b", re.IGNORECASE)
        expected = {number for number, text in enumerate(english_clauses) if pattern.search(text)}
        assert expected
        assert found(english_index, wording(english_index, phrase.upper())) == expected

    def test_whoosh_s_own_parser_reads_them(self, tmp_path: Path) -> None:
        with indexed(tmp_path, ["国际和平、安全", "国际和平与安全"]) as searcher:
            parser = QueryParser("exact", searcher.schema)
            assert found(searcher, parser.parse('"和平、安全"')) == {0}
            assert found(searcher, parser.parse('"和平与安全"')) == {1}


class TestTextField:
    TEXTS = (
        "Requests peacekeepers to implement resolution 1325 (2000)",
        "重申第1325(2000)号决议和反恐怖主义委员会",
        "1325 deaths in 2000",
    )

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("peacekeeper", {0}),
            ("requested", {0}),
            ("恐怖主义", {1}),
            ("恐怖主義", {1}),
            ("'1325 (2000)'", {0, 1}),
            ("1325", {0, 1, 2}),
        ],
    )
    def test_recall(self, tmp_path: Path, query: str, expected: set[int]) -> None:
        with indexed(tmp_path, list(self.TEXTS)) as searcher:
            assert found(searcher, QueryParser("text", searcher.schema).parse(query)) == expected

    def test_the_offsets_of_a_match_point_into_the_text(self, tmp_path: Path) -> None:
        with indexed(tmp_path, list(self.TEXTS)) as searcher:
            postings = searcher.postings("text", "s/res/1325(2000)")
            spans = [(span.startchar, span.endchar) for span in postings.spans()]
        assert [self.TEXTS[0][start:end] for start, end in spans] == ["1325 (2000)"]


class TestAnalyzers:
    @pytest.mark.parametrize("analyzer", [TextAnalyzer(), ExactAnalyzer()])
    def test_they_pickle_small_after_use(self, analyzer: TextAnalyzer | ExactAnalyzer) -> None:
        assert list(analyzer("维持和平 peace"))
        pickled = pickle.dumps(analyzer)
        assert len(pickled) < 200
        assert pickle.loads(pickled) == analyzer

    def test_positions_and_offsets_start_where_asked(self) -> None:
        tokens = ExactAnalyzer()("a b", positions=True, chars=True, start_pos=5, start_char=100)
        assert [(token.text, token.pos, token.startchar, token.endchar) for token in tokens] == [
            ("a", 5, 100, 101),
            ("b", 6, 102, 103),
        ]

    def test_a_query_is_read_as_a_query(self) -> None:
        assert [t.text for t in TextAnalyzer()("S/RES/1325 (2000)", mode="query")] == ["s/res/1325(2000)"]
        assert [t.text for t in ExactAnalyzer()("維", mode="query")] == ["维"]
        assert [t.text for t in ExactAnalyzer()("維", mode="index")] == ["維"]

    def test_words_as_they_are_and_originals_for_those_who_ask(self) -> None:
        assert [t.text for t in TextAnalyzer()("Peacekeepers", no_morph=True)] == ["peacekeepers"]
        assert [t.original for t in TextAnalyzer()("Peacekeepers", keeporiginal=True)] == ["Peacekeepers"]
        assert [t.text for t in TextAnalyzer()("two words", tokenize=False)] == ["two words"]
