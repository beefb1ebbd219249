"""Usage and verbs as a person reads them on a terminal: tables with bars."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..search.usage import Series, Usage, YearCount
from ..search.verb_counts import Taken, VerbCount, VerbCounts
from .tables import console

__all__ = ["print_usage", "print_verbs", "print_verbs_by_year"]

_STYLES = ("cyan", "yellow", "magenta", "green", "blue", "red")
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_PIPED = 100
"""Columns to fit where there is no terminal."""
_WIDEST_BAR = 40
_YEAR = 6
"""Columns of a year and what is beside it."""
_NUMBERS = 18
"""Columns of a count, a share and what is between them."""
_QUIET = "dim"


def _width(screen: Console) -> int:
    return screen.width if screen.is_terminal else _PIPED


def _print(screen: Console, table: Table) -> None:
    """A table; what is piped has no blanks at its line ends."""
    if screen.is_terminal:
        screen.print(table)
        return
    with screen.capture() as captured:
        screen.print(table)
    for line in captured.get().splitlines():
        screen.print(Text(line.rstrip()), soft_wrap=True)


def print_usage(usage: Usage) -> None:
    """A row for each year and a block of columns for each wording, then the first and last use.

    Wordings for which a terminal is too narrow have another table below.
    """
    screen = console()
    highest = max((year.share or 0.0 for series in usage.series for year in series.years), default=0.0)
    numbered = list(enumerate(usage.series))
    heading = "({})" if len(numbered) > 1 else "clauses"
    beside = max(1, (screen.width - _YEAR) // _narrowest(usage, heading))
    for first in range(0, len(numbered), beside):
        part = numbered[first : first + beside]
        room = (_width(screen) - _YEAR) // len(part) - _NUMBERS
        _print(screen, _usage_table(part, heading, highest, min(_WIDEST_BAR, room) if room > 3 else 0))
        screen.print()
    for number, series in numbered:
        screen.print(_summary(series, number), soft_wrap=True)


def _narrowest(usage: Usage, heading: str) -> int:
    """Columns that a wording takes without a bar."""
    cells = [_year_cells(year, 0.0, 0) for series in usage.series for year in series.years]
    return sum(
        2 + max(map(len, column)) for column in zip(*cells, (heading.format(len(usage.series)), "share"), strict=True)
    )


def _usage_table(numbered: Sequence[tuple[int, Series]], heading: str, highest: float, bar: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("year")
    for number, series in numbered:
        name = set_cell_size(series.phrase, min(bar, cell_len(series.phrase))) if bar else ""
        table.add_column(heading.format(number + 1), justify="right")
        table.add_column("share", justify="right")
        if bar:
            table.add_column(Text(name), style=_STYLES[number % len(_STYLES)], no_wrap=True)
    for rows in zip(*(series.years for _, series in numbered), strict=True):
        cells = [cell for year in rows for cell in _year_cells(year, highest, bar)]
        table.add_row(str(rows[0].year), *cells, style=_QUIET if not any(year.clauses for year in rows) else "")
    return table


def _year_cells(year: YearCount, highest: float, bar: int) -> list[str]:
    """Count, share in per cent and bar; dashes for a year of which there are no clauses."""
    if year.share is None:
        return ["–", "–", ""][: 3 if bar else 2]
    cells = [f"{year.count:,}", f"{100 * year.share:.2f}%"]
    return [*cells, _bar(year.share / highest if highest else 0.0, bar)] if bar else cells


def _bar(part: float, width: int) -> str:
    """A bar of up to `width` columns, to an eighth of one; the least that there is shows."""
    eighths = max(round(part * width * 8), 1 if part else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _summary(series: Series, number: int) -> Text:
    line = Text(f"({number + 1}) ").append(series.phrase, style=f"bold {_STYLES[number % len(_STYLES)]}")
    line.append(f": {series.total:,} clause{'' if series.total == 1 else 's'}")
    if series.first and series.last:
        line.append(f", first {series.first.id} ({series.first.date}), last {series.last.id} ({series.last.date})")
    return line


def print_verbs(counts: VerbCounts, limit: int) -> None:
    """The most frequent verbs, with what they take."""
    screen = console()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("uses", "clauses"):
        table.add_column(name, justify="right")
    table.add_column("verb", style="cyan", no_wrap=True)
    table.add_column("takes")
    shown = counts.verbs[: limit or None]
    for verb in shown:
        table.add_row(f"{verb.count:,}", f"{verb.clauses:,}", verb.lemma, _takes(verb.takes))
    _print(screen, table)
    _print_rest(screen, counts, len(shown))


def _takes(takes: Sequence[Taken]) -> Text:
    return Text("; ".join(f"{one.text} ({one.count})" for one in takes))


def print_verbs_by_year(counts: VerbCounts, limit: int) -> None:
    """A row for each year and a column for each of the most frequent verbs that fit."""
    screen = console()
    width = _width(screen) - 6
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("year")
    shown: list[VerbCount] = []
    for verb in counts.verbs[: limit or None]:
        width -= 2 + max(len(verb.lemma), 6)
        if width < 0 and shown:
            break
        shown.append(verb)
        table.add_column(verb.lemma, justify="right", no_wrap=True)
    years = counts.years
    for year in range(years[0], years[-1] + 1) if years else ():
        table.add_row(str(year), *(f"{verb.years.get(year, 0):,}" if year in years else "–" for verb in shown))
    _print(screen, table)
    _print_rest(screen, counts, len(shown))


def _print_rest(screen: Console, counts: VerbCounts, shown: int) -> None:
    verbs = f"{len(counts.verbs):,} verb{'' if len(counts.verbs) == 1 else 's'}"
    some = f"{shown:,} of {verbs}" if shown < len(counts.verbs) else verbs
    screen.print(Text(f"{some}, {counts.total:,} uses in {counts.clauses:,} clauses", style=_QUIET))
