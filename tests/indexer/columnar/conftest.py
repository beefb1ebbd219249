"""Records that nobody wrote: words from a short list, in English and Chinese, with symbols and possessives."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.schema import SCHEMA_VERSION, schema

_ENGLISH = ["peace", "security", "Council’s", "members", "Côte", "d’Ivoire", "decides", "the", "of", "and"]
_ENGLISH += ["resolution 1325 (2000)", "S/PRST/2015/22", "peacekeepers", "renewed;", "(a)", "women's", "1540"]
_CHINESE = ["安全理事会", "决定", "、", "维持和平", "。", "第1325(2000)号决议", "妇女", "秘书长", "请"]

Record = dict[str, Any]


def _text(dice: random.Random, words: list[str], joint: str) -> str:
    return joint.join(dice.choice(words) for _ in range(dice.randrange(1, 30)))


def make_records(count: int, seed: int = 0) -> list[Record]:
    """`count` records of the package's schema, several of each document; the same for the same seed."""
    dice = random.Random(seed)
    records = []
    for number in range(count):
        document, chinese = number // 5, dice.random() < 0.3
        text = _text(dice, _CHINESE, "") if chinese else _text(dice, _ENGLISH, " ")
        shared = random.Random(document)
        record = {
            "record": "clause",
            "key": f"clause {seed}/{number}",
            "data": text.encode() + b"!" * number,
            "order": f"{seed:06d} {number:06d}",
            "text": text,
            "exact": text,
            "kind": dice.choice(["operative", "preambular"]),
            "lang": "zh" if chinese else "en",
            "verb": ",".join(dice.sample(["decide", "request", "urge", "recall"], dice.randrange(1, 4))),
            "date": 20000101 + shared.randrange(2000),
            "year": 2000 + shared.randrange(3),
            "title": _text(shared, _ENGLISH, " "),
        }
        if dice.random() < 0.2:
            del record["date"], record["title"], record["verb"]
        records.append(record)
    return records


@pytest.fixture(scope="session")
def records() -> Callable[..., list[Record]]:
    return make_records


@pytest.fixture
def empty(tmp_path: Path) -> ColumnarIndex:
    """A new index."""
    return ColumnarIndex.create(tmp_path / "index", schema(), SCHEMA_VERSION)


def add(index: ColumnarIndex, *groups: list[Record], merge: bool = False) -> ColumnarIndex:
    """Each group of records in a commit of its own."""
    for group in groups:
        writer = index.writer()
        writer.add_documents(group)
        writer.commit(merge=merge)
    return index


@pytest.fixture
def filled(empty: ColumnarIndex) -> Callable[..., ColumnarIndex]:
    """Fills the new index; see `add`."""
    return lambda *groups, merge=False: add(empty, *groups, merge=merge)
