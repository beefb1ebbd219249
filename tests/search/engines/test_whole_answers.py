"""What a cluster answers in part, or too late, is no answer."""

from __future__ import annotations

import pytest

from seized import IndexProblem, TookTooLong
from seized.indexer.cluster.address import Address
from seized.indexer.cluster.connection import connect
from seized.indexer.cluster.state import State
from seized.search.deadline import within
from seized.search.engines.opensearch.requests import StateRequests

from ...indexer.cluster.server import Answer, Server, address, serving

WHOLE = {"total": 3, "failed": 0}
STATE = State("council-000001", generation=1, numbers=1, writer="", oldest=0, records=1, terms_known=1, place=(0, 1))

RECORD = {"_index": STATE.physical, "_seq_no": 0, "_primary_term": 1}
KEPT = {"kept": {"generation": 1, "numbers": 1, "writer": "", "oldest": 0, "records": 1, "terms": 1}}
ANSWERED: Answer = (200, {"timed_out": False, "_shards": WHOLE, **RECORD, "_source": KEPT})


def asked(server: Server) -> object:
    client = connect(address(server), patient=False)
    return StateRequests(client, address(server), STATE, lambda: None).search("council", {})


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
            asked(server)


def test_a_host_that_hangs_is_given_what_time_there_is() -> None:
    with serving() as server:
        server.pause = 5
        with within(0.3), pytest.raises(TookTooLong, match=r"longer than 0\.3 s"):
            asked(server)


def test_one_host_of_three_that_hangs_is_passed_over_and_left_out() -> None:
    with serving() as first, serving() as second, serving() as third:
        hosts = Address(tuple(("127.0.0.1", one.server_address[1]) for one in (first, second, third)), "council")
        for one in (first, second, third):
            one.answer = ANSWERED
        first.pause = 30
        requests = StateRequests(connect(hosts, patient=False), hosts, STATE, lambda: None)
        for _ in range(9):
            with within(2):
                requests.search("council", {})
        assert len(first.asked) == 1
