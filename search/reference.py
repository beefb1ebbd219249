"""References to copy: a clause or a document as OSCOLA, BibTeX and the United Nations write it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from ..errors import QueryError
from ..indexer.model import Clause
from ..indexer.records import DocumentRecord
from ..vocabulary import symbols
from ..vocabulary.dates import month_name
from .syntax import shown

__all__ = ["STYLES", "Reference", "Style", "reference"]

Style = Literal["oscola", "bibtex", "plain"]
STYLES: tuple[Style, ...] = get_args(Style)

_COUNCIL = re.compile(r"S/RES/(\d+) \((\d{4})\)")
_ASSEMBLY = re.compile(r"A/RES/(.+)")
_YEAR_IN_SYMBOL = re.compile(r"[/(]((?:19|20)\d\d)(?=[/)]|$)")
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {mark: rf"\{mark}" for mark in "&%$#_{}"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a clause, or to a document where `id` is a symbol."""

    id: str
    style: Style
    text: str

    def to_dict(self) -> dict[str, str]:
        return {"id": self.id, "style": self.style, "text": self.text}


def reference(document: DocumentRecord, clause: Clause | None, style: str) -> Reference:
    """The reference to a document, or to one clause of it. Raises QueryError for a style that is none."""
    chosen = next((known for known in STYLES if known == style), None)
    if chosen is None:
        raise QueryError(f"no style {shown(style)}; there are {', '.join(STYLES)}")
    write = {"oscola": _oscola, "bibtex": _bibtex, "plain": _plain}[chosen]
    return Reference(clause.id if clause else document.symbol, chosen, write(_Cited(document, clause)))


@cache
def _words() -> Mapping[str, Any]:
    from .. import vocabulary

    return tomllib.loads((resources.files(vocabulary) / "data/references.toml").read_text(encoding="utf-8"))


class _Cited:
    """What a reference says of a document and of one of its clauses."""

    def __init__(self, document: DocumentRecord, clause: Clause | None) -> None:
        self.document = document
        self.clause = clause
        self.symbol = document.symbol.removeprefix(symbols.LETTER_OF)
        organs = _words()["organs"]
        self.organ: Mapping[str, str] = organs.get(symbols.body(document.symbol), organs[""])

    @property
    def is_unnumbered(self) -> bool:
        """Whether it is a letter without a symbol, known by the resolution that it carries."""
        return self.symbol != self.document.symbol

    @property
    def resolution(self) -> str:
        """The number of a resolution as its organ writes it: "2553", "46/182"; "" for what is none."""
        if self.document.type == "letter":
            return ""
        council = _COUNCIL.fullmatch(self.symbol)
        assembly = _ASSEMBLY.fullmatch(self.symbol)
        return council[1] if council else assembly[1] if assembly else ""

    @property
    def council_year(self) -> str:
        """ " (2020)" behind the number of a resolution of the Council."""
        council = _COUNCIL.fullmatch(self.symbol)
        return f" ({council[2]})" if council else ""

    @property
    def doc(self) -> str:
        """The symbol as it is printed after "UN Doc": without the year of a resolution of the Council."""
        return _COUNCIL.sub(r"S/RES/\1", self.symbol)

    @property
    def title(self) -> str:
        titles = _words()["titles"]
        if self.document.type == "letter" and self.date:
            return str(titles["dated_letter"]).format(date=self.date)
        return str(titles.get(self.document.type, titles["other"]))

    @property
    def date(self) -> str:
        """ "3 December 2020", or the year of the symbol, or "" """
        iso = self.document.date
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso):
            day = date.fromisoformat(iso)
            return f"{day.day} {month_name(day.month)} {day.year}"
        return self.year

    @property
    def year(self) -> str:
        found = _YEAR_IN_SYMBOL.search(self.symbol)
        return self.document.date[:4] or (found[1] if found else "")

    def place(self, style: str) -> str:
        """Where in the document the clause is; "" for a whole document."""
        return str(_words()[style][self.clause.kind]).format(number=self.clause.paragraph) if self.clause else ""


def _oscola(cited: _Cited) -> str:
    """UNSC Res 2553 (3 December 2020) UN Doc S/RES/2553, para 20(a)."""
    name = f"Res {cited.resolution}" if cited.resolution else f"‘{cited.title}’"
    dated = f" ({cited.date})" if cited.date else ""
    carried = "accompanying " if cited.is_unnumbered else ""
    return _joined(f"{cited.organ['acronym']} {name}{dated} {carried}UN Doc {cited.doc}", cited.place("oscola"))


def _plain(cited: _Cited) -> str:
    """Security Council resolution 2553 (2020), para. 20 (a), as the United Nations cites its own documents."""
    place = re.sub(r"(?<=\d)\(", " (", cited.place("plain"))
    if cited.resolution:
        return _joined(f"{cited.organ['name']} resolution {cited.resolution}{cited.council_year}", place)
    shown = f"transmitting {cited.symbol}" if cited.is_unnumbered else f"({cited.symbol})"
    dated = "" if cited.document.type == "letter" or not cited.date else f" of {cited.date}"
    return _joined(f"{cited.title}{dated} {shown}", place)


def _bibtex(cited: _Cited) -> str:
    """An entry of the type techreport, which every style of BibTeX knows."""
    resolution = cited.resolution
    title = f"Resolution {resolution}{cited.council_year}" if resolution else cited.title
    iso = cited.document.date
    known = {
        "author": f"{{{_tex('United Nations ' + cited.organ['name'])}}}",
        "title": f"{{{_tex(title)}}}",
        "institution": _tex(f"United Nations {cited.organ['name']}"),
        "type": "Resolution" if resolution else _words()["types"].get(cited.document.type, ""),
        "number": _tex("" if cited.is_unnumbered else cited.symbol),
        "year": cited.year,
        "date": iso,
        "note": _tex(cited.place("oscola")),
        "language": "" if cited.document.lang == "en" else cited.document.lang,
        "url": "" if cited.is_unnumbered else f"https://undocs.org/{symbols.key(cited.symbol)}",
    }
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in known.items() if value)
    return f"@techreport{{{_key(cited)},\n{fields}\n}}"


def _key(cited: _Cited) -> str:
    """The id or symbol in letters that every program takes: "S-RES-2553-2020-op-20-a"."""
    whole = cited.clause.id if cited.clause else cited.document.symbol
    return re.sub(r"[^A-Za-z0-9]+", "-", whole).strip("-")


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in text)


def _joined(document: str, place: str) -> str:
    return f"{document}, {place}" if place else document
