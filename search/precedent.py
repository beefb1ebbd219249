"""The precedents of a draft paragraph: which clauses say it already, in what wordings, and how they differ from it.

Candidates are the clauses that BM25F ranks highest for the draft's words. They are ranked anew by how they align with
the draft: the share of its words that stand in the clause in the same order, rare words for more, and the share of
its runs of five words. Precedents as near are given latest first: that is what is agreed now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..analyzers import Term, exact_terms, query_text_terms, simplified
from ..errors import QueryError
from ..indexer.model import Clause
from ..vocabulary import fields
from .alignment import Block, Change, Coding, can_be_aligned, is_weak, matching, ratio, spelled_out, tidied
from .deadline import check_time
from .texts import RUN, RUN_OF_CHARACTERS, ClauseTexts
from .wording import ENGLISH, Languages

if TYPE_CHECKING:
    from .engine import Engine

__all__ = ["LONGEST", "Precedent", "Precedents", "Similar", "Wording"]

_CANDIDATES: Final = 400
"""Of 1,200 drafts every source was among so many, but 1 in 400 of those of which half the words were lost."""
_MOST_CANDIDATES: Final = 12_800
_ALIGNED: Final = 160
"""Different texts that are aligned word by word; the others share less with the draft at a first glance."""
_NEAR: Final = 0.92
"""Share of two texts, numbers apart, from which on they are one wording."""
_HALF: Final = 0.5
"""A clause is a precedent if it covers half of the draft;"""
_PIECE: Final = 0.1
_SOME: Final = 0.2
"""or less, if that is in one piece: a tenth of the draft's runs of five words;"""
_SCATTERED: Final = 0.3
_BESIDE: Final = 0.4
_FAINT: Final = 0.08
"""or scattered words that score no less than so much of the nearest: others are only on the same matter."""
LONGEST: Final = 20_000
"""Characters of a draft paragraph, white space counted as one each time."""
_TERMS: Final = 250


@dataclass(frozen=True, slots=True)
class Wording:
    """Precedents that differ in numbers, or hardly at all.

    number: in the order of rank, from 1
    first, last: ids of its first and its last use, with their dates; used: how often
    """

    number: int
    first: str
    first_used: str
    last: str
    last_used: str
    used: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "first": self.first,
            "first_used": self.first_used,
            "last": self.last,
            "last_used": self.last_used,
            "used": self.used,
        }


@dataclass(frozen=True, slots=True)
class Precedent:
    """A clause that has wording of the draft.

    score: 0 to 1, how near it is; coverage: the share of the draft's words that it has
    diff: from the clause to the draft
    """

    clause: Clause
    score: float
    coverage: float
    diff: tuple[Change, ...]
    wording: Wording

    @property
    def id(self) -> str:
        return self.clause.id

    @property
    def verb(self) -> str:
        """The leading verb."""
        return self.clause.verbs[0].lemma if self.clause.verbs else ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.clause.id,
            "document": self.clause.document,
            "paragraph": self.clause.paragraph,
            "date": self.clause.date,
            "verb": self.verb,
            "text": self.clause.text,
            "score": self.score,
            "coverage": round(self.coverage, 4),
            "diff": [change.to_dict() for change in self.diff],
            "wording": self.wording.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Similar:
    """A draft paragraph and its precedents, the nearest first.

    novel: the stretches of `draft` of which no precedent has the words, as pairs of offsets
    """

    draft: str
    precedents: tuple[Precedent, ...]
    novel: tuple[tuple[int, int], ...] = ()

    @property
    def wordings(self) -> tuple[tuple[Precedent, ...], ...]:
        """The precedents by wording, the nearest first."""
        found: dict[int, list[Precedent]] = {}
        for precedent in self.precedents:
            found.setdefault(precedent.wording.number, []).append(precedent)
        return tuple(map(tuple, found.values()))

    def to_dict(self, *, novel: bool = False) -> dict[str, Any]:
        """The JSON contract; with the novel words if they are wanted."""
        known = {"draft": self.draft, "precedents": [precedent.to_dict() for precedent in self.precedents]}
        return known | {"novel": [self.draft[start:end] for start, end in self.novel]} if novel else known

    def _repr_html_(self) -> str:
        """The wordings as a table, in a notebook."""
        from .marking import similar_html

        return similar_html(self)


class _Draft(NamedTuple):
    """A draft as it is compared."""

    text: str
    terms: Sequence[Term]
    weak: Sequence[bool]
    coding: Coding
    runs: frozenset[str]
    weights: Sequence[float]  # of the words before each
    shared: dict[str, float]  # shares of its runs that texts have, which are asked for again and again


class _Ranked(NamedTuple):
    score: float
    date: str
    number: int
    coding: Coding


