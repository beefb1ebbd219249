"""`seized similar`: the precedents of a draft."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from .across import across_options, check_languages, say_taken
from .filtering import filter_options
from .messages import say
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place
    from ..search.index import Index
    from ..search.precedent import Similar
    from ..search.precedent_across import SimilarAcross

HELP = """Where the wording of a draft comes from: its precedents, the nearest first, with what differs.

\b
Examples:
  seized similar "Encourages Member States to provide voluntary support to security sector reform"
  seized similar "S/RES/2553(2020)/op/19" --earlier
  seized similar -f draft.txt --clause op --until 2019
  seized similar -f draft.txt --novel --format json > precedents.jsonl
  seized similar -f - --leave-out 2553 < draft.txt
  seized similar --across en 鼓励会员国为安全部门改革提供自愿支助

Give a paragraph, the id of a clause, or a file: a resolution or draft is read
paragraph by paragraph, other text between its blank lines. The clause's or file's
own document is left out. Precedents that hardly differ are one wording, with its
first use, last use, and how often it was used.

From the precedent to the draft: [-left out-] {+put in+}. JSON is one object a
draft paragraph, a line each. With --across the precedents are clauses in another
language, each on its own.

Exit status: 0 found, 1 nothing found, 2 error.
"""
_COLUMNS = (
    "draft", "rank", "id", "document", "paragraph", "date", "verb", "score", "coverage",
    "wording", "first_used", "last_used", "used", "diff", "text",
)  # fmt: skip


@click.command("similar", help=HELP)
@click.argument("draft", metavar="[TEXT | CLAUSE-ID]", nargs=-1)
@click.option(
    "-f", "--file", type=click.File("rb"), metavar="FILE", help="Read the draft from a file; - is standard input."
)
@index_option
@filter_options
@click.option("--lead", multiple=True, metavar="VERB", help="Leading verb.")
@click.option("--leave-out", multiple=True, metavar="SYMBOL", help="Leave out the clauses of a document.")
@click.option("--earlier", is_flag=True, help="Of a clause: only precedents older than it.")
@across_options
@click.option("--novel", is_flag=True, help="Mark the words of the draft that no precedent has.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Wordings a draft paragraph; 0 for all."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True,
    help="table: a wording each; json, csv: every precedent.",
)  # fmt: skip
def command(  # noqa: PLR0913, PLR0917 (an option each)
    draft: tuple[str, ...],
    file: BinaryIO | None,
    index: Place | None,
    form: str,
    leave_out: tuple[str, ...],
    across: str,
    explain: bool,
    **options: Any,
) -> int:
    from ..search.index import open_index

    text = " ".join(draft).strip()
    if bool(text) == bool(file):
        raise click.UsageError("give a paragraph or the id of a clause, or a file with -f")
    if across and options["novel"]:
        raise click.UsageError("--novel has no meaning with --across: in another language every word is another")
    if explain and not across:
        raise click.UsageError("--explain says what the words of a draft were taken for, with --across LANG")
    check_languages(across, options["lang"])
    options["limit"] = options["limit"] or None
    with open_index(ready_index(index)) as opened:
        if file is not None:
            from ..search.drafts import read_draft

            read = read_draft(file.read(), file.name)
            paragraphs, leave_out = read.paragraphs, (*leave_out, read.symbol)
            for note in read.notes:
                say(f"{file.name}: {note}")
            for passed in read.too_long:
                say(f"Passed over, too long a paragraph ({len(passed):,} characters): {passed[:60]}…")
        else:
            paragraphs = (text,)
        if across:
            del options["novel"]
            found = _across(opened, paragraphs, across, form, explain=explain, leave_out=leave_out, **options)
        else:
            answers = (opened.similar(one, leave_out=leave_out, **options) for one in paragraphs)
            found = _print(answers, form, novel=options["novel"], several=len(paragraphs) > 1)
    if not found and form == "table":
        say("No precedent found.")
    return 0 if found else 1


def _print(answers: Iterable[Similar], form: str, *, novel: bool, several: bool) -> bool:
    """Print each answer as it comes; whether any has a precedent."""
    found = False

    def noted() -> Iterator[Similar]:
        nonlocal found
        for answer in answers:
            found = found or bool(answer.precedents)
            yield answer

    if form == "json":
        for answer in noted():
            click.echo(json.dumps(answer.to_dict(novel=novel), ensure_ascii=False))
    elif form == "csv":
        from ..search.export import csv_lines

        for line in csv_lines(_COLUMNS, _rows(noted())):
            click.echo(line)
    else:
        _print_table(noted(), novel=novel, several=several)
    return found


def _across(index: Index, paragraphs: Sequence[str], to: str, form: str, *, explain: bool, **options: Any) -> bool:
    """Print the precedents of paragraphs in another language; whether any has one."""
    from .precedents_across import print_across

    def answers() -> Iterator[SimilarAcross]:
        for one in paragraphs:
            answer = index.similar_across(one, to, **options)
            say_taken(answer.taken, explain=explain)
            yield answer

    return print_across(answers(), form, several=len(paragraphs) > 1)


def _rows(answers: Iterable[Similar]) -> Iterator[list[object]]:
    from ..search.alignment import marked

    for number, answer in enumerate(answers, 1):
        for rank, precedent in enumerate(answer.precedents, 1):
            row = precedent.to_dict()
            row |= row["wording"] | {"wording": row["wording"]["number"], "draft": number, "rank": rank}
            row["diff"] = marked(precedent.diff)
            yield [row[name] for name in _COLUMNS]


def _print_table(answers: Iterable[Similar], *, novel: bool, several: bool) -> None:
    from rich.text import Text

    from .differences import indented, shown_diff
    from .tables import console

    screen = console()
    for number, answer in enumerate(answers, 1):
        if several or novel:
            screen.print(Text(f"{number}. " if several else "", style="bold").append_text(_draft(answer, screen)))
            screen.print()
        for wording in answer.wordings:
            best = wording[0]
            head = Text(f"{best.coverage:>4.0%}  ", style="bold").append(best.id, style="bold")
            head.append(f"  {best.clause.date}", style="dim").append(f"  {best.verb}", style="cyan")
            screen.print(head)
            if best.wording.used > 1:
                indented(screen, Text(_use(answer, best.wording.number), style="dim"), 6)
            indented(screen, shown_diff(best.diff, screen), 6)
            screen.print()


_NAMED = 5
"""Uses of a wording that a table names; the others are in JSON and CSV."""


def _use(answer: Similar, number: int) -> str:
    uses = [one for one in answer.precedents if one.wording.number == number]
    wording = uses[0].wording
    others = [one.id for one in uses[1:]]
    named = ", ".join(others[:_NAMED]) + (f" and {len(others) - _NAMED} more" if len(others) > _NAMED else "")
    return f"used {wording.used} times, first {wording.first_used}, last {wording.last_used}; also {named}"


def _draft(answer: Similar, screen: Any) -> Any:
    """The draft with what no precedent has."""
    from rich.text import Text

    text = Text()
    at = 0
    plain = not screen.is_terminal or screen.no_color
    for start, end in answer.novel:
        text.append(answer.draft[at:start])
        text.append(f"{{+{answer.draft[start:end]}+}}" if plain else answer.draft[start:end], style="bold green")
        at = end
    return text.append(answer.draft[at:])
