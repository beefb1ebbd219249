"""Names of the index fields, the keys that stand in them, and the words by which people ask for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from .folding import fold
from .symbols import key

__all__ = [
    "AGENDA",
    "BODY",
    "CITES",
    "DATE",
    "EXACT",
    "KIND",
    "LANG",
    "LEAD",
    "PARA",
    "SPONSOR",
    "SYMBOL",
    "TEXT",
    "TITLE",
    "TOPIC",
    "VERB",
    "VOTE",
    "YEAR",
    "aliases",
    "bodies",
    "body_key",
    "cites_key",
    "country_key",
    "date_key",
    "named",
    "para_key",
    "symbol_key",
    "typed",
    "vote_key",
]

TEXT: Final = "text"
"""Stems, Chinese words and symbols of the clause."""
EXACT: Final = "exact"
"""The clause's words as they stand, each Chinese character a word."""
KIND: Final = "kind"
PARA: Final = "para"
LANG: Final = "lang"
BODY: Final = "body"
SYMBOL: Final = "symbol"
VERB: Final = "verb"
"""The lemma of each verb of the clause."""
LEAD: Final = "lead"
"""The lemma of the leading verb."""
CITES: Final = "cites"
DATE: Final = "date"
YEAR: Final = "year"
AGENDA: Final = "agenda"
TOPIC: Final = "topic"
TITLE: Final = "title"
SPONSOR: Final = "sponsor"
VOTE: Final = "vote"

_SPACE = re.compile(r"\s+")


def symbol_key(symbol: str) -> str:
    """A canonical symbol as `symbol` and `document` hold it: "s/res/2553(2020)"."""
    return key(symbol).lower()


def para_key(label: str) -> str:
    """A paragraph's number as `para` holds it: "20(a)(i)"."""
    return _SPACE.sub("", label).lower()


def cites_key(symbol: str, paragraph: str = "") -> str:
    """A cited document, or one paragraph of it, as `cites` holds it.

    "s/res/1267(1999)", "s/res/1267(1999)#7"; of the Charter "charter#article41", "charter#chaptervii".
    """
    return f"{symbol_key(symbol)}#{para_key(paragraph)}" if paragraph else symbol_key(symbol)


def body_key(organ: str) -> str:
    """The organ of a symbol ("S") as `body` holds it."""
    return organ.lower()


def country_key(code: str) -> str:
    """An ISO 3166-1 alpha-3 code as `sponsor` holds it: "chn"."""
    return code.lower()


def vote_key(position: str, code: str) -> str:
    """How a country voted, as `vote` holds it: position "for", "against" or "abstain"; "abstain:chn"."""
    return f"{position}:{country_key(code)}"


def date_key(iso: str) -> int:
    """A full ISO date as `date` holds it: 20201203. Its first four digits are what `year` holds."""
    return int(iso.replace("-", ""))


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((resources.files(__package__) / "data/query.toml").read_text(encoding="utf-8"))


@cache
def bodies() -> Mapping[str, str]:
    """The organs by symbol, name and alias, folded, and their keys in `body`."""
    lines = (resources.files(__package__) / "data/organs.tsv").read_text(encoding="utf-8").splitlines()
    organs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    by_symbol = {element.lower(): body_key(element) for element, _ in organs}
    return by_symbol | {fold(name): body_key(element) for element, name in organs} | dict(_data()["bodies"])


def aliases(group: str) -> Mapping[str, str]:
    """Words that people type and what stands for them in the index.

    group: "fields", "kinds", "languages" or "positions", as in `data/query.toml`, or "bodies"
    """
    return bodies() if group == "bodies" else _data()[group]


def named(group: str, word: str) -> str | None:
    """What a word that a person types stands for, case and accents apart; None if it is not in that group."""
    return aliases(group).get(fold(word).strip())


def typed(field: str) -> str:
    """The name under which people ask for a field of the index: "clause" for `kind`."""
    return next(name for name, meant in aliases("fields").items() if meant == field)
