"""What a cluster answers in part, or too late, is no answer."""

from __future__ import annotations

import pytest

from seized import IndexProblem, TookTooLong
from seized.indexer.cluster.connection import connect
from seized.search.deadline import within
from seized.search.engines.opensearch.requests import Requests

from ...indexer.cluster.server import Answer, address, serving

WHOLE = {"total": 3, "failed": 0}


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (
            (200, {"timed_out": False, "_shards": {"total": 3, "failed": 1}}),
            IndexProblem,
            "1 of 3 shards do not answer",
        ),
        ((200, {"timed_out": True, "_shards": WHOLE}), TookTooLong, "no answer in time"),
    ],
)
def test_a_part_of_an_answer_is_an_error(answer: Answer, kind: type[Exception], said: str) -> None:
    with serving() as server:
        server.answer = answer
        with pytest.raises(kind, match=said):
            Requests(connect(address(server)), address(server)).search("council", {})


def test_a_host_that_hangs_is_given_what_time_there_is() -> None:
    with serving() as server:
        server.pause = 5
        with within(0.3), pytest.raises(TookTooLong, match=r"longer than 0\.3 s"):
            Requests(connect(address(server), patient=False), address(server)).search("council", {})
