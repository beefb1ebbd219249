"""`seized usage`: how often a wording was used, year by year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .filtering import filter_options
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place

HELP = """How often a wording was used: clauses of each year that have it, and their share.

\b
Examples:
  seized usage "all necessary means"
  seized usage "all necessary means" "all necessary measures" --plot means.svg
  seized usage verb:authorizes verb:demands --clause op
  seized usage 维和人员 --lang zh
  seized usage "women AND peacekeep*" --format csv > years.csv

Each argument is a line of its own. Several bare words are a wording as it stands;
anything else is a query as in `seized search`. Clauses are counted, not matches,
and the share is that of the year's clauses in the languages in which there is a
match, among those that the filters admit.
"""
_COLUMNS = ("phrase", "year", "count", "clauses", "share")


@click.command("usage", help=HELP)
@click.argument("phrases", metavar="PHRASE…", nargs=-1, required=True)
@index_option
@filter_options
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a picture: FILE.svg, or FILE.png (pip install 'seized[picture]').",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="table: with a bar for each year.",
)
def command(phrases: tuple[str, ...], index: Place | None, plot: Path | None, form: str, **filters: Any) -> int:
    from ..search.index import open_index

    with open_index(ready_index(index)) as opened:
        found = opened.usage(*phrases, **filters)
        for series in found.series:
            if not series.total:
                from .searching import nothing_found

                nothing_found(opened, series.query, filters, what=f"Nothing found for {series.phrase}.")
    if plot is not None and found.total:
        from ..search.picture import write_picture

        write_picture(found, plot)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    elif form == "csv":
        from ..search.export import csv_lines

        rows = ({"phrase": one.phrase} | year.to_dict() for one in found.series for year in one.years)
        for line in csv_lines(_COLUMNS, ([row[name] for name in _COLUMNS] for row in rows)):
            click.echo(line)
    elif found.total:
        from .charts import print_usage

        print_usage(found)
    return 0 if found.total else 1
