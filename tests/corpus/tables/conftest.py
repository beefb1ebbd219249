"""Tables as data sets are published, written for a test."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

Written = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Written:
    """Writes rows as CSV and gives the path; the columns are those that any row has, what a row lacks is NA."""

    def write(
        rows: Sequence[Mapping[str, str]], *, encoding: str = "utf-8", delimiter: str = ",", end: str = ""
    ) -> Path:
        names = list(dict.fromkeys(name for row in rows for name in row))
        path = tmp_path / "table.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, names, restval="NA", delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
            file.write(end)
        return path

    return write
