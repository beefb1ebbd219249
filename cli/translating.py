"""`seized translate-terms`: what a term is called in the other language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from .filtering import filter_options
from .messages import say
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from rich.text import Text

    from ..indexer.store import Place
    from ..search.renderings import Rendering, TermTranslations

HELP = """What terms are called in the other language, with counts and example clauses.

\b
Examples:
  seized translate-terms 安全部门改革
  seized translate-terms mandate UNIFIL "security sector reform"
  seized translate-terms 授权 --clause op --since 2021
  seized translate-terms "protection of civilians" --format csv > terms.csv

Several words in quotes are one term. The clauses that hold it, as it is worded, are
looked at with their official wordings in the other language. Where the index has none,
the lexicon that comes with seized answers, and it is said so.

Exit status: 0 something is known of a term, 1 of none, 2 error.
"""
_FORMS = 3
"""Other forms that a table names; all are in JSON and CSV."""
_COLUMNS = ("term", "source", "of", "words", "clauses", "looked", "share", "forms", "id", "twin")


@click.command("translate-terms", help=HELP)
@click.argument("terms", metavar="TERM...", nargs=-1, required=True)
@index_option
@filter_options
@click.option("--to", default="", metavar="LANG", help="The language that is wanted: en, zh [default: the other one].")
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Answers a term; 0 for all.")
@click.option(
    "--examples", type=click.IntRange(min=0, max=3), default=1, show_default=True, help="Clauses to show for each."
)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(  # noqa: PLR0913, PLR0917 (an option each)
    terms: tuple[str, ...], index: Place | None, to: str, limit: int, examples: int, form: str, **filters: Any
) -> int:
    from ..search.index import open_index

    with open_index(ready_index(index)) as opened:
        found = opened.translate_terms(*terms, to=to, **filters)
    found = tuple(one.shortened(limit or None, examples) for one in found)
    if form == "json":
        for one in found:
            click.echo(json.dumps(one.to_dict(), ensure_ascii=False))
    elif form == "csv":
        from ..search.export import csv_lines

        for line in csv_lines(_COLUMNS, _rows(found)):
            click.echo(line)
    else:
        _print_table(found)
    for one in found:
        if not one.translations:
            say(f"Nothing is known of {one.term}.")
    return 0 if any(one.translations for one in found) else 1


def _rows(found: Iterable[TermTranslations]) -> Iterator[list[object]]:
    for term in found:
        for one in term.translations:
            first = one.examples[0] if one.examples else None
            yield [
                *(term.term, term.source, one.of, one.words, one.clauses, term.looked, round(one.share, 3)),
                "; ".join(f"{form} ({count})" for form, count in one.forms.items()),
                *((first.clause.id, first.twin.id) if first else ("", "")),
            ]


def _print_table(found: Iterable[TermTranslations]) -> None:
    from rich.text import Text

    from .tables import console

    screen = console()
    for term in found:
        if not term.translations:
            continue
        screen.print(Text(term.term, style="bold").append(f"  {_source(term)}", style="dim not bold"))
        for one in term.translations:
            screen.print(_line(one, term))
            for example in one.examples:
                for clause, text in ((example.clause, example.snippet), (example.twin, example.twin_snippet)):
                    _print_example(screen, clause.id, text)
        screen.print()


def _source(term: TermTranslations) -> str:
    if term.source == "shipped":
        return "from the lexicon that comes with seized"
    if term.source == "lexicon":
        return "from the lexicon of the index"
    some = "looked at, evenly drawn" if term.is_sample else "in both languages"
    return f"{term.total:,} clause{'' if term.total == 1 else 's'}, {term.looked:,} {some}"


def _line(one: Rendering, term: TermTranslations) -> Text:
    from rich.text import Text

    line = Text("  ").append(one.words, style="bold yellow")
    if one.clauses is not None:
        line.append(f"  in {one.clauses:,} of {term.looked:,} clauses")
    else:
        line.append(f"  for {one.of}, {one.share:.0%}" if one.of != term.term else f"  {one.share:.0%}")
    others = [form for form in one.forms if form.lower() != one.words.lower()]
    return line.append(f"  also {', '.join(others[:_FORMS])}" if others else "", style="dim")


def _print_example(screen: Any, clause_id: str, snippet: str) -> None:
    from rich.text import Text

    from .differences import indented

    text = Text(f"{clause_id}  ", style="dim")
    for at, part in enumerate(snippet.split("**")):
        if screen.is_terminal and not screen.no_color:
            text.append(part, style="bold yellow not dim" if at % 2 else "not dim")
        else:
            text.append(f"**{part}**" if at % 2 else part, style="not dim")
    indented(screen, text, 6)
