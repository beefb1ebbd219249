"""`seized cites`: what a document cites and what cites it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .messages import say
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place
    from ..search.cited import Citations, Cited

HELP = """Show what a document cites and what cites it, paragraph by paragraph, year by year.

\b
Examples:
  seized cites 2553
  seized cites "2127 (2013)#5" --since 2014
  seized cites "S/RES/2553(2020)/op/20" --relative
  seized cites S/PRST/2015/22 --format csv > citations.csv
  seized cites 2553 --depth 2 --graph around-2553.graphml
  seized cites --graph all.json

With a paragraph, what cites just that paragraph comes first. A paragraph that is
there in several languages counts once, in English if it can; --lang reads one
language alone. --graph writes the network of citations round the document, or of
the whole index, as .graphml, .json (node-link) or .dot; docs/cites.md has more.

Exit status: 0 found, 1 nothing found, 2 error.
"""
COLUMNS = (
    "direction", "year", "document", "place", "clause", "lang", "date", "target", "paragraph", "phrase", "relation",
)  # fmt: skip
"""The columns of CSV: `direction` is "cites", "cited by" or "within"."""


@click.command("cites", help=HELP)
@click.argument("symbol", metavar="[SYMBOL[#PARA]]", nargs=-1)
@index_option
@click.option("--lang", default="", metavar="LANG", help="Read clauses of this language alone: en, zh.")
@click.option("--since", default="", metavar="DATE", help="What cites it from this date on: 2000, 2000-06, 2000-06-30.")
@click.option("--until", default="", metavar="DATE", help="What cites it up to and with this date.")
@click.option(
    "--depth",
    type=click.IntRange(min=1, max=20),
    default=1,
    show_default=True,
    help="Follow citations of citations so far.",
)
@click.option("--relative", is_flag=True, help='List the relative references too: "paragraph 9 above".')
@click.option(
    "--graph",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the network to a .graphml, .json or .dot file instead.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True, help="Output."
)
def command(  # noqa: PLR0913, PLR0917 (an option each)
    symbol: tuple[str, ...],
    index: Place | None,
    lang: str,
    since: str,
    until: str,
    depth: int,
    relative: bool,
    graph: Path | None,
    form: str,
) -> int:
    from ..search.index import open_index

    wanted = " ".join(symbol)
    if not wanted and graph is None:
        raise click.UsageError("give a symbol, as in: seized cites 2553; without one, --graph FILE")
    with open_index(ready_index(index)) as opened:
        if graph is not None:
            from ..search.citation_graph import check_ending, write_graph

            check_ending(graph)
            network = opened.network(wanted, depth=depth, lang=lang)
            write_graph(network, graph)
            say(f"{graph}: {len(network.nodes)} documents, {len(network.edges)} citations between them")
            return 0 if network.nodes else 1
        found = opened.citations(wanted, depth=depth, lang=lang, since=since, until=until)
    _print(found, form, relative)
    return 0 if found.cites or found.cited_by or found.within else 1


def _print(found: Citations, form: str, relative: bool) -> None:
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    elif form == "csv":
        from ..search.export import csv_lines

        for line in csv_lines(COLUMNS, _rows(found)):
            click.echo(line)
    else:
        from .citation_tables import print_citations

        print_citations(found, relative)


def _rows(found: Citations) -> Iterator[tuple[str, ...]]:
    parts: tuple[tuple[str, tuple[Cited, ...]], ...] = (
        ("cites", found.cites),
        ("cited by", found.cited_by),
        ("within", found.within),
    )
    for direction, rows in parts:
        for row in rows:
            values = {"direction": direction, "year": row.date[:4], **row.to_dict()}
            yield tuple(str(values[name]) for name in COLUMNS)
