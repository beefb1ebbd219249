"""Measuring: each engine in processes of its own, all engines by turns, so that a busy minute burdens them alike."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engines import OURS, folder_of
from queries import QueryClass

__all__ = ["Build", "Measured", "Timing", "command_seconds", "measure_builds", "measure_queries", "percentile"]

WORKER = str(Path(__file__).with_name("worker.py"))
Tell = Callable[[str], None]


@dataclass(slots=True)
class Build:
    """seconds: of each repeat; peak, before: megabytes of the process at its most, and before it began; size: bytes"""

    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0
    before: float = 0.0
    size: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(slots=True)
class Timing:
    """One engine on one class of queries.

    rounds: seconds of each query, round by round; hits: how many each query found
    """

    rounds: list[list[float]] = field(default_factory=list)
    hits: list[int] = field(default_factory=list)

    @property
    def spent(self) -> float:
        return sum(map(sum, self.rounds))

    def has_room(self, budget: float) -> bool:
        """Whether one more round like the last stays within the budget."""
        return not self.rounds or self.spent + sum(self.rounds[-1]) <= budget

    @property
    def of_queries(self) -> list[float]:
        """Seconds of each query: the median of its rounds."""
        shortest = min(map(len, self.rounds))
        return [statistics.median(round_[n] for round_ in self.rounds) for n in range(shortest)]

    @property
    def median(self) -> float:
        return statistics.median(self.of_queries)

    @property
    def p95(self) -> float:
        return percentile(self.of_queries, 0.95)


@dataclass(slots=True)
class Measured:
    """All that one run measured.

    clauses, characters: of the corpus, once; classes: the queries that were asked
    builds: by size (in copies of the corpus) and engine; timings: by size, then by class and engine
    commands: seconds of fresh processes, of the command line and of the engines
    files, files_seconds: what `seized index` read and how long it took; seconds: of the whole run so far
    """

    clauses: int
    characters: int
    classes: Sequence[QueryClass]
    builds: dict[int, dict[str, Build]] = field(default_factory=dict)
    timings: dict[int, dict[tuple[str, str], Timing]] = field(default_factory=dict)
    commands: dict[str, list[float]] = field(default_factory=dict)
    files: int = 0
    files_seconds: float = 0.0
    seconds: float = 0.0

    def query_ratio(self, times: int, asked: str, other: str) -> float | None:
        """Our median over that of another engine, None where it was not measured."""
        timings = self.timings[times]
        if (asked, OURS) not in timings or (asked, other) not in timings:
            return None
        return timings[asked, OURS].median / timings[asked, other].median


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


def measure_builds(  # noqa: PLR0913, PLR0917 (what is measured, where, how often, and who hears of it)
    names: Sequence[str], clauses: Path, folder: Path, times: int, repeats: Callable[[str], int], tell: Tell
) -> dict[str, Build]:
    """Build with each engine as often as `repeats` says for it, and once more for its memory; the last stays."""
    builds = {name: Build() for name in names}
    for turn in range(max(map(repeats, names), default=0)):
        for name in names:
            if turn < repeats(name):
                builds[name].seconds.append(_build(name, folder / name, clauses, times, "time")["seconds"])
                tell(f"{times}x build {name}: {builds[name].seconds[-1]:.2f} s")
    for name, build in builds.items():
        figures = _build(name, folder / name, clauses, times, "memory")
        build.peak, build.before = figures["peak"], figures["before"]
        build.size = sum(entry.stat().st_size for entry in (folder / name).rglob("*") if entry.is_file())
        tell(f"{times}x build {name}: {build.size / 1e6:.1f} MB, peak {build.peak:.0f} MB")
    return builds


def _build(name: str, folder: Path, clauses: Path, times: int, measured: str) -> dict[str, float]:
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, WORKER, "build", name, str(folder), str(clauses), str(times), measured]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, float] = json.loads(printed)
    return figures


class _Server:
    """A process that has one engine's index open and answers rounds of queries."""

    def __init__(self, name: str, folder: Path) -> None:
        command = [sys.executable, WORKER, "serve", name, str(folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def round(self, asked: QueryClass, budget: float) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        line = {"joining": asked.joining, "warming": asked.warming, "measured": asked.measured, "budget": budget}
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        answered: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answered

    def close(self) -> None:
        self.process.communicate()


def measure_queries(  # noqa: PLR0913, PLR0917 (as above)
    names: Sequence[str], folder: Path, classes: Sequence[QueryClass], rounds: int, budget: float, tell: Tell
) -> dict[tuple[str, str], Timing]:
    """Ask each engine every class of queries, round by round, by turns; by name of the class and of the engine.

    An engine whose rounds would take more than `budget` seconds together is asked fewer rounds; one that cannot
    answer a class within it answers what it can, and that once.
    """
    servers = {name: _Server(name, folder_of(name, folder)) for name in names}
    timings = {(asked.name, name): Timing() for asked in classes for name in names}
    for asked in classes:
        for turn in range(rounds):
            for name in names if turn % 2 == 0 else reversed(names):
                timing = timings[asked.name, name]
                if timing.has_room(budget):
                    answered = servers[name].round(asked, budget)
                    timing.rounds.append(answered["seconds"])
                    timing.hits = answered["hits"]
        for name in names:
            timing = timings[asked.name, name]
            tell(f"{asked.name}, {name}: {timing.median * 1e3:.3f} ms, p95 {timing.p95 * 1e3:.3f} ms")
    for server in servers.values():
        server.close()
    return timings


def command_seconds(commands: dict[str, list[str]], repeats: int, tell: Tell) -> dict[str, list[float]]:
    """Seconds of fresh processes, by turns; a first turn that is not counted compiles and fills the disk cache.

    A command that fails is told of and has no figure.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(repeats + 1):
        for name in list(seconds):
            started = time.perf_counter()
            done = subprocess.run(commands[name], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            if done.returncode not in (0, 1):  # 1: nothing found
                tell(f"{name}: failed: {done.stderr.decode(errors='replace').strip()}")
                del seconds[name]
            elif turn:
                seconds[name].append(time.perf_counter() - started)
    for name, measured in seconds.items():
        tell(f"{name}: {statistics.median(measured):.3f} s")
    return seconds
