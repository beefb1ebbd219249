"""Chinese words, and that both segmenters cut alike."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.analyzers import chinese
from seized.analyzers.chinese import Segmenter, lexicon, python_segmenter, words

HAN = re.compile(r"[\u4e00-\u9fd5]+")


@pytest.fixture(scope="session")
def python() -> Segmenter:
    return python_segmenter()


@pytest.fixture(scope="session")
def rust() -> Segmenter:
    pytest.importorskip("rjieba", reason="there is no rjieba for this platform: jieba cuts alone")
    return chinese.rust_segmenter()


def han_runs(texts: Iterable[str]) -> list[str]:
    return [run for text in texts for run in HAN.findall(text)]


class TestWords:
    @pytest.mark.parametrize(
        ("run", "expected"),
        [
            ("安全理事会", ["安全理事会", "安全", "理事", "理事会"]),
            ("和平与安全", ["和平与安全", "和平", "安全"]),
            ("中国", ["中国"]),
            ("龘㐀𠀀", ["龘", "㐀", "𠀀"]),
        ],
    )
    def test_a_word_is_followed_by_those_inside_it(self, run: str, expected: list[str]) -> None:
        assert [word.text for word in words(run)] == expected

    def test_a_long_word_gives_up_every_term_inside_it(self) -> None:
        assert {"恐怖主义", "反恐怖主义", "委员会"} <= {word.text for word in words("反恐怖主义委员会")}

    @pytest.mark.parametrize("term", ["联刚稳定团", "阿卜耶伊", "人道主义准入", "大不列颠及北爱尔兰联合王国"])
    def test_terms_and_countries_are_whole_words(self, term: str) -> None:
        whole = {word.text for word in words(f"注意到{term}的局势")}
        assert term in whole

    @given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)))
    def test_offsets_and_numbers_are_true(self, run: str) -> None:
        found = list(words(run))
        assert [run[word.start : word.end] for word in found] == [word.text for word in found]
        whole = {word.number: word for word in reversed(found)}  # the first of each number
        assert "".join(whole[number].text for number in sorted(whole)) == run
        assert sorted(whole) == list(range(len(whole)))

    def test_a_query_of_whole_words_is_cut_as_in_the_text(self, chinese_clauses: list[str]) -> None:
        for run in han_runs(chinese_clauses[:150]):
            cut = chinese.segmenter().cut(run)
            for size in (1, 2, 3):
                part = "".join(cut[:size])
                assert {word.text for word in words(part)} <= {word.text for word in words(run)}


class TestLexicon:
    def test_every_term_is_one_word_of_both_dictionaries(self, rust: Segmenter, python: Segmenter) -> None:
        apart = [t for t in lexicon() if not (rust.cut(t) == python.cut(t) == [t])]
        assert apart == []

    def test_it_has_hundreds_of_terms_and_every_country_by_name(self) -> None:
        assert len(lexicon()) > 700
        assert {"秘书长", "主席声明", "科特迪瓦", "圣文森特和格林纳丁斯"} <= set(lexicon())

    def test_each_line_of_the_file_is_a_comment_or_a_new_term(self) -> None:
        lines = (Path(chinese.__file__).parent / "data" / "un-terms-zh.txt").read_text(encoding="utf-8").split("\n")
        terms = [line for line in lines if line and not line.startswith("#")]
        assert [term for term in terms if term not in lexicon()] == []
        assert len(terms) == len(set(terms))


class TestSegmenters:
    """The one in Rust and jieba itself, with the same dictionary and lexicon."""

    def test_they_agree_on_the_sample_letters(self, rust: Segmenter, python: Segmenter, letters: list[str]) -> None:
        runs = han_runs(letters)
        assert runs
        assert [rust.cut(run) for run in runs] == [python.cut(run) for run in runs]

    def test_they_agree_on_real_clauses(self, rust: Segmenter, python: Segmenter, chinese_clauses: list[str]) -> None:
        runs = han_runs(chinese_clauses)
        assert [rust.cut(run) for run in runs] == [python.cut(run) for run in runs]

    @given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=30))
    def test_they_agree_on_anything(self, rust: Segmenter, python: Segmenter, run: str) -> None:
        assert list(rust.cut(run)) == python.cut(run)

    def test_they_know_the_same_words(self, rust: Segmenter, python: Segmenter, letters: list[str]) -> None:
        parts = {run[i : i + n] for run in han_runs(letters) for n in range(2, 9) for i in range(len(run))}
        assert {part for part in parts if rust.knows(part)} == {part for part in parts if python.knows(part)}

    def test_without_rjieba_jieba_cuts_and_leaves_no_cache_behind(self, tmp_path: Path) -> None:
        code = (
            "import sys; sys.modules['rjieba'] = None\n"
            "from seized.analyzers import text_terms\n"
            "assert [term.text for term in text_terms('安全理事会')][0] == '安全理事会'\n"
            "assert 'jieba' in sys.modules"
        )
        environment = {**os.environ, "TMPDIR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert list(tmp_path.iterdir()) == []
