"""The data set: its columns, its rows against the clauses of the index, and each format read back."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized import Index, QueryError, SeizedError
from seized.search.codebook import Column, codebook_table, columns
from seized.search.dataset import Row, Value
from seized.search.dataset_files import as_cell, is_formula, write_rows

DOCS = Path(__file__).parents[2] / "docs"
TYPES: dict[str, type] = {"text": str, "integer": int, "boolean": bool, "date": date, "list": tuple}


def row_of(**values: Value) -> Row:
    """A row in which every column but these has no value."""
    empty: dict[str, Value] = {one.name: () if one.type == "list" else None for one in columns()}
    return empty | values


def written(rows: Iterable[Row], form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    write_rows(rows, stream, form, **options)
    return stream.getvalue()


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def from_cell(cell: str, column: Column) -> Value:
    """A cell of CSV as the page on the format says that it is read."""
    if cell == "NA":
        return None
    if column.type == "list":
        return list_from(cell)
    readers: dict[str, Any] = {
        "text": lambda text: text[1:] if re.fullmatch(r"\\+NA", text) else text,
        "integer": int,
        "date": date.fromisoformat,
        "boolean": lambda text: text == "true",
    }
    value: Value = readers.get(column.type, str)(cell)
    return value


def list_from(cell: str) -> tuple[str, ...]:
    """The items of a list, character by character."""
    if not cell:
        return ()
    items, characters = [""], iter(cell)
    for one in characters:
        if one == "|":
            items.append("")
        else:
            items[-1] += next(characters, "") if one == "\\" else one
    return tuple(items)


class TestCodebook:
    def test_the_page_has_the_table_that_the_program_prints(self) -> None:
        page = (DOCS / "export.md").read_text(encoding="utf-8")
        assert "<!-- codebook -->\n" + "\n".join(codebook_table()) + "\n<!-- end of codebook -->" in page

    def test_every_column_says_what_it_is(self) -> None:
        assert all(one.type in TYPES and one.meaning.endswith(".") and one.source for one in columns())
        assert len({one.name for one in columns()}) == len(columns())

    def test_a_list_is_missing_only_where_an_empty_one_is_another_thing(self) -> None:
        missing = {one.name for one in columns() if one.type == "list" and one.missing}
        assert missing == {"votes_for", "votes_against", "votes_abstain"}

    def test_the_examples_are_one_row_of_the_samples(self, samples_index: Index) -> None:
        (row,) = samples_index.dataset("symbol:2553 para:20(a)")
        for column in columns():
            shown, example = as_cell(row[column.name]), column.example
            assert shown.startswith(example.removesuffix("…")) if example else shown in ("", "NA"), column.name


class TestRows:
    def test_every_value_has_the_type_of_its_column(self, samples_index: Index) -> None:
        rows = list(samples_index.dataset())
        assert len(rows) == samples_index.info().clauses
        for row in rows:
            assert list(row) == [column.name for column in columns()]
            for column in columns():
                value = row[column.name]
                assert type(value) is TYPES[column.type] or (value is None and column.missing), column.name

    def test_ids_are_unique(self, samples_index: Index) -> None:
        ids = [row["id"] for row in samples_index.dataset()]
        assert len(set(ids)) == len(ids)

    def test_a_row_is_the_clause_of_the_index(self, samples_index: Index) -> None:
        for row in samples_index.dataset("cites:2378"):
            clause = samples_index.clause(str(row["id"]))
            assert (row["text"], row["cites"], row["position"]) == (clause.text, clause.cites, clause.position)
            assert row["verbs"] == tuple(verb.lemma for verb in clause.verbs)
            assert row["pinpoints"] == tuple(f"{one.document}#{one.paragraph}" for one in clause.pinpoints)

    def test_facts_of_the_document_stand_in_each_row(self, samples_index: Index) -> None:
        for row in samples_index.dataset("symbol:2553"):
            assert (row["number"], row["year"], row["date"]) == (2553, 2020, date(2020, 12, 3))
            assert isinstance(row["votes_for"], tuple)
            assert (len(row["votes_for"]), row["votes_against"]) == (15, ())

    def test_filters_and_query_are_those_of_search(self, samples_index: Index) -> None:
        found = samples_index.search("peacekeeping", limit=None, clause="op", lang="en")
        rows = samples_index.dataset("peacekeeping", clause="op", lang="en")
        assert sorted(hit.id for hit in found) == sorted(str(row["id"]) for row in rows)
        assert len(rows) == found.total
        assert list(rows) == list(rows)

    def test_rows_are_in_the_order_of_reading(self, samples_index: Index) -> None:
        places = [row["position"] for row in samples_index.dataset("symbol:2553", lang="en")]
        assert places == sorted(places, key=lambda place: (isinstance(place, int), place))

    def test_files_are_named_below_their_common_folder(self, samples_index: Index) -> None:
        assert {row["source"] for row in samples_index.dataset()} == {"letter-2518.txt", "letter-2553.txt"}

    def test_a_query_that_cannot_be_understood_is_an_error(self, samples_index: Index) -> None:
        with pytest.raises(QueryError):
            samples_index.dataset("nothing:here")


class TestCsv:
    @pytest.mark.parametrize(
        ("value", "cell"),
        [
            (None, "NA"),
            ((), ""),
            (("a",), "a"),
            (("a", "b"), "a|b"),
            (("a|b", "c"), "a\\|b|c"),
            (True, "true"),
            (False, "false"),
            (0, "0"),
            (date(1946, 1, 25), "1946-01-25"),
            (("a\\", "b"), "a\\\\|b"),
            (("a\\|b",), "a\\\\\\|b"),
            (("",), "\\"),
            (("NA",), "\\NA"),
            (("NA", "NA"), "NA|NA"),
            ("NA", "\\NA"),
            ("\\NA", "\\\\NA"),
            ("N\\A | NA", "N\\A | NA"),
            ("=1", "=1"),
        ],
    )
    def test_cells(self, value: Value, cell: str) -> None:
        assert as_cell(value) == cell

    def test_all_rows_are_read_back(self, samples_index: Index) -> None:
        rows = list(samples_index.dataset())
        read = csv_rows(written(rows, "csv"))
        assert [{one.name: from_cell(row[one.name], one) for one in columns()} for row in read] == rows

    @given(
        st.lists(st.lists(st.text("NA|\\ab,\"\r\n='") | st.text(st.characters(codec="utf-8"))).map(tuple), max_size=3),
        st.none() | st.text("NA\\") | st.text(st.characters(codec="utf-8")),
    )
    def test_any_list_and_any_text_is_read_back(self, lists: list[tuple[str, ...]], text: str | None) -> None:
        rows = [row_of(id="a", title=text, topics=topics) for topics in lists]
        read = csv_rows(written(rows, "csv"))
        by_name = {one.name: one for one in columns()}
        assert [from_cell(row["topics"], by_name["topics"]) for row in read] == lists
        assert {from_cell(row["title"], by_name["title"]) for row in read} <= {text}

    @given(st.lists(st.text("NA|\\ab", min_size=1)).map(tuple))
    def test_the_page_says_how_any_list_is_read(self, items: tuple[str, ...]) -> None:
        (code,) = re.findall(
            r"\n(import re\n\ndef items.*?)```", (DOCS / "export.md").read_text(encoding="utf-8"), re.DOTALL
        )
        page: dict[str, Any] = {}
        exec(code, page)
        assert tuple(page["items"](as_cell(items))) == items

    def test_records_are_those_of_rfc_4180(self) -> None:
        text = 'He said "no",\r\nand left;\nthen\r| 决定 = "x"'
        data = written([row_of(id="a", text=text), row_of(id="b", text="plain")], "csv")
        assert ',"He said ""no"",\r\nand left;\nthen\r| 决定 = ""x"""\r\nb,'.encode() in data
        assert data.endswith(b",plain\r\n")
        assert not data.startswith(b"\xef\xbb\xbf")
        assert [row["text"] for row in csv_rows(data)] == [text, "plain"]

    @pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_a_formula_is_kept_as_it_is_but_for_a_spreadsheet(self, text: str) -> None:
        row = row_of(id="a", text=text, topics=(text, "b"))
        assert is_formula(row["text"])
        assert is_formula(row["topics"])
        (plain,) = csv_rows(written([row], "csv"))
        assert plain["text"] == text
        data = written([row], "csv", excel=True)
        assert data.startswith(b"\xef\xbb\xbf")
        (guarded,) = csv_rows(data[3:])
        assert guarded["text"] == f"'{text}"
        assert guarded["topics"].startswith("'")

    def test_what_is_no_formula_is_not_guarded(self) -> None:
        row = row_of(id="a", text="Decides = that", position=-1, date=date(2020, 1, 1), cites=("b", "=c"))
        assert written([row], "csv", excel=True)[3:] == written([row], "csv")


