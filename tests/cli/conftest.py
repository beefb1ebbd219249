"""What tests of several commands need: a user who has run the program before."""

from __future__ import annotations

from pathlib import Path

import pytest

from .program import run


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's home in which the samples have been indexed."""
    home = tmp_path_factory.mktemp("home")
    done = run("search", "peacekeepers", home=home)
    assert done.returncode == 0
    assert "indexed the bundled samples" in done.stderr
    return home
