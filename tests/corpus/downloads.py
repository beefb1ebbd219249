"""Downloads and indexes of a corpus as the tests make and look at them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from seized import open_index
from seized.corpus.fetch import Patience, alone_with, fetch

__all__ = ["DATA", "SHORT", "files", "get", "paths"]

SHORT = Patience(connect=10, read=10, tries=3, pause=0.001)
DATA = bytes(range(256)) * 4000


def get(server: Any, target: Path, **options: Any) -> str:
    """Download what the server has, with little patience; what it calls the file's state."""
    with alone_with(target):
        return fetch(server.url, target, **({"patience": SHORT} | options))


def files(index: Path) -> dict[str, bytes]:
    """What the index is; the lock tells who wrote last and when."""
    return {file.name: file.read_bytes() for file in index.iterdir() if file.name != "writer.lock"}


def paths(index: Path) -> list[str]:
    """The sources of an index."""
    with open_index(index) as opened:
        return sorted(source.path for record in opened.records() for source in record.sources)
