"""What is said on standard error: one line each, whatever names of files and queries are in it."""

from __future__ import annotations

from contextlib import suppress

import click

__all__ = ["say"]


def say(message: str) -> None:
    """Print one line on standard error; characters that end a line or steer a terminal stand as their codes."""
    line = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in message)
    with suppress(OSError):  # where nobody can be told, the exit status is left
        click.echo(line, err=True)
