"""English stems, so that "peacekeeper" finds "peacekeepers"."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

__all__ = ["stem"]


@cache
def _snowball() -> Callable[[str], str]:
    import Stemmer

    # `stem` remembers; a second memory inside the stemmer would only cost time.
    stem_word: Callable[[str], str] = Stemmer.Stemmer("english", 0).stemWord
    return stem_word


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The Snowball English stem ("Porter2") of a folded word; a word of another script is its own stem.

    Whoosh's Porter stemmer is not used: it parts "accelerated" from "accelerate".
    """
    return _snowball()(word)
