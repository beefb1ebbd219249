"""Work in a forked process, which begins with everything imported."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from typing import Any

__all__ = ["forked"]

_SECONDS = 600


def forked(act: Callable[[], Any], seconds: int = _SECONDS) -> Callable[[], Any]:
    """Begin something in a process of its own; what is given back waits for its result, which is as JSON has it.

    seconds: after which it is killed
    """
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        _run(act, write, seconds)
    os.close(write)

    def result() -> Any:
        with os.fdopen(read) as answer:
            said = answer.read()
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0, f"status {os.waitstatus_to_exitcode(status)}: {said}"
        return json.loads(said)

    return result


def _run(act: Callable[[], Any], out: int, seconds: int) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    status = 0
    try:
        said = json.dumps(act())
    except BaseException as error:
        status, said = 1, f"{type(error).__name__}: {error}"
    with os.fdopen(out, "w") as answer:
        answer.write(said)
    os._exit(status)
