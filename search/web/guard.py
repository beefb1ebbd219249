"""By which names the application may be asked, and what every answer says to the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .calls import BASE, Call
from .problems import problem

__all__ = ["HEADERS", "ForPrograms", "Guard", "Hosts"]

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Adds the headers to every answer of an application: nothing from elsewhere is loaded, run or framed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        # where the application is mounted, before any part of it is mounted below
        scope.setdefault(BASE, scope.get("root_path", ""))
        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


class Hosts:
    """Refuses what is asked by another name than those allowed.

    allowed: names or addresses without a port; "*.example.org" for all names below one, "*" for any
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self._app = app
        self._allowed = tuple(name.lower().strip("[]") for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_allowed(_name(Headers(scope=scope).get("host", ""))):
            await self._app(scope, receive, send)
            return
        call = Call(Request(scope))
        await problem(call, HTTPException(421)).response()(scope, receive, send)

    def _is_allowed(self, name: str) -> bool:
        return any(
            one in ("*", name) or (one.startswith("*.") and name.endswith(one[1:]) and name != one[1:])
            for one in self._allowed
        )


class ForPrograms(CORSMiddleware):
    """Says of the JSON interface, and of nothing else, that pages of other sites may read it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and Call(Request(scope)).is_for_programs:
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _name(host: str) -> str:
    """The name in a Host header, without its port; an IPv6 address without its brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
