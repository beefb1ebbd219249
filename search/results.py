"""What a search answers: hits, how many there are, and how they spread over a field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..indexer.model import Clause, Kind, Pinpoint, Source, Verb
from ..indexer.schema import read_record
from .deadline import check_time
from .highlight import snippet

if TYPE_CHECKING:
    from .engine import Found
    from .highlight import Matcher
    from .quick import Span
    from .translation import Taken

__all__ = ["Facets", "Hit", "Results", "StoredHits"]

Facets = Mapping[str, Mapping[str, int]]
"""For each field that was asked for: its values and the number of clauses with each, most first."""


class Hit:
    """A clause that was found. It is read from what the index keeps of it when it is first looked at.

    score: BM25F, higher is better; a field that only restricts adds 1 for every hit
    """

    __slots__ = ("_clause", "_data", "_matcher", "_source_of", "_spans", "score")

    def __init__(self, data: bytes, score: float, matcher: Matcher, source_of: Callable[[Clause], Source]) -> None:
        """`source_of`: where a clause was read from."""
        self.score = score
        self._data = data
        self._matcher = matcher
        self._source_of = source_of
        self._clause: Clause | None = None
        self._spans: tuple[Span, ...] | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Hit):
            return NotImplemented
        return (self.score, self.spans, self.clause) == (other.score, other.spans, other.clause)

    def __hash__(self) -> int:
        return hash((self.score, self._data))

    def __repr__(self) -> str:
        return f"Hit({self.id!r}, score={self.score:.4f}, snippet={self.snippet!r})"

    @property
    def clause(self) -> Clause:
        if self._clause is None:
            self._clause = read_record(self._data, Clause)
        return self._clause

    @property
    def spans(self) -> tuple[Span, ...]:
        """The matches, as pairs of offsets into `text`."""
        if self._spans is None:
            check_time()
            self._spans = self._matcher.spans(self.clause.text, self.clause.lang)
        return self._spans

    @property
    def verb_spans(self) -> tuple[Span, ...]:
        """Where the action verbs stand that the query asks for, as pairs of offsets into `text`."""
        lemmas = self._matcher.lemmas
        if not lemmas:
            return ()
        from .verb_objects import placed

        return tuple(sorted((one.start, one.end) for one in placed(self.clause) if one.verb.lemma in lemmas))

    @property
    def snippet(self) -> str:
        """The part of the text round the matches, each match between ** and **."""
        return snippet(self.clause.text, self.spans)

    @property
    def source(self) -> Source:
        """Where the clause was read from: of several sources the one that won."""
        return self._source_of(self.clause)

    @property
    def id(self) -> str:
        return self.clause.id

    @property
    def document(self) -> str:
        return self.clause.document

    @property
    def kind(self) -> Kind:
        return self.clause.kind

    @property
    def paragraph(self) -> str:
        return self.clause.paragraph

    @property
    def lang(self) -> str:
        return self.clause.lang

    @property
    def date(self) -> str:
        return self.clause.date

    @property
    def verbs(self) -> tuple[Verb, ...]:
        return self.clause.verbs

    @property
    def cites(self) -> tuple[str, ...]:
        return self.clause.cites

    @property
    def pinpoints(self) -> tuple[Pinpoint, ...]:
        return self.clause.pinpoints

    @property
    def dates(self) -> tuple[str, ...]:
        return self.clause.dates

    @property
    def position(self) -> int:
        return self.clause.position

    @property
    def text(self) -> str:
        return self.clause.text

    def to_dict(self) -> dict[str, Any]:
        """The clause as the JSON contract has it, with `corpus`, `source` (its path), `score` and `snippet`."""
        source = self.source
        found = {"corpus": source.corpus or None, "source": source.path}
        return self.clause.to_dict() | found | {"score": round(self.score, 4), "snippet": self.snippet}


class StoredHits(Sequence[Hit]):
    """Hits that are read from the index as they are asked for.

    found: what was found; offset: how many of it are left out; stored: gives what is kept of records by their numbers
    """

    def __init__(
        self,
        found: Found,
        offset: int,
        stored: Callable[[Sequence[int]], Iterator[bytes]],
        matcher: Matcher,
        source_of: Callable[[Clause], Source],
    ) -> None:
        self.numbers = found.numbers[offset:]
        self._scores = found.scores[offset:]
        self._stored = stored
        self._matcher = matcher
        self._source_of = source_of

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return list(self._read(self.numbers[at], self._scores[at]))
        at = at if at >= 0 else len(self) + at
        if not 0 <= at < len(self):
            raise IndexError(at)
        return next(self._read((self.numbers[at],), (self._scores[at],)))

    def __iter__(self) -> Iterator[Hit]:
        return self._read(self.numbers, self._scores)

    def _read(self, numbers: Sequence[int], scores: Sequence[float]) -> Iterator[Hit]:
        """Hits that the engine may read together."""
        for data, score in zip(self._stored(numbers), scores, strict=True):
            yield Hit(data, score, self._matcher, self._source_of)


@dataclass(slots=True)
class Results:
    """The answer to one search. Iterate for the hits; they can be iterated again.

    total: clauses that match, on this page or not
    facets: counts over all of them
    taken: what each word of a query was taken for that was asked across languages
    """

    total: int
    hits: Sequence[Hit]
    facets: Facets = field(default_factory=dict)
    taken: tuple[Taken, ...] = ()

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each hit as the JSON contract has it."""
        return [hit.to_dict() for hit in self]

    def _repr_html_(self) -> str:
        """The hits as a table, in a notebook."""
        from .marking import results_html

        return results_html(self)
