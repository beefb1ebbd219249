"""The dates that a clause speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.indexer.grammar.dates import find_dates


class TestEnglish:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("until 31 December 2020", ["2020-12-31"]),
            ("from 12 to 15 March 2020", ["2020-03-12", "2020-03-15"]),
            ("on 15 and 16 June 2019", ["2019-06-15", "2019-06-16"]),
            ("31 May, 30 July and 1 December 2019", ["2019-05-31", "2019-07-30", "2019-12-01"]),
            ("from 3 May to 15 June 2020", ["2020-05-03", "2020-06-15"]),
            ("March 30, 2020", ["2020-03-30"]),
            ("in March 2020", ["2020-03"]),
            ("January and February 2019", ["2019-01", "2019-02"]),
            ("since 1990 and in 2018, 2019 and 2020", ["1990", "2018", "2019", "2020"]),
            ("by the end of 2021, in mid-2022", ["2021", "2022"]),
            ("242 (1967) of 22 November 1967", ["1967-11-22"]),
            ("31\u00a0December\n2020", ["2020-12-31"]),
        ],
    )
    def test_dates_to_the_day_month_or_year(self, text: str, expected: list[str]) -> None:
        assert [mention.date for mention in find_dates(text, "en")] == expected

    @pytest.mark.parametrize(
        "text",
        [
            "resolution 1325 (2000)",
            "in 2250 (2015)",
            "S/PRST/2018/19",
            "31 February 2020",
            "the 2030 Agenda",
            "by 2000 troops",
            "may 2020 persons",
            "12 March",
            "a ceiling of 1,970 personnel",
        ],
    )
    def test_other_numbers_are_no_dates(self, text: str) -> None:
        assert find_dates(text, "en") == ()


class TestChinese:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2020年3月30日", ["2020-03-30"]),
            ("2020 年 3 月 30 日", ["2020-03-30"]),
            ("二〇二〇年三月三十日", ["2020-03-30"]),
            ("2020年3月30日至4月2日", ["2020-03-30", "2020-04-02"]),
            ("2019年6月15日和16日", ["2019-06-15", "2019-06-16"]),
            ("2019年6月15和16日", ["2019-06-15", "2019-06-16"]),
            ("2019年6月和7月", ["2019-06", "2019-07"]),
            ("2019年和2020年3月", ["2019", "2020-03"]),
            ("第1325(2000)号决议", []),
            ("《2030年议程》", []),
            ("1990年代", []),
            ("2020年13月", []),
        ],
    )
    def test_dates_to_the_day_month_or_year(self, text: str, expected: list[str]) -> None:
        assert [mention.date for mention in find_dates(text, "zh")] == expected


class TestSpans:
    def test_a_mention_points_at_what_is_written(self) -> None:
        text = "adopted on 30 March 2020"
        (mention,) = find_dates(text, "en")
        assert text[mention.start : mention.end] == "30 March 2020"

    @given(
        st.lists(
            st.sampled_from(["1 ", "March ", "2020 ", "and ", "to ", "in ", "年", "月", "日", "3", ", ", "(2000)"])
        ),
        st.sampled_from(["en", "zh"]),
    )
    def test_mentions_are_in_order_and_within_the_text(self, pieces: list[str], lang: str) -> None:
        text = "".join(pieces)
        mentions = find_dates(text, lang)
        assert [mention.start for mention in mentions] == sorted(mention.start for mention in mentions)
        assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)
