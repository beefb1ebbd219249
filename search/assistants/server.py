"""A server for assistants: tools over an index by the Model Context Protocol, on standard input and output."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import Any, Final

import anyio
import msgspec
from mcp import MCPError
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    TextContent,
    TextResourceContents,
    ToolAnnotations,
)
from mcp_types import Tool as ToolShown

from ... import __version__
from ...errors import SeizedError
from ...indexer.store import Place
from ..index import Index
from ..shared import SharedIndex
from ..web.parameters import read
from ..web.running import Asker
from .tools import TOOLS

__all__ = ["make_server", "serve"]

_LOG = logging.getLogger("seized.assistants")

_SCHEME: Final = "seized://"
_MOST_ITEMS: Final = 30
"""Agenda items that are named of an index."""

Context = ServerRequestContext[Any]


def serve(place: Place) -> None:
    """Answer on standard output what is asked on standard input, until that ends. Raises what `open_index` raises."""
    # dictionaries and the like are loaded before anybody waits for an answer
    with SharedIndex(place, warm=lambda index: index.search("peace 和平", limit=1)) as shared:
        try:
            anyio.run(_run, make_server(shared))
        except* BrokenPipeError:
            # the client has gone without waiting for its answers
            _LOG.info("the client has gone")


async def _run(server: Server[Any]) -> None:
    async with stdio_server() as (asked, answered):
        await server.run(asked, answered, server.create_initialization_options())


def make_server(shared: SharedIndex) -> Server[Any]:
    """The server over an index; each tool reads its latest state."""
    askers = {name: Asker(shared, tool.seconds) for name, tool in TOOLS.items()}

    async def call(_: Context, params: CallToolRequestParams) -> CallToolResult:
        if params.name not in TOOLS:
            raise MCPError(INVALID_PARAMS, f"no tool {params.name!r}; there are {', '.join(TOOLS)}")
        tool = TOOLS[params.name]
        try:
            asked = read(tool.asked, params.arguments or {}, strict=True)
            told = await askers[params.name].ask(lambda index: tool.answer(asked, index))
        except SeizedError as error:
            return _failed(str(error))
        except Exception as error:
            _LOG.exception("%s %s", params.name, params.arguments)
            return _failed(f"unexpected {type(error).__name__}; the server's standard error says more")
        return CallToolResult(content=[TextContent(text=told.text)], structured_content=told.content)

    async def resource(_: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        name = params.uri.removeprefix(_SCHEME)
        if name not in _about()["resources"] or name == params.uri:
            known = ", ".join(f"{_SCHEME}{one}" for one in _about()["resources"])
            raise MCPError(INVALID_PARAMS, f"no resource {params.uri!r}; there are {known}")
        text = _query_language() if name == "query-language" else await askers["show"].ask(_holds)
        contents = TextResourceContents(uri=params.uri, text=text, mime_type=_about()["resources"][name]["mime_type"])
        return ReadResourceResult(contents=[contents])

    return Server(
        "seized",
        version=__version__,
        title="Security Council documents",
        instructions=_about()["instructions"],
        on_list_tools=_list_tools,
        on_call_tool=call,
        on_list_resources=_list_resources,
        on_read_resource=resource,
    )


@cache
def _about() -> Mapping[str, Any]:
    """What an assistant is told of the tools."""
    return tomllib.loads((resources.files(__package__) / "data/assistants.toml").read_text(encoding="utf-8"))


async def _list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
    about = _about()["tools"]
    return ListToolsResult(
        tools=[
            ToolShown(
                name=name,
                title=about[name]["title"],
                description=about[name]["description"],
                input_schema=_schema(name),
                annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
            )
            for name in TOOLS
        ]
    )


def _schema(name: str) -> dict[str, Any]:
    """The parameters of a tool as JSON Schema, with what they mean."""
    asked: Any = TOOLS[name].asked
    schema: dict[str, Any] = msgspec.json.schema(asked)["$defs"][asked.__name__]
    meant = _about()["parameters"] | _about()["parameters-of"].get(name, {})
    known = {parameter: about | {"description": meant[parameter]} for parameter, about in schema["properties"].items()}
    return {
        "type": "object",
        "properties": known,
        "required": list(asked.required),
        "additionalProperties": False,
    }


def _failed(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)


async def _list_resources(_: Context, __: PaginatedRequestParams | None) -> ListResourcesResult:
    about = _about()["resources"]
    return ListResourcesResult(
        resources=[Resource(name=name, uri=f"{_SCHEME}{name}", **told) for name, told in about.items()]
    )


def _query_language() -> str:
    return (resources.files(__package__.partition(".")[0]) / "docs/query-language.md").read_text(encoding="utf-8")


def _holds(index: Index) -> str:
    """What an index holds, as JSON."""
    known = asdict(index.info())
    del known["path"]
    items = index.search("", limit=1, facets=("agenda",)).facets["agenda"]
    return msgspec.json.encode(known | {"agenda": dict(list(items.items())[:_MOST_ITEMS])}).decode("utf-8")
