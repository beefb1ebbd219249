"""Hostile documents: whatever is in them, they are read or refused in one line, in little memory and linear time."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import runpy
import stat
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from seized.errors import DocumentError
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import read_bytes, walk

from .forms import SEED

HERE = Path(__file__).parent
HOSTILE = runpy.run_path(str(HERE / "hostile_documents.py"))
MOST_MEMORY = 200
"""Megabytes over what the documents take as they are."""
HEAD = "Resolution 2999 (2025)\n\nThe Security Council,\n\nRecalling its resolutions,\n\n1. Decides so;\n\n"
AKN: str = HOSTILE["_as_akn"]().decode()
OPENING = HEAD.replace("\n\n", "</p><p>")


def outcome(data: bytes) -> str:
    """What comes of a document: "read", or the reason why it was refused."""
    try:
        for document in read_bytes(data, "x"):
            clauses_of(document)
    except DocumentError as refusal:
        return refusal.reason
    return "read"


def ran(script: str, *words: str) -> dict[str, Any]:
    """What a script of this folder prints, run in a process of its own; it stops itself where one document hangs."""
    done = subprocess.run([sys.executable, str(HERE / script), *words], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


class TestBrokenDocuments:
    @pytest.mark.parametrize("count", [700, pytest.param(20_000, marks=pytest.mark.torture)])
    def test_each_is_read_or_refused_in_one_line(self, count: int) -> None:
        pytest.importorskip("resource", reason="the memory of a process is not told on this system")
        found = ran("hostile_documents.py", "--count", str(count), "--seed", str(SEED))
        assert found["faults"] == []
        assert found["megabytes"] <= MOST_MEMORY

    @pytest.mark.parametrize("runs", [2_000, pytest.param(100_000, marks=pytest.mark.torture)])
    @pytest.mark.parametrize("target", ["readers", "grammar"])
    def test_guided_by_what_code_they_reach(self, target: str, runs: int, tmp_path: Path) -> None:
        if importlib.util.find_spec("atheris") is None:
            pytest.skip("atheris is not installed: pip install atheris")
        words = [sys.executable, str(HERE / "guided.py"), target, f"-runs={runs}", f"-seed={SEED}", "-max_len=4096"]
        done = subprocess.run(words, check=False, capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 0, done.stderr[-3000:]


ENTITIES = {
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY c "{"a" * 50_000}">]>',
    "a file": '<!DOCTYPE x [<!ENTITY c SYSTEM "file://SECRET">]>',
    "the network": '<!DOCTYPE x [<!ENTITY c SYSTEM "http://localhost:9/x">]>',
    "parameters": '<!DOCTYPE x [<!ENTITY % d SYSTEM "file://SECRET"> %d;]>',
    "a DTD elsewhere": '<!DOCTYPE x SYSTEM "file://SECRET">',
}


class TestEntities:
    @pytest.fixture
    def secret(self, tmp_path: Path) -> Path:
        (tmp_path / "secret.txt").write_text("xyzzy", encoding="utf-8")
        return tmp_path / "secret.txt"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-7"])
    @pytest.mark.parametrize("bomb", ENTITIES)
    def test_a_bomb_is_refused_by_name(self, bomb: str, encoding: str, secret: Path) -> None:
        head = f'<?xml version="1.0" encoding="{encoding}"?>' + ENTITIES[bomb].replace("SECRET", str(secret))
        data = AKN.replace('<?xml version="1.0" encoding="UTF-8"?>', head).replace(
            "Decides so;", "Decides " + "&c;" * 500
        )
        said = outcome(data.encode(encoding))
        assert "xyzzy" not in said
        # what nothing takes for XML is text, in which "&c;" stands for itself
        assert said == "a DOCTYPE, which is refused in XML" or encoding in ("utf-7", "utf-32")

    @pytest.mark.parametrize("bomb", ENTITIES)
    def test_a_page_expands_none(self, bomb: str, secret: Path) -> None:
        head = ENTITIES[bomb].replace("SECRET", str(secret)).replace("<!DOCTYPE x", "<!DOCTYPE html")
        data = f"{head}<html><body><p>{OPENING}2. Decides {'&c;' * 500}".encode()
        try:
            said = "".join(document.paragraphs[-1].text for document in read_bytes(data, "x.html"))
        except DocumentError as refusal:
            said = refusal.reason
        assert len(said) < 5_000
        assert "xyzzy" not in said

    @pytest.mark.parametrize("bomb", ENTITIES)
    def test_a_word_file_with_one_is_refused_by_name(self, bomb: str, secret: Path) -> None:
        head = ENTITIES[bomb].replace("SECRET", str(secret)).encode()

        def armed(data: bytes) -> bytes:
            at = data.index(b"?>") + 2
            return data[:at] + head + data[at:].replace(b"</w:t>", b"&c;</w:t>")

        assert outcome(word(document=armed)) == "a Word file with a DOCTYPE, which is refused in XML"

    @pytest.mark.parametrize(
        "piece",
        [
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://SECRET" parse="text"/>',
            '<?xml-stylesheet type="text/xsl" href="file://SECRET"?>',
            '<img src="file://SECRET"/>',
        ],
    )
    def test_nothing_is_fetched_from_elsewhere(self, piece: str, secret: Path) -> None:
        data = AKN.replace("Decides so;", "Decides so" + piece.replace("SECRET", str(secret))).encode()
        (document,) = read_bytes(data, "x.xml")
        assert document.paragraphs[-1].text == "Decides so"


def word(document: Callable[[bytes], bytes] = lambda data: data, more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """A Word file whose text is changed, and that holds some more."""
    pytest.importorskip("docx")
    with zipfile.ZipFile(io.BytesIO(HOSTILE["seeds"]()["word"][0])) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return packed([(name, document(data) if name == "word/document.xml" else data) for name, data in parts] + [*more])


DAMAGED_WORD = "a damaged Word file, or one with macros: save it as .docx"


def renamed(head: bytes = b"") -> bytes:
    """A Word file whose text stands in a part that is no .xml by its name, with a harmless one in the usual place."""
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        parts = {
            name: archive.read(name).replace(b"word/document.xml", b"word/main.bin") for name in archive.namelist()
        }
    parts["word/_rels/main.bin.rels"] = parts.pop("word/_rels/document.xml.rels")
    declared, _, body = parts["word/document.xml"].partition(b"?>")
    return packed([*parts.items(), ("word/main.bin", declared + b"?>" + head + body)])


def illustrated(picture: bytes) -> bytes:
    """A Word file that has a picture."""
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    related = f'<Relationship Id="rId999" Type="{image}" Target="media/y.jpeg"/></Relationships>'.encode()
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(b"</Relationships>", related)
    return packed([*parts.items(), ("word/media/y.jpeg", picture)])


def packed(members: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


class TestWordFiles:
    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ((("word/document.xml", b"<x/>"),), "a Word file in which a part stands twice"),
            ((("word/y.xml", b"<x>" + b"<y/>" * 600_001 + b"</x>"),), "more than 600,000 tags"),
            (
                tuple((f"word/{n}.xml", b"<x>" + b"<y/>" * 400_000 + b"</x>") for n in range(2)),
                "more than 600,000 tags",
            ),
            ((("word/y.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADw-x/+AD4-'),), "in an encoding"),
            ((("word/y.xml", b" " * (33 << 20)),), "more text than a document can hold"),
            ((("word/media/y.png", b"\0" * (65 << 20)),), "more than 128 MB or with too many parts"),
            (tuple((f"word/media/{n}.png", b"\0" * (60 << 20)) for n in range(3)), "more than 128 MB or with too many"),
        ],
        ids=["twice", "tags", "tags of two", "UTF-7", "text", "part", "whole"],
    )
    def test_a_bomb_is_refused_by_name(self, more: tuple[tuple[str, bytes], ...], said: str) -> None:
        assert said in outcome(word(more=more))

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("word/media/y.svg", b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd"><svg/>'),
            ("word/afchunk.htm", b"<!DOCTYPE html><html></html>"),
            ("word/y.bin", b"\n<x>" + b"<y/>" * 600_001 + b"</x>"),
            ("customXml/item7.xml", b'<?xml version="1.0" encoding="Shift_JIS"?><x/>'),
        ],
    )
    def test_what_is_no_text_of_it_is_no_reason(self, name: str, data: bytes) -> None:
        assert outcome(word(more=((name, data),))) == "read"

    def test_a_part_that_claims_to_be_short_is_not_unpacked(self) -> None:
        data = bytearray(word(more=(("word/y.bin", b"<x>" + b" " * (100 << 20) + b"</x>"),)))
        for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
            start = data.rindex(mark, 0, data.rindex(b"word/y.bin") if mark == b"PK\1\2" else data.index(b"word/y.bin"))
            data[start + at : start + at + 4] = (5000).to_bytes(4, "little")
        tracemalloc.start()
        try:
            assert outcome(bytes(data)) == DAMAGED_WORD
            assert tracemalloc.get_traced_memory()[1] < 32 << 20
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize("piece", [b"<!DOCTYPE x>", b"<!doctype x [<!ENTITY c 'x'>]>"])
    def test_a_main_part_with_an_odd_name_is_looked_at(self, piece: bytes) -> None:
        assert outcome(renamed()) == "read"
        assert outcome(renamed(piece)) == "a Word file with a DOCTYPE, which is refused in XML"

    def test_pictures_are_not_held_in_memory(self) -> None:
        data = illustrated(b"\xff\xd8\xff" + bytes(50 << 20))
        tracemalloc.start()
        try:
            assert outcome(data) == "read"
            assert tracemalloc.get_traced_memory()[1] < 10 << 20
        finally:
            tracemalloc.stop()

    def test_one_that_names_parts_that_are_not_there(self) -> None:
        unknown = word(document=lambda data: data.replace(b'"rId', b'"rId9'))
        assert outcome(unknown) == DAMAGED_WORD

    def test_the_names_of_its_parts_write_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert outcome(word(more=(("../../climbs.txt", b"x"), ("/absolute.txt", b"x")))) == "read"
        assert list(tmp_path.iterdir()) == []

    def test_deep_nesting_is_refused_by_name(self) -> None:
        cell = b"<w:tbl><w:tr><w:tc>"
        deep = word(
            document=lambda data: data.replace(
                b"<w:sectPr", cell * 60 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 60 + b"<w:sectPr", 1
            )
        )
        assert "deep, one inside the other" in outcome(deep)


class TestArchives:
    @pytest.fixture
    def reasons(self, tmp_path: Path) -> Callable[[list[tuple[str | zipfile.ZipInfo, bytes]]], list[str]]:
        """Why the members of an archive are refused, "" for one that is not."""

        def of(members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> list[str]:
            path = tmp_path / "x.zip"
            path.write_bytes(packed(members))
            found = []
            for source in walk([path]):
                try:
                    source.load()
                    found.append("")
                except DocumentError as refusal:
                    found.append(refusal.reason)
            assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]
            return found

        return of

    @pytest.mark.parametrize(
        "name", ["../x", "a/../../x", "/etc/x", "..\\x", "\\x", "C:\\x", "C:x", "a/..", "//host/x"]
    )
    def test_a_name_that_leads_outward_is_refused(self, name: str, reasons: Any) -> None:
        assert reasons([(name, b"1"), ("good.txt", b"2")]).count("a name that leads out of the archive") == 1

    @pytest.mark.parametrize("name", ["a..b.txt", "…/x", "a/x", "con", "ab:c", "..."])
    def test_an_odd_name_that_does_not_is_no_reason(self, name: str, reasons: Any) -> None:
        assert reasons([(name, b"1")]) in ([""], [])

    def test_one_that_is_cut_off_is_not_taken_for_the_one_in_it(self, tmp_path: Path) -> None:
        inner = packed([("inside.txt", b"1")])
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("outside.txt", b"2")
            archive.writestr("inner.zip", inner)
        cut = whole.getvalue()[: whole.getvalue().index(inner) + len(inner)]
        (tmp_path / "cut.zip").write_bytes(cut)
        (only,) = walk([tmp_path / "cut.zip"])
        with pytest.raises(DocumentError, match="a damaged zip archive"):
            only.load()

    def test_a_link_is_not_followed(self, reasons: Any) -> None:
        assert reasons([(link("x"), b"/etc/passwd")]) == ["a link, which is not followed"]

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_a_name_that_stands_twice_is_refused(self, reasons: Any) -> None:
        assert reasons([("x", b"1"), ("x", b"2"), ("y", b"3")]) == ["its name stands twice in the archive", ""]

    def test_bombs_are_refused_by_name(self, reasons: Any) -> None:
        found = reasons(
            [("ratio", b"0" * (60 << 20)), ("size", os.urandom(1 << 20) * 65), ("inner", packed([("x", b"1")]))]
        )
        assert found == [
            "an archive inside an archive, which is not followed",
            "packed more than 100 to 1, as no text is",
            "larger than 64 MB, which no document of the Council is",
        ]


TOO_LONG = "more text than a document can hold"
MUCH_MARKUP = "more than 400,000 tags and attributes, which no document has"


class TestSize:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"a " * 4_100_000, TOO_LONG),
            ("\U00020000".encode() * 2_000_001, TOO_LONG),
            (b"a\n" * 400_001, TOO_LONG),
            (b"a\f" * 400_001, TOO_LONG),
            (b"a" * ((24 << 20) + 1), TOO_LONG),
            (b"<html><body>" + b"<p>" * 400_001, MUCH_MARKUP),
            (b"<html><meta charset=cp037>\x4c" + b"<p>".decode().encode("cp037") * 400_001, MUCH_MARKUP),
            (b"<akomaNtoso>" + b"<p a='' b=''/>" * 150_000, MUCH_MARKUP),
            (b"<akomaNtoso>" + b"<p/>" * 400_001, MUCH_MARKUP),
            (b"<akomaNtoso>" + b" " * (8 << 20), TOO_LONG),
        ],
        ids=["characters", "rare", "lines", "pages", "bytes", "page", "EBCDIC", "attributes", "xml", "xml bytes"],
    )
    def test_what_would_take_much_memory_is_refused(self, data: bytes, said: str) -> None:
        assert outcome(data) == said

    def test_columns_of_more_words_than_are_held_with_their_places(self) -> None:
        assert outcome(HEAD.encode() + b"a b c     d e f\n" * 70_000) == "more text in columns than a document can hold"

    def test_xml_is_read_in_no_encoding_that_hides_its_tags(self) -> None:
        hidden = AKN.partition("?>")[2].replace("<", "+ADw-").replace(">", "+AD4-")
        assert "not well formed" in outcome(f'<?xml version="1.0" encoding="UTF-7"?>{hidden}'.encode())
