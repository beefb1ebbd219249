"""What was probably meant by a query that finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from ..analyzers.english import stem
from ..vocabulary.fields import CITES, EXACT, LEAD, SYMBOL, TEXT, VERB, symbol_key
from .highlight import leaves

__all__ = ["suggestions"]

_MOST = 3


def suggestions(tree: Any, reader: Any, symbols: Sequence[str], count: Callable[[Any], int]) -> tuple[str, ...]:
    """One sentence for each part of `tree` that no clause has, with what the index has that is like it.

    count: how many clauses match a tree
    """
    said = tuple(dict.fromkeys(_sentences(tree, reader, symbols, count)))
    if said or sum(1 for _ in leaves(tree)) < 2:
        return said
    return ("each part occurs, but in no clause together; try fewer words, or OR between them",)


def _sentences(tree: Any, reader: Any, symbols: Sequence[str], count: Callable[[Any], int]) -> Iterator[str]:
    from whoosh.query import Phrase, Term

    for leaf in leaves(tree):
        if isinstance(leaf, Term):
            yield from _about_term(leaf.fieldname, leaf.text, reader, symbols)
        elif isinstance(leaf, Phrase):
            missing = [word for word in leaf.words if not _occurs(reader, leaf.fieldname, word)]
            for word in missing:
                yield from _about_term(leaf.fieldname, word, reader, symbols)
            if not missing:
                wording = " ".join(leaf.words)
                yield f"the words occur, but no clause has “{wording}” as it stands; try without the quotes"
        elif not count(leaf):
            yield f"no clause has {leaf}"


def _occurs(reader: Any, name: str, text: str) -> bool:
    return bool(reader.doc_frequency(name, text))


def _about_term(name: str, text: str, reader: Any, symbols: Sequence[str]) -> Iterator[str]:
    if _occurs(reader, name, text):
        return
    if name in (TEXT, EXACT) and not text.startswith(("s/", "a/")):
        yield _offer(f"no clause has {text!r}", _near_words(reader, text))
    elif name in (SYMBOL, CITES, TEXT, EXACT):
        known = {symbol_key(symbol): symbol for symbol in symbols}
        if name == CITES:
            known |= {key: key.upper() for key in _values(reader, CITES) if "#" not in key}
        near = [known[key] for key in get_close_matches(text, known, n=_MOST, cutoff=0.75)]
        verb = "cites" if name == CITES else "has"
        yield _offer(f"no clause {verb} {text.upper()}", near)
    elif name in (VERB, LEAD):
        yield _offer(
            f"no clause has the verb {text!r}",
            get_close_matches(text, list(_values(reader, name)), n=_MOST),
        )
    else:
        yield _offer(f"no clause has {name}:{text}", get_close_matches(text, list(_values(reader, name)), n=_MOST))


def _values(reader: Any, name: str) -> Iterator[str]:
    return (value.decode("utf-8") for value in reader.lexicon(name))


def _near_words(reader: Any, text: str) -> list[str]:
    """Words of the index within two letters of `text`, or of whose stem it is within two; frequent ones first."""
    if len(text) < 3 or not text.isascii():
        return []
    distance = 1 if len(text) < 6 else 2
    near = set(reader.terms_within(EXACT, text, maxdist=distance, prefix=1))
    for near_stem in reader.terms_within(TEXT, text, maxdist=distance, prefix=1):
        family = (word.decode("utf-8") for word in reader.expand_prefix(EXACT, near_stem[:4]))
        near.update(word for word in family if stem(word) == near_stem)
    return sorted(near, key=lambda word: -reader.frequency(EXACT, word))[:_MOST]


def _offer(missing: str, near: Sequence[str]) -> str:
    return f"{missing}; did you mean {' or '.join(near)}?" if near else missing
