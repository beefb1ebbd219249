"""Files that are damaged or were made to mislead: the answers stay, or one error says which file it is."""

from __future__ import annotations

import json
import random
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from seized.errors import IndexCorrupted
from seized.indexer.columnar import manifest as manifests
from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.columnar.manifest import Manifest, check_files, signed

Filled = Callable[..., ColumnarIndex]
Records = Callable[..., list[dict[str, Any]]]
Json = dict[str, Any]

_TRAILER = struct.Struct("<QII8s")
_SIZES = {"|u1": 1, "<u2": 2, "<u4": 4, "<i4": 4}


@pytest.fixture
def index(filled: Filled, records: Records) -> ColumnarIndex:
    """One segment of thirty records, one of them deleted."""
    index = filled(records(30))
    with index.writer() as writer:
        writer.delete_document(1)
    return index


def everything(index: ColumnarIndex) -> list[Any]:
    """All that a reader gives: postings, lengths, numbers, orders and stored records."""
    reader = index.reader()
    segments = reader.snapshot.segments
    found: list[Any] = [[reader.stored_fields(number) for number in reader.all_doc_ids()]]
    for field in reader.indexed_field_names():
        found += [(term, reader.doc_frequency(field, term)) for term in reader.lexicon(field)]
        found += [reader.field_length(field), reader.max_field_length(field), reader.min_field_length(field)]
        for segment in segments:
            inverted = segment.inverted(field)
            found.append(None if inverted is None else [_plain(part) for part in inverted.kept()])
            found.append(_plain(segment.numbers(field)))
            found.append(_plain(segment.ranks(field)))
            found.append(None if inverted is None else _plain(inverted.lengths))
            found.append(None if inverted is None else _postings(inverted))
    return found


def _plain(array: Any) -> Any:
    return None if array is None else array.tolist()


def _postings(inverted: Any) -> list[Any]:
    reads = [inverted.docs, inverted.freqs, inverted.mask, inverted.frequency]
    if inverted.has_positions:
        reads.append(inverted.positions)
    found = [read(number) for number in range(inverted.count_terms) for read in reads]
    return [one if isinstance(one, int) else _plain(one) for one in found]


def split(data: bytes) -> tuple[bytes, Json]:
    """The columns and the directory of a segment's file."""
    start, length, _, _ = _TRAILER.unpack_from(data, len(data) - _TRAILER.size)
    return data[:start], json.loads(data[start : start + length])


def forge(index: ColumnarIndex, body: bytes, directory: Json) -> None:
    """Put a file in the place of the segment's, all of whose checks hold."""
    for column in directory["columns"].values():
        start, kind, count, _ = column
        column[3] = zlib.crc32(body[start : start + count * _SIZES.get(kind, 0)])
    about = json.dumps(directory).encode()
    data = body + about + _TRAILER.pack(len(body), len(about), zlib.crc32(about), b"seizedC1")
    path = index.folder / "seg-1-0.col"
    path.unlink()
    path.write_bytes(data)
    rewritten(index, of_file(path.name, len(data), check=zlib.crc32(about)))


def rewritten(index: ColumnarIndex, change: Callable[[Json], Any]) -> None:
    """Change the manifest, and sign it anew."""
    path = index.folder / "seized.json"
    state = json.loads(path.read_bytes())
    del state["sha256"]
    change(state)
    path.write_bytes(signed(json.dumps(state).encode()))


def of_segment(**values: Any) -> Callable[[Json], None]:
    return lambda state: state["segments"][0].update(values)


def of_file(name: str, length: int, check: int = 0) -> Callable[[Json], None]:
    """What the manifest has to say of a segment's file that was put in place of another."""

    def change(state: Json) -> None:
        state["segments"][0]["files"][name]["length"] = length
        state["segments"][0]["check"] = check

    return change


