"""A forked process ends with what it does, and with the process that it came from."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .forks import forked

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


class TestForked:
    def test_what_it_does_comes_back(self) -> None:
        assert forked(lambda: [1, "a"])() == [1, "a"]

    def test_an_error_is_said(self) -> None:
        with pytest.raises(AssertionError, match="status 1: ZeroDivisionError"):
            forked(lambda: 1 // 0)()

    def test_one_that_cannot_answer_ends_all_the_same(self, tmp_path: Path) -> None:
        """Its answer has nowhere to go, as when its parent has died; what comes after it is not done twice."""
        mark = tmp_path / "went on"
        program = f"""
import os, runpy, sys
from pathlib import Path
forked = runpy.run_path({str(Path(__file__).with_name("forks.py"))!r})["forked"]
def act():
    os.closerange(3, 64)
    return "x" * 1_000_000
try:
    forked(act)
finally:
    with Path({str(mark)!r}).open("a") as file:
        file.write(f"{{os.getpid()}} ")
os.wait()
"""
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        assert len(mark.read_text(encoding="utf-8").split()) == 1

    @pytest.mark.skipif(sys.platform != "linux", reason="the system does not end children with their parents")
    def test_it_ends_with_its_parent(self, tmp_path: Path) -> None:
        said = tmp_path / "pid"

        def child() -> None:
            said.write_text(f"{os.getpid()}\n", encoding="utf-8")
            time.sleep(60)

        between = os.fork()
        if not between:
            try:
                forked(child)()
            finally:
                os._exit(0)
        until = time.monotonic() + 30
        while not (said.exists() and said.read_text(encoding="utf-8").endswith("\n")):
            assert time.monotonic() < until
            time.sleep(0.01)
        os.kill(between, signal.SIGKILL)
        os.waitpid(between, 0)
        pid = int(said.read_text(encoding="utf-8"))
        while _runs(pid):
            assert time.monotonic() < until
            time.sleep(0.01)


def _runs(process: int) -> bool:
    """Whether it does anything: one that has ended may still be listed."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
