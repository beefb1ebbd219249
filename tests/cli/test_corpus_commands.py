"""`seized corpus` as a user runs it: add, list, update, remove, and what is said when it cannot."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from seized.corpus.registry import corpus

from .program import run

AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><meta>
<identification><FRBRWork><FRBRdate date="2020-12-03"/></FRBRWork><FRBRExpression><FRBRlanguage language="eng"/>
</FRBRExpression></identification></meta><coverPage><p><docNumber>S/RES/{0} (2020)</docNumber></p></coverPage>
<mainBody><paragraph><num>1.</num><content><p>Decides to plant invented trees;</p></content></paragraph></mainBody>
</statement></akomaNtoso>"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's home with a clone, which is added."""
    home = tmp_path_factory.mktemp("home")
    (home / "clone").mkdir()
    for number in (2511, 2512):
        (home / "clone" / f"S_RES_{number}.xml").write_text(AKN.format(number), encoding="utf-8")
    done = run("corpus", "add", "un-sc", "--from", "clone", home=home)
    assert done.returncode == 0, done.stderr
    assert "2 documents, 2 clauses (2 files: 2 indexed" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Source: United Nations, ")
    assert done.stderr == ""
    return home


class TestCommands:
    def test_what_was_added_is_found_and_its_source_named(self, home: Path) -> None:
        row = json.loads(run("search", "trees", "--format", "jsonl", home=home).stdout.splitlines()[0])
        assert (row["corpus"], row["source"].split("/")[0]) == ("un-sc", "un-sc")
        shown = run("show", "2511", home=home).stdout
        assert "source     un-sc/S_RES_2511.xml" in shown
        assert "named as   Source: United Nations, " in shown
        assert "un-sc/S_RES_2511.xml" in run("show", "S/RES/2511(2020)/op/1", home=home).stdout

    def test_who_has_to_be_named_is_told_after_an_export(self, home: Path) -> None:
        done = run("export", "trees", "-o", "trees.csv", home=home)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == corpus("un-sc").acknowledgement + "\n"

    def test_list(self, home: Path) -> None:
        done = run("corpus", "list", home=home)
        assert "un-sc  Machine-readable Security Council resolutions: 2 documents of 2 files" in done.stdout
        rows = json.loads(run("corpus", "list", "--format", "json", home=home).stdout)
        (row,) = (row for row in rows if row["name"] == "un-sc")
        assert (row["documents"], row["languages"], row["origin"]) == (2, ["en", "zh"], str(home / "clone"))
        table = list(csv.DictReader(run("corpus", "list", "--format", "csv", home=home).stdout.splitlines()))
        assert [one["name"] for one in table] == [one["name"] for one in rows]
        assert table[0]["languages"] == "en; zh"

    def test_update_of_what_has_not_changed(self, home: Path) -> None:
        done = run("corpus", "update", home=home)
        assert (done.returncode, done.stderr) == (0, "")
        assert "0 indexed, 2 unchanged" in done.stdout

    def test_the_configuration_holds_for_all_of_them(self, home: Path, tmp_path: Path) -> None:
        (tmp_path / "config" / "seized").mkdir(parents=True)
        written = f'index = "{tmp_path / "other"}"\n[corpus]\nlang = ["fr", "en"]\nformat = "json"\n'
        (tmp_path / "config" / "seized" / "config.toml").write_text(written, encoding="utf-8")
        done = run("corpus", "add", "un-sc", "--from", str(home / "clone"), home=tmp_path)
        assert done.returncode == 0, done.stderr
        rows = json.loads(run("corpus", "list", home=tmp_path).stdout)
        assert rows[0]["languages"] == ["fr", "en"]

    def test_remove(self, home: Path, tmp_path: Path) -> None:
        index = str(tmp_path / "index")
        assert run("corpus", "add", "un-sc", "--from", "clone", "--index", index, home=home).returncode == 0
        done = run("corpus", "remove", "un-sc", "--index", index, home=home)
        assert "0 documents, 0 clauses" in done.stdout
        assert run("corpus", "update", "--index", index, home=home).returncode == 1


class TestMessages:
    @pytest.mark.parametrize(
        ("words", "status", "message"),
        [
            ("add un-ga", 2, "seized: no corpus 'un-ga'; there are un-sc"),
            ("add un-sc --from nowhere", 2, "nowhere: no such file or folder"),
            ("add un-sc --url ftp://example.org/x", 2, "only https:// addresses are downloaded from"),
            ("add un-sc --url http://127.0.0.1:9/x.zip", 2, "127.0.0.1 cannot be reached"),
            ("add un-sc --from=", 2, "--from names no place"),
            ("add un-sc --from clone --lang it", 2, "un-sc has no language 'it'"),
            ("add un-sc --from clone --url https://example.org/x", 2, "give one"),
            ("remove un-sc --index none", 1, "no corpus un-sc in"),
            ("update un-sc --index none", 1, "no corpus un-sc in"),
            ("update --index none", 1, "no corpus in it; add one with: seized corpus add un-sc"),
            ("upgrade", 2, "No such command 'upgrade'"),
        ],
    )
    def test_one_line_and_a_status(self, home: Path, words: str, status: int, message: str) -> None:
        done = run("corpus", *words.split(), home=home)
        assert done.returncode == status
        (line,) = done.stderr.splitlines()
        assert message in line
        assert not (home / "none").exists()

    def test_an_address_from_the_environment(self, home: Path) -> None:
        done = run("corpus", "add", "un-sc", home=home, SEIZED_CORPUS_URL="http://127.0.0.1:9/x.zip")
        assert "127.0.0.1 cannot be reached" in done.stderr

    def test_a_part_of_a_corpus_is_refused_unless_it_is_meant(self, tmp_path: Path) -> None:
        for number in range(2511, 2517):
            (tmp_path / f"{number}.xml").write_text(AKN.format(number), encoding="utf-8")
        (tmp_path / "part").mkdir()
        (tmp_path / "part" / "2511.xml").write_text(AKN.format(2511), encoding="utf-8")
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for file in tmp_path.glob("*.xml"):
                archive.write(file, file.name)
        assert run("corpus", "add", "un-sc", "--from", "all.zip", home=tmp_path).returncode == 0
        done = run("corpus", "add", "un-sc", "--from", "part", home=tmp_path)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "un-sc: 5 of the 6 documents" in line
        assert "6 documents" in run("corpus", "update", home=tmp_path).stdout
        assert "5 removed" in run("corpus", "add", "un-sc", "--from", "part", "--prune", home=tmp_path).stdout

    def test_votes_without_a_resolution_say_so(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("resolution,ms_code,ms_vote\nS/RES/650(1990),FRA,Y\n", encoding="utf-8")
        done = run("corpus", "add", "votes", "--from", "a.csv", home=tmp_path)
        assert "nothing could be attached yet" in done.stdout

    def test_help_says_what_is_removed_and_what_columns_a_table_has(self, home: Path) -> None:
        said = " ".join(run("corpus", "add", "--help", home=home).stdout.split())
        for part in ("no longer has", "--prune", "ms_vote", "res_no"):
            assert part in said

    def test_help_opens_with_examples(self, home: Path) -> None:
        for command in ("add", "list", "update", "remove"):
            assert "Example" in run("corpus", command, "--help", home=home).stdout
