"""The codebook of the data set: each column of `seized export` with its type, its meaning and its source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Literal

__all__ = ["Column", "ColumnType", "codebook_table", "columns"]

ColumnType = Literal["text", "integer", "boolean", "date", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the data set.

    type: "list" is a list of texts
    source: what the value is taken from
    missing: when there is no value, "" for never; a list is then empty
    example: of the bundled samples
    """

    name: str
    type: ColumnType
    meaning: str
    source: str
    missing: str
    example: str

    def to_dict(self) -> dict[str, str]:
        return asdict(self)


@cache
def columns() -> tuple[Column, ...]:
    """The columns of the data set in their order."""
    text = (resources.files(__package__) / "data/codebook.toml").read_text(encoding="utf-8")
    return tuple(Column(**entry) for entry in tomllib.loads(text)["column"])


def codebook_table() -> Iterator[str]:
    """The codebook as the lines of a Markdown table, as docs/export.md has it."""
    yield "| column | type | meaning | from | missing |"
    yield "| --- | --- | --- | --- | --- |"
    for one in columns():
        yield f"| `{one.name}` | {one.type} | {one.meaning} | {one.source} | {one.missing or 'never'} |"
