"""Whatever is asked of an index ends at the time that it is given, and the index is none the worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from seized import Index, QueryError, TookTooLong, open_index
from seized.search.deadline import check_time, seconds_left, within

DRAFT = "Calls upon all parties to ensure the safety and security of UNIFIL personnel and their freedom of movement"
CALLS: dict[str, Callable[[Index], Any]] = {
    "search": lambda index: index.search("peace* security", facets=("verb", "cites", "agenda")),
    "search for all": lambda index: index.search("the", limit=None).to_dicts(),
    "search by slips": lambda index: index.search("securiti~2 OR forc~2").to_dicts(),
    "search across": lambda index: index.search("security forces", across="zh").to_dicts(),
    "suggest": lambda index: index.suggest("secuirty forcse"),
    "document": lambda index: index.document("2591").to_dict(),
    "kwic": lambda index: index.kwic("security", sort="l1,r1").to_dict(),
    "verbs": lambda index: index.verbs("Lebanon").to_dict(),
    "usage": lambda index: index.usage("all necessary means", "freedom of movement").to_dict(),
    "dataset": lambda index: list(index.dataset("Lebanon")),
    "ends": lambda index: index.ends("Lebanon"),
    "similar": lambda index: index.similar(DRAFT, limit=None, novel=True).to_dict(novel=True),
    "similar to a clause": lambda index: index.similar("2591/op/2", limit=None, earlier=True).to_dict(),
    "similar across": lambda index: index.similar_across(DRAFT, "zh").to_dict(),
    "compare": lambda index: index.compare("2539", "2591").to_dict(),
    "compare with what it renews": lambda index: index.compare("2591").to_dict(),
    "lineage": lambda index: index.lineage("2591/op/1").to_dict(),
    "parallel": lambda index: index.parallel("Lebanon", limit=None).to_dict(),
    "translated terms": lambda index: [one.to_dict() for one in index.translate_terms("freedom of movement")],
    "citations": lambda index: index.citations("1701").to_dict(),
    "citations of citations": lambda index: index.citations("1701", depth=3).to_dict(),
    "network": lambda index: index.network().to_dict(),
    "info": lambda index: index.info(),
}
ON_SAMPLES: dict[str, Callable[[Index], Any]] = {
    "search": lambda index: index.search("peace* security", facets=("verb", "cites", "agenda")),
    "kwic": lambda index: index.kwic("security", sort="l1,r1").to_dict(),
    "verbs": lambda index: index.verbs("security").to_dict(),
    "usage": lambda index: index.usage("safety and security").to_dict(),
    "similar": lambda index: index.similar("2553/op/26", limit=None, novel=True).to_dict(novel=True),
    "compare": lambda index: index.compare("2518", "2553").to_dict(),
    "citations": lambda index: index.citations("2378", depth=2).to_dict(),
}
"""Calls that need no more than what is at hand wherever the tests run."""


@pytest.fixture(scope="module")
def wanted(mandate_path: Path) -> dict[str, Any]:
    """What each call gives where there is time."""
    with open_index(mandate_path) as index:
        return {name: call(index) for name, call in CALLS.items()}


def interrupted(call: Callable[[Index], Any], index: Index) -> Iterator[Any]:
    """The answers to a call that is given ever more time, from none to enough; those that came too late are left out."""
    seconds = 0.0
    while True:
        try:
            with within(seconds):
                yield call(index)
            return
        except TookTooLong:
            seconds = seconds * 1.7 or 0.0001


class TestWithin:
    def test_the_time_that_is_named_may_be_a_longer_one(self) -> None:
        with within(0, of=2), pytest.raises(TookTooLong, match="longer than 2 s"):
            check_time()

    def test_it_holds_for_its_own_thread_alone(self) -> None:
        raised: list[Exception] = []

        def other() -> None:
            try:
                check_time()
            except TookTooLong as error:
                raised.append(error)

        with within(0):
            thread = Thread(target=other)
            thread.start()
            thread.join()
        assert raised == []


class TestCalls:
    @pytest.mark.parametrize("name", CALLS)
    def test_what_has_no_time_left_ends(self, mandate_path: Path, name: str) -> None:
        with open_index(mandate_path) as index, within(0), pytest.raises(TookTooLong):
            CALLS[name](index)

    @pytest.mark.parametrize("name", CALLS)
    def test_wherever_it_was_stopped_the_index_answers_as_ever(
        self, mandate_path: Path, wanted: dict[str, Any], name: str
    ) -> None:
        with open_index(mandate_path) as index:
            *_, answer = interrupted(CALLS[name], index)
            assert comparable(answer) == comparable(wanted[name])
            assert comparable(CALLS[name](index)) == comparable(wanted[name])

    @pytest.mark.parametrize("name", ON_SAMPLES)
    def test_on_the_samples_what_was_stopped_answers_as_ever(self, samples_path: Path, name: str) -> None:
        with open_index(samples_path) as index:
            wanted = comparable(ON_SAMPLES[name](index))
        with open_index(samples_path) as index:
            with within(0), pytest.raises(TookTooLong):
                ON_SAMPLES[name](index)
            *_, answer = interrupted(ON_SAMPLES[name], index)
            assert comparable(answer) == comparable(ON_SAMPLES[name](index)) == wanted

    def test_all_of_them_on_one_index(self, mandate_path: Path, wanted: dict[str, Any]) -> None:
        with open_index(mandate_path) as index:
            for seconds in (0.0005, 0.002, 0.008, 0.03):
                for call in CALLS.values():
                    try:
                        with within(seconds):
                            call(index)
                    except TookTooLong:
                        continue
            assert {name: comparable(call(index)) for name, call in CALLS.items()} == {
                name: comparable(answer) for name, answer in wanted.items()
            }

    def test_a_query_of_many_patterns_ends(self, mandate_path: Path) -> None:
        query = " OR ".join(f"{first}{second}*" for first in "abcdefghij" for second in "aeiou")
        with open_index(mandate_path) as index, within(0), pytest.raises((TookTooLong, QueryError)):
            index.search(query)


def comparable(answer: Any) -> Any:
    """Answers that are equal by what they hold."""
    return (answer.total, answer.to_dicts(), answer.facets) if hasattr(answer, "to_dicts") else answer


class TestTimeLeft:
    def test_time_that_has_passed_is_told_and_time_that_has_not_is_left(self) -> None:
        with within(60):
            check_time()
            assert 0 < seconds_left() <= 60
        with within(-1), pytest.raises(TookTooLong):
            check_time()

    def test_outside_of_a_block_there_is_no_end(self) -> None:
        check_time()
        assert seconds_left() == inf

    def test_a_block_inside_another_has_no_longer_than_that(self) -> None:
        with within(1):
            with within(60):
                assert seconds_left() <= 1
            with within(-1), pytest.raises(TookTooLong):
                check_time()
            check_time()
