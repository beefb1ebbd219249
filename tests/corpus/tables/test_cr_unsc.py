"""CR-UNSC: rows to documents, their facts, faults of rows and of files, and how an index keeps them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from seized import DocumentError, SeizedError, build_index, open_index
from seized.corpus.cr_unsc import read_votes
from seized.corpus.keep import add_corpus, remove_corpus, update_corpus
from seized.corpus.registry import corpus
from seized.indexer.model import Document
from seized.indexer.readers import SourceFile, read

Rows = Sequence[Mapping[str, str]]
Written = Callable[..., Path]

TEXT = """Resolution {0}

Adopted by the Security Council at its 100th meeting, on 1 March 1990

The Security Council,

Recalling its resolution 435 (1978) of 29 September 1978,

1. Decides to invent a force of {1} observers;

2. Requests the Secretary-General to report;

3. Decides to remain seized of the matter.
"""
CHINESE = """第{0}号决议

1990年3月1日安全理事会第100次会议通过

安全理事会，

回顾其1978年9月29日第435(1978)号决议，

1. 决定设立{1}名观察员组成的部队；

2. 决定继续处理此案。
"""


def resolution(number: int, year: int, **cells: str) -> dict[str, str]:
    """A row with an English text."""
    symbol = f"{number} ({year})"
    return {
        "doc_id": f"S_RES_{number:04}_{year}_EN.txt",
        "res_no": str(number),
        "symbol": f"S/RES/{symbol}",
        "year": str(year),
        "text": TEXT.format(symbol, "fifty"),
    } | cells


@pytest.fixture
def rows() -> Rows:
    return [
        resolution(
            650,
            1990,
            date="1990-03-27",
            text_zh=CHINESE.format("650(1990)", "五十"),
            title="Resolution 650 (1990) / adopted by the Security Council at its 2913th meeting, on 27 March 1990",
            topic="on enlargement of the UN Observer Group in Central America",
            agenda_information="S/PV.2913 Central America : efforts towards peace.",
            subjects="CENTRAL AMERICA SITUATION|PEACE AND SECURITY|PEACE AND SECURITY",
            meeting_no="2913",
            draft="S/21207",
            vote_detail="Y BYELORUSSIAN SSR\nY USSR\nN ZAIRE\nA CÔTE D'IVOIRE\nCHINA",
            vote_yes="2",
            vote_no="1",
            vote_abstention="1",
            vote_nonvote="1",
        ),
        resolution(651, 1990, text="NA", subjects="LEBANON SITUATION"),
    ]


def found(path: Path, *languages: str) -> list[SourceFile]:
    return list(corpus("cr-unsc").sources(path, languages or ("en", "zh")))


def document(source: SourceFile) -> Document:
    (only,) = read(source, source.load())
    return only


@pytest.fixture
def path(table: Written, rows: Rows) -> Path:
    return table(rows)


class TestSources:
    def test_there_is_one_for_each_text(self, path: Path) -> None:
        assert [source.path for source in found(path)] == [
            "cr-unsc/S_RES_650(1990)",
            "cr-unsc/S_RES_650(1990)@zh",
            "cr-unsc/S_RES_651(1990)",
        ]

    def test_only_those_in_the_languages_asked_for(self, path: Path) -> None:
        assert [document(source).lang for source in found(path, "zh")] == ["zh", ""]

    def test_a_change_of_one_row_changes_one_source(self, path: Path, rows: Rows, table: Written) -> None:
        before = {source.path: source.load() for source in found(path)}
        changed = [rows[0], {**rows[1], "subjects": "LEBANON SITUATION|UNIFIL"}]
        table(changed)
        after = {source.path: source.load() for source in found(path)}
        assert [name for name in before if before[name] != after[name]] == ["cr-unsc/S_RES_651(1990)"]

    def test_columns_that_mean_nothing_here_change_nothing(self, path: Path, rows: Rows, table: Written) -> None:
        before = [(source.path, source.load()) for source in found(path)]
        more = [
            {"text_draft": f"draft {n}", **dict(reversed(list(row.items()))), "version": "2"}
            for n, row in enumerate(rows)
        ]
        table(more, delimiter=";", encoding="utf-8-sig")
        assert [(source.path, source.load()) for source in found(path)] == before

    def test_the_table_may_be_in_an_archive(self, path: Path) -> None:
        with zipfile.ZipFile(path.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, "CR-UNSC_ALL_CSV_FULL.csv")
        assert [source.load() for source in found(path.with_suffix(".zip"))] == [one.load() for one in found(path)]


class TestDocuments:
    def test_the_text_goes_through_the_reader_of_text(self, path: Path) -> None:
        english, chinese, _ = map(document, found(path))
        assert [(one.kind, one.label) for one in english.paragraphs] == [
            ("preambular", ""),
            ("operative", "1"),
            ("operative", "2"),
            ("operative", "3"),
        ]
        assert chinese.paragraphs[1].text == "决定设立五十名观察员组成的部队；"
        assert (english.source.format, english.source.complete) == ("table", True)

    @pytest.mark.parametrize(
        ("lang", "text"),
        [
            (
                "fr",
                "Le Conseil de sécurité,\n\nRappelant sa décision,\n\n1. Décide de partir;\n\n2. Décide de rester saisi.\n",
            ),
            ("ru", "Совет Безопасности,\n\nссылаясь на решение,\n\n1. постановляет;\n\n2. постановляет далее.\n"),
            ("ar", "إن مجلس الأمن،\n\nإذ يشير إلى قراره،\n\n1 - يقرر العمل؛\n\n2 – يقرر المتابعة.\n"),
        ],
    )
    def test_other_languages_have_their_own_formulas_and_numbers(self, table: Written, lang: str, text: str) -> None:
        row = {name: cell for name, cell in resolution(650, 1990).items() if name != "text"}
        read_in = document(found(table([row | {f"text_{lang}": text}]), lang)[0])
        assert read_in.lang == lang
        assert [(one.kind, one.label) for one in read_in.paragraphs] == [
            ("preambular", ""),
            ("operative", "1"),
            ("operative", "2"),
        ]

    def test_facts_come_from_the_row(self, path: Path) -> None:
        for one in map(document, found(path)[:2]):
            assert (one.symbol, one.type, one.date, one.adopted) == (
                "S/RES/650 (1990)",
                "resolution",
                "1990-03-27",
                True,
            )
            assert one.title == (
                "Security Council resolution 650 (1990) [on enlargement of the UN Observer Group in Central America]"
            )
            assert (one.agenda, one.meeting, one.draft) == (
                "Central America : efforts towards peace",
                "2913",
                "S/21207",
            )
            assert one.topics == ("CENTRAL AMERICA SITUATION", "PEACE AND SECURITY")

    def test_a_row_without_a_text_is_facts(self, path: Path) -> None:
        facts = document(found(path)[2])
        assert (facts.lang, facts.paragraphs, facts.source.format) == ("", (), "facts")
        assert facts.topics == ("LEBANON SITUATION",)

    @pytest.mark.parametrize(
        ("cells", "title"),
        [
            ({"topic": "NA", "title": "Resolution 650 (1990) / adopted"}, "Resolution 650 (1990) / adopted"),
            ({"topic": "Security Council resolution 650 (1990)"}, "Security Council resolution 650 (1990)"),
            ({}, "Resolution 650 (1990)"),
        ],
    )
    def test_titles(self, cells: dict[str, str], title: str, table: Written) -> None:
        path = table([resolution(650, 1990, **cells)])
        assert document(found(path)[0]).title == title

    @pytest.mark.parametrize(
        "closing",
        [
            "Adopted unanimously at the 76th meeting.",
            "Adopted at the 76th meeting by 9 votes to none,\nwith 2 abstentions. 3\n\n3 See p. 4.",
        ],
    )
    def test_the_line_that_closes_early_texts_gives_the_meeting(self, closing: str, table: Written) -> None:
        text = (
            "9 (1946). Resolution of 15 October 1946\n\nThe Security Council,\n\nHaving invented a court of its own,\n\n"
            "1. Resolves to ask it;\n\n2. Requests the Secretary-General to carry the question.\n\n" + closing
        )
        path = table([resolution(9, 1946, text=text)])
        one = document(found(path)[0])
        assert (one.meeting, one.date) == ("76", "1946-10-15")
        assert one.paragraphs[-1].text == "Requests the Secretary-General to carry the question."

    def test_another_language_than_the_column_says_is_refused(self, table: Written) -> None:
        path = table([resolution(650, 1990, text_zh=TEXT.format("650 (1990)", "5"))])
        with pytest.raises(DocumentError, match="said to be in 'zh' is not"):
            document(found(path, "zh")[0])


class TestVotes:
    @pytest.mark.parametrize(
        ("detail", "sides"),
        [
            ("Y USSR\nN ZAIRE\nA CHINA\nFRANCE", ("SUN", "COD", "CHN")),
            ("Y USSR|N ZAIRE|A CHINA| FRANCE", ("SUN", "COD", "CHN")),
            ("Y USSR N ZAIRE A CHINA", ("SUN", "COD", "CHN")),
            (" Y  UNITED ARAB REPUBLIC \r\n Y YUGOSLAVIA", ("EGY YUG", "", "")),
            ("Y CZECHOSLOVAKIA\nY UKRAINIAN SSR\nY UPPER VOLTA", ("CSK UKR BFA", "", "")),
        ],
    )
    def test_states_by_side(self, detail: str, sides: tuple[str, str, str]) -> None:
        vote, notes = read_votes({"vote_detail": detail})
        assert vote is not None
        cast = (vote.in_favour, vote.against, vote.abstaining)
        assert tuple(" ".join(one.code for one in side) for side in cast) == sides
        assert notes == ()

    @pytest.mark.parametrize("detail", ["", "Adopted without vote", "FRANCE\nCHINA"])
    def test_no_vote_is_none(self, detail: str) -> None:
        assert read_votes({"vote_detail": detail, "vote_yes": "15"}) == (None, ())

    def test_what_does_not_add_up_is_said(self) -> None:
        _, notes = read_votes({"vote_detail": "Y FRANCE\nY ATLANTIS", "vote_yes": "15.0", "vote_no": "0"})
        assert notes == ("country not recognised: ATLANTIS", "2 States stand under Y where 15 are counted")


class TestFaults:
    def test_bad_rows_are_named_and_stop_nothing(self, table: Written) -> None:
        good = resolution(650, 1990)
        bad = [
            good,
            resolution(9999, 1990) | {"symbol": "NA", "year": "NA"},
            good | {"text": "another"},
            resolution(651, 1990),
        ]
        path = table(bad)
        reasons = []
        for source in found(path):
            try:
                source.load()
            except DocumentError as fault:
                reasons.append((fault.source, fault.reason.partition(", so")[0]))
        assert reasons == [
            ("cr-unsc/line 16", "no symbol and no number of a resolution that there is"),
            ("cr-unsc/line 30", "S/RES/650 (1990) stands in line 2 already"),
            ("cr-unsc", "it is not known what 2 rows are about"),
        ]

    def test_a_row_that_does_not_fit_keeps_what_was_read_of_it(self, table: Written, tmp_path: Path) -> None:
        path = table([resolution(650, 1990), resolution(651, 1990)])
        add_corpus("cr-unsc", tmp_path / "index", origin=path)
        table([resolution(650, 1990)], end="b,651,S/RES/651 (1990),1990,cut,off\n")
        report = update_corpus("cr-unsc", tmp_path / "index").report
        assert report is not None
        assert (report.documents, report.removed) == (2, 0)
        assert {one.reason for one in report.rejected} == {
            "line 16 has 6 cells for 5 columns (kept as it was indexed before)",
            "line 16 has 6 cells for 5 columns",
        }

    @pytest.mark.parametrize("symbol", ["S/RES/", "NA", "S/RES/650 (1990)"])
    def test_a_row_of_an_unknown_resolution_takes_nothing_out(
        self, symbol: str, table: Written, tmp_path: Path
    ) -> None:
        rows = [resolution(number, 1990) for number in (650, 651)]
        add_corpus("cr-unsc", tmp_path / "index", origin=table(rows))
        table([rows[0], rows[1] | {"symbol": symbol, "res_no": "NA", "year": "NA"}])
        report = update_corpus("cr-unsc", tmp_path / "index").report
        assert report is not None
        assert (report.documents, report.removed) == (2, 0)

    def test_a_row_that_does_not_fit_keeps_its_facts(self, table: Written, tmp_path: Path) -> None:
        add_corpus(
            "cr-unsc", tmp_path / "index", origin=table([resolution(650, 1990), resolution(651, 1990)]), lang="zh"
        )
        table([resolution(650, 1990)], end="b,651,S/RES/651 (1990),1990,cut,off\n")
        report = update_corpus("cr-unsc", tmp_path / "index").report
        assert report is not None
        assert report.removed == 0

    def test_a_missing_column_is_named_before_anything_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("res_no,title\n1,b\n", encoding="utf-8")
        with pytest.raises(SeizedError, match=r"no column text or text_zh .*; there are res_no, title"):
            found(tmp_path / "a.csv")


class TestIndex:
    def test_it_is_added_and_a_second_time_changes_nothing(self, path: Path, tmp_path: Path) -> None:
        first = add_corpus("cr-unsc", tmp_path / "index", origin=path).report
        again = update_corpus("cr-unsc", tmp_path / "index").report
        assert first is not None
        assert again is not None
        assert (first.indexed, first.documents, again.changed) == (3, 2, False)
        with open_index(tmp_path / "index") as index:
            assert index.search("vote:for:SUN", limit=None).total == 7
            assert index.search("vote:against:COD topic:peace", lang="en").total == 4
            assert {row["corpus"] for row in index.dataset()} == {"cr-unsc"}

    def test_a_table_that_breaks_off_forgets_nothing(self, table: Written, rows: Rows, tmp_path: Path) -> None:
        packed = tmp_path / "table.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(table([{**rows[0], "text_meeting": "long " * 100_000}, rows[1]]), "table.csv")
        add_corpus("cr-unsc", tmp_path / "index", origin=packed)
        packed.write_bytes(packed.read_bytes().replace(b"LEBANON", b"LIBANON"))
        report = update_corpus("cr-unsc", tmp_path / "index").report
        assert report is not None
        assert (report.documents, report.removed, len(report.rejected)) == (2, 0, 1)
        assert "breaks off after line" in report.rejected[0].reason

    def test_a_better_source_wins_and_the_other_is_remembered(self, path: Path, tmp_path: Path) -> None:
        own = tmp_path / "own.txt"
        own.write_text(TEXT.format("650 (1990)", "ninety") + "\n4. Ends.\n", encoding="utf-8")
        build_index([own], tmp_path / "index")
        add_corpus("cr-unsc", tmp_path / "index", origin=path)
        with open_index(tmp_path / "index") as index:
            view = index.document("650")
            assert "fifty" in view.clauses[1].text
            assert [source.path for source in view.record.sources] == ["cr-unsc/S_RES_650(1990)", own.as_posix()]
        remove_corpus("cr-unsc", tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert "ninety" in index.document("650").clauses[1].text

    def test_chinese_is_read_beside_it(self, path: Path, tmp_path: Path) -> None:
        add_corpus("cr-unsc", tmp_path / "index", origin=path, lang="zh")
        with open_index(tmp_path / "index") as index:
            assert index.info().languages == {"zh": 3}
            assert index.search("观察员").total == 1
