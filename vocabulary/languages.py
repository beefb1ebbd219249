"""The languages of the documents: their codes, and how folders and files of the United Nations name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Language", "from_code", "from_path", "from_script", "languages"]

# "S_RES_2553 (2020)-2016352F.xml", "S_RES_2650_2221218de.xml", "SC_2561_2021-F.xml"
_JOB = re.compile(r"\d{5,}(?P<mark>[A-Za-z]{1,2})\.\w{2,4}$|[-_ ](?P<alone>[A-Z])\.\w{2,4}$")
# a text is in the language whose script most of its letters are of
_SCRIPTS = {
    "zh": re.compile(r"[\u3400-\u9fff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
}
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Language:
    """A language.

    code: ISO 639-1; others: ISO 639-2; folder, letter: as the United Nations' files show it ("French", "F")
    stemmer: Snowball's name of it, "" where there is none
    """

    code: str
    others: tuple[str, ...]
    folder: str
    letter: str
    stemmer: str


@cache
def languages() -> Mapping[str, Language]:
    """The languages by ISO 639-1 code."""
    data = (resources.files(__package__) / "data/languages.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in data.splitlines() if line and not line.startswith("#"))
    found = (Language(code, tuple(o.split(",")), folder, letter, stem) for code, o, folder, letter, stem in rows)
    return {one.code: one for one in found}


@cache
def _codes() -> Mapping[str, str]:
    return {written: one.code for one in languages().values() for written in (one.code, *one.others)}


@cache
def _marks() -> Mapping[str, str]:
    return {mark: one.code for one in languages().values() for mark in (one.letter, one.letter.lower(), one.code)}


@cache
def _folders() -> Mapping[str, str]:
    return {one.folder.lower(): one.code for one in languages().values()}


def from_code(written: str) -> str:
    """ISO 639-1 for a code of ISO 639-1 or 639-2 ("fra"); one that is not known stands for itself, cut to two."""
    code = written.strip().lower().partition("-")[0]
    return _codes().get(code, code[:2])


def from_path(path: str) -> str:
    """The language that a path names by a folder ("2020/French/…") or the end of a file ("…-2016352F.xml"), or ""."""
    *folders, name = path.split("/")
    for folder in reversed(folders):
        if code := _folders().get(folder.lower()):
            return code
    found = _JOB.search(name)
    return _marks().get(found["mark"] or found["alone"], "") if found else ""


def from_script(text: str) -> str:
    """The language whose script most letters of a text are of; English for Latin letters."""
    sample = text[:20_000]
    most = {code: len(letters.findall(sample)) for code, letters in _SCRIPTS.items()}
    code = max(most, key=lambda one: most[one])
    return code if most[code] * 2 > len(_LATIN.findall(sample)) else "en"
