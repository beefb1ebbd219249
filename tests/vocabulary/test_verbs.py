"""Families of action verbs: every form leads to one lemma."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.vocabulary import verbs
from seized.vocabulary.verbs import forms, known_lemmas, lemma_of


class TestLemmaOf:
    @pytest.mark.parametrize(
        ("form", "expected"),
        [
            ("decides", "decide"),
            ("Decide", "decide"),
            ("deciding", "decide"),
            ("decided", "decide"),
            ("calls on", "call upon"),
            ("Calling upon", "call upon"),
            ("call upon", "call upon"),
            ("calls", "call upon"),
            ("calls for", "call for"),
            ("recognises", "recognize"),
            ("recognizing", "recognize"),
            ("re-emphasizes", "emphasize"),
            ("takes note of", "take note"),
            ("took note", "take note"),
            ("bearing in mind", "bear in mind"),
            ("looks forward to", "look forward"),
            ("pays tribute", "pay tribute"),
            ("Gravely concerned", "concern"),
            ("concern", "concern"),
            ("mindful", "mindful"),
            ("determined", "determined"),
            ("determines", "determine"),
            ("having considered", "consider"),
            ("Also calls once again upon", "call upon"),
            ("notes with appreciation", "note"),
        ],
    )
    def test_any_form_of_a_family_has_its_lemma(self, form: str, expected: str) -> None:
        assert expected == lemma_of(form)

    @pytest.mark.parametrize(
        ("form", "expected"),
        [("Develop", "develop"), ("developing", "develop"), ("applies", "apply"), ("stopping", "stop")],
    )
    def test_other_english_verbs_have_their_base(self, form: str, expected: str) -> None:
        assert expected == lemma_of(form)

    @pytest.mark.parametrize(
        ("form", "expected"),
        [
            ("决定", "decide"),
            ("请", "request"),
            ("促请", "call upon"),
            ("敦促", "urge"),
            ("要求", "demand"),
            ("呼吁", "call for"),
            ("强调", "emphasize"),
            ("强调指出", "stress"),
            ("着重指出", "underline"),
            ("特别指出", "underscore"),
            ("表示注意到", "take note"),
            ("表示严重关切", "express"),
            ("还请", "request"),
            ("最强烈地谴责", "condemn"),
            ("深为关切地注意到", "note"),
        ],
    )
    def test_chinese_verbs_have_the_lemma_of_their_english_twin(self, form: str, expected: str) -> None:
        assert expected == lemma_of(form)

    @pytest.mark.parametrize("form", ["", " ", "banana", "strongly", "还", "苹果", "1325", "S/RES/1325 (2000)"])
    def test_what_is_no_verb_has_none(self, form: str) -> None:
        assert lemma_of(form) is None

    @given(st.text())
    def test_any_text_is_borne(self, text: str) -> None:
        lemma = lemma_of(text)
        assert lemma is None or lemma

    def test_every_lemma_is_its_own(self) -> None:
        assert [lemma for lemma in known_lemmas() if lemma_of(lemma) != lemma] == []


class TestData:
    def test_each_spelling_with_z_has_one_with_s(self) -> None:
        missing = [form for form in forms() if "iz" in form and form.replace("iz", "is") not in forms()]
        assert missing == []

    def test_a_verb_of_two_words_ends_in_its_tail_or_has_it_inside(self) -> None:
        families = [family for form in forms().values() for family in form.tails.values()]
        assert [f.lemma for f in families if not any(tail in f.lemma.split() for tail in f.tails)] == []

    def test_every_chinese_verb_has_a_known_english_lemma(self) -> None:
        strange = {lemma for lemma in verbs.chinese().lemmas.values() if lemma_of(lemma) != lemma}
        assert set() == strange

    def test_link_forms_are_inflections(self) -> None:
        assert {"base", "finite", "participle"} == set(verbs.modifiers().link_forms.values())
