"""What every analysis yields: a term and where it stands."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["LONGEST_WORD", "Term"]

LONGEST_WORD = 128
"""Characters of a word that count; what goes beyond them is no word of a document, and no term needs it."""


class Term(NamedTuple):
    """A term of a text.

    text: as it is indexed and searched
    position: which word of the text it is, from 0; terms that stand for the same word share it
    start, end: the characters it was made from, in the text as it was given: `text[start:end]`
    """

    text: str
    position: int
    start: int
    end: int
