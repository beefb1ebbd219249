"""Written dates as ISO 8601."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.vocabulary.dates import date_range, iso_date, month_number, number


class TestIsoDate:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2020年3月30日", "2020-03-30"),
            ("30 March 2020", "2020-03-30"),
            ("March 30, 2020", "2020-03-30"),
            ("2020-03-30", "2020-03-30"),
            ("２０２０年３月３０日", "2020-03-30"),
            ("2020 年 3 月 30 日", "2020-03-30"),
            ("二〇二〇年三月三十日", "2020-03-30"),
            ("二○○一年十月十一日", "2001-10-11"),
            ("3 Dec. 2020", "2020-12-03"),
            ("the 30th of May; 2nd April\n2020", "2020-04-02"),
            ("on 31 February 2020 and 1 May 2021", "2021-05-01"),
            ("1 May 2021, 30 March 2020", "2021-05-01"),
            ("March 2020", ""),
            ("12020-03-30", ""),
            ("", ""),
        ],
    )
    def test_first_full_date_of_a_text(self, text: str, expected: str) -> None:
        assert iso_date(text) == expected

    @given(st.dates(min_value=date(1945, 1, 1), max_value=date(2099, 12, 31)))
    def test_every_way_of_writing_a_day_is_one_date(self, day: date) -> None:
        for written in (f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day.year}年{day.month}月{day.day}日", str(day)):
            assert iso_date(f"on {written}.") == day.isoformat()


class TestDateRange:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("2020", ("2020-01-01", "2020-12-31")),
            ("2020年", ("2020-01-01", "2020-12-31")),
            ("2020-02", ("2020-02-01", "2020-02-29")),
            ("2020年3月", ("2020-03-01", "2020-03-31")),
            ("2020 年 2 月", ("2020-02-01", "2020-02-29")),
            ("March 2020", ("2020-03-01", "2020-03-31")),
            ("Sept. 2004", ("2004-09-01", "2004-09-30")),
            ("2020-03-30", ("2020-03-30", "2020-03-30")),
            ("2020年3月30日", ("2020-03-30", "2020-03-30")),
            (" 30 March 2020 ", ("2020-03-30", "2020-03-30")),
        ],
    )
    def test_first_and_last_day(self, typed: str, expected: tuple[str, str]) -> None:
        assert date_range(typed) == expected

    @pytest.mark.parametrize(
        "typed", ["", "0000", "99", "2020-13", "31 February 2020", "yesterday", "2020 2021", "9" * 99]
    )
    def test_anything_else_is_no_range(self, typed: str) -> None:
        assert date_range(typed) is None


class TestNumbers:
    @pytest.mark.parametrize(
        ("written", "value"),
        [("7", 7), ("七", 7), ("十", 10), ("十二", 12), ("四十一", 41), ("一百零三", 103), ("二〇二〇", 2020)],
    )
    def test_digits_and_chinese_characters(self, written: str, value: int) -> None:
        assert number(written) == value

    @pytest.mark.parametrize(("name", "value"), [("March", 3), ("dec.", 12), ("Marchioness", 0)])
    def test_months_by_name(self, name: str, value: int) -> None:
        assert month_number(name) == value
