"""What a language's grammar of relative references finds, before it is resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..model import Pinpoint

__all__ = ["MOST_CHANGES", "RESOLUTIONS", "STATEMENTS", "Change", "Language", "Mention", "MentionKind", "Named"]

RESOLUTIONS, STATEMENTS = "/RES/", "S/PRST/"
MOST_CHANGES = 200
"""Changes that are read of one clause, so that no text takes long."""

MentionKind = Literal["this", "that", "those", "above", "below", "this paragraph", "that paragraph", "open"]


class Named(NamedTuple):
    """A document that a clause names by its symbol, `text[start:end]`, with the paragraphs cited of it."""

    start: int
    end: int
    document: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A relative reference as it is written: `text[start:end]`.

    kind: "open" for one that no rule resolves ("the above-mentioned resolution")
    labels: the paragraphs it speaks of; one that opens with a bracket is an item of the paragraph at hand
    series: part of the symbols of what it can mean, RESOLUTIONS or STATEMENTS
    sure: the words round it leave no doubt that it is the document at hand ("the adoption of this resolution")
    carried_out: it is spoken of as a thing that is carried out ("the implementation of this resolution")
    """

    start: int
    end: int
    kind: MentionKind
    labels: tuple[str, ...] = ()
    series: str = RESOLUTIONS
    sure: bool = False
    carried_out: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """ "as renewed by paragraph 1 of resolution 2610 (2021)": `text[start:end]`.

    begins: where the reference to what changed it begins
    targets: the paragraphs that are named by symbol there; none where the reference is relative itself
    """

    start: int
    end: int
    begins: int
    verb: str
    targets: tuple[Pinpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """One language's grammar of relative references.

    opening: whether a tidy text may have a reference; quick, and misses none
    elsewhere: the same for references that can mean another document
    mentions: the references of a text, in order, none overlapping
    changes: what changed what, given what tells the documents named, and the verb of each participle
    joined: whether a gap between a named resolution and "this resolution" is that of a list of both
    is_list: whether a gap between two named documents is that of a list
    changed: whether the words before a name say that it changed another
    another, others: whether the words between a name and a reference speak of a further document, of further ones
    """

    opening: Callable[[str], bool]
    elsewhere: Callable[[str], bool]
    mentions: Callable[[str], Iterator[Mention]]
    changes: Callable[[str, Callable[[], Sequence[Named]], Mapping[str, str]], list[Change]]
    joined: Callable[[str], bool]
    is_list: Callable[[str], bool]
    changed: Callable[[str, Mapping[str, str]], bool]
    another: Callable[[str, str], bool]
    others: Callable[[str, str], bool]
