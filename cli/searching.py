"""`seized search`: clauses that say a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .across import across_options, check_languages, offer, say_taken
from .filtering import filter_options
from .messages import say
from .settings import index_option, ready_index, typed

if TYPE_CHECKING:
    from ..indexer.store import Place
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
  seized search --across zh "draft resolution" --explain

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
@click.option(
    "--parallel", default="", metavar="LANG", help="Show each hit beside its wording in that language: zh, en."
)
@across_options
@click.option("--count", is_flag=True, help="Print only how many clauses match.")
def command(  # noqa: PLR0913, PLR0917 (an option each)
    query: tuple[str, ...],
    index: Place | None,
    limit: int,
    offset: int,
    sort: Any,
    facets: tuple[str, ...],
    form: str,
    parallel: str,
    across: str,
    explain: bool,
    count: bool,
    **filters: Any,
) -> int:
    from ..search.index import open_index

    text = " ".join(query)
    if parallel and form in ("tsv", "kwic"):
        raise click.UsageError(f"--parallel has no format {form!r}; it has table, json, jsonl and csv")
    if typed("parallel") and (count or (facets and form != "json")):
        raise click.UsageError("--parallel shows hits beside their wording; with --count or --facet none are shown")
    if explain and not across:
        raise click.UsageError("--explain says what the words of a question were taken for, with --across LANG")
    check_languages(across, filters["lang"], text)
    with open_index(ready_index(index)) as opened:
        page = 1 if count or (facets and form != "json") else limit or None
        results = opened.search(
            text, limit=page, offset=0 if count else offset, sort=sort, facets=facets, across=across, **filters
        )
        say_taken(results.taken, explain=explain)
        if count:
            click.echo(results.total)
        elif facets and form != "json":
            _print_facets(results, form)
        elif parallel:
            from ..search import export
            from .parallel import print_beside

            asked = {"query": text, **export.crossed(across, results), "offset": offset}
            print_beside(opened, results, parallel, form, asked)
        else:
            _print_hits(results, form, text, offset, across)
        if not results.total and across:
            say("Nothing found.")
        elif not results.total:
            nothing_found(opened, text, filters)
            offer(opened, text, filters)
    return 0 if results.total else 1


def _print_hits(results: Results, form: str, query: str, offset: int, across: str) -> None:
    from ..search import export

    if form == "json":
        click.echo(export.to_json(results, query, offset, across))
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
    say(what)
    # a command that takes all clauses where nothing is asked finds none in an index without texts
    asked = query.strip() or any(filters.values())
    for sentence in index.suggest(query, **filters) if asked else ():
        say(f"  {sentence}")
