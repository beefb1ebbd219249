"""Tools for assistants over an index, by the Model Context Protocol: `make_server`, `serve` (extra `mcp`)."""

from __future__ import annotations

from ...errors import needed_for

with needed_for("seized mcp", "mcp"):
    from .server import make_server, serve

__all__ = ["make_server", "serve"]
