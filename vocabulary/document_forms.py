"""How documents are laid out in French, Spanish, Russian, Arabic and German, and in which language a text is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources

from .dates import full_date
from .languages import from_script
from .list_marks import latin_mark

__all__ = ["any_of", "language_of", "local_date", "with_latin_mark"]

_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 25
"""In running text every third or fourth word is a function word; in a language that is not known, hardly any."""

_MARK = re.compile(
    r"\s*(?P<mark>\d{1,3}\s?[-–—]|\(?\s?[^\W\d_a-zA-Z]\u0640?\s?\)|[‘’“”\"]\s?\d{1,2}\s?[‘’“”\"])\s{1,9}(?=[^\W\d_]|[\"“«])"
)


@cache
def _forms() -> Mapping[str, Mapping[str, object]]:
    data = resources.files(__package__) / "data/document-forms.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


def _listed(form: Mapping[str, object], name: str) -> list[str]:
    written = form.get(name)
    return [str(one) for one in written] if isinstance(written, list) else []


@cache
def any_of(name: str) -> str:
    """A pattern for what `data/document-forms.toml` has under `name` in any language, as it is there or in capitals."""
    found = {word for form in _forms().values() for one in _listed(form, name) for word in (one, one.upper())}
    words = (re.escape(word).replace("'", "['’]") for word in sorted(found, key=lambda word: (-len(word), word)))
    return rf"(?:{'|'.join(words)})"


# -- the language ---------------------------------------------------------------------------------


def language_of(text: str) -> str:
    """The language of a text, by its script and its function words: ISO 639-1, or "" where they do not tell."""
    sample = text[:_SAMPLE]
    if (code := from_script(sample)) != "en":
        return code
    words = Counter(_WORD.findall(unicodedata.normalize("NFC", sample).lower()))
    counts = {code: sum(words[word] for word in own) for code, own in _function_words().items()}
    (best, most), (_, second) = Counter(counts).most_common(2)
    return best if most > second and most * _FEWEST >= words.total() else ""


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(str(form["words"]).split()) for code, form in _forms().items() if "words" in form}


# -- numbers and dates ----------------------------------------------------------------------------


def with_latin_mark(text: str) -> str:
    """`text` with the number it opens with as English has it: "1. " for "1 - ", "(a) " for "(أ) "."""
    found = _MARK.match(text)
    if found is None:
        return text
    mark = latin_mark(found["mark"])
    return text if mark == found["mark"] else f"{mark} {text[found.end() :]}"


@cache
def _months() -> Mapping[str, int]:
    lists = (_listed(form, "months") for form in _forms().values())
    return {one.lower(): number for names in lists for number, name in enumerate(names, 1) for one in name.split("|")}


@cache
def _date() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"(?<!\d)(\d{{1,2}})(?:er|º|\.)?\s{{1,2}}(?:de\s)?({months})(?:/[^\W\d_]{{3,12}})?\s{{1,2}}(?:de\s)?(\d{{4}})(?!\d)",
        re.IGNORECASE,
    )


def local_date(text: str) -> str:
    """The first full date of a text in one of these languages, in ISO form; "" if there is none."""
    for day, month, year in _date().findall(text):
        if iso := full_date(int(year), _months()[month.lower()], int(day)):
            return iso
    return ""
