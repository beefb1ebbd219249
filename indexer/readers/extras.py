"""The libraries of the extra `files`, which a user may not have installed."""

from __future__ import annotations

from importlib.util import find_spec

from ...errors import DocumentError

__all__ = ["need"]


def need(module: str, kind: str, path: str) -> None:
    """Raise DocumentError with the command that installs it where `module`, which reads `kind`, is missing."""
    if find_spec(module) is None:
        raise DocumentError(path, f"{kind}, for which a library is missing: pip install 'seized[files]'")
