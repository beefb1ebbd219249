"""The commands usage, kwic, verbs and cite as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from .program import configured, run


class TestUsage:
    def test_the_table_has_a_bar_and_the_first_and_last_use(self, home: Path) -> None:
        text = run("usage", "peacekeepers", "safety and security", home=home).stdout
        assert "█" in text
        assert "first S/RES/2518(2020)/pp/2 (2020-03-30), last S/RES/2553(2020)" in text
        assert text.splitlines()[1].startswith("2020")

    def test_json_and_csv_hold_the_same_numbers(self, home: Path) -> None:
        words = ("usage", "peacekeepers", "women OR youth", "--clause", "op", "--format")
        answer = json.loads(run(*words, "json", home=home).stdout)
        rows = list(csv.DictReader(io.StringIO(run(*words, "csv", home=home).stdout)))
        expected = [(one["phrase"], year["count"]) for one in answer["series"] for year in one["years"]]
        assert [(row["phrase"], int(row["count"])) for row in rows] == expected
        assert sum(count for _, count in expected) > 0

    def test_a_picture_is_written_beside_the_table(self, home: Path) -> None:
        done = run("usage", "peacekeepers", "--plot", "usage.svg", home=home)
        assert done.returncode == 0
        assert ElementTree.fromstring((home / "usage.svg").read_text(encoding="utf-8")).tag.endswith("svg")

    def test_nothing_found_is_one_and_names_the_wording(self, home: Path) -> None:
        done = run("usage", "peackeepers", home=home)
        assert (done.returncode, done.stdout) == (1, "")
        assert "peackeepers" in done.stderr.splitlines()[0]

    def test_one_that_is_found_is_enough(self, home: Path) -> None:
        assert run("usage", "peackeepers", "peacekeepers", home=home).returncode == 0


class TestKwic:
    def test_matches_stand_below_one_another_in_order(self, home: Path) -> None:
        lines = run("kwic", "exact:peacekeepers", "--sort", "l1", "--limit", "0", home=home).stdout.splitlines()
        assert {line.index("[") for line in lines} == {lines[0].index("[")}
        before = [line.partition("[")[0].split()[-1].strip("’'").casefold() for line in lines]
        assert before == sorted(before)

    def test_chinese_is_aligned_by_width_in_the_columns_asked_for(self, home: Path) -> None:
        lines = run("kwic", "决议草案", "--width", "90", home=home).stdout.splitlines()
        assert len(lines) > 2
        assert len({cell_len(line.partition("[")[0]) for line in lines}) == 1
        assert max(map(cell_len, lines)) <= 90

    def test_search_has_the_same_lines(self, home: Path) -> None:
        words = ("women", "--limit", "0")
        asked = run("search", *words, "--format", "kwic", home=home).stdout
        assert asked == run("kwic", *words, home=home).stdout != ""

    def test_json_and_csv_hold_the_same_lines(self, home: Path) -> None:
        answer = json.loads(run("kwic", "women", "--sort", "r1", "--format", "json", home=home).stdout)
        rows = list(
            csv.DictReader(io.StringIO(run("kwic", "women", "--sort", "r1", "--format", "csv", home=home).stdout))
        )
        assert [row["match"] for row in rows] == [line["match"] for line in answer["lines"]] != []
        assert list(rows[0]) == list(answer["lines"][0])


class TestVerbs:
    def test_the_table_has_what_verbs_take(self, home: Path) -> None:
        done = run("verbs", "clause:op", home=home)
        (line,) = (line for line in done.stdout.splitlines() if "  request  " in line)
        assert "the Secretary-General (" in line

    def test_by_year_there_is_a_row_for_each_year(self, home: Path) -> None:
        header, row, *_ = run("verbs", "--clause", "op", "--by", "year", home=home).stdout.splitlines()
        assert header.split()[:2] == ["year", "encourage"]
        assert row.split()[0] == "2020"

    @pytest.mark.parametrize(("by", "header"), [("verb", "verb,uses,clauses,takes"), ("year", "year,verb,uses")])
    def test_csv_has_the_numbers_of_json(self, home: Path, by: str, header: str) -> None:
        words = ("verbs", "--by", by, "--limit", "5", "--format")
        answer = json.loads(run(*words, "json", home=home).stdout)
        text = run(*words, "csv", home=home).stdout
        assert text.splitlines()[0] == header
        uses = sum(int(row["uses"]) for row in csv.DictReader(io.StringIO(text)))
        assert uses == sum(verb["count"] for verb in answer["verbs"])

    def test_clauses_without_verbs_are_nothing_found(self, home: Path) -> None:
        done = run("verbs", "--clause", "letter", home=home)
        assert (done.returncode, done.stdout) == (1, "")
        assert "none has an action verb" in done.stderr


class TestCite:
    @pytest.mark.parametrize(
        ("style", "opening"),
        [
            ("oscola", "UNSC Res 2553 (3 December 2020) UN Doc S/RES/2553, para 20(a)\n"),
            ("plain", "Security Council resolution 2553 (2020), para. 20 (a)\n"),
            ("bibtex", "@techreport{S-RES-2553-2020-op-20-a,\n"),
        ],
    )
    def test_each_style(self, home: Path, style: str, opening: str) -> None:
        done = run("cite", "S/RES/2553(2020)/op/20(a)", "--style", style, home=home)
        assert done.returncode == 0
        assert done.stdout.startswith(opening)

    def test_json_has_id_style_and_text(self, home: Path) -> None:
        answer = json.loads(run("cite", "2518", "--format", "json", home=home).stdout)
        assert answer == {
            "id": "S/RES/2518 (2020)",
            "style": "oscola",
            "text": "UNSC Res 2518 (30 March 2020) UN Doc S/RES/2518",
        }


class TestErrors:
    @pytest.mark.parametrize(
        "words",
        [
            ("usage",),
            ("usage", "vreb:decides"),
            ("usage", "peace", "--plot", "a.gif"),
            ("usage", "peace", "--plot", "nowhere/a.svg"),
            ("kwic",),
            ("kwic", "peace", "--sort", "x1"),
            ("kwic", "peace", "--width", "3"),
            ("verbs", "--by", "month"),
            ("verbs", '"open'),
            ("cite", "2553", "--style", "apa"),
            ("cite",),
        ],
    )
    def test_an_error_is_two_with_one_line(self, home: Path, words: tuple[str, ...]) -> None:
        done = run(*words, home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr.startswith("seized: ")

    def test_a_clause_that_is_not_there_is_one(self, home: Path) -> None:
        done = run("cite", "S/RES/2553(2020)/op/99", home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


class TestNarrowTerminal:
    @pytest.mark.parametrize(
        ("words", "columns", "tables"),
        [
            (("usage", "peacekeepers", "women", "verb:requests", "youth"), 60, 1),
            (("usage", "peacekeepers", "women", "verb:requests", "youth"), 40, 2),
            (("usage", "peacekeepers", "women", "verb:requests", "youth"), 24, 4),
            (("usage", "women"), 24, 1),
            (("kwic", "women"), 40, 0),
        ],
    )
    def test_lines_are_no_wider_and_no_number_is_cut(
        self, home: Path, words: tuple[str, ...], columns: int, tables: int
    ) -> None:
        done = run(*words, home=home, FORCE_COLOR="1", COLUMNS=str(columns))
        plain = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
        lines = [line for line in plain.splitlines() if not re.match(r"\(\d\)", line)]
        assert max(map(cell_len, lines)) <= columns
        assert sum(line.startswith("year ") for line in lines) == tables
        assert len(re.findall(r"^2020 |\d\.\d\d%", plain, re.MULTILINE)) == (tables and tables + len(words) - 1)


class TestShape:
    @pytest.mark.parametrize("command", ["usage", "kwic", "verbs", "cite"])
    def test_help_opens_with_examples(self, tmp_path: Path, command: str) -> None:
        done = run(command, "--help", home=tmp_path)
        assert "Examples:" in done.stdout.split("Options:")[0]

    @pytest.mark.parametrize(
        "words", [("usage", "women", "verb:requests"), ("kwic", "women"), ("verbs",), ("verbs", "--by", "year")]
    )
    def test_what_is_piped_has_no_colour_and_no_blanks_at_line_ends(self, home: Path, words: tuple[str, ...]) -> None:
        text = run(*words, home=home).stdout
        assert "\x1b" not in text
        assert all(line == line.rstrip() for line in text.splitlines())

    def test_the_configuration_file_sets_their_options(self, home: Path) -> None:
        with configured(home, '[kwic]\nlimit = 2\n[cite]\nstyle = "plain"\n'):
            assert len(run("kwic", "women", home=home).stdout.splitlines()) == 2
            assert run("cite", "2518", home=home).stdout == "Security Council resolution 2518 (2020)\n"
