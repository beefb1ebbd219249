"""Files that are damaged at random: the check names them, and answers are right or one error, whatever is asked."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from seized import IndexCorrupted, SeizedError, open_index
from seized.indexer import store
from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.schema import SCHEMA_VERSION, schema

from .forms import chance, times
from .questions import answers, several_segments

_SECTOR = 512


def flip(data: bytes, dice: random.Random, _others: list[bytes]) -> bytes:
    place = dice.randrange(len(data) * 8)
    return data[: place // 8] + bytes([data[place // 8] ^ 1 << place % 8]) + data[place // 8 + 1 :]


def cut(data: bytes, dice: random.Random, _others: list[bytes]) -> bytes:
    return data[: dice.randrange(len(data))]


def extend(data: bytes, dice: random.Random, _others: list[bytes]) -> bytes:
    return data + dice.choice((b"\0", b" ", b"\n", dice.randbytes(dice.randrange(1, 2000)), data))


def blank(data: bytes, dice: random.Random, _others: list[bytes]) -> bytes:
    start = dice.randrange(len(data)) // _SECTOR * _SECTOR
    end = min(start + _SECTOR, len(data))
    return data[:start] + dice.choice((bytes(end - start), dice.randbytes(end - start))) + data[end:]


def swap(_data: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    return dice.choice(others)


_DAMAGES: list[Callable[[bytes, random.Random, list[bytes]], bytes]] = [*[flip] * 6, cut, extend, blank, swap]
"""Six in ten are of one bit."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return several_segments(tmp_path_factory.mktemp("damage"))


def files_of(index: Path) -> list[Path]:
    """The files that count, those that are small as often as those that are large."""
    return sorted(path for path in index.iterdir() if path.name != "writer.lock")


def named(index: Path) -> set[str]:
    """The files that the check names."""
    try:
        return {one.file for one in store.check(index).damaged}
    except IndexCorrupted as error:
        return {path.name for path in files_of(index) if path.name in str(error)}


def asked(index: Path, whole: list[str | SeizedError]) -> list[str]:
    """What was answered wrongly, or refused otherwise than as damaged; every answer of an index that was opened."""
    try:
        with open_index(index) as opened:
            found = list(answers(opened))
    except IndexCorrupted:
        return []
    pairs = zip(found, whole, strict=True)
    return [str(new) for new, old in pairs if not (new == old or isinstance(new, IndexCorrupted))]


@times(120, 1000)
def test_no_damage_is_answered_from(index: Path, tmp_path: Path, times: int) -> None:
    dice, kept = chance("damage"), shutil.copytree(index, tmp_path / "kept")
    with open_index(index) as opened:
        whole = list(answers(opened))
    assert all(isinstance(one, str) for one in whole)
    files = files_of(index)
    for number in range(times):
        path, damage = files[number % len(files)], dice.choice(_DAMAGES)
        data = (kept / path.name).read_bytes()
        others = [(kept / one.name).read_bytes() for one in files if one != path]
        changed = damage(data, dice, others)
        if changed == data:
            continue
        path.write_bytes(changed)
        about = f"{number}: {path.name} by {damage.__name__}"
        assert path.name in named(index), about
        assert asked(index, whole) == [], about
        path.write_bytes(data)
    assert named(index) == set()


def test_two_segments_of_one_size_are_not_taken_for_each_other(tmp_path: Path) -> None:
    """Deletions of the one would be taken for the other's: name, length and records are the same."""
    index = ColumnarIndex.create(tmp_path / "index", schema(), SCHEMA_VERSION)
    for number in range(20):  # their checksums are written with nine digits or ten
        writer = index.writer()
        words = (f"peace {number:02}", f"women {number:02}")
        writer.add_documents({"record": "clause", "key": word, "data": word.encode(), "text": word} for word in words)
        writer.commit(merge=False)
    of_size: dict[int, list[Path]] = {}
    for path in index.folder.glob("*.col"):
        of_size.setdefault(path.stat().st_size, []).append(path)
    first, second, *_ = max(of_size.values(), key=len)
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    with pytest.raises(IndexCorrupted, match=r"\.col is damaged \(it is another segment's\)"):
        index.reader()
