"""The page of results: what was measured, and how it stands against the targets."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import chain

from engines import OURS, TANTIVY, WHOOSH
from measure import Measured, percentile
from queries import CLASSES

__all__ = ["CHINESE", "ENGLISH", "HELP", "Target", "page", "targets"]

HELP, ENGLISH, CHINESE = "seized --help", "seized search, English", "seized search, Chinese"
BUILD_TARGETS = ((TANTIVY, "build time / tantivy", 2.5), (WHOOSH, "build time / stock Whoosh", 1 / 8))
QUERY_TARGETS = {
    "one common term": 1.5,
    "three terms, AND": 3.0,
    "phrase": 3.0,
    "30-word draft, OR": 1.0,
    "draft paragraphs": 1.0,
}
"""How much longer than tantivy we may take."""
WHOOSH_TARGET, SLOW = 1 / 50, 0.010
START_TARGETS = {HELP: 0.15, ENGLISH: 0.40, CHINESE: 0.55}
SIZE_TARGET, PEAK_TARGET = 1.3, 1500.0

Target = tuple[str, float, float]
"""What is measured, the figure, and the most it should be."""


def page(measured: Measured, plot: str) -> str:
    """The results as Markdown; `plot` is the name of the picture beside it."""
    parts = (
        "# Benchmark results\n",
        "Written by `benchmarks/run.py`; what is measured and how: [README.md](README.md).\n",
        *_conditions(measured),
        "## Targets\n",
        *_table(("figure", "measured", "target", "met"), map(_target_row, targets(measured))),
        "## Building, size and memory\n",
        "Seconds from parsed clauses to a committed index (median of the repeats); megabytes on disk; megabytes of"
        " memory at the most, less those before building began.\n",
        *_table(("corpus", "engine", "seconds", "clauses/s", "disk MB", "memory MB"), _build_rows(measured)),
        f"From {measured.files:,} files of all languages, with reading them, `seized index` takes"
        f" {measured.files_seconds:.1f} s.\n",
        "## Queries\n",
        "Milliseconds from the text of a query to ten hits with their text: median / 95th percentile.\n",
        f"![Time over the size of the corpus]({plot})\n",
        *chain.from_iterable(_query_tables(measured)),
        "## Fresh processes\n",
        *_table(("process", "median s", "p95 s"), _command_rows(measured)),
    )
    return "\n".join(parts).rstrip() + "\n"


def targets(measured: Measured) -> Iterator[Target]:
    """Each target with the figure that this run has for it."""
    for times, builds in measured.builds.items():
        if OURS not in builds:
            continue
        for other, name, most in BUILD_TARGETS:
            if other in builds:
                yield f"{times}x: {name}", builds[OURS].median / builds[other].median, most
        if TANTIVY in builds:
            yield f"{times}x: size / tantivy", builds[OURS].size / builds[TANTIVY].size, SIZE_TARGET
        yield f"{times}x: peak memory of building, MB", builds[OURS].peak, PEAK_TARGET
        yield from _query_targets(measured, times)
    yield from _growth(measured)
    for name, most in START_TARGETS.items():
        if measured.commands.get(name):
            yield f"{name}, s", statistics.median(measured.commands[name]), most


def _query_targets(measured: Measured, times: int) -> Iterator[Target]:
    for asked, most in QUERY_TARGETS.items():
        ratio = measured.query_ratio(times, asked, TANTIVY)
        if ratio is not None:
            yield f"{times}x: {asked} / tantivy", ratio, most
        ratio = measured.query_ratio(times, asked, WHOOSH)
        if ratio is not None and measured.timings[times][asked, WHOOSH].median > SLOW:
            yield f"{times}x: {asked} / stock Whoosh", ratio, WHOOSH_TARGET


def _growth(measured: Measured) -> Iterator[Target]:
    """How many times as long queries take on the largest corpus as on the smallest."""
    least, most = min(measured.builds), max(measured.builds)
    for asked in QUERY_TARGETS if most > least else ():
        if (asked, OURS) in measured.timings[most]:
            grown = measured.timings[most][asked, OURS].median / measured.timings[least][asked, OURS].median
            yield f"{asked}: {most}x / {least}x", grown, most / least


def _target_row(target: Target) -> tuple[str, ...]:
    name, figure, most = target
    return name, _number(figure), f"≤ {_number(most)}", "yes" if figure <= most else "**no**"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _build_rows(measured: Measured) -> Iterator[tuple[str, ...]]:
    for times, builds in measured.builds.items():
        for name, build in builds.items():
            speed = measured.clauses * times / build.median
            memory = f"{build.peak - build.before:,.0f}"
            yield f"{times}x", name, f"{build.median:.2f}", f"{speed:,.0f}", f"{build.size / 1e6:.1f}", memory


def _query_tables(measured: Measured) -> Iterator[Iterable[str]]:
    for times, timings in measured.timings.items():
        names = list(dict.fromkeys(name for _, name in timings))
        yield (f"### {times}x: {measured.clauses * times:,} clauses\n",)
        rows = ((asked, *(_cell(measured, times, asked, name) for name in names)) for asked in QUERY_TARGETS)
        yield _table(("", *names), rows)
        yield _unanswered(measured, times)


def _cell(measured: Measured, times: int, asked: str, name: str) -> str:
    timing = measured.timings[times][asked, name]
    return f"{timing.median * 1e3:.3g} / {timing.p95 * 1e3:.3g}"


def _unanswered(measured: Measured, times: int) -> Iterator[str]:
    """Where an engine was not asked everything, or found nothing: its figures mean less there."""
    of_class = {asked.name: len(asked.measured) for asked in measured.classes}
    for (asked, name), timing in measured.timings[times].items():
        answered, found = len(timing.hits), sum(1 for hits in timing.hits if hits)
        if answered < of_class[asked] or found < answered:
            yield f"- {name}, {asked}: {answered} of {of_class[asked]} queries asked, {found} of them found something"
    yield ""


def _command_rows(measured: Measured) -> Iterator[tuple[str, ...]]:
    for name, seconds in measured.commands.items():
        yield name, f"{statistics.median(seconds):.3f}", f"{percentile(seconds, 0.95):.3f}"


def _conditions(measured: Measured) -> Iterator[str]:
    yield (
        f"{measured.clauses:,} English clauses ({measured.characters / 1e6:.1f} M characters) at 1x."
        f" {_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()},"
        f" {', '.join(_versions())}. The run took {measured.seconds / 60:.0f} minutes.\n"
    )
    rows = []
    for asked in measured.classes:
        words = statistics.median(map(len, asked.measured)) if asked.measured else 0
        rows.append((asked.name, CLASSES[asked.name][0], str(len(asked.measured)), f"{words:g}"))
    yield from _table(("class", "queries", "how many", "words (median)"), rows)


def _versions() -> Iterator[str]:
    yield f"SQLite {sqlite3.sqlite_version}"
    for package in ("numpy", "seized", "tantivy", "Whoosh"):
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123 (no file of a folder)
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    line: Callable[[Iterable[str]], str] = lambda cells: f"| {' | '.join(cells)} |"  # noqa: E731
    yield "\n".join([line(head), line("---" for _ in head), *map(line, rows), ""])
