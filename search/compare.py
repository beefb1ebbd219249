"""Two documents paragraph by paragraph: what stayed, what was reworded or moved, what is new, what was dropped.

Paragraphs that are equal up to case and numbers belong together first; then those that share most. Each part of a
document (preambular, operative …) is aligned for itself; what has no counterpart there may have moved to another part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from ..errors import QueryError
from ..indexer.model import KIND_CODES, Clause, Kind
from .alignment import Change, Coder, Coding, changes, ratio
from .deadline import check_time
from .renewal import Predecessor

__all__ = ["STATUSES", "Comparison", "Pair", "Status", "compare_clauses"]

Status = Literal["same", "reworded", "moved", "new", "dropped"]
STATUSES: Final[tuple[Status, ...]] = ("same", "reworded", "moved", "new", "dropped")

_ALIKE: Final = 0.55
"""Share of two paragraphs from which on one is the other reworded."""
_CONTAINED: Final = 0.8
"""Or share of the shorter one, if it has some words."""
_SOME_WORDS: Final = 12
_ELSEWHERE: Final = 0.8
"""Share of two paragraphs of different parts from which on one is the other."""
_MOST_PARAGRAPHS: Final = 4_000_000
_MOST_WORDS: Final = 50_000_000_000
"""Paragraphs, and words, of one document times those of the other: a matrix of 200 MB, and some seconds."""
_AT_ONCE: Final = 64
"""Paragraphs that are looked at before it is asked whether there is still time."""
_NEARBY: Final = 0.05
"""What it counts that two paragraphs stand at the same place, where several are alike."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of the old document and its counterpart in the new one; one of them is None where there is none.

    status: "same" up to case and punctuation; "moved" may be reworded too, then `diff` says how
    similarity: 1.0 where all words are the same
    """

    status: Status
    old: Clause | None
    new: Clause | None
    similarity: float = 0.0
    diff: tuple[Change, ...] = ()

    @classmethod
    def of(cls, old: Clause, new: Clause, coder: Coder, *, is_moved: bool = False) -> Pair:
        """Two clauses that belong together."""
        check_time()
        before, after = coder(old.text).words, coder(new.text).words
        is_same = before == after
        diff = (Change("equal", old.text, new.text),) if is_same else changes(old.text, new.text, coder)
        status: Status = "moved" if is_moved else "same" if is_same else "reworded"
        return cls(status, old, new, ratio(before, after), diff)

    @property
    def part(self) -> Kind:
        """The part of the document: that of the new one where there are both."""
        clause = self.new or self.old
        assert clause is not None
        return clause.kind

    def to_dict(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "part": self.part,
            "old": _side(self.old),
            "new": _side(self.new),
            "similarity": round(self.similarity, 4),
            "diff": [change.to_dict() for change in self.diff],
        }


def _side(clause: Clause | None) -> dict[str, str] | None:
    if clause is None:
        return None
    return {"id": clause.id, "kind": clause.kind, "paragraph": clause.paragraph, "text": clause.text}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, or two clauses, side by side.

    old, new: symbols, or the ids of clauses, with their dates
    predecessor: where `old` was not given but found
    pairs: part by part in the order of the new document, what was dropped where it stood
    """

    old: str
    old_date: str
    new: str
    new_date: str
    pairs: tuple[Pair, ...]
    predecessor: Predecessor | None = None

    @property
    def counts(self) -> dict[Status, int]:
        """How many pairs have each status."""
        found = Counter(pair.status for pair in self.pairs)
        return {status: found[status] for status in STATUSES}

    @property
    def parts(self) -> dict[Kind, list[Pair]]:
        """The pairs by part."""
        found: dict[Kind, list[Pair]] = {}
        for pair in self.pairs:
            found.setdefault(pair.part, []).append(pair)
        return found

    def to_dict(self) -> dict[str, Any]:
        return {
            "old": self.old,
            "old_date": self.old_date or None,
            "new": self.new,
            "new_date": self.new_date or None,
            "predecessor": self.predecessor.to_dict() if self.predecessor else None,
            "counts": self.counts,
            "pairs": [pair.to_dict() for pair in self.pairs],
        }

    def _repr_html_(self) -> str:
        """Both documents side by side, in a notebook."""
        from .marking import comparison_html

        return comparison_html(self)


class _Match(NamedTuple):
    """Numbers of a paragraph of each document."""

    old: int
    new: int


def compare_clauses(olds: Sequence[Clause], news: Sequence[Clause], coder: Coder) -> tuple[Pair, ...]:
    """The paragraphs of two documents, each in reading order, paired."""
    old_codings, new_codings = [coder(one.text) for one in olds], [coder(one.text) for one in news]
    matches: list[_Match] = []
    for kind in KIND_CODES:
        here = [n for n, one in enumerate(olds) if one.kind == kind]
        there = [n for n, one in enumerate(news) if one.kind == kind]
        matches += _matched(here, there, old_codings, new_codings)
    moved = {match for kind in KIND_CODES for match in _out_of_order(m for m in matches if olds[m.old].kind == kind)}
    across = _across(matches, old_codings, new_codings)
    moved.update(across)
    pairs = {
        match.new: Pair.of(olds[match.old], news[match.new], coder, is_moved=match in moved)
        for match in (*matches, *across)
    }
    partners = {match.old: match.new for match in (*matches, *across)}
    return tuple(_in_order(olds, news, pairs, partners))


