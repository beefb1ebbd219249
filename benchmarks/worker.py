"""A process of its own for each engine: it builds, or answers queries, and tells what that took.

worker.py build ENGINE FOLDER CLAUSES TIMES {time|memory}
worker.py serve ENGINE FOLDER
worker.py answer ENGINE FOLDER WORD...
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from engines import Engine, engine

_FEWEST = 5


def build(name: str, folder: str, clauses: str, times: str, measured: str) -> dict[str, float]:
    """Seconds of building from clauses that are in memory; or the peak memory of building from a stream of them."""
    import corpora

    made = engine(name)(Path(folder))
    base = corpora.load(Path(clauses))
    rows: Any = corpora.scaled(base, int(times))
    if measured == "time":
        rows = list(rows)
    # the clauses are no garbage of the engine's
    gc.collect()
    gc.freeze()
    _peak()  # what it took to read the clauses
    before = _peak()
    started = time.perf_counter()
    made.build(rows)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "before": before, "peak": _peak() + _megabytes(resource.RUSAGE_CHILDREN)}


def _peak() -> float:
    """The most megabytes that this process has had since it last asked.

    From Linux's own count, which can be set back, and does not begin with what the parent had as that of
    `getrusage` does; elsewhere from `getrusage`.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        return int(peak.split()[1]) * 1024 / 1e6
    except (OSError, StopIteration):
        return _megabytes(resource.RUSAGE_SELF)


def _megabytes(who: int) -> float:
    """Of the process, or of the greatest of its children if it had any."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit / 1e6


def serve(name: str, folder: str) -> None:
    """Answer rounds of queries, one a line, until there are no more."""
    opened = engine(name)(Path(folder))
    for line in sys.stdin:
        print(json.dumps(_round(opened, **json.loads(line))), flush=True)


def _round(opened: Engine, joining: Any, warming: list[Any], measured: list[Any], budget: float) -> dict[str, Any]:
    """Seconds of each query and its number of hits.

    The index is opened anew, so that no engine gives an answer that it remembers; queries that are not measured
    come first. Past the budget (in seconds) the round ends early.
    """
    opened.open()
    queries = [opened.query(words, joining) for words in measured]
    ends = time.perf_counter() + budget / 4
    for words in warming:
        opened.search(opened.query(words, joining))
        if time.perf_counter() > ends:
            break
    gc.collect()
    gc.freeze()
    seconds, hits = [], []
    ends = time.perf_counter() + budget
    for query in queries:
        started = time.perf_counter()
        found = opened.search(query)
        seconds.append(time.perf_counter() - started)
        hits.append(len(found))
        if len(seconds) >= _FEWEST and time.perf_counter() > ends:
            break
    gc.unfreeze()
    return {"seconds": seconds, "hits": hits}


def answer(name: str, folder: str, *words: str) -> None:
    """One query from a fresh process, as a command would answer it."""
    opened = engine(name)(Path(folder))
    opened.open()
    print("\n".join(opened.search(opened.query(words, "all"))))


def main() -> None:
    """Do what the command line says."""
    what, *given = sys.argv[1:]
    if what == "build":
        print(json.dumps(build(*given)))
    elif what == "serve":
        serve(*given)
    else:
        answer(*given)


if __name__ == "__main__":
    main()
