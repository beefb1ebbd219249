"""`seized info`: what an index holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from .checking import report
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place

HELP = """Say what an index holds: documents, clauses, languages, dates, size, version of the schema.

\b
Examples:
  seized info
  seized info --check

--check is `seized check`: it reads every file of the index and names those that are
damaged.
"""


@click.command("info", help=HELP)
@index_option
@click.option("--check", is_flag=True, help="Read all files and say which are damaged.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(index: Place | None, check: bool, form: str) -> int:
    from ..search.index import open_index

    if check:
        return report(ready_index(index), form)
    with open_index(ready_index(index)) as opened:
        info = opened.info()
    if form == "json":
        click.echo(json.dumps(asdict(info), ensure_ascii=False))
        return 0
    rows = {
        "index": info.path,
        "documents": f"{info.documents} ({_counts(info.types)})",
        "clauses": f"{info.clauses} ({_counts(info.languages)})",
        "dates": f"{info.first or '?'} to {info.last or '?'}",
        "size": f"{info.size / 1e6:.1f} MB",
        "schema": str(info.schema),
    }
    for name, value in rows.items():
        click.echo(f"{name:<10} {value}")
    return 0


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"
