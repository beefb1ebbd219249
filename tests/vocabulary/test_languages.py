"""Languages by their codes, by the paths of files, by script; and numbers of paragraphs in the form of English."""

from __future__ import annotations

import pytest

from seized.vocabulary.languages import from_code, from_path, from_script, languages
from seized.vocabulary.list_marks import latin_mark


class TestLanguages:
    def test_the_official_six_and_german(self) -> None:
        assert list(languages()) == ["en", "zh", "fr", "es", "ru", "ar", "de"]

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("eng", "en"),
            ("fra", "fr"),
            ("fre", "fr"),
            ("ZHO", "zh"),
            ("zh-Hans", "zh"),
            ("de", "de"),
            ("ita", "it"),
            ("", ""),
        ],
    )
    def test_codes(self, written: str, code: str) -> None:
        assert from_code(written) == code

    @pytest.mark.parametrize(
        ("path", "code"),
        [
            ("un-sc/2020/French/S_RES_2553 (2020)-2016352F.xml", "fr"),
            ("S_RES_2553 (2020)-2016352R.xml", "ru"),
            ("S_RES_2553 (2020)_A.xml", "ar"),
            ("S_RES_2650_2221218de.xml", "de"),
            ("S_RES_2649_2213542G.xml", "de"),
            ("SC_2561_2021-S.xml", "es"),
            ("S_PRST_2000_25-0054631e.xml", "en"),
            ("S_RES_1325_2000.xml", ""),
            ("letter.txt", ""),
        ],
    )
    def test_paths(self, path: str, code: str) -> None:
        assert from_path(path) == code

    @pytest.mark.parametrize(
        ("text", "code"),
        [("plain words", "en"), ("决定", "zh"), ("Совет, UNMISS", "ru"), ("مجلس الأمن", "ar"), ("", "en")],
    )
    def test_scripts(self, text: str, code: str) -> None:
        assert from_script(text) == code


class TestMarks:
    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("1 -", "1."), ("26-", "26."), ("٣ -", "3."), ("(أ)", "(a)"), ("(ه)", "(e)"), ("(هـ)", "(e)"), ("(ك)", "(k)"),
            ("‘1’", "(i)"), ("’4‘", "(iv)"), ("а)", "a)"), ("20.", "20."), ("(a)", "(a)"), ("a)", "a)"), ("㈠", "㈠"), ("–", "–"), ("", ""),
        ],
    )  # fmt: skip
    def test_numbers_in_the_form_of_english(self, written: str, shown: str) -> None:
        assert latin_mark(written) == shown
