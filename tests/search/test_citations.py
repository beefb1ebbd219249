"""What a document cites and what cites it, and the network of it all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seized import Index, build_index, open_index
from seized.errors import NotFound, QueryError, SeizedError
from seized.indexer.model import Clause, Pinpoint
from seized.search.citation_graph import Edge, Network, Node, write_graph
from seized.search.citations import cited_in, preferred, read_target
from seized.search.cited import Cited, is_within

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def clause(
    text: str, *cites: str, pinpoints: tuple[Pinpoint, ...] = (), clause_id: str = "S/RES/2400(2018)/op/5"
) -> Clause:
    return Clause(
        clause_id, "S/RES/2400 (2018)", "operative", "5", 1, "en", "2018-02-08", (), cites, pinpoints, (), text
    )


def row(place: str, target: str, paragraph: str = "", *, lang: str = "en") -> Cited:
    return Cited(f"{place}@{lang}", "S/RES/1 (1946)", place, lang, "1946-01-01", target, paragraph)


class TestReadTarget:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("2127", ("2127", "")),
            ("2127@zh", ("2127", "")),
            ("2127(2013)#5", ("2127(2013)", "5")),
            ("S/RES/2127(2013)/op/8(a)", ("S/RES/2127(2013)", "8(a)")),
            ("S/RES/2127 (2013) / op / 5", ("S/RES/2127 (2013)", "5")),
            ("S/RES/2127(2013)/op/5~2@zh", ("S/RES/2127(2013)", "5")),
            ("1267 (1999) para 7", ("1267 (1999)", "7")),
            ("第1267(1999)号决议第7段", ("第1267(1999)号决议", "7")),
            ("第1267(1999)号决议", ("第1267(1999)号决议", "")),
            ("S/PRST/2007/3", ("S/PRST/2007/3", "")),
            ("charter#Chapter VII", ("Charter", "Chapter VII")),
        ],
    )
    def test_every_way_to_write_a_paragraph(self, written: str, expected: tuple[str, str]) -> None:
        assert read_target(written) == expected

    @pytest.mark.parametrize("written", ["2127#five", "2127#5(a", "2127/op/a"])
    def test_what_is_no_paragraph_is_refused(self, written: str) -> None:
        with pytest.raises(QueryError):
            read_target(written)

    @given(st.text(max_size=60))
    def test_any_text_is_read_or_refused(self, written: str) -> None:
        try:
            _, label = read_target(written)
        except QueryError:
            return
        assert isinstance(label, str)


class TestCitedIn:
    def test_a_document_that_is_pinpointed_is_not_cited_as_a_whole_too(self) -> None:
        rows = list(
            cited_in(clause("text", "S/RES/1 (1946)", "S/RES/2 (1946)", pinpoints=(Pinpoint("S/RES/1 (1946)", "7"),)))
        )
        assert [(one.target, one.paragraph) for one in rows] == [("S/RES/2 (1946)", ""), ("S/RES/1 (1946)", "7")]

    def test_relative_wording_is_kept_with_its_paragraph(self) -> None:
        text = "paragraph 1 of resolution 1807 (2008), and paragraph 7 of that resolution"
        rows = list(cited_in(clause(text, "S/RES/1807 (2008)", pinpoints=(Pinpoint("S/RES/1807 (2008)", "1"),))))
        assert [(one.paragraph, one.phrase) for one in rows] == [("1", ""), ("7", "paragraph 7 of that resolution")]

    def test_a_change_has_its_relation(self) -> None:
        text = "resolution 2368 (2017), as renewed by paragraph 1 of resolution 2610 (2021)"
        given_ = clause(text, "S/RES/2368 (2017)", "S/RES/2610 (2021)", pinpoints=(Pinpoint("S/RES/2610 (2021)", "1"),))
        assert [(one.target, one.relation) for one in cited_in(given_)] == [
            ("S/RES/2368 (2017)", ""),
            ("S/RES/2610 (2021)", "renew"),
        ]

    def test_the_place_is_the_end_of_the_id_without_its_edition(self) -> None:
        (one,) = cited_in(clause("text", "S/RES/1 (1946)", clause_id="S/RES/2400(2018)/op/5~2@zh"))
        assert one.place == "op/5~2"


class TestEditions:
    def test_a_translation_counts_only_where_the_english_does_not_cite(self) -> None:
        rows = [row("op/1", "A"), row("op/1", "A", "7", lang="zh"), row("op/2", "A", lang="zh")]
        assert [(one.place, one.lang) for one in preferred(rows)] == [("op/1", "en"), ("op/2", "zh")]

    @pytest.mark.parametrize(
        ("label", "whole", "expected"), [("8(a)", "8", True), ("8", "8", True), ("80", "8", False)]
    )
    def test_an_item_is_within_its_paragraph(self, label: str, whole: str, expected: bool) -> None:
        assert is_within(label, whole) is expected


class TestSamples:
    def test_what_cites_a_document_that_is_not_there(self, samples_index: Index) -> None:
        found = samples_index.citations("2378")
        assert (found.in_index, found.title, found.years) == (False, "", {"2020": 2})
        assert [one.clause for one in found.cited_by] == ["S/RES/2518(2020)/op/11", "S/RES/2518(2020)/op/14"]

    def test_what_a_document_cites_is_what_its_clauses_cite(self, samples_index: Index) -> None:
        found = samples_index.citations("2553")
        expected = {symbol for one in samples_index.document("2553").clauses for symbol in one.cites}
        assert {one.target for one in found.cites} == expected | {"Charter"}

    def test_a_paragraph_cites_less_than_its_document(self, samples_index: Index) -> None:
        found = samples_index.citations("S/RES/2553(2020)/op/21")
        assert [(one.target, one.paragraph) for one in found.cites] == [("Charter", "Chapter VIII")]
        assert samples_index.citations("2553", "21").cites == found.cites

    def test_what_pinpoints_the_paragraph_comes_first(self, samples_index: Index) -> None:
        found = samples_index.citations("Charter#Chapter VIII")
        assert found.pinpoints(found.cited_by[0])

    def test_dates_and_languages_restrict_what_cites(self, samples_index: Index) -> None:
        assert len(samples_index.citations("2378", since="2020-03-30", until="2020-03").cited_by) == 2
        with pytest.raises(NotFound):
            samples_index.citations("2378", since="2021")
        with pytest.raises(NotFound):
            samples_index.citations("2378", lang="zh")

    def test_a_letter_is_asked_for_like_any_document(self, samples_index: Index) -> None:
        assert samples_index.citations("letter of 2553").document == "S/2020/1166"

    @pytest.mark.parametrize("symbol", ["2553", ""])
    def test_a_language_goes_by_any_of_its_names(self, samples_index: Index, symbol: str) -> None:
        assert samples_index.network(symbol, lang="English").edges == samples_index.network(symbol, lang="en").edges
        with pytest.raises(QueryError, match="unknown lang"):
            samples_index.network(symbol, lang="klingon")

    @pytest.mark.parametrize("symbol", ["foo", "", "/", "2127#five"])
    def test_what_is_no_symbol_is_refused(self, samples_index: Index, symbol: str) -> None:
        with pytest.raises(QueryError):
            samples_index.citations(symbol)

    def test_a_dictionary_holds_all(self, samples_index: Index) -> None:
        given_ = json.loads(json.dumps(samples_index.citations("2553", depth=2).to_dict()))
        assert (given_["document"], given_["in_index"], given_["paragraph"]) == ("S/RES/2553 (2020)", True, None)
        assert {"clause", "target", "paragraph", "phrase", "relation"} < set(given_["cites"][0])

    def test_the_network_has_an_edge_for_all_that_a_document_cites_of_another(self, samples_index: Index) -> None:
        network = samples_index.network()
        assert network is samples_index.network()
        (edge,) = [one for one in network.edges if one.target == "S/RES/2378 (2017)"]
        assert (edge.source, edge.count, edge.date) == ("S/RES/2518 (2020)", 2, "2020-03-30")
        assert edge.paragraphs == (("op/11", ""), ("op/14", ""))
        assert network.nodes["S/RES/2378 (2017)"] == Node("S/RES/2378 (2017)", "2017", "", in_index=False)

    def test_the_network_and_the_citations_of_a_document_agree(self, samples_index: Index) -> None:
        network = samples_index.network()
        for symbol in samples_index.symbols():
            assert {one.target for one in samples_index.citations(symbol).cites} == set(network.cites.get(symbol, ()))

    def test_round_a_document_is_only_what_is_near(self, samples_index: Index) -> None:
        assert set(samples_index.network("2378").nodes) == {"S/RES/2378 (2017)", "S/RES/2518 (2020)"}
        assert len(samples_index.network("2378", depth=2).nodes) > 2
        with pytest.raises(NotFound):
            samples_index.network("7")


JOINT = "A/RES/60/180-S/RES/1645 (2005)"
AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><coverPage>
<p><docNumber refersTo="#symbol">{symbol}</docNumber></p></coverPage><mainBody>
<paragraph><num>1.</num><content><p>Recalls {cited},</p></content></paragraph></mainBody></statement></akomaNtoso>"""


