"""The dates that a clause speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...vocabulary.dates import CHINESE_NUMBER, MONTH, full_date, month_number, number
from ...vocabulary.folding import aligned
from ..model import DateMention

__all__ = ["find_dates"]


def find_dates(text: str, lang: str) -> tuple[DateMention, ...]:
    """The dates of a clause in order of appearance, to the day, month or year that is given.

    A year alone counts where the words show that it is one ("in 2019", "2019年"); the year of a resolution
    ("resolution 1325 (2000)") does not. Dates that share a month or a year are a date each ("12 to 15 March
    2020"); a day without a year is none.
    """
    plain = aligned(text)
    return tuple(_chinese(plain) if lang == "zh" else _english(plain))


@dataclass(slots=True)
class _Written:
    """A date as written: days that share a month, a month, or a year; 0 for what is not given."""

    days: list[int]
    month: int
    year: int
    start: int
    end: int

    def mentions(self) -> Iterator[DateMention]:
        if not self.year:
            return
        if not self.month:
            yield DateMention(f"{self.year}", self.start, self.end)
        elif not self.days:
            if 1 <= self.month <= 12:
                yield DateMention(f"{self.year}-{self.month:02d}", self.start, self.end)
        else:
            for day in self.days:
                if iso := full_date(self.year, self.month, day):
                    yield DateMention(iso, self.start, self.end)


_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_JOIN = r"\s{0,2}(?:,\s?and|,|-|and|or|to|until|through)\s{0,2}"
_JOINS = re.compile(_JOIN)
_IN_MONTH = re.compile(
    rf"(?P<month>{MONTH})(?:\s{{1,2}}(?P<day>{_DAY})(?:,\s{{0,2}}|\s{{1,2}})(?P<its_year>{_YEAR})"
    rf"|,?\s{{1,2}}(?:of\s)?(?P<year>{_YEAR}))?"
)
_DAYS_BEFORE = re.compile(rf"(?<![\d/.,])(?P<days>{_DAY}(?:{_JOIN}{_DAY}){{0,8}})\s{{1,2}}(?:of\s)?$")
_REACH = 60  # characters that a list of days takes
# a number that is no year is followed by more: "by 2000 troops", "2030 Agenda", "2000 (1999)"
_ALONE = re.compile(
    r"[12](?<![A-Za-z0-9/.(].)(?:(?<=1)9|(?<=2)0)\d\d(?![/\w]|[.,]\d|\s{0,2}\()"
    r"(?!\s{1,2}(?:Agenda|World|troops|personnel|members|[a-z]{1,12}\s{1,2}(?:personnel|officers)))"
)
_CUE = re.compile(
    r"\b(?:in|since|by|during|from|until|till|before|after|beyond|between|through|throughout|year|early|late|mid"
    r"|(?:end|half|beginning|quarter|start|course)\s{1,2}of)[\s-]{1,2}$",
    re.IGNORECASE,
)


def _english(text: str) -> Iterator[DateMention]:
    written = list(_in_months(text))
    for later, earlier in zip(written[:0:-1], written[-2::-1], strict=True):
        if not earlier.year and _JOINS.fullmatch(text, earlier.end, later.start):
            earlier.year = later.year  # "from 3 May to 15 June 2020", "January and February 2019"
    mentions = [mention for date in written for mention in date.mentions()]
    return iter(sorted([*mentions, *_years(text)], key=lambda mention: mention.start))


def _in_months(text: str) -> Iterator[_Written]:
    for found in _IN_MONTH.finditer(text):
        start = found.start()
        if start and text[start - 1].isalnum():
            continue
        before = None if found["day"] else _DAYS_BEFORE.search(text, max(0, start - _REACH), start)
        days = [int(day) for day in re.findall(r"\d{1,2}", before["days"] if before else found["day"] or "")]
        year = int(found["year"] or found["its_year"] or 0)
        yield _Written(days, month_number(found["month"]), year, before.start() if before else start, found.end())


def _years(text: str) -> Iterator[DateMention]:
    """Years that a word before them shows ("in 2018"), and those joined to them ("2018, 2019 and 2020")."""
    last = -1
    for found in _ALONE.finditer(text):
        start, end = found.start(), found.start() + 4
        if _CUE.search(text, max(0, start - 20), start) or (last >= 0 and _JOINS.fullmatch(text, last, start)):
            yield DateMention(text[start:end], start, end)
            last = end


_GAP = r"\s{0,2}"
_JOIN_CHINESE = rf"{_GAP}(?:、|,|至|到|-|以及|和|及|与|或){_GAP}"
_DAYS_CHINESE = rf"(?:{CHINESE_NUMBER}{_GAP}日?{_JOIN_CHINESE}){{0,8}}{CHINESE_NUMBER}{_GAP}日"
_MONTH_CHINESE = rf"(?P<month>{CHINESE_NUMBER}){_GAP}月(?!份?以)"
_FIRST_CHINESE = re.compile(
    rf"(?<![\d《])(?P<year>(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{{3}}){_GAP}年(?![代度]|(?:可持续发展)?议程)"
    rf"(?:{_GAP}{_MONTH_CHINESE}(?:{_GAP}(?P<days>{_DAYS_CHINESE}))?)?"
)
_NEXT_CHINESE = re.compile(
    rf"{_JOIN_CHINESE}(?:{_MONTH_CHINESE}(?:{_GAP}(?P<days>{_DAYS_CHINESE}))?|(?P<only_days>{_DAYS_CHINESE}))"
)


def _chinese(text: str) -> Iterator[DateMention]:
    found = _FIRST_CHINESE.search(text)
    while found:
        year, month = number(found["year"]), number(found["month"] or "0")
        date = _Written(_days_chinese(found["days"]), month, year, *found.span())
        yield from date.mentions()
        while date.month and (more := _NEXT_CHINESE.match(text, date.end)):
            if more["only_days"] and not date.days:
                break
            days = _days_chinese(more["days"] or more["only_days"])
            month = number(more["month"]) if more["month"] else date.month
            date = _Written(days, month, year, more.start() + 1, more.end())
            yield from date.mentions()
        found = _FIRST_CHINESE.search(text, date.end)


def _days_chinese(written: str | None) -> list[int]:
    return [number(day) for day in re.findall(CHINESE_NUMBER, written or "")]
