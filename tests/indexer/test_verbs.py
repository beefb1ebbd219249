"""Action verbs of a clause, and how a paragraph opens."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seized.indexer.grammar.verbs import Opening, find_verbs, opening
from seized.indexer.model import Kind, Verb

Tool = Callable[[str], dict[str, Any]]
KINDS: dict[str, Kind] = {"preambular": "preambular", "operative": "operative", "operative-sub": "operative"}


def lemmas(text: str, kind: Kind = "operative", lang: str = "en") -> list[str]:
    return [verb.lemma for verb in find_verbs(text, kind=kind, lang=lang)]


class TestLeadingVerb:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Decides that the panel shall", Verb("decide", "Decides")),
            ("Further requests the panel", Verb("request", "requests", ("further",))),
            ("Strongly condemns the attack", Verb("condemn", "condemns", ("strongly",))),
            ("Decides also that", Verb("decide", "Decides", ("also",))),
            ("Calls on all parties", Verb("call upon", "Calls on")),
            ("Calls upon all parties", Verb("call upon", "Calls upon")),
            ("Calls for calm", Verb("call for", "Calls for")),
            ("Calls, in this regard, on all States", Verb("call upon", "Calls on")),
            ("Also calls once again upon both sides", Verb("call upon", "calls upon", ("also", "once again"))),
            ("Takes note of the report", Verb("take note", "Takes note")),
            ("Takes due note of the report", Verb("take note", "Takes note", ("due",))),
            ("Notes with deep concern that", Verb("note", "Notes", ("with deep concern",))),
            ("Expresses its grave concern at", Verb("express", "Expresses", ("grave concern",))),
            ("Reiterates its call upon all", Verb("reiterate", "Reiterates", ("call",))),
            (
                "Condemns in the strongest possible terms any",
                Verb("condemn", "Condemns", ("in the strongest possible terms",)),
            ),
            ("Looks forward to the report", Verb("look forward", "Looks forward")),
            ("Continues to urge the parties", Verb("urge", "Continues to urge")),
            ("Authorises the mission", Verb("authorize", "Authorises")),
            ("In this regard, calls upon the sides", Verb("call upon", "calls upon")),
            ("Due to the rains, further requests the mission", Verb("request", "requests", ("further",))),
            ("Acting in support of a wish, recalls its leave", Verb("recall", "recalls")),
            ("*Requests* the panel", Verb("request", "Requests")),
        ],
    )
    def test_of_operative_paragraphs(self, text: str, expected: Verb) -> None:
        assert expected == find_verbs(text, kind="operative", lang="en")[0]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Recalling its resolutions", Verb("recall", "Recalling")),
            ("Having considered the report", Verb("consider", "Having considered")),
            ("Having also considered the report", Verb("consider", "Having considered", ("also",))),
            ("Gravely concerned by the drought", Verb("concern", "concerned", ("gravely",))),
            ("Remaining deeply concerned at", Verb("concern", "Remaining concerned", ("deeply",))),
            ("Mindful of the need", Verb("mindful", "Mindful")),
            ("Bearing in mind the need", Verb("bear in mind", "Bearing in mind")),
            ("Taking positive note of", Verb("take note", "Taking note", ("positive",))),
            ("Acting under Chapter VII", Verb("act", "Acting")),
            ("Re‑emphasizing the need", Verb("emphasize", "Re‑emphasizing")),
            ("Paying special tribute to", Verb("pay tribute", "Paying tribute")),
            ("In this regard, calling on both", Verb("call upon", "calling on")),
        ],
    )
    def test_of_preambular_paragraphs(self, text: str, expected: Verb) -> None:
        assert expected == find_verbs(text, kind="preambular", lang="en")[0]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Develop additional guidance", Verb("develop", "Develop")),
            ("To seek from all States", Verb("seek", "seek")),
            ("to report to the Committee", Verb("report", "report")),
            ("Strengthen, as needed, its presence", Verb("strengthen", "Strengthen")),
            ("Encourages, where needed, all", Verb("encourage", "Encourages")),
            ("To continue to monitor the ceasefire", Verb("monitor", "continue to monitor")),
            ("To call upon the parties to implement", Verb("call upon", "call upon")),
            ("To continue to urge all parties", Verb("urge", "continue to urge")),
            ("To take note of the report", Verb("take note", "take note")),
            ("Continue to work with the parties", Verb("work", "Continue to work")),
            ("(a) Monitor the ceasefire", Verb("monitor", "Monitor")),
            ("providing aid", Verb("provide", "providing")),
        ],
    )
    def test_of_subparagraphs(self, text: str, expected: Verb) -> None:
        assert (expected,) == find_verbs(text, kind="operative", lang="en")

    @pytest.mark.parametrize("text", ["Support for elections", "progress made", "Monitoring of the truce", "Mr. Doe"])
    def test_nouns_are_none(self, text: str) -> None:
        assert lemmas(text) == []

    @pytest.mark.parametrize("kind", ["heading", "letter"])
    def test_headings_and_letters_have_none(self, kind: Kind) -> None:
        assert lemmas("Decides to act", kind) == []


class TestVerbsInside:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Welcomes the report, and further requests the panel to", ["welcome", "request"]),
            ("Commends and strongly supports the panel", ["commend", "support"]),
            ("Urges both sides to talk; and in this regard encourages them", ["urge", "encourage"]),
            ("Notes the plan and in particular calls upon them", ["note", "call upon"]),
            ("Recalls its role, states its intention to act", ["recall", "state"]),
            ("Welcomes the talks, noting that they last", ["welcome", "note"]),
        ],
    )
    def test_of_operative_paragraphs_in_order(self, text: str, expected: list[str]) -> None:
        assert expected == lemmas(text)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Welcoming the plan, and reaffirming its support", ["welcome", "reaffirm"]),
            ("Welcoming and encouraging the work", ["welcome", "encourage"]),
            ("Recalling its plan, mindful of the need", ["recall", "mindful"]),
            ("Welcoming the plan as well as taking note of the talks", ["welcome", "take note"]),
        ],
    )
    def test_of_preambular_paragraphs_in_order(self, text: str, expected: list[str]) -> None:
        assert expected == lemmas(text, "preambular")

    @pytest.mark.parametrize(
        "text",
        [
            "Decides to consider the requests of States",
            "Decides that the measures which States demand shall end",
            "Decides, as called for by the panel, to meet",
            "Decides that what the Secretary-General recommends stands",
            "Decides to review listings, requests from States and reports",
            "Decides that he stresses the need",
        ],
    )
    def test_nouns_and_the_verbs_of_others_are_left(self, text: str) -> None:
        assert lemmas(text) == ["decide"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("“The Security Council recalls its plan and reiterates it.", ["recall", "reiterate"]),
            ("The Council stresses this. In this regard, it welcomes that.", ["stress", "welcome"]),
            ("The Security Council notes this. The Council further urges that.", ["note", "urge"]),
            ("The Security Council notes what the Council decides", ["note"]),
            ("The members of the Security Council note that", ["note"]),
            ("While noting the plan, the Security Council demands more", ["demand", "note"]),
        ],
    )
    def test_of_statements_after_their_subject(self, text: str, expected: list[str]) -> None:
        assert expected == lemmas(text, "statement")


class TestChinese:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("决定将任期延长", [Verb("decide", "决定")]),
            ("还请秘书长提交报告", [Verb("request", "请", ("还",))]),
            ("促请各方，并敦促邻国", [Verb("call upon", "促请"), Verb("urge", "敦促")]),
            ("最强烈地谴责袭击", [Verb("condemn", "谴责", ("最强烈地",))]),
            ("赞赏地注意到报告", [Verb("note", "注意到", ("赞赏地",))]),
            ("深为关切地注意到旱情", [Verb("note", "注意到", ("深为关切地",))]),
            ("再次强烈呼吁停火", [Verb("call for", "呼吁", ("再次", "强烈"))]),
            ("表示严重关切旱情", [Verb("express", "表示", ("严重关切",))]),
            ("表示注意到报告", [Verb("take note", "表示注意到")]),
            ("强调指出需要", [Verb("stress", "强调指出")]),
            ("欢迎并鼓励对话", [Verb("welcome", "欢迎"), Verb("encourage", "鼓励")]),
            ("安全理事会重申支持", [Verb("reaffirm", "重申", ("支持",))]),
            ("向前任特使致敬，赞扬他", [Verb("pay tribute", "致敬"), Verb("commend", "赞扬")]),
        ],
    )
    def test_verbs_carry_the_english_lemma(self, text: str, expected: list[Verb]) -> None:
        assert expected == list(find_verbs(text, kind="operative", lang="zh"))

    def test_acting_leads_a_preambular_paragraph_alone(self) -> None:
        text = "根据《宪章》第七章采取行动，回顾授权"
        assert lemmas(text, "preambular", "zh") == ["act", "recall"]
        assert lemmas(text, "operative", "zh") == ["recall", "act"]


class TestOpening:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Recalling its resolutions", Opening.PARTICIPLE),
            ("Having considered the report", Opening.PARTICIPLE),
            ("Having studied the report", Opening.PARTICIPLE),
            ("Gravely concerned by", Opening.PARTICIPLE),
            ("Mindful of the need", Opening.PARTICIPLE),
            ("Also recognizing the need", Opening.PARTICIPLE),
            ("Remaining gravely concerned at", Opening.PARTICIPLE),
            ("Continuing to be gravely concerned at", Opening.PARTICIPLE),
            ("Taking positive note of", Opening.PARTICIPLE),
            ("Identifying the need", Opening.PARTICIPLE),
            ("Decides that", Opening.FINITE),
            ("Further requests the panel", Opening.FINITE),
            ("Also calls upon", Opening.FINITE),
            ("Suspends the measures", Opening.FINITE),
            ("The Security Council recalls its plan", Opening.STATEMENT),
            ("“The Council is deeply concerned at", Opening.STATEMENT),
            ("In this context, the Security Council reaffirms it", Opening.STATEMENT),
            ("Develop guidance", Opening.BASE),
            ("To exercise good offices", Opening.BASE),
            ("The Security Council,", Opening.NONE),
            ("The Security Council Committee on sanctions", Opening.NONE),
            ("A. Targeted sanctions", Opening.NONE),
            ("Reviews", Opening.NONE),
            ("Issues for consideration:", Opening.NONE),
            ("Protection of civilians", Opening.NONE),
            ("", Opening.NONE),
        ],
    )
    def test_of_english_paragraphs(self, text: str, expected: Opening) -> None:
        assert expected is opening(text)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("回顾其决议", Opening.FINITE), ("还决定", Opening.FINITE), ("其他任务", Opening.NONE), ("", Opening.NONE)],
    )
    def test_of_chinese_paragraphs(self, text: str, expected: Opening) -> None:
        assert expected is opening(text, "zh")


class TestHostileText:
    @given(st.text(), st.sampled_from(["preambular", "operative", "statement", "annex"]), st.sampled_from(["en", "zh"]))
    def test_any_text_is_borne(self, text: str, kind: Kind, lang: str) -> None:
        assert all(verb.lemma and verb.surface for verb in find_verbs(text, kind=kind, lang=lang))
        assert isinstance(opening(text, lang), Opening)

    @pytest.mark.parametrize(
        ("piece", "lang"),
        [
            ("requests ", "en"),
            ("and further ", "en"),
            ("calls , ", "en"),
            ("expresses its grave and ", "en"),
            ("having also ", "en"),
            ("'", "en"),
            ("，还", "zh"),
            ("，向", "zh"),
            ("再次", "zh"),
        ],
    )
    @pytest.mark.usefixtures("no_collection")
    def test_time_grows_with_length(self, piece: str, lang: str) -> None:
        def seconds(times: int) -> float:
            text = piece * times
            taken = []
            for _ in range(3):  # the least is the least disturbed
                start = time.process_time()
                find_verbs(text, kind="operative", lang=lang)
                taken.append(time.process_time() - start)
            return min(taken)

        times = 6000 // len(piece)
        assert seconds(times * 8) < 8 * 6 * max(seconds(times), 0.002)


def gold(shared: Path, tool: Tool, lang: str) -> list[dict[str, Any]]:
    """The marked-up clauses of 2020, as the reference reading of the XML has them."""
    folder = shared / "corpus/akn/2020" / {"E": "English", "C": "Chinese"}[lang]
    rows = (row for path in sorted(folder.glob("*.xml")) for row in tool("gold")["clauses"](str(path), lang))
    return [row for row in rows if row["kind"] in ("preambular", "operative")]


class TestAgainstThePrinter:
    def test_english_verbs_are_those_in_italics(self, shared: Path, tool: Tool) -> None:
        rows = gold(shared, tool, "E")
        parsed = [
            {
                **row,
                "document": row["symbol"],
                "paragraph": row["label"],
                "verbs": [{"lemma": lemma} for lemma in lemmas(row["text"], KINDS[row["kind"]])],
            }
            for row in rows
        ]
        figures = tool("score")["score"](rows, parsed)
        assert figures["lead_verb"] >= 0.995
        assert figures["verb_recall"] >= 0.985
        assert figures["verb_precision"] >= 0.88

    def test_chinese_leading_verbs_are_those_in_bold(self, shared: Path, tool: Tool) -> None:
        rows = gold(shared, tool, "C")
        marked = [row for row in rows if row["marks"] and row["text"].startswith(row["marks"][0])]
        right = 0
        for row in marked:
            found = find_verbs(row["text"], kind=KINDS[row["kind"]], lang="zh")
            right += bool(found) and (found[0].surface in row["marks"][0] or row["marks"][0] in found[0].surface)
        assert right / len(marked) >= 0.98
