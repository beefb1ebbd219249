"""What a person asks of an index as query trees that are safe to run on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import QueryError
from ..vocabulary import countries, fields
from .highlight import Matcher
from .leaves import leaf
from .query import all_of, check_expansions, languages_of, named_languages, one_of, parse_query, spoken
from .query import filters as filter_tree
from .syntax import Word
from .wording import Languages

if TYPE_CHECKING:
    from ..indexer.bilingual.lexicon import Lexicon
    from .document_values import DocumentValues
    from .engine import Vocabulary
    from .translation import Taken, Translator

__all__ = ["Filters", "Question", "Questions", "hashable"]

Filters = tuple[tuple[str, str | tuple[str, ...] | None], ...]
_REMEMBERED: Final = 256
"""Questions of which the tree is kept, for their next page or facet."""


class Question(NamedTuple):
    """A question as it is run.

    matcher: finds what it asks for in a text; taken: what its words were taken for, where it goes across languages
    enough: matches from which on no other way of asking is tried
    """

    tree: Any
    matcher: Matcher
    taken: tuple[Taken, ...] = ()
    enough: int = 0


class Questions:
    """Understands questions to one index.

    words: its terms; lexicon: gives that of the index when it is first needed
    values: gives the values of the documents when they are first needed
    """

    def __init__(self, words: Vocabulary, lexicon: Callable[[], Lexicon], values: Callable[[], DocumentValues]) -> None:
        self._words = words
        self._lexicon = lexicon
        self._values = values
        self._translators: dict[str, Translator] = {}
        self.understood = lru_cache(_REMEMBERED)(self._understand)
        self._crossed = lru_cache(_REMEMBERED)(self._cross)

    def ways(self, query: str, filters: Filters, everything: bool, across: str) -> Iterator[Question]:
        """The ways in which a question may be asked, each for when those before it do not find enough.

        everything: ask for all clauses where there is no query; across: the language of the answers, if it is another
        """
        if not across:
            yield Question(*self.understood(query, filters, everything))
            return
        from .across import ENOUGH, SHARES

        for share in SHARES:
            yield self._crossed(query, filters, across, share)._replace(enough=ENOUGH)

    def translator(self, to: str) -> Translator:
        """What takes words to the language `to`, by whatever name. Raises QueryError for one that is not known."""
        from .across import language
        from .translation import Translator

        meant = language(to)
        if meant not in self._translators:
            self._translators[meant] = Translator(self._lexicon(), meant)
        return self._translators[meant]

    def _understand(self, query: str, filters: Filters, everything: bool) -> tuple[Any, Matcher]:
        """The query and its filters as one tree, and what it marks."""
        given: dict[str, Any] = dict(filters)
        words = parse_query(query, self._languages(given.get("lang"))) if query.strip() else None
        tree = all_of(words, self.restrictions(given)) if given else words
        if tree is None and everything:
            from whoosh.query import Every

            tree = Every()
        if tree is None:
            raise QueryError("nothing to search for: give words, a field or a filter")
        check_expansions(tree, self._words)
        return tree, Matcher(tree, self._words)

    def restrictions(self, given: Mapping[str, Any]) -> Any:
        """The tree of filters as `Index.search` takes them, None for none. Raises QueryError."""
        rest = dict(given)
        named = [(field, rest.pop(field, None)) for field in (fields.AGENDA, fields.TOPIC, fields.SPONSOR)]
        trees = []
        for field, values in named:
            each = [values] if isinstance(values, str) else list(values or ())
            trees.append(one_of(self._named(field, value) for value in each))
        return all_of(filter_tree(**rest), *trees)

    def _named(self, field: str, value: str) -> Any:
        """The clauses of documents with just that value where it is named whole, else what the field means by it."""
        from whoosh.query import ConstantScoreQuery, Or, Term

        # a country has many names; what is none is a sponsor all the same, as it was written
        is_country = field == fields.SPONSOR and countries.resolve(value) is not None
        editions = () if is_country else self._values().editions(field, value)
        if not editions:
            tree = leaf(Word(value, field))
            if tree is None:
                raise QueryError(f"{fields.typed(field)}: needs a value")
            return tree
        return ConstantScoreQuery(Or([Term("edition", one) for one in editions]))

    def _cross(self, query: str, filters: Filters, to: str, share: float) -> Question:
        """The query in the other language: of its words a share has to be there."""
        from .across import crossed

        words = parse_query(query) if query.strip() else None
        if words is None:
            raise QueryError("nothing to take across: give words")
        given: dict[str, Any] = dict(filters)
        becomes = self.translator(to)
        restrictions = self.restrictions(given) if given else None
        for asked in (languages_of(tree) for tree in (words, restrictions) if tree is not None):
            if asked and becomes.to not in asked:
                raise QueryError(f"what is asked for in {', '.join(sorted(asked))} alone is not in {becomes.to}")
        made = crossed(words, restrictions, becomes, share)
        return Question(made.tree, Matcher(made.marks, self._words), made.taken)

    def _languages(self, wanted: str | Sequence[str] | None) -> Languages:
        """The languages that the words of a query may be in: those asked for, else those of the index."""
        asked = [wanted] if isinstance(wanted, str) else list(wanted or ())
        return named_languages(asked) or self._spoken

    @cached_property
    def _spoken(self) -> Languages:
        return spoken(self._words.terms(fields.LANG))


def hashable(filters: Mapping[str, str | Sequence[str] | None]) -> Filters:
    """Filters as they are remembered."""
    return tuple(
        (name, given if given is None or isinstance(given, str) else tuple(given)) for name, given in filters.items()
    )
