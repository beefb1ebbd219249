"""The batch analyses in two processes: the same terms as in one, and as well when the second one fails."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import pytest

from seized.analyzers import parallel
from seized.analyzers.batch import Analyses, Numbers, Occurrences

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system copies no processes")

_TEXTS = ["The Council’s decision 1325 (2000)", "安全理事会", "", "peace and security", "women's"] * 40


def spelled(found: Occurrences, numbers: Numbers) -> tuple[list[str], list[int], list[int]]:
    words = list(numbers)
    return [words[n] for n in found.numbers.tolist()], found.positions.tolist(), found.counts.tolist()


def analysed(analyse: Callable[[Analyses], tuple[Occurrences, Occurrences]]) -> list[object]:
    analyses = Analyses()
    text, exact = analyse(analyses)
    return [spelled(text, analyses.text), spelled(exact, analyses.exact)]


@pytest.fixture
def expected() -> list[object]:
    return analysed(lambda analyses: analyses.analyse(_TEXTS))


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two processes wherever there is a text; gives the ones that were begun."""
    begun: list[int] = []
    fork = os.fork

    def forked() -> int:
        child = fork()
        begun.append(child)
        return child

    monkeypatch.setattr(parallel, "ENOUGH", 1)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(os, "fork", forked)
    return begun


class TestTwoProcesses:
    def test_the_same_terms_as_in_one(self, expected: list[object], two_cores: list[int]) -> None:
        found = analysed(lambda analyses: parallel.Analysing(analyses, _TEXTS).finish())
        assert found == expected
        assert len(two_cores) == 1

    def test_the_same_terms_when_the_second_one_fails(
        self, expected: list[object], two_cores: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(parallel, "_serve", lambda *_: os._exit(1))
        assert analysed(lambda analyses: parallel.Analysing(analyses, _TEXTS).finish()) == expected
        assert len(two_cores) == 1

    def test_no_second_one_beside_other_threads(
        self, expected: list[object], two_cores: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(threading, "active_count", lambda: 2)
        assert analysed(lambda analyses: parallel.Analysing(analyses, _TEXTS).finish()) == expected
        assert two_cores == []

    def test_no_second_one_for_few_texts(self, expected: list[object]) -> None:
        assert analysed(lambda analyses: parallel.Analysing(analyses, _TEXTS).finish()) == expected
