"""`seized export`: clauses as a data set."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .filtering import filter_options
from .messages import say
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place
    from ..search.dataset import Dataset, Row

HELP = """Write clauses as a data set: one row a clause, with all that is known of it and of its document.

\b
Examples:
  seized export -o clauses.parquet
  seized export 'verb:decides cites:1325' --since 2000 -o decides.csv
  seized export --clause op --lang en --format jsonl | head
  seized export --codebook

Without a query or filter all clauses are written. The format is by the end of FILE,
.jsonl, .csv or .parquet, or else JSON lines. Lists are lists in JSON and Parquet; in
CSV their items have | between them. What has no value is null, in CSV NA.
A file takes the place of what was there when it is whole.

Exit status: 0 written, 1 nothing found (no file is written), 2 error.
"""


@click.command("export", help=HELP)
@click.argument("query", nargs=-1)
@index_option
@filter_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to write; without it standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet"]),
    help="parquet needs pip install 'seized[parquet]'.",
)
@click.option(
    "--sort",
    type=click.Choice(["symbol", "date", "relevance"]),
    default="symbol",
    show_default=True,
    help="symbol: by number and in reading order; date: newest first.",
)
@click.option("--excel", is_flag=True, help="CSV for a spreadsheet: byte order mark, and no text becomes a formula.")
@click.option("--codebook", is_flag=True, help="Print what the columns mean instead.")
def command(  # noqa: PLR0913, PLR0917 (an option each)
    query: tuple[str, ...],
    index: Place | None,
    output: Path | None,
    form: str | None,
    sort: Any,
    excel: bool,
    codebook: bool,
    **filters: Any,
) -> int:
    if codebook:
        _print_codebook(form)
        return 0
    from ..search.dataset_files import format_of
    from ..search.index import open_index

    form = form or ("jsonl" if output is None else format_of(output))
    if excel and form != "csv":
        raise click.UsageError("--excel is for CSV")
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is binary: name a file with -o, or redirect standard output")
    text = " ".join(query)
    with open_index(ready_index(index)) as opened:
        dataset = opened.dataset(text, sort=sort, **filters)
        if len(dataset):
            _write(dataset, output, form, excel)
        else:
            from .searching import nothing_found

            nothing_found(opened, text, filters)
    return 0 if len(dataset) else 1


def _write(dataset: Dataset, output: Path | None, form: str, excel: bool) -> None:
    from ..corpus.registry import corpora
    from ..search.dataset_files import write_rows

    known = {name: one.acknowledgement for name, one in corpora().items()}
    formulas = _Formulas(_with_progress(dataset, shown=output is not None))
    rows: Iterable[Row] = formulas if form == "csv" and not excel else formulas.rows
    named = write_rows(
        rows, output or sys.stdout.buffer, form, excel=excel, query=dataset.query, acknowledgements=known
    )
    if formulas.count:
        begin = f"{formulas.count} text{' begins' if formulas.count == 1 else 's begin'}"
        say(f"note: {begin} as a formula does; --excel keeps a spreadsheet from running it")
    for one in named:
        say(one)


class _Formulas:
    """Rows as they pass, with a count of the texts in them that a spreadsheet would run."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        from ..search.dataset_files import is_formula

        for row in self.rows:
            self.count += sum(map(is_formula, row.values()))
            yield row


def _with_progress(dataset: Dataset, *, shown: bool) -> Iterable[Row]:
    """A bar on standard error, if a person is looking and the rows do not run past."""
    if not shown or not sys.stderr.isatty():
        return dataset
    from rich.console import Console
    from rich.progress import track

    return track(dataset, "Writing", total=len(dataset), console=Console(stderr=True), transient=True)


def _print_codebook(form: str | None) -> None:
    from ..search.codebook import codebook_table, columns

    if form == "parquet":
        raise click.UsageError("the codebook is printed as a table, jsonl or csv; Parquet files hold it themselves")
    if form is None:
        for line in codebook_table():
            click.echo(line)
        return
    import json

    from ..search.export import csv_lines

    entries = [column.to_dict() for column in columns()]
    lines = (
        (json.dumps(entry, ensure_ascii=False) for entry in entries)
        if form == "jsonl"
        else csv_lines(list(entries[0]), (list(entry.values()) for entry in entries))
    )
    for line in lines:
        click.echo(line)
