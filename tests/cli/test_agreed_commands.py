"""The commands similar, compare and lineage as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from .program import run

CLAUSE = "S/RES/2553(2020)/op/26"
PRECEDENT = "S/RES/2518(2020)/op/15"
FORMULA = "Decides to remain seized of the matter."


class TestSimilar:
    def test_the_table_has_a_wording_with_its_diff(self, home: Path) -> None:
        done = run("similar", CLAUSE, home=home)
        assert done.returncode == 0
        assert done.stdout.splitlines()[0].split() == ["88%", PRECEDENT, "2020-03-30", "decide"]
        assert "{+actively+}" in done.stdout

    def test_json_is_one_object_a_paragraph(self, home: Path) -> None:
        draft = f"1. {FORMULA}\n\n2. Knit socks for zebras whose feet are cold.\n"
        done = run("similar", "-f", "-", "--format", "json", home=home, stdin=draft)
        first, second = map(json.loads, done.stdout.splitlines())
        assert first["draft"] == FORMULA
        assert {one["id"] for one in first["precedents"]} == {PRECEDENT, CLAUSE}
        assert second["precedents"] == []

    @pytest.mark.parametrize("kind", ["html", "docx", "free.html", "free.docx"])
    def test_a_draft_may_be_a_web_page_or_a_word_file(self, kind: str, home: Path, tmp_path: Path) -> None:
        lines = ["Decides that zebras shall wear warm socks in winter,", FORMULA]
        if not kind.startswith("free"):
            lines = [
                "Resolution 9998 (2030)",
                "The Security Council,",
                "Recalling its resolution 2518 (2020),",
                FORMULA,
            ]
            lines[-1] = f"1. {FORMULA}"
        file = tmp_path / f"draft.{kind}"
        if kind.endswith("html"):
            page = "".join(f"<p>{line}</p>" for line in lines)
            file.write_text(f"<!doctype html><html><head><title>x</title></head><body>{page}</body></html>")
        else:
            document = pytest.importorskip("docx").Document()
            for line in lines:
                document.add_paragraph(line)
            document.save(file)
        done = run("similar", "-f", str(file), "--format", "json", home=home)
        assert (done.returncode, done.stderr) == (0, "")
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert answers[-1]["draft"] == FORMULA
        assert {one["id"] for one in answers[-1]["precedents"]} == {PRECEDENT, CLAUSE}

    def test_a_draft_that_cannot_be_read_says_why(self, home: Path, tmp_path: Path) -> None:
        (tmp_path / "draft.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\nnonsense\n")
        done = run("similar", "-f", str(tmp_path / "draft.pdf"), home=home)
        assert done.returncode == 2
        assert "damaged PDF" in done.stderr

    def test_a_paragraph_too_long_is_named_and_the_others_are_answered(self, home: Path) -> None:
        draft = f"1. {FORMULA}\n\nDecides to {'extend ' * 3000}\n\n2. {FORMULA}\n"
        done = run("similar", "-f", "-", "--format", "json", home=home, stdin=draft)
        assert (done.returncode, done.stdout.count("\n")) == (0, 2)
        assert done.stderr.count("\n") == 1
        assert "Passed over, too long a paragraph (21,010 characters): Decides to extend" in done.stderr

    def test_csv_has_every_precedent(self, home: Path) -> None:
        rows = list(csv.DictReader(io.StringIO(run("similar", FORMULA, "--format", "csv", home=home).stdout)))
        assert [row["rank"] for row in rows] == ["1", "2"]
        assert rows[0]["id"] == PRECEDENT

    def test_novel_words_are_marked(self, home: Path) -> None:
        done = run("similar", "Decides to remain tentatively seized of the matter.", "--novel", home=home)
        assert done.stdout.startswith("Decides to remain {+tentatively+} seized of the matter.")

    def test_exit_status_and_messages(self, home: Path) -> None:
        nothing = run("similar", "zebras and penguins", home=home)
        assert (nothing.returncode, nothing.stderr) == (1, "No precedent found.\n")
        neither = run("similar", home=home)
        assert (neither.returncode, neither.stderr.count("\n")) == (2, 1)
        assert run("similar", "x", "-f", "-", home=home, stdin="y").returncode == 2
        assert run("similar", "-f", "nowhere.txt", home=home).returncode == 2
        assert run("similar", "S/RES/2553(2020)/op/99", home=home).returncode == 1


class TestCompare:
    def test_the_table_has_what_changed(self, home: Path) -> None:
        done = run("compare", "2518", "2553", home=home)
        assert done.returncode == 0
        assert "Decides to remain {+actively+} seized of the matter." in done.stdout
        assert done.stdout.splitlines()[-1].startswith("0 same, ")

    def test_json_and_csv_have_as_many_pairs(self, home: Path) -> None:
        found = json.loads(run("compare", "2518", "2553", "--format", "json", home=home).stdout)
        rows = list(csv.DictReader(io.StringIO(run("compare", "2518", "2553", "--format", "csv", home=home).stdout)))
        assert len(found["pairs"]) == len(rows) == sum(found["counts"].values())

    def test_the_page_is_written(self, home: Path) -> None:
        assert run("compare", "2518", "2553", "--html", "compared.html", home=home).returncode == 0
        assert (home / "compared.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    def test_what_renews_nothing_is_said(self, home: Path) -> None:
        done = run("compare", "2553", home=home)
        assert done.returncode == 1
        assert "renews nothing" in done.stderr


class TestLineage:
    def test_the_table_tells_the_beginning_and_the_end(self, home: Path) -> None:
        done = run("lineage", CLAUSE, home=home)
        assert done.returncode == 0
        assert CLAUSE in done.stdout
        assert PRECEDENT in done.stdout.splitlines()[-1]

    @pytest.mark.parametrize("form", ["json", "csv"])
    def test_other_formats(self, home: Path, form: str) -> None:
        done = run("lineage", CLAUSE, "--format", form, home=home)
        assert CLAUSE in done.stdout
        assert done.returncode == 0
