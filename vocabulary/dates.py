"""Written dates as ISO 8601, in English and Chinese."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from importlib import resources

from .folding import aligned

__all__ = ["CHINESE_NUMBER", "MONTH", "date_range", "full_date", "iso_date", "month_name", "month_number", "number"]

_LINES = (resources.files(__package__) / "data" / "months.tsv").read_text(encoding="utf-8").splitlines()
_ROWS = [line.split("\t") for line in _LINES if not line.startswith("#")]
_MONTHS = {name.casefold(): int(number_of_it) for name, number_of_it in _ROWS}
MONTH = rf"(?:{'|'.join(sorted((name for name, _ in _ROWS), key=len, reverse=True))})(?![A-Za-z])\.?"
"""A pattern for the name of a month; ignore case with it."""

CHINESE_NUMBER = r"(?:\d{1,4}|[〇○零一二三四五六七八九十百]{1,6})"
"""A pattern for a year, month or day in a Chinese text: digits, or the characters for them."""

_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_GAP = r"\s{0,2}"
_LONGEST = 40  # no date that a person types has as many characters
_COMMA = r"(?:,\s{0,3}|\s{1,3})"
_FULL = re.compile(
    rf"""
      (?<!\d)(?P<cy>{CHINESE_NUMBER}){_GAP}年{_GAP}(?P<cm>{CHINESE_NUMBER}){_GAP}月
        {_GAP}(?P<cd>{CHINESE_NUMBER}){_GAP}[日号]
    | (?<![\w-])(?P<iy>\d{{4}})-(?P<im>\d{{1,2}})-(?P<id>\d{{1,2}})(?!\d)
    | (?<!\d)(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?P<em>{MONTH}){_COMMA}(?P<ey>\d{{4}})(?!\d)
    | \b(?P<am>{MONTH})\s{{1,3}}(?P<ad>\d{{1,2}})(?:st|nd|rd|th)?{_COMMA}(?P<ay>\d{{4}})(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTH_ONLY = re.compile(
    rf"(?P<cy>{CHINESE_NUMBER})年(?P<cm>{CHINESE_NUMBER})月?|(?P<iy>\d{{4}})-(?P<im>\d{{1,2}})"
    rf"|(?P<em>{MONTH}),?\s{{0,3}}(?P<ey>\d{{4}})",
    re.IGNORECASE,
)
_YEAR_ONLY = re.compile(rf"(?P<year>\d{{4}}|{CHINESE_NUMBER}(?=年))年?")


def number(written: str) -> int:
    """A number in digits or in Chinese characters: "三十一", "一百零三", or digit by digit, "二〇二〇"."""
    if written.isascii():
        return int(written)
    hundreds, hundred, rest = written.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = _digits(ones if ten else rest)
    if ten:
        total += 10 * (_digits(tens) or 1)
    return total + 100 * (_digits(hundreds) or 1) if hundred else total


def _digits(written: str) -> int:
    return int("".join(_DIGITS.get(character, "") for character in written) or "0")


def month_name(number_of_it: int) -> str:
    """The English name of a month, whatever the language of the process."""
    return next(name for name, number in _ROWS if int(number) == number_of_it)


def month_number(name: str) -> int:
    """The number of a month by its English name or abbreviation; 0 for anything else."""
    return _MONTHS.get(name.rstrip(".").casefold(), 0)


def full_date(year: int, month: int, day: int) -> str:
    """The date in ISO form, "" for one that the calendar does not have."""
    if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def _read(found: re.Match[str]) -> str:
    """The date that `_FULL` found: year, month and day in whichever of its four orders."""
    for year, month, day in (("cy", "cm", "cd"), ("iy", "im", "id"), ("ey", "em", "ed"), ("ay", "am", "ad")):
        if found[year]:
            named = month_number(found[month]) or number(found[month])
            return full_date(number(found[year]), named, number(found[day]))
    return ""


def _dates(text: str) -> Iterator[str]:
    return filter(None, map(_read, _FULL.finditer(aligned(text))))


def iso_date(text: str) -> str:
    """The first full date of a text in ISO form, "" if there is none; impossible dates do not count."""
    return next(_dates(text), "")


def date_range(text: str) -> tuple[str, str] | None:
    """The first and the last day of a day, month or year as a person types it; None for anything else."""
    written = aligned(text).strip() if len(text) <= _LONGEST else ""
    if day := _FULL.fullmatch(written):
        return (iso, iso) if (iso := _read(day)) else None
    squeezed = re.sub(r"(?<=[年月])\s{1,3}|\s{1,3}(?=[年月])", "", written)
    if month := _MONTH_ONLY.fullmatch(squeezed):
        year = number(month["cy"] or month["iy"] or month["ey"])
        return _span(year, month_number(month["em"]) if month["em"] else number(month["cm"] or month["im"]))
    if only := _YEAR_ONLY.fullmatch(squeezed):
        year = number(only["year"])
        return (f"{year}-01-01", f"{year}-12-31") if 1000 <= year <= 9999 else None
    return None


def _span(year: int, month: int) -> tuple[str, str] | None:
    if not (1000 <= year <= 9999 and 1 <= month <= 12):
        return None
    return f"{year}-{month:02d}-01", full_date(year, month, monthrange(year, month)[1])
