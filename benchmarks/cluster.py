"""An index on clusters of one to three nodes on this machine: how fast it is written and asked, what a clause takes.

    python benchmarks/cluster.py --corpus ../shared/corpus/akn/2020

The nodes share one machine, so that what counts is the ratios between the rows, not the figures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from seized import DocumentError, Index, open_index
from seized.indexer import store
from seized.indexer.build import parse
from seized.indexer.records import DocumentRecord
from seized.indexer.schema import clause_fields, document_fields, shared_fields

QUERIES: Final = (
    "peacekeepers",
    "safety and security of peacekeepers",
    '"safety and security"',
    '"women security"~8',
    "sanct* NOT committee",
    "verb:decides mandate",
    "维持和平",
)
ASKING: Final = 4
"""Threads that ask at the same time."""


@dataclass(frozen=True)
class Row:
    """What was measured of one engine.

    writing: clauses a second; asking: queries a second; alone: milliseconds of the median query, alone
    size: bytes of a clause, of one copy
    """

    name: str
    writing: float
    asking: float
    alone: float
    size: float


def records(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The fields of all records of some sources, read beforehand: what is measured is the engine."""
    found: list[dict[str, Any]] = []
    for one in parse(paths):
        if isinstance(one, DocumentError):
            continue
        record = DocumentRecord.of(one[0])
        shared = shared_fields(record)
        found += [clause_fields(clause, shared) for clause in one[1]]
        found.append(document_fields(record))
    # an edition that stands in several files is one
    return list({fields["key"]: fields for fields in found}.values())


def write(place: store.Place, rows: Sequence[Mapping[str, Any]]) -> float:
    """Write records in one commit; records a second."""
    began = time.perf_counter()
    with store.opened_for_change(place, fresh=True) as index:
        writer = index.writer()
        for row in rows:
            writer.add_document(**row)
        writer.commit()
    return len(rows) / (time.perf_counter() - began)


def ask(index: Index, seconds: float) -> tuple[float, float]:
    """Queries a second with several threads, and the milliseconds of the median query alone."""
    for query in QUERIES:
        index.search(query)
    alone = [_timed(index, query) for query in islice(cycle(QUERIES), 5 * len(QUERIES))]
    until = time.perf_counter() + seconds
    with ThreadPoolExecutor(ASKING) as pool:
        done = sum(pool.map(lambda _: sum(1 for _ in _asked(index, until)), range(ASKING)))
    return done / seconds, 1000 * median(alone)


def _timed(index: Index, query: str) -> float:
    began = time.perf_counter()
    index.search(query)
    return time.perf_counter() - began


def _asked(index: Index, until: float) -> Iterator[None]:
    for query in cycle(QUERIES):
        if time.perf_counter() > until:
            return
        index.search(query)
        yield


def measured(name: str, place: store.Place, rows: Sequence[Mapping[str, Any]], seconds: float, copies: int = 1) -> Row:
    """All figures of the index at a place."""
    writing = write(place, rows)
    with open_index(place) as index:
        asking, alone = ask(index, seconds)
        return Row(name, writing, asking, alone, index.info().size / copies / len(rows))


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown, with ratios to the first cluster."""
    one = rows[1]
    lines = [
        "| | clauses written a second | | queries a second | | median query, alone | bytes a clause, one copy |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.name} | {row.writing:,.0f} | {row.writing / one.writing:.2f} | {row.asking:,.1f} "
        f"| {row.asking / one.asking:.2f} | {row.alone:.1f} ms | {row.size:,.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="files and folders to index")
    parser.add_argument("--nodes", default="1,2,3")
    parser.add_argument("--seconds", type=float, default=20, help="in which queries are asked, for each row")
    given = parser.parse_args()
    # the cluster of the tests, which is a script beside them
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "cluster"))
    nodes = import_module("nodes")
    rows = records(given.corpus)
    with tempfile.TemporaryDirectory() as folder:
        found = [measured("a folder", Path(folder) / "index", rows, given.seconds)]
        for count in map(int, given.nodes.split(",")):
            with nodes.Cluster(Path(folder) / str(count), count, fetch=True) as cluster:
                copies = min(2, count)
                place = store.place_of(f"{cluster.url}/benchmark?shards={count}&replicas={copies - 1}")
                found.append(measured(f"{count} node{'s' if count > 1 else ''}", place, rows, given.seconds, copies))
    print(f"{len(rows):,} records; {ASKING} threads ask\n\n{table(found)}")


if __name__ == "__main__":
    main()
