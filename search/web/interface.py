"""The words of the pages in the languages of the interface: a table, `data/interface.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from ...vocabulary import countries, verbs

__all__ = ["LANGUAGES", "Interface", "chosen", "interface"]

LANGUAGES: Final = ("en", "zh")
_OF_THE_VOCABULARY: Final[Mapping[str, Callable[[str], str]]] = {
    "country": countries.in_chinese,
    "verb": verbs.in_chinese,
}


class Interface:
    """The words of one language. code: "en" or "zh" """

    def __init__(self, code: str, words: Mapping[str, str]) -> None:
        self.code = code
        self._words = words

    def __call__(self, key: str, **values: Any) -> str:
        """The words for a key, with values in their places."""
        return self._words[key].format(**values)

    def of(self, group: str, name: str) -> str:
        """What a name of a group is called ("kind", "operative"); itself where it has no other name.

        In Chinese countries and verbs are called what the vocabulary calls them.
        """
        if self.code == "zh" and group in _OF_THE_VOCABULARY:
            return _OF_THE_VOCABULARY[group](name)
        return self._words.get(f"{group}.{name}", name)

    def count(self, key: str, number: int) -> str:
        """The words for a number of things: `key.one` for one of them where the language tells it apart."""
        one = self._words.get(f"{key}.one") if number == 1 else None
        return (one or self._words[key]).format(n=f"{number:,}")


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """The words by language and dotted key."""
    text = (resources.files(__package__) / "data/interface.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {code: {} for code in LANGUAGES}
    for section, entries in tomllib.loads(text).items():
        for key, words in entries.items():
            for code, said in zip(LANGUAGES, words, strict=True):
                found[code][key if section == "page" else f"{section}.{key}"] = said
    return found


@cache
def interface(code: str) -> Interface:
    """The words in a language of LANGUAGES."""
    return Interface(code, _table()[code])


def chosen(asked: str, accepted: str) -> str:
    """The language of the interface: the one that is asked for, else the first that a browser accepts, else English.

    asked: of `?ui=`; accepted: an Accept-Language header, of which the weights are not looked at: browsers send the
    preferred one first
    """
    offered: Sequence[str] = (asked, *(one.strip()[:2].lower() for one in accepted[:200].split(",")))
    return next((one for one in offered if one in LANGUAGES), LANGUAGES[0])
