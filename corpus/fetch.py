"""One file over HTTPS: with a limit, with patience, resumed where it was cut, and not at all where it is at hand.

Beside the file lies what the server called its state (its ETag, or the date of its last change). A download that was
cut lies there as `….part` and goes on from its end, if the server says that it is still the same file: by its tag, and
by its length.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ..errors import DownloadFailed, IndexLocked, SeizedError
from .addresses import LOOPBACK, check_address, check_redirection

if TYPE_CHECKING:
    import httpx

__all__ = ["MOST_BYTES", "Patience", "Progress", "alone_with", "fetch", "known_version"]

MOST_BYTES: Final = 2 << 30
"""A download may be so large, unless another limit is given."""

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there, and how many there will be if the server says so."""

Check = Callable[[Path], None]

_REDIRECTS = 5
_MOST_TRIES = 20  # times the tries that bring nothing: one that is cut again and again ends too
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_RANGE = re.compile(r"bytes ([0-9]{1,15})-[0-9]{1,15}/([0-9]{1,15}|\*)")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take.

    connect, read: seconds until it answers, and between two pieces; window, least: bytes that have to come in a window
    of seconds; tries: attempts one after another that bring nothing; pause: seconds after the first, then twice as long
    """

    connect: float = 15.0
    read: float = 60.0
    window: float = 120.0
    least: int = 32_768
    tries: int = 4
    pause: float = 1.0
    longest: float = 30.0


class _Again(Exception):
    """What may go better at the next try.

    wait: seconds that the server asks for; weight: how many failures it counts as
    """

    def __init__(self, reason: str, wait: float = 0.0, weight: int = 1) -> None:
        super().__init__(reason)
        self.wait = wait
        self.weight = weight


def known_version(target: Path, address: str) -> str:
    """What the server called the state that lies at `target`; "" if there is none, or one from elsewhere."""
    return _note(target).get("version", "") if target.is_file() and _note(target).get("address") == address else ""


def fetch(  # noqa: PLR0913 (what a download has to keep to)
    address: str,
    target: Path,
    *,
    known: str = "",
    most: int = MOST_BYTES,
    check: Check | None = None,
    check_pieced: Check | None = None,
    patience: Patience | None = None,
    progress: Progress | None = None,
) -> str:
    """Download `address` to the file `target`; gives what the server calls this state of it.

    known: a state that need not be fetched again; where it is the present one, nothing is written
    most: bytes that it may have; check: raises SeizedError where what came is not what it should be, once again from
    the start; check_pieced: looks in its place at a download that was put together of several

    The caller is `alone_with` the target. Raises DownloadFailed with what went wrong; what was at `target` before is
    still there then.
    """
    check_address(address)
    with _as_download_failed(target):
        checks = (check, check_pieced or check)
        return _Download(address, target, known, most, checks, patience or Patience(), progress).run()


@contextmanager
def alone_with(target: Path) -> Iterator[None]:
    """Keep other processes from downloading to `target` while it is downloaded and read. Raises DownloadFailed."""
    from ..indexer.columnar.lock import WriterLock

    try:
        with _as_download_failed(target):
            lock = WriterLock(target.with_name(f"{target.name}.lock"), of=target)
    except IndexLocked as error:
        busy = "another process is downloading or reading it"
        raise DownloadFailed(f"{target}: {busy}; try again when it is done") from error
    with lock:
        yield


@contextmanager
def _as_download_failed(target: Path) -> Iterator[None]:
    """What the disk refuses, as one sentence."""
    try:
        yield
    except OSError as error:
        place = error.filename or target
        raise DownloadFailed(f"not downloaded: {place}: {error.strerror or error}") from error


class _Download:
    def __init__(  # noqa: PLR0913, PLR0917 (as `fetch` has them)
        self,
        address: str,
        target: Path,
        known: str,
        most: int,
        checks: tuple[Check | None, Check | None],
        patience: Patience,
        progress: Progress | None,
    ) -> None:
        self.address = address
        self.host = urlsplit(address).hostname or address
        self.target = target
        self.part = target.with_name(f"{target.name}.part")
        self.known = known
        self.most = most
        self.check, self.check_pieced = checks
        self.patience = patience
        self.progress = progress
        self.pieced = False
        self.refused = False

    def run(self) -> str:
        """Try until it is there, or until nothing more comes."""
        import httpx

        timeout = httpx.Timeout(self.patience.read, connect=self.patience.connect)
        failures = tries = 0
        # redirections too, which may not lead from a server to what only this machine sees
        hooks = {"request": [lambda one: check_redirection(str(one.url), self.host)]}
        with httpx.Client(
            timeout=timeout,
            follow_redirects=True,
            max_redirects=_REDIRECTS,
            headers=_headers(),
            event_hooks=hooks,
            # the environment may name a proxy, which knows nothing of this machine's own addresses
            trust_env=self.host not in LOOPBACK,
        ) as client:
            while True:
                before = self._size()
                try:
                    return self._attempt(client)
                except _Again as reason:
                    brought = self._size() > before and self._goes_on()
                    failures, tries = 1 if brought else failures + reason.weight, tries + 1
                    if failures >= self.patience.tries or tries >= self.patience.tries * _MOST_TRIES:
                        raise self._failed(str(reason)) from None
                    self._pause(failures, reason.wait)

    def _attempt(self, client: httpx.Client) -> str:
        import httpx

        asked = self._conditions()
        try:
            with client.stream("GET", self.address, headers=asked) as response:
                return self._take(response, asked)
        except httpx.ConnectError as error:
            hint = "is this computer online? A copy at hand is read with --from PATH"
            raise _Again(f"{self.host} cannot be reached ({error}); {hint}", weight=2) from error
        except httpx.TimeoutException as error:
            raise _Again(f"{self.host} takes too long to answer") from error
        except httpx.TooManyRedirects as error:
            raise self._failed("it leads from one address to the next without end") from error
        except httpx.TransportError as error:
            raise _Again(f"the connection to {self.host} was cut") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failed(f"{type(error).__name__}: {error}") from error

    def _conditions(self) -> dict[str, str]:
        """What the request asks for: the rest of what is there in part, or nothing where the state is known."""
        if self._size() and self._can_go_on():
            return {"Range": f"bytes={self._size()}-", "If-Range": _note(self.part)["version"]}
        self._forget()
        if not self.known:
            return {}
        return {"If-None-Match" if '"' in self.known else "If-Modified-Since": self.known}

    def _can_go_on(self) -> bool:
        """Whether more can be put behind what is there: not with a weak tag, which may stand for other bytes."""
        state = _note(self.part)
        return state.get("address") == self.address and state.get("version", "").startswith('"')

    def _goes_on(self) -> bool:
        """Whether the server has shown that it sends the rest of a file."""
        return self._can_go_on() and _note(self.part).get("parts") == "yes"

    def _take(self, response: httpx.Response, asked: Mapping[str, str]) -> str:
        version = response.headers.get("ETag") or response.headers.get("Last-Modified") or ""
        if response.status_code == 304:
            return self._unchanged(asked)
        if self.known and response.status_code == 200 and version == self.known:
            return self.known
        if response.status_code == 416:  # what is there in part is not of this file
            self._forget()
            raise _Again(f"{self.host} no longer has what was there before")
        self._check_status(response)
        start, total = 0, _length(response)
        if response.status_code == 206:
            start, total = self._rest(response, version, resumed="Range" in asked)
        if total is not None and total > self.most:
            raise self._too_large(f"it has {_megabytes(total)}")
        if start == 0:
            self._forget()  # never a note beside bytes that it is not of
        self.pieced = start > 0
        has_parts = start > 0 or response.headers.get("Accept-Ranges", "").strip().lower() == "bytes"
        _write_note(self.part, self.address, version, total=total, parts="yes" if has_parts else "")
        self._receive(response, start, total)
        return self._keep(version)

    def _unchanged(self, asked: Mapping[str, str]) -> str:
        if "If-None-Match" in asked or "If-Modified-Since" in asked:
            return self.known
        self._forget()
        raise self._failed(f"{self.host} answers 304 (not changed), though it was not asked whether it has")

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in _AGAIN:
            raise _Again(f"{self.host} answers {status} {response.reason_phrase}", _wait(response))
        if status == 404:
            raise self._failed(f"{self.host} answers 404: there is nothing at {self.address}")
        if status not in (200, 206):
            raise self._failed(f"{self.host} answers {status} {response.reason_phrase}".rstrip())
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise self._failed(f"{self.host} sends it packed in a way that was not asked for")

    def _rest(self, response: httpx.Response, version: str, *, resumed: bool) -> tuple[int, int]:
        """Where the rest begins that the server sends, and how long the whole is: both of the file begun before."""
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        noted = _note(self.part)
        known = int(noted["total"]) if noted.get("total", "").isdecimal() else None
        total = int(found[2]) if found and found[2] != "*" else known
        is_same = version == noted.get("version") and total is not None and known in (None, total)
        if found is None or total is None or not is_same or not resumed or int(found[1]) != self._size():
            self._forget()
            raise _Again(f"{self.host} sends another part than was asked for")
        return int(found[1]), total

    def _receive(self, response: httpx.Response, start: int, total: int | None) -> None:
        size, since, then = start, time.monotonic(), start
        with self.part.open("r+b" if start else "wb") as file:
            file.seek(start)
            for piece in response.iter_raw():
                size += len(piece)
                if size > self.most:
                    raise self._too_large("more comes")
                file.write(piece)
                if self.progress:
                    self.progress(size, total)
                if time.monotonic() - since > self.patience.window:
                    if size - then < self.patience.least:
                        raise _Again(f"{self.host} sends almost nothing")
                    since, then = time.monotonic(), size
            file.truncate(size)
            file.flush()
            os.fsync(file.fileno())
        if total is not None and size != total:
            if size > total:
                self._forget()
            raise _Again(f"{self.host} sent {size:,} bytes of {total:,}")

    def _keep(self, version: str) -> str:
        check = self.check_pieced if self.pieced else self.check
        try:
            if check:
                check(self.part)
        except SeizedError as error:
            self._forget()
            reason = f"{self.host} sent what is of no use: {getattr(error, 'reason', error)}"
            if self.refused:
                raise self._failed(reason) from error
            self.refused = True  # it may have been cut in a way that did not show: once more, from the start
            raise _Again(reason, weight=0) from error
        _note_path(self.target).unlink(missing_ok=True)  # never a note beside a file that it is not of
        self.part.replace(self.target)
        _write_note(self.target, self.address, version)
        _note_path(self.part).unlink(missing_ok=True)
        return version

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        _note_path(self.part).unlink(missing_ok=True)

    def _pause(self, failures: int, wait: float) -> None:
        pause = self.patience.pause * 2 ** (failures - 1)
        # a little apart from others whom the same fault has stopped
        time.sleep(min(max(pause * random.uniform(0.75, 1.25), wait), self.patience.longest))

    def _too_large(self, what: str) -> DownloadFailed:
        self._forget()
        return DownloadFailed(f"{self.address}: larger than the limit of {_megabytes(self.most)} ({what})")

    def _failed(self, reason: str) -> DownloadFailed:
        has = self._size()
        kept = f"; {_megabytes(has)} are there, and the next run goes on from them" if has and self._goes_on() else ""
        return DownloadFailed(f"not downloaded: {reason}{kept}")


def _headers() -> dict[str, str]:
    from .. import __version__

    # what is sent is what is written: packed on the way, its length would be another
    return {"User-Agent": f"seized/{__version__}", "Accept-Encoding": "identity"}


def _length(response: httpx.Response) -> int | None:
    """Bytes that a file will have that is sent whole; None if the server does not say."""
    written = response.headers.get("Content-Length", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else None


def _wait(response: httpx.Response) -> float:
    written = response.headers.get("Retry-After", "")
    return float(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0.0


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"


def _note_path(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _note(file: Path) -> dict[str, str]:
    """What is noted beside a file.

    address, version: where it is from, and what the server called its state; total: bytes that the server announced;
    parts: "yes" where the server has shown that it sends the rest of a file
    """
    try:
        found = json.loads(_note_path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _write_note(file: Path, address: str, version: str, *, total: int | None = None, parts: str = "") -> None:
    of_part = {"total": str(total or ""), "parts": parts}
    text = json.dumps({"address": address, "version": version} | {key: one for key, one in of_part.items() if one})
    _note_path(file).write_text(text + "\n", encoding="utf-8")
