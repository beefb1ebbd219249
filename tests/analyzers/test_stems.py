"""Stems of French, Spanish, Russian, Arabic and German, and the tag by which a text says its language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.analyzers import exact_terms, query_text_terms, text_terms
from seized.analyzers.batch import Analyses
from seized.analyzers.stems import query_stem, stemmed_languages, tag_of, tagged, word_stems

LANGUAGES = sorted(stemmed_languages())


class TestStems:
    @pytest.mark.parametrize(
        ("lang", "words"),
        [
            ("fr", "résolution résolutions Résolution RÉSOLUTION"),
            ("fr", "adopté adoptée adopter adoptés"),
            ("fr", "sécurité sécurités"),
            ("es", "resolución resoluciones"),
            ("es", "decide decidir"),
            ("ru", "резолюция резолюции резолюцию РЕЗОЛЮЦИЕЙ"),
            ("ru", "российский российская российских"),
            ("ar", "الأمم الامم"),
            ("ar", "القرار قرار"),
            ("de", "Resolution Resolutionen"),
            ("de", "Maßnahme Massnahmen Maßnahmen"),
        ],
    )
    def test_forms_of_a_word_have_one_stem(self, lang: str, words: str) -> None:
        assert len({query_stem(word, lang) for word in words.split()}) == 1

    @pytest.mark.parametrize(
        ("lang", "written", "typed"),
        [("fr", "sécurité", "securite"), ("fr", "adoptée", "adoptee"), ("es", "resolución", "resolucion"), ("es", "árboles", "arboles"), ("de", "Bäume", "baume")],
    )  # fmt: skip
    def test_what_is_typed_without_accents_is_found(self, lang: str, written: str, typed: str) -> None:
        assert query_stem(typed, lang) in word_stems(written, lang)

    @pytest.mark.parametrize("lang", LANGUAGES)
    @given(word=st.text(max_size=40))
    def test_every_word_has_a_stem_and_is_found_by_it(self, lang: str, word: str) -> None:
        assert word_stems(word, lang)[0] == query_stem(word, lang)
        assert query_stem(word, lang) or not word


class TestTerms:
    def test_words_that_have_two_stems_share_a_position(self) -> None:
        terms = list(text_terms("la sécurité collective", "fr"))
        assert [(term.text, term.position) for term in terms] == [
            ("fr:la", 0),
            ("fr:secur", 1),
            ("fr:securit", 1),
            ("fr:collect", 2),
        ]
        assert {(term.start, term.end) for term in terms if term.position == 1} == {(3, 11)}

    def test_symbols_and_chinese_are_as_in_any_language(self) -> None:
        terms = [term.text for term in text_terms("résolution 1325 (2000) 决定", "fr")]
        assert "s/res/1325(2000)" in terms
        assert "决定" in terms
        assert [term.text for term in query_text_terms("résolution 1325 (2000)", "fr")] == [
            "fr:resolu",
            "s/res/1325(2000)",
        ]

    @pytest.mark.parametrize("lang", ["en", "zh", "", "xx"])
    def test_other_languages_have_no_tag(self, lang: str) -> None:
        assert tagged("a text", lang) == "a text"

    @pytest.mark.parametrize("lang", LANGUAGES)
    @given(text=st.text(max_size=60))
    def test_a_tag_says_the_language_and_changes_no_term(self, lang: str, text: str) -> None:
        with_tag = tagged(text, lang)
        assert tag_of(with_tag) == lang
        ahead = len(with_tag) - len(text)
        for analyse in (text_terms, exact_terms):
            found = [(term.text, term.position, term.start - ahead) for term in analyse(with_tag)]
            plain = text_terms(text, lang) if analyse is text_terms else exact_terms(text)
            assert found == [(term.text, term.position, term.start) for term in plain]


class TestBatch:
    @given(
        texts=st.lists(
            st.tuples(
                st.sampled_from(["", *LANGUAGES]),
                st.sampled_from(
                    [
                        "la sécurité 1325 (2000), S/2006/997",
                        "women's rights",
                        "Совет Безопасности",
                        "决定 l'eau",
                        "مجلس الأمن",
                        "",
                    ]
                ),
            ),
            max_size=12,
        )
    )
    def test_what_is_analysed_at_once_is_what_is_analysed_one_by_one(self, texts: list[tuple[str, str]]) -> None:
        values = [tagged(text, lang) for lang, text in texts]
        analyses = Analyses()
        for found, numbers, analyse in zip(
            analyses.analyse(values), (analyses.text, analyses.exact), (text_terms, exact_terms), strict=True
        ):
            terms = list(numbers)
            at = 0
            for value, count in zip(values, found.counts.tolist(), strict=True):
                part = slice(at, at + count)
                got = list(zip(found.numbers[part].tolist(), found.positions[part].tolist(), strict=True))
                assert [(terms[n], position) for n, position in got] == [(t.text, t.position) for t in analyse(value)]
                at += count
