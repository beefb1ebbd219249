"""`seized mcp`: tools for assistants."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import click

from .settings import index_option, ready_index

if TYPE_CHECKING:
    from ..indexer.store import Place

HELP = """Serve assistants over the Model Context Protocol: search, similar, show and cites.

\b
Examples:
  seized mcp
  seized mcp --index my-index

The program answers on standard output what a client asks on standard input, until
that ends; an assistant starts it by itself. docs/mcp.md has the configuration.
What is committed to the index meanwhile is picked up. Needs: pip install 'seized[mcp]'

Exit status: 0 the client has gone, 2 error.
"""


@click.command("mcp", help=HELP)
@index_option
def command(index: Place | None) -> int:
    from ..search.assistants import serve

    path = ready_index(index)
    # the thread that waits for standard input knows no interruption: the signal itself ends what only reads
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    serve(path)
    return 0
