"""`seized lineage`: a clause through the resolutions that repeat it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place
    from ..search.lineage import Lineage

HELP = """How a wording lived: when a clause came in, each rewording, when it dropped out.

\b
Examples:
  seized lineage "S/RES/2553(2020)/op/19"
  seized lineage "S/RES/2553(2020)/op/19" --format json
  seized lineage "S/RES/2553(2020)/op/19" --format csv > lineage.csv

A clause is followed through the series of its resolution: those on the same agenda item
that share wording with it as a whole. "updated" is where numbers alone differ.

From each use to the next: [-left out-] {+put in+}.
"""
_COLUMNS = ("date", "document", "paragraph", "id", "status", "similarity", "diff", "text")
_STYLES = {"entered": "bold green", "same": "dim", "updated": "cyan", "reworded": "yellow"}


@click.command("lineage", help=HELP)
@click.argument("clause_id", metavar="CLAUSE-ID", nargs=-1, required=True)
@index_option
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(clause_id: tuple[str, ...], index: Place | None, form: str) -> int:
    from ..search.index import open_index

    with open_index(ready_index(index)) as opened:
        found = opened.lineage(" ".join(clause_id))
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    elif form == "csv":
        from ..search.alignment import marked
        from ..search.export import csv_lines

        rows = (step.to_dict() | {"diff": marked(step.diff)} for step in found.steps)
        for line in csv_lines(_COLUMNS, ([row[name] for name in _COLUMNS] for row in rows)):
            click.echo(line)
    else:
        _print_table(found)
    return 0


def _print_table(found: Lineage) -> None:
    from rich.text import Text

    from .differences import indented, shown_diff
    from .tables import console

    screen = console()
    for step in found.steps:
        head = Text(f"{step.clause.date}  ").append(f"{step.status:<9}", style=_STYLES[step.status])
        screen.print(head.append(f" {step.clause.id}", style="bold"))
        if step.status == "entered":
            indented(screen, Text(step.clause.text), 12)
        elif step.status != "same":
            indented(screen, shown_diff(step.diff, screen), 12)
    screen.print()
    screen.print(Text(_ends(found), style="dim"))


def _ends(found: Lineage) -> str:
    """How it came in and how it ended, in two sentences."""
    source, last = found.source, found.steps[-1].clause
    came = f"The nearest before it is {source.id} ({source.date})." if source else "Nothing before it is near."
    if found.dropped is None:
        return f"{came} No later resolution of the series is in the index."
    symbol, day = found.dropped
    return f"{came} It dropped out after {last.document}: {symbol} ({day}) goes on without it."
