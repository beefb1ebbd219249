"""Who voted how, read from a letter."""

from __future__ import annotations

import pytest

from seized.indexer.grammar.votes import VoteReading, countries, read_vote
from seized.indexer.model import Country


def codes(reading: VoteReading | None) -> tuple[list[str], list[str], list[str]]:
    """The codes in favour, against and abstaining; the name itself where there is no code."""
    assert reading is not None
    vote = reading.vote
    lists = (vote.in_favour, vote.against, vote.abstaining)
    favour, against, abstaining = ([country.code or country.name for country in one] for one in lists)
    return favour, against, abstaining


class TestCountries:
    def test_a_name_of_no_known_country_is_kept_in_its_place_and_named(self) -> None:
        found, unresolved = countries("比利时、弗罗布斯坦和越南")
        assert found == (Country("BEL", "Belgium"), Country("", "弗罗布斯坦"), Country("VNM", "Viet Nam"))
        assert unresolved == ("弗罗布斯坦",)

    @pytest.mark.parametrize("nobody", ["无", "无。", "None", ""])
    def test_nobody_is_an_empty_list(self, nobody: str) -> None:
        assert countries(nobody) == ((), ())


class TestReadVote:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param(
                "赞成：\n\n比利时、中国、法国\n\n反对：\n\n无\n\n弃权：\n\n无\n\n"
                "* 由于技术原因重发。\n\n决议草案获得 3 票赞成。",
                (["BEL", "CHN", "FRA"], [], []),
                id="heading and list are paragraphs of their own",
            ),
            pytest.param(
                "赞成:\n比利时、中国\n反对:\n无。\n弃权:\n俄罗斯联邦和南非。\n决议草案获得 2 票赞成。",
                (["BEL", "CHN"], [], ["RUS", "ZAF"]),
                id="no empty lines, half width",
            ),
            pytest.param(
                "表决结果如下：赞成：比利时、中国；反对：美利坚合众国。弃权：无。决议草案未获通过。",
                (["BEL", "CHN"], ["USA"], []),
                id="all on one line",
            ),
            pytest.param(
                "赞成（2票）：比利时、中国\n反对（1票）：俄罗斯联邦\n弃权（0票）：无",
                (["BEL", "CHN"], ["RUS"], []),
                id="counts in brackets",
            ),
            pytest.param(
                "赞成票：2票\n比利时、中国\n反对票：十票\n弃权票：1 票\n南非",
                (["BEL", "CHN"], [], ["ZAF"]),
                id="counts after the colon",
            ),
            pytest.param(
                "赞成\n比利时、中国\n反对\n无\n弃权 南非、越南",
                (["BEL", "CHN"], [], ["ZAF", "VNM"]),
                id="no colons",
            ),
            pytest.param(
                "赞成：比利时、大不列颠及北\n爱尔兰联合王国、\n越南\n反对：无\n弃权：无",
                (["BEL", "GBR", "VNM"], [], []),
                id="broken inside a name",
            ),
            pytest.param(
                "赞成：比利时、大不列颠及爱尔兰联合王国\n反对：无\n弃权：无",
                (["BEL", "GBR"], [], []),
                id="a slip in a name",
            ),
            pytest.param("弃权：\n中国\n安全理事会主席\n张军(签名)", ([], [], ["CHN"]), id="the signature follows"),
            pytest.param(
                "In favour: Belgium, China, Saint Vincent and\nthe Grenadines and the United\nKingdom\n"
                "Against: None\nAbstaining: Russian Federation, South Africa\nThe draft was adopted.",
                (["BEL", "CHN", "VCT", "GBR"], [], ["RUS", "ZAF"]),
                id="English, wrapped",
            ),
            pytest.param(
                "In favour: Belgium, China. Against: None. Abstentions: None. It received 2 votes in favour.",
                (["BEL", "CHN"], [], []),
                id="English, all on one line",
            ),
            pytest.param(
                "IN FAVOUR (2)\n\nBelgium\n\nChina\n\nAGAINST (0)\n\nNone\n\nABSTAINED\n\nNone\n\n(Signed) A. Person",
                (["BEL", "CHN"], [], []),
                id="English, a country a line",
            ),
            pytest.param(
                "In favour:\n\n* Belgium\n* China\n\nAgainst:\n\n- Viet Nam\n\nAbstaining:\n\n* None",
                (["BEL", "CHN"], ["VNM"], []),
                id="English, bullets",
            ),
            pytest.param(
                "In favor: 2 (Belgium, China)\nAgainst: 0\nAbstaining: 1 (Viet Nam)",
                (["BEL", "CHN"], [], ["VNM"]),
                id="English, names in brackets after a count",
            ),
        ],
    )
    def test_lists_are_read_in_every_layout(self, text: str, expected: tuple[list[str], list[str], list[str]]) -> None:
        assert codes(read_vote(text)) == expected
        assert codes(read_vote(text.replace("\n", "\r\n"))) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "The draft resolution received 15 votes\nin favour. It was adopted.",
            "Against the backdrop of the pandemic, the Council met.",
            "决议草案获得 15 票赞成。",
            "反对一切形式的恐怖主义",
        ],
    )
    def test_prose_is_no_vote(self, text: str) -> None:
        assert read_vote(text) is None

    def test_an_unknown_name_is_kept_and_reported(self) -> None:
        reading = read_vote("赞成：比利时、弗罗布斯坦\n反对：无\n弃权：无")
        assert codes(reading)[0] == ["BEL", "弗罗布斯坦"]
        assert reading is not None
        assert reading.unresolved == ("弗罗布斯坦",)

    def test_a_list_that_is_shorter_than_the_text_counts_is_reported(self) -> None:
        reading = read_vote("赞成：比利时、中国\n反对：无\n弃权：无\n\n决议草案获得 15 票赞成。")
        assert reading is not None
        assert reading.notes == ("2 names were read in favour where the text counts 15.",)

    def test_who_took_no_part_is_reported(self) -> None:
        reading = read_vote("赞成：比利时\n反对：无\n弃权：无\n未参加投票：法国")
        assert codes(reading) == (["BEL"], [], [])
        assert reading is not None
        assert reading.notes == ("Took no part in the vote: 法国.",)
