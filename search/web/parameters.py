"""What each address takes after its question mark: names, types and limits, for pages, JSON and OpenAPI alike."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Final, TypeVar, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct, field
from starlette.datastructures import QueryParams

from ...errors import QueryError
from ..execute import Sort
from ..query import LONGEST

__all__ = [
    "FILTERS",
    "CitationsAsked",
    "ClauseAsked",
    "CompareAsked",
    "CompletionAsked",
    "DocumentAsked",
    "FacetsAsked",
    "Filtered",
    "PageAsked",
    "SearchAsked",
    "SimilarAsked",
    "UsageAsked",
    "read",
]

_Asked = TypeVar("_Asked", bound=Struct)

_MOST_VALUES: Final = 50
"""Values of one filter."""
_FURTHEST: Final = 1_000_000

Query = Annotated[str, Meta(max_length=LONGEST, description="A query in the query language; empty for all clauses.")]
Text = Annotated[str, Meta(max_length=200)]
Values = Annotated[list[Text], Meta(max_length=_MOST_VALUES)]
Day = Annotated[str, Meta(max_length=40, description="A date: 2020, 2020-03 or 2020-03-30.")]
Limit = Annotated[int, Meta(ge=1, le=100)]
Offset = Annotated[int, Meta(ge=0, le=_FURTHEST)]
Language = Annotated[str, Meta(max_length=20, description="A language: en, zh, fr, es, ru, ar, de.")]


class Filtered(Struct, frozen=True, kw_only=True):
    """What restricts a search, each as the field of that name; several values are alternatives."""

    clause: Values = field(default_factory=list)
    verb: Values = field(default_factory=list)
    lead: Values = field(default_factory=list)
    cites: Values = field(default_factory=list)
    lang: Values = field(default_factory=list)
    symbol: Values = field(default_factory=list)
    year: Values = field(default_factory=list)
    body: Values = field(default_factory=list)
    agenda: Values = field(default_factory=list)
    topic: Values = field(default_factory=list)
    sponsor: Values = field(default_factory=list)
    vote: Values = field(default_factory=list)
    since: Day = ""
    until: Day = ""

    @property
    def filters(self) -> dict[str, Any]:
        """Those that are given, as `Index.search` takes them."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}


FILTERS: Final = Filtered.__struct_fields__


class SearchAsked(Filtered, frozen=True, kw_only=True):
    """A search: its query and filters, and which hits of it."""

    q: Query = ""
    limit: Limit = 10
    offset: Offset = 0
    sort: Sort = "relevance"
    facet: Values = field(default_factory=list)
    across: Language = ""


class PageAsked(SearchAsked, frozen=True, kw_only=True):
    """A search page. `more`: the groups of filters of which more values are shown."""

    more: Values = field(default_factory=list)


class FacetsAsked(Filtered, frozen=True, kw_only=True):
    """Counts over all the clauses that answer a query. `field`: what to count, everything by default."""

    q: Query = ""
    field: Values = field(default_factory=list)


class ClauseAsked(Struct, frozen=True, kw_only=True):
    """A clause, with what matches a query marked. `parallel`: the language of the wording beside it."""

    q: Query = ""
    parallel: Language = ""


class DocumentAsked(ClauseAsked, frozen=True, kw_only=True):
    """A document in a language, in the first one there is by default."""

    lang: Language = ""


class SimilarAsked(Filtered, frozen=True, kw_only=True):
    """The precedents of a draft: which documents to leave out, and how many wordings."""

    leave_out: Values = field(default_factory=list)
    earlier: bool = False
    limit: Limit = 10


class CompareAsked(Struct, frozen=True, kw_only=True):
    """Two documents or clauses; with `new` alone what it renews is compared with it."""

    old: Text = ""
    new: Text = ""
    lang: Language = ""


class UsageAsked(Filtered, frozen=True, kw_only=True):
    """Wordings to count year by year."""

    phrase: Annotated[list[Annotated[str, Meta(max_length=LONGEST)]], Meta(max_length=20)] = field(default_factory=list)


class CitationsAsked(Struct, frozen=True, kw_only=True):
    """A document, or one paragraph of it, with what it cites and what cites it."""

    symbol: Text = ""
    paragraph: Annotated[str, Meta(max_length=40)] = ""
    lang: Language = ""
    since: Day = ""
    until: Day = ""
    limit: Limit = 100
    offset: Offset = 0


class CompletionAsked(Struct, frozen=True, kw_only=True):
    """The beginning of a query. `at`: the place of the cursor, its end by default."""

    q: Query = ""
    at: Annotated[int, Meta(ge=0, le=LONGEST)] | None = None


def read(asked: type[_Asked], given: QueryParams | Mapping[str, Any], *, strict: bool = False) -> _Asked:
    """The parameters of an address. Of one that is given twice and has one value the last counts; "" is not given.

    strict: refuse those that the address does not have. Raises QueryError.
    """
    lists = _lists(asked)
    found: dict[str, Any] = {}
    for name, value in given.multi_items() if isinstance(given, QueryParams) else given.items():
        if name not in lists:
            if strict:
                raise QueryError(f"no parameter {name!r} here; there are {', '.join(lists)}")
        elif lists[name] and value:
            found.setdefault(name, []).extend(value if isinstance(value, list) else [value])
        elif value not in ("", None):
            found[name] = value
    try:
        return msgspec.convert(found, asked, strict=False)
    except msgspec.ValidationError as error:
        raise QueryError(_sentence(error)) from None


@cache
def _lists(asked: type[Struct]) -> dict[str, bool]:
    """The parameters, and whether each takes several values."""
    hints = get_type_hints(asked)
    return {name: get_origin(hints[name]) is list for name in asked.__struct_fields__}


def _sentence(error: msgspec.ValidationError) -> str:
    """ "parameter limit: expected an integer up to 100" of "Expected `int` <= 100 - at `$.limit`"."""
    what, _, where = str(error).partition(" - at `$.")
    return f"parameter {where.rstrip('`').partition('[')[0]}: {what[:1].lower()}{what[1:].replace('`', '')}"
