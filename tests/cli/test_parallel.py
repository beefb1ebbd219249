"""`seized parallel`, `search --parallel` and what `show` says of the other language, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from seized import build_index
from seized.corpus import samples

from .program import configured, run

CLAUSE = "S/RES/2518(2020)/op/3"
CHINESE = """第2518(2020)号决议

安全理事会，

1. 强调支持联合国维和行动十分重要，认识到维和对实现稳定和持久和平起着关键作用，强调必须增强维和人员的安全和安保；

2. 请各东道国按照授权，让维和人员及其装备通行无阻，让伤员得到救治和后送；

3. 促请所有维和行动东道国从速调查袭击联合国人员的行为，起诉责任者，并把调查和起诉的情况告知派遣国；
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's home with an index of the samples and a part of 2518 in Chinese."""
    home = tmp_path_factory.mktemp("home")
    (home / "2518-zh.txt").write_text(CHINESE, encoding="utf-8")
    with samples() as letters:
        build_index([letters, home / "2518-zh.txt"], home / "data/seized/index")
    return home


class TestParallel:
    def test_a_clause_has_both_texts_below_each_other_where_it_is_piped(self, home: Path) -> None:
        head, first, second, *_ = run("parallel", CLAUSE, home=home).stdout.splitlines()
        assert head == f"{CLAUSE} = {CLAUSE}@zh  2020-03-30"
        assert first.startswith("  Calls on all Member States")
        assert second.startswith("  促请所有维和行动东道国")

    def test_a_document_has_a_dash_for_each_gap(self, home: Path) -> None:
        lines = run("parallel", "2518", home=home).stdout.splitlines()
        assert lines[0] == "S/RES/2518 (2020)"
        after = {lines[n]: lines[n + 2] for n in range(2, len(lines) - 2, 4)}
        assert after["op/4"] == "  –"
        assert after["op/3"].startswith("  促请")

    def test_matches_are_marked_on_both_sides(self, home: Path) -> None:
        text = run("parallel", "维和人员", "verb:强调", home=home).stdout
        assert "**emphasizes** the importance" in text
        assert "**强调**必须增强**维和人员**" in text

    def test_json_and_csv_hold_the_same_rows(self, home: Path) -> None:
        answer = json.loads(run("parallel", "2518", "--format", "json", home=home).stdout)
        assert (answer["asked"], answer["document"]) == ("2518", "S/RES/2518 (2020)")
        rows = list(csv.DictReader(io.StringIO(run("parallel", "2518", "--format", "csv", home=home).stdout)))
        sides = [[(row[side] or {"id": ""})["id"] for side in ("first", "second")] for row in answer["rows"]]
        assert [[row["first"], row["second"]] for row in rows] == sides

    @pytest.mark.parametrize("asked", ["S/RES/2553(2020)/op/20(a)", "2553", "letter of 2553"])
    def test_what_is_in_one_language_alone_is_one_with_one_line(self, home: Path, asked: str) -> None:
        done = run("parallel", asked, home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert "no wording in another language" in done.stderr

    def test_a_query_of_which_nothing_has_a_counterpart_is_one(self, home: Path) -> None:
        done = run("parallel", "symbol:2553", "security", home=home)
        assert (done.returncode, done.stdout) == (1, "")
        assert "has a wording in another language" in done.stderr
        nothing = run("parallel", "zebra", home=home)
        assert (nothing.returncode, nothing.stderr.splitlines()[0]) == (1, "Nothing found.")

    @pytest.mark.parametrize(
        "words",
        [("parallel",), ("parallel", '"open'), ("parallel", "2518", "--to", "fr"), ("parallel", "x", "--limit", "-1")],
    )
    def test_an_error_is_two_with_one_line(self, home: Path, words: tuple[str, ...]) -> None:
        done = run(*words, home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)

    def test_help_opens_with_examples(self, home: Path) -> None:
        assert "Examples:" in run("parallel", "--help", home=home).stdout.split("Options:")[0]

    def test_the_configuration_file_sets_its_options(self, home: Path) -> None:
        with configured(home, '[parallel]\nformat = "csv"\n[search]\nparallel = "zh"\n'):
            assert run("parallel", CLAUSE, home=home).stdout.startswith("first,second,")
            assert "**起诉**责任者" in run("search", "prosecute", home=home).stdout


class TestScreen:
    """What a terminal shows, by a console of its width."""

    @pytest.fixture
    def shown(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> object:
        from rich.console import Console

        from seized import open_index
        from seized.cli import parallel, tables

        def show(width: int) -> list[str]:
            screen = Console(file=io.StringIO(), width=width, force_terminal=True, no_color=True, highlight=False)
            monkeypatch.setattr(tables, "console", lambda: screen)
            with open_index(home / "data/seized/index") as index:
                parallel.print_rows(index.parallel(CLAUSE).rows)
            file = screen.file
            assert isinstance(file, io.StringIO)
            return [line.rstrip() for line in file.getvalue().splitlines()]

        return show

    def test_wide_ones_have_both_side_by_side_in_columns_that_are_aligned(self, shown: object) -> None:
        assert callable(shown)
        _, *lines = shown(120)
        both = [line for line in lines if any("\u4e00" <= char <= "\u9fff" for char in line)]
        assert lines[0].startswith("  Calls on")
        starts = {cell_len(line[: next(n for n, char in enumerate(line) if char > "\u3000")]) for line in both}
        assert len(both) > 1
        assert len(starts) == 1
        assert "".join(line.split("  ")[-1].strip() for line in both).endswith("告知派遣国；")
        assert max(map(cell_len, lines)) <= 120

    def test_narrow_ones_have_them_below_each_other(self, shown: object) -> None:
        assert callable(shown)
        _, *lines = shown(60)
        assert not any("Calls" in line and "促请" in line for line in lines)
        assert max(map(cell_len, lines)) <= 60
        assert "".join(line.strip() for line in lines).endswith("告知派遣国；")


class TestSearch:
    def test_every_hit_is_shown_with_its_wording_or_a_dash(self, home: Path) -> None:
        lines = run("search", "peacekeepers", "--parallel", "zh", "--limit", "0", home=home).stdout.splitlines()
        texts = [lines[n + 2] for n in range(0, len(lines) - 2, 4)]
        assert "  –" in texts
        assert any(text.startswith("  强调支持") for text in texts)

    def test_json_has_the_hits_of_a_plain_search_and_their_twins(self, home: Path) -> None:
        words = ("search", "peacekeepers", "--limit", "0", "--format", "json")
        plain = json.loads(run(*words, home=home).stdout)
        beside = json.loads(run(*words, "--parallel", "zh", home=home).stdout)
        twins = [(hit.pop("twin"), hit.pop("parallel")) for hit in beside["hits"]]
        assert beside == plain
        assert f"{CLAUSE[:-1]}1@zh" in [twin for twin, _ in twins]
        assert all((other and other["id"]) == twin for twin, other in twins)

    @pytest.mark.parametrize("form", ["tsv", "kwic"])
    def test_other_formats_are_refused(self, home: Path, form: str) -> None:
        done = run("search", "peace", "--parallel", "zh", "--format", form, home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)

    @pytest.mark.parametrize("words", [("--facet", "verb"), ("--count",)])
    def test_it_is_refused_where_no_hits_are_shown(self, home: Path, words: tuple[str, ...]) -> None:
        done = run("search", "peace", "--parallel", "zh", *words, home=home)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        with configured(home, '[search]\nparallel = "zh"\n'):
            assert run("search", "peace", *words, home=home).returncode == 0

    def test_the_language_goes_by_any_of_its_names(self, home: Path) -> None:
        words = ("search", "peacekeepers", "--format", "json", "--parallel")
        assert run(*words, "Chinese", home=home).stdout == run(*words, "zh", home=home).stdout
        assert run("parallel", f"{CLAUSE}@zh", "--to", "english", home=home).returncode == 0


class TestShow:
    def test_a_clause_offers_its_wording_in_the_other_language(self, home: Path) -> None:
        last = run("show", CLAUSE, home=home).stdout.splitlines()[-1]
        assert last == f"in zh      {CLAUSE}@zh  (both: seized parallel '{CLAUSE}')"
        assert run("show", f"{CLAUSE}@zh", home=home).stdout.splitlines()[-1].startswith(f"in en      {CLAUSE}  ")

    def test_a_document_offers_its_other_edition(self, home: Path) -> None:
        last = run("show", "2518", home=home).stdout.splitlines()[-1]
        assert last == "in zh      S/RES/2518 (2020)@zh  (both: seized parallel 'S/RES/2518 (2020)')"
        assert run("show", "S/RES/2518 (2020)@zh", home=home).returncode == 0

    @pytest.mark.parametrize(
        ("asked", "twin"),
        [
            (CLAUSE, f"{CLAUSE}@zh"),
            ("2518", "S/RES/2518 (2020)@zh"),
            ("S/RES/2553(2020)/op/1", None),
            ("2553", None),
        ],
    )
    def test_json_has_the_twin(self, home: Path, asked: str, twin: str | None) -> None:
        assert json.loads(run("show", asked, "--format", "json", home=home).stdout)["twin"] == twin

    def test_what_is_in_one_language_alone_offers_nothing(self, home: Path) -> None:
        assert "seized parallel" not in run("show", "2553", home=home).stdout
