"""Pairs of clauses: made-up ones, and those of some resolutions of the real corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from seized.indexer.bilingual.lexicon import Lexicon
from seized.indexer.make_lexicon import made_from


@pytest.fixture(scope="session")
def learnt(shared: Path) -> Lexicon:
    """The lexicon of the resolutions of 2020."""
    return made_from([shared / "corpus" / "akn" / "2020"])
