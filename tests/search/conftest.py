"""Indexes of columns made straight from the fields of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from seized import Index, build_index, open_index
from seized.corpus import samples
from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.schema import SCHEMA_VERSION, schema

from ..conftest import SHARED

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


def mandate_files() -> list[Path]:
    """Those resolutions, those of 2020 and 2021 in Chinese too; none where the real corpus is not at hand."""
    akn = SHARED / "corpus" / "akn"
    return [file for symbol in MANDATE for file in akn.glob(f"**/S_RES_{symbol}[_ ]*.xml")]


@pytest.fixture(scope="session")
def mandate_path(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 (skips without it)
    """An index of the mandate."""
    path = tmp_path_factory.mktemp("mandate") / "index"
    build_index(mandate_files(), path)
    return path


@pytest.fixture
def mandate(mandate_path: Path) -> Iterator[Index]:
    """The index of the mandate, open."""
    with open_index(mandate_path) as index:
        yield index


@pytest.fixture(scope="session")
def year_path(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the resolutions of 2020 in English and Chinese, with what is known of votes and sponsors."""
    akn = shared / "corpus" / "akn"
    path = tmp_path_factory.mktemp("year") / "index"
    build_index([akn / "2020", *(akn / "data_extract").glob("2020.json")], path)
    return path


@pytest.fixture
def year(year_path: Path) -> Iterator[Index]:
    """The index of that year, open."""
    with open_index(year_path) as index:
        yield index


CHINESE = """第2518(2020)号决议

安全理事会，

重申妇女充分、切实地参与维和行动十分重要，重申在顾及人员的安全和安保时，应当一并分析性别问题，并且做出性别问题评估，

1. 强调支持联合国维和行动十分重要，认识到维和对实现稳定和持久和平起着关键作用，强调必须增强维和人员的安全和安保；

2. 请各东道国按照授权，让维和人员及其装备通行无阻，让伤员得到救治和后送；

3. 促请所有维和行动东道国从速调查袭击联合国人员的行为，起诉责任者，并把调查和起诉的情况告知派遣国；

4. 要求各国在2019年6月30日之前报告第2397(2017)号决议的执行情况；
"""
"""The opening of resolution 2518 in Chinese, and a paragraph that it does not have."""


@pytest.fixture(scope="session")
def both_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the samples with a part of 2518 in Chinese."""
    folder = tmp_path_factory.mktemp("both")
    (folder / "2518-zh.txt").write_text(CHINESE, encoding="utf-8")
    with samples() as letters:
        build_index([letters, folder / "2518-zh.txt"], folder / "index")
    return folder / "index"


@pytest.fixture
def both(both_path: Path) -> Iterator[Index]:
    """The index of the samples with that part, open."""
    with open_index(both_path) as index:
        yield index
