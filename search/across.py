"""A query in one language as a query in the other: words become weighted words, fields stay fields.

Each word of the query becomes the words that a lexicon takes it for, weighted by how many of them are to be expected
(a bag of words that a translation would have). They are ranked by BM25F, and a clause gets more for each word of the
query of which it has a translation. Not all of them need to be there: what a lexicon does not know, or takes for
something else, is no reason to find nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Final

from whoosh.query import And, ConstantScoreQuery, MultiTerm, Not, NullQuery, NumericRange, Or, Phrase, Query, Term

from ..analyzers.script import HAN
from ..errors import QueryError
from ..indexer.bilingual.lexicon import LANGUAGES
from ..vocabulary import fields
from .covering import Covering
from .highlight import leaves
from .query import all_of
from .syntax import shown
from .translation import Group, Taken, Translator, Way
from .wording import whole_words

__all__ = ["ENOUGH", "SHARES", "Crossed", "crossed", "language", "ranked"]

SHARES: Final = (1.0, 0.6, 0.0)
"""Shares of the words of a query that have to be in a clause, strictest first; one word always."""
ENOUGH: Final = 10
"""Clauses from which on a stricter share is good enough."""
_COVERED: Final = 5.0
"""What a clause gets for each word: about as much as for a rare word. Measured with queries of two to four words."""
_SATURATION: Final = 2.0
"""A word that is expected often counts for less each time, as it does in a clause."""
_WORDED: Final = (fields.TEXT, fields.EXACT)
_OF_DOCUMENTS: Final = (fields.TITLE, fields.TOPIC, fields.AGENDA)
_BETWEEN_HAN: Final = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")


@dataclass(frozen=True, slots=True)
class Crossed:
    """A query in the other language.

    tree: to be run; marks: what is to be marked in a hit; taken: what each word was taken for
    """

    tree: Query
    marks: Query
    taken: tuple[Taken, ...]


def ranked(groups: Iterable[Group]) -> Query:
    """The weighted words of some groups, any of them."""
    weights: defaultdict[str, float] = defaultdict(float)
    for group in groups:
        for term, weight in group.weights.items():
            weights[term] += weight
    return _any(
        [
            Term(fields.TEXT, term, boost=weight * (_SATURATION + 1) / (weight + _SATURATION))
            for term, weight in weights.items()
        ]
    )


def language(name: str) -> str:
    """The language that is meant by a name. Raises QueryError for one to which queries cannot be taken."""
    meant = fields.named("languages", name)
    if meant not in LANGUAGES:
        raise QueryError(f"a query goes across to {' or '.join(sorted(LANGUAGES))}, not to {shown(name)}")
    return meant


def crossed(tree: Query, restrictions: Query | None, translator: Translator, share: float) -> Crossed:
    """A query in the other language.

    restrictions: what is asked for besides; share: of the words, how many have to be in a clause at least

    Raises QueryError for a word that cannot be translated.
    """
    found = _Crossing(translator, share).crossed(tree)
    return found if restrictions is None else replace(found, tree=all_of(found.tree, restrictions))


@dataclass
class _Crossing:
    """Takes a query tree across.

    share: of the words of a query, how many have to be there at least
    """

    translator: Translator
    share: float
    groups: list[Group] = field(default_factory=list)
    excluded: list[Group] = field(default_factory=list)

    def crossed(self, tree: Query) -> Crossed:
        """The tree in the other language, over its clauses. Raises QueryError for a word that cannot be translated."""
        there = ConstantScoreQuery(Term(fields.LANG, self.translator.to))
        tree_there = And([self._query(tree), there])
        said = dict.fromkeys(term for group in self.groups for way in group.speaking for term in way.terms)
        kept = [leaf for leaf in leaves(tree) if getattr(leaf, "fieldname", None) not in _WORDED]
        taken = tuple(dict.fromkeys(map(self.translator.taken, (*self.groups, *self.excluded))))
        return Crossed(tree_there, _any([*(Term(fields.TEXT, term) for term in said), *kept]), taken)

    def _query(self, node: Query) -> Query:
        if isinstance(node, And):
            return self._all(node.subqueries)
        if isinstance(node, Or):
            return Or([self._query(part) for part in node.subqueries])
        if isinstance(node, Not):
            return Not(self._excluded(node.query))
        if isinstance(node, ConstantScoreQuery) and _field_of(node) in _OF_DOCUMENTS:
            return ConstantScoreQuery(self._of_document(node.child))
        return self._all([node]) if _is_word(node) else self._leaf(node)

    def _leaf(self, node: Query) -> Query:
        if isinstance(node, Phrase) and node.fieldname in _WORDED:
            return self._quoted(node)
        if isinstance(node, MultiTerm) and not isinstance(node, NumericRange) and node.fieldname in _WORDED:
            raise QueryError('a word with "*", "?" or "~" cannot be taken across; write the whole word')
        return node

    def _all(self, nodes: Sequence[Query]) -> Query:
        """Words side by side are one question; the rest is as strict as it was."""
        words = [word for node in nodes if _is_word(node) for word in _terms_of(node)]
        rest = [self._query(node) for node in nodes if not _is_word(node)]
        return _both([*self._words(words, self.share), *rest]) if words else _both(rest)

    def _words(self, words: Sequence[str], share: float) -> list[Query]:
        groups = self._take(words)
        known = [group for group in groups if group.weights]
        if not known:
            return [NullQuery]
        asked = _telling(known)
        covered = Covering([_said(group) for group in asked], max(1, ceil(share * len(asked))), _COVERED)
        return [ranked(known), covered]

    def _quoted(self, node: Phrase) -> Query:
        """Wording cannot be had in another language, but all its words."""
        return _both(self._words(_terms_of(node), 1.0))

    def _excluded(self, node: Query) -> Query:
        """What a NOT leaves out: clauses that say each word; a word that nobody knows is said by none."""
        if _is_word(node) or isinstance(node, Phrase):
            groups = self.translator.groups(_terms_of(node))
            self.excluded += groups
            return _both([_said(group) for group in _telling(groups)])
        if isinstance(node, And | Or):
            return type(node)([self._excluded(part) for part in node.subqueries])
        return self._query(node)

    def _of_document(self, child: Query) -> Query:
        """Words of a title, topic or agenda item: what says each of them."""
        name = _field_of(child)
        groups = self._take([word for leaf in leaves(child) for word in _words_of(leaf)])
        return _both([_said(group, name) for group in _telling([one for one in groups if one.weights])])

    def _take(self, words: Sequence[str]) -> tuple[Group, ...]:
        groups = self.translator.groups(words)
        self.groups += groups
        return groups


def _is_word(node: Query) -> bool:
    return type(node) is Term and node.fieldname in _WORDED


def _field_of(node: Query) -> str:
    return next((getattr(leaf, "fieldname", None) or "" for leaf in leaves(node)), "")


def _words_of(leaf: Query) -> Iterator[str]:
    if isinstance(leaf, Phrase):
        yield from leaf.words
    elif isinstance(leaf, Term):
        yield leaf.text


def _terms_of(node: Query) -> list[str]:
    """The words of a text that a node asks for; in the index of exact words they are unstemmed, characters apart."""
    if isinstance(node, Term) and node.fieldname == fields.TEXT:
        return [node.text]
    wording = " ".join(node.words) if isinstance(node, Phrase) else node.text
    return [term.text for term in whole_words(_BETWEEN_HAN.sub("", wording))]


def _telling(groups: Sequence[Group]) -> Sequence[Group]:
    """Those that say something by themselves, if there are any."""
    return [group for group in groups if not group.is_empty] or groups


def _said(group: Group, name: str = fields.TEXT) -> Query:
    """What says a word in a field, in any way."""
    return _any([_together(way, name) for way in group.speaking])


def _together(way: Way, name: str) -> Query:
    if way.adjacent and len(way.terms) > 1:
        return Phrase(name, list(way.terms))
    return _both([Term(name, term) for term in way.terms])


def _any(parts: Sequence[Query]) -> Query:
    return Or(list(parts)) if len(parts) > 1 else next(iter(parts), NullQuery)


def _both(parts: Sequence[Query]) -> Query:
    return And(list(parts)) if len(parts) > 1 else next(iter(parts), NullQuery)
