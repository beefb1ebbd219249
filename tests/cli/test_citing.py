"""`seized cites` as a user runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from seized.cli import cli


def run(index: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["cites", *words, "--index", str(index)], standalone_mode=False)


class TestCites:
    def test_the_table_has_a_line_a_document_by_year(self, samples_path: Path) -> None:
        done = run(samples_path, "2378")
        assert done.return_value == 0
        assert "  2020  S/RES/2518 (2020)  op 11; op 14" in done.stdout.splitlines()
        assert all(line == line.rstrip() for line in done.stdout.splitlines())

    def test_a_paragraph_may_stand_apart(self, samples_path: Path) -> None:
        done = run(samples_path, "S/RES/2553", "(2020)", "#21")
        assert "op 21 → Chapter VIII" in done.stdout

    def test_csv_has_a_row_for_each_paragraph_cited(self, samples_path: Path) -> None:
        rows = list(csv.DictReader(io.StringIO(run(samples_path, "2553", "--format", "csv").stdout)))
        assert {one["direction"] for one in rows} == {"cites", "cited by"}
        assert {one["year"] for one in rows} == {"2020"}
        assert {"S/PRST/2007/3", "Charter"} < {one["target"] for one in rows}

    def test_json_is_the_dictionary_of_the_library(self, samples_path: Path) -> None:
        given = json.loads(run(samples_path, "2378", "--format", "json").stdout)
        assert (given["document"], len(given["cited_by"]), given["in_index"]) == ("S/RES/2378 (2017)", 2, False)

    @pytest.mark.parametrize("ending", ["graphml", "json", "dot"])
    def test_the_network_is_written(self, samples_path: Path, tmp_path: Path, ending: str) -> None:
        done = run(samples_path, "--graph", str(tmp_path / f"all.{ending}"))
        assert (done.return_value, done.stdout) == (0, "")
        assert "S/RES/2378 (2017)" in (tmp_path / f"all.{ending}").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        "words",
        [(), ("foo",), ("2553#x",), ("2553", "--lang", "xx"), ("2553", "--since", "then"), ("2553", "--graph", "x.y")],
    )
    def test_what_cannot_be_understood_is_an_error(self, samples_path: Path, words: tuple[str, ...]) -> None:
        assert run(samples_path, *words).exception is not None

    def test_help_opens_with_examples(self) -> None:
        assert "Examples:\n    seized cites 2553" in CliRunner().invoke(cli, ["cites", "--help"]).stdout
