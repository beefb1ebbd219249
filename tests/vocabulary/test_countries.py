"""Names of countries and written lists of them."""

from __future__ import annotations

from collections import defaultdict
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seized.vocabulary.countries import all_names, resolve, split_names

NAMES = [(country, name) for country, name in all_names()]
LONG_NAMES = [(country, name) for country, name in NAMES if len(name) >= (6 if name.isascii() else 4)]


def code(name: str) -> str:
    found = resolve(name)
    return found.code if found else ""


class TestTheTable:
    def test_it_has_the_members_the_observers_and_seven_former_states(self) -> None:
        codes = {country.code for country, _ in NAMES}
        former = {"CSK", "DDR", "SCG", "SUN", "VDR", "YMD", "YUG"}
        assert former < codes
        assert len(codes - former) == 193 + 2

    def test_no_name_is_given_to_two_countries(self) -> None:
        owners = defaultdict(set)
        for country, name in NAMES:
            owners[name.casefold()].add(country.code)
        assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}

    def test_every_country_has_a_chinese_name(self) -> None:
        chinese = {country.code for country, name in NAMES if not name[0].isascii() and name != "Türkiye"}
        assert {country.code for country, _ in NAMES} - chinese == set()

    def test_it_ships_with_its_source(self) -> None:
        assert "ISO 3166" in (resources.files("seized.vocabulary") / "data/SOURCES-countries.md").read_text("utf-8")


class TestResolve:
    def test_every_listed_name_in_any_case_and_every_code_is_that_of_its_country(self) -> None:
        for country, name in NAMES:
            assert [resolve(name), resolve(name.upper()), resolve(country.code)] == [country] * 3, name

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("RUSSIAN FEDERATION", "RUS"),
            ("VIET NAM", "VNM"),
            ("Vietnam", "VNM"),
            ("UNITED KINGDOM", "GBR"),
            ("UNITED STATES ", "USA"),
            ("CÔTE D’IVOIRE", "CIV"),
            ("Cote d'Ivoire", "CIV"),
            ("TÜRKİYE", "TUR"),
            ("The Gambia", "GMB"),
            ("Gambia (The)", "GMB"),
            ("the Sudan", "SDN"),
            ("Iran, Islamic Republic of", "IRN"),
            ("Korea, Republic of", "KOR"),
            ("Korea, Democratic People's Republic of", "PRK"),
            ("Congo, The Democratic Republic of the", "COD"),
            ("NETHERLANDS (KINGDOM OF THE)", "NLD"),
            ("LIBYAN ARAB JAMAHIRIYA", "LBY"),
            ("THE FORMER YUGOSLAV REPUBLIC OF MACEDONIA", "MKD"),
            ("Swaziland", "SWZ"),
            ("Zaire", "COD"),
            ("Czechoslovakia", "CSK"),
            ("USSR", "SUN"),
            ("苏联", "SUN"),
            ("Yugoslavia", "YUG"),
            ("民主德国", "DDR"),
            ("Holy See", "VAT"),
            ("巴勒斯坦国", "PSE"),
            ("科特迪 瓦", "CIV"),
            ("大不列颠及北 爱尔兰联合王国", "GBR"),
            ("伊朗（伊斯兰共和国）", "IRN"),
            ("委内瑞拉(玻利瓦尔共和国)", "VEN"),
            ("ＦＲＡＮＣＥ", "FRA"),
            ("加拿大", "CAN"),
            ("聖文森特和格林納丁斯", "VCT"),
            ("大韓民國", "KOR"),
        ],
    )
    def test_forms_in_which_names_are_written(self, written: str, expected: str) -> None:
        assert code(written) == expected

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("大不列颠及爱尔兰联合王国", "GBR"),
            ("大不列颠及北爱尔兰联和王国", "GBR"),
            ("圣文森特和格林纳丁", "VCT"),
            ("俄罗斯连邦", "RUS"),
            ("比利吋", "BEL"),
            ("聖文森特和格林納丁", "VCT"),
            ("Untied Kingdom", "GBR"),
            ("Rusian Federation", "RUS"),
            ("Viet Naam", ""),
            ("Saint Vincent and the Grenadine", "VCT"),
            ("United Kingdom of Great Britain and Northen Ireland", "GBR"),
        ],
    )
    def test_a_slip_is_forgiven_in_a_name_long_enough(self, written: str, expected: str) -> None:
        assert code(written) == expected

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Niger", "Nigeria"),
            ("尼日尔", "尼日利亚"),
            ("Iran", "Iraq"),
            ("Guinea", "Guyana"),
            ("Austria", "Australia"),
            ("Dominica", "Dominican Republic"),
            ("多米尼克", "多米尼加"),
            ("Slovakia", "Slovenia"),
            ("Iceland", "Ireland"),
            ("Gambia", "Zambia"),
            ("刚果", "刚果民主共和国"),
            ("朝鲜民主主义人民共和国", "大韩民国"),
            ("德意志民主共和国", "德意志联邦共和国"),
            ("南非共和国", "中非共和国"),
            ("巴拿马", "巴哈马"),
        ],
    )
    def test_names_that_are_near_each_other_stay_apart(self, one: str, other: str) -> None:
        assert code(one)
        assert code(other)
        assert code(one) != code(other)

    @pytest.mark.parametrize(
        "written",
        [
            "",
            " ",
            "and",
            "Frobistan",
            "Nigera",
            "尼日",
            "多米尼",
            "Slovekia",
            "Gxmbia and",
            "Republic of China",
            "北爱尔兰",
            "西班牙语",
            "索马里兰",
            "安圭拉",
            "Anguilla",
            "Dominican",
            "Northern Ireland",
            "European Union",
            "科索沃",
            "欧洲联盟",
            "非洲联盟",
            "中华民国",
            "Greenland",
            "Falkland Islands",
            "法属圭亚那",
            "x" * 5000,
        ],
    )
    def test_what_is_no_states_name_or_not_certain_is_not_resolved(self, written: str) -> None:
        assert resolve(written) is None

    @settings(max_examples=400, deadline=None)
    @given(data=st.data())
    def test_one_slip_never_makes_another_country_of_a_long_name(self, data: st.DataObject) -> None:
        country, name = data.draw(st.sampled_from(LONG_NAMES))
        at = data.draw(st.integers(0, len(name) - 1))
        letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz" if name.isascii() else "亚尼利国和人大马"))
        kind = data.draw(st.sampled_from(["drop", "add", "change"]))
        slipped = name[:at] + ("" if kind == "drop" else letter) + name[at + (kind != "add") :]
        listed = {one.casefold() for _, one in NAMES}
        if slipped.casefold() not in listed and " ".join(slipped.casefold().split()) not in listed:
            assert code(slipped) in ("", country.code)


