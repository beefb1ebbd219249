"""`seized compare`: two resolutions paragraph by paragraph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place
    from ..search.compare import Comparison, Pair

HELP = """Two resolutions, or two clauses, aligned paragraph by paragraph: same, reworded, moved, new, dropped.

\b
Examples:
  seized compare 2518 2553
  seized compare 2553
  seized compare "S/RES/2518(2020)/op/13" "S/RES/2553(2020)/op/16"
  seized compare 2518 2553 --html compared.html
  seized compare 2518 2553 --format json

With one resolution, the one that it renews is found (the same agenda item, the most
wording in common) and it says why. Paragraphs are the same up to case and punctuation.

From the first to the second: [-left out-] {+put in+}.
"""
_COLUMNS = ("status", "part", "old", "new", "similarity", "diff", "old_text", "new_text")
_STYLES = {"same": "dim", "reworded": "yellow", "moved": "cyan", "new": "green", "dropped": "red"}


@click.command("compare", help=HELP)
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", default="")
@index_option
@click.option(
    "--lang", default="", metavar="LANG", help="Edition to compare: en, zh [default: English if there is one]."
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a page that prints well."
)
@click.option("--all", "everything", is_flag=True, help="Show the paragraphs that are the same too.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(  # noqa: PLR0913, PLR0917 (an option each)
    old: str, new: str, index: Place | None, lang: str, html: Path | None, everything: bool, form: str
) -> int:
    from ..search.index import open_index

    with open_index(ready_index(index)) as opened:
        found = opened.compare(old, new, lang=lang)
    if html is not None:
        from ..search.compare_page import page
        from ..search.whole_files import write_whole

        write_whole(html, page(found).encode())
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    elif form == "csv":
        from ..search.export import csv_lines

        for line in csv_lines(_COLUMNS, _rows(found)):
            click.echo(line)
    else:
        _print_table(found, everything=everything)
    return 0


def _rows(found: Comparison) -> Iterator[list[object]]:
    from ..search.alignment import marked

    for pair in found.pairs:
        old, new = pair.old, pair.new
        yield [
            pair.status, pair.part, old.id if old else "", new.id if new else "", round(pair.similarity, 4),
            marked(pair.diff), old.text if old else "", new.text if new else "",
        ]  # fmt: skip


def _print_table(found: Comparison, *, everything: bool) -> None:
    from rich.text import Text

    from .tables import console

    screen = console()
    screen.print(Text(f"{found.old} ({found.old_date}) → {found.new} ({found.new_date})", style="bold"))
    if found.predecessor is not None:
        screen.print(Text(f"{found.old}: {found.predecessor.why}", style="dim"))
    for part, pairs in found.parts.items():
        screen.print()
        screen.print(Text(part, style="bold"))
        for pair in pairs:
            if everything or pair.status != "same":
                _print_pair(pair, screen)
    screen.print()
    counts = ", ".join(f"{count} {status}" for status, count in found.counts.items())
    screen.print(Text(counts, style="dim"))


def _print_pair(pair: Pair, screen: Any) -> None:
    from rich.text import Text

    from .differences import indented, shown_diff

    places = [one.paragraph for one in (pair.old, pair.new) if one is not None]
    place = " → ".join(dict.fromkeys(places)) if pair.status != "moved" else " → ".join(_moved(pair))
    screen.print(Text(f"  {pair.status:<9}", style=_STYLES[pair.status]).append(place, style="bold"))
    clause = pair.new or pair.old
    assert clause is not None
    indented(screen, shown_diff(pair.diff, screen) if pair.diff else Text(clause.text), 4)


def _moved(pair: Pair) -> list[str]:
    """Where a paragraph stood and stands, with the part where that changed."""
    from ..indexer.model import KIND_CODES

    assert pair.old is not None
    assert pair.new is not None
    if pair.old.kind == pair.new.kind:
        return [pair.old.paragraph, pair.new.paragraph]
    return [f"{KIND_CODES[one.kind]} {one.paragraph}" for one in (pair.old, pair.new)]
