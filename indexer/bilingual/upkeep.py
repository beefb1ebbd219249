"""The lexicon of an index: learnt from its own pairs of clauses, and anew when enough of them have changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec

from ..model import Clause
from ..records import edition
from .lexicon import LANGUAGES, Lexicon, pack, shipped, unpack
from .pairs import Pair, pair_clauses

__all__ = ["KEY", "kept_lexicon", "paired", "refreshed"]

KEY: Final = "lexicon"
"""The sort and the key of the record that holds it."""
_FEWEST: Final = 100
"""Pairs of clauses from which something is learnt; with fewer the shipped lexicon knows more."""
_CHANGED: Final = 0.1
"""Share of the documents in both languages that may be others before it is learnt anew."""

Versions = dict[str, tuple[str, ...]]
"""Of each document in both languages, by symbol: a mark for its text in each, another for another text."""


class _Kept(msgspec.Struct):
    """What the record holds.

    documents: from which it was learnt; lexicon: as `seized.indexer.bilingual.lexicon.pack` makes it, or nothing
        where they were too few
    """

    documents: Versions
    lexicon: bytes


def kept_lexicon(data: bytes | None) -> Lexicon:
    """The lexicon of an index by the data of its record, the shipped one behind it; that alone without data.

    Raises ValueError where the data are damaged.
    """
    kept = _kept(data) if data else None
    if kept is None or not kept.lexicon:
        return shipped()
    return replace(unpack(kept.lexicon), behind=shipped())


def paired(editions: Mapping[str, str]) -> Versions:
    """The documents that are there in both languages; `editions`: a mark for the text of each edition, by its name."""
    symbols = dict.fromkeys(name.rpartition("@")[0] for name in editions)
    found = {symbol: tuple(editions.get(edition(symbol, lang), "") for lang in LANGUAGES) for symbol in symbols}
    return {symbol: marks for symbol, marks in found.items() if all(marks)}


def refreshed(
    documents: Versions, clauses: Callable[[str], Sequence[Clause]], before: bytes | None
) -> dict[str, Any] | None:
    """The fields of the record that takes the place of the one before; None where that may stay, {} for no record.

    documents: see `paired`; clauses: of an edition; before: the data of the record that is there
    """
    known = _learnt_from(before)
    changed = sum(known.get(symbol) != documents.get(symbol) for symbol in known.keys() | documents.keys())
    if not changed or changed <= _CHANGED * len(known):
        return None
    if not documents:
        return {}
    pairs = [pair for symbol in sorted(documents) for pair in _pairs(symbol, clauses)]
    learnt = b""
    if len(pairs) >= _FEWEST:
        from .learning import learn

        learnt = pack(learn(pairs))
    return {"record": KEY, "key": KEY, "data": msgspec.msgpack.encode(_Kept(documents, learnt))}


def _learnt_from(data: bytes | None) -> Versions:
    """The documents of a record; of one that cannot be read none, so that it is made anew."""
    try:
        return _kept(data).documents if data else {}
    except ValueError:
        return {}


def _pairs(symbol: str, clauses: Callable[[str], Sequence[Clause]]) -> list[Pair]:
    first, second = (clauses(edition(symbol, lang)) for lang in LANGUAGES)
    return pair_clauses(first, second)


def _kept(data: bytes) -> _Kept:
    try:
        return msgspec.msgpack.decode(data, type=_Kept)
    except msgspec.MsgspecError as fault:
        raise ValueError(f"no lexicon ({fault})") from fault