class TestFlippedBits:
    @pytest.mark.parametrize("name", ["seg-1-0.col", "seg-1-0.del-2"])
    def test_one_bit_changes_no_answer(self, index: ColumnarIndex, name: str) -> None:
        whole, path = everything(index), index.folder / name
        data = path.read_bytes()
        dice = random.Random(name)
        refused = 0
        for place in dice.sample(range(len(data) * 8), min(250, len(data) * 8)):
            flipped = bytearray(data)
            flipped[place // 8] ^= 1 << place % 8
            path.unlink()
            path.write_bytes(flipped)
            try:
                assert everything(index) == whole
            except IndexCorrupted:
                refused += 1
        assert refused

    def test_every_column_is_checked(self, index: ColumnarIndex) -> None:
        path = index.folder / "seg-1-0.col"
        data = path.read_bytes()
        for start, _, count, _ in split(data)[1]["columns"].values():
            if count:
                path.unlink()
                path.write_bytes(data[:start] + bytes([data[start] ^ 4]) + data[start + 1 :])
                with pytest.raises(IndexCorrupted, match=r"seg-1-0\.col: .* damaged"):
                    everything(index)


class TestForged:
    """All checks hold, and what the columns say is wrong."""

    @pytest.mark.parametrize("how", ["missing", "half", "empty", "of another type", "another's", "longer"])
    def test_a_column_that_is(self, index: ColumnarIndex, how: str) -> None:
        body, directory = split((index.folder / "seg-1-0.col").read_bytes())
        whole = everything(index)
        names = list(directory["columns"])
        dice = random.Random(how)
        refused = 0
        for name in names:
            changed = json.loads(json.dumps(directory))
            columns = changed["columns"]
            start, kind, count, crc = columns[name]
            if how == "missing":
                del columns[name]
            elif how == "of another type":
                other = dice.choice([one for one in _SIZES if one != kind])
                columns[name] = [start, other, count * _SIZES[kind] // _SIZES[other], crc]
            elif how == "another's":
                columns[name] = list(columns[dice.choice(names)])
            else:
                columns[name][2] = {"half": count // 2, "empty": 0, "longer": count + 1}[how]
            forge(index, body, changed)
            try:
                everything(index)
            except IndexCorrupted:
                refused += 1
        assert refused > len(names) // 2
        forge(index, body, directory)
        assert everything(index) == whole

    @pytest.mark.parametrize("seed", range(6))
    def test_any_bytes_in_a_column(self, index: ColumnarIndex, seed: int) -> None:
        body, directory = split((index.folder / "seg-1-0.col").read_bytes())
        dice = random.Random(seed)
        filled = [column for column in directory["columns"].values() if column[2]]
        refused = 0
        for _ in range(30):
            changed = bytearray(body)
            start, kind, count, _ = dice.choice(filled)
            for _ in range(dice.choice((1, 3, 20))):
                changed[start + dice.randrange(count * _SIZES[kind])] = dice.choice((0, 255, dice.randrange(256)))
            forge(index, bytes(changed), directory)
            try:
                everything(index)
            except IndexCorrupted:
                refused += 1
        assert refused

    @pytest.mark.parametrize(
        "about",
        [
            {"count": 31},
            {"count": 10**12},
            {"count": "x"},
            {"inverted": []},
            {"numeric": ["date", "year", "century"]},
        ],
    )
    def test_a_directory_that_says_something_else(self, index: ColumnarIndex, about: Json) -> None:
        body, directory = split((index.folder / "seg-1-0.col").read_bytes())
        directory["about"].update(about)
        forge(index, body, directory)
        with pytest.raises(IndexCorrupted):
            index.reader().snapshot.segments[0].numbers("century")

    @pytest.mark.parametrize("figures", [{"max": 10**13}, {"max": 1}, {"min": 0}, {"total": -5}, {"total": "1"}])
    def test_lengths_are_as_the_directory_says(self, index: ColumnarIndex, figures: Json) -> None:
        body, directory = split((index.folder / "seg-1-0.col").read_bytes())
        directory["about"]["inverted"]["text"].update(figures)
        forge(index, body, directory)
        with pytest.raises(IndexCorrupted):
            index.reader().max_field_length("text")

    def test_a_directory_that_is_nested_deeply(self, index: ColumnarIndex) -> None:
        path = index.folder / "seg-1-0.col"
        about = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        data = about + _TRAILER.pack(0, len(about), zlib.crc32(about), b"seizedC1")
        path.unlink()
        path.write_bytes(data)
        rewritten(index, of_file(path.name, len(data)))
        with pytest.raises(IndexCorrupted):
            index.reader()


class TestManifest:
    @pytest.mark.parametrize(
        "change",
        [
            of_segment(count=0),
            of_segment(count=-5),
            of_segment(count=65_537),
            of_segment(count=29),
            of_segment(name="seg-1-1"),
            of_segment(name="../seg-1-0"),
            of_segment(name="a\0b"),
            of_segment(deletions=0),
            of_segment(deletions=2),
            of_segment(deletions=-7),
            of_segment(deletions=31),
            of_segment(deleted=None),
            of_segment(deleted="seg-9-9.del-1"),
            of_segment(deleted="../../../etc/hostname"),
            of_segment(files={}),
            lambda state: state.update(generation=-1),
            lambda state: state["segments"].append(state["segments"][0]),
            lambda state: state["segments"][0]["files"]["seg-1-0.del-2"].update(length=-1),
            lambda state: state["segments"][0]["files"]["seg-1-0.del-2"].update(sha256="0"),
        ],
    )
    def test_what_cannot_be_is_refused(self, index: ColumnarIndex, change: Callable[[Json], Any]) -> None:
        rewritten(index, change)
        with pytest.raises(IndexCorrupted, match="rebuild"):
            index.reader()

    def test_one_that_is_nested_deeply_is_refused(self, index: ColumnarIndex) -> None:
        nested = '{"format":1,"schema":1,"generation":0,"x":' + "[" * 200_000 + "]" * 200_000 + "}"
        (index.folder / "seized.json").write_text(nested, encoding="utf-8")
        with pytest.raises(IndexCorrupted, match="rebuild"):
            index.reader()

    @pytest.mark.parametrize("name", ["seg-1-0.col", "seg-1-0.del-2"])
    def test_a_missing_file_is_said_when_all_are_checked(self, index: ColumnarIndex, name: str) -> None:
        (index.folder / name).unlink()
        with pytest.raises(IndexCorrupted, match=f"{name} is missing"):
            check_files(index.folder, Manifest.read(index.folder))

    def test_a_reader_takes_the_state_of_a_commit_of_deletions_meanwhile(
        self, index: ColumnarIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = manifests._read_deleted

        def racing(*given: Any) -> Any:
            monkeypatch.undo()
            writer = index.writer()
            writer.delete_document(2)
            writer.commit(merge=False)
            return real(*given)

        monkeypatch.setattr(manifests, "_read_deleted", racing)
        assert index.reader().doc_count() == 28

    @pytest.mark.parametrize("name", ["seg-1-0.col", "seg-1-0.del-2"])
    def test_a_damaged_index_is_not_written_to(self, index: ColumnarIndex, name: str) -> None:
        path = index.folder / name
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data[:2] + bytes([data[2] ^ 1]) + data[3:])
        with pytest.raises(IndexCorrupted, match=name):
            index.writer()