class TestSplitNames:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("比利时、中国和越南。", ["比利时", "中国", "越南"]),
            ("比利时，中国,法国；越南", ["比利时", "中国", "法国", "越南"]),
            ("埃及及苏丹以及阿尔及利亚与贝宁", ["埃及", "苏丹", "阿尔及利亚", "贝宁"]),
            ("中非共和国和多米尼加共和国", ["中非共和国", "多米尼加共和国"]),
            (
                "波斯尼亚和黑塞哥维那、圣文森特和格林纳丁斯、特立尼达和多巴哥和圣多美和普林西比",
                ["波斯尼亚和黑塞哥维那", "圣文森特和格林纳丁斯", "特立尼达和多巴哥", "圣多美和普林西比"],
            ),
            (
                "安提瓜和巴布达及圣基茨和尼维斯、大不列颠及北爱尔兰联合王国",
                ["安提瓜和巴布达", "圣基茨和尼维斯", "大不列颠及北爱尔兰联合王国"],
            ),
            ("突尼斯、大不列颠及爱尔兰联合王国、越南", ["突尼斯", "大不列颠及爱尔兰联合王国", "越南"]),
            (
                "多米\n尼加共和国、大不列颠及\n北爱尔兰联合\n王国",
                ["多米尼加共和国", "大不列颠及北爱尔兰联合王国"],
            ),
            ("比利时 中国 科特迪 瓦", ["比利时", "中国", "科特迪瓦"]),
            ("弗罗布\n斯坦、中国", ["弗罗布斯坦", "中国"]),
            ("Belgium, China and Viet Nam.", ["Belgium", "China", "Viet Nam"]),
            ("Belgium, China, and the Niger", ["Belgium", "China", "the Niger"]),
            (
                "Bosnia and Herzegovina, Saint Vincent and\nthe Grenadines and Trinidad and Tobago",
                ["Bosnia and Herzegovina", "Saint Vincent and the Grenadines", "Trinidad and Tobago"],
            ),
            (
                "Iran (Islamic\nRepublic of), Bolivia, Plurinational State of, Venezuela",
                ["Iran (Islamic Republic of)", "Bolivia, Plurinational State of", "Venezuela"],
            ),
            ("Belgium\r\nViet\r\nNam\r\nChina", ["Belgium", "Viet Nam", "China"]),
            ("Frobistan and Ruritania", ["Frobistan", "Ruritania"]),
        ],
    )
    def test_a_list_is_split_between_names_and_never_inside_one(self, written: str, expected: list[str]) -> None:
        assert split_names(written) == expected

    @pytest.mark.parametrize("written", ["", " ", "无", "无。", "None", "None.", "nobody", "没有", "NIL"])
    def test_nobody_is_no_name(self, written: str) -> None:
        assert split_names(written) == []

    @settings(deadline=None)
    @given(
        chosen=st.lists(st.sampled_from([name for _, name in NAMES if "," not in name]), min_size=1, max_size=12),
        separator=st.sampled_from(["、", "，", ",", "；", ", ", ";\n", "、\n"]),
    )
    def test_a_list_of_known_names_comes_back_country_by_country(self, chosen: list[str], separator: str) -> None:
        found = split_names(separator.join(chosen))
        assert [code(name) for name in found] == [code(name) for name in chosen]

    @given(st.text(alphabet="中国和及 、,\n埃法aA.(and", max_size=200))
    def test_any_text_is_split(self, text: str) -> None:
        assert all(name == name.strip() and name for name in split_names(text))
