"""Lists of numbers as citations write them: paragraphs "4, 6 and 10", "8 (a) to (c)", chapters "VI and VII"."""

from __future__ import annotations

import re
from itertools import islice

__all__ = ["MOST_LABELS", "read_labels", "read_romans", "roman"]

MOST_LABELS = 2000
"""No clause is read for more paragraphs than this; the longest of the Council's cite fewer than a hundred."""

_WIDEST = 60  # nor does a range span more
_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ITEM = re.compile(
    r"(?P<number>\d{1,3})(?!\d|[.,/]\d|\s?\(\d{3})(?P<points>(?:\s?\([a-z]{1,5}\)){0,3})"
    r"|(?P<letters>(?:\s?\([a-z]{1,5}\)){1,3})"
)
_ROMAN_ITEM = re.compile(r"[IVX]{1,5}\b")
# what stands between two items; "to" and its like make a range
_BETWEEN = re.compile(
    r"\s{0,2}(?:(?P<range>to|through|-|至|到)"
    r"|(?:[,;、]\s{0,2})?(?:and/or|and|or|&|as well as|以及|和|及|与|或)|[,;、])"
    r"\s{0,2}(?:(?:sub-?|operative\s)?paragraphs?\s{1,2}|第)?"
)
_POINT = re.compile(r"\(([a-z]{1,5})\)")


def roman(number: int) -> str:
    """A number from 1 to 99 in small Roman numerals."""
    return _TENS[number // 10] + _ONES[number % 10]


_ROMANS = {roman(number): number for number in range(1, 100)}


def read_labels(text: str, position: int, before: str = "") -> tuple[list[str], int]:
    """The paragraphs of the list that starts at `position`, and where the list ends.

    Ranges are written out ("4 to 7" is four labels); a letter belongs to the number before it, and to
    `before` where the list opens with one.
    """
    labels: list[str] = []
    ranged = False
    end = position
    while item := _ITEM.match(text, position):
        last = labels[-1] if labels else before
        number = item["number"]
        label = number + "".join(_points(item["points"])) if number else _sibling(last, item["letters"])
        if labels and item["letters"] and "(" not in last:
            labels.pop()  # "paragraph 8, (a) and (b)": the paragraph itself is not meant
        if len(labels) < MOST_LABELS:
            labels += _range(last, label) if ranged else [label]
        end = item.end()
        between = _BETWEEN.match(text, end)
        if between is None:
            break
        ranged, position = bool(between["range"]), between.end()
    return labels, end


def _points(written: str) -> list[str]:
    return [f"({letters})" for letters in _POINT.findall(written)]


def _sibling(last: str, written: str) -> str:
    """The label that letters make after another: "(b)" after "8(a)" is "8(b)", after "8(a)(i)" too."""
    points, new = _points(last), _points(written)
    above = len(points) - 1
    if len(points) > 1 and not (new[0][1:-1] in _ROMANS and points[-1][1:-1] in _ROMANS):
        above = 0
    return last.partition("(")[0] + "".join(points[: max(above, 0)] + new)


def _range(first: str, last: str) -> list[str]:
    """The labels after `first` as far as `last`; `last` alone where the two are not of one kind."""
    stem, _, start = first.rstrip(")").rpartition("(")
    other, _, stop = last.rstrip(")").rpartition("(")
    if stem != other:
        return [last]
    if start.isdigit() and stop.isdigit():
        steps = [str(number) for number in islice(range(int(start) + 1, int(stop) + 1), _WIDEST)]
    elif start in _ROMANS and stop in _ROMANS and (len(start) > 1 or len(stop) > 1 or "(" in stem):
        steps = [f"{stem}({roman(number)})" for number in range(_ROMANS[start] + 1, _ROMANS[stop] + 1)]
    elif len(start) == len(stop) == 1:
        steps = [f"{stem}({chr(code)})" for code in range(ord(start) + 1, ord(stop) + 1)]
    else:
        steps = []
    return steps or [last]


def read_romans(text: str, position: int) -> tuple[list[str], int]:
    """The Roman numerals of the list that starts at `position` ("VI and VII"), and where the list ends."""
    numerals: list[str] = []
    end = position
    while item := _ROMAN_ITEM.match(text, position):
        if len(numerals) < MOST_LABELS:
            numerals.append(item[0])
        end = item.end()
        between = _BETWEEN.match(text, end)
        if between is None:
            break
        position = between.end()
    return numerals, end
