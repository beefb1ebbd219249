"""One open index that many threads ask at once: each has the answers that it would have alone."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from seized import Index, open_index
from seized.search.facets import FACETS

DRAFT = "Calls upon all parties to ensure the safety and security of UNIFIL personnel and their freedom of movement"
QUESTIONS: tuple[Callable[[Index], Any], ...] = (
    *(
        lambda index, query=query: index.search(query, facets=tuple(FACETS)).to_dicts()
        for query in ("security", "Lebanon OR 黎巴嫩", "peacekeep* -women", '"all necessary"', "lang:zh 安全", "sec~1")
    ),
    lambda index: index.search("security", facets=tuple(FACETS)).facets,
    lambda index: index.search("security forces", across="zh").to_dicts(),
    lambda index: index.document("2591").to_dict(),
    lambda index: index.kwic("force", sort="l1,r1").to_dict(),
    lambda index: index.verbs("Lebanon").to_dict(),
    lambda index: index.usage("freedom of movement", "security").to_dict(),
    lambda index: index.similar(DRAFT, novel=True).to_dict(novel=True),
    lambda index: index.similar("2591/op/2", earlier=True).to_dict(),
    lambda index: index.similar_across(DRAFT, "zh").to_dict(),
    lambda index: index.compare("2539", "2591").to_dict(),
    lambda index: index.compare("2591").to_dict(),
    lambda index: index.lineage("2591/op/1").to_dict(),
    lambda index: index.parallel("Lebanon").to_dict(),
    lambda index: [one.to_dict() for one in index.translate_terms("freedom of movement")],
    lambda index: index.citations("1701").to_dict(),
    lambda index: index.network().to_dict(),
    lambda index: index.complete("verb:req").to_dict(),
    lambda index: index.corrected("secuirty vreb:decides"),
    lambda index: index.suggest("secuirty"),
    lambda index: index.info(),
)


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.fixture(scope="module")
def alone(mandate_path: Path) -> list[Any]:
    """The answers that one thread has."""
    with open_index(mandate_path) as index:
        return [ask(index) for ask in QUESTIONS]


@pytest.mark.usefixtures("restless")
class TestThreads:
    def test_different_questions_at_once(self, mandate_path: Path, alone: list[Any]) -> None:
        for seed in range(3):
            order = list(range(len(QUESTIONS))) * 3
            random.Random(seed).shuffle(order)
            with open_index(mandate_path) as index, ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(lambda number, index=index: QUESTIONS[number](index), order))
            assert answers == [alone[number] for number in order]

    @pytest.mark.parametrize("number", range(len(QUESTIONS)))
    def test_one_question_that_is_new_to_the_index_by_all_at_once(
        self, mandate_path: Path, alone: list[Any], number: int
    ) -> None:
        with open_index(mandate_path) as index, ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(QUESTIONS[number], [index] * 6))
        assert answers == [alone[number]] * 6
