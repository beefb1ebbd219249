"""The batch analyses in two processes: the same terms as in one, and as well when the second one fails."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from seized.analyzers import parallel
from seized.analyzers.batch import Analyses, Numbers, Occurrences

_TEXTS = ["The Council’s decision 1325 (2000)", "安全理事会", "", "peace and security", "women's"] * 400


def spelled(found: Occurrences, numbers: Numbers) -> tuple[list[str], list[int], list[int]]:
    words = list(numbers)
    return [words[n] for n in found.numbers.tolist()], found.positions.tolist(), found.counts.tolist()


def analysed(analyse: Callable[[Analyses], tuple[Occurrences, Occurrences]]) -> list[object]:
    analyses = Analyses()
    text, exact = analyse(analyses)
    return [spelled(text, analyses.text), spelled(exact, analyses.exact)]


def in_parts(analyses: Analyses) -> tuple[Occurrences, Occurrences]:
    analysing = parallel.Analysing(analyses)
    for at in range(0, len(_TEXTS), 300):
        analysing.offer(_TEXTS[at : at + 300])
    return analysing.finish()


@pytest.fixture(scope="module")
def expected() -> list[object]:
    return analysed(lambda analyses: analyses.analyse(_TEXTS))


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The second processes that are begun; there is one wherever there is a text."""
    processes: list[subprocess.Popen[bytes]] = []

    class Process(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *given: object, **named: object) -> None:
            super().__init__(*given, **named)  # type: ignore[call-overload]
            processes.append(self)

    monkeypatch.setattr(parallel, "ENOUGH", 1)
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    monkeypatch.setattr(subprocess, "Popen", Process)
    return processes


class TestTwoProcesses:
    def test_the_same_terms_as_in_one(self, expected: list[object], begun: list[subprocess.Popen[bytes]]) -> None:
        assert analysed(in_parts) == expected
        assert [process.returncode for process in begun] == [0]

    @pytest.mark.parametrize(
        "program",
        ["raise SystemExit(1)", "import sys; sys.stdin.buffer.read(); raise SystemExit(1)", "print('seized')"],
        ids=["at once", "at the end", "with nonsense"],
    )
    def test_the_same_terms_when_the_second_one_fails(
        self,
        expected: list[object],
        begun: list[subprocess.Popen[bytes]],
        monkeypatch: pytest.MonkeyPatch,
        program: str,
    ) -> None:
        monkeypatch.setattr(parallel, "_PROGRAM", program)
        assert analysed(in_parts) == expected
        assert len(begun) == 1

    def test_the_same_terms_where_none_can_be_begun(
        self, expected: list[object], begun: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.executable", "/no/such/python")
        assert analysed(in_parts) == expected
        assert not begun

    def test_none_for_few_texts(self, expected: list[object], begun: list[subprocess.Popen[bytes]]) -> None:
        parallel.ENOUGH = 10**9
        assert analysed(in_parts) == expected
        assert not begun

    def test_one_that_is_not_wanted_ends(self, begun: list[subprocess.Popen[bytes]]) -> None:
        analysing = parallel.Analysing(Analyses())
        analysing.offer(_TEXTS)
        analysing.stop()
        assert begun[0].returncode is not None
