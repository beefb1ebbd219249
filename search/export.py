"""Hits as rows for other programs: JSON lines, CSV and TSV. The data set of all columns is `dataset_files`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .results import Facets, Hit, Results

__all__ = ["COLUMNS", "FORMATS", "begins_formula", "crossed", "csv_lines", "facet_lines", "lines", "to_json"]

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
    "corpus",
    "source",
    "score",
    "snippet",
    "text",
)
"""The columns of CSV and TSV; lists are joined by "; "."""

FORMATS = ("json", "jsonl", "csv", "tsv")

_FORMULA = frozenset("=+-@\t\r")


def lines(hits: Iterable[Hit], form: str, *, excel: bool = False) -> Iterator[str]:
    """The hits in one of FORMATS but "json", a line each without its end, as they come.

    excel: CSV with an apostrophe before each text that is a formula to a spreadsheet, as a letter that somebody sends
        may bring one; for other programs a text stays as it is
    """
    if form == "jsonl":
        return (json.dumps(hit.to_dict(), ensure_ascii=False) for hit in hits)
    return _rows(hits, form, excel)


def crossed(across: str, results: Results) -> dict[str, Any]:
    """What the JSON of an answer says of a question that was asked across languages."""
    return {"across": {"to": across, "taken": [one.to_dict() for one in results.taken]}} if across else {}


def to_json(results: Results, query: str, offset: int, across: str = "") -> str:
    """The whole answer as one JSON object: query, across (if it went to that language), total, offset, hits, facets."""
    answer = {
        "query": query,
        **crossed(across, results),
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


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows as CSV under a header, a line each without its end; None is an empty cell."""
    yield _row(header, "csv")
    for row in rows:
        yield _row(row, "csv")


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet would run a cell of this text (OWASP, "CSV Injection")."""
    return text[:1] in _FORMULA


def _rows(hits: Iterable[Hit], form: str, excel: bool) -> Iterator[str]:
    yield _row(COLUMNS, form)
    for hit in hits:
        clause = hit.to_dict()
        yield _row([_guarded(clause[name]) if excel else _cell(clause[name]) for name in COLUMNS], form)


def _guarded(value: Any) -> str:
    cell = _cell(value)
    return f"'{cell}" if begins_formula(cell) and not isinstance(value, int | float) else cell


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_item(one) for one in value)
    return "" if value is None else str(value)


def _item(value: Any) -> str:
    """A verb by its lemma, a pinpoint as document and paragraph."""
    if isinstance(value, dict):
        return str(value["lemma"]) if "lemma" in value else f"{value['document']} {value['paragraph']}"
    return str(value)


def _row(cells: Sequence[object], form: str) -> str:
    """One record: CSV after RFC 4180; TSV with no tab or line break inside a cell."""
    if form == "tsv":
        return "\t".join(" ".join(str(cell).split()) for cell in cells)
    written: list[str] = []
    # a cell is quoted for what ends a record, so the writer has to know that
    csv.writer(_Written(written), lineterminator="\r\n").writerow(cells)
    return written[0].removesuffix("\r\n")


class _Written:
    """What `csv` writes to: it hands over one record at a time."""

    def __init__(self, records: list[str]) -> None:
        self.write = records.append
