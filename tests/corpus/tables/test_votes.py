"""The table of votes: rows of States to one vote, names of their time, and how it joins the texts."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from seized import DocumentError, SeizedError, build_index, open_index
from seized.corpus.keep import add_corpus, remove_corpus
from seized.corpus.registry import corpus
from seized.indexer.model import Document, Vote
from seized.indexer.readers import SourceFile, read

Written = Callable[..., Path]

TEXT = """Resolution 650 (1990)

The Security Council,

Recalling its resolution 435 (1978) of 29 September 1978,

1. Decides to invent a force of observers;

2. Requests the Secretary-General to report;

3. Decides to remain seized of the matter.
"""


def vote(number: int, year: int, state: str, cast: str, **cells: str) -> dict[str, str]:
    """A row; `state` is "SUN Union of Soviet Socialist Republics"."""
    code, _, name = state.partition(" ")
    return {
        "undl_id": "1",
        "ms_code": code,
        "ms_name": name,
        "permanent_member": "FALSE",
        "ms_vote": cast,
        "date": "1990-03-01",
        "resolution": f"S/RES/{number}({year})",
    } | cells


def found(path: Path) -> list[SourceFile]:
    return list(corpus("votes").sources(path, ()))


def documents(path: Path) -> list[Document]:
    return [document for source in found(path) for document in read(source, source.load())]


def codes(cast: Vote | None) -> tuple[str, str, str]:
    assert cast is not None
    sides = (cast.in_favour, cast.against, cast.abstaining)
    first, second, third = (" ".join(one.code or one.name for one in side) for side in sides)
    return first, second, third


class TestRows:
    def test_those_of_one_resolution_are_one_vote(self, table: Written) -> None:
        facts = {
            "draft": "S/21207",
            "meeting": "S/PV.2913",
            "description": "Security Council resolution 650 (1990) [on observers]",
            "agenda": "Central America : efforts towards peace.",
            "subjects": "CENTRAL AMERICA SITUATION|OBSERVERS--FINANCING",
        }
        rows = [
            vote(650, 1990, "SUN USSR", "Y", **facts),
            vote(651, 1990, "FRA FRANCE", "Y"),
            vote(650, 1990, "CHN CHINA", "n"),
            vote(650, 1990, "YEM YEMEN", "A"),
            vote(650, 1990, "CUB CUBA", "X"),
        ]
        one, other = documents(table(rows))
        assert codes(one.vote) == ("SUN", "CHN", "YEM")
        assert (one.symbol, one.lang, one.date, one.meeting) == ("S/RES/650 (1990)", "", "1990-03-01", "2913")
        assert (one.draft, one.agenda) == ("S/21207", "Central America : efforts towards peace")
        assert one.title == "Security Council resolution 650 (1990) [on observers]"
        assert one.topics == ("CENTRAL AMERICA SITUATION", "OBSERVERS--FINANCING")
        assert (other.symbol, codes(other.vote)) == ("S/RES/651 (1990)", ("FRA", "", ""))

    @pytest.mark.parametrize(
        ("state", "code"),
        [
            ("SUN UNION OF SOVIET SOCIALIST REPUBLICS", "SUN"),
            ("RUS USSR", "SUN"),
            ("RUS RUSSIAN FEDERATION", "RUS"),
            ("YUG YUGOSLAVIA", "YUG"),
            ("CSK CZECHOSLOVAKIA", "CSK"),
            ("ZAR ZAIRE", "COD"),
            ("BYS BYELORUSSIAN SSR", "BLR"),
            ("BLR BYELORUSSIAN SOVIET SOCIALIST REPUBLIC", "BLR"),
            ("UKR UKRAINIAN SSR", "UKR"),
            ("DDR GERMAN DEMOCRATIC REPUBLIC", "DDR"),
            ("DEU GERMANY, FEDERAL REPUBLIC OF", "DEU"),
            ("EGY UNITED ARAB REPUBLIC", "EGY"),
            ("CHN CHINA", "CHN"),
            ("CHN REPUBLIC OF CHINA", "CHN"),
            ("LKA CEYLON", "LKA"),
            ("BEN DAHOMEY", "BEN"),
            ("BFA UPPER VOLTA", "BFA"),
            ("CIV COTE D'IVOIRE", "CIV"),
            ("TUR TÜRKİYE", "TUR"),
            ("LBY LIBYAN ARAB JAMAHIRIYA", "LBY"),
            ("YMD DEMOCRATIC YEMEN", "YMD"),
            ("KHM KAMPUCHEA", "KHM"),
            ("NAM ", "NAM"),
            (" FRANCE", "FRA"),
        ],
    )
    def test_states_have_the_name_of_their_time(self, state: str, code: str, table: Written) -> None:
        (one,) = documents(table([vote(100, 1953, state, "Y", total_yes="1")]))
        assert (codes(one.vote)[0], one.source.notes) == (code, ())

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_dialects(self, encoding: str, delimiter: str, table: Written) -> None:
        path = table([vote(650, 1990, "CIV CÔTE D'IVOIRE", "Y")], encoding=encoding, delimiter=delimiter)
        assert codes(documents(path)[0].vote) == ("CIV", "", "")

    def test_the_same_row_twice_is_one_vote(self, table: Written) -> None:
        rows = [vote(650, 1990, "FRA FRANCE", "Y", undl_id=one, total_yes="1") for one in "12"]
        (one,) = documents(table(rows))
        assert (codes(one.vote), one.source.notes) == (("FRA", "", ""), ())

    def test_what_does_not_add_up_is_said(self, table: Written) -> None:
        rows = [
            vote(650, 1990, "FRA FRANCE", "Y", total_yes="15.0"),
            vote(650, 1990, "FRA FRANCE", "N"),
            vote(650, 1990, "XXX ATLANTIS", "A"),
            vote(650, 1990, "CUB CUBA", "maybe"),
        ]
        (one,) = documents(table(rows))
        assert codes(one.vote) == ("FRA", "", "ATLANTIS")
        assert one.source.notes == (
            "two votes of FRANCE; the first is kept",
            "country not recognised: ATLANTIS",
            "'MAYBE' is no vote; Cuba is left out",
            "1 States stand under Y where 15 are counted",
        )

    def test_nobody_that_took_part_is_no_vote(self, table: Written) -> None:
        (one,) = documents(table([vote(650, 1990, "FRA FRANCE", "X")]))
        assert one.vote is None

    def test_the_names_of_the_assembly_s_table_are_known_too(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("resolutions,ms_codes,ms_votes\nA/RES/45/1,FRA,Y\n", encoding="utf-8")
        assert documents(path)[0].symbol == "A/RES/45/1"

    def test_bad_rows_are_named_and_stop_nothing(self, table: Written) -> None:
        rows = [vote(650, 1990, "FRA FRANCE", "Y"), vote(1, 1, "FRA FRANCE", "Y", resolution="none")]
        *_, bad, _ = found(table(rows))
        with pytest.raises(DocumentError, match=r"^votes/line 3: 'none' is no symbol"):
            bad.load()

    def test_missing_columns_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("date,ms_vote\n1990-01-01,Y\n", encoding="utf-8")
        with pytest.raises(
            SeizedError, match="no column resolution, no column ms_code or ms_name; there are date, ms_vote"
        ):
            found(tmp_path / "a.csv")


MEMBERS = ("CHN", "FRA", "GBR", "USA", "SUN", "CAN", "COL", "CIV", "CUB", "ETH", "FIN", "MYS", "ROU", "YEM", "ZAR")


def whole(number: int, cast: str = "Y", **cells: str) -> list[dict[str, str]]:
    """The rows of a vote of fifteen members, the same of each."""
    return [vote(number, 1990, state, cast, **cells) for state in MEMBERS]


TOTALS = {"total_yes": "15", "total_no": "0", "total_abstentions": "0"}


class TestDamage:
    """A table that is damaged costs no vote that was read before, and makes none that is wrong."""

    def outcome(self, path: Path) -> tuple[list[str], dict[str, str]]:
        """The numbers of the resolutions that are read, and why other sources are not."""
        read_now, faults = [], {}
        for source in found(path):
            try:
                read_now += [one.symbol.split()[0].rpartition("/")[2] for one in read(source, source.load())]
            except DocumentError as fault:
                faults[fault.source] = fault.reason
        return read_now, faults

    @pytest.mark.parametrize(
        ("change", "reason"),
        [({"ms_vote": ""}, "line 17 does not say how the State voted"), ({"ms_vote": "NA"}, "line 17 does not say")],
    )
    def test_a_row_that_says_nothing_fails_its_vote(self, change: dict[str, str], reason: str, table: Written) -> None:
        rows = [*whole(650), *whole(651), *whole(652)]
        rows[15] |= change
        read_now, faults = self.outcome(table(rows))
        assert read_now == ["650", "652"]
        assert list(faults) == ["votes/S_RES_651(1990)"]
        assert faults["votes/S_RES_651(1990)"].startswith(reason)

    def test_a_row_with_more_cells_fails_its_vote(self, table: Written) -> None:
        path = table([*whole(650), *whole(651)])
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[3] += ",one,more"
        path.write_text("\n".join(lines), encoding="utf-8")
        assert self.outcome(path) == (["651"], {"votes/S_RES_650(1990)": "line 4 has 9 cells for 7 columns"})

    @pytest.mark.parametrize("totals", [{}, TOTALS])
    def test_a_row_of_no_resolution_holds_back_what_may_lack_it(self, totals: dict[str, str], table: Written) -> None:
        rows = [*whole(650, **totals), *whole(651, **totals)]
        rows[4]["resolution"] = "NA"
        read_now, faults = self.outcome(table(rows))
        assert read_now == ["651"]
        assert list(faults) == ["votes/S_RES_650(1990)", "votes/line 6", "votes"]

    @pytest.mark.parametrize("lost", [6, 22, 26])
    def test_a_table_that_is_cut_drops_the_last_vote(self, lost: int, table: Written) -> None:
        path = table([*whole(650), *whole(651), *whole(652)])
        data = path.read_bytes().replace(b"S/RES/652(1990)", b'"S/RES/652(1990)"')
        path.write_bytes(data[:-lost])  # inside a cell with quotation marks, or before the last cells
        read_now, faults = self.outcome(path)
        assert read_now == ["650", "651"]
        assert set(faults) == {"votes/S_RES_652(1990)", "votes"}

    def test_the_vote_that_was_there_stays(self, table: Written, tmp_path: Path) -> None:
        (tmp_path / "650.txt").write_text(TEXT, encoding="utf-8")
        build_index([tmp_path / "650.txt"], tmp_path / "index")
        add_corpus("votes", tmp_path / "index", origin=table([*whole(650, "N"), *whole(651)]))
        add_corpus("votes", tmp_path / "index", origin=table([*whole(650)[:-1], whole(650, "")[-1]]))
        with open_index(tmp_path / "index") as index:
            assert index.search("vote:against:CUB", limit=None).total == 4

    def test_fewer_rows_than_the_council_ever_had_are_noted(self, table: Written) -> None:
        few, nine = (documents(table(whole(650)[:count]))[0].source.notes for count in (8, 9))
        assert (few, nine) == (("the Council had 15 members; there are rows of 8",), ())


class TestIndex:
    ROWS = (vote(650, 1990, "FRA FRANCE", "Y", subjects="OBSERVERS"), vote(650, 1990, "CUB CUBA", "N"))

    def text(self, folder: Path) -> Path:
        path = folder / "650.txt"
        path.write_text(TEXT, encoding="utf-8")
        return path

    @pytest.mark.parametrize("votes_first", [True, False])
    def test_votes_and_texts_join_in_either_order(self, votes_first: bool, tmp_path: Path, table: Written) -> None:
        index_path, table_path = tmp_path / "index", table(self.ROWS)
        if votes_first:
            add_corpus("votes", index_path, origin=table_path)
        build_index([self.text(tmp_path)], index_path)
        if not votes_first:
            add_corpus("votes", index_path, origin=table_path)
        with open_index(index_path) as index:
            assert index.search("vote:against:CUB", limit=None).total == 4
            assert index.search("topic:observers vote:for:FRA").total == 4
            (row,) = index.dataset("vote:for:FRA para:1", clause="op")
            assert (row["votes_for"], row["also_in"]) == (("FRA",), ("votes/S_RES_650(1990)",))
            assert row["source"] == "650.txt"

    def test_alone_they_are_no_documents(self, tmp_path: Path, table: Written) -> None:
        report = add_corpus("votes", tmp_path / "index", origin=table(self.ROWS)).report
        assert report is not None
        assert (report.indexed, report.documents, report.clauses) == (1, 0, 0)

    def test_without_them_the_texts_are_as_they_were(self, tmp_path: Path, table: Written) -> None:
        build_index([self.text(tmp_path)], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            before = list(index.dataset())
        add_corpus("votes", tmp_path / "index", origin=table(self.ROWS))
        remove_corpus("votes", tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert list(index.dataset()) == before


class TestRealVotes:
    """The votes of real resolutions, as the records beside the XML have them, through the table."""

    @pytest.fixture
    def records(self, shared: Path) -> list[dict[str, list[str]]]:
        lines = (shared / "corpus/akn/data_extract/2016.json").read_text(encoding="utf-8-sig").splitlines()
        return [record for record in map(json.loads, lines) if "RES" in record["symbol"]]

    def test_every_state_is_recognised_and_counted(self, records: list[dict[str, list[str]]], tmp_path: Path) -> None:
        sides = {"Y": "MS_in_favour", "N": "MS_against", "A": "MS_abstaining"}
        path = tmp_path / "votes.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["resolution", "ms_name", "ms_vote", "total_yes"])
            for record in records:
                for cast, side in sides.items():
                    for state in record[side]:
                        writer.writerow([record["symbol"], state, cast, record["MS_in_favour_count"]])
        read_back = documents(path)
        assert len(read_back) > 60
        assert [note for one in read_back for note in one.source.notes] == []
        assert any(one.vote is not None and one.vote.abstaining for one in read_back)
