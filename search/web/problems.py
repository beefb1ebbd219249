"""What went wrong, as a page or as problem details (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Final

import msgspec
from starlette.exceptions import HTTPException

from ...errors import DocumentError, IndexProblem, NotFound, QueryError, TookTooLong
from .calls import Answer, Call, TooLarge, UnknownType
from .rendering import page

__all__ = ["problem"]

_LOG = logging.getLogger("seized.web")

_STATUS: Final[tuple[tuple[type[Exception], int], ...]] = (
    (QueryError, 400),
    (DocumentError, 400),
    (NotFound, 404),
    (TooLarge, 413),
    (UnknownType, 415),
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
    headers = {"Cache-Control": "no-store", **_RETRY.get(status, {}), **(getattr(error, "headers", None) or {})}
    if call.is_for_programs:
        content = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            # what has no UTF-8 came in with an address
            "detail": detail.encode("utf-8", errors="replace").decode(),
            "instance": f"{call.base}{call.path_written}",
        }
        return Answer(msgspec.json.encode(content), "application/problem+json", status, headers)
    found = page(call, "error.html", status=status, title=call.words.of("status", str(status)), detail=detail)
    return Answer(found.body, found.media_type, status, headers)


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _detail(call: Call, error: Exception) -> str:
    """One sentence; of what nobody foresaw, and of the index's folder, none that tells of the inside."""
    if isinstance(error, HTTPException):
        return call.words.of("http", str(error.status_code))
    if isinstance(error, IndexProblem):
        return call.words("unreadable")
    is_foreseen = any(isinstance(error, kind) for kind, _ in _STATUS)
    return str(error) if is_foreseen else call.words("unexpected")
