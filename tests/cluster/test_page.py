"""The page about clusters does what it says, on three real nodes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from seized.errors import SeizedError
from seized.indexer.cluster.address import address_of
from seized.indexer.cluster.connection import FULL

from .nodes import Cluster

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/cluster.md").read_text(encoding="utf-8")
LINES = [
    line for code in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) for line in code.splitlines()
]
HERE = "opensearch://localhost:9200/"


def test_its_commands_succeed(cluster: Cluster, tmp_path: Path) -> None:
    commands = [line for line in LINES if line.startswith(("seized ", "curl "))]
    assert len(commands) > 5
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    for command in commands:
        given = command.replace(HERE, f"{cluster.url}/").replace("seized ", f"{sys.executable} -m seized ", 1)
        given = given.replace("'localhost:9200/", f"--fail --silent '{cluster.addresses[0]}/")
        assert "localhost" not in given
        done = subprocess.run(given, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stderr}"


def test_other_lines_only_install_and_start() -> None:
    others = [line for line in LINES if not line.startswith(("seized ", "curl "))]
    assert others == ["pip install 'seized[cluster]'", "docker compose up --detach --wait"]


def test_what_it_quotes_is_said() -> None:
    assert FULL in " ".join(PAGE.split())


@pytest.mark.parametrize("option", re.findall(r"^- `(\?\w+=\d+)`", PAGE, re.MULTILINE))
def test_its_options_are_known(option: str) -> None:
    assert address_of(f"{HERE}council{option}") is not None
    with pytest.raises(SeizedError):
        address_of(f"{HERE}council?copies=2")
