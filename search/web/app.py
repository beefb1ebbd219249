"""The application: its addresses, and how a request becomes an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
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
from .guard import ForPrograms, Guard, Hosts
from .problems import problem
from .running import SECONDS, Asker
from .validators import entity_tag, has_any, is_known, validators

__all__ = ["LOCAL_HOSTS", "create_app"]

LOCAL_HOSTS: Final = ("127.0.0.1", "localhost", "::1")

_KEPT: Final = 32 << 20
"""Bytes of answers that are kept from one request to the next."""
_LARGEST_KEPT: Final = 1 << 20

_THOROUGH: Final = frozenset({"/draft", "/similar", "/compare", "/lineage/{id:path}", "/citations"})
"""Addresses whose answers compare texts or follow citations, as pages and as JSON."""

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
    shared = _shared(index)
    asker = Asker(shared, seconds)
    memory = Memory(_KEPT)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if shared is not index:
            shared.close()

    return Starlette(
        routes=_routes(asker, memory),
        middleware=_middleware(hosts, origins),
        exception_handlers={HTTPException: _unanswered, Exception: _unanswered},
        lifespan=lifespan,
    )


def _shared(index: str | Place | Index | SharedIndex) -> SharedIndex:
    """An index as it is shared, its counts unpacked before a state of it is seen."""
    if isinstance(index, SharedIndex):
        index.warm = index.warm or pages.warm
        return index
    return SharedIndex(index.place if isinstance(index, Index) else index, warm=pages.warm)


def _middleware(hosts: Sequence[str], origins: Sequence[str]) -> list[Middleware]:
    middleware = [Middleware(Guard), Middleware(Hosts, allowed=hosts)]
    if origins:
        shown = ["ETag", "Retry-After"]
        middleware.append(
            Middleware(ForPrograms, allow_origins=origins, allow_methods=["GET", "POST"], expose_headers=shown)
        )
    return middleware


def _routes(asker: Asker, memory: Memory) -> list[Route | Mount]:
    def route(path: str, handler: Handler, methods: Sequence[str] = ("GET",)) -> Route:
        endpoint = _Endpoint(handler, asker, memory, is_thorough=path.removeprefix("/api") in _THOROUGH)
        return Route(path, endpoint.answer, methods=list(methods), name=path)

    return [
        *(route(path, handler) for path, handler in pages.PAGES.items()),
        route("/draft", pages.draft, ("GET", "POST")),
        *(route(path, address, address.methods) for path, address in api.ADDRESSES.items()),
        route("/api/openapi.json", openapi.answer),
        Route("/download.{form}", downloads.endpoint(asker), methods=["GET"]),
        Mount("/static", StaticFiles(packages=[(__package__, "static")]), name="static"),
    ]


class _Endpoint:
    """What answers the requests for one address: from memory where the index is as it was, else from a thread."""

    def __init__(self, handler: Handler, asker: Asker, memory: Memory, *, is_thorough: bool) -> None:
        self._handler = handler
        self._asker = asker
        self._memory = memory
        self._is_thorough = is_thorough

    async def answer(self, request: Request) -> Response:
        call = Call(request)
        try:
            if request.method == "POST":
                call = await Call.of(request)
                return (await self._ask(call))[1].response()
            return await self._read(request, call)
        except Exception as error:
            return problem(call, error).response()

    async def _read(self, request: Request, call: Call) -> Response:
        state = await self._asker.state()
        tag = entity_tag(state, call)
        given = request.headers.getlist("if-none-match")
        if is_known(given, tag):
            return Response(status_code=304, headers=validators(call, tag))
        answer: Answer | None = self._memory.get((state, *call.key))
        if answer is None:
            state, answer = await self._ask(call)
            if answer.status == 200 and answer.is_whole and len(answer.body) <= _LARGEST_KEPT:
                self._memory.keep((state, *call.key), answer, 1000 + len(answer.body))
        if answer.status != 200 or not answer.is_whole:
            response = answer.response()
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        response = Response(status_code=304) if has_any(given) else answer.response()
        response.headers.update(validators(call, entity_tag(state, call)))
        return response

    async def _ask(self, call: Call) -> tuple[str, Answer]:
        """The answer, and the state of the index that it is of."""
        return await self._asker.ask(
            lambda index: (index.state, self._handler(call, index)), thorough=self._is_thorough
        )


async def _unanswered(request: Request, error: Any) -> Response:
    """No such address, not by this method, or what nobody foresaw."""
    return problem(Call(request), error).response()
