"""The precedents of a draft in another language, printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..search.precedent_across import PrecedentAcross, SimilarAcross

__all__ = ["print_across"]

_COLUMNS = ("draft", "rank", "id", "document", "paragraph", "date", "verb", "score", "coverage", "text")


def print_across(answers: Iterable[SimilarAcross], form: str, *, several: bool) -> bool:
    """Print each answer as it comes, in a format of `seized similar`; whether any has a precedent."""
    found = False
    if form == "csv":
        _print_csv([], header=True)
    for number, answer in enumerate(answers, 1):
        found = found or bool(answer.precedents)
        if form == "json":
            click.echo(json.dumps(answer.to_dict(), ensure_ascii=False))
        elif form == "csv":
            _print_csv(_rows(number, answer))
        else:
            _print_table(number if several else 0, answer)
    return found


def _print_csv(rows: Iterable[list[object]], *, header: bool = False) -> None:
    from ..search.export import csv_lines

    for at, line in enumerate(csv_lines(_COLUMNS, rows)):
        if header or at:
            click.echo(line)


def _rows(number: int, answer: SimilarAcross) -> Iterator[list[object]]:
    for rank, precedent in enumerate(answer.precedents, 1):
        row = precedent.to_dict() | {"draft": number, "rank": rank, "verb": _verb(precedent)}
        yield [row[name] for name in _COLUMNS]


def _verb(precedent: PrecedentAcross) -> str:
    return next((verb.lemma for verb in precedent.clause.verbs), "")


def _print_table(number: int, answer: SimilarAcross) -> None:
    """A block for each precedent. number: of the draft paragraph, 0 where there is one alone."""
    from rich.text import Text

    from .differences import indented
    from .tables import console

    screen = console()
    if number:
        screen.print(Text(f"{number}. ", style="bold").append(answer.draft, style="not bold"))
        screen.print()
    for precedent in answer.precedents:
        head = Text(f"{precedent.score:>4.0%}  ", style="bold").append(precedent.id, style="bold")
        head.append(f"  {precedent.clause.date}", style="dim").append(f"  {_verb(precedent)}", style="cyan")
        screen.print(head)
        indented(screen, Text(precedent.clause.text), 6)
        screen.print()
