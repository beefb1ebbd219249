"""What each address takes after its question mark: names, types and limits, for pages, JSON and OpenAPI alike."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta, Struct, field
from msgspec import inspect as types
from starlette.datastructures import QueryParams

from ...errors import QueryError
from ..engine import Sort
from ..query import LONGEST
from ..usage import MOST_SERIES

__all__ = [
    "FILTERS",
    "FURTHEST",
    "CitationsAsked",
    "ClauseAsked",
    "CompareAsked",
    "CompletionAsked",
    "DocumentAsked",
    "DraftAsked",
    "FacetsAsked",
    "Filtered",
    "NothingAsked",
    "PageAsked",
    "PrecedentsAsked",
    "SearchAsked",
    "SimilarAsked",
    "UsageAsked",
    "read",
]

_Asked = TypeVar("_Asked", bound=Struct)

_MOST_VALUES: Final = 50
"""Values of one filter."""
_LONGEST_TEXT: Final = 4_000
"""Characters of a paragraph in an address, which servers do not take at any length; longer ones are sent."""
_LONGEST_SHOWN: Final = 40
"""Characters of a value that a message repeats."""
FURTHEST: Final = 1_000_000
"""The greatest offset."""

Query = Annotated[str, Meta(max_length=LONGEST, description="A query in the query language; empty for all clauses.")]
Text = Annotated[str, Meta(max_length=200)]
Value = Annotated[str, Meta(min_length=1, max_length=200)]
Values = Annotated[list[Value], Meta(max_length=_MOST_VALUES)]
Phrase = Annotated[str, Meta(min_length=1, max_length=LONGEST)]
Day = Annotated[str, Meta(max_length=40, description="A date: 2020, 2020-03 or 2020-03-30.")]
Limit = Annotated[int, Meta(ge=1, le=100)]
Offset = Annotated[int, Meta(ge=0, le=FURTHEST)]
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


class DraftAsked(SimilarAsked, frozen=True, kw_only=True):
    """The precedents of a draft that is sent. `novel`: say which of its words no precedent has."""

    novel: bool = False


class PrecedentsAsked(DraftAsked, frozen=True, kw_only=True):
    """The precedents of one paragraph: of its text, or of a clause by its id."""

    text: Annotated[str, Meta(max_length=_LONGEST_TEXT)] = ""
    id: Text = ""


class CompareAsked(Struct, frozen=True, kw_only=True):
    """Two documents or clauses; with `new` alone what it renews is compared with it."""

    old: Text = ""
    new: Text = ""
    lang: Language = ""


class UsageAsked(Filtered, frozen=True, kw_only=True):
    """Wordings to count year by year."""

    phrase: Annotated[list[Phrase], Meta(max_length=MOST_SERIES)] = field(default_factory=list)


class CitationsAsked(Struct, frozen=True, kw_only=True):
    """A document, or one paragraph of it, with what it cites and what cites it."""

    symbol: Text = ""
    paragraph: Annotated[str, Meta(max_length=40)] = ""
    lang: Language = ""
    since: Day = ""
    until: Day = ""
    limit: Limit = 100
    offset: Offset = 0


class NothingAsked(Struct, frozen=True):
    """An address that takes nothing."""


class CompletionAsked(Struct, frozen=True, kw_only=True):
    """The beginning of a query. `at`: the place of the cursor, its end by default."""

    q: Query = ""
    at: Annotated[int, Meta(ge=0, le=LONGEST)] = LONGEST


def read(asked: type[_Asked], given: QueryParams | Mapping[str, Any], *, strict: bool = False) -> _Asked:
    """The parameters of an address. Of one that is given twice and has one value the last counts; "" is not given.

    strict: refuse those that the address does not have, that are given twice or not filled in. Raises QueryError.
    """
    known = _known(asked)
    found: dict[str, Any] = {}
    for name, value in given.multi_items() if isinstance(given, QueryParams) else given.items():
        if name not in known:
            if strict:
                raise QueryError(f"no parameter {_shown(name)} here; there are {', '.join(known) or 'none'}")
        elif isinstance(known[name], types.ListType):
            if value or strict:
                found.setdefault(name, []).extend(value if isinstance(value, list) else [value])
        elif strict and name in found:
            raise QueryError(f"parameter {name} is given twice and has one value")
        elif value not in ("", None) or (strict and not isinstance(known[name], types.StrType)):
            found[name] = value
    try:
        return msgspec.convert(found, asked, strict=False)
    except msgspec.ValidationError as error:
        raise QueryError(_sentence(error, known, found)) from None


@cache
def _known(asked: type[Struct]) -> dict[str, types.Type]:
    """The parameters with their types."""
    found = types.type_info(asked)
    assert isinstance(found, types.StructType)
    return {one.name: _plain(one.type) for one in found.fields}


def _plain(kind: types.Type) -> types.Type:
    """A type without its description."""
    return _plain(kind.type) if isinstance(kind, types.Metadata) else kind


def _sentence(error: msgspec.ValidationError, known: Mapping[str, types.Type], found: Mapping[str, Any]) -> str:
    """ "parameter limit: an integer from 1 to 100, not '1000'" of "Expected `int` <= 100 - at `$.limit`"."""
    name, _, place = str(error).partition("`$.")[2].rstrip("`").partition("[")
    kind, value = known[name], found[name]
    if place and isinstance(kind, types.ListType):
        kind, value = _plain(kind.item_type), value[int(place.rstrip("]"))]
    return f"parameter {name}: {_wanted(kind)}, not {_size(value)}"


def _wanted(kind: types.Type) -> str:
    """A type and its limits in words."""
    match kind:
        case types.IntType(ge=low, le=high):
            return f"an integer from {low:,} to {high:,}"
        case types.BoolType():
            return "true or false"
        case types.LiteralType(values=values):
            return f"one of {', '.join(map(str, values))}"
        case types.ListType(max_length=most):
            return f"at most {most:,} values"
        case types.StrType(min_length=least, max_length=most):
            return f"{least or 0} to {most:,} characters"
    raise AssertionError(kind)


def _size(value: Any) -> str:
    """What is wrong with a value: itself, or how much of it there is."""
    is_long = isinstance(value, list) or (isinstance(value, str) and len(value) > _LONGEST_SHOWN)
    return f"{len(value):,}" if is_long else repr(value)


def _shown(value: str) -> str:
    return repr(value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…")
