"""The program as a user runs it: a process with arguments, output, messages and an exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["configured", "run"]


def run(*words: str, home: Path, stdin: str | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `seized` in the home of a user who has no settings; `variables` are put into its environment.

    There is no terminal, whatever size of one those have noted who run the tests.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SEIZED_", "COLUMNS", "LINES"))}
    environment |= {f"XDG_{what}_HOME": str(home / what.lower()) for what in ("DATA", "CONFIG", "CACHE")}
    environment["HOME"] = str(home)
    return subprocess.run(
        [sys.executable, "-m", "seized", *words],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=environment | {"PYTHONUTF8": "1"} | variables,
        cwd=home,
        check=False,
    )


@contextmanager
def configured(home: Path, text: str) -> Iterator[None]:
    """Give the user a configuration file for as long as the block runs."""
    config = home / "config" / "seized" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        config.unlink()
