"""A short form and a long form of each test, by how many times; and chance that can be repeated."""

from __future__ import annotations

import os
import random

import pytest

__all__ = ["SEED", "chance", "times"]

SEED = int(os.environ.get("SEIZED_TORTURE_SEED", "1948"))
"""What all chance comes from; another by the environment."""


def times(short: int, long: int) -> pytest.MarkDecorator:
    """Parametrise a test by `times`: the short form always, the long one with `pytest -m torture`."""
    return pytest.mark.parametrize("times", [short, pytest.param(long, marks=pytest.mark.torture)])


def chance(name: str) -> random.Random:
    """Chance for one test. What it was made from is printed, which is seen when the test fails."""
    print(f"SEIZED_TORTURE_SEED={SEED} repeats this")
    return random.Random(f"{SEED} {name}")
