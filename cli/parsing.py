"""`seized parse`: the clauses of documents as JSON lines."""

from __future__ import annotations

import json
from typing import Any

import click

from .messages import say

HELP = """Print the clauses of documents as JSON lines; no index involved.

\b
Examples:
  seized parse letter.txt
  seized parse --documents resolutions.zip | head -1
  cat draft.txt | seized parse -
"""


@click.command("parse", help=HELP)
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option("--documents", is_flag=True, help="Print each document before its clauses (which it lists by id).")
@click.option("--strict", is_flag=True, help="Exit with status 2 if any file could not be read.")
def command(paths: tuple[str, ...], documents: bool, strict: bool) -> int:
    from ..errors import DocumentError
    from ..indexer.build import parse
    from ..search.document import document_dict

    read = rejected = 0
    for item in parse(paths):
        if isinstance(item, DocumentError):
            rejected += 1
            say(f"rejected: {item}")
            continue
        document, clauses = item
        read += 1
        for note in document.source.notes:
            say(f"note: {document.source.path}: {note}")
        if documents:
            _line(document_dict(document, [document.lang], [clause.id for clause in clauses]))
        for clause in clauses:
            _line(clause.to_dict())
    if not read and not rejected:
        raise click.UsageError(f"no file in {', '.join(paths)}")
    return 2 if rejected and (strict or not read) else 0


def _line(row: dict[str, Any]) -> None:
    click.echo(json.dumps(row, ensure_ascii=False))
