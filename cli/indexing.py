"""`seized index`: documents into an index."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .messages import say
from .settings import chosen_index, index_option

if TYPE_CHECKING:
    from ..indexer.build import BuildReport, Progress, Rejected
    from ..indexer.store import Place

__all__ = ["command", "list_notes", "list_rejected", "reading_bar", "summary"]

HELP = """Index documents: letters, resolutions and presidential statements, as PDF, Word, HTML, text
or Akoma Ntoso XML, or .zip of these.

\b
Examples:
  seized index my-documents/
  seized index letters.zip S_RES_2553.xml --index my-index
  cat letter.txt | seized index -
  seized index my-documents/ --index opensearch://localhost:9200/council

Files that have not changed are skipped, changed ones replaced, and those that have
vanished under a folder named here are removed. Either all is written or nothing is.
"""


@click.command("index", help=HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@index_option
@click.option("--rebuild", is_flag=True, help="Make the index anew from these paths alone.")
@click.option("--strict", is_flag=True, help="Exit with status 2 if any file could not be read.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no notes on what was recovered.")
def command(paths: tuple[str, ...], index: Place | None, rebuild: bool, strict: bool, quiet: bool) -> int:
    from ..errors import NothingRead
    from ..indexer.build import build_index

    folder = chosen_index(index)
    try:
        with reading_bar(quiet) as progress:
            report = build_index(paths, folder, rebuild=rebuild, progress=progress)
    except NothingRead as error:
        list_rejected(error.rejected)
        raise
    if not quiet:
        list_notes(report.notes)
    list_rejected(report.rejected)
    if report.rejected and not (report.indexed or report.skipped or report.removed):
        return 2
    click.echo(summary(report, folder))
    return 2 if strict and report.rejected else 0


@contextmanager
def reading_bar(quiet: bool) -> Iterator[Progress | None]:
    """A bar on standard error, if a person is looking; an interrupt says what has become of the index."""
    try:
        with _bar(quiet) as progress:
            yield progress
    except KeyboardInterrupt as stopped:
        raise KeyboardInterrupt("the index is as it was, or whole as it was to be") from stopped


@contextmanager
def _bar(quiet: bool) -> Iterator[Progress | None]:
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(path: str, done: int, total: int) -> None:
            bar.update(
                task,
                completed=done,
                total=total,
                description=Path(path).name if path else "writing the index",
            )

        yield show


def list_notes(notes: list[Rejected]) -> None:
    """What was recovered or left unresolved, on standard error."""
    for note in notes:
        say(f"note: {note.source}: {note.reason}")


def list_rejected(rejected: list[Rejected]) -> None:
    """What could not be read, on standard error."""
    for one in rejected:
        say(f"rejected: {one.source}: {one.reason}")


def summary(report: BuildReport, folder: Place) -> str:
    """What a build did, in one line."""
    done = f"{report.indexed} indexed, {report.skipped} unchanged, {report.removed} removed"
    done += f", {len(report.rejected)} rejected"
    return f"{folder}: {report.documents} documents, {report.clauses} clauses ({_files(report)}{done})"


def _files(report: BuildReport) -> str:
    count = report.indexed + report.skipped + len(report.rejected)
    return f"{count} file{'' if count == 1 else 's'}: "
