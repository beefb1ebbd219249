"""The paragraphs of a draft as its page shows them: novel words marked, the nearest wordings beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, Final, Literal, NamedTuple

from ....analyzers.script import is_han
from ....errors import QueryError, TookTooLong
from ...alignment import Change
from ...deadline import seconds_left, within
from ...index import Index
from ...precedent import Precedent, Similar

__all__ = [
    "ALONE",
    "AMONG_OTHERS",
    "STATUSES",
    "Extent",
    "Paragraph",
    "Part",
    "Status",
    "Wording",
    "look_at",
    "paragraph",
]

Status = Literal["near", "some", "none", "unread"]
STATUSES: Final[tuple[Status, ...]] = ("near", "some", "none", "unread")
"""Of a paragraph: it has a near precedent, some, none; or none could be looked for."""

_NEAR: Final = 0.9
_SOME: Final = 0.3
"""Score below which what is nearest shares phrases that stand anywhere, and is no precedent of the paragraph."""
"""Score from which on a precedent is a near one."""
_SECONDS: Final = 1.5
_RESERVE: Final = 0.4
"""Seconds of a request that are kept for the page itself."""
_LEAST: Final = 0.1
_LONGEST_GAP: Final = 320
_HEAD, _TAIL = 160, 80
"""Characters of a stretch that is in the precedent alone; of a longer one so many."""


class Extent(NamedTuple):
    """How many wordings of a paragraph are shown, and how many other uses of each."""

    wordings: int
    uses: int


AMONG_OTHERS: Final = Extent(wordings=6, uses=12)
ALONE: Final = Extent(wordings=40, uses=400)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a paragraph."""

    text: str
    is_novel: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording as its best precedent has it. uses: its other uses, the nearest first; unlisted: how many more"""

    best: Precedent
    uses: Sequence[Precedent]
    unlisted: int

    @property
    def is_same(self) -> bool:
        """Whether no word differs."""
        return all(change.op == "equal" for change in self.best.diff)

    @property
    def diff(self) -> Sequence[Change]:
        """From the precedent to the draft; of a long stretch that the draft has not, the beginning and the end."""
        return [replace(change, old=_shortened(change.old)) for change in self.best.diff]

    @property
    def covered(self) -> int:
        """The share of the draft's words that it has, per cent; 100 for all of them only."""
        return int(100 * self.best.coverage)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a draft.

    number: from 1; wordings: the nearest first; more: whether there may be others, or other uses of one
    problem: why it was not looked for any
    """

    number: int
    parts: Sequence[Part]
    status: Status
    lang: str = ""
    wordings: Sequence[Wording] = field(default_factory=tuple)
    more: bool = False
    problem: str = ""

    @property
    def is_novel(self) -> bool:
        """Whether some of its words are novel, and some are not."""
        return any(part.is_novel for part in self.parts)


def look_at(
    index: Index, texts: Sequence[str], first: int, extent: Extent, options: dict[str, Any]
) -> Iterator[Paragraph]:
    """The paragraphs of a draft from number `first` on, as many as there is time for: one at least.

    options: of `Index.similar`
    """
    end = monotonic() + min(_SECONDS, seconds_left() - _RESERVE)
    for number, text in enumerate(texts[first - 1 :], first):
        is_first = number == first
        left = end - monotonic()
        if not is_first and left <= 0:
            return
        try:
            with within(max(left, _LEAST), of=_SECONDS):
                found = index.similar(text, limit=extent.wordings, novel=True, **options)
        except TookTooLong as error:
            # another one begins the next part, where it has all of the time
            if is_first:
                yield _unread(number, text, str(error))
            return
        except QueryError as error:
            yield _unread(number, text, str(error))
        else:
            yield paragraph(number, found, extent)


def _unread(number: int, text: str, problem: str) -> Paragraph:
    return Paragraph(number, (Part(text),), "unread", _language(text), problem=problem)


def paragraph(number: int, found: Similar, extent: Extent) -> Paragraph:
    """A paragraph with its precedents, which were asked for up to that extent."""
    if not found.precedents:
        return Paragraph(number, (Part(found.draft),), "none", _language(found.draft))
    nearest = found.precedents[0]
    wordings = tuple(_wording(uses, extent.uses) for uses in found.wordings)
    return Paragraph(
        number,
        tuple(_parts(found)),
        "near" if nearest.score >= _NEAR else "some" if nearest.score >= _SOME else "none",
        nearest.clause.lang,
        wordings,
        len(wordings) >= extent.wordings or any(one.unlisted for one in wordings),
    )


def _wording(uses: Sequence[Precedent], most: int) -> Wording:
    best, *others = uses
    return Wording(best, others[:most], max(0, len(others) - most))


def _parts(found: Similar) -> Iterator[Part]:
    text, at = found.draft, 0
    for start, end in found.novel:
        yield from (Part(text[at:start]), Part(text[start:end], is_novel=True))
        at = end
    yield Part(text[at:])


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_GAP:
        return text
    head, tail = text[:_HEAD].rpartition(" "), text[-_TAIL:].partition(" ")
    return f"{head[0] or head[2]} […] {tail[2] or tail[0]}"


def _language(text: str) -> str:
    """Chinese is told by its characters; of other languages nothing is said."""
    return "zh" if is_han(text) else ""
