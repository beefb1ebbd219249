"""Indexes of columns made straight from the fields of records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

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
