"""`seized show`: a document or one clause."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click

from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place
    from ..search.document import DocumentView

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
@click.option("--lang", default="", metavar="LANG", help="Edition to show: en, zh, fr … [default: English if there].")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="jsonl: its clauses, a line each.",
)
def command(symbol: tuple[str, ...], index: Place | None, lang: str, form: str) -> int:
    from ..search.index import open_index

    wanted = " ".join(symbol)
    with open_index(ready_index(index)) as opened:
        if not _CLAUSE.fullmatch(wanted):
            view = opened.document(wanted, lang)
            twin = _other_edition(view)
            rows = (
                [clause.to_dict() for clause in view.clauses] if form == "jsonl" else [view.to_dict() | {"twin": twin}]
            )
        else:
            clause = opened.clause(wanted if "@" in wanted or not lang else f"{wanted}@{lang}")
            view = opened.document(clause.document, clause.lang)
            other = opened.twin(clause)
            twin = other.id if other else None
            rows = [clause.to_dict() | {"twin": twin}]
            if form == "table":
                from .tables import print_clause

                print_clause(clause, view)
                _offer(twin, clause.id)
                return 0
    if form == "table":
        from .tables import print_document

        print_document(view)
        _offer(twin, view.record.symbol)
        return 0
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))
    return 0


def _other_edition(view: DocumentView) -> str | None:
    """The document in another language, as `show` takes it."""
    other = next((lang for lang in view.languages if lang != view.record.lang), None)
    return other and f"{view.record.symbol}@{other}"


def _offer(twin: str | None, asked: str) -> None:
    """The wording in another language, and how to see both."""
    if twin:
        from .parallel import print_offer

        print_offer(twin, asked)
