"""`seized export` as a user runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from seized import add_corpus, build_index
from seized.cli import cli
from seized.corpus import samples
from seized.search.codebook import codebook_table, columns


def run(index: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["export", *words, "--index", str(index)], standalone_mode=False)


class TestExport:
    def test_standard_output_has_json_lines(self, samples_path: Path) -> None:
        done = run(samples_path, "cites:2378", "--clause", "op")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert done.return_value == 0
        assert [row["id"] for row in rows] == ["S/RES/2518(2020)/op/11", "S/RES/2518(2020)/op/14"]
        assert all("S/RES/2378 (2017)" in row["cites"] for row in rows)

    def test_a_file_is_written_in_the_format_of_its_name(self, samples_path: Path, tmp_path: Path) -> None:
        done = run(samples_path, "-o", str(tmp_path / "all.csv"))
        assert (done.return_value, done.stdout, done.stderr) == (0, "", "")
        rows = list(csv.reader(io.StringIO((tmp_path / "all.csv").read_text(encoding="utf-8"))))
        assert rows[0] == [column.name for column in columns()]
        assert len(rows) == 104

    def test_the_format_may_be_another_than_the_name_says(self, samples_path: Path, tmp_path: Path) -> None:
        run(samples_path, "symbol:2553", "-o", str(tmp_path / "all.txt"), "--format", "jsonl")
        assert json.loads((tmp_path / "all.txt").read_text(encoding="utf-8").splitlines()[0])["document"]

    def test_nothing_found_writes_nothing(self, samples_path: Path, tmp_path: Path) -> None:
        done = run(samples_path, "xyzzy", "-o", str(tmp_path / "none.csv"))
        assert (done.return_value, done.stdout) == (1, "")
        assert "Nothing found." in done.stderr
        assert not list(tmp_path.iterdir())

    def test_an_index_without_texts_has_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "votes.csv").write_text("resolution,ms_code,ms_vote\nS/RES/650(1990),FRA,Y\n", encoding="utf-8")
        add_corpus("votes", tmp_path / "index", origin=tmp_path / "votes.csv")
        done = run(tmp_path / "index")
        assert (done.return_value, done.stdout, done.stderr) == (1, "", "Nothing found.\n")

    def test_parquet_goes_into_a_pipe(self, samples_path: Path) -> None:
        pytest.importorskip("pyarrow", reason="the extra for Parquet is not installed")
        done = run(samples_path, "cites:2378", "--format", "parquet")
        assert done.stdout_bytes.startswith(b"PAR1")
        assert done.stdout_bytes.endswith(b"PAR1")

    def test_a_formula_is_told_of(self, tmp_path: Path) -> None:
        with samples() as folder:
            (tmp_path / "=1+1.txt").write_bytes((folder / "letter-2518.txt").read_bytes())
        build_index([tmp_path / "=1+1.txt"], tmp_path / "index")
        plain = run(tmp_path / "index", "--format", "csv", "para:11", "--clause", "op")
        assert plain.stderr.startswith("note: 1 text begins as a formula does; --excel")
        guarded = run(tmp_path / "index", "--format", "csv", "para:11", "--clause", "op", "--excel")
        assert guarded.stderr == ""
        assert guarded.stdout == "\ufeff" + plain.stdout.replace("=1+1.txt", "'=1+1.txt")

    @pytest.mark.parametrize(
        "words",
        [
            ("nothing:here",),
            ("-o", "clauses.doc"),
            ("--format", "xlsx"),
            ("--excel",),
            ("--codebook", "--format", "parquet"),
            ("--sort", "length"),
        ],
    )
    def test_what_cannot_be_done_is_an_error(self, samples_path: Path, words: tuple[str, ...]) -> None:
        assert run(samples_path, *words).exception is not None

    def test_help_opens_with_examples(self) -> None:
        assert "Examples:\n    seized export -o" in CliRunner().invoke(cli, ["export", "--help"]).stdout


class TestCodebook:
    def test_it_needs_no_index(self, tmp_path: Path) -> None:
        done = run(tmp_path / "none", "--codebook")
        assert done.stdout.splitlines() == list(codebook_table())

    def test_it_is_data_too(self, tmp_path: Path) -> None:
        lines = run(tmp_path, "--codebook", "--format", "jsonl").stdout.splitlines()
        table = csv.DictReader(io.StringIO(run(tmp_path, "--codebook", "--format", "csv").stdout))
        assert [json.loads(line) for line in lines] == list(table) == [column.to_dict() for column in columns()]
