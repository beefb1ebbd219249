"""The page of a draft: paste it, and see paragraph by paragraph which clauses say it already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

from msgspec import Meta
from starlette.datastructures import QueryParams

from ....errors import DocumentError, QueryError
from ...drafts import DraftFile, read_draft
from ...index import Index
from .. import parameters
from ..calls import MOST_BYTES, Answer, Call
from ..parameters import Offset, SimilarAsked, Text
from ..rendering import page
from .offered import languages
from .precedents import ALONE, AMONG_OTHERS, STATUSES, Paragraph, Status, look_at, paragraph

__all__ = ["draft"]

_MOST_FIELDS: Final = 400
_FORM: Final = "application/x-www-form-urlencoded"
_SHOWN: Final = 3
"""Wordings of a paragraph that are seen at once; the others are folded."""
_BETWEEN = re.compile(r"[,;\n，；、]")
_LETTERS: Final[dict[str, Status]] = {status[0] if status != "none" else "o": status for status in STATUSES}


class DraftAsked(SimilarAsked, frozen=True, kw_only=True):
    """A draft, or a clause, and what of it to look at.

    of: the id of a clause; start: paragraphs before the first to look at; only: the number of the only one, 0 for all
    known: a letter for each paragraph that was looked at before; appended: whether those are on the page still
    """

    of: Text = ""
    draft: Annotated[str, Meta(max_length=MOST_BYTES)] = ""
    start: Offset = 0
    only: Offset = 0
    known: Annotated[str, Meta(max_length=20_000)] = ""
    appended: bool = False

    @property
    def left_out(self) -> list[str]:
        """The symbols to leave out, several of which may stand in one field."""
        parts = (part.strip() for value in self.leave_out for part in _BETWEEN.split(value))
        return list(dict.fromkeys(filter(None, parts)))


def _asked(call: Call) -> DraftAsked:
    """What the form, or the address, says; a body of plain text is the draft."""
    pairs = call.query.multi_items()
    if call.body and call.content_type == "text/plain":
        pairs.append(("draft", call.body.decode("utf-8", "replace")))
    elif call.body and call.content_type in (_FORM, ""):
        try:
            pairs += parse_qsl(call.body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
        except ValueError:
            raise QueryError(f"a form of this page has fewer than {_MOST_FIELDS} fields") from None
    elif call.body:
        raise QueryError(f"send a draft as {_FORM} or as text/plain, not as {call.content_type}")
    return parameters.read(DraftAsked, QueryParams([("start" if name == "from" else name, one) for name, one in pairs]))


@dataclass(frozen=True, slots=True)
class Stop:
    """A paragraph in the summary. is_here: whether the page has it"""

    number: int
    status: Status
    is_here: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is nothing to show. words: the key of a sentence; reason: more of it, "" if that says all"""

    words: str
    reason: str = ""