def _matched(
    olds: Sequence[int], news: Sequence[int], old_codings: Sequence[Coding], new_codings: Sequence[Coding]
) -> list[_Match]:
    """The paragraphs of one part that belong together: equal ones first, then the most alike."""
    equal = list(_equal(olds, news, old_codings, new_codings))
    taken_old, taken_new = {match.old for match in equal}, {match.new for match in equal}
    rest_old = [n for n in olds if n not in taken_old]
    rest_new = [n for n in news if n not in taken_new]
    return equal + _most_alike(rest_old, rest_new, old_codings, new_codings, _is_alike)


def _equal(
    olds: Sequence[int], news: Sequence[int], old_codings: Sequence[Coding], new_codings: Sequence[Coding]
) -> Iterator[_Match]:
    """Paragraphs that are equal up to case, then those that are up to numbers too; one after another."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for form in ("words", "masked"):
        waiting: dict[str, list[int]] = defaultdict(list)
        for n in olds:
            if n not in taken_old:
                waiting[getattr(old_codings[n], form)].append(n)
        for n in news:
            partners = waiting.get(getattr(new_codings[n], form))
            if n not in taken_new and partners:
                match = _Match(partners.pop(0), n)
                taken_old.add(match.old)
                taken_new.add(n)
                yield match


def _is_alike(ratios: Any, contained: Any, shorter: Any) -> Any:
    return (ratios >= _ALIKE) | ((contained >= _CONTAINED) & (shorter >= _SOME_WORDS))


def _is_the_same(ratios: Any, _contained: Any, _shorter: Any) -> Any:
    return ratios >= _ELSEWHERE


def _most_alike(
    olds: Sequence[int],
    news: Sequence[int],
    old_codings: Sequence[Coding],
    new_codings: Sequence[Coding],
    enough: Any,
) -> list[_Match]:
    """Pairs of paragraphs, the most alike first, each paragraph once."""
    if not olds or not news:
        return []
    left, right = [old_codings[n].masked for n in olds], [new_codings[n].masked for n in news]
    _check_size(left, right)
    common = _common(left, right)
    sizes = np.array([len(one) for one in left])[:, None], np.array([len(one) for one in right])[None, :]
    shorter = np.maximum(np.minimum(*sizes), 1)
    ratios, contained = 2 * common / np.maximum(sizes[0] + sizes[1], 1), common / shorter
    places = np.linspace(0, 1, len(olds))[:, None] - np.linspace(0, 1, len(news))[None, :]
    scores = np.where(enough(ratios, contained, shorter), np.maximum(ratios, 0.9 * contained), -1.0)
    scores -= np.where(scores >= 0, _NEARBY * np.abs(places), 0)
    return [_Match(olds[row], news[column]) for row, column in _greedy(scores)]


def _common(olds: Sequence[str], news: Sequence[str]) -> Any:
    """The words that each of some texts has in common with each of others, in the same order."""
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import cdist

    rows = []
    for at in range(0, len(olds), _AT_ONCE):
        check_time()
        rows.append(cdist(olds[at : at + _AT_ONCE], news, scorer=LCSseq.similarity, dtype=np.int32))
    return np.concatenate(rows).astype(float)


def _check_size(olds: Sequence[str], news: Sequence[str]) -> None:
    """QueryError where each paragraph cannot be compared with each."""
    words = [sum(map(len, texts)) for texts in (olds, news)]
    if len(olds) * len(news) > _MOST_PARAGRAPHS or words[0] * words[1] > _MOST_WORDS:
        raise QueryError(
            f"too long to be compared: {len(olds):,} paragraphs of {words[0]:,} words in one document differ from"
            f" {len(news):,} of {words[1]:,} in the other"
        )


def _greedy(scores: Any) -> Iterator[tuple[int, int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    for flat in np.argsort(-scores, axis=None, kind="stable").tolist():
        row, column = divmod(flat, scores.shape[1])
        if scores[row, column] < 0:
            return
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield row, column


def _across(matches: Iterable[_Match], old_codings: Sequence[Coding], new_codings: Sequence[Coding]) -> list[_Match]:
    """Paragraphs without a counterpart in their own part that have one in another."""
    old_taken, new_taken = {match.old for match in matches}, {match.new for match in matches}
    olds = [n for n in range(len(old_codings)) if n not in old_taken]
    news = [n for n in range(len(new_codings)) if n not in new_taken]
    return _most_alike(olds, news, old_codings, new_codings, _is_the_same)


def _out_of_order(matches: Iterable[_Match]) -> set[_Match]:
    """The fewest matches without which the others are in the same order in both documents."""
    ordered = sorted(matches)
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, match in enumerate(ordered):
        place = bisect_left(ends, match.new)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(match.new)
            last.append(at)
        else:
            ends[place], last[place] = match.new, at
    kept: set[_Match] = set()
    at = last[-1] if last else -1
    while at >= 0:
        kept.add(ordered[at])
        at = before[at]
    return set(ordered) - kept


def _in_order(
    olds: Sequence[Clause], news: Sequence[Clause], pairs: dict[int, Pair], partners: dict[int, int]
) -> Iterator[Pair]:
    """Part by part in the order of the new document; what was dropped follows what it stood behind."""
    for kind in KIND_CODES:
        behind: dict[int, list[Pair]] = defaultdict(list)
        place = -1
        for n, clause in enumerate(olds):
            if clause.kind == kind:
                partner = partners.get(n, -1)
                if partner < 0:
                    behind[place].append(Pair("dropped", clause, None))
                elif news[partner].kind == kind and pairs[partner].status != "moved":
                    place = partner
        yield from behind[-1]
        for n, clause in enumerate(news):
            if clause.kind == kind:
                yield pairs.get(n) or Pair("new", None, clause)
                yield from behind[n]
