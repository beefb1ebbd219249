"""Standard streams that are closed or full, and what may stand in a line on one of them."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from seized.cli import main
from seized.corpus import samples
from seized.indexer import store
from seized.indexer.readers import sources

from .program import run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell closes the streams")
_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A letter, and what cannot be read."""
    with samples() as found:
        (tmp_path / "letter.txt").write_bytes((found / "letter-2518.txt").read_bytes())
    (tmp_path / "zeros").write_bytes(bytes(50))
    return tmp_path


def in_shell(words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """`seized` with some words, as a shell runs it."""
    line = f"{shlex.quote(sys.executable)} -m seized {words}"
    environment = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=environment, cwd=home, check=False)


class TestClosed:
    @pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&-", ">&- 2>&- <&-"])
    def test_an_index_is_made_all_the_same(self, folder: Path, closed: str) -> None:
        done = in_shell(f"index {folder} --index {folder}/index {closed}", folder)
        assert (done.returncode, done.stderr if "2>" not in closed else "") == (
            0,
            "" if "2>" in closed else f"rejected: {folder}/zeros: {_why(folder)}\n",
        )
        assert store.check(folder / "index").damaged == ()

    @pytest.mark.parametrize(
        ("words", "status"),
        [("export peacekeepers >&-", 0), ("mcp <&-", 0), ("similar -f - <&-", 2), ("index - <&-", 2)],
    )
    def test_nothing_is_unexpected(self, samples_path: Path, tmp_path: Path, words: str, status: int) -> None:
        place = tmp_path / "index" if words.startswith("index") else samples_path
        done = in_shell(f"{words} --index {place}", tmp_path)
        assert done.returncode == status, done.stderr
        assert "unexpected" not in done.stderr


def _why(folder: Path) -> str:
    done = run("parse", str(folder / "zeros"), home=folder)
    return done.stderr.splitlines()[0].partition("/zeros: ")[2]


@_FULL
class TestFull:
    def test_an_error_that_nobody_can_be_told_has_its_status(self, tmp_path: Path) -> None:
        assert in_shell("search x --index nowhere 2>/dev/full", tmp_path).returncode == 2

    def test_what_is_left_out_of_the_notes_is_no_error(self, folder: Path) -> None:
        done = in_shell(f"index {folder} --index {folder}/index 2>/dev/full", folder)
        assert (done.returncode, store.check(folder / "index").damaged) == (0, ())

    def test_what_failed_is_said(self, samples_path: Path, tmp_path: Path) -> None:
        done = in_shell(f"search peacekeepers --index {samples_path} >/dev/full", tmp_path)
        assert done.returncode == 2
        assert done.stderr == "seized: what is printed cannot be written: No space left on device\n"


@pytest.mark.parametrize("words", [("index", "names.zip", "--index", "index"), ("parse", "names.zip")])
def test_a_name_in_an_archive_is_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    with zipfile.ZipFile(tmp_path / "names.zip", "w") as archive:
        archive.writestr("a\nseized: all fine\x1b[2J\u202e", b"")
    done = run(*words, home=tmp_path)
    (first, *_) = done.stderr.splitlines()
    assert first == f"rejected: {tmp_path}/names.zip/a\\nseized: all fine\\x1b[2J\\u202e: empty"


@pytest.mark.parametrize("words", [("compare", "2518", "2553", "--html"), ("cites", "2553", "--graph")])
def test_a_file_stays_where_the_new_one_cannot_be_written(home: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    if os.name != "posix":
        pytest.skip("no limits on this system")
    file = tmp_path / "kept.json"
    file.write_text("{}", encoding="utf-8")
    program = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); " + (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from seized.cli import main; main()"
    )
    environment = os.environ | {f"XDG_{what}_HOME": str(home / what.lower()) for what in ("DATA", "CONFIG", "CACHE")}
    done = subprocess.run(
        [sys.executable, "-c", program, *words, str(file)], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, json.loads(file.read_text(encoding="utf-8"))) == (2, {})
    assert done.stderr == f"seized: {file}: cannot be written (File too large)\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_page_goes_down_a_pipe(samples_path: Path, tmp_path: Path) -> None:
    done = in_shell(
        f"compare 2518 2553 --index {samples_path} --html /dev/stdout --format csv | grep -c '<html'", tmp_path
    )
    assert (done.stdout.strip(), done.stderr) == ("1", "")


class TestInterrupted:
    def test_what_writes_says_what_has_become_of_the_index(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert interrupted(monkeypatch, "index", str(folder), "--index", str(folder / "index")) == 130
        said = capsys.readouterr().err.lstrip()  # behind the ^C
        assert said == "seized: interrupted; the index is as it was, or whole as it was to be\n"

    def test_what_only_reads_says_that_it_was(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert interrupted(monkeypatch, "parse", str(folder)) == 130
        assert capsys.readouterr().err.lstrip() == "seized: interrupted\n"


def interrupted(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit status of the program where it is interrupted as it reads its files."""

    def read(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["seized", *words])
    monkeypatch.setattr(sources, "_read", read)
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code
