"""A lexicon: what it is learnt from, what it says, and that it comes back whole from its bytes."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from seized import SeizedError
from seized.indexer import bilingual
from seized.indexer.bilingual.learning import learn
from seized.indexer.bilingual.lexicon import Lexicon, pack, shipped, unpack
from seized.indexer.bilingual.pairs import Pair
from seized.indexer.model import Clause

TERMS = [
    ("制裁", "sanction"),
    ("部署", "deploy"),
    ("妇女", "women"),
    ("马里", "mali"),
    ("3月", "march"),
    ("秘书长", "secretari"),
    ("欢迎", "welcom"),
    ("谴责", "condemn"),
]
"""Words that mean one thing, and the stems that they have to be taken for first."""
FAMILIES = [("授权", {"mandat", "author", "authoris"}), ("任务", {"mandat", "task"}), ("请", {"request", "invit"})]
PHRASES = [
    ("安全部门改革", "security sector reform"),
    ("秘书长", "Secretary-General"),
    ("和平与安全", "peace and security"),
]


def _clause(text: str, lang: str) -> Clause:
    return Clause(f"S/RES/1/op/1@{lang}", "S/RES/1 (1946)", "operative", "1", 1, lang, "", (), (), (), (), text)


def _pairs(*texts: tuple[str, str]) -> list[Pair]:
    return [Pair(_clause(one, "zh"), _clause(other, "en")) for one, other in texts]


SMALL = _pairs(
    ("谴责暴力", "Condemns violence"),
    ("谴责攻击", "Condemns attacks"),
    ("欢迎进展", "Welcomes progress"),
    ("欢迎改革", "Welcomes reforms"),
    ("停止暴力，停止攻击", "stop violence and stop attacks"),
)


class TestLearning:
    def test_few_pairs_tell_apart_what_differs(self) -> None:
        lexicon = learn(SMALL)
        assert lexicon.pairs == len(SMALL)
        assert [lexicon.translations(word, "en")[0].unit for word in ("谴责", "欢迎")] == ["condemn", "welcom"]
        assert lexicon.translations("violenc", "zh")[0].unit == "暴力"

    def test_a_wording_counts_once_however_often_it_is_paired(self) -> None:
        once, thrice = learn(SMALL), learn(SMALL * 3)
        assert pack(once) == pack(thrice)

    def test_the_order_of_pairs_does_not_matter(self) -> None:
        assert pack(learn(SMALL)) == pack(learn(SMALL[::-1]))

    def test_a_pair_that_is_no_paragraph_any_more_is_left_out(self) -> None:
        """Any two of their words may be linked: such a pair alone would take gigabytes."""
        chinese = "".join(chr(0x4E00 + number) for number in range(12_000))
        english = " ".join(
            f"{'abcdefghij'[number % 10]}x{'klmnopqrst'[number // 10 % 10]}{number}" for number in range(9_000)
        )
        assert learn([*SMALL, *_pairs((chinese, english))]).pairs == len(SMALL)

    def test_of_nothing_there_is_an_empty_lexicon(self) -> None:
        lexicon = learn([])
        assert (lexicon.pairs, lexicon.translations("制裁", "en"), lexicon.phrases_for("制裁")) == (0, (), ())
        assert unpack(pack(lexicon)).pairs == 0

    @pytest.mark.parametrize(("word", "stem"), TERMS)
    def test_words_of_the_council_mean_what_they_mean(self, learnt: Lexicon, word: str, stem: str) -> None:
        assert learnt.translations(word, "en")[0].unit == stem
        assert learnt.translations(stem, "zh")[0].unit in {word, "制裁名单", "性别", "在马里"}

    @pytest.mark.parametrize(("word", "stems"), FAMILIES)
    def test_a_word_that_means_several_things_has_several(self, learnt: Lexicon, word: str, stems: set[str]) -> None:
        assert {found.unit for found in learnt.translations(word, "en")[:4]} & stems

    @pytest.mark.parametrize(("unit", "words"), PHRASES)
    def test_words_that_together_stand_for_one_are_its_phrase(self, learnt: Lexicon, unit: str, words: str) -> None:
        assert learnt.phrases_for(unit)[0].words == words


class TestShipped:
    @pytest.mark.parametrize(("word", "stem"), TERMS)
    def test_it_knows_words_of_the_council(self, word: str, stem: str) -> None:
        assert shipped().translations(word, "en")[0].unit == stem

    def test_a_unit_is_shown_as_it_mostly_stands(self) -> None:
        assert [shipped().shown(unit, "en") for unit in ("sanction", "unifil", "secretari")] == [
            "sanctions",
            "UNIFIL",
            "secretary",
        ]
        assert shipped().shown("zzzz", "en") == "zzzz"

    def test_an_acronym_and_its_name_in_the_other_language(self) -> None:
        assert shipped().translations("联黎部队", "en")[0].unit == "unifil"
        assert shipped().translations("unifil", "zh")[0].unit == "联黎部队"

    def test_it_is_small(self) -> None:
        assert len((resources.files(bilingual) / "data/zh-en.lexicon").read_bytes()) <= 1_500_000

    def test_a_search_in_one_language_does_not_load_it(self, samples_path: Path) -> None:
        script = (
            "import sys, seized\n"
            f"with seized.open_index({str(samples_path)!r}) as index:\n"
            "    assert index.search('peacekeepers').total\n"
            "print([name for name in sys.modules if 'bilingual' in name])"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"


class TestPacking:
    def test_what_is_packed_comes_back(self) -> None:
        lexicon = learn(SMALL)
        again = unpack(pack(lexicon))
        assert again.sides[0].units == lexicon.sides[0].units
        assert again.sides[1].shown == lexicon.sides[1].shown
        assert again.phrases == lexicon.phrases
        for unit in lexicon.sides[0].units:
            before, after = lexicon.translations(unit, "en"), again.translations(unit, "en")
            assert dict(after) == pytest.approx(dict(before), rel=2e-3)

    @pytest.mark.parametrize("damaged", [b"", b"\x00", pack(learn(SMALL))[:-40], b"\x81\xa6format\x63"])
    def test_damage_is_said(self, damaged: bytes) -> None:
        with pytest.raises(ValueError, match="no lexicon"):
            unpack(damaged)

    @pytest.mark.parametrize("part", ["second", "count", "sizes", "often", "units"])
    def test_parts_that_do_not_belong_together_are_damage(self, part: str) -> None:
        packed = msgspec.msgpack.decode(pack(learn(SMALL)))
        value = packed[part]
        packed[part] = [value[0][:-4], value[1]] if isinstance(value, list) else value[:-4]
        with pytest.raises(ValueError, match="no lexicon"):
            unpack(msgspec.msgpack.encode(packed))

    def test_a_link_to_nothing_is_damage(self) -> None:
        packed = msgspec.msgpack.decode(pack(learn(SMALL)))
        packed["second"] = b"\xff\xff\0\0" + packed["second"][4:]
        with pytest.raises(ValueError, match="no lexicon"):
            unpack(msgspec.msgpack.encode(packed))


class TestBehind:
    """A lexicon in front of another."""

    @pytest.fixture
    def both(self) -> Lexicon:
        return dataclasses.replace(learn(SMALL), behind=shipped())

    def test_what_is_not_known_in_front_is_asked_behind(self, both: Lexicon) -> None:
        assert both.translations("制裁", "en") == shipped().translations("制裁", "en")
        assert both.phrases_for("安全部门改革") == shipped().phrases_for("安全部门改革")
        assert both.shown("unifil", "en") == "UNIFIL"

    def test_what_is_rare_in_front_is_a_mixture(self, both: Lexicon) -> None:
        mixed = dict(both.translations("谴责", "en"))["condemn"]
        alone = [dict(one.translations("谴责", "en"))["condemn"] for one in (learn(SMALL), shipped())]
        assert min(alone) - 0.2 <= mixed <= max(alone) + 0.2
        assert both.often("谴责", "zh") == shipped().often("谴责", "zh")


def test_another_language_is_refused_in_one_sentence() -> None:
    with pytest.raises(SeizedError, match="no words of 'tlh' are known; there are zh and en"):
        shipped().translations("qapla", "tlh")
