"""What went wrong, as a page or as problem details (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Final

import msgspec
from starlette.exceptions import HTTPException

from ...errors import DocumentError, IndexProblem, NotFound, QueryError, TookTooLong
from .calls import Answer, Call, TooLarge, UnknownType
from .parameters import FILTERS
from .rendering import page

__all__ = ["problem", "refused"]

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
_KEPT: Final = frozenset({*FILTERS, "sort", "limit"}) - {"since", "until"}
"""Parameters that a question keeps when it could not be understood; a date may be the reason."""
_NOT_KEPT: Final = {"Cache-Control": "no-store"}
_RETRY: Final = {503: {"Retry-After": "2"}}


def problem(call: Call, error: Exception) -> Answer:
    """The answer to a request that cannot be answered otherwise."""
    status = _status(error)
    if status >= 500 and not isinstance(error, TookTooLong):
        # of what is foreseen, one line says it
        _LOG.error("%s", error, exc_info=None if isinstance(error, IndexProblem) else error)
    detail = _detail(call, error)
    headers = {**_NOT_KEPT, **_RETRY.get(status, {}), **(getattr(error, "headers", None) or {})}
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
    return _page(call, status, detail, headers)


def refused(call: Call, error: QueryError, meant: str, address: str) -> Answer:
    """A page that says why a question is not understood. meant: what probably was, at that address; "" for nothing"""
    return _page(call, 400, str(error), dict(_NOT_KEPT), meant, address)


def _page(  # noqa: PLR0913, PLR0917 (what stands on it)
    call: Call, status: int, detail: str, headers: dict[str, str], meant: str = "", address: str = ""
) -> Answer:
    title = call.words.of("status", str(status))
    found = page(
        call, "error.html", status=status, title=title, detail=detail, meant=meant, address=address, kept=_KEPT
    )
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
