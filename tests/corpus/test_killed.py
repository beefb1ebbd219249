"""A process that is killed while it downloads, reads or writes: nothing is lost, and the next run finishes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seized import open_index
from seized.corpus.keep import add_corpus

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")


def started(*words: str, home: Path) -> subprocess.Popen[bytes]:
    """The program at work on a corpus."""
    environment = os.environ | {
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "HOME": str(home),
    }
    command = [sys.executable, "-m", "seized", "corpus", "add", "un-sc", *words, "--index", str(home / "index")]
    return subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed(process: subprocess.Popen[bytes], when: Callable[[], bool]) -> bool:
    """Kill it as soon as `when` says so; whether that was before its end."""
    while process.poll() is None:
        if when():
            process.kill()
            break
        time.sleep(0.001)
    return process.wait() == -signal.SIGKILL


def clauses(index: Path) -> set[str]:
    with open_index(index) as opened:
        return {hit.id + hit.text for hit in opened.search("", limit=None, clause=["op", "pp"])}


def segments(index: Path) -> set[str]:
    return {path.name for path in index.glob("seg-*")} if index.exists() else set()


@pytest.fixture
def larger(tmp_path: Path, layout: Any) -> Path:
    """A clone with more in it than the one of the index: forty resolutions instead of three."""
    return Path(layout.lay(tmp_path / "larger", range(2510, 2550)))


@pytest.fixture
def whole(tmp_path: Path, larger: Path) -> set[str]:
    """What an index of the larger one holds."""
    add_corpus("un-sc", tmp_path / "whole", origin=larger)
    return clauses(tmp_path / "whole")


class TestIndexing:
    @pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2])
    def test_at_any_moment(self, tmp_path: Path, clone: Path, larger: Path, whole: set[str], seconds: float) -> None:
        index = tmp_path / "index"
        add_corpus("un-sc", index, origin=clone)
        before = clauses(index)
        end = time.monotonic() + seconds
        killed(started("--from", str(larger), home=tmp_path), lambda: time.monotonic() > end)
        assert clauses(index) in (before, whole)
        add_corpus("un-sc", index, origin=larger)
        assert clauses(index) == whole

    def test_while_it_writes(self, tmp_path: Path, clone: Path, larger: Path, whole: set[str]) -> None:
        index = tmp_path / "index"
        add_corpus("un-sc", index, origin=clone)
        before, known = clauses(index), segments(index)
        assert killed(started("--from", str(larger), home=tmp_path), lambda: segments(index) > known)
        assert clauses(index) in (before, whole)
        add_corpus("un-sc", index, origin=larger)
        assert clauses(index) == whole

    def test_the_first_time(self, tmp_path: Path, larger: Path, whole: set[str]) -> None:
        lock = tmp_path / "index" / "writer.lock"
        assert killed(started("--from", str(larger), home=tmp_path), lock.exists)
        add_corpus("un-sc", tmp_path / "index", origin=larger)
        assert clauses(tmp_path / "index") == whole


class TestDownloading:
    def test_the_next_run_goes_on_where_it_stopped(
        self, tmp_path: Path, larger: Path, whole: set[str], layout: Any, server: Any
    ) -> None:
        server.data = layout.packed(larger)
        enough, gone = len(server.data) // 2, threading.Event()

        def halting(handler: Any) -> None:
            handler.head(200, ETag=server.etag, Content_Length=str(len(server.data)))
            handler.wfile.write(server.data[:enough])
            handler.wfile.flush()
            gone.wait(30)

        server.plan = [halting]
        part = tmp_path / "cache" / "seized" / "corpora" / "un-sc.zip.part"
        process = started("--url", server.url, home=tmp_path)
        assert killed(process, lambda: part.exists() and part.stat().st_size > 0)
        gone.set()
        there = part.stat().st_size
        assert started("--url", server.url, home=tmp_path).wait() == 0
        assert server.ranges() == ["", f"bytes={there}-"]
        assert clauses(tmp_path / "index") == whole
