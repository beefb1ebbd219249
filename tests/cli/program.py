"""The program as a user runs it: a process with arguments, output, messages and an exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["run"]


def run(*words: str, home: Path, stdin: str | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `seized` in the home of a user who has no settings; `variables` are put into its environment."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SEIZED_")}
    environment |= {"XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config"), "HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "seized", *words],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=environment | {"PYTHONUTF8": "1"} | variables,
        cwd=home,
        check=False,
    )
