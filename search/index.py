"""What a program has in hand of an open index: search and documents, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..indexer.model import Clause
from .engines import open_engine
from .opened import Info, Opened, is_clause_id
from .questions import hashable
from .results import StoredHits

if TYPE_CHECKING:
    from ..indexer.store import Place
    from .agreed import AgreedLanguage
    from .citation_graph import Network
    from .cited import Citations
    from .compare import Comparison
    from .dataset import Dataset
    from .engine import Engine, Found, Sort
    from .kwic import Concordance
    from .lineage import Lineage
    from .parallel import Parallel, Row, Twins
    from .precedent import Similar
    from .precedent_across import SimilarAcross
    from .reference import Reference
    from .renderings import TermTranslations
    from .results import Hit
    from .usage import Usage, Uses
    from .verb_counts import VerbCounts

__all__ = ["Index", "Info", "open_index"]


def open_index(place: str | Place) -> Index:
    """The index in a folder, or at the URL of a cluster, ready to be searched; use it in a `with` block.

    Raises IndexNotFound, IndexVersionError or IndexCorrupted.
    """
    return Index(open_engine(place))


class Index(Opened):
    """An index that is open for reading. It keeps the state it was opened in."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._networks: dict[str, Network] = {}

    def close(self) -> None:
        """Let go of the index, and of what is remembered of it."""
        super().close()
        self._networks.clear()
        for name in ("_agreed", "_twins"):
            self.__dict__.pop(name, None)

    def ends(self, query: str, **filters: str | Sequence[str] | None) -> tuple[Clause, Clause] | None:
        """The oldest and the newest clause that answer a query, by date; None if none of them has a date."""
        return self._ends(self._found(query, filters))

    def _found(self, query: str, filters: Mapping[str, Any]) -> Found:
        """What answers a query, to be counted and looked into."""
        self._check_open()
        tree, _ = self._questions.understood(query, hashable(filters), True)
        return self.engine.search(tree, limit=0)

    def _ends(self, found: Found) -> tuple[Clause, Clause] | None:
        numbers = self.engine.ends(found)
        if numbers is None:
            return None
        oldest, newest = self._read(Clause, numbers)
        return oldest, newest

    def _uses(self, query: str, filters: Mapping[str, Any]) -> Uses:
        """Where a query is answered, found once for all that is told of it."""
        from .usage import Uses

        found = self._found(query, filters)
        counts = self._facets.count(("year", "lang"), found)
        return Uses(found.total, counts["year"], tuple(counts["lang"]), self._ends(found) if found.total else None)

    def dataset(self, query: str = "", *, sort: Sort = "symbol", **filters: str | Sequence[str] | None) -> Dataset:
        """The clauses that answer a query, all clauses without one, as rows in the columns of the codebook.

        Iterate for the rows, or write them: `index.dataset("verb:decides").write("decides.parquet")`.
        sort and filters: as in `search`. See `seized.search.dataset` and `seized.search.codebook`.

        Raises QueryError.
        """
        from .dataset import Dataset

        given: dict[str, Any] = dict(filters)
        return Dataset(self, self.search(query, limit=None, sort=sort, everything=True, **given), query)

    def usage(self, *phrases: str, **filters: str | Sequence[str] | None) -> Usage:
        """How often each of some wordings was used, year by year: see `seized.search.usage`.

        phrases: several bare words are a wording as it stands, anything else is a query
        filters: as in `search`; shares are of the clauses that they admit

        Raises QueryError.
        """
        from .usage import usage

        return usage(self, self._uses, phrases, filters)

    def kwic(
        self, query: str = "", *, sort: str = "", limit: int | None = None, **filters: str | Sequence[str] | None
    ) -> Concordance:
        """Each match of a query in its context: see `seized.search.kwic`.

        sort: what to order the lines by, the first first, with commas: l1 to l9 and r1 to r9 are the words left and
            right of the match, then "match" and "date"; "" for the order of `search`
        limit: lines to return, None for all; filters: as in `search`
        Where a query asks for verbs and no words, the verbs are the matches.

        Raises QueryError.
        """
        from .kwic import concordance

        given: dict[str, Any] = dict(filters)
        results = self.search(query, limit=None, **given)
        return concordance(results, sort, limit)

    def verbs(self, query: str = "", *, takes: int | None = None, **filters: str | Sequence[str] | None) -> VerbCounts:
        """The action verbs of the clauses that answer a query, of all clauses without one, and what they take.

        takes: how many of the things that a verb takes to return, None for all; filters: as in `search`

        Raises QueryError.
        """
        from .verb_counts import count_verbs

        given: dict[str, Any] = dict(filters)
        results = self.search(query, limit=None, everything=True, **given)
        return count_verbs((hit.clause for hit in results), takes)

    def cite(self, clause_id: str, style: str = "oscola") -> Reference:
        """A reference to a clause by its id, or to a document by its symbol, to copy.

        style: "oscola", "bibtex" or "plain", which is how the United Nations cites its documents

        Raises NotFound, and QueryError for another style.
        """
        from .reference import reference

        if not is_clause_id(clause_id):
            return reference(self.document(clause_id).record, None, style)
        clause = self.clause(clause_id)
        return reference(self.document(clause.document, clause.lang).record, clause, style)

    @cached_property
    def _agreed(self) -> AgreedLanguage:
        from .agreed import AgreedLanguage

        self._check_open()
        return AgreedLanguage(self, self.engine, self._questions, self.records())

    def similar(
        self,
        draft: str,
        *,
        limit: int | None = 10,
        earlier: bool = False,
        leave_out: str | Sequence[str] = (),
        novel: bool = False,
        **filters: str | Sequence[str] | None,
    ) -> Similar:
        """The precedents of a draft paragraph, or of a clause by its id: see `seized.search.precedent`.

        limit: wordings, None for all; leave_out: symbols of documents, to which a clause's own is added
        earlier: only what is older than the clause; novel: say which words no precedent has; filters: as in `search`

        Raises NotFound, QueryError.
        """
        return self._agreed.similar(
            draft, limit=limit, earlier=earlier, leave_out=leave_out, novel=novel, given=filters
        )

    def similar_across(
        self,
        draft: str,
        to: str,
        *,
        limit: int | None = 10,
        earlier: bool = False,
        leave_out: str | Sequence[str] = (),
        **filters: str | Sequence[str] | None,
    ) -> SimilarAcross:
        """The precedents in the language `to` of a draft in another: see `seized.search.precedent_across`.

        The rest is as in `similar`; limit: clauses, None for all candidates. Raises NotFound, QueryError.
        """
        return self._agreed.similar_across(draft, to, limit=limit, earlier=earlier, leave_out=leave_out, given=filters)

    def compare(self, old: str, new: str = "", *, lang: str = "") -> Comparison:
        """Two documents by their symbols, or two clauses by their ids: see `seized.search.compare`.

        With one symbol, what it renews is found and compared with it. Raises NotFound, QueryError.
        """
        return self._agreed.compare(old, new, lang)

    def lineage(self, clause_id: str) -> Lineage:
        """A clause through the documents that repeat it: see `seized.search.lineage`. Raises NotFound."""
        return self._agreed.lineage(clause_id)

    @cached_property
    def _twins(self) -> Twins:
        from .parallel import Twins

        self._check_open()
        return Twins(self, self._answers)

    def _answers(self, query: str, filters: Mapping[str, Any], restriction: Any) -> tuple[int, Iterator[Hit]]:
        """How many clauses answer a query; those that meet a restriction besides, read one by one."""
        from .query import all_of

        self._check_open()
        tree, matcher = self._questions.understood(query, hashable(filters), False)
        found = self.engine.search(all_of(tree, restriction), limit=None)
        return self._count(tree), iter(StoredHits(found, 0, self._stored, matcher, self.source_of))

    def twin(self, clause: Clause, lang: str = "") -> Clause | None:
        """The official wording of a clause in `lang`, or in the first other language that has one.

        None if none has. Raises QueryError for a language of which the index has nothing.
        """
        return self._twins.of(clause, self._twins.known(lang))

    def parallel(
        self, asked: str, *, to: str = "", limit: int | None = 10, **filters: str | Sequence[str] | None
    ) -> Parallel:
        """A clause by its id, a document by its symbol or what answers a query in two languages.

        to: the other language, where there are several; limit: pairs of a query, None for all
        filters: of a query, as in `search`

        Raises QueryError, and NotFound where a clause or document has no wording in another language. See
        `seized.search.parallel`.
        """
        return self._twins.parallel(asked, self._twins.known(to), limit, filters)

    def beside(self, hits: Iterable[Hit], *, to: str = "") -> tuple[Row, ...]:
        """Each hit beside its wording in another language, what matches marked on both sides.

        to: that language, where there are several; of hits that are in it the first other one

        Raises QueryError for a language of which the index has nothing.
        """
        wanted = self._twins.known(to)
        return tuple(self._twins.beside(hit, wanted) for hit in hits)

    def translate_terms(
        self, *terms: str, to: str = "", **filters: str | Sequence[str] | None
    ) -> tuple[TermTranslations, ...]:
        """What each of some terms is called in the other language: see `seized.search.terms`.

        to: that language, where it is not plain from the term; filters: of the clauses that are looked at

        Raises QueryError.
        """
        from .terms import Terms

        found = Terms(self, self.engine, self._twins, self._questions.restrictions(filters))
        return tuple(found.of(term, to) for term in terms)

    def citations(  # noqa: PLR0913 (one for each option of the command line)
        self, symbol: str, paragraph: str = "", *, depth: int = 1, lang: str = "", since: str = "", until: str = ""
    ) -> Citations:
        """What a document cites and what cites it, with the paragraphs: see `seized.search.cited`.

        symbol: "2127", or with a paragraph: "2127#5", "S/RES/2127(2013)/op/5"
        depth: how far to follow citations of citations, 1 for not at all
        lang: read clauses of that language alone; without it each citing paragraph counts once, in English if it can
        since, until: dates in any form, of what cites it

        Raises NotFound where nothing is known of it, QueryError.
        """
        from .citations import citations

        return citations(self, symbol, paragraph, depth=depth, lang=lang, since=since, until=until)

    def network(self, symbol: str = "", *, depth: int = 1, lang: str = "") -> Network:
        """The network of citations, of the whole index or up to `depth` citations round a document.

        It is read once and kept. Raises NotFound, QueryError.
        """
        from .citation_graph import around, read_network

        if symbol:
            return around(self, symbol, depth, lang)
        if lang not in self._networks:
            self._networks[lang] = read_network(self, lang)
        return self._networks[lang]
