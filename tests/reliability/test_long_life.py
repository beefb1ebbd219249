"""A thousand small updates in a row: the index stays as small as one that is made at once, and nothing piles up."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

import pytest

from seized import SharedIndex, build_index, open_index
from seized.indexer import store
from seized.indexer.columnar.manifest import Manifest

from .forks import forked
from .forms import chance, times
from .worlds import digest, documents_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc on this system")

_NUMBERS = range(2300, 2500)
_WARM = 20
"""Updates after which caches are full."""
_MOST_MB = 20
_MOST_KB_EACH = 6
"""Memory that may be more after the last update than after the twentieth: what varies, and what each update adds."""
_ASKED = 200


def handles(index: Path) -> int:
    """Files that this process has open, mapped ones too, but for those of the state that the index is in."""
    gc.collect()
    now = {file for segment in Manifest.read(index).segments for file in segment.files}
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    old = [line for line in maps if "seg-" in line and line.rpartition("/")[2] not in now]
    return len(os.listdir("/proc/self/fd")) + len(old)  # noqa: PTH208


def megabytes() -> float:
    """Memory that this process takes now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def live(docs: Path, index: Path, times: int) -> dict[str, float]:
    """Change a document, update the index and ask it, over and over; what piled up meanwhile.

    It is asked both newly opened and through one that follows all commits.
    """
    dice = chance("long life")
    before: tuple[int, float] = (0, 0.0)
    most_segments = written = 0
    files = {path.name for path in index.iterdir()}
    with SharedIndex(index, every=0) as shared:
        for number in range(_WARM + times):
            documents_of(docs, [dice.choice(_NUMBERS)], word=f"changed {number}")
            build_index([docs], index)
            with open_index(index) as opened, shared.open() as followed:
                assert opened.search(f'"changed {number}"').total == 2
                assert followed.search(f'"changed {number}"').total == 2
            most_segments = max(most_segments, len(Manifest.read(index).segments))
            now = {path.name: path.stat().st_size for path in index.iterdir()}
            written += sum(size for name, size in now.items() if name not in files)
            files = set(now)
            if number == _WARM:
                before = handles(index), megabytes()
        grown = {"handles": handles(index) - before[0], "megabytes": megabytes() - before[1]}
    return {**grown, "segments": most_segments, "written": written / (_WARM + times)}


def asked(index: Path) -> float:
    """Seconds of the processor for some questions."""
    with open_index(index) as opened:
        start = time.process_time()
        for number in range(_ASKED):
            opened.search(f'"plant {_NUMBERS[number % len(_NUMBERS)]}" OR trees OR changed')
        return time.process_time() - start


@times(60, 1000)
def test_nothing_piles_up(tmp_path: Path, times: int) -> None:
    docs, index = documents_of(tmp_path / "docs", _NUMBERS), tmp_path / "index"
    build_index([docs], index)
    found = forked(lambda: live(docs, index, times), 3600)()
    build_index([docs], tmp_path / "fresh")
    ratio = store.size(index) / store.size(tmp_path / "fresh")
    slower = min(asked(index) for _ in range(3)) / min(asked(tmp_path / "fresh") for _ in range(3))
    print(f"after {times} updates: {found}, {ratio:.2f} times the size of a fresh index, {slower:.2f} times the time")
    assert digest(index) == digest(tmp_path / "fresh")
    assert ratio < 1.5
    assert slower < 4
    assert found["written"] < store.size(index) / 3
    assert found["segments"] <= 10
    assert found["handles"] <= 0
    assert found["megabytes"] < _MOST_MB + _MOST_KB_EACH * times / 1000
