"""Indexes of columns made straight from the fields of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from seized import Index, build_index, open_index
from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.schema import SCHEMA_VERSION, schema

Rows = Sequence[dict[str, Any]]


@pytest.fixture(scope="session")
def columns_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., ColumnarIndex]:
    """Makes an index of lists of records, a segment of each; `deleted` has numbers of records over all."""

    def make(*segments: Rows, deleted: Sequence[int] = (), merged: bool = False) -> ColumnarIndex:
        index = ColumnarIndex.create(tmp_path_factory.mktemp("columns"), schema(), SCHEMA_VERSION)
        for rows in segments:
            writer = index.writer()
            writer.add_documents(rows)
            writer.commit(merge=False)
        if deleted:
            writer = index.writer()
            for number in deleted:
                writer.delete_document(number)
            writer.commit(merge=False)
        if merged:
            index.writer().commit(optimize=True)
        return index

    return make


MANDATE = ("1655", "1697", "1832", "1937", "2064", "2172", "2305", "2433", "2530", "2539", "2591")
"""Renewals of one mandate (UNIFIL), and one of another (2530, UNDOF) on the same agenda item."""


@pytest.fixture(scope="session")
def mandate_path(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of those resolutions, those of 2020 and 2021 in Chinese too."""
    akn = shared / "corpus" / "akn"
    files = [file for symbol in MANDATE for file in akn.glob(f"**/S_RES_{symbol}[_ ]*.xml")]
    path = tmp_path_factory.mktemp("mandate") / "index"
    build_index(files, path)
    return path


@pytest.fixture
def mandate(mandate_path: Path) -> Iterator[Index]:
    """The index of the mandate, open."""
    with open_index(mandate_path) as index:
        yield index