class _Draft:
    """A draft with what is found of it now. Raises DocumentError, NotFound, QueryError.

    unknown: what is to be left out and is not in the index; paragraphs: those that are looked at now
    """

    def __init__(self, asked: DraftAsked, index: Index) -> None:
        self.asked = asked
        self._index = index
        self.file = self._file()
        self._check()
        left_out = map(index.symbol_asked, asked.left_out)
        self.unknown = [symbol for symbol in left_out if not index.editions(symbol)]
        self.paragraphs: Sequence[Paragraph] = tuple(self._looked_at())

    def _file(self) -> DraftFile:
        if self.asked.of:
            return DraftFile("", (self._index.clause(self.asked.of).text,))
        # what is no character of a text would make it look like another encoding
        return read_draft(self.asked.draft.replace("\0", " ").encode("utf-8", "replace"), "draft")

    @cached_property
    def options(self) -> dict[str, Any]:
        """Of `Index.similar`. The draft itself is no precedent of it."""
        out = [*self.asked.left_out, *filter(None, (self.file.symbol,))]
        return {"leave_out": out, "earlier": self.asked.earlier and bool(self.asked.of), **self.asked.filters}

    def _check(self) -> None:
        """QueryError where a filter cannot be understood, before it is said of each paragraph."""
        symbols = [*self.asked.symbol, *self.asked.left_out]
        filters = self.asked.filters | ({"symbol": symbols} if symbols else {})
        if filters:
            self._index.search("", limit=1, **filters)

    @property
    def is_single(self) -> bool:
        """Whether one paragraph is looked at, by itself."""
        return bool(self.asked.of or self.asked.only) or self.total == 1

    @property
    def is_part(self) -> bool:
        """Whether the page begins past the beginning of the draft, or has one paragraph of several."""
        return self.total > 1 and bool(self.asked.only or (self.asked.start and not self.asked.appended))

    @property
    def total(self) -> int:
        return len(self.file.paragraphs)

    def _looked_at(self) -> Iterator[Paragraph]:
        asked, texts = self.asked, self.file.paragraphs
        if asked.of:
            found = self._index.similar(asked.of, limit=ALONE.wordings, novel=True, **self.options)
            yield paragraph(1, found, ALONE)
            return
        if asked.only:
            texts = texts[: asked.only]
        first = asked.only or asked.start + 1
        yield from look_at(self._index, texts, first, ALONE if self.is_single else AMONG_OTHERS, self.options)

    @property
    def rest(self) -> Sequence[str]:
        """The paragraphs that nobody has looked at yet."""
        return () if self.is_single else self.file.paragraphs[self.asked.start + len(self.paragraphs) :]

    @cached_property
    def stops(self) -> Sequence[Stop]:
        """The paragraphs that were looked at, those of earlier parts too."""
        return tuple(self._stops())

    def _stops(self) -> Iterator[Stop]:
        before = self.asked.known if len(self.asked.known) == self.asked.start else ""
        for number, letter in enumerate(before, 1):
            yield Stop(number, _LETTERS.get(letter, "unread"), self.asked.appended)
        for one in self.paragraphs:
            yield Stop(one.number, one.status, is_here=True)

    @property
    def known(self) -> str:
        """A letter for each paragraph that was looked at, for the next part."""
        letters = {status: letter for letter, status in _LETTERS.items()}
        return "".join(letters[stop.status] for stop in self.stops)

    @property
    def counts(self) -> dict[Status, tuple[int, int]]:
        """For each status how many paragraphs have it, and the first of them on the page, 0 if there is none."""
        return {
            status: (
                sum(stop.status == status for stop in self.stops),
                next((stop.number for stop in self.stops if stop.status == status and stop.is_here), 0),
            )
            for status in STATUSES
        }


def draft(call: Call, index: Index) -> Answer:
    """The precedents of a draft, or of a clause; without one the form."""
    asked = _asked(call)
    if not asked.draft.strip() and not asked.of:
        return _page(call, index, asked, problem=Problem("empty") if call.body else None)
    try:
        found = _Draft(asked, index)
    except DocumentError as error:
        has_words = any(map(str.isalnum, asked.draft))
        return _page(call, index, asked, problem=Problem("refused", error.reason) if has_words else Problem("no_words"))
    except QueryError as error:
        return _page(call, index, asked, problem=Problem("refused", str(error)))
    return _page(call, index, asked, found)


def _page(
    call: Call, index: Index, asked: DraftAsked, found: _Draft | None = None, problem: Problem | None = None
) -> Answer:
    clause = index.clause(asked.of) if asked.of and found else None
    answer = page(
        call,
        "draft.html",
        asked=asked,
        text=clause.text if clause else asked.draft,
        left_out=[clause.document] if clause else asked.left_out,
        languages=languages(index),
        found=found,
        clause=clause,
        shown=_SHOWN,
        problem=problem,
    )
    is_whole = found is None or not (found.rest or any(one.status == "unread" for one in found.paragraphs))
    return replace(answer, status=400 if problem else answer.status, is_whole=is_whole)
