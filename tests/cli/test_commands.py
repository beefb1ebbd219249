"""The program as a user runs it: a process with arguments, output, messages and an exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .program import run

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


class TestFirstSearch:
    def test_it_indexes_the_samples_and_says_so_on_standard_error(self, tmp_path: Path) -> None:
        done = run("search", "safety and security of peacekeepers", home=tmp_path)
        assert done.returncode == 0
        assert "indexed the bundled samples" in done.stderr
        assert "S/RES/2518(2020)/" in done.stdout
        assert run("search", "peacekeepers", home=tmp_path).stderr == ""


class TestSearch:
    def test_json_lines_hold_the_contract(self, home: Path) -> None:
        done = run("search", '"Light Coordination Mechanism"', "--format", "jsonl", home=home)
        (row,) = map(json.loads, done.stdout.splitlines())
        assert (row["id"], row["verbs"][0]["lemma"]) == ("S/RES/2518(2020)/op/12", "call upon")

    def test_all_hits_are_as_many_as_counted(self, home: Path) -> None:
        count = int(run("search", "security", "--count", home=home).stdout)
        rows = run("search", "security", "--limit", "0", "--format", "jsonl", home=home).stdout.splitlines()
        assert len(rows) == count > 10

    def test_csv_is_read_back(self, home: Path) -> None:
        done = run("search", "security", "--limit", "0", "--format", "csv", home=home)
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert {row["document"] for row in rows} == {"S/RES/2518 (2020)", "S/RES/2553 (2020)"}
        assert all(row["text"] and row["kind"] for row in rows)

    def test_tsv_has_a_line_a_hit(self, home: Path) -> None:
        lines = run("search", "security", "--limit", "5", "--format", "tsv", home=home).stdout.splitlines()
        assert {line.count("\t") for line in lines} == {14}
        assert len(lines) == 6

    def test_json_is_one_object(self, home: Path) -> None:
        answer = json.loads(run("search", "security", "--format", "json", "--facet", "clause", home=home).stdout)
        assert (len(answer["hits"]), sum(answer["facets"]["clause"].values())) == (10, answer["total"])

    def test_keywords_stand_below_one_another(self, home: Path) -> None:
        lines = run("search", '"security sector reform"', "--format", "kwic", home=home).stdout.splitlines()
        assert len({line.index("[") for line in lines}) == 1
        assert all("[security sector reform]" in line.lower() for line in lines)

    def test_chinese_keywords_are_aligned_by_width(self, home: Path) -> None:
        from rich.cells import cell_len as columns

        lines = run("search", "决议草案", "--format", "kwic", home=home).stdout.splitlines()
        assert len(lines) > 2
        assert len({columns(line[: line.index("[")]) for line in lines}) == 1

    def test_facets_are_counted(self, home: Path) -> None:
        rows = run("search", "--clause", "op", "--facet", "lead", "--format", "csv", home=home).stdout.splitlines()
        assert rows[0] == "field,value,count"
        assert any(row.startswith("lead,request,") for row in rows)

    def test_what_is_piped_has_no_blanks_at_line_ends(self, home: Path) -> None:
        for words in (("search", "security"), ("show", "2553"), ("search", "决议草案", "--facet", "clause")):
            assert all(line == line.rstrip() for line in run(*words, home=home).stdout.splitlines())


class TestExitStatus:
    def test_nothing_found_is_one_and_offers_what_was_meant(self, home: Path) -> None:
        done = run("search", "peackeepers", home=home)
        assert (done.returncode, done.stdout) == (1, "")
        assert "peacekeepers" in done.stderr

    @pytest.mark.parametrize("symbol", ["S/RES/1 (1946)", "2518/op/99"])
    def test_what_is_not_in_the_index_is_one(self, home: Path, symbol: str) -> None:
        done = run("show", symbol, home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)

    def test_a_damaged_index_is_two_with_the_command_that_rebuilds_it(self, tmp_path: Path) -> None:
        run("index", str(SAMPLES), "--index", "mine", home=tmp_path)
        (segment,) = (tmp_path / "mine").glob("*.col")
        data = bytearray(segment.read_bytes())
        data[-2000:] = bytes(2000)
        segment.write_bytes(data)
        done = run("search", "security", "--index", "mine", home=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--rebuild" in done.stderr

    @pytest.mark.parametrize(
        "words",
        [
            ("search",),
            ("search", "vreb:decides"),
            ("search", '"open'),
            ("search", "a", "--format", "xlsx"),
            ("search", "a", "--facet", "colour"),
            ("search", "a", "--since", "yesterday"),
            ("search", "a", "--index", "nowhere"),
            ("serach", "a"),
            ("parse", "nowhere.txt"),
            ("index", "nowhere"),
        ],
    )
    def test_an_error_is_two_with_one_line(self, home: Path, words: tuple[str, ...]) -> None:
        done = run(*words, home=home)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert [line.startswith(("seized: ", "rejected: ")) for line in done.stderr.splitlines()] == [True]
        assert done.stderr.strip()
        assert done.stdout == ""


class TestIndex:
    def test_it_sums_up_and_lists_what_it_could_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "list.txt").write_text("eggs", encoding="utf-8")
        done = run("index", str(SAMPLES), "list.txt", "--index", "mine", home=tmp_path)
        assert done.returncode == 0
        assert "4 documents" in done.stdout
        assert "rejected: " in done.stderr
        assert run("index", "list.txt", "--index", "mine", "--strict", home=tmp_path).returncode == 2

    def test_standard_input_is_read(self, tmp_path: Path) -> None:
        letter = (SAMPLES / "letter-2518.txt").read_text(encoding="utf-8")
        assert run("index", "-", "--index", "mine", home=tmp_path, stdin=letter).returncode == 0
        assert run("search", "symbol:2518", "--index", "mine", "--count", home=tmp_path).stdout.strip() == "30"

    def test_the_configuration_file_and_the_environment_name_an_index(self, tmp_path: Path) -> None:
        run("index", str(SAMPLES), "--index", str(tmp_path / "mine"), home=tmp_path)
        (tmp_path / "config" / "seized").mkdir(parents=True)
        config = tmp_path / "config" / "seized" / "config.toml"
        config.write_text(f'index = "{tmp_path / "mine"}"\n[search]\nlimit = 2\nformat = "jsonl"\n', encoding="utf-8")
        assert len(run("search", "security", home=tmp_path).stdout.splitlines()) == 2
        config.write_text("index = \n", encoding="utf-8")
        done = run("search", "security", home=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)


class TestInfo:
    def test_a_check_names_the_damaged_files_and_the_command(self, tmp_path: Path) -> None:
        run("index", str(SAMPLES), "--index", "mine", home=tmp_path)
        whole = run("check", "--index", "mine", home=tmp_path)
        assert (whole.returncode, whole.stderr) == (0, "")
        assert "whole, 2 files" in whole.stdout
        (segment,) = (tmp_path / "mine").glob("*.col")
        segment.write_bytes(segment.read_bytes()[:-100])
        done = run("check", "--index", "mine", home=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stdout.startswith(f"{segment.name}: has ")
        assert "1 of 2 files is damaged" in done.stderr
        assert "--index mine --rebuild" in done.stderr
        assert run("info", "--check", "--index", "mine", home=tmp_path).stdout == done.stdout
        answer = json.loads(run("check", "--format", "json", "--index", "mine", home=tmp_path).stdout)
        assert [one["file"] for one in answer["damaged"]] == [segment.name]


class TestShow:
    def test_a_document_as_json(self, home: Path) -> None:
        answer = json.loads(run("show", "2553", "--format", "json", home=home).stdout)
        assert list(answer) == [
            "symbol", "type", "lang", "title", "date", "meeting", "agenda", "draft", "sponsors", "vote", "adopted",
            "president", "resolution", "letter", "topics", "languages", "source", "clauses", "twin",
        ]  # fmt: skip
        assert (answer["draft"], answer["adopted"], len(answer["sponsors"])) == ("S/2020/1158", True, 31)

    def test_a_clause_for_reading(self, home: Path) -> None:
        text = run("show", "S/RES/2553(2020)/op/20(a)", home=home).stdout
        assert "Strengthen the comprehensive" in text
        assert "S/2020/1166" in text

    def test_a_document_for_reading_shows_votes_sponsors_and_twin(self, home: Path) -> None:
        text = run("show", "2553", home=home).stdout
        assert all(word in text for word in ("in favour", "Viet Nam", "S/2020/1166", "S/PRST/2007/3", "op 20(k)"))


class TestParse:
    def test_clauses_as_json_lines_with_documents_before_them(self, tmp_path: Path) -> None:
        done = run("parse", str(SAMPLES / "letter-2553.txt"), "--documents", home=tmp_path)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [row["symbol"] for row in rows if "symbol" in row] == ["S/2020/1166", "S/RES/2553 (2020)"]
        assert [row["id"] for row in rows if "id" in row] == [
            i for row in rows if "symbol" in row for i in row["clauses"]
        ]


class TestHelp:
    @pytest.mark.parametrize("command", ["", "index", "search", "show", "parse", "info"])
    def test_every_command_has_help_with_examples(self, tmp_path: Path, command: str) -> None:
        done = run(*filter(None, [command]), "--help", home=tmp_path)
        assert done.returncode == 0
        assert "Examples:" in done.stdout.split("Options:")[0]

    def test_a_reader_that_leaves_early_is_no_error(self, home: Path) -> None:
        script = (
            f"{sys.executable} -m seized search security --limit 0 --format jsonl | head -1; echo ${{PIPESTATUS[0]}}"
        )
        environment = os.environ | {"XDG_DATA_HOME": str(home / "data"), "HOME": str(home)}
        done = subprocess.run(
            ["bash", "-c", script], capture_output=True, text=True, env=environment, check=False, cwd=home
        )
        assert done.stderr == ""
        assert done.stdout.splitlines()[-1] == "0"
