"""One corpus in every engine: the samples, a part of one in Chinese, and the mandate where the real corpus is at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seized import Index, build_index, open_index
from seized.corpus import samples
from seized.indexer.model import Clause
from seized.indexer.schema import CLAUSE, RECORD, read_record

from ..conftest import CHINESE, mandate_files
from .scan import Scan

ENGINES = ("local", "commits", "opensearch")
"""What every fact is held to: an index in a folder, made at once or in many commits, and one on a cluster."""


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """The files that are indexed, in their order."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "2518-zh.txt").write_text(CHINESE, encoding="utf-8")
    with samples() as letters:
        yield sorted([*letters.iterdir(), folder / "2518-zh.txt", *mandate_files()], key=lambda path: path.name)


@pytest.fixture(scope="session")
def indexed(
    request: pytest.FixtureRequest, documents: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str | Path]:
    """Has the documents indexed by an engine, and gives the place of the index."""

    def made(engine: str) -> str | Path:
        place: str | Path = tmp_path_factory.mktemp(engine) / "index"
        if engine == "opensearch":
            place = f"{request.getfixturevalue('three_nodes').url}/conformance"
        for files in [[one] for one in documents] if engine == "commits" else [documents]:
            build_index(files, place)
        return place

    return made


@pytest.fixture(scope="session")
def local(indexed: Callable[[str], str | Path]) -> Iterator[Index]:
    """The index that the others are compared with."""
    with open_index(indexed("local")) as opened:
        yield opened


@pytest.fixture(scope="session", params=ENGINES)
def index(request: pytest.FixtureRequest, indexed: Callable[[str], str | Path]) -> Iterator[Index]:
    """The index of each engine."""
    if request.param == "local":
        yield request.getfixturevalue("local")
        return
    with open_index(indexed(request.param)) as opened:
        yield opened


@pytest.fixture(scope="session")
def places(index: Index) -> dict[int, int]:
    """The place of each clause in the order of indexing, by its number in the engine."""
    return {number: at for at, number in enumerate(index.engine.records(**{RECORD: CLAUSE}))}


@pytest.fixture(scope="session")
def scan(index: Index, places: dict[int, int]) -> Scan:
    """The same clauses in memory. Only how many records there are depends on how they were indexed."""
    clauses = [read_record(stored, Clause) for stored in index.engine.stored(places)]
    return Scan(clauses, {record.edition: record for record in index.records()}, index.engine.vocabulary.count)
