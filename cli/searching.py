"""`seized search`: clauses that say a thing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .filtering import filter_options
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..search.index import Index
    from ..search.results import Results

HELP = """Find clauses by words, kind of clause, action verb, cited resolution or date.

\b
Examples:
  seized search "safety and security of peacekeepers"
  seized search '"all necessary means"' --clause op --since 2000 --sort date
  seized search 'verb:"calls upon" women' --limit 0 --format csv > clauses.csv
  seized search --cites 2378 --facet verb --facet year
  seized search 决议草案 --format kwic

Several values of --clause, --verb, --cites or --lang are alternatives. A query
that begins with - stands after --:  seized search -- '-women peace'

Exit status: 0 found, 1 nothing found, 2 error. The query language is described in
docs/query-language.md; fields inside the query and options do the same.
"""


@click.command("search", help=HELP)
@click.argument("query", nargs=-1)
@index_option
@filter_options
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Hits to print; 0 for all.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Hits to leave out before them.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "symbol"]),
    default="relevance",
    show_default=True,
    help="date: newest first; symbol: by number.",
)
@click.option(
    "--facet",
    "facets",
    metavar="FIELD",
    multiple=True,
    help="Count the values of a field over all matches instead of"
    " printing hits: verb, lead, year, clause, cites, lang, body, symbol, agenda, topic, sponsor.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl", "csv", "tsv", "kwic"]),
    default="table",
    show_default=True,
    help="kwic: each match in its context, aligned; see also seized kwic.",
)
@click.option("--count", is_flag=True, help="Print only how many clauses match.")
def command(  # noqa: PLR0913, PLR0917 (an option each)
    query: tuple[str, ...],
    index: Path | None,
    limit: int,
    offset: int,
    sort: Any,
    facets: tuple[str, ...],
    form: str,
    count: bool,
    **filters: Any,
) -> int:
    from ..search.index import open_index

    text = " ".join(query)
    with open_index(ready_index(index)) as opened:
        page = 1 if count or (facets and form != "json") else limit or None
        results = opened.search(text, limit=page, offset=0 if count else offset, sort=sort, facets=facets, **filters)
        if count:
            click.echo(results.total)
        elif facets and form != "json":
            _print_facets(results, form)
        else:
            _print_hits(results, form, text, offset)
        if not results.total:
            nothing_found(opened, text, filters)
    return 0 if results.total else 1


def _print_hits(results: Results, form: str, query: str, offset: int) -> None:
    from ..search import export

    if form == "json":
        click.echo(export.to_json(results, query, offset))
    elif form == "table":
        from .tables import print_hits

        print_hits(results, offset)
    elif form == "kwic":
        from ..search.kwic import kwic_lines
        from .kwic import print_lines

        print_lines(list(kwic_lines(results)))
    else:
        for line in export.lines(results, form):
            click.echo(line)


def _print_facets(results: Results, form: str) -> None:
    from ..search import export

    if form in ("table", "kwic"):
        from .tables import print_facets

        print_facets(results)
    else:
        for line in export.facet_lines(results.facets, form):
            click.echo(line)


def nothing_found(index: Index, query: str, filters: dict[str, Any], *, what: str = "Nothing found.") -> None:
    """Say so on standard error, with what was probably meant."""
    click.echo(what, err=True)
    for sentence in index.suggest(query, **filters):
        click.echo(f"  {sentence}", err=True)
