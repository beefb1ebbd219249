"""Hits as rows for other programs: JSON lines, CSV, TSV, and keyword in context."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .results import Facets, Hit, Results

__all__ = ["COLUMNS", "FORMATS", "facet_lines", "lines", "to_json"]

COLUMNS = (
    "id",
    "document",
    "kind",
    "paragraph",
    "position",
    "lang",
    "date",
    "verbs",
    "cites",
    "pinpoints",
    "score",
    "snippet",
    "text",
)
"""The columns of CSV and TSV; lists are joined by "; "."""

FORMATS = ("json", "jsonl", "csv", "tsv", "kwic")


def lines(hits: Iterable[Hit], form: str, *, width: int = 100) -> Iterator[str]:
    """The hits in one of FORMATS but "json", a line each without its end, as they come.

    width: columns of a line of keyword in context
    """
    if form == "jsonl":
        return (json.dumps(hit.to_dict(), ensure_ascii=False) for hit in hits)
    if form == "kwic":
        return _kwic(hits, width)
    return _rows(hits, form)


def to_json(results: Results, query: str, offset: int) -> str:
    """The whole answer as one JSON object: query, total, offset, hits, facets."""
    answer = {
        "query": query,
        "total": results.total,
        "offset": offset,
        "hits": results.to_dicts(),
        "facets": results.facets,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def facet_lines(facets: Facets, form: str) -> Iterator[str]:
    """The counts of facets as rows of field, value and count."""
    rows = [(field, value, count) for field, counts in facets.items() for value, count in counts.items()]
    if form == "jsonl":
        yield from (
            json.dumps({"field": field, "value": value, "count": count}, ensure_ascii=False)
            for field, value, count in rows
        )
        return
    yield from (_row(row, form) for row in [("field", "value", "count"), *rows])


def _rows(hits: Iterable[Hit], form: str) -> Iterator[str]:
    yield _row(COLUMNS, form)
    for hit in hits:
        clause = hit.to_dict()
        yield _row([_cell(clause[name]) for name in COLUMNS], form)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_item(one) for one in value)
    return str(value)


def _item(value: Any) -> str:
    """A verb by its lemma, a pinpoint as document and paragraph."""
    if isinstance(value, dict):
        return str(value["lemma"]) if "lemma" in value else f"{value['document']} {value['paragraph']}"
    return str(value)


def _row(cells: Sequence[object], form: str) -> str:
    """One record: CSV after RFC 4180; TSV with no tab or line break inside a cell."""
    if form == "tsv":
        return "\t".join(" ".join(str(cell).split()) for cell in cells)
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _kwic(hits: Iterable[Hit], width: int) -> Iterator[str]:
    """Each match on a line of its own between its contexts, the matches below one another, then the id."""
    side = max(10, (width - 52) // 2)
    for hit in hits:
        if not hit.spans:
            yield f"{_fill('', side + 1)}{_fill(_first_columns(hit.text, side + 24), side + 24)}  {hit.id}"
        for start, end in hit.spans:
            left = _last_columns(hit.text[max(0, start - side) : start], side)
            right = _first_columns(hit.text[end : end + side], side)
            middle = f"[{hit.text[start:end]}] {right}"
            yield f"{_pad_left(left, side)} {_fill(middle, side + 24)}  {hit.id}"


def columns(text: str) -> int:
    """Columns that a terminal gives a text: Chinese characters take two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _first_columns(text: str, most: int) -> str:
    while columns(text) > most:
        text = text[:-1]
    return text


def _last_columns(text: str, most: int) -> str:
    while columns(text) > most:
        text = text[1:]
    return text


def _fill(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _pad_left(text: str, width: int) -> str:
    return " " * (width - columns(text)) + text
