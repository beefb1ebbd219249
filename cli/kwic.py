"""`seized kwic`: each match in its context."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import click

from .filtering import filter_options
from .messages import say
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..indexer.store import Place
    from ..search.kwic import Concordance, KwicLine

HELP = """Keyword in context: every match on a line of its own, aligned, ordered by the words beside it.

\b
Examples:
  seized kwic '"all necessary means"' --sort r1,r2
  seized kwic mandate --sort l1,l2,r1 --clause op --since 2015
  seized kwic verb:authorizes --sort r1
  seized kwic 维和人员 --sort l1 --limit 0
  seized kwic peacekeep* --format csv > lines.csv

Words count from the match outwards: l1 is the word left of it, r1 the one right of
it, up to 9; of Chinese each character counts. "match" orders by the match itself,
"date" by the date. Where the query asks for verbs and no words, the verbs are the
matches.
"""
_COLUMNS = ("id", "document", "paragraph", "lang", "date", "left", "match", "right", "start", "end")


@click.command("kwic", help=HELP)
@click.argument("query", nargs=-1)
@index_option
@filter_options
@click.option("--sort", default="", metavar="KEYS", help="Order: l1 to l9, r1 to r9, match, date, with commas.")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Lines to print; 0 for all.")
@click.option(
    "--width",
    type=click.IntRange(min=40, max=1000),
    help="Columns of a line [default: those of the terminal, 120 without one].",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="json and csv have the whole text left and right.",
)
def command(  # noqa: PLR0913, PLR0917 (an option each)
    query: tuple[str, ...],
    index: Place | None,
    sort: str,
    limit: int,
    width: int | None,
    form: str,
    **filters: Any,
) -> int:
    from ..search.index import open_index

    text = " ".join(query)
    with open_index(ready_index(index)) as opened:
        found = opened.kwic(text, sort=sort, limit=limit or None, **filters)
        if not found.total:
            from .searching import nothing_found

            nothing_found(opened, text, filters)
    if form == "json":
        click.echo(json.dumps({"query": text} | found.to_dict(), ensure_ascii=False, indent=1))
    elif form == "csv":
        from ..search.export import csv_lines

        rows = (line.to_dict() for line in found.lines)
        for line in csv_lines(_COLUMNS, ([row[name] for name in _COLUMNS] for row in rows)):
            click.echo(line)
    elif found.total:
        print_lines(found.lines, width)
        _print_counts(found)
    return 0 if found.total else 1


def print_lines(lines: Sequence[KwicLine], width: int | None = None) -> None:
    """Lines of keyword in context as wide as the terminal, 120 columns where there is none.

    In narrow ones each source stands below its line.
    """
    from rich.text import Text

    from ..search.kwic import aligned_rows
    from .tables import console

    screen = console()
    for row in aligned_rows(lines, width or shutil.get_terminal_size((120, 24)).columns):
        line = Text(f"{row.left} ").append(row.match, style="bold yellow")
        line.append(f"{row.right.rstrip()}\n  " if row.is_apart else f"{row.right}  ").append(row.source, style="dim")
        screen.print(line, no_wrap=True, crop=False, overflow="ignore")


def _print_counts(found: Concordance) -> None:
    """How many matches there are; on standard error, since what is piped is lines."""
    clauses = f"{found.clauses:,} clause{'' if found.clauses == 1 else 's'}"
    some = f"{len(found.lines):,} of " if len(found.lines) < found.total else ""
    say(f"{some}{found.total:,} match{'' if found.total == 1 else 'es'} in {clauses}")
