"""The description of the JSON interface (OpenAPI 3.1): put together from its parameters and `data/openapi.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import msgspec
from msgspec import Struct

from ... import __version__
from ..index import Index
from .api import ADDRESSES, LONGEST_NAME, Operation
from .calls import Answer, Call
from .parameters import NothingAsked

__all__ = ["answer"]

_PROBLEMS: Final[Mapping[str, str]] = {
    "400": "A parameter, or the query, that cannot be understood",
    "404": "No document or clause of the index has that symbol or id",
    "413": "More than a megabyte",
    "415": "A draft in another form than JSON or text",
    "421": "By a name that the server is not asked by",
    "500": "What nobody foresaw",
    "503": "Not there in the time of one question",
}
_OF_ALL: Final = ("400", "421", "500", "503")
_REFERENCE: Final = "#/components/{}/{}"
_PLACE: Final = re.compile(r"\{(\w+)(?::path)?\}")


def answer(call: Call, _: Index) -> Answer:
    """The description, with the addresses where the application is mounted."""
    call.asked(NothingAsked)
    return Answer.json(_described() | {"servers": [{"url": call.base or "/"}]})


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data/openapi.toml").read_text(encoding="utf-8"))


@cache
def _described() -> dict[str, Any]:
    """The description but for its servers."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path, asked in _operations():
        paths.setdefault(path, {})[method.lower()] = _operation(f"{method} {path}", path, asked)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "seized",
            "version": __version__,
            "license": {"name": "MIT", "identifier": "MIT"},
            **_data()["info"],
        },
        "paths": paths,
        "components": {
            "schemas": {name: _schema(name) for name in _data()["schemas"]},
            "responses": {status: _problem(status) for status in _PROBLEMS},
            "headers": _headers(),
        },
    }


def _operations() -> Iterator[tuple[str, str, type[Struct]]]:
    """Methods and paths, with what is taken after the question mark."""
    known = {path: {"GET": address.get, "POST": address.post} for path, address in ADDRESSES.items()}
    for path, operations in known.items():
        for method, operation in operations.items():
            if isinstance(operation, Operation):
                yield method, _PLACE.sub(r"{\1}", path), operation.asked
    yield "GET", "/api/openapi.json", NothingAsked


def _operation(name: str, path: str, asked: type[Struct]) -> dict[str, Any]:
    told = _data()["operations"][name]
    example, body = told.get("example", {}), told.get("body")
    found: dict[str, Any] = {"operationId": told["id"], "summary": told["summary"]}
    if "description" in told:
        found["description"] = told["description"]
    found["parameters"] = [
        *(_in_path(one, example) for one in _PLACE.findall(path)),
        *(_in_query(one, schema, example) for one, schema in _properties(asked).items()),
    ]
    if body:
        found["requestBody"] = _body(body)
    return found | {"responses": dict(_responses(told, is_kept=not body))}


def _responses(told: Mapping[str, Any], *, is_kept: bool) -> Iterator[tuple[str, Any]]:
    """What may be answered. is_kept: whether by those who asked, until the index changes"""
    content = {"application/json": {"schema": {"$ref": _REFERENCE.format("schemas", told["answer"])}}}
    headers = {name: {"$ref": _REFERENCE.format("headers", name)} for name in ("ETag", "Cache-Control")}
    kept = {"headers": headers} if is_kept else {}
    yield "200", {"description": "The answer", **kept, "content": content}
    if is_kept:
        yield "304", {"description": "The answer is as it was", **kept}
    more = ("404",) if "not_found" in told else ()
    for status in sorted((*_OF_ALL, *more, *(() if is_kept else ("413", "415")))):
        yield status, {"$ref": _REFERENCE.format("responses", status)}


def _properties(asked: type[Struct]) -> Mapping[str, Any]:
    """The parameters of an address as JSON Schema."""
    _, schemas = msgspec.json.schema_components([asked])
    properties: Mapping[str, Any] = schemas[asked.__name__]["properties"]
    return properties


def _in_path(name: str, example: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _data()["parameters"][name]["description"],
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
        "example": example[name],
    }


def _in_query(name: str, schema: Mapping[str, Any], example: Mapping[str, Any]) -> dict[str, Any]:
    """One parameter; of several values each stands after its name again."""
    told = _data()["parameters"][name]
    kept = {key: value for key, value in schema.items() if key not in ("description", "default")}
    default = schema.get("default")
    is_list = schema.get("type") == "array"
    return {
        "name": name,
        "in": "query",
        "description": told["description"],
        "schema": kept | ({"default": default} if default not in (None, "", []) else {}),
        **({"style": "form", "explode": True} if is_list else {}),
        **({"example": example[name]} if name in example else {}),
    }


def _headers() -> dict[str, Any]:
    return {
        "ETag": {
            "description": "Changes with the index: send it back as If-None-Match",
            "required": True,
            "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{32}"$'},
        },
        "Cache-Control": {"description": "no-cache", "required": True, "schema": {"type": "string"}},
        "Retry-After": {
            "description": "Seconds to wait",
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
        },
    }


def _problem(status: str) -> dict[str, Any]:
    headers = {"headers": {"Retry-After": {"$ref": _REFERENCE.format("headers", "Retry-After")}}}
    return {
        "description": _PROBLEMS[status],
        **(headers if status == "503" else {}),
        "content": {"application/problem+json": {"schema": {"$ref": _REFERENCE.format("schemas", "Problem")}}},
    }


def _body(schema: str) -> dict[str, Any]:
    example = _data()["parameters"]["text"]["example"]
    return {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": _REFERENCE.format("schemas", schema)},
                "example": {"text": example},
            },
            "text/plain": {"schema": {"type": "string", "minLength": 1}, "example": example},
        },
    }


def _schema(name: str) -> dict[str, Any]:
    """A schema of the data, with what it takes over from another one and what it requires."""
    told = dict(_data()["schemas"][name])
    base, optional = told.pop("extends", ""), told.pop("optional", ())
    if "properties" not in told:
        return told
    properties = (_schema(base)["properties"] if base else {}) | told["properties"]
    required = [one for one in properties if one not in optional]
    return {"type": "object", **told, "properties": properties, **({"required": required} if required else {})}
