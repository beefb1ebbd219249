"""Names of countries, in English and Chinese, as ISO 3166 codes; and written lists of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from .folding import fold, tidy

__all__ = ["CountryName", "all_names", "in_chinese", "resolve", "split_names"]


class CountryName(NamedTuple):
    """A State: ISO 3166 alpha-3 code and English short name, as the United Nations writes it."""

    code: str
    name: str


class _Names(NamedTuple):
    """The table of names, by code, by letters alone and by words in any order."""

    countries: dict[str, CountryName]
    written: list[tuple[CountryName, str]]
    by_letters: dict[str, str]
    by_words: dict[str, str]
    nobody: set[str]
    others: set[str]


_NOBODY, _OTHERS = "-", "!"
_CODE = re.compile(r"[A-Z]{3}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+")
_MINOR_WORDS = frozenset({"the", "of"})
_LONGEST = 80
_FARTHEST = 2


def resolve(name: str) -> CountryName | None:
    """The country of that name, None where it is not certain.

    Short, official and former names in English and Chinese, ISO 3166 codes in capitals, any case, width
    and spacing, simplified or traditional characters, "Iran (Islamic Republic of)" in any order of words.
    A slip is forgiven where exactly one country is nearest; see `_nearest`.
    """
    return _resolve(name.strip()) if len(name) <= 4 * _LONGEST else None


@lru_cache(maxsize=4096)
def _resolve(name: str) -> CountryName | None:
    table = _table()
    if _CODE.fullmatch(name) and name in table.countries:
        return table.countries[name]
    words = _words(name)
    code = _exact(words)
    if code is None and _HAN.search(name):
        words = _words(_simplified(name))
        code = _exact(words)
    if code is None:
        code = _nearest(words)
    return table.countries[code] if code else None


def all_names() -> Iterator[tuple[CountryName, str]]:
    """Every name of the table with its country, for lexicons."""
    return iter(_table().written)


def in_chinese(name: str) -> str:
    """The Chinese short name of a country by its English one; the name itself where there is none."""
    return _in_chinese().get(name, name)


@cache
def _in_chinese() -> dict[str, str]:
    found: dict[str, str] = {}
    for country, written in all_names():
        if _HAN.search(written):
            found.setdefault(country.name, written)
    return found


@cache
def _table() -> _Names:
    table = _Names({}, [], {}, {}, set(), set())
    path = resources.files(__package__) / "data/countries.tsv"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith(("#", "code\t")):
            continue
        code, name, english, chinese = line.split("\t")
        written = [part for part in (name, *english.split("|"), *chinese.split("|")) if part]
        if code in (_NOBODY, _OTHERS):
            (table.nobody if code == _NOBODY else table.others).update(map(_letters, written))
            continue
        table.countries[code] = CountryName(code, name)
        for one in written:
            table.written.append((table.countries[code], one))
            table.by_letters.setdefault(_letters(one), code)
            table.by_words.setdefault(_in_any_order(_words(one)), code)
    return table


def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(name)))


def _letters(name: str) -> str:
    return "".join(_words(name))


def _in_any_order(words: tuple[str, ...]) -> str:
    return " ".join(sorted(word for word in words if word not in _MINOR_WORDS))


def _exact(words: tuple[str, ...]) -> str | None:
    table = _table()
    return table.by_letters.get("".join(words)) or table.by_words.get(_in_any_order(words))


@cache
def _to_simplified() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(name: str) -> str:
    return str(_to_simplified().convert(name))  # type: ignore[attr-defined]


# -- slips ---------------------------------------------------------------------------------------


@cache
def _candidates() -> list[tuple[tuple[str, ...], str, frozenset[str], str]]:
    """Words, letters and set of letters of each name, with the code."""
    return [
        (words, "".join(words), frozenset("".join(words)), country.code)
        for country, name in _table().written
        for words in (_words(name),)
    ]


def _nearest(words: tuple[str, ...]) -> str | None:
    """The country whose name is nearest to `words`, if it may have such a slip and no other is as near.

    A slip is a letter dropped, added, changed, or swapped with the next. In Chinese a name of three to seven
    characters may have one, a longer one two. In English each word of six letters or more may have one, a
    name two; shorter words have to be right (Iran and Iraq, Chile and China). A whole name with something
    put before or after it is another name (Ireland and 北爱尔兰), not a slip.
    """
    written = "".join(words)
    if not 3 <= len(written) <= _LONGEST or written in _table().others:
        return None
    letters = frozenset(written)
    best, codes, forgiven = _FARTHEST + 1, set[str](), False
    for name_words, name, name_letters, code in _candidates():
        if abs(len(name) - len(written)) > _FARTHEST or len(letters ^ name_letters) > 2 * _FARTHEST:
            continue
        distance = _distance(written, name)
        if distance < best:
            best, codes, forgiven = distance, set(), False
        if distance == best:
            codes.add(code)
            forgiven = forgiven or _forgivable(words, name_words, distance)
    return codes.pop() if forgiven and len(codes) == 1 else None


def _forgivable(written: tuple[str, ...], name: tuple[str, ...], distance: int) -> bool:
    """Whether `distance` slips may make `written` of `name`."""
    if distance > _FARTHEST:
        return False
    whole = "".join(name)
    if "".join(written).startswith(whole) or "".join(written).endswith(whole):
        return False
    if _HAN.search(whole):
        return distance <= (0 if len(whole) < 3 else 1 if len(whole) < 8 else 2)
    if len(written) != len(name):
        return False
    return all(
        one == other or (len(other) >= 6 and _distance(one, other) == 1)
        for one, other in zip(written, name, strict=True)
    )


def _distance(one: str, other: str) -> int:
    """Letters to drop, add, change or swap to make `other` of `one` (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


# -- lists ---------------------------------------------------------------------------------------

_BLANKS = re.compile(r"[^\S\n]+")
_LINE_BREAKS = re.compile(r" ?\n[\s]*")
# 共和国, 埃及 and the like are one word; longer names with 和 or 及 in them are put together again below.
_SEPARATOR = re.compile(
    r"""
      (?P<hard>
          [ \n]?[、，,；;][ \n]?(?:(?:以及|和|及|与|and\b|&)[ \n]?)?
        | [ \n]?(?:以及|(?<!共)和|(?<!埃)及|与)[ \n]?
        | [ \n](?:and|&)[ \n]
      )
    | \n
    | (?<=[\u3400-\u9fff])[ ](?=[\u3400-\u9fff])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EDGES = ' \n\t.。:：*†‡^_"“”'
_LONGEST_RUN = 8
_MOST_PARTS = 400


class _Part(NamedTuple):
    """A stretch of a list between two separators.

    words: its own; lead: those of the separator before it ("and"); soft: that separator is white space alone
    """

    start: int
    end: int
    words: tuple[str, ...]
    lead: tuple[str, ...]
    soft: bool


def split_names(text: str) -> list[str]:
    """The names of a written list, as they stand there; [] for nobody ("None", "无").

    Parts that only together make a known name are one name ("Bosnia and Herzegovina", 波斯尼亚和黑塞哥维那),
    wherever lines are broken.
    """
    plain = _LINE_BREAKS.sub("\n", _BLANKS.sub(" ", text)).strip(_EDGES)
    if not plain or _letters(plain) in _table().nobody:
        return []
    parts = list(_parts(plain))
    # with real separators, a line break or a gap is only where a line ended or a scanner stumbled
    soft_joins = any(not part.soft for part in parts[1:])
    names: list[str] = []
    at = 0
    while at < len(parts):
        count = _run(plain, parts, at) or _unknown_run(parts, at, soft_joins)
        names.append(tidy(plain[parts[at].start : parts[at + count - 1].end]).strip(_EDGES))
        at += count
    return [name for name in names if name]


def _parts(plain: str) -> Iterator[_Part]:
    start, before, soft = 0, 0, False
    for found in _SEPARATOR.finditer(plain):
        if found.start() > start:
            yield _part(plain, before, start, found.start(), soft)
            before, soft = found.start(), True
        soft = soft and not found["hard"]
        start = found.end()
    if start < len(plain):
        yield _part(plain, before, start, len(plain), soft)


def _part(plain: str, before: int, start: int, end: int, soft: bool) -> _Part:
    return _Part(start, end, _words(plain[start:end]), _words(plain[before:start]), soft)


def _run(plain: str, parts: list[_Part], at: int) -> int:
    """How many parts from `at` on make one known name, the longest first; 0 if none do."""
    known, words = 0, parts[at].words
    for count, after in enumerate(parts[at + 1 : at + _LONGEST_RUN], 1):
        known = count if _exact(words) else known
        words += after.lead + after.words
    last = min(_LONGEST_RUN, len(parts) - at)
    known = last if _exact(words) else known
    if known > 1 or len(parts) > _MOST_PARTS:
        return known
    return _slipped_run(plain, parts, at, known)


def _slipped_run(plain: str, parts: list[_Part], at: int, known: int) -> int:
    """The same for a name with a slip; a known name may begin it ("Saint Vincent and the Grenadine")."""
    if known and (at + 1 == len(parts) or _exact(parts[at + 1].words)):
        return known
    for count in range(min(4, len(parts) - at), known, -1):
        if resolve(plain[parts[at].start : parts[at + count - 1].end]):
            return count
    return known


def _unknown_run(parts: list[_Part], at: int, soft_joins: bool) -> int:
    """How many parts from `at` on, broken by white space alone, are one unknown name."""
    count = 1
    while soft_joins and at + count < len(parts) and parts[at + count].soft and _exact(parts[at + count].words) is None:
        count += 1
    return count
