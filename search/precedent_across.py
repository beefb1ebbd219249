"""The precedents of a draft in another language: which clauses say what it says, by a lexicon.

Candidates are what BM25F ranks highest for the words that a lexicon takes the draft's for. They are ranked anew by how
near their words come to those that a translation of the draft would have, and the draft's words to those that a
translation of them would have: twice the weight of the words in common, over the weight of both. Rare words weigh
more. Precedents as near are given latest first, as within one language.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from whoosh.query import AndNot, Require, Term

from ..analyzers import text_terms
from ..errors import QueryError
from ..indexer.model import Clause
from ..vocabulary import fields
from .across import ranked
from .precedent import LONGEST
from .query import all_of
from .texts import ClauseTexts
from .translation import Taken, Translator
from .wording import whole_words

if TYPE_CHECKING:
    from .engine import Engine, Found

__all__ = ["PrecedentAcross", "SimilarAcross", "precedents_across"]

_CANDIDATES: Final = 100
_RANK: Final = 0.25
"""What the first ranking counts for besides the second; measured on 2021 with a lexicon of 2020."""
_NOISE: Final = 0.05
"""Expected occurrences for one below which a word is not expected."""


@dataclass(frozen=True, slots=True)
class PrecedentAcross:
    """A clause that says what a draft in another language says.

    score: 0 to 1, how near it is; coverage: the share of the words that a translation would have that it has
    """

    clause: Clause
    score: float
    coverage: float

    @property
    def id(self) -> str:
        return self.clause.id

    def to_dict(self) -> dict[str, Any]:
        return self.clause.to_dict() | {"score": self.score, "coverage": round(self.coverage, 4)}


@dataclass(frozen=True, slots=True)
class SimilarAcross:
    """A draft and its precedents in the language `to`, the nearest first; what its words were taken for."""

    draft: str
    to: str
    precedents: tuple[PrecedentAcross, ...]
    taken: tuple[Taken, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "draft": self.draft,
            "to": self.to,
            "precedents": [precedent.to_dict() for precedent in self.precedents],
            "taken": [taken.to_dict() for taken in self.taken],
        }


def precedents_across(  # noqa: PLR0913
    draft: str,
    there: Translator,
    back: Translator,
    engine: Engine,
    texts: ClauseTexts,
    *,
    restriction: Any = None,
    limit: int | None = 10,
) -> SimilarAcross:
    """The precedents of a draft paragraph in the language that `there` goes to; `back` goes the other way.

    restriction: a query tree that they have to match; headings are none in any case

    Raises QueryError for a draft without a word, or one that is no paragraph any more.
    """
    draft = " ".join(draft.split())
    if len(draft) > LONGEST:
        raise QueryError(f"a draft paragraph has {LONGEST:,} characters at most; this one has {len(draft):,}")
    words = [term.text for term in whole_words(draft)]
    if not words:
        raise QueryError("the draft has no word")
    groups = there.groups(words)
    within = all_of(Term(fields.LANG, there.to), restriction)
    tree = AndNot(Require(ranked(groups), within), Term(fields.KIND, "heading"))
    found = engine.search(tree, limit=max(_CANDIDATES, limit or 0))
    nearest = _Judge(draft, (there, back), texts).nearest(found)
    return SimilarAcross(draft, there.to, nearest[:limit], tuple(dict.fromkeys(map(there.taken, groups))))


class _Judge:
    """Says how near clauses in one language are to a draft in the other."""

    def __init__(self, draft: str, ways: tuple[Translator, Translator], texts: ClauseTexts) -> None:
        there, self._back = ways
        self._texts = texts
        self._draft = Counter(term.text for term in text_terms(draft))
        self._expected = _expected(there, draft)

    def nearest(self, found: Found) -> tuple[PrecedentAcross, ...]:
        """What was found in the order of both rankings, by hundredths, and then latest first."""
        judged = []
        for clause, score in zip(self._texts.clauses(found.numbers), found.scores, strict=True):
            near, coverage = self._judged(clause.text)
            near = (near + _RANK * score / found.scores[0]) / (1 + _RANK)
            judged.append(PrecedentAcross(clause, round(near, 2), coverage))
        judged.sort(key=lambda one: (one.score, one.clause.date), reverse=True)
        return tuple(judged)

    def _judged(self, text: str) -> tuple[float, float]:
        """How near a text is, from both sides, and the share of the expected words that it has."""
        there = Counter(term.text for term in text_terms(text))
        wanted, having, common = self._weighed(self._expected, there)
        back_wanted, back_having, back_common = self._weighed(_expected(self._back, text), self._draft)
        near = common / (wanted + having or 1.0) + back_common / (back_wanted + back_having or 1.0)
        return near, common / (wanted or 1.0)

    def _weighed(self, expected: Mapping[str, float], there: Mapping[str, int]) -> tuple[float, float, float]:
        """The weight of the words of a bag that is expected, of one that is there, and of those in common."""
        terms = list(expected.keys() | there.keys())
        weights = dict(zip(terms, self._texts.weights(terms, fields.TEXT), strict=True))
        common = sum(weights[term] * min(count, there.get(term, 0)) for term, count in expected.items())
        wanted = sum(weights[term] * count for term, count in expected.items())
        return wanted, sum(weights[term] * count for term, count in there.items()), common


def _expected(translator: Translator, text: str) -> dict[str, float]:
    """The words that a translation of a text would have, and how often."""
    expected: defaultdict[str, float] = defaultdict(float)
    for group in translator.groups([term.text for term in whole_words(text)], phrases=False):
        for term, weight in group.weights.items():
            if weight >= _NOISE:
                expected[term] += weight
    return expected
