"""What the corpora that are tables have in common: their columns, and one source for each document in a row."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import DocumentError
from ..indexer.readers.sources import SourceFile
from ..indexer.readers.table import Layout
from ..vocabulary.folding import tidy
from ..vocabulary.symbols import key

if TYPE_CHECKING:
    from ..indexer.model import Country, Document

__all__ = [
    "failing",
    "failing_row",
    "layout",
    "listed",
    "miscounts",
    "nothing_forgotten",
    "plain_agenda",
    "row_source",
    "source_name",
    "unpacked",
    "whole_number",
]

_LIBRARY_CODE = re.compile(r"S/\S{0,20}\s+(?=\S)")


@cache
def layout(name: str) -> Layout:
    """The columns of a table, from data/tables.toml."""
    written = tomllib.loads((resources.files(__package__) / "data/tables.toml").read_text(encoding="utf-8"))[name]
    return Layout(columns=written["columns"], needs=written["needs"])


def row_source(
    corpus: str, symbol: str, cells: Mapping[str, Any], reader: Callable[[bytes, str], tuple[Document, ...]]
) -> SourceFile:
    """The source of what a table says of one document: `cells`, which `reader` gets back by `unpacked`.

    The cells are kept packed until they are read: the texts of all resolutions would fill memory.
    """
    name = source_name(symbol, str(cells.get("lang", "")))
    packed = zlib.compress(msgspec.json.encode(dict(cells)), 1)
    return SourceFile(f"{corpus}/{name}", corpus, partial(zlib.decompress, packed), reader=reader, corpus=corpus)


def source_name(symbol: str, lang: str) -> str:
    """What the source of an edition is called in its corpus: "S_RES_650(1990)", "S_RES_650(1990)@zh"."""
    return key(symbol).replace("/", "_") + ("" if lang in ("", "en") else f"@{lang}")


def unpacked(data: bytes) -> dict[str, Any]:
    """The cells of a source that `row_source` made."""
    cells: dict[str, Any] = msgspec.json.decode(data)
    return cells


def failing(corpus: str, name: str, reason: str) -> SourceFile:
    """A source that cannot be read; without a name it is the rest of the corpus, of which nothing is forgotten."""
    path = f"{corpus}/{name}" if name else corpus

    def load() -> bytes:
        raise DocumentError(path, reason)

    return SourceFile(path, corpus, load, corpus=corpus)


def failing_row(corpus: str, line: int, reason: str) -> SourceFile:
    """A row of which it is not known what document it is about; its line is named once."""
    return failing(corpus, f"line {line}", reason.removeprefix(f"line {line} "))


def nothing_forgotten(corpus: str, rows: int) -> SourceFile:
    """What keeps all that was indexed of a corpus, after rows that may be about any document of it."""
    which = "one row is" if rows == 1 else f"{rows} rows are"
    return failing(corpus, "", f"it is not known what {which} about, so nothing that it held is taken out")


def listed(cell: str) -> tuple[str, ...]:
    """The items of a cell that has | between them, each once."""
    return tuple(dict.fromkeys(filter(None, map(tidy, cell.split("|")))))


def plain_agenda(cell: str) -> str:
    """An item of the agenda without the library's code before it ("S/", "S/PV.4213") and the full stop behind it."""
    return _LIBRARY_CODE.sub("", tidy(cell), count=1).rstrip(". ") if cell else ""


def whole_number(cell: str) -> str:
    """The digits of a number, which a program for statistics may have written as "15.0"; "" for all else."""
    number, _, fraction = cell.partition(".")
    return number if number.isdecimal() and not fraction.strip("0") else ""


def miscounts(sides: Mapping[str, Collection[Country]], counted: Mapping[str, str]) -> Iterator[str]:
    """Where the States that were read are not as many as the table counts, one sentence each; by Y, N and A."""
    for letter, states in sides.items():
        if (said := whole_number(counted.get(letter, ""))) and int(said) != len(states):
            yield f"{len(states)} States stand under {letter} where {said} are counted"
