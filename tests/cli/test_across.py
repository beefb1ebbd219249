"""Asking in one language for another, as a user does it: `search --across`, `similar --across`, and the offer of it."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from seized.cli import cli

from .program import configured, run

CHINESE = "安全部门改革"
ENGLISH = "draft resolution"


def ids(done_stdout: str) -> list[str]:
    return [json.loads(line)["id"] for line in done_stdout.splitlines()]


class TestSearch:
    def test_an_english_question_finds_the_chinese_letter(self, home: Path) -> None:
        done = run("search", "--across", "zh", ENGLISH, "--format", "jsonl", home=home)
        found = ids(done.stdout)
        assert done.returncode == 0
        assert any(one.startswith("S/2020/1166/letter/") for one in found)
        assert all(one.endswith("@zh") for one in found)

    def test_a_chinese_question_finds_the_english_paragraphs(self, home: Path) -> None:
        done = run("search", "--across", "en", CHINESE, "--limit", "5", "--format", "jsonl", home=home)
        assert done.returncode == 0
        assert {one.partition("/op/")[0].partition("/pp/")[0] for one in ids(done.stdout)} == {"S/RES/2553(2020)"}

    def test_what_words_were_taken_for_is_explained_beside_the_data(self, home: Path) -> None:
        plain = run("search", "--across", "en", CHINESE, home=home)
        explained = run("search", "--across", "en", CHINESE, "--explain", home=home)
        assert plain.stderr == ""
        assert explained.stdout == plain.stdout
        assert explained.stderr.startswith(f"{CHINESE}: ")
        assert "reform" in explained.stderr

    def test_words_without_a_translation_are_named_in_one_line(self, home: Path) -> None:
        done = run("search", "--across", "zh", "zebra", "qumran", "resolution", "--count", home=home)
        assert done.returncode == 0
        assert done.stderr == "No translation is known, and none was looked for: zebra, qumran\n"

    def test_json_says_what_words_were_taken_for(self, home: Path) -> None:
        answer = json.loads(run("search", "--across", "en", CHINESE, "--format", "json", home=home).stdout)
        assert answer["across"]["to"] == "en"
        (taken,) = answer["across"]["taken"]
        assert taken["word"] == CHINESE
        assert {"sector", "reform"} <= {one["word"] for one in taken["translations"]}
        plain = json.loads(run("search", "reform", "--format", "json", home=home).stdout)
        assert "across" not in plain

    def test_it_goes_together_with_the_other_options(self, home: Path) -> None:
        words = ("search", "--across", "en", CHINESE)
        total = int(run(*words, "--count", home=home).stdout)
        operative = int(run(*words, "--count", "--clause", "op", home=home).stdout)
        assert 0 < operative < total
        facets = run(*words, "--facet", "clause", "--format", "csv", home=home).stdout
        assert f"clause,operative,{operative}" in facets
        beside = json.loads(run(*words, "--parallel", "zh", "--format", "json", home=home).stdout)
        assert (beside["across"]["to"], beside["total"], beside["hits"][0]["twin"]) == ("en", total, None)

    def test_nothing_found_is_one(self, home: Path) -> None:
        done = run("search", "--across", "zh", "xyzzy", home=home)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines()[-1] == "Nothing found."

    @pytest.mark.parametrize(
        "words",
        [
            ("search", "--across", "fr", "peace"),
            ("search", "--across", "zh", "peacekeep*"),
            ("search", "--across", "zh"),
            ("search", "peace", "--explain"),
            ("search", "peace", "--across", "zh", "--lang", "en"),
            ("search", "lang:en peace", "--across", "zh"),
            ("similar", "peace", "--across", "zh", "--lang", "en"),
            ("similar", "--across", "en", "维持和平", "--novel"),
            ("similar", "维持和平", "--explain"),
            ("similar", "--across", "fr", "peace"),
        ],
    )
    def test_an_error_is_two_with_one_line(self, home: Path, words: tuple[str, ...]) -> None:
        done = run(*words, home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)

    def test_a_language_that_is_not_that_of_the_hits_is_said_to_contradict_it(self, home: Path) -> None:
        done = run("search", "peace", "--across", "Chinese", "--lang", "English", home=home)
        assert "--lang en contradicts --across Chinese" in done.stderr
        done = run("search", "(lang:fr OR lang:en)", "peace", "--across", "zh", home=home)
        assert "lang:en or lang:fr contradicts --across zh" in done.stderr
        both = ("search", "resolution", "--across", "zh", "--lang", "en", "--lang", "zh", "--count")
        assert run(*both, home=home).returncode == 0

    def test_the_configuration_file_sets_it(self, home: Path) -> None:
        with configured(home, '[search]\nacross = "en"\n'):
            assert run("search", CHINESE, home=home).returncode == 0


class TestOffer:
    @pytest.mark.parametrize(("query", "to"), [("维和人员 安全", "en"), ("voting procedure", "zh")])
    def test_a_question_that_finds_nothing_is_offered_the_command_that_does(
        self, home: Path, query: str, to: str
    ) -> None:
        done = run("search", query, "--sort", "date", home=home)
        assert done.returncode == 1
        command = done.stderr.splitlines()[-1].partition(" can be found: ")[2]
        assert command == shlex.join(["seized", "search", "--across", to, "--sort", "date", query])
        assert run(*shlex.split(command)[1:], home=home).returncode == 0

    def test_it_is_made_of_what_the_command_was_given_and_not_of_the_arguments_of_the_host(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.argv", ["host"])
        index = str(home / "data/seized/index")
        words = [
            "search",
            "--index",
            index,
            "--clause",
            "op",
            "--clause",
            "letter",
            "--count",
            "--",
            "-x",
            "voting procedure",
        ]
        offered = CliRunner().invoke(cli, words).stderr.splitlines()[-1].partition(" can be found: ")[2]
        assert shlex.split(offered) == ["seized", "search", "--across", "zh", *words[1:]]

    @pytest.mark.parametrize("query", ["xyzzy", "peacekeepers xyzzy", "xyz*", "verb:abhor", "symbol:2553 2554"])
    def test_nothing_is_offered_that_finds_nothing(self, home: Path, query: str) -> None:
        assert "--across" not in run("search", query, home=home).stderr


class TestSimilar:
    def test_a_paragraph_has_its_precedents_in_the_other_language(self, home: Path) -> None:
        lines = run(
            "similar", "--across", "en", "决定继续积极处理此案。", "--limit", "2", home=home
        ).stdout.splitlines()
        heads = [line.split()[1] for line in lines if "%" in line]
        assert heads == ["S/RES/2553(2020)/op/26", "S/RES/2518(2020)/op/15"]
        assert lines[1] == "      Decides to remain actively seized of the matter."

    def test_a_clause_and_a_file_may_be_asked_for(self, home: Path) -> None:
        clause = run("similar", "--across", "zh", "S/RES/2553(2020)/op/1", "--format", "json", home=home)
        answer = json.loads(clause.stdout)
        assert answer["draft"].startswith("Reaffirms")
        assert all(one["lang"] == "zh" for one in answer["precedents"])
        draft = "决定将继续积极处理此案的所有事项。\n\n重申安全部门改革对维护国际和平与安全的重要性。\n"
        done = run("similar", "--across", "en", "-f", "-", "--format", "csv", home=home, stdin=draft)
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert {row["draft"] for row in rows} == {"1", "2"}
        assert rows[0]["id"] == "S/RES/2553(2020)/op/26"

    def test_explain_says_what_words_were_taken_for(self, home: Path) -> None:
        done = run("similar", "--across", "en", CHINESE, "--explain", home=home)
        assert done.stderr.startswith(f"{CHINESE}: ")

    def test_nothing_found_is_one(self, home: Path) -> None:
        done = run("similar", "--across", "zh", "xyzzy", home=home)
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == "No precedent found."
