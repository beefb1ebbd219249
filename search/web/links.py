"""Addresses of the pages, wherever the application is mounted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode

from ...vocabulary import symbols

__all__ = ["Links", "in_path"]

_SAFE: Final = "/()@~:,"
"""What stands in a path as it is, besides letters and digits."""
_REMEMBERED: Final = 1 << 8


class Links:
    """Makes links. base: where the application is mounted, "" at the root; ui: the language that `?ui=` asked for"""

    def __init__(self, base: str, ui: str = "") -> None:
        self.base = base
        self._ui = ui

    def __call__(self, page: str, query: Mapping[str, Any] | None = None, **more: Any) -> str:
        """The address of a page ("/usage") with its parameters; those that are empty are left out."""
        given = {**(query or {}), **more}
        if self._ui:
            given.setdefault("ui", self._ui)
        values = ((name, one) for name, value in given.items() for one in _several(value))
        pairs = [_pair(name, str(one)) for name, one in values if one not in ("", None)]
        return f"{self.base}{page}{'?' if pairs else ''}{'&'.join(pairs)}"

    def document(self, symbol: str, **query: Any) -> str:
        """The page of a document; of one that is not in the index too, where it says so."""
        return self(f"/documents/{in_path(symbols.key(symbol))}", query)

    def clause(self, clause_id: str, **query: Any) -> str:
        """The page of a clause."""
        return self(f"/clauses/{in_path(clause_id)}", query)

    def static(self, name: str) -> str:
        """The address of a file that comes with the pages."""
        return f"{self.base}/static/{name}"


@lru_cache(_REMEMBERED)
def _pair(name: str, value: str) -> str:
    """One parameter as it stands in an address: most of them stand in each of a page's fifty addresses."""
    # lone surrogates, which an address can smuggle in, have no UTF-8
    return urlencode([(name, value)], errors="replace")


@lru_cache(_REMEMBERED)
def in_path(text: str) -> str:
    """A text as it stands in the path of an address; what has no UTF-8 is replaced."""
    return quote(text, safe=_SAFE, errors="replace")


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)
