"""`seized verbs`: the action verbs of the clauses that match, and what they take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from .filtering import filter_options
from .messages import say
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place
    from ..search.verb_counts import VerbCounts

HELP = """The action verbs of the clauses that match, of all clauses without a query, by count and year.

\b
Examples:
  seized verbs
  seized verbs "cites:1325" --clause op
  seized verbs 'agenda:Mali' --by year
  seized verbs lead:requests --takes 10
  seized verbs --lang zh --format csv > verbs.csv

Any form counts for its verb: calls on, calling upon and 促请 are "call upon". With each
verb stands what it takes most often: the noun phrase right after it ("request | the
Secretary-General"), "that" for a clause, "to extend" for an infinitive.
"""


@click.command("verbs", help=HELP)
@click.argument("query", nargs=-1)
@index_option
@filter_options
@click.option("--by", type=click.Choice(["verb", "year"]), default="verb", show_default=True, help="What a row is.")
@click.option("--limit", type=click.IntRange(min=0), default=30, show_default=True, help="Verbs; 0 for all.")
@click.option(
    "--takes",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    metavar="N",
    help="Print the N things that each verb takes most often.",
)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(  # noqa: PLR0913, PLR0917 (an option each)
    query: tuple[str, ...], index: Place | None, by: str, limit: int, takes: int, form: str, **filters: Any
) -> int:
    from ..search.index import open_index

    text = " ".join(query)
    with open_index(ready_index(index)) as opened:
        found = opened.verbs(text, takes=0 if by == "year" and form != "json" else takes, **filters)
        if not found.clauses:
            from .searching import nothing_found

            nothing_found(opened, text, filters)
        elif not found.verbs:
            say(f"{found.clauses:,} clauses match; none has an action verb.")
    _print(found, by, limit, form)
    return 0 if found.verbs else 1


def _print(found: VerbCounts, by: str, limit: int, form: str) -> None:
    if form == "json":
        answer = found.to_dict()
        click.echo(json.dumps(answer | {"verbs": answer["verbs"][: limit or None]}, ensure_ascii=False, indent=1))
    elif form == "csv":
        from ..search.export import csv_lines

        header, rows = (_year_rows if by == "year" else _verb_rows)(found, limit)
        for line in csv_lines(header, rows):
            click.echo(line)
    elif found.verbs:
        from .charts import print_verbs, print_verbs_by_year

        (print_verbs_by_year if by == "year" else print_verbs)(found, limit)


def _verb_rows(found: VerbCounts, limit: int) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    rows = (
        (verb.lemma, verb.count, verb.clauses, "; ".join(f"{one.text} ({one.count})" for one in verb.takes))
        for verb in found.verbs[: limit or None]
    )
    return ("verb", "uses", "clauses", "takes"), rows


def _year_rows(found: VerbCounts, limit: int) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    shown = found.verbs[: limit or None]
    rows = ((year, verb.lemma, verb.years[year]) for year in found.years for verb in shown if year in verb.years)
    return ("year", "verb", "uses"), rows
