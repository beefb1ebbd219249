"""Where verbs stand in a clause, what they take, and how often."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from seized import Index, parse
from seized.indexer.grammar.verbs import find_verbs
from seized.indexer.model import Clause, Kind
from seized.search.verb_objects import object_after, placed, taken_by


def clause_of(text: str, kind: Kind = "operative", lang: str = "en") -> Clause:
    return Clause("", "", kind, "1", 1, lang, "2020-01-01", find_verbs(text, kind=kind, lang=lang), (), (), (), text)


def taken(text: str, lang: str = "en", kind: Kind = "operative") -> list[tuple[str, str]]:
    clause = clause_of(text, kind, lang)
    return [(one.verb.lemma, taken_by(one, text)) for one in placed(clause)]


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "kind", "surfaces"),
        [
            ("Decides to act and further requests the Panel to report", "operative", ["Decides", "requests"]),
            ("Calls, in the strongest terms, upon all parties", "operative", ["Calls, in the strongest terms, upon"]),
            ("Takes note with appreciation of the report", "operative", ["Takes note with appreciation"]),
            ("Expresses its grave concern at the violence", "operative", ["Expresses its grave concern"]),
        ],
    )
    def test_a_verb_has_the_words_it_is_read_from(self, text: str, kind: Kind, surfaces: list[str]) -> None:
        assert [text[one.start : one.end] for one in placed(clause_of(text, kind))] == surfaces

    def test_the_ground_of_a_clause_stands_before_its_leading_verb(self) -> None:
        text = "Acting under Chapter VII, decides that States shall act"
        clause = clause_of(text)
        assert [verb.surface for verb in clause.verbs] == ["decides", "Acting"]
        assert [(one.verb.surface, one.start) for one in placed(clause)] == [
            ("decides", text.index("decides")),
            ("Acting", 0),
        ]

    def test_every_verb_of_the_samples_is_found(self, samples_index: Index) -> None:
        for hit in samples_index.search("clause:op OR clause:pp", limit=None):
            assert len(list(placed(hit.clause))) == len(hit.clause.verbs)

    def test_every_verb_of_real_resolutions_is_found(self, shared: Path) -> None:
        files = sorted((shared / "corpus" / "akn").rglob("*.xml"))[::60]
        parsed = [one for one in parse(files) if isinstance(one, tuple)]
        clauses = [clause for _, clauses in parsed for clause in clauses]
        verbs = sum(len(clause.verbs) for clause in clauses)
        assert verbs > 100
        assert sum(len(list(placed(clause))) for clause in clauses) >= 0.999 * verbs


class TestEnglishObjects:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Requests the Secretary-General to report", [("request", "the Secretary-General")]),
            ("Requests, in this regard, the Secretary-General to report", [("request", "the Secretary-General")]),
            ("Calls upon all parties to cooperate", [("call upon", "all parties")]),
            ("Urges the Government of Mali to act", [("urge", "the Government of Mali")]),
            ("Urges Bosnia and Herzegovina to act", [("urge", "Bosnia and Herzegovina")]),
            ("Encourages it to continue", [("encourage", "it")]),
            ("Decides that the measures end", [("decide", "that")]),
            ("Decides to further extend the mandate", [("decide", "to extend")]),
            ("Stresses the importance of dialogue", [("stress", "the importance")]),
            ("Stresses the urgent and imperative need for aid", [("stress", "the urgent and imperative need")]),
            (
                "Takes note of the report of the Secretary-General on it",
                [("take note", "the report of the Secretary-General")],
            ),
            ("Expresses its grave concern at the violence", [("express", "its grave concern")]),
            ("Recalls its resolution 1325 (2000) on women", [("recall", "its resolution 1325 (2000)")]),
            ("Welcomes the measures imposed by the Committee", [("welcome", "the measures")]),
            ("Authorizes the Member States acting nationally to act", [("authorize", "the Member States")]),
            ("Welcomes the continuing efforts by all", [("welcome", "the continuing efforts")]),
            (
                "Urges troop- and police-contributing countries to act",
                [("urge", "troop- and police-contributing countries")],
            ),
            ("Decides to act and requests the Panel to report", [("decide", "to act"), ("request", "the Panel")]),
            ("Monitor, investigate and report violations", [("monitor", "")]),
            ("Encourages and supports efforts by all", [("encourage", ""), ("support", "efforts")]),
        ],
    )
    def test_what_a_verb_takes_is_the_noun_phrase_after_it(self, text: str, expected: list[tuple[str, str]]) -> None:
        assert taken(text) == expected

    @pytest.mark.parametrize("text", ["", " ", ".", " , ,", " to", " the", "。", " to the"])
    def test_the_end_of_a_text_takes_nothing(self, text: str) -> None:
        assert object_after(text, 0) == ""


class TestChineseObjects:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("请秘书长在三个月内提交报告", [("request", "秘书长")]),
            ("促请所有会员国采取必要措施", [("call upon", "所有会员国")]),
            ("欢迎秘书长的报告", [("welcome", "秘书长的报告")]),
            ("注意到秘书长关于马里局势(S/2020/1)的报告", [("note", "秘书长的报告")]),
            ("回顾其关于马里的第2423(2018)号决议", [("recall", "其第2423号决议")]),
            ("重申其支持", [("reaffirm", "其支持")]),
            ("回顾第1325(2000)号决议", [("recall", "第1325号决议")]),
            ("表示严重关切", [("express", "严重关切")]),
            ("决定继续处理此案", [("decide", "继续")]),
        ],
    )
    def test_what_a_verb_takes_ends_before_a_verb_or_a_preposition(
        self, text: str, expected: list[tuple[str, str]]
    ) -> None:
        assert taken(text, "zh") == expected


class TestTagging:
    @pytest.mark.parametrize("run", ["秘书长在三个月内提交报告", "所有会员国采取措施"])
    def test_without_rjieba_jieba_gives_the_same_words(self, run: str) -> None:
        from seized.analyzers import tagging

        assert [word for word, _ in tagging._python_tagger()(run)] == [word for word, _ in tagging.tagged(run)]


class TestCounts:
    def test_uses_clauses_and_years_agree_with_the_clauses(self, samples_index: Index) -> None:
        counts = samples_index.verbs()
        clauses = [hit.clause for hit in samples_index.search("date:>=1946", limit=None)]
        uses = Counter(verb.lemma for clause in clauses for verb in clause.verbs)
        assert {verb.lemma: verb.count for verb in counts.verbs} == uses
        assert counts.total == uses.total()
        for verb in counts.verbs:
            assert sum(verb.years.values()) == verb.count
            assert verb.clauses == sum(verb.lemma in {each.lemma for each in clause.verbs} for clause in clauses)

    def test_the_most_frequent_come_first(self, samples_index: Index) -> None:
        counts = [verb.count for verb in samples_index.verbs("clause:op").verbs]
        assert counts == sorted(counts, reverse=True)

    def test_as_many_objects_as_asked_for(self, samples_index: Index) -> None:
        assert all(not verb.takes for verb in samples_index.verbs(takes=0).verbs)
        assert max(len(verb.takes) for verb in samples_index.verbs(takes=2).verbs) == 2
        request = next(verb for verb in samples_index.verbs("clause:op").verbs if verb.lemma == "request")
        assert request.takes[0].text == "the Secretary-General"

    def test_a_query_that_finds_nothing_has_no_verbs(self, samples_index: Index) -> None:
        assert (samples_index.verbs("zzzz").clauses, samples_index.verbs("zzzz").verbs) == (0, ())
