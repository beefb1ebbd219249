"""All that answers a question, as a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .. import export
from ..shared import SharedIndex
from .calls import Call
from .parameters import SearchAsked
from .problems import problem
from .running import Asker

__all__ = ["endpoint"]

_TYPES: Final = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
_ENDS: Final = {"csv": "\r\n", "jsonl": "\n"}
_AT_ONCE: Final = 200
"""Lines that are sent together."""


def endpoint(asker: Asker) -> Callable[[Request], Awaitable[Response]]:
    """What answers requests for all hits of a search as a table or as lines of JSON.

    The search has to be done in the time of a question; then the file comes as fast as it is taken.
    """

    async def download(request: Request) -> Response:
        call, form = Call(request), request.path_params["form"]
        try:
            if form not in _TYPES:
                raise HTTPException(404)
            asked = call.asked(SearchAsked)
            await asker.ask(lambda index: index.search(asked.q, limit=1, across=asked.across, **asked.filters))
        except Exception as error:
            return problem(call, error).response()
        return StreamingResponse(
            _pieces(asker.shared, asked, form),
            media_type=_TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="clauses.{form}"'},
        )

    return download


def _pieces(shared: SharedIndex, asked: SearchAsked, form: str) -> Iterator[str]:
    """The file in pieces, all from one state of the index. CSV begins with a mark by which Excel knows UTF-8."""
    end = _ENDS[form]
    with shared.open() as index:
        results = index.search(asked.q, limit=None, sort=asked.sort, across=asked.across, **asked.filters)
        waiting = ["\ufeff"] if form == "csv" else []
        for line in export.lines(results, form):
            waiting.append(line + end)
            if len(waiting) >= _AT_ONCE:
                yield "".join(waiting)
                waiting.clear()
        yield "".join(waiting)
