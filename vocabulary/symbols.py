"""Symbols of United Nations documents: one canonical form for every way of writing them.

A symbol is a path of elements ("S/2006/997/Add.1"). A resolution of the Council is known by its number and
year ("S/RES/1325 (2000)"), one of the Assembly by session and number ("A/RES/70/1") or, to the thirtieth
session, by number and session ("A/RES/2625 (XXV)").
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

from .folding import aligned

__all__ = [
    "LETTER_OF",
    "SymbolSpan",
    "body",
    "canonical",
    "components",
    "document_type",
    "find_symbols",
    "key",
    "last_body",
    "number_alone",
    "of_body",
    "year_of",
]

LETTER_OF: Final = "letter of "
"""What the name of a letter without a symbol begins with, before the symbol of what it carries."""


class SymbolSpan(NamedTuple):
    """A symbol in a text: `text[start:end]` is how it is written there."""

    start: int
    end: int
    symbol: str


def _rows(name: str) -> list[list[str]]:
    lines = (resources.files(__package__) / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _years() -> list[int]:
    """The year of each resolution of the Council by its number; the first place is empty."""
    rows = [(int(year), int(first), int(last)) for year, first, last in _rows("resolutions.tsv")]
    return [0, *(year for year, first, last in rows for _ in range(first, last + 1))]


def year_of(number: int) -> int | None:
    """The year in which the Council adopted its resolution of that number; None if not known.

    Resolutions are numbered in the order of their adoption since 1946, so the number fixes the year.
    """
    years = _years()
    return years[number] if 1 <= number < len(years) else None


# The first element of a symbol is the organ or series, the longest first so that "ST/" is not "S" and "T/".
_ORGANS = sorted((organ for organ, _ in _rows("organs.tsv")), key=len, reverse=True)
_ORGAN = "|".join(_ORGANS)
# An element: a number, a session ("S-17", "ES-10"), a numbered part ("Add.1", "AC.51", "PV.5417") or letters.
_ELEMENT = r"(?:(?:E?S-)?\d{1,5}|[A-Z]{1,8}\.\d{1,5}|[A-Z]{1,8})"
_LONGEST = 200  # no written symbol has as many characters
_TEX = re.compile(r"\\[a-zA-Z]{1,12}|[\\${}*_^~]")
_SPACE = re.compile(r"\s+")
# What people write around a number, without spaces: "Security Council resolution 1325", "第1325号决议".
_BEFORE = re.compile(
    r"(?:THE)?(?:UNITEDNATIONS|UN|联合国)?"
    r"(?:SECURITYCOUNCIL|SC|安全理事会|安理会|(?P<assembly>GENERALASSEMBLY|GA|大会))?"
    r"(?:RESOLUTIONS?|RES\.?|DOCUMENT|决议|文件)?(?:NO\.?|第)?"
)
_AFTER = re.compile(r"号?(?:决议|文件)?$")
_COUNCIL = re.compile(r"(?:S/RES/)?(\d{1,4})(?:\((\d{4})\)?)?")
_SESSION = re.compile(r"(?:A/RES/)?((?:[3-9]\d|E?S-\d{1,2})/\d{1,3})([A-Z]{0,2})")
_ROMAN_SESSION = re.compile(r"(?:A/RES/)?(\d{1,4})([A-Z]?)\(((?:E?S-)?[IVXL]{1,7})\)([A-Z]?)")
_SYMBOL = re.compile(rf"(?:{_ORGAN})(?:/{_ELEMENT}){{1,7}}")
_JOINT = re.compile(rf"-(?=(?:{_ORGAN})/)")
_PART = re.compile(r"(?<=/)(ADD|REV|CORR|SUB|CONF)(?=\.\d)")


def canonical(text: str) -> str | None:
    """The canonical form of one written symbol or resolution; None if it is neither.

    Spacing, case, width and TeX markup do not matter; a bare number is a resolution of the Council. Where a
    written year contradicts the number, the number holds, since it is what fixes the year. Past the last
    number known, a written year from the last year known on is accepted.
    """
    if len(text) > _LONGEST:
        return None
    written = _SPACE.sub("", _TEX.sub("", aligned(text))).upper()
    parts = [_canonical_part(part) for part in _JOINT.split(written, maxsplit=8)]
    return "-".join(part for part in parts if part) if all(parts) else None


def _canonical_part(written: str) -> str | None:
    opening = _BEFORE.match(written)
    assert opening is not None  # every part of it is optional
    core = _AFTER.sub("", written[opening.end() :])
    if session := _SESSION.fullmatch(core):
        return f"A/RES/{session[1]} {session[2]}".rstrip()
    if roman := _ROMAN_SESSION.fullmatch(core):
        return f"A/RES/{roman[1]} {roman[2] or roman[4]}".rstrip() + f" ({roman[3]})"
    if (council := _COUNCIL.fullmatch(core)) and not opening["assembly"]:
        return _resolution(int(council[1]), int(council[2] or 0))
    if _SYMBOL.fullmatch(core) and core[-1].isdigit() and not core.startswith("S/RES/"):
        return _PART.sub(lambda part: part[0].capitalize(), core)
    return None


@lru_cache(maxsize=4096)
def _resolution(number: int, written_year: int) -> str | None:
    years = _years()
    year = year_of(number)
    if year is None and number >= len(years) and written_year >= years[-1]:
        year = written_year
    return f"S/RES/{number} ({year})" if year else None


def components(symbol: str) -> tuple[str, ...]:
    """The symbols of a document that is issued under several: "A/70/357-S/2015/682" has two."""
    return tuple(_JOINT.split(symbol))


def number_alone(text: str) -> int | None:
    """The number of a resolution of the Council whose year is neither written nor known yet; None for all else."""
    written = _SPACE.sub("", aligned(text)).upper()
    opening = _BEFORE.match(written)
    assert opening is not None  # every part of it is optional
    core = re.fullmatch(r"(?:S/RES/)?(\d{4})", _AFTER.sub("", written[opening.end() :]))
    past = core is not None and not opening["assembly"] and int(core[1]) >= len(_years())
    return int(core[1]) if core is not None and past else None


def key(symbol: str) -> str:
    """A symbol as ids have it: no spaces, upper case ("S/RES/2553(2020)")."""
    return _SPACE.sub("", symbol).upper()


def body(symbol: str) -> str:
    """The organ that a symbol names first: "S", "A", "E" …; "" for what is no symbol."""
    organ = re.match(rf"(?:{LETTER_OF})?({_ORGAN})/", symbol)
    return organ[1] if organ else ""


def document_type(symbol: str) -> str:
    """The type that a symbol alone shows: "resolution", "statement", "letter" or "other".

    Letters, reports and drafts share one series ("S/2020/1166"): these are "other".
    """
    if symbol.startswith(LETTER_OF):
        return "letter"
    if "/RES/" in symbol:
        return "resolution"
    return "statement" if symbol.startswith("S/PRST/") else "other"


# Running text: a number with its year or session, or a symbol with a space or line break round its strokes.
# Each pattern opens with a set of characters, which `re` finds fast; `canonical` has the last word.
_GAP = r"\s{0,2}"
_IN_YEAR = rf"{_GAP}\({_GAP}((?:19|20)\d\d){_GAP}\)"
# Roman sessions are capitals: "29 (i)" is a paragraph, and so is "29 (I)", hence three digits before them.
_IN_SESSION = rf"(?:{_GAP}[A-Z])?{_GAP}\((?:E?S-)?[IVXL]{{1,7}}\)"
_NUMBERED = re.compile(rf"\d(?<![A-Za-z0-9/.$]\d)(?:\d{{0,3}}{_IN_YEAR}|\d{{2,3}}{_IN_SESSION})")
_INITIALS = "".join(sorted({initial for organ in _ORGANS for initial in (organ[0], organ[0].lower())}))
_OTHERS = "|".join(dict.fromkeys(organ[1:] for organ in _ORGANS))
_WITH_STROKES = re.compile(
    rf"[{_INITIALS}](?<![A-Za-z0-9/.].)(?i:"
    rf"{_GAP}/{_GAP}RES{_GAP}/{_GAP}\d{{1,4}}(?![\d/])(?:{_IN_YEAR}|{_IN_SESSION}(?:\s?[A-Z](?![A-Z]))?)?"
    rf"|(?:{_OTHERS})(?:{_GAP}/{_GAP}{_ELEMENT}(?![A-Z0-9])){{1,7}})"
)


def find_symbols(text: str, *, is_aligned: bool = False) -> Iterator[SymbolSpan]:
    """The symbols that are evident in a text by themselves, in order.

    A number with a year counts where the year is that of the number; where it is not ("2001 (2001)"), only
    the words around it can tell, which is for `seized.indexer.grammar.citations`. A joint symbol is one span
    for each of its parts. `is_aligned` says that the text has been through `folding.aligned` already.
    """
    plain = text if is_aligned or text.isascii() else aligned(text)
    spans = list(_numbered(plain)) if "(" in plain else []
    if "/" in plain:
        spans = sorted([*spans, *_with_strokes(plain)])
    end = 0
    for span in spans:
        if span.start >= end:  # the number within "S / RES / 1325 (2000)" is part of it
            end = span.end
            yield span


def _numbered(plain: str) -> Iterator[SymbolSpan]:
    for found in _NUMBERED.finditer(plain):
        written, year = found[0], int(found[1] or 0)
        if not year:
            symbol = canonical(written)
        else:
            number = int(written.partition("(")[0])
            symbol = _resolution(number, year) if (year_of(number) or year) == year else None
        if symbol:
            yield SymbolSpan(*found.span(), symbol)


def _with_strokes(plain: str) -> Iterator[SymbolSpan]:
    for found in _WITH_STROKES.finditer(plain):
        if symbol := canonical(found[0]):
            yield SymbolSpan(*found.span(), symbol)


@cache
def _bodies() -> tuple[dict[str, str], re.Pattern[str]]:
    prefixes = dict(_rows("bodies.tsv"))
    names = "|".join(sorted(map(re.escape, prefixes), key=len, reverse=True)).replace(r"\ ", r"\s{1,2}")
    return prefixes, re.compile(names)


def last_body(text: str, start: int, end: int) -> SymbolSpan | None:
    """The body that `text[start:end]` names last; `symbol` is the path of its resolutions ("A/RES/")."""
    prefixes, names = _bodies()
    found = deque(names.finditer(text, start, end), maxlen=1)
    return SymbolSpan(*found[0].span(), prefixes[_SPACE.sub(" ", found[0][0])]) if found else None


_SINCE_1976 = re.compile(r"3[1-9]|[4-9]\d|E?S-\d{1,2}")
_PART_OF = re.compile(r"^(\d+)([A-Z]{1,2})$")


def of_body(prefix: str, written: str) -> str | None:
    """The canonical symbol of a resolution that a body numbers by session or year ("46/182", "2003/15").

    prefix: as `last_body` gives it. The Assembly has numbered its resolutions so since its thirty-first
    session, and a number of that kind belongs to it where no other body is named. None where the number
    cannot be one of that body.
    """
    session, _, number = _SPACE.sub("", written).upper().partition("/")
    if number and number[-1].isalpha():
        number = _PART_OF.sub(r"\1 \2", number)
    if prefix.startswith("E/"):
        return f"{prefix}{session}/{number}" if re.fullmatch(r"(?:19|20)\d\d", session) else None
    if prefix == "A/HRC/RES/":
        return f"{prefix}{session}/{number}" if re.fullmatch(r"(?:S-)?\d{1,2}", session) else None
    return f"A/RES/{session}/{number}" if _SINCE_1976.fullmatch(session) else None
