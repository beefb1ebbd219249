"""What was probably meant by a query that finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ..analyzers.english import stem
from ..analyzers.script import is_han
from ..analyzers.stems import shown_stem
from ..errors import QueryError
from ..vocabulary.fields import CITES, EXACT, LEAD, SYMBOL, TEXT, VERB, symbol_key
from .highlight import leaves

if TYPE_CHECKING:
    from .engine import Vocabulary
    from .opened import Opened

__all__ = ["in_other_language", "near_words", "suggestions"]

_MOST = 3
_MOST_SAID: Final = 6
"""Parts of a question about which something is said: more are not read, and each takes milliseconds."""
_WORDS: Final = 0.6
"""The share of its words that a question has to have in a clause of the other language, to be offered."""


def suggestions(
    tree: Any, words: Vocabulary, symbols: Sequence[str], count: Callable[[Any], int], unfiltered: Any = None
) -> tuple[str, ...]:
    """One sentence for each part of `tree` that no clause has, with what the index has that is like it.

    count: how many clauses match a tree; unfiltered: the tree without filters, where there are any
    """
    said = tuple(dict.fromkeys(islice(_sentences(tree, words, symbols, count), _MOST_SAID)))
    if said or sum(1 for _ in leaves(tree)) < 2:
        return said
    if unfiltered is not None and (total := count(unfiltered)):
        return (f"{total:,} clause{' does' if total == 1 else 's do'} without the filters",)
    return ("each part occurs, but in no clause together; try fewer words, or OR between them",)


def in_other_language(index: Opened, query: str, given: Mapping[str, Any]) -> tuple[str, int] | None:
    """Of a question that finds nothing: a language, and how many clauses it finds across in that, as `search` does.

    None unless every word has a translation, and the first clause most of them. given: filters, as in `search`
    """
    to = "en" if is_han(query) else "zh"
    try:
        results = index.search(query, limit=1, across=to, **given)
    except QueryError:
        return None
    if not results.total or not results.taken or not all(one.translations for one in results.taken):
        return None
    (best,) = results.hits
    found = {best.text[start:end].lower() for start, end in best.spans}
    return (to, results.total) if len(found) >= _WORDS * len(results.taken) else None


def _sentences(tree: Any, words: Vocabulary, symbols: Sequence[str], count: Callable[[Any], int]) -> Iterator[str]:
    from whoosh.query import NumericRange, Phrase, Term

    for leaf in _once_a_word(tree, words):
        if isinstance(leaf, Term):
            yield from _about_term(leaf.fieldname, leaf.text, words, symbols)
        elif isinstance(leaf, Phrase):
            missing = [word for word in leaf.words if not _occurs(words, leaf.fieldname, word)]
            for word in missing:
                yield from _about_term(leaf.fieldname, word, words, symbols)
            if not missing and not count(leaf):
                yield _about_phrase(leaf.words)
        elif not count(leaf):
            yield f"no clause has {_range(leaf) if isinstance(leaf, NumericRange) else _pattern(leaf)}"


def _about_phrase(words: Sequence[str]) -> str:
    if all(word.isascii() for word in words):
        return f"the words occur, but no clause has “{' '.join(words)}” as it stands; try {' AND '.join(words)}"
    return f"the characters occur, but no clause has “{''.join(words)}” as it stands; try a part of it"


def _pattern(leaf: Any) -> str:
    """What stands for several terms, as a person writes it: a resolution without its year is "S/RES/2553"."""
    return leaf.text.removesuffix("(").upper() if leaf.fieldname == SYMBOL else str(leaf)


def _range(leaf: Any) -> str:
    """A range of days or years in words: "a date from 2030-01-01", "a year from 1990 to 1992"."""
    low, high = (_written(end) if end is not None else "" for end in (leaf.start, leaf.end))
    first = f" {'after' if leaf.startexcl else 'from'} {low}" if low else ""
    last = f" {'before' if leaf.endexcl else 'to'} {high}" if high else ""
    return f"a {leaf.fieldname}{first}{last}"


def _written(number: int) -> str:
    """A year as it is, a day as 2030-01-01."""
    digits = str(number)
    return digits if len(digits) == 4 else f"{digits[:-4]}-{digits[-4:-2]}-{digits[-2:]}"


def _once_a_word(tree: Any, words: Vocabulary) -> Iterator[Any]:
    """The leaves of a tree; of the stems that a word has in several languages the first, if none of them occurs."""
    from whoosh.query import And, Or, Term

    if isinstance(tree, Or) and any(isinstance(one, Term) and shown_stem(one.text) != one.text for one in tree):
        if not any(_occurs(words, one.fieldname, one.text) for one in leaves(tree) if isinstance(one, Term)):
            yield from list(leaves(tree))[:1]
    elif isinstance(tree, And):
        for part in tree:
            yield from _once_a_word(part, words)
    else:
        yield from leaves(tree)


def _occurs(words: Vocabulary, name: str, text: str) -> bool:
    return any(words.frequencies(name, (text,)))


def _about_term(name: str, text: str, words: Vocabulary, symbols: Sequence[str]) -> Iterator[str]:
    if _occurs(words, name, text):
        return
    text = shown_stem(text)
    if name in (TEXT, EXACT) and not text.startswith(("s/", "a/")):
        yield _offer(f"no clause has {text!r}", near_words(words, text))
    elif name in (SYMBOL, CITES, TEXT, EXACT):
        known = {symbol_key(symbol): symbol for symbol in symbols}
        if name == CITES:
            known |= {key: key.upper() for key in words.terms(CITES) if "#" not in key}
        if name in (TEXT, EXACT) and text in known:
            # its own clauses do not name it
            shown = text.upper()
            yield f"no clause names {known[text]}; for what it says: symbol:{shown}, or seized show {shown}"
            return
        near = [known[key] for key in get_close_matches(text, known, n=_MOST, cutoff=0.75)]
        verb = "cites" if name == CITES else "has"
        yield _offer(f"no clause {verb} {text.upper()}", near)
    elif name in (VERB, LEAD):
        yield _offer(
            f"no clause has the verb {text!r}",
            get_close_matches(text, list(words.terms(name)), n=_MOST),
        )
    else:
        yield _offer(f"no clause has {name}:{text}", get_close_matches(text, list(words.terms(name)), n=_MOST))


def near_words(words: Vocabulary, text: str) -> list[str]:
    """Vocabulary of the index within two letters of `text`, or of whose stem it is within two; frequent ones first.

    Two letters in each other's place are one slip.
    """
    if len(text) < 3 or not text.isascii():
        return []
    swapped = (f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in range(len(text) - 1))
    if turned := _most_first([word for word in dict.fromkeys(swapped) if word != text], words):
        return turned[:_MOST]
    distance = 1 if len(text) < 6 else 2
    near = set(words.near(EXACT, text, distance, 1))
    for near_stem in words.near(TEXT, text, distance, 1):
        near.update(word for word in words.terms(EXACT, near_stem[:4]) if stem(word) == near_stem)
    return _most_first(sorted(near), words)[:_MOST]


def _most_first(candidates: Sequence[str], words: Vocabulary) -> list[str]:
    """Those of some words that the index has, frequent ones first."""
    often = dict(zip(candidates, words.occurrences(EXACT, candidates), strict=True))
    return sorted((word for word in candidates if often[word]), key=lambda word: -often[word])


def _offer(missing: str, near: Sequence[str]) -> str:
    return f"{missing}; did you mean {' or '.join(near)}?" if near else missing
