"""Clauses beside their official wording in another language: one clause, a whole document, what answers a query.

What matches a query is marked on both sides: in the language of the query where it matches, in the other where
the words stand that those are translated by, and the action verbs that were asked for in both.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from whoosh.query import ConstantScoreQuery, NullQuery, Or, Query, Term

from ..analyzers import text_terms
from ..errors import NotFound, QueryError
from ..indexer.bilingual.lexicon import LANGUAGES
from ..indexer.bilingual.pairs import pair_clauses
from ..indexer.model import Clause
from ..indexer.records import edition
from ..vocabulary import symbols
from ..vocabulary.fields import TEXT
from .alignment import is_weak
from .highlight import Matcher
from .leaves import language
from .opened import is_clause_id
from .verb_objects import placed

if TYPE_CHECKING:
    from .document import DocumentView
    from .opened import Opened
    from .quick import Span
    from .results import Hit

__all__ = ["Parallel", "Row", "Twins", "Wording"]

_Answers = Callable[[str, Mapping[str, Any], Query], tuple[int, Iterable["Hit"]]]

_REMEMBERED: Final = 1_000
"""Documents of which the pairs are kept."""
_MARKED: Final = 0.2
"""How many of a word are to be expected in the other language for one that matches, so that it is marked too."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause in one language. spans: what matches in it, as pairs of offsets into its text."""

    clause: Clause
    spans: tuple[Span, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        one = self.clause
        return {"id": one.id, "lang": one.lang, "date": one.date, "text": one.text, "spans": [*map(list, self.spans)]}


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in two languages; one of them is None where it has no counterpart."""

    first: Wording | None
    second: Wording | None

    def beside(self, clause_id: str) -> dict[str, Any]:
        """What stands beside the wording with an id: `twin`, its id, and `parallel`, all of it; None for nothing."""
        other = next((one for one in (self.first, self.second) if one and one.clause.id != clause_id), None)
        return {"twin": other and other.clause.id, "parallel": other and other.to_dict()}

    def to_dict(self) -> dict[str, Any]:
        return {name: one and one.to_dict() for name, one in (("first", self.first), ("second", self.second))}


@dataclass(frozen=True, slots=True)
class Parallel:
    """Clauses side by side: always the same language first, English if it is one of them.

    total: clauses that match a query, in whatever language and with a counterpart or not; of a document its rows
    document: its symbol where a whole document was asked for, "" otherwise
    """

    total: int
    rows: tuple[Row, ...]
    document: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {"document": self.document or None, "total": self.total, "rows": [row.to_dict() for row in self.rows]}


class Twins:
    """Finds the wordings of clauses in other languages; documents are paired when they are asked for, and kept.

    answers: of a query and its filters how many clauses match, and those that meet a restriction besides
    """

    def __init__(self, index: Opened, answers: _Answers) -> None:
        self._index = index
        self._answers = answers
        self._languages: dict[str, list[str]] = {}
        for record in index.records():
            self._languages.setdefault(record.symbol, []).append(record.lang)
        self._paired = lru_cache(_REMEMBERED)(self._pair)

    def _others(self, symbol: str, lang: str, wanted: str) -> list[str]:
        """The other languages in which the index has a document, English first; the one that is wanted alone."""
        others = sorted(set(self._languages.get(symbol, ())) - {lang}, key=_rank)
        return [other for other in others if wanted in ("", lang, other)]

    def of(self, clause: Clause, wanted: str = "") -> Clause | None:
        """A clause in the language that is wanted; without one, or in its own, in the first that has a counterpart."""
        for other in self._others(clause.document, clause.lang, wanted):
            twin = self._pairs(clause.document, clause.lang, other).get(clause.id)
            if twin is not None:
                return twin
        return None

    def having(self, wanted: str, lang: str = "") -> Query:
        """Restricts to documents that the index has in another language too, the one that is wanted.

        lang: the language of the clauses, "" for any
        """
        each = ((symbol, one) for symbol, languages in self._languages.items() for one in languages)
        editions = [
            edition(symbol, one) for symbol, one in each if lang in ("", one) and self._others(symbol, one, wanted)
        ]
        return ConstantScoreQuery(Or([Term("edition", one) for one in editions])) if editions else NullQuery

    def _pairs(self, symbol: str, lang: str, other: str) -> Mapping[str, Clause]:
        """The counterparts of the clauses of two editions, by the ids of both."""
        return self._paired(symbol, *sorted((lang, other), key=_rank))

    def _pair(self, symbol: str, lang: str, other: str) -> dict[str, Clause]:
        first, second = (self._index.document(symbol, one).clauses for one in (lang, other))
        pairs = pair_clauses(first, second)
        return {pair.first.id: pair.second for pair in pairs} | {pair.second.id: pair.first for pair in pairs}

    @cached_property
    def _known(self) -> list[str]:
        return sorted({one for several in self._languages.values() for one in several}, key=_rank)

    def known(self, lang: str) -> str:
        """The code of a language by any of its names, "" for none. Raises QueryError for one that the index lacks."""
        code = lang if lang in self._known else language(lang)
        if code and code not in self._known:
            raise QueryError(f"no document in {code!r} in the index; it has {', '.join(self._known)}")
        return code

    def parallel(self, asked: str, wanted: str, limit: int | None, filters: Mapping[str, Any]) -> Parallel:
        """What `Index.parallel` gives."""
        if is_clause_id(asked):
            return Parallel(1, (self._clause(self._index.clause(asked), wanted),))
        if _is_symbol(asked):
            view = self._index.document(asked)
            rows = tuple(self._document(view, wanted))
            return Parallel(len(rows), rows, view.record.symbol)
        total, hits = self._answers(asked, filters, self.having(wanted))
        return Parallel(total, tuple(islice(self._beside_each(hits, wanted), limit)))

    def _clause(self, clause: Clause, wanted: str) -> Row:
        twin = self.of(clause, wanted)
        if twin is None:
            raise NotFound(_alone(clause.id, self._languages[clause.document], wanted))
        return _row(Wording(clause), Wording(twin))

    def _document(self, view: DocumentView, wanted: str) -> Iterator[Row]:
        symbol, lang = view.record.symbol, view.record.lang
        others = self._others(symbol, lang, wanted)
        if not others:
            raise NotFound(_alone(symbol, view.languages, wanted))
        second = self._index.document(symbol, others[0]).clauses
        return _rows(view.clauses, second, self._pairs(symbol, lang, others[0]))

    def _beside_each(self, hits: Iterable[Hit], wanted: str) -> Iterator[Row]:
        """The hits that have a counterpart, each pair once."""
        shown: set[str] = set()
        for hit in hits:
            if hit.id not in shown and (twin := self.of(hit.clause, wanted)) is not None:
                shown |= {hit.id, twin.id}
                yield self._marked(hit, twin)

    def beside(self, hit: Hit, wanted: str = "") -> Row:
        """A hit and its counterpart, what matches marked on both sides."""
        twin = self.of(hit.clause, wanted)
        return self._marked(hit, twin) if twin else Row(_matched(hit), None)

    def _marked(self, hit: Hit, twin: Clause) -> Row:
        held = [term.text for term in text_terms(hit.text) if any(a <= term.start < b for a, b in hit.spans)]
        matcher = Matcher(Or([Term(TEXT, word) for word in self.translated(held, hit.lang, twin.lang)]), None)
        verb_spans = set(hit.verb_spans)
        asked = {one.verb.lemma for one in placed(hit.clause) if (one.start, one.end) in verb_spans}
        verbs = [(one.start, one.end) for one in placed(twin) if one.verb.lemma in asked]
        return _row(_matched(hit), Wording(twin, _joined((*matcher.spans(twin.text), *verbs))))

    def translated(self, terms: Iterable[str], lang: str, to: str) -> set[str]:
        """The terms of the index that stand in the language `to` for those of a match; symbols are their own."""
        found = set(terms)
        if {lang, to} <= set(LANGUAGES):
            lexicon = self._index.lexicon
            meant = [one for term in found if not is_weak(term) for one in lexicon.translations(term, to)]
            found.update(one.unit for one in meant if one.weight >= _MARKED and not is_weak(one.unit))
        return found


def _rank(lang: str) -> tuple[bool, str]:
    """English first."""
    return lang != "en", lang


def _is_symbol(asked: str) -> bool:
    written = asked.partition("@")[0].strip().removeprefix(symbols.LETTER_OF)
    return symbols.canonical(written) is not None or symbols.number_alone(written) is not None


def _alone(what: str, languages: Sequence[str], wanted: str) -> str:
    missing = f"in {wanted!r}" if wanted else "in another language"
    return f"{what} has no wording {missing} (the index has the document in {', '.join(languages)})"


def _row(wording: Wording, other: Wording) -> Row:
    return Row(*sorted((wording, other), key=lambda one: _rank(one.clause.lang)))


def _rows(first: Iterable[Clause], second: Sequence[Clause], twins: Mapping[str, Clause]) -> Iterator[Row]:
    """Both editions to their ends: pairs in the order of the first, before each what the second has alone."""
    alone = deque(clause for clause in second if clause.id not in twins)
    for clause in first:
        twin = twins.get(clause.id)
        while twin is not None and alone and alone[0].position < twin.position:
            yield Row(None, Wording(alone.popleft()))
        yield Row(Wording(clause), Wording(twin) if twin else None)
    yield from (Row(None, Wording(clause)) for clause in alone)


def _matched(hit: Hit) -> Wording:
    return Wording(hit.clause, _joined((*hit.spans, *hit.verb_spans)))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order; those that overlap are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
