"""A thousand small updates in a row: the index stays as small as one that is made at once, and nothing piles up."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from seized import build_index, open_index
from seized.indexer import store
from seized.indexer.columnar.manifest import Manifest

from .forks import forked
from .forms import chance, times
from .worlds import digest, documents_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc on this system")

_NUMBERS = range(2300, 2500)
_WARM = 20
"""Updates after which caches are full."""
_MOST_MB = 24


def handles() -> int:
    """Files that this process has open, mapped ones too."""
    gc.collect()
    maps = Path("/proc/self/maps").read_text(encoding="utf-8")
    return len(os.listdir("/proc/self/fd")) + maps.count("seg-")  # noqa: PTH208


def megabytes() -> float:
    """Memory that this process takes now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def live(docs: Path, index: Path, times: int) -> dict[str, float]:
    """Change a document, update the index and ask it, over and over; what piled up meanwhile."""
    dice = chance("long life")
    before: tuple[int, float] = (0, 0.0)
    most_segments = 0
    for number in range(_WARM + times):
        documents_of(docs, [dice.choice(_NUMBERS)], word=f"changed {number}")
        build_index([docs], index)
        with open_index(index) as opened:
            assert opened.search(f'"changed {number}"').total == 2
        most_segments = max(most_segments, len(Manifest.read(index).segments))
        if number == _WARM:
            before = handles(), megabytes()
    return {"handles": handles() - before[0], "megabytes": megabytes() - before[1], "segments": most_segments}


@times(60, 1000)
def test_nothing_piles_up(tmp_path: Path, times: int) -> None:
    docs, index = documents_of(tmp_path / "docs", _NUMBERS), tmp_path / "index"
    build_index([docs], index)
    found = forked(lambda: live(docs, index, times), 3600)()
    build_index([docs], tmp_path / "fresh")
    ratio = store.size(index) / store.size(tmp_path / "fresh")
    print(f"after {times} updates: {found}, {ratio:.2f} times the size of a fresh index")
    assert digest(index) == digest(tmp_path / "fresh")
    assert ratio < 1.5
    assert found["segments"] <= 10
    assert found["handles"] <= 0
    assert found["megabytes"] < _MOST_MB
