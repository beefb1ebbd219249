"""What a request says, and what it is answered: all that a page or an answer in JSON is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self, TypeVar

import msgspec
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from ...errors import QueryError, SeizedError
from . import parameters
from .interface import LANGUAGES, Interface, chosen, interface
from .links import Links, in_path

__all__ = ["BASE", "MOST_BYTES", "Answer", "Call", "TooLarge", "UnknownType"]

BASE = "seized.base"
"""Where in the scope of a request it stands where the application is mounted."""
MOST_BYTES = 1 << 20
"""Of the body of a request."""

MOST_CHARACTERS = 24_000
"""Of the parameters of an address: the longest query in Chinese has 18,000."""

_Asked = TypeVar("_Asked", bound=msgspec.Struct)


class TooLarge(SeizedError):
    """A request has more than a megabyte."""


class UnknownType(SeizedError):
    """A request brings a draft in a form that is not read here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back.

    headers: besides those that every answer has; is_whole: False where there was time for a part only
    """

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True

    @classmethod
    def json(cls, content: Any) -> Self:
        """An answer that programs read."""
        return cls(msgspec.json.encode(content), "application/json")

    def response(self) -> Response:
        """As Starlette sends it."""
        return Response(self.body, self.status, self.headers, self.media_type)


class Call:
    """A request. path: the parameters in its path; base: where the application is mounted

    content_type: of its body, without what follows a semicolon; charset: of that, "" where it is not said
    """

    def __init__(self, request: Request, body: bytes = b"") -> None:
        self.method: str = request.method
        self.query: QueryParams = request.query_params
        self.path: dict[str, Any] = request.path_params
        self.base: str = request.scope[BASE]
        self.address: str = request.scope["path"]
        self.body = body
        self.content_type, self.charset = _type_of(request.headers.get("content-type", ""))
        ui = self.query.get("ui", "")
        self.links = Links(self.base, ui if ui in LANGUAGES else "")
        # programs are answered in one language, that of the messages
        accepted = "" if self.is_for_programs else request.headers.get("accept-language", "")
        self.words: Interface = interface(chosen(ui, accepted))

    @classmethod
    async def of(cls, request: Request) -> Self:
        """A request with its body. Raises TooLarge."""
        if request.method != "POST":
            return cls(request)
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > MOST_BYTES:
                raise TooLarge(f"a request has {MOST_BYTES:,} bytes at most; send a draft in parts")
            parts.append(part)
        return cls(request, b"".join(parts))

    @property
    def is_for_programs(self) -> bool:
        """Whether it asks for JSON or a file rather than a page."""
        return f"{self.page}/".startswith(("/api/", "/download."))

    @property
    def page(self) -> str:
        """The path of the page inside the application."""
        return self.address.removeprefix(self.base)

    def in_language(self, code: str) -> str:
        """The address of the same page in another language of the interface."""
        return self.here(ui=code)

    def here(self, **changes: Any) -> str:
        """The address that was called, with some of its parameters changed."""
        given: dict[str, Any] = {}
        for name, value in self.query.multi_items():
            given.setdefault(name, []).append(value)
        return Links(self.base)(self.path_written, given | changes)

    @property
    def path_written(self) -> str:
        """The path of the page inside the application, as it stands in an address."""
        return in_path(self.page)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What the answer depends on, besides the state of the index."""
        return (self.base, self.address, str(self.query), self.words.code)

    def asked(self, kind: type[_Asked]) -> _Asked:
        """The parameters; a program is told of one that there is not. Raises QueryError."""
        if len(str(self.query)) > MOST_CHARACTERS:
            raise QueryError(f"an address has {MOST_CHARACTERS:,} characters at most after its question mark")
        # the language of the interface can be asked for at every address
        given = QueryParams([(name, value) for name, value in self.query.multi_items() if name != "ui"])
        return parameters.read(kind, given, strict=self.is_for_programs)


def _type_of(header: str) -> tuple[str, str]:
    """The media type of a Content-Type header, and its charset."""
    kind, _, rest = header.partition(";")
    named = (one.partition("=") for one in rest.split(";"))
    charset = next((value for name, _, value in named if name.strip().lower() == "charset"), "")
    return kind.strip().lower(), charset.strip().strip('"').lower()
