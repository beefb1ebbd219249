"""What a writer does with values that do not fit, when it fails half way, and with records that it has just added."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.writing import IndexingError

from seized.errors import IndexProblem
from seized.indexer.columnar import manifest as manifests
from seized.indexer.columnar.contents import Contents
from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.columnar.manifest import Manifest, check_files
from seized.indexer.columnar.spans import ends_of

Filled = Callable[..., ColumnarIndex]
Records = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def plain(tmp_path: Path) -> ColumnarIndex:
    """An empty index with fields of several kinds."""
    fields = {"key": ID(unique=True, stored=True), "tags": KEYWORD(commas=True, lowercase=True), "body": TEXT}
    return ColumnarIndex.create(tmp_path / "plain", Schema(number=NUMERIC(int, unique=True), **fields), 1)


def fail(*_: Any) -> None:
    raise OSError("disk full")


class TestValues:
    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("number", 2**40, "1099511627776"),
            ("number", -(2**31), "-2147483648"),
            ("number", "12", "'12'"),
            ("number", 1.5, r"1\.5"),
            ("number", True, "True"),
            ("key", 7, "int"),
            ("key", ["a", 7], "int"),
            ("tags", "half \ud800", "d800"),
            ("body", "half \ud800 a character", "d800"),
            ("body", "x" * (1 << 23) + "y", "8,388,609"),
        ],
    )
    def test_one_that_does_not_fit_is_named_with_its_field(
        self, plain: ColumnarIndex, field: str, value: Any, said: str
    ) -> None:
        with plain.writer() as writer:
            writer.add_document(key="a", number=1, body="peace")
            with pytest.raises((TypeError, ValueError), match=f"field {field}.*{said}"):
                writer.add_document(**{field: value})
            with pytest.raises((TypeError, ValueError), match=f"field {field}"):
                writer.update_document(**{"key": "a", field: value})
        assert plain.doc_count() == 1

    def test_the_least_and_the_greatest_number(self, plain: ColumnarIndex) -> None:
        with plain.writer() as writer:
            for number in (-(2**31) + 1, 2**31 - 1, np.int32(7)):
                writer.add_document(number=number)
        values = plain.reader().snapshot.segments[0].numbers("number")
        assert values is not None
        assert values.tolist() == [-(2**31) + 1, 2**31 - 1, 7]

    @pytest.mark.parametrize("number", [-1, 3, 10**9])
    def test_a_record_that_is_not_there(self, filled: Filled, records: Records, number: int) -> None:
        writer = filled(records(3)).writer()
        for ask in (writer.delete_document, writer.is_deleted):
            with pytest.raises(IndexError, match=f"no record {number}"):
                ask(number)
        writer.cancel()

    def test_places_past_four_bytes_are_refused(self) -> None:
        assert ends_of(np.array([1, 2**32 - 2]), "x").tolist() == [1, 2**32 - 1]
        with pytest.raises(IndexProblem, match="more than a segment can hold"):
            ends_of(np.array([1, 2**32 - 1]), "x")


@pytest.mark.parametrize("megabytes", [0, 64])
class TestRecordsJustAdded:
    """Whether records are still collected or in a segment already makes no difference."""

    @pytest.mark.parametrize(
        ("field", "term", "left"),
        [
            ("key", "b", ["a", "c"]),
            ("tags", "red", ["b"]),
            ("body", "peace", ["c"]),
            ("number", 1, ["b", "c"]),
            ("key", "none", ["a", "b", "c"]),
        ],
    )
    def test_a_term_deletes_them(
        self, plain: ColumnarIndex, megabytes: int, field: str, term: Any, left: list[str]
    ) -> None:
        writer = plain.writer(limitmb=megabytes)
        writer.add_document(key="a", number=1, tags="Red,blue", body="peace and security")
        writer.add_document(key="b", number=2, tags="blue", body="lasting peace")
        writer.add_document(key="c", tags=["red"], body="war")
        assert writer.delete_by_term(field, term) == 3 - len(left)
        assert writer.delete_by_term(field, term) == 0
        writer.commit()
        reader = plain.reader()
        assert [reader.stored_fields(number)["key"] for number in reader.all_doc_ids()] == left

    @pytest.mark.parametrize("unique", [{"key": "a"}, {"number": 5}])
    def test_an_update_replaces_them(self, plain: ColumnarIndex, megabytes: int, unique: dict[str, Any]) -> None:
        for _ in range(2):
            writer = plain.writer(limitmb=megabytes)
            for word in ("one", "two", "three"):
                writer.update_document(**unique, body=word)
            writer.commit()
        assert plain.doc_count() == 1
        assert list(plain.reader().lexicon("body")) == [b"three"]


class TestFailures:
    def test_nothing_is_committed_after_records_were_lost(
        self, filled: Filled, records: Records, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = filled(records(3))
        writer = index.writer(limitmb=0)
        with monkeypatch.context() as patch:
            patch.setattr(Contents, "write", fail)
            with pytest.raises(OSError, match="disk full"):
                writer.add_documents(records(1, seed=1))
        with pytest.raises(IndexingError, match="disk full"):
            writer.add_documents(records(1, seed=2))
        with pytest.raises(IndexingError, match="disk full"):
            writer.commit()
        assert index.doc_count() == 3
        index.writer().cancel()

    @pytest.mark.parametrize(
        ("step", "error", "raised"),
        [
            ("second sync", OSError, pytest.raises(IndexProblem, match="did not confirm it")),
            ("second sync", KeyboardInterrupt, pytest.raises(KeyboardInterrupt)),
            ("removal", OSError, nullcontext()),
            ("removal", KeyboardInterrupt, pytest.raises(KeyboardInterrupt)),
        ],
    )
    def test_a_commit_has_happened_when_the_manifest_has_its_name(
        self, filled: Filled, records: Records, step: str, error: type[BaseException], raised: Any
    ) -> None:
        index = filled(records(3))
        writer = index.writer()
        writer.add_documents(records(2, seed=1))
        with pytest.MonkeyPatch.context() as patch:
            if step == "removal":
                patch.setattr(manifests, "_remove_all", Mock(side_effect=error))
            else:
                patch.setattr(manifests, "sync_folder", Mock(side_effect=[None, error]))
            with raised:
                writer.commit()
        assert index.doc_count() == 5
        check_files(index.folder, Manifest.read(index.folder))
        index.writer().cancel()
        assert index.reader().doc_count() == 5


class TestMemory:
    def test_unknown_words_are_not_remembered(self, filled: Filled, records: Records) -> None:
        (segment,) = filled(records(20)).reader().snapshot.segments
        inverted = segment.inverted("text")
        assert inverted is not None
        for number in range(100):
            assert inverted.find(b"unknown %d" % number) == -1
        assert len(inverted._known) == 0

    def test_a_reader_that_is_closed_lets_go_of_the_files(self, filled: Filled, records: Records) -> None:
        reader = filled(records(20)).reader()
        assert reader.doc_frequency("lang", "en")
        reader.lexicon("text")
        (segment,) = reader.snapshot.segments
        reader.close()
        assert getattr(segment._file._map, "closed", False)
        with pytest.raises(IndexProblem, match="the index has been closed"):
            reader.doc_frequency("lang", "en")

    def test_a_view_outlives_its_reader(self, filled: Filled, records: Records) -> None:
        reader = filled(records(20)).reader()
        (segment,) = reader.snapshot.segments
        column = segment.numbers("year")
        assert column is not None
        before = column.tolist()
        reader.close()
        assert column.tolist() == before

    def test_the_reader_of_a_writer_leaves_it_its_files(self, filled: Filled, records: Records) -> None:
        index = filled(records(20))
        writer = index.writer()
        writer.reader().close()
        writer.add_documents(records(5, seed=1))
        writer.commit(optimize=True)
        assert index.doc_count() == 25
