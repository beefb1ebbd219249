"""`seized translate-terms` as a user runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from .program import run


@pytest.fixture(scope="module")
def index(home: Path) -> str:
    """A document in both languages."""
    files = {
        "en.txt": "Resolution 2559 (2020)\n\nThe Security Council,\n\n1. Requests the Mission to fulfil its mandate;\n",
        "zh.txt": "第2559(2020)号决议\n\n安全理事会，\n\n1. 请特派团完成任务；\n",
    }
    for name, text in files.items():
        (home / name).write_text(text, encoding="utf-8")
    assert run("index", *files, "--index", "both", home=home).returncode == 0
    return "both"


class TestTranslateTerms:
    def test_the_table_says_where_the_answer_is_from(self, home: Path) -> None:
        done = run("translate-terms", "安全部门改革", home=home)
        head, best, *_ = done.stdout.splitlines()
        assert head == "安全部门改革  from the lexicon that comes with seized"
        assert best.startswith("  security sector reform  ")
        assert (done.returncode, done.stderr) == (0, "")

    def test_json_is_an_object_a_term(self, home: Path) -> None:
        done = run("translate-terms", "mandate", "维和", "--limit", "1", "--format", "json", home=home)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [(row["term"], row["to"], len(row["translations"])) for row in rows] == [
            ("mandate", "zh", 1),
            ("维和", "en", 1),
        ]

    def test_csv_has_a_row_an_answer(self, home: Path) -> None:
        done = run("translate-terms", "维和", "--format", "csv", home=home)
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert (rows[0]["term"], rows[0]["words"], rows[0]["clauses"]) == ("维和", "peacekeeping", "")

    def test_a_term_of_which_nothing_is_known_is_named(self, home: Path) -> None:
        done = run("translate-terms", "xyzzy", "维和", home=home)
        assert (done.returncode, done.stderr) == (0, "Nothing is known of xyzzy.\n")
        alone = run("translate-terms", "xyzzy", home=home)
        assert (alone.returncode, alone.stdout) == (1, "")

    @pytest.mark.parametrize(
        "words",
        [
            ("translate-terms",),
            ("translate-terms", "mandate", "--to", "fr"),
            ("translate-terms", "，"),
            ("translate-terms", "women*"),
            ("translate-terms", "安全部门改革women"),
            ("translate-terms", "mandate", "--since", "yesterday"),
            ("translate-terms", "mandate", "--limit", "-1"),
        ],
    )
    def test_an_error_is_two_with_one_line(self, home: Path, words: tuple[str, ...]) -> None:
        done = run(*words, home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)

    def test_help_opens_with_examples(self, home: Path) -> None:
        assert "Examples:" in run("translate-terms", "--help", home=home).stdout.split("Options:")[0]


class TestBothLanguages:
    def test_the_table_has_counts_and_an_example_in_both(self, home: Path, index: str) -> None:
        lines = run("translate-terms", "mandate", "--index", index, home=home).stdout.splitlines()
        assert lines[:4] == [
            "mandate  1 clause, 1 in both languages",
            "  任务  in 1 of 1 clauses",
            "      S/RES/2559(2020)/op/1  Requests the Mission to fulfil its **mandate**;",
            "      S/RES/2559(2020)/op/1@zh  请特派团完成**任务**；",
        ]

    def test_examples_may_be_left_out(self, home: Path, index: str) -> None:
        lines = run("translate-terms", "mandate", "--examples", "0", "--index", index, home=home).stdout.splitlines()
        assert lines == ["mandate  1 clause, 1 in both languages", "  任务  in 1 of 1 clauses", ""]
