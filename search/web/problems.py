"""What went wrong, as a page or as problem details (RFC 9457)."""

from __future__ import annotations

import logging
from typing import Final

import msgspec
from starlette.exceptions import HTTPException

from ...errors import IndexProblem, NotFound, QueryError, SeizedError, TookTooLong
from .calls import Answer, Call, TooLarge
from .rendering import page

__all__ = ["problem"]

_LOG = logging.getLogger("seized.web")

_STATUS: Final[tuple[tuple[type[Exception], int], ...]] = (
    (QueryError, 400),
    (NotFound, 404),
    (TooLarge, 413),
    (TookTooLong, 503),
    (IndexProblem, 503),
)
_RETRY: Final = {503: {"Retry-After": "2"}}


def problem(call: Call, error: Exception) -> Answer:
    """The answer to a request that cannot be answered otherwise."""
    status = _status(error)
    if status >= 500 and not isinstance(error, TookTooLong):
        _LOG.error("%s", error, exc_info=error)
    detail = _detail(call, error)
    headers = {**_RETRY.get(status, {}), **(getattr(error, "headers", None) or {})}
    if call.is_for_programs:
        content = {
            "type": "about:blank",
            "title": call.words.of("status", str(status)),
            "status": status,
            "detail": detail,
            "instance": call.address,
        }
        return Answer(msgspec.json.encode(content), "application/problem+json", status, headers)
    found = page(call, "error.html", status=status, title=call.words.of("status", str(status)), detail=detail)
    return Answer(found.body, found.media_type, status, headers)


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _detail(call: Call, error: Exception) -> str:
    """One sentence; of what nobody foresaw none that tells of the inside."""
    if isinstance(error, HTTPException):
        return call.words.of("http", str(error.status_code))
    return str(error) if isinstance(error, SeizedError) else call.words("unexpected")
