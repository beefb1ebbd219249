"""The postings of a term, and the matcher by which Whoosh walks through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.matching import Matcher, ReadTooFar

from .columns import Array
from .segment import Inverted

__all__ = ["Found", "PostingsMatcher"]


@dataclass(frozen=True, slots=True)
class Found:
    """The postings of a term in a whole snapshot.

    docs: numbers of records, ascending; freqs: None where each is 1; positions: None where there are none
    """

    docs: Array
    freqs: Array | None = None
    positions: Array | None = None

    @classmethod
    def of(cls, parts: Iterable[tuple[int, Inverted]], term: bytes, *, positions: bool) -> Found:
        """The postings of `term`.

        parts: a field in each segment, with the number of its first record; positions: whether the field has them
        """
        hits = [(base, part, number) for base, part in parts if (number := part.find(term)) >= 0]
        for _, part, _ in hits:
            if part.has_positions != positions:
                raise part.damaged()
        if not hits:
            return cls(np.zeros(0, np.int64))
        docs = np.concatenate([part.docs(number).astype(np.int64) + base for base, part, number in hits])
        freqs = [part.freqs(number) for _, part, number in hits]
        places = [part.positions(number) for _, part, number in hits] if positions else []
        return cls(
            docs,
            None if all(one is None for one in freqs) else np.concatenate(_filled(hits, freqs)),
            np.concatenate(places) if places else None,
        )

    def only(self, live: Array) -> Found:
        """Those of records that are not deleted."""
        stays = live[self.docs]
        if stays.all():
            return self
        positions = self.positions
        if positions is not None:
            positions = positions[stays if self.freqs is None else np.repeat(stays, self.freqs)]
        return Found(self.docs[stays], None if self.freqs is None else self.freqs[stays], positions)


def _filled(hits: Iterable[tuple[int, Inverted, int]], freqs: Iterable[Array | None]) -> list[Array]:
    pairs = zip(hits, freqs, strict=True)
    return [np.ones(part.doc_freq(n), np.uint8) if one is None else one for (_, part, n), one in pairs]


class PostingsMatcher(Matcher):  # type: ignore[misc]
    """Walks through the postings of one term. It keeps no blocks to skip: scores come one by one."""

    def __init__(self, term: tuple[str, Any], found: Found, format_: Any, scorer: Any = None) -> None:
        self._term = term
        self._found = found
        self.format = format_
        self.scorer = scorer
        self._docs: list[int] = found.docs.tolist()
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._docs)

    def reset(self) -> None:
        self._at = 0

    def term(self) -> tuple[str, Any]:
        return self._term

    def is_leaf(self) -> bool:
        return True

    def copy(self) -> PostingsMatcher:
        twin = PostingsMatcher(self._term, self._found, self.format, self.scorer)
        twin._at = self._at
        return twin

    def id(self) -> int:
        return self._docs[self._at]

    def all_ids(self) -> Iterator[int]:
        return iter(self._docs[self._at :])

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        if id > self._docs[self._at]:
            self._at = int(np.searchsorted(self._found.docs, id))

    def weight(self) -> float:
        return 1.0 if self._found.freqs is None else float(self._found.freqs[self._at])

    def supports(self, astype: str) -> bool:
        if astype == "positions":
            return self._found.positions is not None
        return astype in ("weight", "frequency")

    def value_as(self, astype: str) -> Any:
        if astype == "positions":
            return self._positions()
        if astype == "frequency":
            return int(self.weight())
        if astype == "weight":
            return self.weight()
        raise ValueError(f"no {astype} are kept")

    def _positions(self) -> list[int]:
        if self._found.positions is None:
            raise ValueError("no positions are kept")
        if self._found.freqs is None:
            return [int(self._found.positions[self._at])]
        end = int(self._ends[self._at])
        start = end - int(self._found.freqs[self._at])
        positions: list[int] = self._found.positions[start:end].tolist()
        return positions

    @cached_property
    def _ends(self) -> Array:
        """Where the positions of each posting end."""
        assert self._found.freqs is not None
        return np.cumsum(self._found.freqs, dtype=np.int64)

    def value(self) -> Any:
        raise NotImplementedError("postings are kept as columns; ask value_as()")

    def supports_block_quality(self) -> bool:
        return False

    def max_quality(self) -> float:
        """The best score that any posting can have, which Whoosh asks for here and there without asking first."""
        if self.scorer is not None and self.scorer.supports_block_quality():
            return float(self.scorer.max_quality())
        return float("inf")

    def block_quality(self) -> float:
        return self.max_quality()

    def score(self) -> float:
        return float(self.scorer.score(self)) if self.scorer is not None else self.weight()
