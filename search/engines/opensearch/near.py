"""Words in a row and words near each other, as the cluster is asked for them.

Each word of a proximity may stand up to so many positions after the one before it, wherever the others stand. Of two
words an interval says just that. Of more the cluster looks at the smallest intervals alone: what it finds that way is
right and may not be all, and what has every two neighbours near enough may be too much. What lies between the two is
read, and looked at here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from typing import Any

from ....indexer.cluster.mapping import PLACES, placed, positions

__all__ = ["in_a_row", "likely", "stand_near", "surely"]

Dsl = dict[str, Any]


def in_a_row(field: str, words: Sequence[str]) -> Dsl:
    """What has these words one right after another."""
    return {"match_phrase": {field: {"query": placed(enumerate(words)), "analyzer": PLACES}}}


def surely(field: str, words: Sequence[str], slop: int) -> Dsl:
    """What has them near each other, of more than two words maybe not all that has."""
    each = [_word(word) for word in words]
    from_left = reduce(lambda before, word: _near(before, word, slop), each)
    if len(words) == 2:
        return _asked(field, from_left)
    from_right = reduce(lambda after, word: _near(word, after, slop), reversed(each))
    return {"bool": {"should": [_asked(field, from_left), _asked(field, from_right)], "minimum_should_match": 1}}


def likely(field: str, words: Sequence[str], slop: int) -> Dsl:
    """What has every two neighbours near each other, and surely all that has them all so."""
    pairs = [_asked(field, _near(_word(one), _word(two), slop)) for one, two in pairwise(words)]
    return {"bool": {"filter": pairs}}


def stand_near(written: str, words: Sequence[str], slop: int) -> bool:
    """Whether a field of a record, as it is kept, has words near each other."""
    places = positions(written)
    reached = places.get(words[0], [])
    for word in words[1:]:
        reached = [at for at in places.get(word, ()) if any(1 <= at - before <= slop for before in reached)]
    return bool(reached)


def _word(word: str) -> Dsl:
    return {"match": {"query": word, "analyzer": "whitespace"}}


def _near(before: Dsl, after: Dsl, slop: int) -> Dsl:
    return {"all_of": {"mode": "ordered", "max_gaps": slop - 1, "intervals": [before, after]}}


def _asked(field: str, interval: Dsl) -> Dsl:
    return {"intervals": {field: interval}}
