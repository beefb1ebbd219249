"""The benchmark runs: a tiny one over the sample letters, with the engines that are installed."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from seized import DocumentError, parse
from seized.corpus import samples

ROOT = Path(__file__).parents[1]
TINY = ("--times", "1,2", "--share", "0.02", "--rounds", "2", "--repeats", "1", "--starts", "1", "--whoosh-times", "2")
ENGINES = {"seized": "seized", "stock Whoosh": "whoosh", "SQLite FTS5": "sqlite3", "tantivy": "tantivy"}
CLASSES = ("one common term", "three terms, AND", "phrase", "30-word draft, OR", "draft paragraphs")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a tiny run."""
    out = tmp_path_factory.mktemp("benchmark") / "results.md"
    command = [sys.executable, str(ROOT / "benchmarks/run.py"), *TINY, "--corpus", str(ROOT / "corpus/samples")]
    done = subprocess.run([*command, "--out", str(out)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


def row(page: Path, section: str, start: str) -> str:
    """The row of a table in a section, by how it starts."""
    text = page.read_text(encoding="utf-8").partition(f"\n{section}")[2]
    return next((line for line in text.splitlines() if line.startswith(f"| {start} |")), "")


class TestRun:
    @pytest.mark.parametrize("size", ["1x", "2x"])
    @pytest.mark.parametrize("engine", ENGINES)
    def test_every_engine_builds_every_size(self, page: Path, size: str, engine: str) -> None:
        if find_spec(ENGINES[engine]) is None:
            pytest.skip(f"{engine} is not installed")
        assert re.search(r"\| \d+\.\d\d \|", row(page, "## Building", f"{size} | {engine}"))

    @pytest.mark.parametrize("asked", CLASSES)
    def test_every_class_is_asked_of_every_engine(self, page: Path, asked: str) -> None:
        cells = row(page, "### 1x", asked).split("|")[2:-1]
        assert sum(find_spec(package) is not None for package in ENGINES.values()) <= len(cells)
        assert all(re.fullmatch(r" \S+ / \S+ ", cell) for cell in cells)

    def test_what_is_drawn_from_the_corpus_is_found_by_every_engine(self, page: Path) -> None:
        assert "found something" not in page.read_text(encoding="utf-8")

    @pytest.mark.parametrize("process", ["seized --help", "seized search, English", "seized search, Chinese"])
    def test_fresh_processes_are_timed(self, page: Path, process: str) -> None:
        assert re.search(r"\d\.\d{3}", row(page, "## Fresh", process))

    def test_the_targets_have_figures(self, page: Path) -> None:
        assert row(page, "## Targets", "1x: phrase / tantivy") or find_spec("tantivy") is None
        assert "≤" in row(page, "## Targets", "seized --help, s")

    def test_the_plot_is_well_formed(self, page: Path) -> None:
        picture = ElementTree.parse(page.with_suffix(".svg")).getroot()
        assert len(CLASSES) + 1 == sum(text.get("font-weight") == "bold" for text in picture.findall(".//{*}text"))

    def test_no_sentence_of_the_corpus_is_written_down(self, page: Path) -> None:
        written = page.read_text(encoding="utf-8") + page.with_suffix(".svg").read_text(encoding="utf-8")
        assert not [words for words in four_words_of_the_samples() if words in written]


def four_words_of_the_samples() -> set[str]:
    """Every four words in a row of the English samples."""
    found: set[str] = set()
    with samples() as folder:
        for item in parse([folder]):
            if isinstance(item, DocumentError) or item[0].lang != "en":
                continue
            for clause in item[1]:
                words = clause.text.split()
                found.update(" ".join(words[n : n + 4]) for n in range(len(words) - 3))
    return found


class TestCommandLine:
    @pytest.mark.parametrize(
        ("given", "says"),
        [
            (("--engines", "lucene"), "no engine lucene"),
            (("--corpus", "NOWHERE"), "no English clauses"),
        ],
    )
    def test_it_says_what_is_wrong(self, tmp_path: Path, given: tuple[str, str], says: str) -> None:
        command = [sys.executable, str(ROOT / "benchmarks/run.py"), "--times", "1", "--out", str(tmp_path / "r.md")]
        given = tuple(word.replace("NOWHERE", str(tmp_path)) for word in given)  # type: ignore[assignment]
        done = subprocess.run([*command, *given], check=False, capture_output=True, text=True)
        assert done.returncode
        assert says in done.stderr


class TestLongLife:
    def test_old_and_fresh_have_figures(self) -> None:
        command = [sys.executable, str(ROOT / "benchmarks/long_life.py"), "--updates", "2"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures = [line.split()[0] for line in done.stdout.splitlines()[2:]]
        assert figures == ["size", "question", "update"]
