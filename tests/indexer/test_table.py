"""Tables: columns by name, every dialect of CSV in use, where the table is, and hostile files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.errors import DocumentError, SeizedError
from seized.indexer.readers import read_bytes
from seized.indexer.readers.table import Layout, TableRow, looks_like_table, read_table

LAYOUT = Layout(
    columns={"symbol": ("symbol",), "number": ("res_no",), "text": ("text", "text_en"), "title": ("title",)},
    needs=(("symbol", "number"), ("text",)),
)


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(path, LAYOUT)]


def packed(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


class TestColumns:
    @pytest.mark.parametrize(
        "header",
        ["symbol,text", "text,symbol", "x,text,y,symbol,z", " Symbol , TEXT ", '"symbol","text"', "symbol,text_en"],
    )
    def test_they_are_known_by_name_in_any_order(self, header: str, tmp_path: Path) -> None:
        names = [name.strip(' "').lower() for name in header.split(",")]
        cells = {"symbol": "S/RES/1 (1946)", "text": "a, b", "text_en": "a, b"}
        row = ",".join(f'"{cells.get(name, "ignored")}"' for name in names)
        (found,) = read(written(tmp_path / "a.csv", f"{header}\n{row}\n"))
        assert found == {"symbol": "S/RES/1 (1946)", "text": "a, b"}

    def test_of_two_columns_of_one_name_the_first_counts(self, tmp_path: Path) -> None:
        assert read(written(tmp_path / "a.csv", "symbol,text,text\n1,a,b\n")) == [{"symbol": "1", "text": "a"}]

    def test_only_those_that_are_wanted_are_given(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.csv", "symbol,text,title\n1,a,b\n")
        assert [dict(row.cells) for row in read_table(path, LAYOUT, only=["title"])] == [{"title": "b"}]

    @pytest.mark.parametrize(
        ("header", "said"),
        [
            ("title,text", "no column symbol or res_no; there are title, text"),
            ("symbol,title", "no column text; there are symbol, title"),
            ("a,b", "no column symbol or res_no, no column text; there are a, b"),
        ],
    )
    def test_those_that_are_missing_are_named(self, header: str, said: str, tmp_path: Path) -> None:
        with pytest.raises(SeizedError, match=said):
            read(written(tmp_path / "a.csv", f"{header}\n1,2\n"))


class TestAmongDocuments:
    @pytest.mark.parametrize("header", ["doc_id,res_no,symbol,text", '"ms_code";"ms_name";"ms_vote";"date"'])
    def test_a_table_is_not_taken_for_a_document(self, header: str) -> None:
        text = f"{header}\n1,1,1,Resolution 650 (1990)\n\nThe Security Council,\n\n1. Decides to invent a force;\n"
        with pytest.raises(DocumentError, match=r"a table of data; .*seized corpus add"):
            read_bytes(text.encode(), "a.csv")

    @pytest.mark.parametrize(
        "line", ["Resolution 650 (1990)", "a,b", "Decides, upon reflection, to invent, ask, and go"]
    )
    def test_a_text_is_no_table(self, line: str) -> None:
        assert not looks_like_table(f"{line}\n1,2,3,4\n")


class TestDialects:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_delimiters_line_ends_and_encodings(self, delimiter: str, end: str, encoding: str, tmp_path: Path) -> None:
        rows = [["symbol", "text"], ["1", f"Côte d’Ivoire{delimiter} {end}“peace”"], ["2", 'say "no"']]
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
        found = read(written(tmp_path / "a.csv", out.getvalue().encode(encoding)))
        assert found == [{"symbol": row[0], "text": row[1]} for row in rows[1:]]

    def test_chinese_of_windows(self, tmp_path: Path) -> None:
        data = "symbol;text\r\n1;安全理事会回顾其以往各项决议\r\n".encode("gb18030")
        assert read(written(tmp_path / "a.csv", data))[0]["text"] == "安全理事会回顾其以往各项决议"

    @pytest.mark.parametrize(("cell", "value"), [("NA", ""), ('"NA"', ""), ("", ""), ("NAM", "NAM"), (" NA ", "")])
    def test_na_is_nothing(self, cell: str, value: str, tmp_path: Path) -> None:
        assert read(written(tmp_path / "a.csv", f"symbol,text,title\n1,a,{cell}\n"))[0]["title"] == value

    @given(
        st.lists(
            st.tuples(st.text("ab,;\"'\n |=é决", min_size=1, max_size=20), st.text('xy\n"', min_size=1, max_size=9)),
            min_size=1,
            max_size=8,
        )
    )
    def test_what_is_written_after_rfc_4180_is_read(
        self, tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
    ) -> None:
        out = io.StringIO()
        csv.writer(out).writerows([("symbol", "text"), *cells])
        path = written(tmp_path_factory.mktemp("table") / "a.csv", out.getvalue())
        assert read(path) == [{"symbol": one.strip(), "text": other.strip()} for one, other in cells]


class TestHostile:
    def test_nul_characters_are_dropped(self, tmp_path: Path) -> None:
        assert read(written(tmp_path / "a.csv", "sym\0bol,text\n1,a\0b\n")) == [{"symbol": "1", "text": "ab"}]

    def test_a_cell_of_a_megabyte_is_read(self, tmp_path: Path) -> None:
        long = 'Decides "that"\n' * 70_000
        out = io.StringIO()
        csv.writer(out).writerows([("symbol", "text"), ("1", long), ("2", "b")])
        first, second = read(written(tmp_path / "a.csv", out.getvalue()))
        assert (first["text"], second["text"]) == (long.strip(), "b")

    def test_a_line_that_never_ends_is_read_in_parts(self, tmp_path: Path) -> None:
        long = "x" * 3_000_000
        assert read(written(tmp_path / "a.csv", f'symbol,text\n1,"{long}"\n2,b'))[0]["text"] == long

    def test_a_row_with_too_many_cells_says_so_and_stops_nothing(self, tmp_path: Path) -> None:
        rows = list(read_table(written(tmp_path / "a.csv", "symbol,text\n1,a,b\n2,c\n"), LAYOUT))
        assert [row.fault for row in rows] == ["line 2 has 3 cells for 2 columns", ""]

    def test_cells_that_are_left_out_are_empty(self, tmp_path: Path) -> None:
        assert read(written(tmp_path / "a.csv", "symbol,text\n1\n\n2,b\n")) == [
            {"symbol": "1", "text": ""},
            {"symbol": "2", "text": "b"},
        ]

    @pytest.mark.parametrize(
        ("end", "said"),
        [
            ('2,"a, b', "breaks off after line 2 .*quotation mark"),
            ('2,"a, b\n', "breaks off after line 2 .*quotation mark"),
            ('2,"a"b"\n3,c\n', "breaks off after line 2 .*quotation mark"),
            ("2", "breaks off in line 3, which has 1 cells of 2"),
        ],
    )
    def test_a_file_that_is_cut_breaks_off(self, end: str, said: str, tmp_path: Path) -> None:
        rows: list[TableRow] = []
        with pytest.raises(DocumentError, match=said):
            rows.extend(read_table(written(tmp_path / "a.csv", f"symbol,text\n1,a\n{end}"), LAYOUT))
        assert len(rows) <= 1  # what goes before a fault is given

    def test_a_quotation_mark_that_is_not_closed_breaks_off_where_it_is(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.csv", 'symbol,text\n1,a\n2,"' + "lost\n" * 4_000_000)
        found: list[TableRow] = []
        with pytest.raises(DocumentError, match=r"breaks off after line 2 .*quotation mark"):
            found.extend(read_table(path, LAYOUT))
        assert [row.cells["symbol"] for row in found] == ["1"]

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"%PDF-1.7 ...", "PDF"),
            (b"\x89PNG\r\n\x1a\n" + bytes(900), "an image"),
            (bytes(range(256)) * 64, "binary data"),
            (b"", "no header"),
            (b"\0" * 5000, "binary data|no header"),
        ],
    )
    def test_what_is_no_table_is_named(self, data: bytes, said: str, tmp_path: Path) -> None:
        with pytest.raises(SeizedError, match=said):
            read(written(tmp_path / "a.csv", data))

    def test_a_file_that_is_not_there_is_one_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(SeizedError, match="cannot be read"):
            read(tmp_path / "none.csv")


class TestArchives:
    GOOD = "symbol,text\n1,a\n"

    @pytest.mark.parametrize("others", [(), ("readme.txt",), ("META.csv", "__MACOSX__x.csv"), ("image.png",)])
    def test_the_one_table_in_it_is_read(self, others: Sequence[str], tmp_path: Path) -> None:
        members = dict.fromkeys(others, "symbol,title\n1,b\n")
        path = packed(tmp_path / "a.zip", **members, **{"data__full.csv": self.GOOD})
        assert read(path) == [{"symbol": "1", "text": "a"}]

    def test_so_is_the_one_in_a_folder(self, tmp_path: Path) -> None:
        written(tmp_path / "notes.txt", "nothing")
        packed(tmp_path / "a.zip", **{"full.csv": self.GOOD})
        assert read(tmp_path) == [{"symbol": "1", "text": "a"}]

    def test_of_several_one_has_to_be_named(self, tmp_path: Path) -> None:
        path = packed(tmp_path / "a.zip", **{"2023.csv": self.GOOD, "2024.csv": self.GOOD})
        with pytest.raises(SeizedError, match=r"holds 2 such tables, name one of them: .*2023\.csv, .*2024\.csv"):
            read(path)

    def test_one_without_a_table_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(SeizedError, match="no such table among 2 files"):
            read(packed(tmp_path / "a.zip", **{"a.txt": "a", "b.txt": "b"}))

    def test_a_bomb_is_not_unpacked(self, tmp_path: Path) -> None:
        path = packed(tmp_path / "a.zip", **{"full.csv": b"symbol,text\n1," + bytes(1) * (60 << 20)})
        with pytest.raises(SeizedError, match=r"would unpack to|packed more than 100 to 1"):
            read(path)

    def test_damage_inside_breaks_off_with_one_sentence(self, tmp_path: Path) -> None:
        rows = "".join(f"{number},{number * 7919 % 10_007}\n" for number in range(90_000))
        path = packed(tmp_path / "a.zip", **{"full.csv": "symbol,text\n" + rows})
        data = bytearray(path.read_bytes())
        data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
        path.write_bytes(data)
        with pytest.raises(DocumentError, match="breaks off after line"):
            list(read_table(path, LAYOUT))

    def test_what_is_no_archive_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(SeizedError, match="damaged zip archive"):
            read(written(tmp_path / "a.zip", b"PK\x03\x04" + bytes(100)))
