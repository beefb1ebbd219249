"""Tables as data sets come in: CSV after RFC 4180, alone, in a folder or in a zip archive, read row by row.

Columns are known by their names and may stand in any order. Commas, semicolons and tabs part them; the encoding is
told from the beginning. Rows are given one by one, so that no more than one is held here; who indexes them holds more,
see docs/corpora.md.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from ...errors import DocumentError, SeizedError
from .archives import FAULTS, SIGNATURE, Archive
from .encoding import encoding_of

__all__ = ["Layout", "TableRow", "looks_like_table", "read_table"]

MISSING = "NA"
_HEAD = 1 << 18
_LINE = 1 << 20
"""Characters that are taken from a file at once, where a line is longer."""
_CELL = 1 << 24
"""Characters that a cell may have: the longest record of a meeting has a tenth of that."""
_DELIMITERS = (",", ";", "\t", "|")
_HEADER = {
    one: re.compile(rf'"?[A-Za-z]\w{{0,60}}"?(?:{re.escape(one)}"?[A-Za-z]\w{{0,60}}"?){{3,500}}')
    for one in _DELIMITERS
}
_MOST_NAMED = 12


class TableRow(NamedTuple):
    """One row of a table.

    line: on which it begins; cells: by the names of the layout, "" where there is nothing
    fault: why it cannot be trusted, "" where it can
    """

    line: int
    cells: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kind of table is known by.

    columns: the name of each here, and its names in the files, in lower case
    needs: of each group one column has to be there
    """

    columns: Mapping[str, Sequence[str]]
    needs: Sequence[Sequence[str]]

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Where each column stands in a table that is headed so."""
        at = {name.strip().casefold(): place for place, name in reversed(list(enumerate(header)))}
        found = (
            (column, next((at[name] for name in names if name in at), -1)) for column, names in self.columns.items()
        )
        return {column: place for column, place in found if place >= 0}

    def lacking(self, header: Sequence[str]) -> list[str]:
        """The groups of columns that a table headed so has none of, each as it is said to a person."""
        places = self.places(header)
        groups = (group for group in self.needs if not any(column in places for column in group))
        return [" or ".join(self.columns[column][0] for column in group) for group in groups]


@dataclass(frozen=True, slots=True)
class _Table:
    """A file or member that may be a table; `open` gives its bytes from the beginning."""

    shown: str
    open: Callable[[], IO[bytes]]

    def head(self) -> tuple[list[str], str, str]:
        """The names of its columns, what parts them, and its encoding. Raises DocumentError for what is no text."""
        try:
            with self.open() as stream:
                data = stream.read(_HEAD)
        except OSError as error:
            raise DocumentError(self.shown, f"cannot be read ({error.strerror or type(error).__name__})") from error
        except FAULTS as error:
            raise DocumentError(self.shown, f"cannot be unpacked ({type(error).__name__})") from error
        try:
            encoding = encoding_of(data)
        except ValueError as fault:
            raise DocumentError(self.shown, str(fault)) from fault
        first = data.decode(encoding, "replace").replace("\0", "").lstrip("\ufeff\r\n")
        try:
            headers = [(next(csv.reader(io.StringIO(first, ""), delimiter=one), []), one) for one in _DELIMITERS]
        except csv.Error as fault:
            raise DocumentError(self.shown, f"no table ({fault})") from fault
        header, delimiter = max(headers, key=lambda found: len(found[0]))
        return header, delimiter, encoding


def looks_like_table(text: str) -> bool:
    """Whether a text opens with a header as tables have it: four names or more, of one word each."""
    first = text[:_HEAD].lstrip("\ufeff\n").partition("\n")[0]
    return any(_HEADER[delimiter].fullmatch(first) for delimiter in _DELIMITERS)


def read_table(path: Path, layout: Layout, *, only: Collection[str] | None = None) -> Iterator[TableRow]:
    """The rows of the one table of that layout in a file, a zip archive or a folder.

    only: the columns that are wanted, None for all of the layout. "NA" is nothing.

    Raises SeizedError, before the first row, where there is no such table or more than one; DocumentError where it
    breaks off, which a last row with too few cells shows as well: what was given before stands.
    """
    table, header, delimiter, encoding = _the_table(path, layout)
    places = layout.places(header)
    wanted = {name: at for name, at in places.items() if only is None or name in only}
    csv.field_size_limit(max(csv.field_size_limit(), _CELL))
    with table.open() as stream:
        text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
        yield from _rows(table.shown, csv.reader(_lines(text), delimiter=delimiter, strict=True), len(header), wanted)


def _rows(shown: str, reader: Iterator[list[str]], width: int, wanted: Mapping[str, int]) -> Iterator[TableRow]:
    line = 0
    last: tuple[int, list[str]] | None = None  # given when it is known whether another follows
    try:
        for number, cells in enumerate(reader):
            begin, line = line + 1, reader.line_num  # type: ignore[attr-defined]
            if number == 0 or not any(cells):
                continue
            if last:
                yield _row(*last, width, wanted)
            last = begin, cells
    except (csv.Error, OSError, *FAULTS) as error:
        if last:
            yield _row(*last, width, wanted)
        why = f"{error}: a quotation mark is not closed, or stands inside a cell"
        reason = why if isinstance(error, csv.Error) else type(error).__name__
        raise DocumentError(shown, f"breaks off after line {line} ({reason})") from error
    if last and len(last[1]) < width:
        raise DocumentError(shown, f"breaks off in line {last[0]}, which has {len(last[1])} cells of {width}")
    if last:
        yield _row(*last, width, wanted)


def _row(begin: int, cells: Sequence[str], width: int, wanted: Mapping[str, int]) -> TableRow:
    fault = f"line {begin} has {len(cells)} cells for {width} columns" if len(cells) > width else ""
    return TableRow(begin, {name: _value(cells, at) for name, at in wanted.items()}, fault)


def _value(cells: Sequence[str], at: int) -> str:
    cell = cells[at].strip() if at < len(cells) else ""
    return "" if cell == MISSING else cell


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines without NUL characters; a line that never ends comes in parts."""
    first = True
    while line := text.readline(_LINE):
        plain = line.replace("\0", "")
        if first:
            plain = plain.lstrip("\ufeff\r\n")
            first = not plain
        if plain:
            yield plain


