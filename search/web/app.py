"""The application: its addresses, and how a request becomes an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ...indexer.store import Place
from ..index import Index
from ..memory import Memory
from ..shared import SharedIndex
from . import api, downloads, openapi, pages
from .calls import Answer, Call
from .guard import Guard, Hosts
from .problems import problem
from .running import SECONDS, Asker
from .validators import entity_tag, has_any, is_known, validators

__all__ = ["LOCAL_HOSTS", "create_app"]

LOCAL_HOSTS: Final = ("127.0.0.1", "localhost", "::1")

_KEPT: Final = 32 << 20
"""Bytes of answers that are kept from one request to the next."""
_LARGEST_KEPT: Final = 1 << 20

Handler = Callable[[Call, Index], Answer]


def create_app(
    index: str | Place | Index | SharedIndex,
    *,
    hosts: Sequence[str] = LOCAL_HOSTS,
    origins: Sequence[str] = (),
    seconds: float = SECONDS,
) -> Starlette:
    """The pages and the JSON interface over an index, as an ASGI application: run it, or mount it into another one.

    index: its folder, or what is open already; commits to it are picked up
    hosts: names by which it may be asked, "*" for any: others are refused, so that no page elsewhere can reach it by
        a name that it points here (DNS rebinding)
    origins: pages of other sites that may read the JSON interface (CORS)
    seconds: the time that one question may take

    Raises what `open_index` raises.
    """
    if isinstance(index, SharedIndex):
        shared = index
    else:
        shared = SharedIndex(index.place if isinstance(index, Index) else index, warm=pages.warm)
    asker = Asker(shared, seconds)
    memory = Memory(_KEPT)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if shared is not index:
            shared.close()

    middleware = [Middleware(Guard), Middleware(Hosts, allowed=hosts)]
    if origins:
        shown = ["ETag", "Retry-After"]
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"], expose_headers=shown)
        )
    return Starlette(
        routes=_routes(asker, memory),
        middleware=middleware,
        exception_handlers={HTTPException: _unanswered, Exception: _unanswered},
        lifespan=lifespan,
    )


def _routes(asker: Asker, memory: Memory) -> list[Route | Mount]:
    def route(path: str, handler: Handler, methods: Sequence[str] = ("GET",)) -> Route:
        return Route(path, _endpoint(handler, asker, memory), methods=list(methods), name=path)

    return [
        *(route(path, handler) for path, handler in pages.PAGES.items()),
        route("/draft", pages.draft, ("GET", "POST")),
        *(route(path, address, address.methods) for path, address in api.ADDRESSES.items()),
        route("/api/openapi.json", openapi.answer),
        Route("/download.{form}", downloads.endpoint(asker), methods=["GET"]),
        Mount("/static", StaticFiles(packages=[(__package__, "static")]), name="static"),
    ]


def _endpoint(handler: Handler, asker: Asker, memory: Memory) -> Callable[[Request], Awaitable[Response]]:
    """What answers requests: from memory where the index is as it was, else from a thread."""

    async def endpoint(request: Request) -> Response:
        call = Call(request)
        try:
            if request.method == "POST":
                call = await Call.of(request)
                return (await asker.ask(lambda index: handler(call, index))).response()
            return await _read(request, call, handler, asker, memory)
        except Exception as error:
            return problem(call, error).response()

    return endpoint


async def _read(request: Request, call: Call, handler: Handler, asker: Asker, memory: Memory) -> Response:
    state = await asker.state()
    tag = entity_tag(state, call)
    given = request.headers.getlist("if-none-match")
    if is_known(given, tag):
        return Response(status_code=304, headers=validators(call, tag))
    known: Answer | None = memory.get((state, *call.key))
    if known is None:
        state, answer = await asker.ask(lambda index: (index.state, handler(call, index)))
        if answer.status == 200 and len(answer.body) <= _LARGEST_KEPT:
            memory.keep((state, *call.key), answer, 1000 + len(answer.body))
    else:
        answer = known
    if answer.status != 200:
        return answer.response()
    headers = validators(call, entity_tag(state, call))
    response = Response(status_code=304) if has_any(given) else answer.response()
    response.headers.update(headers)
    return response


async def _unanswered(request: Request, error: Any) -> Response:
    """No such address, not by this method, or what nobody foresaw."""
    return problem(Call(request), error).response()
