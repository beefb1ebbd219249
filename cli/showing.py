"""`seized show`: a document or one clause."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from .settings import index_option, ready_index

HELP = """Show a document or one clause, with votes, sponsors, what it cites, and its twin letter or resolution.

\b
Examples:
  seized show 2553
  seized show "S/RES/2553 (2020)" --format json
  seized show "S/RES/2553(2020)/op/20(a)"
  seized show "letter of S/RES/2518 (2020)"
"""
_CLAUSE = re.compile(r".+/(?:op|pp|st|hd|letter|annex)/[^/]+")


@click.command("show", help=HELP)
@click.argument("symbol", metavar="SYMBOL[/op/20(a)]", nargs=-1, required=True)
@index_option
@click.option("--lang", default="", metavar="LANG", help="Edition to show: en, zh [default: English if there is one].")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="jsonl: its clauses, a line each.",
)
def command(symbol: tuple[str, ...], index: Path | None, lang: str, form: str) -> int:
    from ..search.index import open_index

    wanted = " ".join(symbol)
    with open_index(ready_index(index)) as opened:
        if not _CLAUSE.fullmatch(wanted):
            view = opened.document(wanted, lang)
            rows = [clause.to_dict() for clause in view.clauses] if form == "jsonl" else [view.to_dict()]
        else:
            clause = opened.clause(wanted if "@" in wanted or not lang else f"{wanted}@{lang}")
            view = opened.document(clause.document, clause.lang)
            rows = [clause.to_dict()]
            if form == "table":
                from .tables import print_clause

                print_clause(clause, view)
                return 0
    if form == "table":
        from .tables import print_document

        print_document(view)
        return 0
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))
    return 0
