"""An index that is open: search it, look up a document or a clause, ask what it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, get_args

from ..errors import IndexCorrupted, IndexProblem, NotFound, QueryError
from ..indexer.model import Clause, Source
from ..indexer.records import DocumentRecord, edition
from ..indexer.schema import CLAUSE, DOCUMENT, RECORD, SCHEMA_VERSION, read_record
from ..vocabulary import symbols
from ..vocabulary.fields import LANG
from .deadline import check_time
from .document import DocumentView
from .document_values import DocumentValues
from .engine import Engine, Sort
from .facets import FacetCounter
from .leaves import language
from .memory import Memory
from .questions import Questions, hashable
from .results import Results, StoredHits
from .syntax import shown

if TYPE_CHECKING:
    from ..indexer.bilingual.lexicon import Lexicon
    from ..indexer.store import Check
    from .completion import Completer, Completions
    from .translation import Translator

__all__ = ["Info", "Opened", "is_clause_id"]

_Record = TypeVar("_Record")
_REMEMBERED = 1 << 23
"""Characters of documents of which the clauses are kept."""
_OF_A_CLAUSE = 1000
"""Characters that a clause takes besides its text."""
_EAGER = 1000
_EAGER_BYTES = 1 << 22
"""Hits, and bytes of theirs, that are read at once."""
_CLAUSE_ID = re.compile(
    r"(?P<symbol>.{1,80}?)/(?P<place>(?:op|pp|st|hd|letter|annex)/[^@]{1,40})(?P<edition>@[a-z]{2})?"
)


@dataclass(frozen=True, slots=True)
class Info:
    """What an index holds.

    languages: clauses by language; first, last: ISO dates of its oldest and newest document
    size: bytes on disk
    """

    path: str
    documents: int
    clauses: int
    languages: dict[str, int]
    types: dict[str, int]
    first: str
    last: str
    size: int
    schema: int


class Opened:
    """An index that is open for reading. It keeps the state it was opened in."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._facets = FacetCounter(engine, lambda: self._values)
        self._questions = Questions(engine.vocabulary, lambda: self.lexicon, lambda: self._values)
        # whoever looks at one clause of a document looks at those round it, at its translations, and at what it cites
        self._remembered = Memory(_REMEMBERED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index, and of what is remembered of it."""
        self.engine.close()
        self._remembered = Memory(0)

    @property
    def place(self) -> str:
        """Where it is: a folder, or a URL without what is secret in it."""
        return self.engine.place

    def search(  # noqa: PLR0913 (one for each option of the command line)
        self,
        query: str = "",
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
        across: str = "",
        everything: bool = False,
        **filters: str | Sequence[str] | None,
    ) -> Results:
        """The clauses that answer `query`, written in the language of docs/query-language.md.

        limit: hits on this page, None for all (then they are read one by one as they are iterated)
        offset: hits to leave out before them
        facets: fields to count over all matches: see `seized.search.facets`; without a query over all clauses
        across: the language of the hits ("en", "zh") where the query is in the other: see `seized.search.across`
        everything: all clauses answer where nothing is asked for, which is else refused
        filters: clause, verb, lead, cites, lang, symbol, year, body, agenda, topic, sponsor, vote, since, until: each
            as its field in the query language; several values of one are alternatives. An agenda item or topic that is
            named whole is just that one

        Raises QueryError where the query cannot be understood or is past a limit.
        """
        if offset < 0 or (limit is not None and limit < 1):
            raise QueryError("limit counts from 1 (None for all), offset from 0")
        if sort not in get_args(Sort):
            raise QueryError(f"no order {shown(str(sort))}; there are {', '.join(get_args(Sort))}")
        self._check_open()
        wanted = None if limit is None else offset + limit
        for asked in self._questions.ways(query, hashable(filters), everything or bool(facets), across):
            found = self.engine.search(asked.tree, limit=wanted, sort=sort)
            if found.total >= asked.enough:
                break
        hits = StoredHits(found, offset, self._stored, asked.matcher, self.source_of)
        counts = self._facets.count(facets, found) if facets else {}
        return Results(found.total, list(hits) if self._are_few(hits) else hits, counts, asked.taken)

    def _are_few(self, hits: StoredHits) -> bool:
        """Whether hits take so little memory that they are read at once."""
        return len(hits) <= _EAGER and sum(self.engine.lengths(hits.numbers)) <= _EAGER_BYTES

    def _stored(self, numbers: Sequence[int]) -> Iterator[bytes]:
        """What is kept of records."""
        stored = self.engine.stored(numbers)
        for _ in numbers:
            self._check_open()
            check_time()
            yield next(stored)

    def _check_open(self) -> None:
        if self.engine.is_closed:
            raise IndexProblem(f"{self.place}: the index has been closed")

    def translator(self, to: str) -> Translator:
        """What takes words to the language `to`, by whatever name. Raises QueryError for one that is not known."""
        self._check_open()
        return self._questions.translator(to)

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the words of one language are called in the other: learnt from this index, and the shipped one."""
        from ..indexer.bilingual.upkeep import KEY, kept_lexicon

        self._check_open()
        found = self.engine.records(**{RECORD: KEY})
        try:
            return kept_lexicon(next(self.engine.stored(found[:1]), None))
        except ValueError as fault:
            raise IndexCorrupted(self.place, str(fault)) from fault

    def _records(self, kind: type[_Record], **terms: str) -> Iterator[_Record]:
        """The records that have all these terms, in the order in which they were indexed."""
        self._check_open()
        return self._read(kind, self.engine.records(**terms))

    def _read(self, kind: type[_Record], numbers: Sequence[int]) -> Iterator[_Record]:
        """The records of some numbers."""
        for stored in self.engine.stored(numbers):
            check_time()
            yield read_record(stored, kind)

    @cached_property
    def _documents(self) -> dict[str, DocumentRecord]:
        found = self._records(DocumentRecord, **{RECORD: DOCUMENT})
        return {record.edition: record for record in found}

    def record(self, edition: str) -> DocumentRecord:
        """The record of a document in one language, by "SYMBOL@LANG" as clauses have it. Raises IndexCorrupted."""
        found = self._documents.get(edition)
        if found is None:
            raise IndexCorrupted(self.place, f"it has clauses of {edition[:80]!r}, and no such document")
        return found

    def source_of(self, clause: Clause) -> Source:
        """Where a clause was read from: of several sources of its document the one that won."""
        return self.record(edition(clause.document, clause.lang)).sources[0]

    def symbols(self) -> tuple[str, ...]:
        """The symbols of all documents, each once."""
        return tuple(dict.fromkeys(record.symbol for record in self._documents.values()))

    def document(self, symbol: str, lang: str = "") -> DocumentView:
        """A document by its symbol, however spaced, in `lang` or else in the first language there is.

        Raises NotFound, and QueryError for what is no symbol or no language.
        """
        symbol, _, edition_wanted = symbol.partition("@")
        lang = lang or edition_wanted
        wanted = self.symbol_asked(symbol)
        self._check_open()
        editions = self.editions(wanted)
        if not editions:
            raise NotFound(f"no document {wanted} in the index{self._nearest(wanted)}")
        languages = tuple(record.lang for record in editions)
        lang = lang if lang in languages else language(lang)
        if lang and lang not in languages:
            raise NotFound(f"{wanted} is not in the index in {lang!r}; it is in {', '.join(languages)}")
        chosen = next(record for record in editions if record.lang == (lang or languages[0]))
        return DocumentView(chosen, languages, self._clauses_of(chosen.edition))

    def _clauses_of(self, edition: str) -> tuple[Clause, ...]:
        """The clauses of a document in one language, in reading order."""
        known: tuple[Clause, ...] | None = self._remembered.get(edition)
        if known is None:
            clauses = self._records(Clause, **{RECORD: CLAUSE, "edition": edition})
            known = tuple(sorted(clauses, key=lambda clause: clause.position))
            self._remembered.keep(edition, known, sum(_OF_A_CLAUSE + len(clause.text) for clause in known))
        return known

    def clause(self, clause_id: str) -> Clause:
        """A clause by its id, however its symbol is spaced. Raises NotFound, and QueryError for what is no id."""
        parts = _CLAUSE_ID.fullmatch(clause_id.strip())
        if parts is None:
            raise QueryError(f"{shown(clause_id)} is no clause id; one looks like S/RES/2553(2020)/op/20(a)")
        symbol = _symbol(parts["symbol"])
        view = self.document(symbol, (parts["edition"] or "").removeprefix("@"))
        place = "".join(c for c in parts["place"] if c.isprintable() and not c.isspace()).casefold()
        for clause in view.clauses:
            if clause.id.partition("@")[0].casefold().endswith(f"/{place}"):
                return clause
        kind = place.partition("/")[0]
        others = [c.paragraph for c in view.clauses if f"/{kind}/" in c.id]
        has = f"; it has {kind}/{others[0]} to {kind}/{others[-1]}" if others else ""
        raise NotFound(f"no paragraph {place} in {view.record.symbol}{has}")

    def editions(self, symbol: str) -> list[DocumentRecord]:
        """The records of a document in each language, English first."""
        return self._editions.get(symbols.key(symbol), [])

    @cached_property
    def _editions(self) -> dict[str, list[DocumentRecord]]:
        found: dict[str, list[DocumentRecord]] = {}
        for record in sorted(self._documents.values(), key=lambda one: (one.lang != "en", one.lang)):
            found.setdefault(symbols.key(record.symbol), []).append(record)
        return found

    def symbol_asked(self, written: str) -> str:
        """The symbol of the document that a person means, as the index has it. Raises QueryError for what is none."""
        named = written.rpartition(symbols.LETTER_OF)[2].strip()
        wanted = self.as_indexed(_symbol(written))
        is_symbol = symbols.canonical(named) or symbols.number_alone(named)
        if not is_symbol and not self.editions(wanted):
            meant = self._nearest(wanted) or "; one looks like S/RES/2553 (2020), or 2553"
            raise QueryError(f"{shown(written)} is no symbol of a document{meant}")
        return wanted

    def as_indexed(self, symbol: str) -> str:
        """The symbol of the document that is meant, of a letter by what it carries.

        A number whose year is not known is that in the index, one symbol of a document that has several is all.
        """
        carried = symbol.removeprefix(symbols.LETTER_OF)
        if carried != symbol:
            letters = (
                one.symbol for one in self._documents.values() if one.type == "letter" and one.resolution == carried
            )
            return next(letters, symbol)
        if number := symbols.number_alone(symbol):
            return next((one for one in self.symbols() if one.startswith(f"S/RES/{number} (")), symbol)
        return self._joint.get(symbol, symbol)

    @cached_property
    def years(self) -> frozenset[str]:
        """The years of which it has documents ("2020")."""
        return frozenset(record.date[:4] for record in self._documents.values() if record.date)

    @cached_property
    def _values(self) -> DocumentValues:
        return DocumentValues(self._documents.values())

    @property
    def state(self) -> str:
        """What tells this state of this index from any other: it changes with every commit."""
        return self.engine.state

    @cached_property
    def _joint(self) -> dict[str, str]:
        """The symbols of the documents that are issued under several, by each that no other document has alone."""
        known = self.symbols()
        parts = {part: symbol for symbol in known for part in symbols.components(symbol)}
        return {part: symbol for part, symbol in parts.items() if part != symbol and part not in known}

    def _nearest(self, symbol: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(symbol, self.symbols(), n=3, cutoff=0.8)
        return f"; did you mean {' or '.join(near)}?" if near else ""

    def suggest(self, query: str, **filters: str | Sequence[str] | None) -> tuple[str, ...]:
        """What was probably meant by a query that finds nothing, from the index's own words and symbols."""
        from .suggest import suggestions

        tree, _ = self._questions.understood(query, hashable(filters), False)
        is_filtered = any(filters.values()) and query.strip()
        unfiltered = self._questions.understood(query, (), False)[0] if is_filtered else None
        return suggestions(tree, self.engine.vocabulary, self.symbols(), self._count, unfiltered)

    def corrected(self, query: str) -> str:
        """A query with the words, verbs and names of fields that nobody knows replaced by the nearest that are known.

        As it is where there are none.
        """
        from .corrections import corrected

        self._check_open()
        return corrected(query, self.engine.vocabulary)

    def complete(self, query: str, at: int | None = None) -> Completions:
        """Ways to go on with the word that ends at the place `at` of a query, its end by default.

        See `seized.search.completion`.
        """
        self._check_open()
        return self._completer.complete(query, at)

    @cached_property
    def _completer(self) -> Completer:
        from .completion import Completer

        return Completer(self.engine.vocabulary.values, self.records(), lambda: self._values)

    def records(self) -> tuple[DocumentRecord, ...]:
        """The records of all documents, one for each language of each."""
        return tuple(self._documents.values())

    def clauses(self, tree: Any) -> Iterator[Clause]:
        """The clauses that match a query tree, in the order in which they were indexed."""
        self._check_open()
        return self._read(Clause, self.engine.matching(tree))

    def _count(self, tree: Any) -> int:
        return self.engine.search(tree, limit=0).total

    def check(self) -> Check:
        """Read every file of the index as it is now on disk, and say which are damaged: see `seized check`."""
        return self.engine.check()

    def info(self) -> Info:
        """What the index holds."""
        from whoosh.query import Term

        records = list(self._documents.values())
        dates = sorted(record.date for record in records if record.date)
        known = sorted({record.lang for record in records})
        languages = {lang: self._count(Term(LANG, lang)) for lang in known}
        return Info(
            path=self.place,
            documents=len(records),
            clauses=sum(languages.values()),
            languages=languages,
            types=dict(Counter(record.type for record in records).most_common()),
            first=dates[0] if dates else "",
            last=dates[-1] if dates else "",
            size=self.engine.size,
            schema=SCHEMA_VERSION,
        )


def _symbol(text: str) -> str:
    """A symbol as a person writes it; a letter that has none is named after what it carries."""
    _, letter, rest = text.strip().rpartition(symbols.LETTER_OF)
    return letter + (symbols.canonical(rest) or rest)


def is_clause_id(text: str) -> bool:
    """Whether a text has the form of the id of a clause."""
    return _CLAUSE_ID.fullmatch(text.strip()) is not None
