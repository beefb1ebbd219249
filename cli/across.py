"""The options for asking in one language for another, and what is said of how a question was taken."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .messages import say
from .settings import typed

if TYPE_CHECKING:
    from ..search.index import Index
    from ..search.translation import Taken

__all__ = ["across_options", "check_languages", "offer", "say_taken"]

_Function = TypeVar("_Function", bound=Callable[..., Any])

_LEAST = 0.05
"""Weight below which a translation is not printed; JSON has all."""
_OPTIONS = (
    click.option(
        "--across", default="", metavar="LANG", help="Look in that language for what is asked in the other: en, zh."
    ),
    click.option("--explain", is_flag=True, help="With --across, say what each word was taken for."),
)


def across_options(function: _Function) -> _Function:
    """The options --across and --explain."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def check_languages(across: str, lang: Sequence[str], query: str = "") -> None:
    """Raises UsageError where --lang or "lang:" leaves out the language that --across asks for."""
    if not across:
        return
    from ..search.leaves import language
    from ..search.query import filters, languages_of, parse_query

    trees = {"--lang ": filters(lang=lang), "lang:": parse_query(query) if query.strip() else None}
    for option, tree in trees.items():
        asked = languages_of(tree) if tree else frozenset()
        if asked and language(across) not in asked:
            codes = " or ".join(option + code for code in sorted(asked))
            raise click.UsageError(f"{codes} contradicts --across {across}, which looks in that language alone")


def say_taken(taken: Sequence[Taken], *, explain: bool) -> None:
    """On standard error: what each word was taken for, if that is asked for, and always which have no translation."""
    for one in taken if explain else ():
        if one.translations:
            words = ", ".join(f"{word} {weight:.2f}" for word, weight in _telling(one))
            say(f"{one.word}: {words}")
    unknown = [one.word for one in taken if not one.translations]
    if unknown:
        say(f"No translation is known, and none was looked for: {', '.join(unknown)}")


def _telling(taken: Taken) -> Sequence[tuple[str, float]]:
    """What a word was taken for, without what hardly counts; the first in any case."""
    return [one for at, one in enumerate(taken.translations) if one[1] >= _LEAST or not at]


def offer(index: Index, query: str, filters: dict[str, Any]) -> None:
    """Of a search that finds nothing: the command that finds something in the other language, if there is one."""
    from ..search.suggest import in_other_language

    found = in_other_language(index, query, filters)
    if found is not None:
        to, total = found
        clauses = f"{total:,} clause{'' if total == 1 else 's'}"
        say(f"  in the other language {clauses} can be found: {_command(to)}")


def _command(to: str) -> str:
    """The command that runs, as it would be typed, with --across."""
    context = click.get_current_context()
    given: dict[type, list[str]] = {click.Option: [], click.Argument: []}
    for one in context.command.params:
        if one.name and typed(one.name):
            given[type(one)] += _typed(one, context.params[one.name])
    words = given[click.Argument]
    marks = ["--"] if any(word.startswith("-") for word in words) else []
    return shlex.join(["seized", str(context.info_name), "--across", to, *given[click.Option], *marks, *words])


def _typed(parameter: click.Parameter, value: Any) -> Iterator[str]:
    """The words by which a parameter is given."""
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(parameter, click.Option):
            yield parameter.opts[0]
        if not isinstance(one, bool):
            yield str(one)
