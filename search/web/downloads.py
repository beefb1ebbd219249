"""All that answers a question, as a file."""

from __future__ import annotations

import re
import unicodedata
from asyncio import CancelledError, Semaphore, wait_for
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Final
from urllib.parse import quote

from starlette.concurrency import iterate_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from .. import export
from ..index import Index
from ..results import Results
from .calls import Call
from .parameters import SearchAsked
from .problems import problem
from .running import Asker

__all__ = ["endpoint"]

_TYPES: Final = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
_ENDS: Final = {"csv": "\r\n", "jsonl": "\n"}
_AT_ONCE: Final = 200
"""Lines that are sent together."""
_FILES: Final = 2
"""Files that are made at once; others wait, since each takes a core."""
_PATIENCE: Final = 60.0
"""Seconds in which a piece has to be taken by who asked for it."""
_LONGEST_NAME: Final = 80
"""Characters of the name of a file, without its ending."""
_WORD: Final = re.compile(r"\w+")


def endpoint(asker: Asker) -> Callable[[Request], Awaitable[Response]]:
    """What answers requests for all hits of a search as a table or as lines of JSON.

    The search has to be done in the time of a question; then the file comes as fast as it is taken.
    """

    async def download(request: Request) -> Response:
        call, form = Call(request), request.path_params["form"]
        with ExitStack() as stack:
            try:
                if form not in _TYPES:
                    raise HTTPException(404)
                asked = call.asked(SearchAsked)
                results = await asker.run(lambda: _results(stack.enter_context(asker.shared.open()), asked))
            except Exception as error:
                return problem(call, error).response()
            lines = _pieces(results, form) if call.method == "GET" else iter(())
            return _File(lines, _headers(asked, form), stack.pop_all(), turns)

    turns = Semaphore(_FILES)
    return download


def _results(index: Index, asked: SearchAsked) -> Results:
    """All that answers a search; everything where nothing is asked for, as on the page."""
    return index.search(asked.q, limit=None, sort=asked.sort, across=asked.across, everything=True, **asked.filters)


class _File(StreamingResponse):
    """A file that is made while it is sent; what it is made of is held until then, or until nobody takes it more."""

    def __init__(self, pieces: Iterator[bytes], headers: dict[str, str], held: ExitStack, turns: Semaphore) -> None:
        super().__init__(iterate_in_threadpool(pieces), headers=headers)
        self._held = held
        self._turns = turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def taken(message: Message) -> None:
            await wait_for(send(message), _PATIENCE)

        # a server that is stopped breaks off what it sends; who takes it sees that, and nobody else is told
        with self._held, suppress(CancelledError):
            async with self._turns:
                await super().__call__(scope, receive, taken)


def _pieces(results: Results, form: str) -> Iterator[bytes]:
    """The file in pieces.

    CSV is opened in a spreadsheet by a click: it begins with a mark by which Excel knows UTF-8, and no text in it is a
    formula, as `seized export --excel` writes it. The rows are else those of `seized search --format csv`.
    """
    end = _ENDS[form]
    waiting = ["\ufeff"] if form == "csv" else []
    for line in export.lines(results, form, excel=True):
        waiting.append(line + end)
        if len(waiting) >= _AT_ONCE:
            yield "".join(waiting).encode("utf-8", errors="replace")
            waiting.clear()
    yield "".join(waiting).encode("utf-8", errors="replace")


def _headers(asked: SearchAsked, form: str) -> dict[str, str]:
    name = _name(asked)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", errors="ignore").decode()
    plain = "-".join(one for one in plain.split("-") if one)
    return {
        "Content-Type": _TYPES[form],
        "Content-Disposition": f"attachment; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(name)}.{form}",
        "Cache-Control": "no-cache",
    }


def _name(asked: SearchAsked) -> str:
    """What a file holds, in letters, digits and hyphens: "clauses-women-peace-verb-decides"."""
    given = (f"{name} {' '.join(value) if isinstance(value, list) else value}" for name, value in asked.filters.items())
    words = _WORD.findall(unicodedata.normalize("NFKC", " ".join((asked.q, asked.across, *given))))
    name = "-".join(["clauses", *words])
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME + 1].rpartition("-")[0] or name[:_LONGEST_NAME]
