"""What the forms of the pages offer to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...index import Index

__all__ = ["languages", "latest", "most_cited"]

_EXAMPLES: Final = 3


def languages(index: Index) -> Sequence[str]:
    """The languages of an index's documents."""
    return sorted({record.lang for record in index.records()})


def latest(index: Index) -> Sequence[str]:
    """The newest resolutions, with which one may begin."""
    records = [one for one in index.records() if one.type == "resolution" and one.date]
    records.sort(key=lambda one: one.date, reverse=True)
    return list(dict.fromkeys(one.symbol for one in records))[:_EXAMPLES]


def most_cited(index: Index) -> Sequence[str]:
    """The documents that most clauses cite."""
    return list(index.search("", limit=1, facets=("cites",)).facets["cites"])[:_EXAMPLES]
