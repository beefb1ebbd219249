"""Work in a forked process, which begins with everything imported."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

__all__ = ["forked"]

_SECONDS = 600
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def forked(act: Callable[[], Any], seconds: int = _SECONDS) -> Callable[[], Any]:
    """Begin something in a process of its own; what is given back waits for its result, which is as JSON has it.

    seconds: after which it is killed
    """
    read, write = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if not child:
        _run(act, (read, write), seconds, parent)
    os.close(write)

    def result() -> Any:
        with os.fdopen(read) as answer:
            said = answer.read()
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0, f"status {os.waitstatus_to_exitcode(status)}: {said}"
        return json.loads(said)

    return result


def _run(act: Callable[[], Any], pipe: tuple[int, int], seconds: int, parent: int) -> NoReturn:
    """Whatever happens, the process ends here: what goes on after it are the tests of the one that it came from."""
    status = 1
    try:
        os.close(pipe[0])
        _end_with(parent)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        status, said = _said(act)
        with os.fdopen(pipe[1], "w") as answer:
            answer.write(said)
    except BaseException:
        status = 1  # nobody is there to be told
    finally:
        os._exit(status)


def _said(act: Callable[[], Any]) -> tuple[int, str]:
    try:
        return 0, json.dumps(act())
    except BaseException as error:
        return 1, f"{type(error).__name__}: {error}"


def _end_with(parent: int) -> None:
    """Have the system end this process when its parent does, where it can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
