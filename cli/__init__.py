"""The command line: `seized index`, `search`, `show`, `parse`, `info`."""

from __future__ import annotations

import errno
import io
import os
import sys
from importlib import import_module

import click

from .. import __version__
from ..errors import NotFound, SeizedError
from .messages import say
from .settings import read_config

__all__ = ["cli", "main"]

_COMMANDS = {
    "index": ("indexing", "Index documents: files, folders, .zip archives or - for standard input."),
    "corpus": ("corpus", "Add, update and remove whole corpora, such as the UN's machine-readable documents."),
    "search": ("searching", "Find clauses by words, verb, cited resolution or date."),
    "kwic": ("kwic", "Show each match in its context, aligned and sorted."),
    "usage": ("using", "Count a wording year by year, or compare several."),
    "verbs": ("verbs", "Count the action verbs, and what they take."),
    "similar": ("drafting", "Find the precedents of a draft paragraph, a draft file or a clause."),
    "compare": ("comparing", "Compare two resolutions paragraph by paragraph, or one with what it renews."),
    "lineage": ("lineage", "Follow a clause through the resolutions that repeat it."),
    "show": ("showing", "Show a document or one clause."),
    "parallel": ("parallel", "Show clauses beside their wording in another language."),
    "translate-terms": ("translating", "Say what terms are called in the other language."),
    "cites": ("citing", "Show what a document cites and what cites it; write the network."),
    "cite": ("reference", "Write a reference to copy: OSCOLA, BibTeX or plain."),
    "export": ("export", "Write clauses as a data set: JSON lines, CSV or Parquet, with a codebook."),
    "parse": ("parsing", "Print the clauses of documents as JSON lines; no index involved."),
    "serve": ("serving", "Serve the search page, and the same as JSON, on this machine."),
    "mcp": ("assisting", "Serve assistants over the Model Context Protocol (MCP)."),
    "info": ("informing", "Say what an index holds."),
    "check": ("checking", "Check every file of an index, and name those that are damaged."),
}
"""Each command's module, loaded when it is used, and its line in the help, which needs no module."""

_NOT_WRITTEN = {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EBADF, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""What writing fails with; files that are written by their names say these."""

HELP = """Search what the UN Security Council has said, one clause at a time.

\b
Examples:
  seized search "safety and security of peacekeepers"
  seized search 'verb:"calls upon" cites:1325' --clause operative --since 2015
  seized search '"all necessary means"' --format kwic
  seized show "S/RES/2553 (2020)"
  seized show "S/RES/2553(2020)/op/20(a)"
  seized index my-documents/ --index my-index

The query language: "exact words", AND OR NOT ( ), peacekeep*, mercenary~1,
clause: verb: lead: cites: date: year: symbol: para: lang: agenda: sponsor: vote: topic:
"""


class _Commands(click.Group):
    """A group whose commands are imported when they are used, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = import_module(f".{_COMMANDS[name][0]}", __name__)
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, n=1) or ["search"]
            ctx.fail(f"no command {args[0]!r}; did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="seized")
@click.pass_context
def cli(ctx: click.Context) -> None:
    ctx.default_map = read_config()


def main() -> None:
    """Run the program.

    Exit status 0: found; 1: understood, nothing found; 2: an error, or what cannot be understood, in one line on
    standard error.
    """
    sys.exit(_run())


def _open_streams() -> None:
    """Have nothing behind the standard streams that were closed, lest another file get the number of one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _run() -> int:
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal that has no Chinese characters shows their codes
            stream.reconfigure(errors="backslashreplace")
    try:
        return int(cli(sys.argv[1:] or ["--help"], standalone_mode=False) or 0)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.NoSuchOption as error:
        return _fail(f"{error.format_message()} (words that begin with - stand after --)")
    except click.ClickException as error:
        return _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt) as stopped:
        # click makes its own of what it was interrupted by
        _fail("; ".join(["interrupted", *map(str, (stopped.__cause__ or stopped).args)]))
        return 130
    except NotFound as error:
        _fail(str(error))
        return 1
    except SeizedError as error:
        return _fail(str(error))
    except (BrokenPipeError, SystemExit):
        # the reader of a pipe has gone (click exits for that): nothing more to say, also not at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        said = "what is printed cannot be written" if error.errno in _NOT_WRITTEN else ""
        return _fail(f"{error.filename or said}: {error.strerror or error}".lstrip(": "))
    except Exception as error:
        if os.environ.get("SEIZED_DEBUG"):
            raise
        return _fail(f"unexpected {type(error).__name__}: {error}; please report it (SEIZED_DEBUG=1 shows where)")


def _fail(message: str) -> int:
    say(f"seized: {' '.join(message.split())}")
    return 2
