"""Where the index is and what the defaults are: options over SEIZED_INDEX over the configuration file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from ..errors import SeizedError
from .messages import say

if TYPE_CHECKING:
    from ..indexer.store import Place

__all__ = ["chosen_index", "index_option", "read_config", "ready_index", "typed"]

_FILTERS = ("clause", "verb", "cites", "since", "until", "lang")
_TABLES = {
    "search": (*_FILTERS, "limit", "sort", "facet", "across", "parallel", "format"),
    "kwic": (*_FILTERS, "sort", "limit", "width", "format"),
    "usage": (*_FILTERS, "format"),
    "verbs": (*_FILTERS, "by", "limit", "takes", "format"),
    "cite": ("style", "format"),
    "export": (*_FILTERS, "sort", "format"),
    "cites": ("lang", "since", "until", "depth", "relative", "format"),
    "similar": (*_FILTERS, "across", "limit", "format"),
    "compare": ("lang", "format"),
    "lineage": ("format",),
    "parallel": (*_FILTERS, "to", "limit", "format"),
    "translate-terms": (*_FILTERS, "to", "limit", "examples", "format"),
    "show": ("lang", "format"),
    "serve": ("port", "host", "allow", "origin", "seconds"),
    "info": ("format",),
    "check": ("format",),
    "corpus": ("lang", "format"),
    "mcp": (),
}
"""The tables of the configuration file, and the options that each may set."""

_GROUPS = {"corpus": ("add", "list", "update", "remove")}
"""The commands that have commands of their own, which share one table."""

_Function = TypeVar("_Function", bound=Callable[..., Any])


class _Place(click.Path):
    """A folder, or an address on a cluster."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from ..indexer.cluster.address import address_of

        if not str(value):
            self.fail("an index has a name", param, ctx)
        try:
            return address_of(str(value)) or super().convert(value, param, ctx)
        except SeizedError as error:
            # what was written may have a password in it, and is not repeated
            self.fail(str(error), param, ctx)


def index_option(function: _Function) -> _Function:
    """The option that every command with an index has."""
    return click.option(
        "--index",
        "index",
        metavar="PLACE",
        envvar="SEIZED_INDEX",
        type=_Place(path_type=Path),
        help="Folder of the index, or opensearch://HOST/NAME [default: in the user's data folder; or SEIZED_INDEX].",
    )(function)


def typed(name: str) -> bool:
    """Whether an option of the command that runs was given on the command line, not in a file or the environment."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def read_config() -> dict[str, Any]:
    """The defaults in `config.toml` of the user's configuration folder, a table for each command.

    "index", outside the tables, holds for every command. Raises SeizedError for a file that is no TOML, or that
    names what there is not.
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
    _check_names(path, common, ("index",))
    _check_names(path, tables, _TABLES)
    for name, options in tables.items():
        _check_names(path, options, _TABLES[name])
    if not isinstance(common.get("index", ""), str):
        raise SeizedError(f"{path}: index is the name of a folder or the address of a cluster, in quotes")
    if "index" in common:
        common["index"] = _expanded(common["index"])
    found = {name: _as_parameters(common | tables.get(name, {})) for name in ("index", *_TABLES)}
    return found | {group: dict.fromkeys(names, found[group]) for group, names in _GROUPS.items()}


def _expanded(place: str) -> str:
    from ..indexer.cluster.address import address_of

    return place if address_of(place) else str(Path(place).expanduser())


def _check_names(path: Path, written: dict[str, Any], known: Iterable[str]) -> None:
    unknown = next((name for name in written if name not in known), None)
    if unknown is not None:
        raise SeizedError(f"{path}: unknown name {unknown!r}; there are {', '.join(known)}")


def _as_parameters(options: dict[str, Any]) -> dict[str, Any]:
    """Options by the names that the commands' functions have for them, as they would be typed."""
    return {
        {"format": "form", "facet": "facets", "origin": "origins"}.get(name, name): value
        for name, value in options.items()
    }


def default_index() -> Path:
    """The index of a user who names none."""
    from platformdirs import user_data_path

    return user_data_path("seized") / "index"


def chosen_index(index: Place | None) -> Place:
    """The place of the index to write, whole."""
    from ..indexer import store

    return store.place_of(index or default_index())


def ready_index(index: Place | None) -> Place:
    """The place of the index to read; where the default one is not there yet, it is made of the samples."""
    if index is not None:
        return index
    path = default_index()
    from ..indexer import store

    if not store.exists(path):
        from ..corpus import samples
        from ..indexer.build import build_index

        with samples() as folder:
            report = build_index([folder], path)
        say(
            f"No index yet: indexed the bundled samples ({report.documents} documents, {report.clauses} clauses)"
            f" into {path}"
        )
    return path
