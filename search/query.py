"""The query language: what a person types to a Whoosh query tree, within limits; see docs/query-language.md.

The tree is made of `whoosh.query` classes alone, flat and without duplicates. A query that only excludes
has everything as its base, wrapped so that Whoosh's `normalize` keeps what is excluded.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Final

from whoosh.query import And, ConstantScoreQuery, Every, FuzzyTerm, Not, Or, Prefix, Query, Term, Wildcard

from ..analyzers import stemmed_languages
from ..errors import QueryError
from ..vocabulary import fields
from .deadline import check_time
from .leaves import leaf
from .syntax import DEEPEST, LONGEST, All, Either, Negation, Node, Quoted, Range, Word, parse
from .wording import ENGLISH, FUZZIEST, WIDEST, Languages

if TYPE_CHECKING:
    from .engine import Vocabulary

__all__ = [
    "DEEPEST",
    "FUZZIEST",
    "LONGEST",
    "MOST_CLAUSES",
    "MOST_EXPANSIONS",
    "WIDEST",
    "all_of",
    "check_expansions",
    "filters",
    "languages_of",
    "named_languages",
    "one_of",
    "parse_query",
    "spoken",
]

MOST_CLAUSES: Final = 256
"""Vocabulary, quotes and values of a query together; a quote counts as one."""
MOST_EXPANSIONS: Final = 1_024
"""Vocabulary of the index that all the "*", "?" and "~" of a query may stand for together."""

_EVERYTHING: Final = ConstantScoreQuery(Every())


def parse_query(text: str, languages: Languages = ENGLISH) -> Query:
    """The tree of a query. QueryError with one line where it cannot be understood or is past a limit.

    languages: those that its words may be in, where the query does not say so by itself ("lang:fr sécurité")
    """
    node = parse(text)
    tree = _tree(node, ENGLISH)
    if tree is None:
        raise QueryError("the query has no word to search for")
    _check_clauses(tree)
    languages = _asked(node) or languages
    return tree if languages == ENGLISH else _tree(node, languages) or tree


def spoken(codes: Iterable[str]) -> Languages:
    """The languages of words that may be in any of those with these codes: English and Chinese go together."""
    known = set(codes)
    found = tuple(sorted(known & stemmed_languages()))
    return found if known and known <= stemmed_languages() else (*ENGLISH, *found)


def _asked(node: Node) -> Languages:
    """The languages that a query restricts itself to; () if it does not."""
    parts = node.nodes if isinstance(node, All) else (node,)
    alternatives = [one.nodes if isinstance(one, Either) else (one,) for one in parts]
    for group in alternatives:
        if all(isinstance(one, Word | Quoted) and one.field == fields.LANG for one in group):
            return named_languages(one.text for one in group if isinstance(one, Word | Quoted))
    return ()


def named_languages(written: Iterable[str]) -> Languages:
    """The languages of words for codes and names as people write them ("fr", "French"); () if there are none."""
    codes = [fields.named("languages", one) or "en" for one in written]
    return spoken(codes) if codes else ()


def languages_of(tree: Query) -> frozenset[str]:
    """The codes of the languages to which a tree restricts its clauses; none if it does not."""
    for part in tree.subqueries if isinstance(tree, And) else (tree,):
        each = [getattr(one, "child", None) for one in (part.subqueries if isinstance(part, Or) else (part,))]
        codes = [one.text for one in each if isinstance(one, Term) and one.fieldname == fields.LANG]
        if len(codes) == len(each):
            return frozenset(codes)
    return frozenset()


def filters(  # noqa: PLR0913  (one for each option of the command line)
    *,
    clause: str | Iterable[str] | None = None,
    verb: str | Iterable[str] | None = None,
    lead: str | Iterable[str] | None = None,
    cites: str | Iterable[str] | None = None,
    lang: str | Iterable[str] | None = None,
    symbol: str | Iterable[str] | None = None,
    year: str | Iterable[str] | None = None,
    body: str | Iterable[str] | None = None,
    vote: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Query | None:
    """The tree of restrictions given one by one, None for none. Several values of one are alternatives.

    Those that an index alone can tell (agenda, topic, sponsor) are in `seized.search.questions`.
    `since` and `until` are dates in any form, both included to their last day. Raises QueryError.
    """
    named = {
        fields.KIND: clause,
        fields.VERB: verb,
        fields.LEAD: lead,
        fields.CITES: cites,
        fields.LANG: lang,
        fields.SYMBOL: symbol,
        fields.YEAR: year,
        fields.BODY: body,
        fields.VOTE: vote,
    }
    chosen = [_alternatives(field, values) for field, values in named.items()]
    if since or until:
        chosen.append(leaf(Range(since or "", until or "", fields.DATE)))
    tree = all_of(*chosen)
    if tree is not None:
        _check_clauses(tree)
    return tree


def all_of(*queries: Query | None) -> Query | None:
    """What meets all of `queries`, None for none: for a query and its filters. What is excluded comes last."""
    parts = sorted(_merged(And, queries), key=lambda part: isinstance(part, Not))
    if not all(part == _EVERYTHING or isinstance(part, Not) for part in parts):
        parts = [part for part in parts if part != _EVERYTHING]
    return _joined(And, parts)


def one_of(queries: Iterable[Query | None]) -> Query | None:
    """What meets one of `queries` at least, None for none."""
    return _joined(Or, queries)


def check_expansions(query: Query, words: Vocabulary) -> None:
    """QueryError if "*", "?" and "~" stand for more than 1,024 of the words of an index."""
    room = MOST_EXPANSIONS
    for node in query.leaves():
        check_time()
        if isinstance(node, Prefix | Wildcard | FuzzyTerm):
            room -= sum(1 for _ in islice(words.standing_for(node), room + 1))
        if room < 0:
            raise QueryError(
                f'"*", "?" and "~" stand for too many words of the index: the limit is {MOST_EXPANSIONS:,}; '
                "write more letters"
            )


def _alternatives(field: str, values: str | Iterable[str] | None) -> Query | None:
    wanted = [values] if isinstance(values, str) else list(values or ())
    return _joined(Or, (leaf(Word(value, field)) for value in wanted))


def _tree(node: Node, languages: Languages) -> Query | None:
    """The query node of a node of the grammar, None for mere punctuation."""
    if isinstance(node, All):
        return _conjunction(node, languages)
    if isinstance(node, Either):
        return _joined(Or, (_tree(one, languages) for one in node.nodes))
    if isinstance(node, Negation):
        return _conjunction(All((node,)), languages)
    return leaf(node, languages)


def _conjunction(node: All, languages: Languages) -> Query | None:
    wanted: list[Query | None] = []
    excluded: list[Query] = []
    for each in node.nodes:
        is_excluded, inner = _without_negations(each)
        query = _tree(inner, languages)
        if query is not None and is_excluded:
            excluded.append(Not(query))
        elif query is not None:
            wanted.append(query)
    return all_of(_EVERYTHING if excluded else None, *wanted, *excluded)


def _without_negations(node: Node) -> tuple[bool, Node]:
    excluded = False
    while isinstance(node, Negation):
        excluded, node = not excluded, node.node
    return excluded, node


def _joined(kind: type[Query], queries: Iterable[Query | None]) -> Query | None:
    """`queries` as one node of that kind; None for none, and one stands for itself."""
    parts = _merged(kind, queries)
    return kind(parts) if len(parts) > 1 else next(iter(parts), None)


def _merged(kind: type[Query], queries: Iterable[Query | None]) -> list[Query]:
    """`queries` without duplicates, the parts of those that are of that kind in their place."""
    parts: dict[Query, None] = {}
    for query in queries:
        if query is not None:
            parts.update(dict.fromkeys(query.subqueries if type(query) is kind else (query,)))
    return list(parts)


def _check_clauses(tree: Query) -> None:
    count = sum(1 for _ in tree.leaves())
    if count > MOST_CLAUSES:
        raise QueryError(f"the query has {count:,} clauses; the limit is {MOST_CLAUSES}")
