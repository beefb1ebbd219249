"""Diffs and the texts round them as a person reads them on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ..search.alignment import Change, marked

__all__ = ["indented", "shown_diff"]

_DELETED = "red strike"
_INSERTED = "green"


def shown_diff(diff: Iterable[Change], screen: Console) -> Text:
    """A diff in colours; where there are none, with [-what was left out-] and {+what was put in+}."""
    if not screen.is_terminal or screen.no_color:
        return Text(marked(diff))
    text = Text()
    for change in diff:
        if change.op == "equal":
            text.append(change.new)
        else:
            text.append(change.old, style=_DELETED)
            text.append(change.new, style=_INSERTED)
    return text


def indented(screen: Console, text: Text, depth: int = 2) -> None:
    """On a terminal every line is indented; elsewhere there is one line, and nothing behind it."""
    if screen.is_terminal:
        screen.print(Padding(text, (0, 0, 0, depth)))
    else:
        screen.print(Text(" " * depth).append_text(text))
