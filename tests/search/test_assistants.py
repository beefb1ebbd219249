"""The tools for assistants, asked by the protocol's own client over a real process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp_types import CallToolResult

from seized import Index, build_index, open_index
from seized.corpus import samples
from seized.search.query import parse_query

Calls = dict[str, CallToolResult]
COMMAND = ("-m", "seized", "mcp", "--index")


def talk(path: Path, conversation: Callable[[Client], Awaitable[Any]]) -> Any:
    """What a conversation with a server over the index in a folder comes to."""
    server = StdioServerParameters(command=sys.executable, args=[*COMMAND, str(path)], env=dict(os.environ))

    async def main() -> Any:
        async with Client(stdio_client(server)) as client:
            return await conversation(client)

    return anyio.run(main)


ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "search": ("search", {"query": "peacekeepers clause:op", "limit": 3}),
    "page": ("search", {"query": "peacekeepers clause:op", "limit": 3, "offset": 3}),
    "past": ("search", {"query": "peacekeepers", "offset": 900}),
    "filtered": ("search", {"query": "peacekeepers", "clause": "op", "verb": ["requests"], "since": "2020-01"}),
    "counted": ("search", {"query": "security", "limit": 1, "count": ["clause", "verb"]}),
    "chinese": ("search", {"query": "维和人员", "lang": ["zh"]}),
    "across": ("search", {"query": "安全部门改革", "across": "en", "limit": 2}),
    "nothing": ("search", {"query": "peackeepers"}),
    "not English": ("search", {"query": "draft resolution sovereignty", "clause": "letter"}),
    "similar": ("similar", {"draft": "Decides to remain tentatively seized of the matter."}),
    "similar clause": ("similar", {"draft": "S/RES/2553(2020)/op/26", "earlier": True}),
    "document": ("show", {"symbol": "2553", "limit": 2}),
    "chinese letter": ("show", {"symbol": "S/2020/1166"}),
    "clause": ("show", {"symbol": "S/RES/2518(2020)/op/1"}),
    "cites": ("cites", {"symbol": "2378"}),
    "cites both": ("cites", {"symbol": "2518", "limit": 2}),
}
REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "no such field": ("search", {"query": "vreb:decides"}, 'unknown field "vreb:"; did you mean verb:?'),
    "no query": ("search", {}, "nothing to search for"),
    "no such parameter": ("search", {"q": "women"}, "no parameter "),
    "past the limit": ("search", {"query": "women", "limit": 51}, "parameter limit: "),
    "no number": ("search", {"query": "women", "limit": "x"}, "parameter limit: "),
    "no such language": ("search", {"query": "women", "across": "tlh"}, "tlh"),
    "no such count": ("search", {"query": "women", "count": ["colour"]}, 'no facet "colour"'),
    "no draft": ("similar", {"draft": " "}, "similar to what?"),
    "no word": ("similar", {"draft": "…"}, "the draft has no word"),
    "no document": ("show", {"symbol": "2500"}, "no document S/RES/2500 (2019)"),
    "no paragraph": ("show", {"symbol": "2518/op/99"}, "it has op/1 to op/15"),
    "no symbol": ("show", {}, "show what?"),
    "no citations": ("cites", {"symbol": ""}, "the citations of what?"),
    "a paragraph that is none": ("cites", {"symbol": "2518", "paragraph": "99"}, "no paragraph op/99"),
}


@pytest.fixture(scope="module")
def answers(both_path: Path) -> Calls:
    """The answers to all these questions, of one process."""

    async def ask(client: Client) -> Calls:
        asked = ASKED | {name: (tool, given) for name, (tool, given, _) in REFUSED.items()}
        return {name: await client.call_tool(tool, given) for name, (tool, given) in asked.items()}

    found: Calls = talk(both_path, ask)
    return found


def content(answer: CallToolResult) -> dict[str, Any]:
    assert not answer.is_error, said(answer)
    found: dict[str, Any] = answer.structured_content
    return found


def said(answer: CallToolResult) -> str:
    (block,) = answer.content
    assert block.type == "text"
    return block.text


class TestTools:
    def test_each_says_what_it_takes_and_only_reads(self, both_path: Path) -> None:
        listed = talk(both_path, lambda client: client.list_tools()).tools
        assert [tool.name for tool in listed] == ["search", "similar", "show", "cites"]
        for tool in listed:
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
            assert tool.title
            assert 100 < len(tool.description or "") < 1_800
            assert all(about["description"] for about in tool.input_schema["properties"].values())
            assert tool.input_schema["properties"]["limit"]["maximum"] <= 200
            assert set(tool.input_schema["required"]) <= set(tool.input_schema["properties"])

    def test_the_queries_in_the_description_are_understood(self, both_path: Path) -> None:
        search = talk(both_path, lambda client: client.list_tools()).tools[0].description
        assert search is not None
        examples = search.partition("Examples: ")[2].partition(". The parameters")[0].split("; ")
        assert len(examples) == 3
        assert all(list(parse_query(example).leaves()) for example in examples)

    def test_an_unknown_tool_is_an_error_of_the_protocol(self, both_path: Path) -> None:
        async def ask(client: Client) -> None:
            with pytest.raises(MCPError, match="no tool 'delete'; there are search, similar, show, cites"):
                await client.call_tool("delete", {})

        talk(both_path, ask)


class TestSearch:
    def test_hits_are_those_of_the_index_by_the_contract(self, answers: Calls, both: Index) -> None:
        found, results = content(answers["search"]), both.search("peacekeepers clause:op", limit=3)
        assert found["total"] == results.total > 6
        assert found["hits"] == json.loads(json.dumps(results.to_dicts()))

    def test_the_text_has_ids_and_wording(self, answers: Calls) -> None:
        text = said(answers["search"])
        for hit in content(answers["search"])["hits"]:
            assert hit["id"] in text
            assert hit["text"] in text

    def test_what_is_left_out_can_be_asked_for(self, answers: Calls, both: Index) -> None:
        total = content(answers["search"])["total"]
        assert content(answers["search"])["notes"] == [f"{total - 3} more clauses: ask again with offset 3"]
        assert content(answers["search"])["notes"][0] in said(answers["search"])
        page = [hit["id"] for hit in content(answers["page"])["hits"]]
        assert page == [hit.id for hit in both.search("peacekeepers clause:op", limit=3, offset=3)]

    def test_past_the_end_is_said(self, answers: Calls) -> None:
        (note,) = content(answers["past"])["notes"]
        assert re.fullmatch(r"there are \d+ clauses in all: ask with a smaller offset", note)

    def test_filters_restrict_and_one_value_needs_no_list(self, answers: Calls, both: Index) -> None:
        results = both.search("peacekeepers", clause="op", verb="requests", since="2020-01")
        assert [hit["id"] for hit in content(answers["filtered"])["hits"]] == [hit.id for hit in results] != []

    def test_counts_are_facets(self, answers: Calls, both: Index) -> None:
        facets = both.search("security", limit=1, facets=["clause", "verb"]).facets
        assert content(answers["counted"])["facets"]["clause"] == facets["clause"]
        assert list(content(answers["counted"])["facets"]["verb"].items()) == list(facets["verb"].items())[:20]
        assert (
            f"{len(facets['verb']) - 20} more values of verb are left out here" in content(answers["counted"])["notes"]
        )
        assert "by clause: operative" in said(answers["counted"])

    def test_chinese_in_and_out(self, answers: Calls) -> None:
        assert content(answers["chinese"])["total"] > 1
        assert all("维和人员" in hit["text"] for hit in content(answers["chinese"])["hits"])

    def test_across_languages(self, answers: Calls) -> None:
        found = content(answers["across"])
        assert {hit["lang"] for hit in found["hits"]} == {"en"}
        assert found["across"]["to"] == "en"

    def test_what_finds_nothing_says_what_was_meant(self, answers: Calls) -> None:
        found = content(answers["nothing"])
        assert (found["total"], found["hits"]) == (0, [])
        assert "did you mean" in said(answers["nothing"])


class TestSimilar:
    def test_each_wording_once_with_its_use(self, answers: Calls) -> None:
        found = content(answers["similar"])
        assert found["precedents"][0]["id"] == "S/RES/2553(2020)/op/26"
        assert found["precedents"][0]["wording"]["used"] == 2
        assert "{+tentatively+}" in found["precedents"][0]["diff"]
        numbers = [row["wording"]["number"] for row in found["precedents"]]
        assert numbers == list(range(1, len(numbers) + 1))
        assert "used 2 times, first 2020-03-30, last 2020-12-03" in said(answers["similar"])

    def test_the_words_that_are_new(self, answers: Calls) -> None:
        assert content(answers["similar"])["novel"] == ["tentatively"]

    def test_of_a_clause_what_is_older(self, answers: Calls) -> None:
        ids = [row["id"] for row in content(answers["similar clause"])["precedents"]]
        assert ids[0] == "S/RES/2518(2020)/op/15"
        assert not any("2553" in one for one in ids)


class TestShow:
    def test_a_document_a_page_at_a_time(self, answers: Calls, both: Index) -> None:
        found, view = content(answers["document"]), both.document("2553")
        assert (found["symbol"], found["total"]) == ("S/RES/2553 (2020)", len(view.clauses))
        assert [row["id"] for row in found["clauses"]] == [clause.id for clause in view.clauses[:2]]
        assert f"{len(view.clauses) - 2} more paragraphs: ask again with offset 2" in found["notes"]
        assert "adopted by 15 votes, 0 against, 0 abstaining" in said(answers["document"])

    def test_long_lists_are_cut_with_a_note(self, answers: Calls, both: Index) -> None:
        sponsors = both.document("2553").to_dict()["sponsors"]
        assert content(answers["document"])["sponsors"] == sponsors[:20]
        assert f"{len(sponsors) - 20} more sponsors are left out here" in content(answers["document"])["notes"]

    def test_a_letter_in_chinese(self, answers: Calls) -> None:
        assert "[letter/1] 谨此告知" in said(answers["chinese letter"])

    def test_a_clause_and_its_wording_in_another_language(self, answers: Calls, both: Index) -> None:
        found = content(answers["clause"])
        assert found | {"notes": []} == both.clause("2518/op/1").to_dict() | {"twin": found["twin"], "notes": []}
        assert found["twin"] == "S/RES/2518(2020)/op/1@zh"

    def test_a_long_clause_is_cut_among_others_and_whole_alone(self, tmp_path: Path) -> None:
        sentence = "stressing the importance of the safety and security of peacekeepers, "
        text = f"Resolution 2999 (2030)\n\nThe Security Council,\n\n1. Decides, {sentence * 30}to remain seized."
        (tmp_path / "long.txt").write_text(text, encoding="utf-8")
        build_index([tmp_path / "long.txt"], tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            (clause,) = index.search("clause:op")

        async def ask(client: Client) -> tuple[CallToolResult, CallToolResult]:
            found = await client.call_tool("search", {"query": "peacekeepers"})
            return found, await client.call_tool("show", {"symbol": clause.id})

        several, alone = talk(tmp_path / "index", ask)
        (hit,) = content(several)["hits"]
        assert len(hit["text"]) <= 1_201
        assert any(
            note.startswith(f"the text of {clause.id} is cut after 1,200 of ") for note in content(several)["notes"]
        )
        assert content(alone)["text"] == clause.text


class TestCites:
    def test_both_directions(self, answers: Calls, both: Index) -> None:
        found, citations = content(answers["cites both"]), both.citations("2518").to_dict()
        assert found["cites"] == citations["cites"][:2]
        assert found["totals"] == {"cites": len(citations["cites"]), "cited_by": len(citations["cited_by"])}
        assert f"{len(citations['cites']) - 2} more citations in it: ask again with offset 2" in found["notes"]

    def test_a_document_that_is_not_in_the_index(self, answers: Calls) -> None:
        found = content(answers["cites"])
        assert (found["in_index"], [row["place"] for row in found["cited_by"]]) == (False, ["op/11", "op/14"])
        assert "S/RES/2378 (2017) · not in the index" in said(answers["cites"])


class TestRefusals:
    @pytest.mark.parametrize("name", REFUSED)
    def test_an_error_is_one_sentence(self, answers: Calls, name: str) -> None:
        assert answers[name].is_error
        assert REFUSED[name][2] in said(answers[name])
        assert "\n" not in said(answers[name])


class TestResources:
    def test_the_query_language_and_what_the_index_holds(self, both_path: Path, both: Index) -> None:
        async def ask(client: Client) -> list[Any]:
            listed = (await client.list_resources()).resources
            assert [one.uri for one in listed] == ["seized://query-language", "seized://index"]
            return [(await client.read_resource(one.uri)).contents[0] for one in listed]

        language, holds = talk(both_path, ask)
        page = Path(__file__).parents[2] / "docs" / "query-language.md"
        assert language.text == page.read_text(encoding="utf-8")
        held = json.loads(holds.text)
        assert (held["documents"], held["clauses"]) == (both.info().documents, both.info().clauses)
        assert "path" not in held

    def test_no_other_resource(self, both_path: Path) -> None:
        async def ask(client: Client) -> None:
            with pytest.raises(MCPError, match="no resource"):
                await client.read_resource("seized://../setup.cfg")

        talk(both_path, ask)


class TestProcess:
    def test_a_new_state_of_the_index_is_picked_up(self, tmp_path: Path) -> None:
        path = tmp_path / "index"
        with samples() as folder:
            build_index([folder / "letter-2518.txt"], path)

            async def ask(client: Client) -> list[int]:
                before = content(await client.call_tool("search", {"query": "symbol:2553"}))["total"]
                await anyio.to_thread.run_sync(build_index, [folder], path)
                totals = [before]
                while totals[-1] == before and len(totals) < 100:
                    await anyio.sleep(0.1)
                    totals.append(content(await client.call_tool("search", {"query": "symbol:2553"}))["total"])
                return totals

            totals = talk(path, ask)
        assert totals[0] == 0
        assert totals[-1] > 20

    def test_standard_output_has_answers_alone_and_the_end_of_input_ends_it(self, both_path: Path) -> None:
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        asked: list[dict[str, Any]] = [
            {"id": 1, "method": "initialize", "params": hello},
            {"method": "notifications/initialized"},
            {"id": 2, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "决议"}}},
        ]
        with subprocess.Popen(
            [sys.executable, *COMMAND, str(both_path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        ) as process:  # fmt: skip
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            for one in asked:
                process.stdin.write(json.dumps({"jsonrpc": "2.0"} | one) + "\n")
                process.stdin.flush()
            lines = [process.stdout.readline() for _ in range(2)]
            process.stdin.close()
            rest, errors = process.stdout.read(), process.stderr.read()
        assert [json.loads(line)["id"] for line in lines] == [1, 2]
        assert (rest, errors, process.returncode) == ("", "", 0)

    @pytest.mark.parametrize("sent", ["", "no message\n", "[]\n{}\n"])
    def test_what_is_no_message_stops_nothing(self, both_path: Path, sent: str) -> None:
        done = subprocess.run(
            [sys.executable, *COMMAND, str(both_path)], input=sent, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0
        assert all(json.loads(line)["jsonrpc"] == "2.0" for line in done.stdout.splitlines())

    def test_a_client_that_does_not_wait_is_no_error(self, both_path: Path) -> None:
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        with subprocess.Popen(
            [sys.executable, *COMMAND, str(both_path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        ) as process:  # fmt: skip
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}) + "\n")
            process.stdin.close()
            assert process.stderr.read() == ""
        assert process.returncode == 0

    def test_an_index_that_is_not_there_is_one_sentence(self, tmp_path: Path) -> None:
        done = subprocess.run(
            [sys.executable, *COMMAND, str(tmp_path)], input="", capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert "no index there" in done.stderr

    def test_without_the_package_it_says_how_to_get_it(self) -> None:
        code = "import sys; sys.modules['mcp'] = None; sys.argv[1:] = ['mcp']; from seized.cli import main; main()"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "seized: seized mcp needs the package mcp: pip install 'seized[mcp]'\n"
