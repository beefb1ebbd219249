"""PDF to text, in a process of its own: a file that takes for ever, or all memory, costs that file alone."""

from __future__ import annotations

import atexit
import math
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from ...errors import DocumentError
from .extras import need

__all__ = ["PdfText", "pdf_text", "serve"]

_PATIENCE = 60.0  # seconds; the longest documents of the Council take five
_MEMORY = 384 * 2**20
"""Bytes beyond what the process has as it begins: a file of 64 MB twice, and one and a half times what two million
letters on 1,000 pages take."""
_SIZE = 8  # bytes of the length before each message
_PROGRAM = "import sys; sys.path[:] = sys.argv[3:]; __import__(sys.argv[1], fromlist=['serve']).serve(int(sys.argv[2]))"
_OUT_OF_TIME = tuple(-getattr(signal, name) for name in ("SIGALRM", "SIGXCPU") if hasattr(signal, name))
"""How the process ends that was stopped by its own clock."""
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_SCAN = "a scan without text, whose pages are pictures: run a text recognition (OCR) over it first"
_NO_PROCESS = (
    "a PDF, which is read in a process of its own, and none can be begun here: save it as text or Word (.docx)"
)
_BROKEN_DOWN = (  # PDFium ends its process where memory is refused
    f"a PDF on which its reader breaks down, or for which it wants more than {_MEMORY >> 20} MB: damaged, or too large"
)
_NAMED = 20  # pages of one document
_LETTERS_OF_A_PAGE = 15
"""Letters that a page has on average at the least; a scan may carry a stamp or a page number."""


class PdfText(msgspec.Struct):
    """The text of a PDF, or why there is none.

    lost: the numbers of the pages that cannot be read or are pictures
    """

    text: str = ""
    reason: str = ""
    lost: list[int] = []

    def notes(self) -> tuple[str, ...]:
        """What is to be said of the text: which pages are not in it."""
        if not self.lost:
            return ()
        some = ", ".join(map(str, self.lost[:_NAMED])) + (" and others" if len(self.lost) > _NAMED else "")
        pages = f"page {some} of the PDF is" if len(self.lost) == 1 else f"pages {some} of the PDF are"
        return (f"{pages} not in the text: damaged, or a picture",)


def pdf_text(data: bytes, path: str) -> PdfText:
    """The text of a PDF, a paragraph a line. Raises DocumentError."""
    need("pypdfium2", "a PDF", path)
    answer = _reader.read(data)
    if answer.reason:
        raise DocumentError(path, answer.reason)
    return answer


def _read(data: bytes) -> PdfText:
    from .page_paragraphs import text_of
    from .pages import columns_of
    from .pdf_words import BrokenPdf, pages_of

    try:
        pages = list(pages_of(data))
    except BrokenPdf as fault:
        return PdfText(reason=str(fault))
    if not pages or all(page.damaged for page in pages):
        return PdfText(reason="a damaged PDF, of which no page can be read")
    if sum(len(word.text) for page in pages for word in page.words) < _LETTERS_OF_A_PAGE * len(pages):
        return PdfText(reason=_SCAN)
    columns = columns_of(pages)
    read = {column.page for column in columns}
    lost = [page.number for page in pages if (page.damaged or page.drawn) and page.number not in read]
    return PdfText(text=text_of(columns, lost), lost=lost)


class _Reader:
    """The process that reads, begun with the first PDF and again where one was the end of it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._one_at_a_time = threading.Lock()

    def read(self, data: bytes) -> PdfText:
        """What the process says of a PDF."""
        with self._one_at_a_time:
            try:
                process = self._begun()
            except (OSError, ValueError):
                return PdfText(reason=_NO_PROCESS)
            late = threading.Event()
            watchdog = threading.Timer(_PATIENCE, _stop, (process, late))
            watchdog.daemon = True
            watchdog.start()
            answer = None
            try:
                answer = _asked(process, data)
            finally:  # one that was interrupted would answer the next question with this answer
                watchdog.cancel()
                if answer is None:
                    self._end()
                    if process.returncode in _OUT_OF_TIME:
                        late.set()
        if answer is not None:
            return answer
        took = f"a PDF that takes longer than {_PATIENCE:.0f} seconds to read"
        return PdfText(reason=took if late.is_set() else _BROKEN_DOWN)

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            if not sys.executable or hasattr(sys, "frozen"):  # a frozen program would begin itself
                raise ValueError
            # the system tells a process of the end of the thread that began it, which is that of its program
            # only where it is the main one
            parent = os.getpid() if threading.current_thread() is threading.main_thread() else 0
            command = [sys.executable, "-c", _PROGRAM, __name__, str(parent), *sys.path]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            if not self._owner:
                atexit.register(self._end)
            self._owner = os.getpid()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]
            process.wait()


_reader = _Reader()


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _asked(process: subprocess.Popen[bytes], data: bytes) -> PdfText | None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _send(process.stdin, data)
        message = _received(process.stdout)
        return None if message is None else msgspec.msgpack.decode(message, type=PdfText)
    except (OSError, msgspec.DecodeError):
        return None


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(_SIZE, "little"))
    pipe.write(message)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes | None:
    size = pipe.read(_SIZE)
    if len(size) < _SIZE:
        return None
    message = pipe.read(int.from_bytes(size, "little"))
    return message if len(message) == int.from_bytes(size, "little") else None


def serve(parent: int = 0) -> None:
    """What the process does: read the PDFs that come by standard input, one by one, until it ends.

    parent: the process that it ends with, 0 for none; without one it ends with standard input, or after a time limit
    """
    # an interrupt is for the first process, whose end closes the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(parent)
    _limit_memory()
    # what a library prints must not stand between the answers
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while (data := _received(sys.stdin.buffer)) is not None:
        _wind(_PATIENCE)
        try:
            answer = _read(data)
        except MemoryError:
            answer = PdfText(reason=f"a PDF that takes more than {_MEMORY >> 20} MB of memory to read")
        _wind(0)
        with suppress(BrokenPipeError):
            _send(answers, msgspec.msgpack.encode(answer))


def _limit_memory() -> None:
    """Let the system refuse more memory than any PDF needs, with the libraries that read it already there."""
    with suppress(ImportError):
        import pypdfium2  # noqa: F401

        from . import page_paragraphs, pages, pdf_words  # noqa: F401
    with suppress(ImportError, ValueError, OSError):
        import resource

        limit = _addresses() + _MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _addresses() -> int:
    """The bytes of addresses that this process has, as Linux tells them; elsewhere as many as it may have at most."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 2**30


def _end_with(parent: int) -> None:
    """Let the system end this process when `parent` ends, even where that one is killed. Linux alone can."""
    if not parent or sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that
        sys.exit()


def _wind(seconds: float) -> None:
    """Let the system end this process after `seconds` by the clock or of work, whatever it does; 0 for no limit.

    No handler is set: one of Python's would wait for the library to return.
    """
    if sys.platform == "win32":
        return
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGALRM, signal.SIGXCPU))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1 if seconds else most
    with suppress(ValueError, OSError):  # a lower limit may be set for all that the user runs
        resource.setrlimit(resource.RLIMIT_CPU, (limit, most))
