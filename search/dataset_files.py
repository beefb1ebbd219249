"""The data set as a file: JSON lines, CSV or Parquet, written as the rows come, whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final

from ..errors import SeizedError, needed_for
from .codebook import ColumnType, columns
from .dataset import Row, Value
from .export import begins_formula, csv_lines
from .whole_files import taking_the_place_of

__all__ = ["FORMATS", "MISSING", "SEPARATOR", "as_cell", "format_of", "is_formula", "write_rows"]

MISSING: Final = "NA"
"""What stands in CSV where there is no value."""
SEPARATOR: Final = "|"
"""What stands in CSV between the items of a list; within an item a backslash stands before it, and before another."""
FORMATS: Final = ("jsonl", "csv", "parquet")
_ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
_ROWS_AT_ONCE = 8192
_LIKE_MISSING = re.compile(rf"\\*{MISSING}")


def write_rows(  # noqa: PLR0913 (what a person may choose)
    rows: Iterable[Row],
    target: str | Path | IO[bytes],
    form: str = "",
    *,
    excel: bool = False,
    query: str = "",
    acknowledgements: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Write rows of `seized.search.dataset` to a file, or to a stream of bytes.

    form: one of FORMATS; "" is by the end of the file's name
    excel: CSV with a byte order mark, and with an apostrophe before each text that is a formula to a spreadsheet
    query: kept in the metadata of a Parquet file
    acknowledgements: of corpora by name, as `seized.corpus.registry` has them

    A file takes the place of what was there when it is whole. Gives those acknowledgements that are of corpora the rows
    are from; a Parquet file has them in its metadata. Raises SeizedError.
    """
    form = form or format_of(target)
    if form not in FORMATS:
        raise SeizedError(f"no format {form!r}; there are {', '.join(FORMATS)}")
    if form == "parquet":
        _arrow()
    named = _Named(rows, acknowledgements)
    if not isinstance(target, str | Path):
        _write(named, target, form, excel, query)
        return named.acknowledgements
    with taking_the_place_of(Path(target)) as stream:
        _write(named, stream, form, excel, query)
    return named.acknowledgements


class _Named:
    """Rows as they pass, and the corpora that they are from."""

    def __init__(self, rows: Iterable[Row], known: Mapping[str, str]) -> None:
        self._rows = rows
        self._known = known
        self._corpora: set[Value] = set()

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self._corpora.add(row["corpus"])
            yield row

    @property
    def acknowledgements(self) -> tuple[str, ...]:
        """Those of the corpora that have passed."""
        return tuple(sentence for name, sentence in self._known.items() if name in self._corpora)


def format_of(target: str | Path | IO[bytes]) -> str:
    """The format that the end of a file's name stands for. Raises SeizedError."""
    name = Path(target).name if isinstance(target, str | Path) else ""
    found = _ENDINGS.get(Path(name).suffix.casefold())
    if found is None:
        raise SeizedError(f"{name or 'a stream'}: say which format ({', '.join(FORMATS)}); the name does not")
    return found


def is_formula(value: Value) -> bool:
    """Whether a spreadsheet would run the cell of this value."""
    first = value[0] if isinstance(value, tuple) and value else value
    return isinstance(first, str) and begins_formula(first)


def as_cell(value: Value) -> str:
    """A value as it stands in a cell of CSV; no two values of a column stand there alike."""
    if isinstance(value, str):
        return f"\\{value}" if _LIKE_MISSING.fullmatch(value) else value
    if isinstance(value, tuple):
        # a list of nothing but an empty text is not an empty list
        return "\\" if value == ("",) else _joined(value)
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _joined(items: tuple[str, ...]) -> str:
    escaped = SEPARATOR.join(item.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}") for item in items)
    return f"\\{escaped}" if escaped == MISSING else escaped


def _write(rows: _Named, stream: IO[bytes], form: str, excel: bool, query: str) -> None:
    if form == "parquet":
        _write_parquet(rows, stream, query)
        return
    if excel and form == "csv":
        stream.write("\ufeff".encode())
    lines = _csv(rows, excel) if form == "csv" else map(_json, rows)
    for line in lines:
        stream.write(line.encode("utf-8", "replace"))


def _json(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, default=date.isoformat) + "\n"


def _csv(rows: Iterable[Row], excel: bool) -> Iterator[str]:
    """Records after RFC 4180: each ends with CR LF."""
    written = _guarded if excel else as_cell
    cells = ([written(value) for value in row.values()] for row in rows)
    return (f"{line}\r\n" for line in csv_lines([column.name for column in columns()], cells))


def _guarded(value: Value) -> str:
    cell = as_cell(value)
    return f"'{cell}" if is_formula(value) else cell


# -- Parquet -------------------------------------------------------------------------------------


def _arrow() -> Any:
    with needed_for("Parquet", "parquet", "or write jsonl or csv"):
        import pyarrow
        import pyarrow.parquet
    return pyarrow


def _schema(arrow: Any, query: str) -> Any:
    """The columns with their types; the codebook stands in the metadata of each field."""
    from .. import __version__

    types: Mapping[ColumnType, Callable[[], Any]] = {
        "text": arrow.string,
        "integer": arrow.int32,
        "boolean": arrow.bool_,
        "date": arrow.date32,
        "list": lambda: arrow.list_(arrow.string()),
    }
    fields = [
        arrow.field(
            one.name,
            types[one.type](),
            metadata={"meaning": one.meaning, "source": one.source, "missing": one.missing or "never"},
        )
        for one in columns()
    ]
    return arrow.schema(fields, metadata={"made_by": f"seized {__version__}", "query": query})


def _write_parquet(rows: _Named, stream: IO[bytes], query: str) -> None:
    """Parquet keeps its table of contents at its end and asks where it is, which a pipe does not know."""
    arrow = _arrow()
    schema = _schema(arrow, query)
    remaining = iter(rows)
    with tempfile.TemporaryFile() as file:
        with arrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(remaining, _ROWS_AT_ONCE)):
                writer.write_batch(arrow.RecordBatch.from_pylist(group, schema=schema))
            writer.add_key_value_metadata({"acknowledgements": "\n".join(rows.acknowledgements)})
        file.seek(0)
        shutil.copyfileobj(file, stream)
