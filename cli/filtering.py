"""The options that restrict a search: the same for every command that has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["filter_options"]

_Function = TypeVar("_Function", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--clause", multiple=True, metavar="KIND", help="Kind of clause: operative (op), preambular (pp), letter …"
    ),
    click.option(
        "--verb", multiple=True, metavar="VERB", help='Action verb, in any form: decides, "calls upon", 决定.'
    ),
    click.option(
        "--cites", multiple=True, metavar="SYMBOL", help='Document cited: 1325, S/PRST/2007/3, "1267 para 7".'
    ),
    click.option("--since", metavar="DATE", help="From this date on: 2000, 2000-06, 2000-06-30."),
    click.option("--until", metavar="DATE", help="Up to and with this date."),
    click.option("--lang", multiple=True, metavar="LANG", help="Language of the clause: en, zh, fr, es, ru, ar, de."),
)


def filter_options(function: _Function) -> _Function:
    """The options --clause, --verb, --cites, --since, --until and --lang; several values are alternatives."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