@pytest.fixture(scope="module")
def joint_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Of three resolutions that cite one another; the one in the middle was issued by two organs."""
    folder = tmp_path_factory.mktemp("joint")
    chain = {
        "S/RES/1646 (2005)": "resolutions 60/180 and 1645 (2005)",
        JOINT: "its resolution 60/180 and resolution 1644 (2005)",
        "S/RES/1644 (2005)": "the document A/60/1-S/2005/1",
    }
    for number, (symbol, cited) in enumerate(chain.items()):
        (folder / f"{number}.xml").write_text(AKN.format(symbol=symbol, cited=cited), encoding="utf-8")
    build_index([folder], folder / "index")
    with open_index(folder / "index") as index:
        yield index


class TestJointlyIssued:
    def test_it_is_one_node_whichever_symbol_is_cited(self, joint_index: Index) -> None:
        edges = {(one.source, one.target, one.paragraphs) for one in joint_index.network().edges}
        assert edges >= {("S/RES/1646 (2005)", JOINT, (("op/1", ""),)), (JOINT, "S/RES/1644 (2005)", (("op/1", ""),))}
        assert not {"A/RES/60/180", "S/RES/1645 (2005)"} & set(joint_index.network().nodes)

    def test_citations_are_followed_through_it(self, joint_index: Index) -> None:
        further = joint_index.citations("1646", depth=2).further
        assert ("S/RES/1644 (2005)", JOINT) in [(one.document, one.via) for one in further]
        assert "S/RES/1646 (2005)" in joint_index.network("1644", depth=2).nodes

    @pytest.mark.parametrize("written", ["1645", "A/RES/60/180", JOINT])
    def test_any_of_its_symbols_leads_to_it(self, joint_index: Index, written: str) -> None:
        assert joint_index.document(written).record.symbol == JOINT
        found = joint_index.citations(written)
        assert (found.document, {one.document for one in found.cited_by}) == (JOINT, {"S/RES/1646 (2005)"})
        assert {"S/RES/1646 (2005)", "S/RES/1644 (2005)"} < set(joint_index.network(written).nodes)

    def test_one_that_is_not_in_the_index_keeps_what_cites_it(self, joint_index: Index) -> None:
        near = joint_index.network("A/60/1-S/2005/1")
        assert {(one.source, one.target) for one in near.edges} == {
            ("S/RES/1644 (2005)", "A/60/1"),
            ("S/RES/1644 (2005)", "S/2005/1"),
        }


NETWORK = Network(
    {
        "A": Node("A", "2001-01-01", 'of "quotes" \\ and <marks> & 决议\x0b', in_index=True),
        "B": Node("B", "1999", "", in_index=False),
        "C": Node("C", "", "", in_index=False),
    },
    (
        Edge("A", "B", "2001-01-01", (("op/5", "7"), ("op/5", "8(a)"), ("pp/1", "")), ("renew",)),
        Edge("B", "C", "1999-01-01", (("op/1", ""),)),
        Edge("C", "A", "", (("op/1", ""),)),
    ),
)


class TestNetwork:
    def test_steps_are_counted_in_each_direction(self) -> None:
        assert NETWORK.reach("A", 3, "cites") == {"B": (1, "A"), "C": (2, "B")}
        assert NETWORK.reach("A", 1, "cited by") == {"C": (1, "A")}

    def test_a_part_keeps_the_edges_between_its_documents(self) -> None:
        part = NETWORK.within(["A", "B", "unknown"])
        assert (list(part.nodes), [(one.source, one.target) for one in part.edges]) == (["A", "B"], [("A", "B")])


class TestFiles:
    def test_graphml_is_read_back(self, tmp_path: Path) -> None:
        write_graph(NETWORK, tmp_path / "x.graphml")
        root = etree.parse(tmp_path / "x.graphml").getroot()
        nodes = {one.get("id"): {d.get("key"): d.text for d in one} for one in root.iter(f"{GRAPHML}node")}
        assert nodes["A"] == {"date": "2001-01-01", "title": 'of "quotes" \\ and <marks> & 决议 ', "in_index": "true"}
        edge = next(root.iter(f"{GRAPHML}edge"))
        assert (edge.get("source"), edge.get("target")) == ("A", "B")
        assert {d.get("key"): d.text for d in edge} == {
            "cited_on": "2001-01-01", "count": "2", "paragraphs": "op/5 -> 7; op/5 -> 8(a); pp/1", "relations": "renew",
        }  # fmt: skip
        declared = {one.get("id") for one in root.iter(f"{GRAPHML}key")}
        assert {d.get("key") for d in root.iter(f"{GRAPHML}data")} <= declared

    def test_json_is_read_back(self, tmp_path: Path) -> None:
        write_graph(NETWORK, tmp_path / "x.json")
        data = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
        assert [one["id"] for one in data["nodes"]] == ["A", "B", "C"]
        assert data["links"][0]["paragraphs"][0] == {"from": "op/5", "to": "7"}
        assert {one["source"] for one in data["links"]} | {one["target"] for one in data["links"]} == {"A", "B", "C"}

    def test_dot_is_one_statement_a_line_with_balanced_quotes(self, tmp_path: Path) -> None:
        write_graph(NETWORK, tmp_path / "x.DOT")
        lines = (tmp_path / "x.DOT").read_text(encoding="utf-8").splitlines()
        assert (lines[0], lines[-1], len(lines)) == ("digraph citations {", "}", 9)
        string = r'"(?:[^"\\]|\\.)*"'
        attributes = rf"(?: \[\w+={string}(?:, \w+={string})*\])?;"
        assert all(re.fullmatch(rf"  {string}(?: -> {string})?{attributes}", line) for line in lines[2:-1])
        assert '"of \\"quotes\\" \\\\ and <marks> & 决议"' in lines[2]

    @given(st.text(max_size=30))
    def test_any_title_survives(self, title: str) -> None:
        from seized.search.citation_graph import _WRITERS

        network = Network({"A": Node("A", "", title, in_index=True)}, ())
        etree.fromstring(_WRITERS[".graphml"](network).encode("utf-8"))
        assert json.loads(_WRITERS[".json"](network))["nodes"][0]["title"] == title
        assert len(_WRITERS[".dot"](network).split("\n")) == 5

    def test_an_unknown_ending_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SeizedError, match="graphml"):
            write_graph(NETWORK, tmp_path / "x.gexf")