class Precedents:
    """Finds precedents in one state of an index."""

    def __init__(self, engine: Engine, texts: ClauseTexts, languages: Languages = ENGLISH) -> None:
        """`languages`: those that a draft may be in."""
        self._engine = engine
        self._texts = texts
        self._languages = languages

    def of(self, text: str, restriction: Any = None, *, limit: int | None = 10, novel: bool = False) -> Similar:
        """The precedents of a draft paragraph, in the `limit` nearest wordings (all with None).

        restriction: a query tree that they have to match; headings are none in any case
        novel: whether to say which words of the draft no precedent has, of those past the limit too

        Raises QueryError for a draft without a word, or one that is no paragraph any more.
        """
        draft = self._draft(text)
        nearest = self._nearest(draft, restriction)
        aligned = _Aligned(draft, nearest)
        precedents = tuple(_precedents(_folded(nearest, aligned, limit), aligned, self._texts))
        return Similar(draft.text, precedents, _novel(draft, nearest, aligned) if novel else ())

    def _draft(self, text: str) -> _Draft:
        text = " ".join(text.split())
        if len(text) > LONGEST:
            raise QueryError(f"a draft paragraph has {LONGEST:,} characters at most; this one has {len(text):,}")
        plain = simplified(text)
        terms = list(exact_terms(plain if len(plain) == len(text) else text))
        if not terms:
            raise QueryError("the draft has no word")
        words = [term.text for term in terms]
        coding = self._texts.coder.code(words)
        weights = [0.0, *accumulate(self._texts.weights(words))]
        # a term of Chinese is one character
        is_chinese = sum(len(word) == 1 and not word.isascii() for word in words) * 2 > len(words)
        runs = _runs(coding.words, RUN_OF_CHARACTERS if is_chinese else RUN)
        return _Draft(text, terms, [is_weak(word) for word in words], coding, runs, weights, {})

    def _nearest(self, draft: _Draft, restriction: Any) -> list[_Ranked]:
        """Candidates in rank order; more of them where the least still has nearly all of a short draft."""
        tree, wanted = _tree(draft, restriction, self._languages), _CANDIDATES
        while True:
            found = self._engine.search(tree, limit=wanted)
            ranked = self._ranked(draft, found.numbers)
            if found.total <= wanted or wanted >= _MOST_CANDIDATES or self._worst(draft, found.numbers) < _NEAR:
                return ranked
            wanted *= 4

    def _worst(self, draft: _Draft, numbers: Sequence[int]) -> float:
        last = self._texts.entry(numbers[-1]).coding
        return ratio(last.masked, draft.coding.masked)

    def _ranked(self, draft: _Draft, numbers: Sequence[int]) -> list[_Ranked]:
        same: dict[Coding, list[tuple[str, int]]] = {}
        for number, entry in zip(numbers, self._texts.entries(numbers), strict=True):
            if not can_be_aligned(entry.coding, draft.coding):
                continue
            same.setdefault(entry.coding, []).append((entry.date, number))
        chosen = sorted(same, key=lambda coding: -_glance(draft, coding))[:_ALIGNED]
        ranked = [
            _Ranked(score, date, number, coding)
            for coding in chosen
            for score in (_score(draft, coding),)
            for date, number in same[coding]
        ]
        ranked.sort(key=lambda one: one.number)
        ranked.sort(key=lambda one: (one.score, one.date), reverse=True)
        return ranked


def _tree(draft: _Draft, restriction: Any, languages: Languages) -> Any:
    from whoosh.query import And, AndNot, Or, Require, Term

    terms = [
        text
        for lang in languages
        for text in list(dict.fromkeys(term.text for term in query_text_terms(draft.text, lang)))[:_TERMS]
    ]
    words = Or([Term(fields.TEXT, term) for term in terms])
    within = words if restriction is None else Require(words, And([restriction]))
    return AndNot(within, Term(fields.KIND, "heading"))


def _runs(coded: str, most: int) -> frozenset[str]:
    """The runs of so many words of a draft; of fewer only where it has no more."""
    size = min(most, len(coded))
    return frozenset([coded[at : at + size] for at in range(len(coded) - size + 1)])


def _shared_runs(draft: _Draft, coding: Coding) -> float:
    words = coding.words
    known = draft.shared.get(words)
    if known is None:
        known = draft.shared[words] = sum([run in words for run in draft.runs]) / len(draft.runs)
    return known


def _glance(draft: _Draft, coding: Coding) -> float:
    """How near a text is at a first glance: words in common, in order, and runs of five."""
    from rapidfuzz.distance import LCSseq

    check_time()
    return LCSseq.similarity(coding.words, draft.coding.words) / len(draft.coding) + _shared_runs(draft, coding)


