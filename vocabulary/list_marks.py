"""Numbers of paragraphs and items as other languages show them, in the form that English has: "1 -", "(أ)", "‘1’"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

__all__ = ["latin_mark"]

_NUMBERED = re.compile(r"(\d{1,3})\s?[-–—]")
_LETTERED = re.compile(r"(\(?)\s?([^\W\d_a-zA-Z]\u0640?)\s?\)")
_QUOTED = re.compile(r"[‘’'`“”\"]\s?(\d{1,2})\s?[‘’'`“”\"]")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@cache
def _letters() -> Mapping[str, str]:
    data = (resources.files(__package__) / "data/list-marks.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in data.splitlines() if line and not line.startswith("#"))


def latin_mark(number: str) -> str:
    """A number that stands alone, as English shows it: "1." of "1 -", "(a)" of "(أ)", "(i)" of "‘1’"; else as it is."""
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in number).strip()
    if found := _NUMBERED.fullmatch(plain):
        return f"{found[1]}."
    if found := _QUOTED.fullmatch(plain):
        return f"({_roman(int(found[1]))})"
    found = _LETTERED.fullmatch(plain)
    return f"{found[1]}{_letters()[found[2]]})" if found and found[2] in _letters() else number


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        numeral += letters * (number // value)
        number %= value
    return numeral
