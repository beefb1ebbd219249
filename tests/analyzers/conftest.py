"""Texts to analyse and what "contains the phrase" means, written down a second time without the analyzers."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from pathlib import Path

import pytest

from seized.vocabulary.folding import fold, tidy

MARK = "、"


@lru_cache(maxsize=2000)
def _units(text: str) -> list[str]:
    """Words, Chinese characters and, beside these, a mark for punctuation: read character by character."""
    found: list[str] = []
    word = ""
    for char in f"{text} ":
        category = unicodedata.category(char)
        is_han = char == "〇" or unicodedata.name(char, "").startswith("CJK UNIFIED")
        if category in ("Mn", "Cf"):
            continue
        if char.isalnum() and not is_han:
            word += char
            continue
        if word:
            found.append(word)
            word = ""
        if is_han:
            found.append(char)
        elif not char.isspace() and found and found[-1] != MARK:
            found.append(MARK)
    kept = [
        unit
        for place, unit in enumerate(found)
        if unit != MARK or any(_is_han(near) for near in (found[place - 1], *found[place + 1 : place + 2]))
    ]
    return [unit if unit == MARK else fold(unit) for unit in (kept[:-1] if kept[-1:] == [MARK] else kept)]


def _is_han(unit: str) -> bool:
    return len(unit) == 1 and (unit == "〇" or unicodedata.name(unit).startswith("CJK UNIFIED"))


def _contains(text: str, phrase: str) -> bool:
    units, wanted = _units(text), _units(phrase)
    places = range(len(units) - len(wanted) + 1)
    return bool(wanted) and any(units[place : place + len(wanted)] == wanted for place in places)


@pytest.fixture(scope="session")
def units() -> Callable[[str], list[str]]:
    """What a text consists of for quoted wording."""
    return _units


@pytest.fixture(scope="session")
def contains() -> Callable[[str, str], bool]:
    """Whether a text contains a phrase: a plain scan."""
    return _contains


@pytest.fixture(scope="session")
def letters() -> list[str]:
    """The paragraphs of the sample letters, Chinese and English."""
    folder = resources.files("seized.corpus") / "samples"
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".txt")]
    return [line for text in texts for line in map(tidy, text.splitlines()) if line]


def _clauses(shared: Path, lang: str) -> list[str]:
    folder = shared / "corpus/akn/2020" / lang
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    found: list[str] = []
    for path in sorted(folder.glob("*.xml"))[:12]:
        tree = etree.parse(str(path), parser)
        for clause in tree.iterfind(".//{*}preamble/{*}container"):
            found.append(tidy("".join(map(str, clause.itertext()))))
        for clause in tree.iterfind(".//{*}mainBody//{*}paragraph"):
            found.append(tidy("".join(map(str, clause.itertext()))))
    return [text for text in found if text]


@pytest.fixture(scope="session")
def english_clauses(shared: Path) -> list[str]:
    """A few hundred English clauses of 2020."""
    return _clauses(shared, "English")


@pytest.fixture(scope="session")
def chinese_clauses(shared: Path) -> list[str]:
    """A few hundred Chinese clauses of 2020."""
    return _clauses(shared, "Chinese")


@pytest.fixture(scope="session")
def some_phrases() -> Callable[[list[str]], list[str]]:
    """Wordings that occur, of one word and more, cut out of texts at random but the same each time."""

    def phrases(texts: list[str], number: int = 60) -> list[str]:
        chance = random.Random(2553)
        found = []
        for text in chance.sample(texts, min(number, len(texts))):
            pieces = re.findall(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+|\s+", text)
            start = chance.randrange(len(pieces))
            found.append("".join(pieces[start : start + chance.choice((1, 3, 5, 7, 11))]))
        return found

    return phrases
