"""The text of a clause as HTML: what matches marked, what it cites linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from ...indexer.grammar.citations import CHARTER, find_citations
from ...indexer.model import KIND_CODES, Clause

if TYPE_CHECKING:
    from ..quick import Span
    from .links import Links

__all__ = ["anchor", "linked_html", "place"]


_UNNUMBERED = re.compile(r"\(([–•])\)(?:~(\d+))?\Z")
_NUMBER = re.compile(r"[A-Za-z0-9]+(?:\([A-Za-z0-9]+\))*")


class _Link(NamedTuple):
    start: int
    end: int
    address: str


def linked_html(clause: Clause, spans: Sequence[Span], links: Links) -> str:
    """A clause's text. spans: what matches, in order, not overlapping; a link is marked inside, never cut in two."""
    text, parts, at = clause.text, [], 0
    for link in _links(clause, links):
        parts.append(_marked(text, at, link.start, spans))
        inside = _marked(text, link.start, link.end, spans)
        parts.append(f'<a href="{escape(link.address)}">{inside}</a>')
        at = link.end
    return "".join([*parts, _marked(text, at, len(text), spans)])


def _links(clause: Clause, links: Links) -> Iterator[_Link]:
    """What is cited, from left to right, none overlapping."""
    at = 0
    for one in find_citations(clause.text, clause.lang, document=clause.document):
        if one.start >= at and one.document != CHARTER:
            place = f"#op-{_plain(one.paragraph)}" if one.paragraph else ""
            yield _Link(one.start, one.end, links.document(one.document) + place)
            at = one.end


def _marked(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """The part of a text from start to end; of a match that reaches over its ends the part inside."""
    parts, at = [], start
    for first, last in spans:
        if last > start and first < end:
            low, high = max(first, start), min(last, end)
            parts += [escape(text[at:low]), f"<mark>{escape(text[low:high])}</mark>"]
            at = high
    return "".join([*parts, escape(text[at:end])])


def place(clause: Clause) -> str:
    """Where in its document a clause is: "20(a)", "33(•4)" for the fourth item of an unnumbered list, "7~2"."""
    label = clause.id.rpartition(f"/{KIND_CODES[clause.kind]}/")[2].partition("@")[0]
    return _UNNUMBERED.sub(lambda found: f"({found[1]}{found[2] or 1})", label)


def anchor(clause_id: str) -> str:
    """The place of a clause on the page of its document: "op-20-a" for op/20(a)."""
    kind, _, label = "/".join(clause_id.partition("@")[0].rsplit("/", 2)[-2:]).partition("/")
    return f"{kind}-{_plain(label)}"


def _plain(label: str) -> str:
    """A paragraph's number in letters, digits and marks that an address takes, another one for each number."""
    if _NUMBER.fullmatch(label):
        return label.replace("(", "-").replace(")", "")
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}_" for char in label)