def _score(draft: _Draft, coding: Coding) -> float:
    """How near a text is, from 0 to 1 by hundredths.

    Runs of five words count twice: they tell which of several versions the draft was taken from. The rest holds
    where few of them are left: the weight of the words in common, how many of these follow one another, and a little
    for a text that has not much else.
    """
    check_time()
    length, weights = len(draft.coding), draft.weights
    words = following = 0
    weight = 0.0
    for _, at, size in matching(coding.words, draft.coding.words):
        words += size
        following += size - 1
        weight += weights[at + size] - weights[at]
    parts = (
        2.0 * _shared_runs(draft, coding),
        weight / weights[-1] if weights[-1] else words / length,
        following / (length - 1) if length > 1 else float(words),
        0.1 * 2 * words / (length + len(coding)),
    )
    return round(sum(parts) / 4.1, 2)


class _Aligned:
    """The alignments of a draft with texts, each made once."""

    def __init__(self, draft: _Draft, ranked: Sequence[_Ranked]) -> None:
        self.draft = draft
        self._least = max(_FAINT, _BESIDE * ranked[0].score) if ranked else _FAINT
        self._blocks: dict[str, list[Block]] = {}
        self._diffs: dict[str, tuple[Change, ...]] = {}

    def blocks(self, coding: Coding) -> list[Block]:
        known = self._blocks.get(coding.words)
        if known is None:
            check_time()
            known = matching(coding.words, self.draft.coding.words)
            known = tidied(known, coding.words, self.draft.coding.words, self.draft.weak)
            self._blocks[coding.words] = known
        return known

    def coverage(self, coding: Coding) -> float:
        return sum(size for _, _, size in self.blocks(coding)) / len(self.draft.terms)

    def is_precedent(self, one: _Ranked) -> bool:
        coverage = self.coverage(one.coding)
        if coverage >= _HALF or (coverage >= _SCATTERED and one.score >= self._least):
            return True
        return coverage >= _SOME and _shared_runs(self.draft, one.coding) >= _PIECE

    def diff(self, text: str, coding: Coding) -> tuple[Change, ...]:
        known = self._diffs.get(text)
        if known is None:
            check_time()
            new = (self.draft.text, self.draft.terms)
            known = spelled_out(self.blocks(coding), (text, list(exact_terms(text))), new)
            self._diffs[text] = known
        return known


def _folded(ranked: Iterable[_Ranked], aligned: _Aligned, limit: int | None) -> list[tuple[_Ranked, int]]:
    """The precedents of the nearest wordings, each with the number of its wording."""
    wordings: list[str] = []
    known: dict[str, int] = {}
    kept = []
    for one in ranked:
        masked = one.coding.masked
        if masked not in known:
            check_time()
            number = next((n for n, other in enumerate(wordings, 1) if ratio(masked, other) >= _NEAR), 0)
            is_wanted = number or limit is None or len(wordings) < limit
            if not is_wanted or not aligned.is_precedent(one):
                number = 0
            elif not number:
                wordings.append(masked)
                number = len(wordings)
            known[masked] = number
        if known[masked]:
            kept.append((one, known[masked]))
    return kept


def _precedents(folded: Sequence[tuple[_Ranked, int]], aligned: _Aligned, texts: ClauseTexts) -> Iterator[Precedent]:
    clauses = list(texts.clauses([one.number for one, _ in folded]))
    uses: dict[int, list[Clause]] = {}
    for (_, number), clause in zip(folded, clauses, strict=True):
        uses.setdefault(number, []).append(clause)
    wordings = {number: _wording(number, found) for number, found in uses.items()}
    for (one, number), clause in zip(folded, clauses, strict=True):
        diff = aligned.diff(clause.text, one.coding)
        yield Precedent(clause, one.score, aligned.coverage(one.coding), diff, wordings[number])


def _wording(number: int, uses: Sequence[Clause]) -> Wording:
    dated = sorted(uses, key=lambda clause: (clause.date or "9999", clause.position))
    first, last = dated[0], next((one for one in reversed(dated) if one.date), dated[-1])
    return Wording(number, first.id, first.date, last.id, last.date, len(uses))


def _novel(draft: _Draft, ranked: Iterable[_Ranked], aligned: _Aligned) -> tuple[tuple[int, int], ...]:
    """The stretches of a draft that no precedent covers; words that mean nothing alone are none."""
    covered = bytearray(len(draft.terms))
    missing = {at for at, is_weak in enumerate(draft.weak) if not is_weak}
    # one for each text: clauses repeat one another
    for one in {one.coding: one for one in ranked}.values():
        if not missing:
            return ()
        if aligned.is_precedent(one):
            for _, at, size in aligned.blocks(one.coding):
                covered[at : at + size] = b"\1" * size
                missing.difference_update(range(at, at + size))
    edges = [at for at, (before, here) in enumerate(pairwise((1, *covered, 1))) if before != here]
    stretches = zip(edges[::2], edges[1::2], strict=True)
    return tuple(
        (draft.terms[first].start, draft.terms[end - 1].end)
        for first, end in stretches
        if not all(draft.weak[first:end])
    )
