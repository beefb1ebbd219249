"""The time that an answer is given."""

from __future__ import annotations

from math import inf

import pytest

from seized import TookTooLong
from seized.search.deadline import check_time, seconds_left, within


class TestWithin:
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
