"""`seized parallel`: clauses beside their official wording in another language."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import click

from .filtering import filter_options
from .messages import say
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

    from ..indexer.model import Clause
    from ..indexer.store import Place
    from ..search.index import Index
    from ..search.parallel import Row, Wording
    from ..search.results import Results

HELP = """Clauses in two languages, side by side: one clause, a whole document, or what answers a query.

\b
Examples:
  seized parallel "S/RES/2591(2021)/op/1"
  seized parallel 2591
  seized parallel '"safety and security" verb:requests'
  seized parallel 维和人员 --format csv > wordings.csv

Of what answers a query, the clauses are shown that the index has in another language too;
what matches is marked on both sides. A document is shown whole; a gap is a paragraph that one
edition does not have, or not as one. See also search --parallel.
"""
_COLUMNS = ("first", "second", "first_text", "second_text")
_WIDE = 100
"""Columns of a terminal from which on two texts stand side by side."""
_MATCH = "bold yellow"


@click.command("parallel", help=HELP)
@click.argument("asked", metavar="CLAUSE-ID | SYMBOL | QUERY", nargs=-1, required=True)
@index_option
@filter_options
@click.option("--to", default="", metavar="LANG", help="The other language, where there are several.")
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Pairs to print; 0 for all.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(asked: tuple[str, ...], index: Place | None, to: str, limit: int, form: str, **filters: Any) -> int:
    from ..search.index import open_index

    text = " ".join(asked)
    with open_index(ready_index(index)) as opened:
        found = opened.parallel(text, to=to, limit=limit or None, **filters)
        if not found.total:
            from .searching import nothing_found

            nothing_found(opened, text, filters)
    if found.total and not found.rows:
        say(f"None of {_clauses(found.total)} has a wording in another language in the index.")
    if form == "json":
        click.echo(json.dumps({"asked": text} | found.to_dict(), ensure_ascii=False, indent=1))
    elif form == "csv":
        from ..search.export import csv_lines

        for line in csv_lines(_COLUMNS, map(_cells, found.rows)):
            click.echo(line)
    elif found.rows:
        print_rows(found.rows, found.document)
        if not found.document:
            _print_count(found.rows, found.total)
    return 0 if found.rows else 1


def _clauses(total: int) -> str:
    return f"{total:,} clause{' that matches' if total == 1 else 's that match'}"


def _print_count(rows: Sequence[Row], total: int) -> None:
    """How many clauses match, where it is not plain from the rows."""
    from rich.text import Text

    from .tables import console

    if total > 1:
        console().print(Text(f"{len(rows)} of {_clauses(total)}", style="dim"))


def _cells(row: Row) -> list[str]:
    clauses = [one.clause if one else None for one in (row.first, row.second)]
    return [*(one.id if one else "" for one in clauses), *(one.text if one else "" for one in clauses)]


def print_rows(rows: Iterable[Row], document: str = "") -> None:
    """Each row: side by side where there is room, below one another elsewhere; a line each where it is piped.

    document: the symbol of which the rows are, which then is not said of each
    """
    from rich.text import Text

    from .tables import console

    screen = console()
    if document:
        screen.print(Text(document, style="bold"))
        screen.print()
    for row in rows:
        screen.print(_head(row, document))
        _print_texts(screen, [_marked(one, screen) for one in (row.first, row.second)])
        screen.print()


def _head(row: Row, document: str) -> Text:
    """The ids of both, with the date; within a document only the paragraph, once if it is the same."""
    from rich.text import Text

    clauses = [one.clause for one in (row.first, row.second) if one]
    names = [one.id for one in clauses]
    if document:
        names = list(dict.fromkeys(_place(one) for one in clauses))
    head = Text(" = ".join(names), style="bold")
    return head if document else head.append(f"  {clauses[0].date}".rstrip(), style="dim not bold")


def _place(clause: Clause) -> str:
    """The end of an id: "op/20(a)"."""
    return "/".join(clause.id.partition("@")[0].rsplit("/", 2)[1:])


def _print_texts(screen: Console, texts: list[Text]) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if not screen.is_terminal:
        for text in texts:
            screen.print(Text("  ").append_text(text))
    elif screen.width < _WIDE:
        for text in texts:
            screen.print(Padding(text, (0, 0, 0, 2)))
    else:
        grid = Table.grid(padding=(0, 2), expand=True)
        for _ in texts:
            grid.add_column(ratio=1, overflow="fold")
        grid.add_row(*texts)
        screen.print(Padding(grid, (0, 0, 0, 2)))


def _marked(wording: Wording | None, screen: Console) -> Text:
    """A text with its matches in colour, between ** where there are no colours; a dash for a gap."""
    from rich.text import Text

    if wording is None:
        return Text("–", style="dim")
    text, at = Text(), 0
    for start, end in wording.spans:
        text.append(wording.clause.text[at:start])
        match = wording.clause.text[start:end]
        text.append(match, style=_MATCH) if screen.is_terminal and not screen.no_color else text.append(f"**{match}**")
        at = end
    return text.append(wording.clause.text[at:])


def print_beside(index: Index, results: Results, to: str, form: str, asked: dict[str, Any]) -> None:
    """The hits of a search, each beside its wording in another language; where it has none, alone.

    asked: what the JSON says of the question beside the hits
    """
    rows = index.beside(results, to=to)
    if form == "table":
        print_rows(rows)
        _print_count(rows, results.total)
    elif form == "csv":
        from ..search.export import csv_lines

        for line in csv_lines(_COLUMNS, map(_cells, rows)):
            click.echo(line)
    else:
        hits = [hit.to_dict() | row.beside(hit.id) for hit, row in zip(results, rows, strict=True)]
        if form == "json":
            answer = asked | {"total": results.total, "hits": hits, "facets": results.facets}
            click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            for hit in hits:
                click.echo(json.dumps(hit, ensure_ascii=False))


def print_offer(twin: str, asked: str) -> None:
    """What `show` says of a clause or document in another language: what it is there, and how to see both."""
    from rich.text import Text

    from .tables import console

    lang = twin.rpartition("@")[2] if "@" in twin else "en"
    how = f"  (both: seized parallel {shlex.quote(asked)})"
    console().print(Text.assemble((f"in {lang:<8}", "dim"), twin, (how, "dim")))
