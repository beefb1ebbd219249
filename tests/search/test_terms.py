"""What terms are called in the other language: by clauses in both, by the lexicon alone, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from seized import Index, QueryError, build_index, open_index
from seized.indexer.bilingual.lexicon import shipped
from seized.search.renderings import TermTranslations
from seized.search.term_links import Run, TermLinks, runs_of_words


def words(found: TermTranslations) -> dict[str, int | None]:
    return {one.words: one.clauses for one in found.translations}


class TestByClauses:
    @pytest.mark.parametrize(
        ("term", "expected"),
        [
            ("维和行动", {"peacekeeping operations": 3}),
            ("授权", {"mandate": 1}),
            ("mandate", {"授权": 1}),
            ("safety and security", {"安全和安保": 2}),
            ("peacekeeping operations", {"维和行动": 3}),
        ],
    )
    def test_what_stands_for_a_term_is_counted_by_clauses(
        self, both: Index, term: str, expected: dict[str, int]
    ) -> None:
        (found,) = both.translate_terms(term)
        assert (found.source, words(found)) == ("clauses", expected)

    def test_clauses_without_a_wording_in_the_other_language_are_told_apart(self, both: Index) -> None:
        (found,) = both.translate_terms("mandate")
        assert (found.total, found.looked, found.is_sample) == (8, 1, False)

    def test_examples_mark_both_sides(self, both: Index) -> None:
        (found,) = both.translate_terms("授权")
        (example,) = found.translations[0].examples
        assert (example.clause.id, example.twin.id) == ("S/RES/2518(2020)/op/2@zh", "S/RES/2518(2020)/op/2")
        assert "**授权**" in example.snippet
        assert "**mandate**" in example.twin_snippet

    def test_filters_choose_the_clauses(self, both: Index) -> None:
        (all_of_them,) = both.translate_terms("维和行动")
        (prosecuted,) = both.translate_terms("维和行动", verb="促请")
        (none,) = both.translate_terms("维和行动", since="2021")
        assert both.translate_terms("维和行动", agenda="中东局势") == (none,)
        assert (all_of_them.looked, prosecuted.looked, none.looked) == (3, 1, 0)
        assert none.source == "shipped"

    def test_several_terms_are_answered_in_their_order(self, both: Index) -> None:
        found = both.translate_terms("mandate", "维和行动")
        assert [(one.term, one.lang, one.to) for one in found] == [("mandate", "en", "zh"), ("维和行动", "zh", "en")]


class TestTwins:
    """A document of which the Chinese edition has as many paragraphs as the English one, but not the same."""

    ENGLISH = """Resolution 2559 (2020)

The Security Council,

Recalling its resolution 1325 (2000) and all others on women, peace and security,

Noting with concern the mandate of the Mission that ended on 30 June 2019,

1. Requests the Mission to fulfil its mandate;
"""
    CHINESE = """第2559(2020)号决议

安全理事会，

回顾关于妇女、和平与安全的第1325(2000)号决议和其他所有决议，

回顾关于妇女、和平与安全的第1325(2000)号决议和其他所有决议，并且回顾第2242(2015)号决议的所有规定，

