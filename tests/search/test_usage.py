"""Usage: counts of years against a plain count, first and last, what a bare phrase means, pictures."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from seized import Index, QueryError, SeizedError
from seized.indexer.columnar.index import ColumnarIndex
from seized.search.engines.local.dating import ends
from seized.search.engines.local.execute import Executor
from seized.search.picture import usage_svg, write_picture
from seized.search.usage import Series, Usage, YearCount, as_wording

SVG = "{http://www.w3.org/2000/svg}"


class TestAsWording:
    @pytest.mark.parametrize(
        ("phrase", "meant"),
        [
            ("all necessary means", '"all necessary means"'),
            ("women, peace and security", '"women, peace and security"'),
            ("resolution 1325 (2000)", '"resolution 1325 (2000)"'),
            ("cease-fire", '"cease-fire"'),
            ("维和人员", '"维和人员"'),
            ("peacekeepers", "peacekeepers"),
            ("1325 (2000)", "1325 (2000)"),
            ("S/RES/1325 (2000)", "S/RES/1325 (2000)"),
            ("verb:authorizes", "verb:authorizes"),
            ('verb:"calls upon" women', 'verb:"calls upon" women'),
            ('"all necessary means"', '"all necessary means"'),
            ("women OR youth", "women OR youth"),
            ("women AND youth", "women AND youth"),
            ("women -children", "women -children"),
            ("peacekeep* operation", "peacekeep* operation"),
        ],
    )
    def test_bare_words_are_a_wording_and_the_rest_a_query(self, phrase: str, meant: str) -> None:
        assert as_wording(phrase) == meant

    def test_what_cannot_be_understood_is_refused(self) -> None:
        with pytest.raises(QueryError):
            as_wording('"open')


class TestUsage:
    def test_counts_and_shares_are_those_of_a_plain_count(self, samples_index: Index) -> None:
        (series,) = samples_index.usage("safety and security").series
        texts = [hit.clause for hit in samples_index.search("lang:en", limit=None)]
        having = [clause for clause in texts if "safety and security" in clause.text.lower()]
        (year,) = series.years
        assert (year.year, year.count, year.clauses) == (2020, len(having), len(texts))
        assert year.share == len(having) / len(texts)
        assert series.total == len(having)

    def test_first_and_last_use_are_the_oldest_and_newest_clause(self, samples_index: Index) -> None:
        (series,) = samples_index.usage("verb:requests").series
        found = [hit.clause for hit in samples_index.search("verb:requests", limit=None)]
        assert series.first is not None
        assert series.last is not None
        assert (series.first.date, series.last.date) == ("2020-03-30", "2020-12-03")
        assert {series.first.id, series.last.id} <= {clause.id for clause in found}
        assert series.first.id == "S/RES/2518(2020)/op/2"

    def test_the_clauses_of_a_year_are_those_in_the_languages_of_the_wording(self, samples_index: Index) -> None:
        english, chinese, nothing = samples_index.usage("peacekeeping operations", "决议草案", "zzzz").series
        sizes = [samples_index.search(query, limit=1).total for query in ("lang:en", "lang:zh")]
        assert [english.years[0].clauses, chinese.years[0].clauses] == sizes
        assert nothing.years[0].clauses == sum(sizes)
        assert (nothing.total, nothing.first, nothing.last) == (0, None, None)

    def test_filters_restrict_counts_and_clauses(self, samples_index: Index) -> None:
        (series,) = samples_index.usage("peacekeepers", clause="op", until="2020-06").series
        query = "clause:op date:[* TO 2020-06]"
        assert series.total == samples_index.search(f"peacekeepers {query}", limit=1).total
        assert series.years[0].clauses == samples_index.search(query, limit=1).total

    def test_a_filter_that_admits_nothing_gives_no_years(self, samples_index: Index) -> None:
        (series,) = samples_index.usage("peacekeepers", until="1999").series
        assert (series.total, series.years) == (0, ())

    @pytest.mark.parametrize("phrases", [(), ("a",) * 21, ("vreb:x",)])
    def test_none_or_too_many_or_a_bad_query_is_refused(self, samples_index: Index, phrases: tuple[str, ...]) -> None:
        with pytest.raises(QueryError):
            samples_index.usage(*phrases)

    def test_as_json_it_has_every_year(self, samples_index: Index) -> None:
        answer = samples_index.usage("peacekeepers").to_dict()
        assert list(answer["series"][0]) == ["phrase", "query", "languages", "total", "first", "last", "years"]
        assert list(answer["series"][0]["years"][0]) == ["year", "count", "clauses", "share"]


class TestCorpus:
    def test_years_agree_with_a_plain_count_over_the_corpus(self, shared: Path, tmp_path: Path) -> None:
        from seized import build_index, open_index

        folders = [
            folder for year in ("2002", "2004") if (folder := shared / "corpus" / "akn" / "Pre-2020" / year).is_dir()
        ]
        if len(folders) < 2:
            pytest.skip("the corpus at hand has neither 2002 nor 2004")
        build_index(folders, tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            (series,) = index.usage("all necessary means").series
            dates = [
                hit.date
                for hit in index.search("lang:en", limit=None)
                if "all necessary means" in " ".join(hit.text.lower().split())
            ]
        counts = Counter(date[:4] for date in dates)
        assert [year.year for year in series.years] == [2002, 2003, 2004]
        assert [year.count for year in series.years] == [counts["2002"], 0, counts["2004"]]
        assert series.years[1].share is None
        assert series.first is not None
        assert series.last is not None
        assert (series.first.date, series.last.date) == (min(dates), max(dates))


class TestEnds:
    @pytest.mark.parametrize("split", [1, 2, 5])
    def test_the_oldest_and_newest_over_segments_whatever_the_order(
        self, columns_of: Callable[..., ColumnarIndex], split: int
    ) -> None:
        days = [20040101, 0, 20020201, 20200101, 20020201, 20200101]
        rows = [
            {"record": "clause", "text": "a", "data": b"{}", "date": day, "order": f"{9 - n:02d}"}
            for n, day in enumerate(days)
        ]
        index = columns_of(*(rows[at : at + split] for at in range(0, len(rows), split)))
        from whoosh.query import Term

        snapshot = index.reader().snapshot
        executor = Executor(snapshot, index.schema, lambda: None)
        found = executor.search(Term("text", "a"), limit=1)
        assert ends(found, snapshot) == (4, 3)
        assert ends(executor.search(Term("text", "b"), limit=1), snapshot) is None


def usage_of(*shares: tuple[str, list[tuple[int, int, int]]]) -> Usage:
    return Usage(
        tuple(
            Series(
                name, name, ("en",), sum(n for _, n, _ in years), tuple(YearCount(*one) for one in years), None, None
            )
            for name, years in shares
        )
    )


class TestPicture:
    def test_it_is_well_formed_with_a_line_and_an_entry_for_each_wording(self) -> None:
        svg = usage_svg(
            usage_of(("a & <b>", [(2000, 1, 100), (2001, 0, 0), (2002, 3, 100)]), ("维和", [(2000, 0, 9)] * 3))
        )
        root = ElementTree.fromstring(svg)
        assert len(root.findall(f"{SVG}polyline")) == 2
        texts = [text.text for text in root.findall(f"{SVG}text")]
        assert {"a & <b> (4)", "维和 (0)", "2000", "2002", "0"} <= set(texts)

    def test_a_year_without_clauses_has_no_point(self) -> None:
        root = ElementTree.fromstring(usage_svg(usage_of(("a", [(2000, 1, 10), (2001, 0, 0), (2002, 0, 10)]))))
        (line,) = root.findall(f"{SVG}polyline")
        assert len(line.get("points", "").split()) == 2

    def test_lines_differ_without_colour(self) -> None:
        root = ElementTree.fromstring(usage_svg(usage_of(*((f"w{n}", [(2000, n, 100)]) for n in range(20)))))
        dashes = [line.get("stroke-dasharray") for line in root.findall(f"{SVG}polyline")]
        markers = [path.get("d") for path in root.findall(f"{SVG}path")][::2]
        assert len(set(zip(dashes, markers, strict=True))) == 20

    @pytest.mark.parametrize("years", [[], [(2020, 0, 10)], [(2020, 5, 5)], [(1946, 1, 9), (2045, 9, 9)]])
    def test_none_one_and_a_hundred_years_are_drawn(self, years: list[tuple[int, int, int]]) -> None:
        assert "nan" not in usage_svg(usage_of(("a", years))).lower()

    def test_a_file_of_another_kind_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SeizedError, match=r"\.svg or \.png"):
            write_picture(usage_of(("a", [])), tmp_path / "a.gif")

    def test_png_without_its_library_names_the_extra(self, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setitem(sys.modules, "resvg_py", None)
        with pytest.raises(SeizedError, match=r"pip install 'seized\[picture\]'"):
            write_picture(usage_of(("a", [])), tmp_path / "a.png")

    def test_png_is_a_png(self, tmp_path: Path) -> None:
        pytest.importorskip("resvg_py", reason="the extra for PNG is not installed")
        write_picture(usage_of(("a", [(2000, 1, 3)])), tmp_path / "a.png")
        assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
