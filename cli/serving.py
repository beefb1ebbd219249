"""`seized serve`: the search page and the JSON interface, on the user's own machine."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any, Final

import click

from ..errors import SeizedError, needed_for
from .messages import say
from .settings import index_option, ready_index

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..indexer.store import Place

HELP = """Serve the search page, and the same as JSON, on this machine.

\b
Examples:
  seized serve --open
  seized serve -p 0                      any free port; the address is printed
  seized serve --index my-index -p 8080
  seized serve --host 0.0.0.0 --allow seized.example.org

It answers only under the names localhost, 127.0.0.1 and ::1, and those that
--allow adds, so that no page on the web can reach it by a name of its own. It
knows no users: whoever reaches it can read all of the index. What is indexed
meanwhile is picked up. Ctrl-C stops it.
"""
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


@click.command("serve", help=HELP)
@index_option
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port to listen at; 0 for any that is free.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option("--allow", multiple=True, metavar="NAME", help="Another name by which it may be asked; * for any.")
@click.option(
    "--origin", "origins", multiple=True, metavar="URL", help="A site whose pages may read the JSON interface (CORS)."
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1, max=600),
    default=2.0,
    show_default=True,
    help="Time that one question may take.",
)
@click.option("-v", "--verbose", is_flag=True, help="Print each request on standard error.")
def command(  # noqa: PLR0913, PLR0917 (an option each)
    index: Place | None,
    port: int,
    host: str,
    opens: bool,
    allow: tuple[str, ...],
    origins: tuple[str, ...],
    seconds: float,
    verbose: bool,
) -> int:
    _check_names(allow, origins)
    with needed_for("seized serve", "web"):
        import uvicorn  # noqa: F401

        from ..search.web import LOCAL_HOSTS, create_app

    path = ready_index(index)
    app = create_app(path, hosts=(*LOCAL_HOSTS, *allow), origins=origins, seconds=seconds)
    listening = _listening(host, port)
    address = _address(host, listening.getsockname()[1])

    def announce() -> None:
        click.echo(f"Serving {path} at {address} (Ctrl-C stops it)")
        if opens:
            click.launch(address)

    if host not in _LOOPBACK and not allow:
        say(f"note: others reach {host} by a name; add it with --allow, or they are refused")
    _serve(app, listening, announce, verbose=verbose)
    return 0


def _check_names(allow: tuple[str, ...], origins: tuple[str, ...]) -> None:
    """SeizedError for what no request could ever bear."""
    for name in allow:
        if "/" in name or name.count(":") == 1:
            raise SeizedError(f"--allow takes a name without scheme, port or path, as seized.example.org, not {name!r}")
    for origin in origins:
        if "://" not in origin or origin.endswith("/"):
            raise SeizedError(f"--origin takes a scheme and a name, as https://example.org, not {origin!r}")


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, so that its port is known before the first request. Raises SeizedError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # by its protocol asyncio knows that it may send the end of an answer without waiting for an acknowledgement
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen()
    except OSError as error:
        raise SeizedError(
            f"cannot listen at {host}:{port} ({error.strerror or error}); take another port with -p, 0 for any"
        ) from error
    return made


def _address(host: str, port: int) -> str:
    named = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return f"http://{f'[{named}]' if ':' in named else named}:{port}/"


def _serve(app: Any, listening: socket.socket, announce: Callable[[], None], *, verbose: bool) -> None:
    import uvicorn

    from ..search.web.connections import BACKLOG, Connection

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            announce()

    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        backlog=BACKLOG,
        # a request that is none is its sender's fault
        log_level="info" if verbose else "error",
        access_log=verbose,
        server_header=False,
        # an address may be as long as the limits of the query language let it be
        h11_max_incomplete_event_size=256 << 10,
        timeout_graceful_shutdown=5,
    )
    try:
        Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # which is how it is stopped
    finally:
        listening.close()
