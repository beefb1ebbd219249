"""Indexes that were made to do harm: no code of theirs runs, memory is bounded, and one error says what is wrong."""

from __future__ import annotations

import itertools
import os
import re
import resource
import shutil
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from seized import IndexProblem, SeizedError, build_index, open_index
from seized.indexer import store

from .crafted import HOSTILE
from .forging import Json
from .forks import forked
from .questions import answers, several_segments
from .worlds import documents_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")

_MOST_MB = 200
_SECONDS = 60
_MOST_ADDRESSES = 8 << 30
_CALLS = {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "subprocess.Popen", "pickle.find_class"}


CORRUPTED = {"IndexCorrupted"}
REFUSED_OTHERWISE = {
    "another format": {"IndexVersionError"},
    "a negative format": {"IndexVersionError"},
    "a format past all numbers": {"IndexVersionError"},
    "another schema": {"IndexVersionError"},
    "a manifest that never ends": {"IndexNotFound"},
    "a manifest that is a folder": {"IndexNotFound", "IndexProblem"},
    "a manifest that is a pipe": {"IndexNotFound"},
    "a symbol that is none": {"IndexCorrupted", "NotFound"},
    # what it says holds together; what it has replaced is not found
    "a word in every place of every record": {"NotFound"},
    "an id that is none": {"NotFound"},
}
ANSWERED = {"a generation past all numbers"}
"""What is answered from as if nothing had been changed."""
MISLEADING = {
    "lengths without measure",
    "days past the calendar",
    "a date that is none",
    "positions past all numbers",
    "a letter that carries itself",
    "five thousand cited documents",
}
"""What holds together and says something else: it is answered from, with what it says."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole one. What it is asked is asked here once, so that children begin with everything imported."""
    made = several_segments(tmp_path_factory.mktemp("whole"))
    with open_index(made) as opened:
        assert list(answers(opened))
    store.check(made)
    return made


def outcome(index: Path) -> Json:
    """What a process met that did all there is to do with an index: errors, calls of what runs code, and memory."""
    called: list[str] = []
    sys.addaudithook(lambda event, _: called.append(event) if event in _CALLS else None)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_ADDRESSES, _MOST_ADDRESSES))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    met: list[tuple[str, str]] = []
    for act in (_ask, _walk, _check, _write):
        try:
            # by their words: an error holds on to all that was there when it was raised
            met += [(type(error).__name__, str(error)) for error in act(index)]
        except SeizedError as error:
            met.append((type(error).__name__, str(error)))
        except BaseException as error:
            met.append((f"not ours: {type(error).__name__} in {act.__name__}", _where(error)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"met": met, "called": called, "grown": grown}


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return " / ".join(f"{Path(one.filename).name}:{one.lineno}" for one in frames)


def _ask(index: Path) -> Iterator[SeizedError]:
    with open_index(index) as opened:
        yield from (one for one in answers(opened) if isinstance(one, SeizedError))


def answered(index: Path) -> list[str]:
    """The answer to each question, without where the index is and its bytes."""
    with open_index(index) as opened:
        return [re.sub(r"\bsize=\d+", "", str(one).replace(str(index), "INDEX")) for one in answers(opened)]


def _walk(index: Path) -> Iterator[SeizedError]:
    """All postings of some terms of each field, with their positions."""
    with store.open_store(index).reader() as reader:
        for field in reader.indexed_field_names():
            for term in itertools.islice(reader.lexicon(field), 20):
                assert reader.postings(field, term).is_active() or reader.has_deletions()
    yield from ()


def _check(index: Path) -> Iterator[SeizedError]:
    store.check(index)
    yield from ()


def _write(index: Path) -> Iterator[SeizedError]:
    build_index([documents_of(index.parent / "docs", [2530])], index)
    yield from ()


@pytest.mark.parametrize("how", HOSTILE)
def test_no_harm_is_done(index: Path, tmp_path: Path, how: str) -> None:
    hostile = shutil.copytree(index, tmp_path / "index")
    HOSTILE[how](hostile)
    if how in ANSWERED | MISLEADING:
        is_same = forked(lambda: answered(hostile), _SECONDS)() == forked(lambda: answered(index), _SECONDS)()
        assert is_same == (how in ANSWERED)
    found = forked(lambda: outcome(hostile), _SECONDS)()
    is_read = how in ANSWERED | MISLEADING
    assert {name for name, _ in found["met"]} == (set() if is_read else REFUSED_OTHERWISE.get(how, CORRUPTED))
    assert found["called"] == []
    assert not (tmp_path / "ran").exists()
    print(f"grew by {found['grown']:.0f} MB")
    assert found["grown"] < _MOST_MB
    assert all("\n" not in said and len(said) < 1000 for _, said in found["met"])


class TestLinks:
    """A file of the index that is a link is not written through."""

    @pytest.mark.parametrize("name", ["writer.lock", "seized.json.new", "seg-9-0.col", "seg-1-0.del-4"])
    def test_what_it_leads_to_is_as_it_was(self, index: Path, tmp_path: Path, name: str) -> None:
        hostile = shutil.copytree(index, tmp_path / "index")
        mine = tmp_path / "mine"
        mine.write_text("mine", encoding="utf-8")
        (hostile / name).unlink(missing_ok=True)
        (hostile / name).symlink_to(mine)
        docs = documents_of(tmp_path / "docs", [2531])
        if name == "writer.lock":
            with pytest.raises(IndexProblem, match="cannot be read or written"):
                build_index([docs], hostile)
        else:
            build_index([docs], hostile)
        assert mine.read_text(encoding="utf-8") == "mine"
