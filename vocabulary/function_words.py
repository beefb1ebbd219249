"""Words that say nothing by themselves: articles, prepositions, particles."""

from __future__ import annotations

from functools import cache
from importlib import resources

__all__ = ["function_words"]


@cache
def function_words() -> frozenset[str]:
    """English and Chinese words that say nothing by themselves, in lower case."""
    data = (resources.files(__package__) / "data/function-words.txt").read_text(encoding="utf-8")
    return frozenset(" ".join(line for line in data.splitlines() if not line.startswith("#")).split())
