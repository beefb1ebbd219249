"""Paragraph numbers that text recognition misread: "l." for "1.", "(1)" for "(i)", "(e)" between "(b)" and "(d)".

One number alone does not tell; its neighbours do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .numbering import Enumerator, Style, letters, read_enumerator, roman
from .verbs import Opening, opening

__all__ = ["enumerators_of"]

_BARE = re.compile(r"([1-9]\d?)\s?[,:;]?\s+(?=[A-Z])")
_ONES = re.compile(r"\(([1lI]{1,3})\)")
_LETTERS_FOR_ONE = ("l", "I", "i")


def enumerators_of(texts: Sequence[str], *, early: bool = False) -> list[Enumerator | None]:
    """The number that each paragraph opens with, as it was before it was misread; None where it has none.

    early: of the years to 1993, whose copies lose full stops
    """
    found = [read_enumerator(text) or (_without_stop(text) if early else None) for text in texts]
    marked = [at for at, mark in enumerate(found) if mark is not None]
    for place, at in enumerate(marked):
        mark = found[at]
        before = found[marked[place - 1]] if place else None
        after = found[marked[place + 1]] if place + 1 < len(marked) else None
        assert mark is not None
        if _is_one(mark, before, after, texts[at]):
            found[at] = Enumerator("number", 1, "1", mark.end, bracketed=False)
        else:
            found[at] = _as_roman(mark, before, after) or _between(mark, before, after)
    return found


def _without_stop(text: str) -> Enumerator | None:
    """A number whose full stop was lost or became a comma, before a verb of the Council's."""
    match = _BARE.match(text)
    if match is None or opening(text[match.end() :]) is not Opening.FINITE:
        return None
    return Enumerator("number", int(match[1]), match[1], match.end(), bracketed=False)


def _is_one(mark: Enumerator, before: Enumerator | None, after: Enumerator | None, text: str) -> bool:
    """Whether a letter stands for the first number: "l. Affirms" before "2." """
    if mark.bracketed or mark.label.strip("()") not in _LETTERS_FOR_ONE:
        return False
    follows = (before is None and after is None) or (
        after is not None and not after.bracketed and (after.style, after.value) == ("number", 2)
    )
    listed = before is None and after is not None and after.bracketed
    return (follows or listed) and opening(text[mark.end :]) is Opening.FINITE


def _as_roman(mark: Enumerator, before: Enumerator | None, after: Enumerator | None) -> Enumerator | None:
    """ "(1)" before "(ii)", "(11)" after "(i)": as many ones as the numeral has strokes."""
    ones = _ONES.fullmatch(mark.label)
    if ones is None or not mark.bracketed:
        return None
    value = len(ones[1])
    if _counts(after, "roman", value + 1) or (value > 1 and _counts(before, "roman", value - 1)):
        return Enumerator("roman", value, f"({roman(value)})", mark.end, bracketed=True)
    return None


def _between(mark: Enumerator, before: Enumerator | None, after: Enumerator | None) -> Enumerator:
    """A number out of order between two that leave room for just one."""
    if before is None or after is None or {before.bracketed, mark.bracketed, after.bracketed} != {mark.bracketed}:
        return mark
    if not before.style == mark.style == after.style or after.value != before.value + 2 or mark.style == "bullet":
        return mark
    missing = before.value + 1
    if mark.value == missing or _counts(mark, before.style, missing):
        return mark
    label = mark.label.replace(mark.label.strip("()"), _written(mark.style, missing))
    return replace(mark, value=missing, label=label, also=None)


def _written(style: Style, value: int) -> str:
    if style == "number":
        return str(value)
    if style in ("roman", "capital roman"):
        return roman(value) if style == "roman" else roman(value).upper()
    return letters(value) if style == "alpha" else letters(value).upper()


def _counts(mark: Enumerator | None, style: Style, value: int) -> bool:
    """Whether a mark may be read as the number `value` of a style."""
    return mark is not None and mark.bracketed and (style, value) in ((mark.style, mark.value), mark.also or ())
