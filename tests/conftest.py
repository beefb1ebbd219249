"""What tests of several rooms need: the real corpus where it is at hand, and an index of the samples."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from seized import Index, build_index, open_index
from seized.corpus import samples

# how long an example takes says something of the machine alone
settings.register_profile("seized", deadline=None)
settings.load_profile("seized")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the real corpus and its tools; tests that ask for it are skipped where it is missing."""
    if not (SHARED / "corpus" / "akn").is_dir():
        pytest.skip("the real corpus is not at hand (../shared beside the repository)")
    return SHARED


@pytest.fixture(scope="session")
def tool(shared: Path) -> Callable[[str], dict[str, Any]]:
    """The names that a script of the corpus defines: gold, render or score."""
    return lambda name: runpy.run_path(str(shared / "tools" / f"{name}.py"))


@pytest.fixture(scope="session")
def samples_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the two sample letters."""
    path = tmp_path_factory.mktemp("samples") / "index"
    with samples() as folder:
        build_index([folder], path)
    return path


@pytest.fixture
def samples_index(samples_path: Path) -> Iterator[Index]:
    """The index of the sample letters, open."""
    with open_index(samples_path) as index:
        yield index
