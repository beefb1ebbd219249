"""Every code block of README and docs does what it says, on the sample letters, in a folder of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = sorted(path for path in (ROOT / "docs").glob("*.md") if path.name != "cluster.md")
"""All but the page whose commands are run where there is a cluster: see `tests/cluster/test_page.py`."""
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "corpus/README.md", *DOCS]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDEXED = ("text", "source", "score", "snippet")
"""What of a hit is cut in the README, or depends on the index."""
INSTALLING = ("pip install", "python -m venv", "pytest")


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (path.name, code)
        for path in PAGES
        for found, code in BLOCK.findall(path.read_text(encoding="utf-8"))
        if found == language
    ]


def commands() -> list[str]:
    """The lines that call the program, without their comments; the first command of the README among them."""
    lines = [line for _, code in blocks("sh") for line in code.splitlines()]
    return [
        line.split(" && ")[-1].partition("  #")[0].strip()
        for line in lines
        if "seized " in line and not line.startswith("#")
    ]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample documents where a clone has them, and the program on the path."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "bin").mkdir()
    program = folder / "bin" / "seized"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m seized "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def environment(folder: Path) -> dict[str, str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}


class TestCodeBlocks:
    def test_every_block_is_of_a_kind_that_is_run(self) -> None:
        kinds = {found for path in PAGES for found, _ in BLOCK.findall(path.read_text(encoding="utf-8"))}
        assert kinds <= {"sh", "python", "json", "", "query"}

    def test_shell_commands_succeed(self, checkout: Path) -> None:
        assert len(commands()) > 8
        for command in commands():
            done = subprocess.run(
                command,
                shell=True,
                cwd=checkout,
                env=environment(checkout),
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stderr}"

    @pytest.mark.parametrize("line", [line for _, code in blocks("sh") for line in code.splitlines()])
    def test_other_shell_lines_only_install_and_test(self, line: str) -> None:
        assert "seized " in line or line.startswith(INSTALLING)

    @pytest.mark.parametrize("code", [code for _, code in blocks("python")])
    def test_python_runs(self, checkout: Path, code: str) -> None:
        example = checkout / "example.py"
        example.write_text(code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(example)],
            cwd=checkout,
            env=environment(checkout),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout

    @pytest.mark.parametrize("code", [code for _, code in blocks("json")])
    def test_json_is_json_with_the_keys_of_a_clause(self, samples_index: object, code: str) -> None:
        from seized import Index

        assert isinstance(samples_index, Index)
        shown = json.loads(code)
        (row,) = (hit.to_dict() for hit in samples_index.search("symbol:2553 para:20(a)"))
        assert list(shown) == list(row)
        assert {key: shown[key] for key in shown if key not in INDEXED} == {
            key: row[key] for key in row if key not in INDEXED
        }
