"""The application: its addresses, and how a request becomes an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ... import __version__
from ..index import Index
from ..scoring import Memory
from ..shared import SharedIndex
from . import api, downloads, openapi, pages
from .calls import Answer, Call
from .guard import Guard
from .problems import problem
from .running import SECONDS, Asker

__all__ = ["LOCAL_HOSTS", "create_app"]

LOCAL_HOSTS: Final = ("127.0.0.1", "localhost", "::1")

_KEPT: Final = 32 << 20
"""Bytes of answers that are kept from one request to the next."""
_LARGEST_KEPT: Final = 1 << 20

Handler = Callable[[Call, Index], Answer]


def create_app(
    index: str | Path | Index | SharedIndex,
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
        shared = SharedIndex(index.path if isinstance(index, Index) else index, warm=pages.warm)
    asker = Asker(shared, seconds)
    memory = Memory(_KEPT)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if shared is not index:
            shared.close()

    middleware = [Middleware(Guard), Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)]
    if origins:
        middleware.append(Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"]))
    return Starlette(
        routes=_routes(asker, memory),
        middleware=middleware,
        exception_handlers={HTTPException: _unanswered},
        lifespan=lifespan,
    )


def _routes(asker: Asker, memory: Memory) -> list[Route | Mount]:
    def route(path: str, handler: Handler, methods: Sequence[str] = ("GET",)) -> Route:
        return Route(path, _endpoint(handler, asker, memory), methods=list(methods), name=handler.__name__)

    return [
        *(route(path, handler) for path, handler in pages.PAGES.items()),
        *(route(path, handler) for path, handler in api.ANSWERS.items()),
        route("/draft", pages.draft, ("GET", "POST")),
        route("/api/similar", api.similar, ("GET", "POST")),
        Route("/api/openapi.json", _plain(openapi.answer), methods=["GET"]),
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
    state = asker.shared.state
    tag = _tag(state, call)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=_validators(tag))
    key = (state, *call.key)
    answer = memory.get(key)
    if answer is None:
        state, answer = await asker.ask(lambda index: (index.state, handler(call, index)))
        if answer.status == 200 and len(answer.body) <= _LARGEST_KEPT:
            memory.keep((state, *call.key), answer, 1000 + len(answer.body))
    response: Response = answer.response()
    if answer.status == 200:
        response.headers.update(_validators(_tag(state, call)))
    return response


def _tag(state: str, call: Call) -> str:
    return f'W/"{state}-{__version__}-{call.words.code}"'


def _validators(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}


def _plain(answer: Callable[[Call], Answer]) -> Callable[[Request], Awaitable[Response]]:
    """What needs no index."""

    async def endpoint(request: Request) -> Response:
        return answer(Call(request)).response()

    return endpoint


async def _unanswered(request: Request, error: Any) -> Response:
    """No such address, or not by this method."""
    return problem(Call(request), error).response()
