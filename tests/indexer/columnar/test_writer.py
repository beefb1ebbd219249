"""Changing an index: what a commit makes count, and what stays of an interrupted one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whoosh.fields import UnknownFieldError
from whoosh.query import And, Every, Term
from whoosh.writing import IndexingError

from seized.errors import IndexCorrupted
from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.columnar.manifest import Manifest, check_files, signed
from seized.indexer.schema import SCHEMA_VERSION, schema

Filled = Callable[..., ColumnarIndex]
Records = Callable[..., list[dict[str, Any]]]


def keys(index: ColumnarIndex) -> list[str]:
    """The keys of all records, in their order."""
    reader = index.reader()
    return [reader.column_reader("order", translate=False)[number].decode() for number in reader.all_doc_ids()]


def orders(records: list[dict[str, Any]]) -> list[str]:
    return [record["order"] for record in records]


def contents(index: ColumnarIndex) -> list[tuple[str, bytes, list[tuple[int, float, Any]]]]:
    """Every posting of every field, with positions."""
    reader = index.reader()
    found = []
    for field, term in reader.all_terms():
        matcher = reader.postings(field, term)
        postings = []
        while matcher.is_active():
            positions = matcher.value_as("positions") if matcher.supports("positions") else None
            postings.append((matcher.id(), matcher.weight(), positions))
            matcher.next()
        if postings:
            found.append((field, term, postings))
    return found


class TestCommit:
    def test_records_count_from_the_commit_on(self, empty: ColumnarIndex, records: Records) -> None:
        writer = empty.writer()
        writer.add_documents(records(3))
        assert empty.doc_count() == 0
        writer.commit()
        assert empty.doc_count() == 3
        assert empty.latest_generation() == 1

    def test_a_commit_of_nothing_changes_nothing(self, filled: Filled, records: Records) -> None:
        index = filled(records(3))
        before = index.latest_generation()
        index.writer().commit()
        assert index.latest_generation() == before

    def test_a_cancel_leaves_no_trace(self, filled: Filled, records: Records) -> None:
        index = filled(records(3))
        files = sorted(path.name for path in index.folder.iterdir())
        writer = index.writer(limitmb=0)
        writer.add_documents(records(5, seed=1))
        writer.cancel()
        assert sorted(path.name for path in index.folder.iterdir()) == files
        assert index.doc_count() == 3

    def test_an_exception_in_a_with_block_cancels(self, filled: Filled, records: Records) -> None:
        index = filled(records(3))
        with pytest.raises(ZeroDivisionError), index.writer() as writer:
            writer.add_documents(1 / 0 for _ in records(1, seed=1))
        assert index.doc_count() == 3
        index.writer().commit()

    def test_a_reader_keeps_its_state(self, filled: Filled, records: Records) -> None:
        index = filled(records(30))
        reader = index.reader()
        before = dict(reader.iter_docs())
        with index.writer() as writer:
            writer.delete_by_query(Every())
            writer.add_documents(records(2, seed=1))
        assert dict(reader.iter_docs()) == before
        assert index.doc_count() == 2

    def test_a_searcher_knows_when_it_is_old(self, filled: Filled, records: Records) -> None:
        index = filled(records(3))
        searcher = index.searcher()
        assert searcher.up_to_date()
        with index.writer() as writer:
            writer.add_documents(records(2, seed=1))
        assert not searcher.up_to_date()
        assert searcher.refresh().doc_count() == 5

    def test_segments_spilled_for_memory_are_the_same_index(
        self, tmp_path: Path, filled: Filled, records: Records
    ) -> None:
        whole = filled(records(40))
        spilled = ColumnarIndex.create(tmp_path / "spilled", schema(), SCHEMA_VERSION)
        counted: list[int] = []
        writer = spilled.writer(limitmb=0, progress=counted.append)
        writer.add_documents(records(40))
        writer.commit(merge=False)
        assert len(spilled.snapshot().segments) == 40
        assert counted == list(range(1, 41))
        assert contents(spilled) == contents(whole)


class TestDeleting:
    def test_by_term_by_query_and_by_number(self, filled: Filled, records: Records) -> None:
        every = records(40)
        index = filled(every[:20], every[20:])
        writer = index.writer()
        assert writer.delete_by_term("key", every[3]["key"]) == 1
        assert writer.delete_by_term("key", "no such") == 0
        chinese = writer.delete_by_query(And([Term("lang", "zh"), Term("kind", "operative")]))
        writer.delete_document(39)
        writer.commit()
        stay = [
            record
            for number, record in enumerate(every)
            if number not in (3, 39) and not (record["lang"] == "zh" and record["kind"] == "operative")
        ]
        assert chinese > 0
        assert keys(index) == orders(stay)

    def test_by_number_of_a_numeric_field(self, filled: Filled, records: Records) -> None:
        every = records(40)
        index = filled(every)
        with index.writer() as writer:
            gone = writer.delete_by_term("year", 2001)
        assert gone == sum(record["year"] == 2001 for record in every)

    def test_a_term_that_only_deleted_records_have_matches_nothing(self, filled: Filled, records: Records) -> None:
        index = filled(records(40))
        with index.writer() as writer:
            writer.delete_document(7)
        with index.searcher() as searcher:
            assert list(searcher.docs_for_query(Term("key", "clause 0/7"))) == []
            assert len(list(searcher.docs_for_query(Every()))) == 39

    def test_an_update_replaces_what_has_the_same_key(self, filled: Filled, records: Records) -> None:
        first, second = records(2)
        index = filled([first, second])
        with index.writer() as writer:
            writer.update_document(**{**first, "text": "new"})
            writer.update_document(**{**first, "text": "newer"})
        assert keys(index) == orders([second, first])
        assert ("text", "newer") in index.reader()
        with index.searcher() as searcher:
            assert list(searcher.docs_for_query(Term("text", "new"))) == []

    def test_all_deleted_leaves_an_empty_index(self, filled: Filled, records: Records) -> None:
        index = filled(records(4))
        with index.writer() as writer:
            writer.delete_by_query(Every())
        assert index.is_empty()
        assert list(index.reader().all_terms()) == []


class TestMerging:
    def test_a_merged_index_is_the_one_built_at_once(self, tmp_path: Path, filled: Filled, records: Records) -> None:
        every = records(60)
        parts = filled(every[:7], every[7:8], every[8:40], every[40:])
        with parts.writer() as writer:
            writer.delete_by_term("kind", "preambular")
        parts.optimize()
        at_once = ColumnarIndex.create(tmp_path / "at-once", schema(), SCHEMA_VERSION)
        with at_once.writer() as writer:
            writer.add_documents(record for record in every if record["kind"] != "preambular")
        assert len(parts.snapshot().segments) == 1
        assert contents(parts) == contents(at_once)
        assert dict(parts.reader().iter_docs()) == dict(at_once.reader().iter_docs())
        assert [segment.about for segment in parts.snapshot().segments] == [
            segment.about for segment in at_once.snapshot().segments
        ]

    def test_many_small_commits_leave_few_segments(self, empty: ColumnarIndex, records: Records) -> None:
        every = records(60)
        for record in every:
            with empty.writer() as writer:
                writer.update_document(**record)
        assert len(empty.snapshot().segments) < 7
        assert keys(empty) == orders(every)

    def test_records_of_another_index_are_taken_over(self, tmp_path: Path, filled: Filled, records: Records) -> None:
        other = ColumnarIndex.create(tmp_path / "other", schema(), SCHEMA_VERSION)
        with other.writer() as writer:
            writer.add_documents(records(5, seed=1))
        index = filled(records(3))
        with index.writer() as writer:
            writer.add_reader(other.reader())
        assert keys(index) == orders(records(3) + records(5, seed=1))


class TestRefusals:
    def test_an_unknown_field(self, empty: ColumnarIndex) -> None:
        with pytest.raises(UnknownFieldError, match="colour"), empty.writer() as writer:
            writer.add_document(colour="red")

    def test_a_boost(self, empty: ColumnarIndex) -> None:
        with pytest.raises(ValueError, match="boost"), empty.writer() as writer:
            writer.add_document(text="peace", _text_boost=2.0)

    def test_a_value_of_the_wrong_kind(self, empty: ColumnarIndex) -> None:
        with pytest.raises(TypeError, match="takes bytes"), empty.writer() as writer:
            writer.add_document(data="text")

    def test_a_closed_writer(self, empty: ColumnarIndex) -> None:
        writer = empty.writer()
        writer.commit()
        with pytest.raises(IndexingError):
            writer.add_document(text="peace")

    def test_a_field_that_columns_cannot_hold(self, tmp_path: Path) -> None:
        from whoosh.fields import DATETIME, Schema

        index = ColumnarIndex.create(tmp_path / "index", Schema(when=DATETIME()), 1)
        with pytest.raises(ValueError, match="when"):
            index.writer()


class TestOtherSchemas:
    def test_several_stored_fields(self, tmp_path: Path) -> None:
        from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema

        made = Schema(
            path=ID(stored=True, unique=True), body=TEXT, tags=KEYWORD(lowercase=True), size=NUMERIC(stored=True)
        )
        index = ColumnarIndex.create(tmp_path / "index", made, 1)
        with index.writer() as writer:
            writer.add_document(path="/a", body="The first document", tags="Red green red", size=3)
            writer.add_document(path="/b", body="A second one", _stored_path="elsewhere")
        with index.searcher() as searcher:
            assert searcher.document(path="/a") == {"path": "/a", "size": 3}
            assert [hit["path"] for hit in searcher.search(Term("body", "second"))] == ["elsewhere"]
            assert searcher.frequency("tags", "red") == 2


class TestInterrupted:
    def test_orphans_do_not_count_and_the_next_writer_removes_them(self, filled: Filled, records: Records) -> None:
        index = filled(records(3))
        orphans = ["seg-2-0.col", "seg-1-0.del-2", "seized.json.new"]
        for name in orphans:
            (index.folder / name).write_bytes(b"cut off")
        (index.folder / "notes.txt").write_text("not ours", encoding="utf-8")
        assert index.reader().doc_count() == 3
        with index.writer() as writer:
            writer.add_documents(records(1, seed=1))
        left = {path.name for path in index.folder.iterdir()}
        assert "notes.txt" in left
        assert index.doc_count() == 4
        assert left - {"notes.txt", "seized.json", "writer.lock"} == {
            name for entry in Manifest.read(index.folder).segments for name in entry.files
        }

    @pytest.mark.parametrize("step", ["os.fsync", "os.replace"])
    def test_a_commit_that_fails_half_way_leaves_the_old_state(
        self, filled: Filled, records: Records, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        index = filled(records(3))

        def fail(*_: Any) -> None:
            raise OSError("disk full")

        writer = index.writer()
        writer.add_documents(records(2, seed=1))
        monkeypatch.setattr(step, fail)
        with pytest.raises(OSError, match="disk full"):
            writer.commit()
        monkeypatch.undo()
        index.writer().cancel()
        assert keys(index) == orders(records(3))
        check_files(index.folder, Manifest.read(index.folder))


class TestDamage:
    @pytest.fixture
    def index(self, filled: Filled, records: Records) -> ColumnarIndex:
        index = filled(records(30))
        with index.writer() as writer:
            writer.delete_document(1)
        return index

    def test_every_file_is_named_with_length_and_hash(self, index: ColumnarIndex) -> None:
        check_files(index.folder, Manifest.read(index.folder))
        data = (index.folder / "seg-1-0.col").read_bytes()
        (index.folder / "seg-1-0.col").write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
        with pytest.raises(IndexCorrupted, match=r"seg-1-0\.col"):
            check_files(index.folder, Manifest.read(index.folder))

    @pytest.mark.parametrize("name", ["seg-1-0.col", "seg-1-0.del-2"])
    def test_a_file_that_is_missing_or_cut_is_said(self, index: ColumnarIndex, name: str) -> None:
        data = (index.folder / name).read_bytes()
        (index.folder / name).write_bytes(data[:-1])
        with pytest.raises(IndexCorrupted, match="damaged"):
            index.reader()
        (index.folder / name).unlink()
        with pytest.raises(IndexCorrupted, match="missing"):
            index.reader()

    def test_a_damaged_directory_is_said(self, index: ColumnarIndex) -> None:
        path = index.folder / "seg-1-0.col"
        data = bytearray(path.read_bytes())
        data[-40] ^= 1
        path.write_bytes(data)
        with pytest.raises(IndexCorrupted, match="rebuild"):
            index.reader()

    @pytest.mark.parametrize("text", ["", "{}", '{"format": 1}', "\x00", '{"format":1,"schema":1,"generation":"x"}'])
    def test_a_damaged_manifest_is_said(self, index: ColumnarIndex, text: str) -> None:
        (index.folder / "seized.json").write_text(text, encoding="utf-8")
        with pytest.raises(IndexCorrupted, match="rebuild"):
            index.reader()

    def test_a_manifest_names_no_files_outside(self, index: ColumnarIndex) -> None:
        path = index.folder / "seized.json"
        state = json.loads(path.read_text(encoding="utf-8").replace("seg-1-0.col", "../../secret"))
        del state["sha256"]
        path.write_bytes(signed(json.dumps(state).encode()))
        with pytest.raises(IndexCorrupted, match="none of an index"):
            index.reader()
