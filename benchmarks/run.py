"""This project, stock Whoosh, SQLite FTS5 and tantivy side by side, in one run; see README.md beside this file.

    python benchmarks/run.py [--corpus PATH] [--times 1,4,16] [--out benchmarks/results.md]

Writes a table and, beside it, a plot (.svg). No text of the corpus is in either.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import corpora
import plot
import queries
import report
from engines import ENGINES, WHOOSH, folder_of
from measure import WORKER, Measured, command_seconds, measure_builds, measure_queries

from seized import build_index
from seized.corpus import samples

_HERE = Path(__file__).parent
_SHARED = _HERE.parents[1] / "shared/corpus"
_ENGLISH = ("safety", "security", "peacekeepers")
_CHINESE = "维和人员"
LARGE = 4
"""Times the corpus; what is larger is built once."""


def main() -> None:
    """Measure and write."""
    options = _options()
    if options.corpus is None:
        options.corpus = _SHARED if _SHARED.is_dir() else None
    with samples() as bundled, tempfile.TemporaryDirectory(dir=options.work, prefix="seized-bench-") as work:
        _measure(options, options.corpus or bundled, Path(work))


def _write(options: argparse.Namespace, measured: Measured) -> None:
    """The page of what has been measured so far: a long run that fails leaves what it had."""
    plot_path = options.out.with_suffix(".svg")
    options.out.write_text(report.page(measured, plot_path.name), encoding="utf-8")
    plot_path.write_text(plot.page(measured), encoding="utf-8")
    _tell(f"{options.out}: written after {measured.seconds:.0f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--corpus", type=Path, help="file or folder; default: ../shared/corpus if it is there, or the samples")
    add(
        "--times",
        default="1,4,16",
        type=_sizes,
        help="sizes to measure, in copies of the corpus (default: %(default)s)",
    )
    add("--whoosh-times", type=int, default=1, help="largest size for stock Whoosh (default: %(default)s)")
    add("--engines", default=",".join(ENGINES), type=_names, help="default: all that are installed")
    add("--rounds", type=int, default=5, help="how often each query is asked (default: %(default)s)")
    add("--repeats", type=int, default=3, help="how often each index is built (default: %(default)s)")
    add("--share", type=float, default=1.0, help="share of the queries that are asked (default: all)")
    add("--budget", type=float, default=60.0, help="seconds for one class of one engine (default: %(default)s)")
    add("--starts", type=int, default=10, help="how often each command is started (default: %(default)s)")
    add("--work", type=Path, help="where indexes are made for the time of the run (default: the temporary folder)")
    add("--out", type=Path, default=_HERE / "results.md", help="default: %(default)s")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted({int(number) for number in text.split(",")})


def _names(text: str) -> list[str]:
    wanted = [name.strip() for name in text.split(",")]
    if unknown := set(wanted) - set(ENGINES):
        raise argparse.ArgumentTypeError(f"no engine {', '.join(sorted(unknown))}; there are: {', '.join(ENGINES)}")
    missing = [name for name in wanted if not ENGINES[name].is_installed]
    for name in missing:
        _tell(f"{name}: not installed, left out")
    kept = [name for name in wanted if name not in missing]
    return [name for name in kept if ENGINES[name].asks in ("", *kept)]


def _measure(options: argparse.Namespace, corpus: Path, work: Path) -> None:
    started = time.perf_counter()
    rows = corpora.read(corpus)
    if not rows:
        raise SystemExit(f"{corpus}: no English clauses there")
    corpora.save(rows, work)
    clauses = [clause for clause, _ in rows]
    _tell(f"{len(clauses)} clauses from {corpus}")
    characters = sum(len(clause.text) for clause in clauses)
    measured = Measured(len(clauses), characters, queries.draw(clauses, options.share))
    steps = [partial(_measure_size, times) for times in options.times]
    steps.insert(1, partial(_measure_commands, corpus))  # while the smallest index is there
    for step in steps:
        step(options, work, measured)
        measured.seconds = time.perf_counter() - started
        _write(options, measured)


def _measure_size(times: int, options: argparse.Namespace, work: Path, measured: Measured) -> None:
    """Build and ask, over so many copies of the corpus."""

    def repeats(name: str) -> int:
        return 1 if name == WHOOSH or times > LARGE else options.repeats

    names = [name for name in options.engines if name != WHOOSH or times <= options.whoosh_times]
    folder = work / f"{times}x"
    built = [name for name in names if not ENGINES[name].asks]
    measured.builds[times] = measure_builds(built, work, folder, times, repeats, _tell)
    asked = [name for name in names if ENGINES[name].is_queried]
    measured.timings[times] = measure_queries(asked, folder, measured.classes, options.rounds, options.budget, _tell)
    if times != options.times[0]:
        shutil.rmtree(folder)  # the smallest is asked once more


def _measure_commands(corpus: Path, options: argparse.Namespace, work: Path, measured: Measured) -> None:
    """Fresh processes: our command line over the corpus in all its languages, and each engine's least program."""
    whole = str(work / "whole")
    started = time.perf_counter()
    built = build_index([corpus], whole)
    measured.files, measured.files_seconds = built.indexed, time.perf_counter() - started
    search = [sys.executable, "-m", "seized", "search", "--index", whole]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        report.HELP: [sys.executable, "-m", "seized", "--help"],
        report.ENGLISH: [*search, " ".join(_ENGLISH)],
        report.CHINESE: [*search, _CHINESE],
    }
    for name in options.engines:
        if ENGINES[name].is_queried:
            folder = folder_of(name, work / f"{options.times[0]}x")
            commands[f"{name}: open, ask, print"] = [sys.executable, WORKER, "answer", name, str(folder), *_ENGLISH]
    measured.commands = command_seconds(commands, options.starts, _tell)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
