"""Where the index is and what the defaults are: options over SEIZED_* variables over the config file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..errors import SeizedError

__all__ = ["index_option", "read_config", "ready_index"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def index_option(function: _Function) -> _Function:
    """The option that every command with an index has."""
    return click.option(
        "--index",
        "index",
        metavar="DIR",
        envvar="SEIZED_INDEX",
        type=click.Path(path_type=Path),
        help="Folder of the index [default: in the user's data folder; or SEIZED_INDEX].",
    )(function)


def read_config() -> dict[str, Any]:
    """The defaults in `config.toml` of the user's configuration folder, a table for each command.

    A key outside the tables ("index") holds for every command. Raises SeizedError for a file that is no TOML.
    """
    from platformdirs import user_config_path

    path = user_config_path("seized") / "config.toml"
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SeizedError(f"{path}: cannot be read ({error})") from error
    common = {key: value for key, value in written.items() if not isinstance(value, dict)}
    tables = {key: value for key, value in written.items() if isinstance(value, dict)}
    commands = ("index", "search", "show", "info")
    return {name: _as_parameters(common | tables.get(name, {})) for name in commands}


def _as_parameters(options: dict[str, Any]) -> dict[str, Any]:
    """Options by the names that the commands' functions have for them."""
    return {{"format": "form", "facet": "facets"}.get(name, name): value for name, value in options.items()}


def default_index() -> Path:
    """The index of a user who names none."""
    from platformdirs import user_data_path

    return user_data_path("seized") / "index"


def ready_index(index: Path | None) -> Path:
    """The folder of the index to read; where the default one is not there yet, it is made of the samples."""
    if index is not None:
        return index
    path = default_index()
    from ..indexer import store

    if not store.exists(path):
        from ..corpus import samples
        from ..indexer.build import build_index

        with samples() as folder:
            report = build_index([folder], path)
        click.echo(
            f"No index yet: indexed the bundled samples ({report.documents} documents, {report.clauses} clauses)"
            f" into {path}",
            err=True,
        )
    return path
