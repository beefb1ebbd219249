"""What is said on standard error: one line each, whatever names of files and queries are in it."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import click

__all__ = ["say"]


def say(message: str) -> None:
    """Print one line on standard error; characters that end a line or steer a terminal stand as their codes."""
    line = "".join(one.encode("unicode_escape").decode() if _steers(one) else one for one in message)
    with suppress(OSError):  # where nobody can be told, the exit status is left
        click.echo(line, err=True)


def _steers(one: str) -> bool:
    """Whether a character ends a line, steers a terminal, turns the text round, or is none."""
    kind = unicodedata.category(one)
    return kind in ("Cc", "Zl", "Zp", "Cs") or (kind == "Cf" and unicodedata.bidirectional(one) != "BN")