1. 请特派团完成任务；
"""

    def test_only_wordings_by_which_clauses_are_paired_are_looked_at(self, tmp_path: Path) -> None:
        files = [tmp_path / "en.txt", tmp_path / "zh.txt"]
        for file, text in zip(files, (self.ENGLISH, self.CHINESE), strict=True):
            file.write_text(text, encoding="utf-8")
        build_index(files, tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            clauses = [hit.clause for hit in index.search("mandate", lang="en", limit=None)]
            (found,) = index.translate_terms("mandate")
            assert [index.twin(clause) is not None for clause in clauses] == [True, False]
            assert (found.total, found.looked) == (2, 1)

    @pytest.mark.parametrize("term", ["COVID-19疫情", "安全和安保"])
    def test_numbers_and_names_in_letters_are_no_second_language_where_a_clause_has_them(
        self, tmp_path: Path, term: str
    ) -> None:
        file = tmp_path / "zh.txt"
        text = self.CHINESE.replace("完成任务", "在COVID-19疫情期间加强安全和安保")
        file.write_text(text, encoding="utf-8")
        build_index([file], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert index.translate_terms(term)[0].total == 1


class TestByLexicon:
    @pytest.mark.parametrize(
        ("term", "best"),
        [
            ("安全部门改革", "security sector reform"),
            ("维和", "peacekeeping"),
            ("security sector reform", "安全部门改革"),
        ],
    )
    def test_an_index_without_both_languages_answers_by_the_shipped_one(
        self, samples_index: Index, term: str, best: str
    ) -> None:
        (found,) = samples_index.translate_terms(term)
        assert (found.source, found.looked) == ("shipped", 0)
        assert found.translations[0].words == best
        assert found.translations[0].clauses is None

    def test_a_term_that_is_not_known_as_a_whole_is_answered_word_by_word(self, samples_index: Index) -> None:
        (found,) = samples_index.translate_terms("peacekeeping sanctions")
        assert {("peacekeeping", "维和"), ("sanctions", "制裁")} <= {(one.of, one.words) for one in found.translations}

    @pytest.mark.parametrize("term", ["xyzzy", "2231", "S/RES/2553 (2020)"])
    def test_what_has_no_translation_has_none(self, samples_index: Index, term: str) -> None:
        assert samples_index.translate_terms(term)[0].translations == ()

    def test_json_has_the_same(self, samples_index: Index) -> None:
        row = samples_index.translate_terms("安全部门改革")[0].to_dict()
        assert list(row) == ["term", "lang", "to", "source", "total", "looked", "sample", "translations"]
        assert row["translations"][0]["words"] == "security sector reform"


class TestRefusals:
    @pytest.mark.parametrize(
        ("term", "to", "message"),
        [
            ("授权", "zh", "is in 'zh' already"),
            ("mandate", "en", "is in 'en' already"),
            ("mandate", "fr", "translated to en or zh, not to"),
            ("授权", "Chinese", "is in 'zh' already"),
            ("mandate", "Klingon", "unknown lang"),
            ("women*", "", r"looked for as it is worded, '\*' stands for nothing"),
            ("安全部门改革women", "", "is in two languages, and no clause has it so"),
            ("，", "", "no word in"),
            (" ", "", "no word in"),
        ],
    )
    def test_is_said_in_a_sentence(self, samples_index: Index, term: str, to: str, message: str) -> None:
        with pytest.raises(QueryError, match=message):
            samples_index.translate_terms(term, to=to)


class TestLinks:
    """What stands for a term in one wording, by the shipped lexicon."""

    @staticmethod
    def stands(term: list[str], others: list[str], wording: str, *, uses: int = 1) -> list[str]:
        to = "zh" if term[0].isascii() else "en"
        runs = TermLinks(shipped(), term, "en" if to == "zh" else "zh", to).runs(others, uses, wording)
        return [wording[run.start : run.end] for run in runs]

    def test_words_beside_each_other_are_one(self) -> None:
        text = "Recalling its resolutions on security sector reform and on women"
        assert self.stands(["安全部门改革"], ["回顾", "决议", "妇女"], text) == ["security sector reform"]

    def test_a_word_of_which_another_is_the_likelier_reason_does_not_stand_for_it(self) -> None:
        assert self.stands(["安全部门改革"], ["改革"], "reform of the sector") == ["sector"]

    def test_it_stands_no_more_often_than_the_term(self) -> None:
        assert len(self.stands(["维和"], [], "peacekeeping or peacekeeping")) == 1
        assert len(self.stands(["维和"], [], "peacekeeping or peacekeeping", uses=2)) == 2

    def test_a_number_that_belongs_to_a_name_is_part_of_it(self) -> None:
        assert self.stands(["冠状病毒病"], [], "the impact of COVID-19 on peace") == ["COVID-19"]

    def test_runs_of_words_neither_open_nor_end_with_an_empty_one_and_stop_at_a_mark(self) -> None:
        found = [run.words for run in runs_of_words("the rule of law, and women")]
        assert found == [("rule",), ("rule", "of", "law"), ("law",), ("women",)]

    def test_known_runs_alone_may_be_asked_for(self) -> None:
        assert list(runs_of_words("法治和法治", {("法治",)})) == [Run(("法治",), 0, 2), Run(("法治",), 3, 5)]


class TestRealMandate:
    """Three resolutions that are there in both languages."""

    @pytest.mark.parametrize(
        ("term", "best"),
        [("UNIFIL", "联黎部队"), ("联黎部队", "UNIFIL"), ("Secretary-General", "秘书长"), ("维和人员", "peacekeepers")],
    )
    def test_what_a_term_is_called_mostly(self, mandate: Index, term: str, best: str) -> None:
        (found,) = mandate.translate_terms(term)
        assert found.looked > 0
        assert found.translations[0].words == best

    def test_twins_are_those_of_the_index(self, mandate: Index) -> None:
        (found,) = mandate.translate_terms("联黎部队")
        examples = [example for one in found.translations for example in one.examples]
        assert examples
        for example in examples:
            assert mandate.twin(example.clause, "en") == example.twin
