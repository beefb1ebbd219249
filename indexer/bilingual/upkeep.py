"""The lexicon of an index: learnt from its own pairs of clauses, and anew when enough of them have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from ..model import Clause
from ..records import DocumentRecord, edition
from .lexicon import LANGUAGES, Lexicon, pack, shipped, unpack
from .pairs import Pair, pair_clauses

__all__ = ["KEY", "kept_lexicon", "paired", "refreshed"]

KEY: Final = "lexicon"
"""The sort and the key of the record that holds it."""
_FEWEST: Final = 100
"""Pairs of clauses from which something is learnt; with fewer the shipped lexicon knows more."""
_CHANGED: Final = 0.1
"""Share of the documents in both languages that may be others before it is learnt anew."""

_Sizes = dict[str, tuple[int, ...]]


class _Kept(msgspec.Struct):
    """What the record holds.

    documents: from which it was learnt: symbol, and characters in each language
    lexicon: as `seized.indexer.bilingual.lexicon.pack` makes it
    """

    documents: _Sizes
    lexicon: bytes


def kept_lexicon(data: bytes | None) -> Lexicon:
    """The lexicon of an index by the data of its record, the shipped one behind it; that alone without data.

    Raises ValueError where the data are damaged.
    """
    if not data:
        return shipped()
    own = unpack(_kept(data).lexicon)
    return Lexicon(own.pairs, own.sides, own.first, own.second, own.count, own.phrases, behind=shipped())


def paired(records: Iterable[DocumentRecord]) -> _Sizes:
    """The documents that are there in both languages: symbol, and characters in each."""
    lengths = {record.edition: record.length for record in records}
    symbols = dict.fromkeys(name.rpartition("@")[0] for name in lengths)
    found = {symbol: tuple(lengths.get(edition(symbol, lang), 0) for lang in LANGUAGES) for symbol in symbols}
    return {symbol: sizes for symbol, sizes in found.items() if all(sizes)}


def refreshed(
    documents: _Sizes, clauses: Callable[[str], Sequence[Clause]], before: bytes | None
) -> dict[str, Any] | None:
    """The fields of the record that takes the place of the one before; None where that may stay, {} for no record.

    documents: see `paired`; clauses: of an edition; before: the data of the record that is there
    """
    known: Mapping[str, tuple[int, ...]] = _kept(before).documents if before else {}
    changed = sum(known.get(symbol) != documents.get(symbol) for symbol in known.keys() | documents.keys())
    if not changed or changed <= _CHANGED * len(known):
        return None
    pairs = [pair for symbol in sorted(documents) for pair in _pairs(symbol, clauses)]
    if len(pairs) < _FEWEST:
        return {} if before else None
    from .learning import learn

    data = msgspec.msgpack.encode(_Kept(documents, pack(learn(pairs))))
    return {"record": KEY, "key": KEY, "data": data}


def _pairs(symbol: str, clauses: Callable[[str], Sequence[Clause]]) -> list[Pair]:
    first, second = (clauses(edition(symbol, lang)) for lang in LANGUAGES)
    return pair_clauses(first, second)


def _kept(data: bytes) -> _Kept:
    try:
        return msgspec.msgpack.decode(data, type=_Kept)
    except msgspec.MsgspecError as fault:
        raise ValueError(f"no lexicon ({fault})") from fault
