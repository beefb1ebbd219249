"""How the fields of `indexer.schema` stand in an index of a cluster, and which version of that this is.

A text field holds the terms of our analyzers, so that both engines agree on what a word is: its words are parted by
spaces, terms of one position are joined, and a position that nothing stands at is marked. The cluster only takes this
apart again. How often a term occurs is all that it says of a match; the rest of BM25F is computed from the lengths,
which are numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from ..schema import SCHEMA_VERSION

__all__ = ["FORMAT", "KEYWORDS", "NUMBERS", "PLACES", "TEXTS", "apart", "body", "placed", "positions", "terms_body"]

FORMAT: Final = 2
TEXTS: Final = ("text", "exact", "agenda", "topic", "title")
"""The fields that rank."""
KEYWORDS: Final = (
    *("record", "key", "order", "kind", "para", "lang", "body", "edition"),
    *("symbol", "verb", "lead", "cites", "sponsor", "vote"),
)
NUMBERS: Final = ("date", "year")
PLACES: Final = "places"
"""The name of the analyzer that takes terms at their positions apart."""
# Of the private use area: no word has them, and no reader of white space takes them for that.
_TOGETHER: Final = "\ue000"
_HOLE: Final = "\ue001"


def placed(terms: Iterable[tuple[int, str]]) -> str:
    """Terms with their positions, in ascending order, as the analyzer `places` reads them."""
    written: list[str] = []
    for position, group in groupby(terms, itemgetter(0)):
        written += [_HOLE] * (position - len(written))
        written.append(_TOGETHER.join(term for _, term in group))
    return " ".join(written)


def apart(written: str) -> list[str]:
    """The terms of what `placed` wrote."""
    return [term for term in written.replace(_TOGETHER, " ").split(" ") if term and term != _HOLE]


def positions(written: str) -> dict[str, list[int]]:
    """Where each term stands in what `placed` wrote, ascending."""
    found: dict[str, list[int]] = {}
    for position, together in enumerate(written.split(" ")):
        for term in together.split(_TOGETHER):
            found.setdefault(term, []).append(position)
    return found


_ANALYSIS: Final[Mapping[str, Any]] = {
    "tokenizer": {"at_spaces": {"type": "whitespace", "max_token_length": 100_000}},
    "filter": {
        "together": {"type": "pattern_capture", "preserve_original": False, "patterns": [f"([^{_TOGETHER}]+)"]},
        "holes": {"type": "stop", "stopwords": [_HOLE]},
    },
    "analyzer": {
        PLACES: {"tokenizer": "at_spaces", "filter": ["together", "holes"]},
    },
}


def body(shards: int, replicas: int | None) -> dict[str, Any]:
    """What an index is made with. replicas: None for one where there is a second node"""
    copies: dict[str, Any] = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
    settings = {
        "number_of_shards": shards,
        **copies,
        # what is written is seen when it is committed
        "refresh_interval": "-1",
        "codec": "best_compression",
        "similarity": {"freq": {"type": "scripted", "script": {"source": "return doc.freq;"}}},
        "analysis": _ANALYSIS,
    }
    return {"settings": {"index": settings}, "mappings": {**_versions(), "dynamic": "strict", "properties": _fields()}}


def terms_body(replicas: int | None) -> dict[str, Any]:
    """What the index of the terms is made with: a record for each term of each text field."""
    copies: dict[str, Any] = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
    fields = {"field": {"type": "keyword"}, "term": {"type": "keyword"}, "since": {"type": "long"}}
    settings = {"number_of_shards": 1, **copies, "refresh_interval": "-1"}
    return {"settings": {"index": settings}, "mappings": {**_versions(), "dynamic": "strict", "properties": fields}}


def _versions() -> dict[str, Any]:
    return {"_meta": {"seized": {"format": FORMAT, "schema": SCHEMA_VERSION}}}


def _fields() -> dict[str, Any]:
    text = {"type": "text", "analyzer": PLACES, "similarity": "freq", "norms": False}
    return {
        **dict.fromkeys(TEXTS, text),
        **{f"{name}_length": {"type": "integer", "index": False} for name in TEXTS},
        **{name: {"type": "keyword"} for name in KEYWORDS},
        **{name: {"type": "integer"} for name in NUMBERS},
        # its place in the order of indexing: breaks ties, and fetches
        "number": {"type": "long"},
        # the first generation that has the record, and the first that has it no more
        "since": {"type": "long"},
        "until": {"type": "long"},
        "data_length": {"type": "integer", "index": False},
        # what is only given back
        "kept": {"type": "object", "enabled": False},
    }
