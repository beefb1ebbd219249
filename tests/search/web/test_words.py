"""The words of the pages: all that a template names are in the table, in both languages alike."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import seized.search.web

WEB = Path(seized.search.web.__file__).parent
WORDS = tomllib.loads((WEB / "data" / "interface.toml").read_text(encoding="utf-8"))
TEMPLATES = sorted((WEB / "templates").glob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: str(template.name))
def test_the_words_that_a_template_names_are_there(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    named = re.findall(r"\bt\.of\('(\w+)', '(\w+)'\)", text)
    named += [("page", key) for key in re.findall(r"\bt\('(\w+)'[,)]", text)]
    counted = (key.rpartition(".") for key in re.findall(r"\bt\.count\('([\w.]+)'", text))
    named += [(group or "page", key) for group, _, key in counted]
    assert [one for one in named if one[1] not in WORDS[one[0]]] == []


def test_both_languages_have_the_same_places_to_fill() -> None:
    entries = [(group, key, words) for group, section in WORDS.items() for key, words in section.items()]
    places = re.compile(r"\{\w+\}")
    differing = [(group, key) for group, key, (en, zh) in entries if set(places.findall(en)) != set(places.findall(zh))]
    assert differing == []
