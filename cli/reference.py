"""`seized cite`: a reference to copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place

HELP = """A reference to a clause or a document, to copy.

\b
Examples:
  seized cite "S/RES/2553(2020)/op/20(a)"
  seized cite "S/RES/2553(2020)/pp/3" --style plain
  seized cite 2518 --style bibtex >> sources.bib

oscola is the Oxford standard for legal authorities, plain how the United Nations cites
its own documents.
"""


@click.command("cite", help=HELP)
@click.argument("clause_id", metavar="CLAUSE-ID", nargs=-1, required=True)
@index_option
@click.option("--style", type=click.Choice(["oscola", "bibtex", "plain"]), default="oscola", show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(clause_id: tuple[str, ...], index: Place | None, style: str, form: str) -> int:
    from ..search.index import open_index

    with open_index(ready_index(index)) as opened:
        found = opened.cite(" ".join(clause_id), style)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
    elif form == "csv":
        from ..search.export import csv_lines

        for line in csv_lines(("id", "style", "text"), [(found.id, found.style, found.text)]):
            click.echo(line)
    else:
        click.echo(found.text)
    return 0
