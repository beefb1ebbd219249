"""`seized check`: whether the files of an index are what was written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place

__all__ = ["command", "report"]

HELP = """Check every file of an index, and name those that are damaged.

\b
Examples:
  seized check
  seized check --format json

All files are read and compared with what was written: length, SHA-256, and the CRC-32
of each column. Exit status 0: whole; 2: damaged, and the message ends with the command
that makes the index anew.
"""


@click.command("check", help=HELP)
@index_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(index: Place | None, form: str) -> int:
    return report(ready_index(index), form)


def report(path: Place, form: str) -> int:
    """Print what is damaged. Raises IndexCorrupted where anything is."""
    from ..errors import IndexCorrupted
    from ..indexer import store

    found = store.check(path)
    damaged = {one.file for one in found.damaged}
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
    elif not damaged:
        click.echo(f"{found.path}: whole, {found.files} {found.kind} of {found.size / 1e6:.1f} MB")
    else:
        for one in found.damaged:
            click.echo(f"{one.file}: {one.what}")
    if damaged:
        raise IndexCorrupted(
            path, f"{len(damaged)} of {found.files} {found.kind} {'are' if len(damaged) > 1 else 'is'} damaged"
        )
    return 0
