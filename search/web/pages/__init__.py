"""The pages, by their addresses: each takes a call and the index as it is, and gives an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ...index import Index
from ..calls import Answer, Call
from .citing import citations
from .comparing import compare
from .documents import clause, document, lineage
from .drafting import draft
from .search import help_page, search, warm
from .using import usage

__all__ = ["PAGES", "draft", "warm"]

PAGES: Final[Mapping[str, Callable[[Call, Index], Answer]]] = {
    "/": search,
    "/documents/{symbol:path}": document,
    "/clauses/{id:path}": clause,
    "/lineage/{id:path}": lineage,
    "/compare": compare,
    "/usage": usage,
    "/citations": citations,
    "/help": help_page,
}
"""Those that are only read; `draft` takes a draft too."""