class TestJsonLines:
    def test_all_rows_are_read_back(self, samples_index: Index) -> None:
        rows = list(samples_index.dataset())
        lines = written(rows, "jsonl").decode("utf-8").split("\n")
        assert lines.pop() == ""
        assert [json.loads(line) for line in lines] == json.loads(json.dumps(rows, default=date.isoformat))

    def test_chinese_stands_as_it_is(self) -> None:
        assert "决定" in written([row_of(id="a", text="决定")], "jsonl").decode("utf-8")


class TestParquet:
    @pytest.fixture
    def parquet(self) -> Any:
        return pytest.importorskip("pyarrow.parquet", reason="the extra for Parquet is not installed")

    def test_all_rows_are_read_back_with_their_types(self, parquet: Any, samples_index: Index, tmp_path: Path) -> None:
        dataset = samples_index.dataset("peacekeeping")
        dataset.write(tmp_path / "a.parquet")
        table = parquet.read_table(tmp_path / "a.parquet")
        tuples = [
            {name: tuple(v) if isinstance(v, list) else v for name, v in row.items()} for row in table.to_pylist()
        ]
        assert tuples == list(dataset)
        assert [str(table.schema.field(name).type) for name in ("date", "year", "adopted", "id")] == [
            "date32[day]",
            "int32",
            "bool",
            "string",
        ]
        assert str(table.schema.field("cites").type).startswith("list<")

    def test_the_codebook_is_in_the_fields_and_the_query_in_the_schema(
        self, parquet: Any, samples_index: Index
    ) -> None:
        stream = io.BytesIO()
        samples_index.dataset("cites:2378").write(stream, "parquet")
        schema = parquet.read_schema(io.BytesIO(stream.getvalue()))
        assert schema.metadata[b"query"] == b"cites:2378"
        meanings = {one.name: schema.field(one.name).metadata[b"meaning"].decode() for one in columns()}
        assert meanings == {one.name: one.meaning for one in columns()}

    def test_the_acknowledgements_of_the_corpora_are_in_the_file(self, parquet: Any) -> None:
        rows = [row_of(id="a"), row_of(id="b", corpus="un-sc"), row_of(id="c", corpus="one-of-another-version")]
        known = {"un-sc": "Source: A.", "votes": "Source: B."}
        named, own = (
            parquet.read_metadata(io.BytesIO(written(some, "parquet", acknowledgements=known)))
            .metadata[b"acknowledgements"]
            .decode()
            for some in (rows, rows[:1])
        )
        assert (named, own) == ("Source: A.", "")

    def test_many_rows_are_groups_of_one_file(self, parquet: Any) -> None:
        rows = (row_of(id=str(number), position=number) for number in range(20_000))
        read = parquet.ParquetFile(io.BytesIO(written(rows, "parquet")))
        assert read.metadata.num_rows == 20_000
        assert read.metadata.num_row_groups == 3
        assert read.read(["position"]).column(0).to_pylist() == list(range(20_000))

    def test_without_pyarrow_one_sentence_says_what_to_install(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(SeizedError, match=r"pip install 'seized\[parquet\]'"):
            write_rows([], tmp_path / "a.parquet")
        assert not list(tmp_path.iterdir())


class TestFiles:
    @pytest.mark.parametrize(("name", "form"), [("a.jsonl", "jsonl"), ("a.ndjson", "jsonl"), ("A.CSV", "csv")])
    def test_the_name_says_the_format(self, name: str, form: str, tmp_path: Path) -> None:
        rows = [row_of(id="a", text="b")]
        write_rows(rows, tmp_path / name)
        assert (tmp_path / name).read_bytes() == written(rows, form)

    @pytest.mark.parametrize("name", ["a", "a.xlsx", "csv"])
    def test_a_name_that_says_none_is_an_error(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(SeizedError, match="say which format"):
            write_rows([], tmp_path / name)

    def test_a_fault_leaves_what_was_there(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("before", encoding="utf-8")

        def rows() -> Iterable[Row]:
            yield row_of(id="a")
            raise QueryError("broken")

        with pytest.raises(QueryError):
            write_rows(rows(), path)
        assert path.read_text(encoding="utf-8") == "before"
        assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]

    @pytest.mark.parametrize("name", ["missing/a.csv", "folder.csv"])
    def test_a_place_that_cannot_be_written_is_one_sentence(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "folder.csv").mkdir()
        with pytest.raises(SeizedError, match="cannot be written"):
            write_rows([], tmp_path / name)

    @pytest.mark.skipif(os.name != "posix", reason="no modes on this system")
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
    def test_a_file_keeps_its_mode(self, tmp_path: Path, mode: int) -> None:
        (tmp_path / "a.csv").touch()
        (tmp_path / "a.csv").chmod(mode)
        write_rows([], tmp_path / "a.csv")
        assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == mode

    @pytest.mark.skipif(os.name != "posix", reason="who has the file cannot be asked for")
    def test_what_a_killed_process_left_is_removed(self, tmp_path: Path) -> None:
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        others = [f".a.csv.{os.getppid()}.part", f".b.csv.{ended.pid}.part", ".a.csv.old.part"]
        for name in (f".a.csv.{ended.pid}.part", *others):
            (tmp_path / name).touch()
        write_rows([], tmp_path / "a.csv")
        assert {path.name for path in tmp_path.iterdir()} == {"a.csv", *others}

    def test_and_what_nobody_has_written_to_for_a_day(self, tmp_path: Path) -> None:
        part = tmp_path / f".a.csv.{os.getppid()}.part"
        part.touch()
        os.utime(part, (0, 0))
        write_rows([], tmp_path / "a.csv")
        assert not part.exists()

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real.csv").write_text("before", encoding="utf-8")
        (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
        write_rows([row_of(id="a")], tmp_path / "link.csv")
        assert (tmp_path / "link.csv").is_symlink()
        assert (tmp_path / "real.csv").read_bytes() == written([row_of(id="a")], "csv")
