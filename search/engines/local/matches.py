"""Which records of a segment match, with what score, and how such answers are joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

__all__ = ["Array", "Matches", "among", "best_of", "intersection", "top", "total_at", "union"]

Array = np.ndarray[Any, np.dtype[Any]]

_LOOKUP: Final = 1024
"""From so many numbers on a table beats bisection."""
_ROWS: Final = 64


class Matches:
    """The records of a segment that match, in one of two forms.

    Few: `docs`, their numbers in ascending order, and `scores` beside them.
    Many: `mask`, a truth value for each record of the segment, and `scores` for each, 0 where it does not match.
    In both forms `scores` may be one number, that of every match.

    filtered: whether it is known that all of them are records that a search may show
    """

    __slots__ = ("_size", "docs", "filtered", "mask", "scores")

    def __init__(
        self, scores: Array | float, *, docs: Array | None = None, mask: Array | None = None, filtered: bool = False
    ) -> None:
        self.docs = docs
        self.mask = mask
        self.scores = scores
        self.filtered = filtered
        self._size = -1

    @classmethod
    def none(cls) -> Matches:
        """No match at all."""
        return cls(0.0, docs=np.empty(0, np.intp), filtered=True)

    def __len__(self) -> int:
        if self._size < 0:
            self._size = len(self.docs) if self.docs is not None else int(np.count_nonzero(self._truth()))
        return self._size

    def _truth(self) -> Array:
        assert self.mask is not None
        return self.mask

    def nbytes(self) -> int:
        """The memory it takes."""
        return 200 + sum(part.nbytes for part in (self.docs, self.mask, self.scores) if isinstance(part, np.ndarray))

    def boosted(self, boost: float) -> Matches:
        """The same records, their scores multiplied."""
        if boost == 1.0:
            return self
        return Matches(self.scores * boost, docs=self.docs, mask=self.mask, filtered=self.filtered)

    def as_mask(self, count: int) -> Array:
        """A truth value for each of the `count` records of the segment. Not to be written to."""
        if self.mask is not None:
            return self.mask
        mask = np.zeros(count, bool)
        mask[self.docs] = True
        return mask

    def within(self, allowed: Array) -> Matches:
        """Those that `allowed`, a truth value for each record, admits."""
        if self.docs is not None:
            return self._chosen(allowed[self.docs])
        mask = self.mask & allowed
        if isinstance(self.scores, float) or np.count_nonzero(mask) == len(self):
            return Matches(self.scores, mask=mask, filtered=self.filtered)
        return Matches(self.scores * mask, mask=mask, filtered=self.filtered)

    def _chosen(self, kept: Array) -> Matches:
        assert self.docs is not None
        scores = self.scores if isinstance(self.scores, float) else self.scores[kept]
        return Matches(scores, docs=self.docs[kept], filtered=self.filtered)

    def at(self, docs: Array) -> Array | float:
        """The scores of `docs`, ascending numbers of records that all match."""
        if isinstance(self.scores, float):
            return self.scores
        return self.scores[docs if self.docs is None else np.searchsorted(self.docs, docs)]

    def listed(self) -> tuple[Array, Array]:
        """The numbers of the records in ascending order, and the score of each."""
        if self.docs is not None:
            docs = self.docs
            scores = self.scores
        else:
            docs = np.flatnonzero(self._truth())
            scores = self.scores if isinstance(self.scores, float) else self.scores[docs]
        return docs, np.full(len(docs), scores) if isinstance(scores, float) else scores


def union(parts: Sequence[Matches], count: int) -> Matches:
    """The records that any part has; scores are added, in the order of the parts."""
    parts = [part for part in parts if part.docs is None or len(part.docs)]
    if len(parts) < 2:
        return parts[0] if parts else Matches.none()
    scores = np.zeros(count, np.float32)
    mask = np.zeros(count, bool)
    for part in parts:
        if part.docs is not None:
            scores[part.docs] += part.scores
            mask[part.docs] = True
        else:
            truth = part.as_mask(count)
            scores += truth * np.float32(part.scores) if isinstance(part.scores, float) else part.scores
            mask |= truth
    return Matches(scores, mask=mask, filtered=all(part.filtered for part in parts))


def best_of(parts: Sequence[Matches], count: int) -> Matches:
    """The records that any part has; the highest score counts."""
    scores = np.full(count, -np.inf, np.float32)
    mask = np.zeros(count, bool)
    for part in parts:
        docs, values = part.listed()
        scores[docs] = np.maximum(scores[docs], values)
        mask[docs] = True
    scores[~mask] = 0.0
    return Matches(scores, mask=mask)


def intersection(parts: Sequence[Matches], count: int) -> Matches:
    """The records that every part has; scores are added, in the order of the parts."""
    filtered = any(part.filtered for part in parts)
    few = sorted((part.docs for part in parts if part.docs is not None), key=len)
    masks = [part.mask for part in parts if part.mask is not None]
    if not few:
        mask = masks[0]
        for other in masks[1:]:
            mask = mask & other
        if all(isinstance(part.scores, float) for part in parts):
            return Matches(sum(float(part.scores) for part in parts), mask=mask, filtered=filtered)
        docs: Array = np.flatnonzero(mask)
    else:
        docs, *others = few
        for mask in masks:
            docs = docs[mask[docs]]
        for some in others:
            docs = docs[_are_among(docs, some, count)]
    return Matches(total_at(parts, docs), docs=docs, filtered=filtered)


def total_at(parts: Sequence[Matches], docs: Array) -> Array | float:
    """The scores of `docs`, ascending numbers of records that all the parts have, added in their order."""
    total: Array | float = 0.0
    for part in parts:
        total = total + part.at(docs)
    return total


def _are_among(docs: Array, some: Array, count: int) -> Array:
    """Whether each of `docs` is one of the ascending numbers `some`, which are not none."""
    if len(docs) >= _LOOKUP:
        table = np.zeros(count, bool)
        table[some] = True
        return table[docs]
    return among(docs, some)


def among(some: Array, others: Array) -> Array:
    """Whether each of `some` is one of `others`; both ascend."""
    if not len(others):
        return np.zeros(len(some), bool)
    places = np.searchsorted(others, some)
    places[places == len(others)] = 0
    return np.asarray(others[places] == some)


def top(matches: Matches, limit: int) -> tuple[Array, Array]:
    """The `limit` best records with their scores, the best first, equal ones by their numbers."""
    docs, scores = _candidates(matches, limit)
    order = np.argsort(-scores, kind="stable")[:limit]
    return docs[order], scores[order]


def _candidates(matches: Matches, limit: int) -> tuple[Array, Array]:
    """Records with their scores, ascending, that hold the `limit` best."""
    scores = matches.scores
    if isinstance(scores, float):
        docs, _ = matches.listed()
        return docs[:limit], np.full(min(limit, len(docs)), scores)
    kept = _highest(scores, limit)
    if matches.docs is not None:
        return matches.docs[kept], scores[kept]
    best = scores[kept]
    # fewer than `limit` match where others, which score 0, are among them
    return (kept, best) if len(best) and best.min() > 0 else matches.listed()


def _highest(scores: Array, limit: int) -> Array:
    """Places, ascending, of the `limit` highest scores at least, and of all that equal the last of them."""
    if len(scores) <= limit:
        return np.arange(len(scores))
    width = len(scores) // _ROWS
    if width <= limit:
        return np.flatnonzero(scores >= _nth(scores, limit))
    # As a table of `_ROWS` rows: `limit` scores at least are as high as the last of the `limit` highest columns.
    table = scores[: width * _ROWS].reshape(_ROWS, width)
    peaks = table.max(axis=0)
    least = _nth(peaks, limit)
    columns = np.flatnonzero(peaks >= least)
    if len(columns) * 4 > width:
        return np.flatnonzero(scores >= least)
    rows, at = np.nonzero(table[:, columns] >= least)
    rest = np.flatnonzero(scores[width * _ROWS :] >= least) + width * _ROWS
    return np.concatenate((rows * width + columns[at], rest))


def _nth(scores: Array, limit: int) -> Any:
    """The `limit`th highest."""
    return np.partition(scores, len(scores) - limit)[len(scores) - limit]
