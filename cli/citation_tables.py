"""Citations as a person reads them on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from .tables import console as new_console

if TYPE_CHECKING:
    from ..search.cited import Citations, Cited, Relative

__all__ = ["print_citations"]

_QUIET = "dim"
_NONE = "—"


def print_citations(found: Citations, relative: bool) -> None:
    """The document, what it cites and what cites it by year, and what was left open."""
    console = new_console()
    head = Text(f"{found.document}{f', {_named(found)}' if found.paragraph else ''}", style="bold")
    head.append(f"  {found.date}" if found.in_index else "  not in the index", style=_QUIET)
    console.print(head)
    if found.title:
        console.print(Text(found.title))
    _print_cites(console, found)
    _print_cited_by(console, found)
    if found.within:
        _heading(console, "paragraphs of its own", found.within)
        for row in found.within:
            _line(console, f"{_place(row.place)} → {row.paragraph}", f"“{row.phrase}”")
    if found.further:
        _print_further(console, found)
    _print_relative(console, found.relative, relative)


def _heading(console: Console, title: str, rows: Sequence[Cited]) -> None:
    clauses = len({row.clause for row in rows})
    console.print()
    console.print(Text.assemble((title, "bold"), (f"  {clauses} paragraph{'' if clauses == 1 else 's'}", _QUIET)))


def _print_cites(console: Console, found: Citations) -> None:
    """The documents cited, in order of their first citation, with the paragraphs on both sides."""
    if not found.cites:
        return
    _heading(console, "cites", found.cites)
    documents = dict.fromkeys(row.target for row in found.cites)
    width = max(map(cell_len, documents))
    for target in documents:
        rows = [row for row in found.cites if row.target == target]
        _line(console, _filled(target, width), _paragraphs(rows))


def _print_cited_by(console: Console, found: Citations) -> None:
    """Those that cite it by year; those that cite just the paragraph asked for come first."""
    for title, rows in _parts(found):
        if not rows:
            continue
        _heading(console, title, rows)
        width = max(cell_len(row.document) for row in rows)
        for year, of_year in groupby(rows, key=lambda row: row.date[:4]):
            for number, (document, group) in enumerate(groupby(of_year, key=lambda row: row.document)):
                shown = year if not number else ""
                _line(console, f"{shown:<4}  {_filled(document, width)}", _paragraphs(list(group)))


def _parts(found: Citations) -> Iterator[tuple[str, list[Cited]]]:
    exact = [row for row in found.cited_by if found.pinpoints(row)]
    rest = [row for row in found.cited_by if not found.pinpoints(row)]
    if found.paragraph:
        yield f"{_named(found)} cited by", exact
        yield "its document cited by", rest
    else:
        yield "cited by", rest


def _named(found: Citations) -> str:
    """ "paragraph 5"; articles and chapters of the Charter have their own names."""
    return f"paragraph {found.paragraph}" if found.paragraph[:1].isdigit() else found.paragraph


def _print_further(console: Console, found: Citations) -> None:
    for direction in ("cites", "cited by"):
        for steps, group in groupby(
            (one for one in found.further if one.direction == direction), key=lambda one: one.steps
        ):
            documents = ", ".join(one.document for one in group)
            console.print()
            console.print(Text(f"{direction}, {steps} steps off", style="bold"))
            _line(console, documents, "")


def _print_relative(console: Console, references: Sequence[Relative], listed: bool) -> None:
    if not references:
        return
    still_open = sum(not one.targets for one in references)
    console.print()
    many = f"{len(references)} relative reference{'' if len(references) == 1 else 's'}"
    console.print(Text.assemble((many, "bold"), (f"  {still_open} left open", _QUIET)))
    for one in references if listed else ():
        targets = ", ".join(f"{target.document} {target.paragraph}".rstrip() for target in one.targets)
        _line(console, f"{one.clause}  “{one.phrase}”", f"→ {targets or _NONE}")


def _paragraphs(rows: Iterable[Cited]) -> str:
    """ "op 2(f) → 57, 59; op 30": the paragraphs that cite, each with those that it cites."""
    shown = []
    for place, group in groupby(rows, key=lambda row: row.place):
        labels = ", ".join(dict.fromkeys(row.paragraph for row in group if row.paragraph))
        shown.append(f"{_place(place)} → {labels}" if labels else _place(place))
    return "; ".join(shown)


def _place(place: str) -> str:
    return place.replace("/", " ")


def _filled(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _line(console: Console, first: str, second: str) -> None:
    """A line that is indented; what does not fit goes on below, further in, on a terminal alone."""
    text = Text(f"{first}  ").append(second, style=_QUIET) if second else Text(first)
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, 2)))
    else:
        console.print(Text("  ").append_text(text))
