"""`seized corpus`: whole bodies of documents, downloaded or from a file, kept up to date in an index."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

import click

from .indexing import list_notes, list_rejected, reading_bar, summary
from .messages import say
from .settings import chosen_index, index_option

if TYPE_CHECKING:
    from ..corpus.fetch import Progress as Receiving
    from ..corpus.keep import CorpusState, Taken
    from ..indexer.build import BuildReport
    from ..indexer.build import Progress as Reading
    from ..indexer.store import Place

__all__ = ["command"]

HELP = """Add what the United Nations and others publish of the Council's documents, and keep it up to date.

\b
Examples:
  seized corpus list
  seized corpus add un-sc
  seized corpus add un-sc --from SCresolutions-main.zip --lang en,zh,fr
  seized corpus update
  seized corpus remove un-sc

docs/corpora.md tells what each corpus holds, how to get it and under what terms.
"""
ADD = """Download a corpus, or read it from a file or folder, and index it.

\b
Examples:
  seized corpus add un-sc
  seized corpus add un-sc --lang en,zh,fr,es,ru,ar,de
  seized corpus add un-sc --from my-clone/SCresolutions
  seized corpus add un-sc --url https://example.org/mirror/SCresolutions.zip

A download that was cut goes on where it stopped, if the server allows it. What has not changed is not
read again. What the corpus no longer has, or has in other languages only, is removed; more than a tenth of it with
--prune only. Either all is written or nothing is.

un-sc is Akoma Ntoso XML. cr-unsc is a table with the columns symbol (or res_no) and text (or text_zh, …); votes is
one with resolution, ms_vote, and ms_code or ms_name.
"""
UPDATE = """Fetch again what has changed where the corpora of the index came from, and index only that.

\b
Examples:
  seized corpus update
  seized corpus update un-sc --index my-index
"""
REMOVE = """Take the documents of a corpus out of the index; those that another source has too stay.

\b
Example:
  seized corpus remove un-sc
"""
LIST = """List the corpora that are known, and what the index has of each.

\b
Examples:
  seized corpus list
  seized corpus list --format json
"""
_quiet = click.option("-q", "--quiet", is_flag=True, help="No progress bar and no notes on what was recovered.")
_prune = click.option(
    "--prune", is_flag=True, help="Remove whatever the corpus no longer has, though it be more than a tenth of it."
)
_most = click.option(
    "--max-mb",
    type=click.IntRange(min=1),
    default=2048,
    show_default=True,
    help="Megabytes that a download may have.",
)


@click.group("corpus", help=HELP)
def command() -> None:
    """The commands below."""


@command.command("add", help=ADD, short_help="Download a corpus, or read it from a file, and index it.")
@click.argument("name")
@index_option
@click.option("--from", "path", metavar="PATH", help="Read it from this folder or file instead of downloading it.")
@click.option("--url", metavar="URL", envvar="SEIZED_CORPUS_URL", help="Download it from here [or SEIZED_CORPUS_URL].")
@click.option("--lang", multiple=True, metavar="LANG,…", help="Languages to read: en,zh,fr,es,ru,ar,de.")
@_most
@_prune
@click.option("--rebuild", is_flag=True, help="Make the index anew from this corpus alone.")
@click.option("--strict", is_flag=True, help="Exit with status 2 if any file could not be read.")
@_quiet
def add(  # noqa: PLR0913, PLR0917 (an option each)
    name: str,
    index: Place | None,
    path: str | None,
    url: str | None,
    lang: tuple[str, ...],
    max_mb: int,
    prune: bool,
    rebuild: bool,
    strict: bool,
    quiet: bool,
) -> int:
    from ..corpus.keep import add_corpus

    if path is not None and not path.strip():
        raise click.UsageError("--from names no place")
    if (
        path
        and url
        and click.get_current_context().get_parameter_source("url") is click.core.ParameterSource.COMMANDLINE
    ):
        raise click.UsageError("--from and --url are two places; give one")
    folder = chosen_index(index)
    with _bars(quiet) as (receiving, reading):
        change = partial(add_corpus, name, folder, origin=path or url or "", lang=lang, rebuild=rebuild, prune=prune)
        taken = _listing(partial(change, most=max_mb * 1_000_000, receiving=receiving, reading=reading))
    return _tell(taken, folder, quiet=quiet, strict=strict)


@command.command("update", help=UPDATE, short_help="Fetch what has changed, and index only that.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@index_option
@_most
@_prune
@click.option("--strict", is_flag=True, help="Exit with status 2 if any file could not be read.")
@_quiet
def update(  # noqa: PLR0913, PLR0917 (an option each)
    names: tuple[str, ...], index: Place | None, max_mb: int, prune: bool, strict: bool, quiet: bool
) -> int:
    from ..corpus.keep import corpus_states, update_corpus
    from ..errors import SeizedError

    folder = chosen_index(index)
    wanted = names or tuple(state.corpus.name for state in corpus_states(folder) if state.record)
    if not wanted:
        say(f"{folder}: no corpus in it; add one with: seized corpus add un-sc")
        return 1
    status = 0
    for name in wanted:
        try:
            with _bars(quiet) as (receiving, reading):
                change = partial(update_corpus, name, folder, prune=prune, most=max_mb * 1_000_000)
                taken = _listing(partial(change, receiving=receiving, reading=reading))
        except SeizedError as error:
            if len(wanted) == 1:
                raise
            say(f"seized: {name}: {error}")
            status = 2
            continue
        status = max(status, _tell(taken, folder, quiet=quiet, strict=strict))
    return status


@command.command("remove", help=REMOVE, short_help="Take the documents of a corpus out of the index.")
@click.argument("name")
@index_option
def remove(name: str, index: Place | None) -> int:
    from ..corpus.keep import remove_corpus

    folder = chosen_index(index)
    click.echo(summary(remove_corpus(name, folder), folder))
    return 0


@command.command("list", help=LIST, short_help="List the corpora, and what the index has of each.")
@index_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to print.",
)
def list_(index: Place | None, form: str) -> int:
    from ..corpus.keep import corpus_states

    states = corpus_states(chosen_index(index))
    if form == "json":
        click.echo(json.dumps([state.to_dict() for state in states], ensure_ascii=False, indent=1))
    elif form == "csv":
        _print_csv(states)
    else:
        _print_table(states)
    return 0


def _listing(work: Callable[[], Taken]) -> Taken:
    """Do it; where nothing could be read, list what was rejected."""
    from ..errors import NothingRead

    try:
        return work()
    except NothingRead as error:
        list_rejected(error.rejected)
        raise


@contextmanager
def _bars(quiet: bool) -> Iterator[tuple[Receiving | None, Reading | None]]:
    """A bar for the download, which gives way to one for the reading; nothing where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield None, None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("Downloading"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None)
    shown: list[Reading] = []
    with ExitStack() as stack:
        stack.callback(bar.stop)

        def receiving(size: int, total: int | None) -> None:
            bar.start()
            bar.update(task, completed=size, total=total)

        def reading(path: str, done: int, total: int) -> None:
            if not shown:  # there is room for one bar at a time
                bar.stop()
                shown.extend(filter(None, [stack.enter_context(reading_bar(quiet))]))
            shown[0](path, done, total)

        yield receiving, reading