# -- where the table is --------------------------------------------------------------------------


def _the_table(path: Path, layout: Layout) -> tuple[_Table, list[str], str, str]:
    fitting: list[tuple[_Table, list[str], str, str]] = []
    faults: list[str] = []
    for table in _candidates(path):
        try:
            header, delimiter, encoding = table.head()
        except DocumentError as fault:
            faults.append(str(fault))
            continue
        if lacking := layout.lacking(header):
            faults.append(f"{table.shown}: no column {', no column '.join(lacking)}; {_named(header)}")
        else:
            fitting.append((table, header, delimiter, encoding))
    if len(fitting) > 1:
        names = ", ".join(table.shown for table, *_ in fitting[:_MOST_NAMED])
        raise SeizedError(f"{path}: holds {len(fitting)} such tables, name one of them: {names}")
    if not fitting:
        raise SeizedError(faults[0] if len(faults) == 1 else f"{path}: no such table among {len(faults)} files")
    return fitting[0]


def _named(header: Sequence[str]) -> str:
    """The columns that there are, as a sentence names them."""
    names = [" ".join(name.split())[:40] for name in header if name.strip()]
    if not names:
        return "it has no header"
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"there are {', '.join(names[:_MOST_NAMED])}{more}"


def _candidates(path: Path) -> Iterable[_Table]:
    """The files that may be the table: the one that was named, or those in that archive or folder."""
    try:
        files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        for file in files:
            with file.open("rb") as stream:
                packed = stream.read(4) in SIGNATURE
            yield from _members(file) if packed else [_Table(file.as_posix(), lambda file=file: file.open("rb"))]  # type: ignore[misc]
    except OSError as error:
        raise SeizedError(f"{path}: cannot be read ({error.strerror or type(error).__name__})") from error


def _members(path: Path) -> Iterator[_Table]:
    archive = Archive(path)
    for name in archive.names():
        if not name.startswith("__MACOSX/"):
            yield _Table(f"{path.as_posix()}/{name}", lambda name=name: archive.open(name))  # type: ignore[misc]
