"""The real corpus, packed as GitHub packs it: one command makes all of it searchable."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from seized import Index, open_index
from seized.corpus.keep import Taken, add_corpus


@pytest.fixture(scope="module")
def archive(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of it: what is of 2020, with the records of all years."""
    folder = shared / "corpus" / "akn"
    path = tmp_path_factory.mktemp("real") / "un-sc.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in ("2020", "PRST/2020", "data_extract"):
            for file in sorted((folder / place).rglob("*.*")):
                archive.write(file, f"SCresolutions-main/{file.relative_to(folder).as_posix()}")
    return path


@pytest.fixture(scope="module")
def taken(archive: Path) -> Taken:
    return add_corpus("un-sc", archive.parent / "index", origin=archive)


@pytest.fixture
def index(taken: Taken, archive: Path) -> Iterator[Index]:
    assert taken.report
    with open_index(archive.parent / "index") as index:
        yield index


class TestRealCorpus:
    def test_every_file_is_read_or_named(self, taken: Taken, archive: Path) -> None:
        report = taken.report
        assert report
        with zipfile.ZipFile(archive) as packed:
            files = [name for name in packed.namelist() if name.endswith(".xml")]
        assert report.indexed + len(report.rejected) + report.left_out == len(files) > 100

    def test_a_second_run_changes_nothing(self, taken: Taken, archive: Path) -> None:
        again = add_corpus("un-sc", archive.parent / "index", origin=archive)
        assert taken.report
        assert again.report
        assert not again.report.changed
        assert again.report.skipped == taken.report.indexed

    @pytest.mark.parametrize(
        "query", ["vote:abstain:CHN", "sponsor:DEU", "topic:sanctions", "agenda:Somalia", "year:2020"]
    )
    def test_fields_of_the_records_are_there(self, index: Index, query: str) -> None:
        results = index.search(query, facets=["sponsor", "topic", "agenda", "year"])
        assert results.total > 10
        assert all(results.facets[name] for name in ("sponsor", "topic", "agenda", "year"))

    def test_both_languages_are_there(self, index: Index) -> None:
        assert set(index.info().languages) == {"en", "zh"}
        assert index.document("2553").languages == ("en", "zh")