def _tell(taken: Taken, folder: Place, *, quiet: bool, strict: bool) -> int:
    report = taken.report
    if report is None:
        click.echo(f"{taken.corpus.name}: nothing has changed since {taken.record.read}")
        return 0
    if not quiet:
        list_notes(report.notes)
    list_rejected(report.rejected)
    click.echo(f"{taken.corpus.name}: {_read(report)}")
    click.echo(summary(report, folder))
    if report.waiting and not taken.corpus.languages:  # it has no texts of its own
        click.echo(_waiting(report))
    click.echo(taken.corpus.acknowledgement)
    return 2 if strict and report.rejected else 0


def _read(report: BuildReport) -> str:
    left = f"; {report.left_out} in languages that were not asked for" if report.left_out else ""
    return f"{report.indexed} of {report.indexed + report.skipped} files read anew{left}"


def _waiting(report: BuildReport) -> str:
    """Of how many symbols there are facts and no text, and what to do about it."""
    if report.documents:
        return f"{report.waiting} symbols wait for a document that their facts complete"
    return "nothing could be attached yet: the index has no document of these; add some with: seized corpus add un-sc"


def _print_csv(states: Sequence[CorpusState]) -> None:
    from ..search.export import csv_lines

    rows = [state.to_dict() for state in states]
    for line in csv_lines(list(rows[0]), [[_cell(value) for value in row.values()] for row in rows]):
        click.echo(line)


def _cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, list) else value


def _print_table(states: Sequence[CorpusState]) -> None:
    from rich.text import Text

    from .tables import console

    screen = console()
    for state in states:
        known, record = state.corpus, state.record
        has = f"{state.documents} documents of {state.files} files" if record else "not in the index"
        screen.print(Text.assemble((known.name, "bold"), f"  {known.title}: {has}"))
        rows = {
            "holds": known.holds,
            "languages": ", ".join(record.languages if record else known.languages),
            "from": record.origin if record else known.address or f"--from FILE, which {known.home} has",
            "read": record.read if record else "",
            "terms": known.terms,
            "named as": known.acknowledgement,
        }
        for name, value in rows.items():
            if value:
                screen.print(Text.assemble((f"  {name:<10}", "dim"), value))
