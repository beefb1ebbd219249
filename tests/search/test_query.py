"""The query language against a plain scan of the clauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import create_in

from seized.errors import QueryError
from seized.indexer.schema import schema
from seized.search.engines.local import LocalVocabulary
from seized.search.query import (
    check_expansions,
    parse_query,
)
from seized.vocabulary.fields import aliases


@dataclass(frozen=True)
class Clause:
    """An invented clause with its keys as the index has them."""

    text: str
    kind: str = "operative"
    para: str = ""
    lang: str = "en"
    symbol: str = "s/res/2553(2020)"
    verbs: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    date: int = 20201203
    agenda: str = "The situation in Mali"
    topic: str = ""
    title: str = ""
    sponsors: tuple[str, ...] = ()
    votes: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w+", self.text.lower())


CLAUSES = (
    Clause(
        "Recalling resolution 1325 (2000) on women",
        "preambular",
        verbs=("recall",),
        cites=("s/res/1325(2000)",),
    ),
    Clause("Decides to protect women and children", para="1", verbs=("decide",), sponsors=("chn", "fra")),
    Clause("Calls on all to protect peacekeepers; requests a report", para="2", verbs=("call upon", "request")),
    Clause(
        "Requests that women in peacekeeping be protected",
        para="20",
        verbs=("request",),
        date=20200330,
        votes=("for:fra", "abstain:chn", "against:rus"),
    ),
    Clause("Pay for a peacekeeper", para="20(a)", verbs=("pay",), date=20040630, symbol="s/res/1540(2004)"),
    Clause("Recruit no mercenaries", para="20(b)", verbs=("recruit",), date=20000101, symbol="s/res/1286(2000)"),
    Clause("The mercenary threat to peace", "heading", date=19991231, symbol="s/res/1284(1999)"),
    Clause(
        "Recalls paragraph 7 of S/RES/1267 (1999)",
        para="200",
        verbs=("recall",),
        cites=("s/res/1267(1999)", "s/res/1267(1999)#7"),
    ),
    Clause("Acting under Chapter VII", "preambular", verbs=("act",), cites=("charter#chaptervii",)),
    Clause("The Council recalls S/PRST/2007/3", "statement", symbol="s/prst/2020/6", cites=("s/prst/2007/3",)),
    Clause("决定保护妇女和儿童，维持和平", para="1", lang="zh", verbs=("decide",)),
    Clause("维持、和平与安全", "preambular", lang="zh", verbs=("maintain",)),
    Clause("Peace, women and peace", "letter", symbol="a/75/1", title="Youth, peace and security"),
    Clause("All post-conflict work", "annex", agenda="Peace in the Middle East", topic="HUMAN RIGHTS--WOMEN"),
)
ALL = set(range(len(CLAUSES)))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Stock Whoosh over the clauses, in two segments, with one more that was deleted."""
    index = create_in(tmp_path_factory.mktemp("stock"), schema())
    for first, last in ((0, 7), (7, len(CLAUSES) + 1)):
        writer = index.writer()
        for number in range(first, last):
            clause = CLAUSES[number] if number < len(CLAUSES) else Clause("A deleted clause on women")
            writer.add_document(**_fields(number, clause))
        writer.commit(merge=False)
    writer = index.writer()
    writer.delete_document(len(CLAUSES))
    writer.commit(merge=False)
    with index.searcher() as opened:
        yield opened


def _fields(number: int, clause: Clause) -> dict[str, Any]:
    return {
        "key": str(number),
        "data": number,
        "text": clause.text,
        "exact": clause.text,
        "kind": clause.kind,
        "para": clause.para,
        "lang": clause.lang,
        "body": clause.symbol[0],
        "symbol": clause.symbol,
        "verb": ",".join(clause.verbs),
        "lead": ",".join(clause.verbs[:1]),
        "cites": ",".join(clause.cites),
        "date": clause.date,
        "year": clause.date // 10000,
        "agenda": clause.agenda,
        "topic": clause.topic,
        "title": clause.title,
        "sponsor": ",".join(clause.sponsors),
        "vote": ",".join(clause.votes),
    }


def answer(searcher: Any, query: str) -> set[int]:
    """The numbers of the clauses that a query finds, the same with and without Whoosh's normalization."""
    tree = parse_query(query)
    found, normalized = (
        {hit["data"] for hit in searcher.search(form, limit=None)} for form in (tree, tree.normalize())
    )
    assert found == normalized
    return found


Scan = Callable[[Clause], object]


def has(*words: str) -> Scan:
    return lambda clause: set(words) & set(clause.words)


def contains(phrase: str) -> Scan:
    return lambda clause: phrase in " ".join(clause.words)


WORDS: list[tuple[str, Scan]] = [
    ("women", has("women")),
    ("WOMEN", has("women")),
    ("protect", has("protect", "protected")),
    ("women protect", lambda c: has("women")(c) and has("protect", "protected")(c)),
    ('"protect women"', contains("protect women")),
    ("“protect women”", contains("protect women")),
    ('"protect"', has("protect")),
    ("exact:protect", has("protect")),
    ("exact:peacekeepers", has("peacekeepers")),
    ('"women peacekeep"~2', contains("women in peacekeeping")),
    ('"women peacekeep"~1', lambda _: False),
    ('"protecting children"~3', contains("protect women and children")),
    ("peacekeep*", has("peacekeepers", "peacekeeping", "peacekeeper")),
    ("peace?eepe*", has("peacekeepers", "peacekeeper")),
    ("women*", has("women")),
    ("post-conf*", contains("post conflict")),
    ("mercenary~1", has("mercenary")),
    ("mercenary~", has("mercenary")),
    ("mercenary~2", has("mercenary")),
    ("mercenarie~1", has("mercenaries")),
    ("mersenary~1", has("mercenary")),
    ("peac~1", has("peace")),
    ("妇女", lambda c: "妇女" in c.text),
    ("婦女", lambda c: "妇女" in c.text),
    ("保护妇女", lambda c: "保护" in c.text and "妇女" in c.text),
    ('"女和儿"', lambda c: "女和儿" in c.text),
    ("「女和儿」", lambda c: "女和儿" in c.text),
    ("维持*", lambda c: "维持" in c.text),
    ('"维持和平"', lambda c: "维持和平" in c.text),
    ('"维持，和平"', lambda c: "维持、和平" in c.text),
    ("S/RES/1325 (2000)", lambda c: "1325 (2000)" in c.text),
    ("S/RES/1325(2000)", lambda c: "1325 (2000)" in c.text),
    ("1325 (2000)", lambda c: "1325 (2000)" in c.text),
    ("S/RES/1325", lambda c: "1325 (2000)" in c.text),
    ("1325（2000） women", lambda c: "1325 (2000)" in c.text),
    ("S / PRST / 2007 / 3", lambda c: "S/PRST/2007/3" in c.text),
    ("1325", has("1325")),
]

OPERATORS: list[tuple[str, Scan]] = [
    ("women AND peace", lambda c: has("women")(c) and has("peace")(c)),
    ("women and peace", lambda c: has("women")(c) and has("peace")(c) and has("and")(c)),
    ("women OR mercenary", has("women", "mercenary", "mercenaries")),
    ("women OR mercenary threat", lambda c: has("women")(c) or contains("mercenary threat")(c)),
    ("(women OR mercenary) threat", contains("mercenary threat")),
    ("（women OR mercenary）threat", contains("mercenary threat")),
    ("women NOT children", lambda c: has("women")(c) and not has("children")(c)),
    ("women AND NOT children", lambda c: has("women")(c) and not has("children")(c)),
    ("-children women", lambda c: has("women")(c) and not has("children")(c)),
    ('women -"protect women"', lambda c: has("women")(c) and not contains("protect women")(c)),
    ("+women -(children OR peace)", lambda c: has("women")(c) and not has("children", "peace")(c)),
    ("women – peace", lambda c: has("women")(c) and has("peace")(c)),
    ("NOT women", lambda c: not has("women")(c)),
    ("NOT NOT women", has("women")),
    ("NOT (women OR peace)", lambda c: not has("women", "peace")(c)),
    ("NOT women NOT peace", lambda c: not has("women", "peace")(c)),
    ("(NOT women) peace", lambda c: has("peace")(c) and not has("women")(c)),
    ("children OR NOT women", lambda c: has("children")(c) or not has("women")(c)),
    ("NOT (women NOT children)", lambda c: not has("women")(c) or has("children")(c)),
    ("women NOT nowhere", has("women")),
    ("NOT nowhere", lambda _: True),
]

FIELDS: list[tuple[str, Scan]] = [
    ("clause:operative", lambda c: c.kind == "operative"),
    ("clause:op", lambda c: c.kind == "operative"),
    ("clause:PP", lambda c: c.kind == "preambular"),
    ("clause:序言", lambda c: c.kind == "preambular"),
    ("clause:(letter OR annex)", lambda c: c.kind in ("letter", "annex")),
    ('verb:"calls upon"', lambda c: "call upon" in c.verbs),
    ('verb:"calling on"', lambda c: "call upon" in c.verbs),
    ("verb:requests", lambda c: "request" in c.verbs),
    ("verb：决定", lambda c: "decide" in c.verbs),
    ("verb:決定", lambda c: "decide" in c.verbs),
    ("lead:request", lambda c: c.verbs[:1] == ("request",)),
    ("verb:(decides OR recalling)", lambda c: {"decide", "recall"} & set(c.verbs)),
    ("verb: decides, women", lambda c: "decide" in c.verbs and has("women")(c)),
    ("cites:1325", lambda c: "s/res/1325(2000)" in c.cites),
    ("cites:S/RES/1325 (2000) women", lambda c: "s/res/1325(2000)" in c.cites),
    ("cites:第1325（2000）号决议", lambda c: "s/res/1325(2000)" in c.cites),
    ("cites:S/PRST/2007/3", lambda c: "s/prst/2007/3" in c.cites),
    ("cites:1267", lambda c: "s/res/1267(1999)" in c.cites),
    ('cites:"1267 (1999) para 7"', lambda c: "s/res/1267(1999)#7" in c.cites),
    ('cites:"1267 para 7"', lambda c: "s/res/1267(1999)#7" in c.cites),
    ("cites:1267 (1999), paragraph 7", lambda c: "s/res/1267(1999)#7" in c.cites),
    ("cites:1267(1999)#7", lambda c: "s/res/1267(1999)#7" in c.cites),
    ('cites:"paragraph 7 of resolution 1267 (1999)"', lambda c: "s/res/1267(1999)#7" in c.cites),
    ("cites:第1267(1999)号决议第7段", lambda c: "s/res/1267(1999)#7" in c.cites),
    ('cites:"1267 para 8"', lambda _: False),
    ('cites:"Chapter VII"', lambda c: "charter#chaptervii" in c.cites),
    ('cites:"Chapter 7 of the Charter"', lambda c: "charter#chaptervii" in c.cites),
    ("cites:第七章", lambda c: "charter#chaptervii" in c.cites),
    ("cites:Charter", lambda c: "charter#chaptervii" in c.cites),
    ('cites:"Article 41"', lambda _: False),
    ("symbol:1540", lambda c: c.symbol == "s/res/1540(2004)"),
    ("symbol:S/RES/1540", lambda c: c.symbol == "s/res/1540(2004)"),
    ("symbol:S/RES/1540(2004)", lambda c: c.symbol == "s/res/1540(2004)"),
    ('symbol:"S/RES/1540 (2004)"', lambda c: c.symbol == "s/res/1540(2004)"),
    ("symbol:(1540 OR S/PRST/2020/6)", lambda c: c.symbol in ("s/res/1540(2004)", "s/prst/2020/6")),
    ("para:20", lambda c: c.para == "20"),
    ("para:20(a)", lambda c: c.para == "20(a)"),
    ('para:"20 (A)"', lambda c: c.para == "20(a)"),
    ("para:20*", lambda c: c.para in ("20", "20(a)", "20(b)")),
    ("lang:zh", lambda c: c.lang == "zh"),
    ("lang:中文", lambda c: c.lang == "zh"),
    ("lang:English", lambda c: c.lang == "en"),
    ("body:S", lambda c: c.symbol[0] == "s"),
    ("body:大会", lambda c: c.symbol[0] == "a"),
    ('body:"General Assembly"', lambda c: c.symbol[0] == "a"),
    ("date:2020-03", lambda c: 20200300 < c.date < 20200332),
    ("date:2020年3月30日", lambda c: c.date == 20200330),
    ('date:"30 March 2020"', lambda c: c.date == 20200330),
    ("date:[2000-01 TO 2004-06-30]", lambda c: 20000101 <= c.date <= 20040630),
    ("date:[2000-01-02 TO 2004-06-29]", lambda _: False),
    ("date:[* TO 2000]", lambda c: c.date <= 20001231),
    ("date:[2020-04 TO]", lambda c: c.date >= 20200401),
    ("date:>=2020-12-03", lambda c: c.date >= 20201203),
    ("date:>2000", lambda c: c.date > 20001231),
    ("date:<2000", lambda c: c.date < 20000101),
    ("date:<=2000-01", lambda c: c.date <= 20000131),
    ("year:2004", lambda c: c.date // 10000 == 2004),
    ("year:[1999 TO 2004]", lambda c: c.date < 20050101),
    ("year:>2004", lambda c: c.date > 20041231),
    ("year:(1999 OR 2004)", lambda c: c.date // 10000 in (1999, 2004)),
    ("agenda:mali", lambda c: "Mali" in c.agenda),
    ('agenda:"middle east"', lambda c: "Middle East" in c.agenda),
    ('agenda:"east middle"', lambda _: False),
    ('topic:"human rights"', lambda c: "HUMAN RIGHTS" in c.topic),
    ("title:(youth AND peace)", lambda c: "Youth" in c.title),
    ("sponsor:China", lambda c: "chn" in c.sponsors),
    ("sponsor:中国", lambda c: "chn" in c.sponsors),
    ("sponsor:CHN", lambda c: "chn" in c.sponsors),
    ("sponsor:(China AND France)", lambda c: {"chn", "fra"} <= set(c.sponsors)),
    ("vote:abstain:China", lambda c: "abstain:chn" in c.votes),
    ("vote:abstention:中国", lambda c: "abstain:chn" in c.votes),
    ("vote:反对:俄罗斯联邦", lambda c: "against:rus" in c.votes),
    ('vote:no:"Russian Federation"', lambda c: "against:rus" in c.votes),
    ("vote:yes:(France OR China)", lambda c: {"for:fra", "for:chn"} & set(c.votes)),
    ("vote:for:China", lambda _: False),
    ("vote:abstain", lambda c: any(vote.startswith("abstain") for vote in c.votes)),
    ("women NOT clause:op", lambda c: has("women")(c) and c.kind != "operative"),
    ("NOT lang:en", lambda c: c.lang != "en"),
]

ANSWERS = [*WORDS, *OPERATORS, *FIELDS]


class TestAnswers:
    @pytest.mark.parametrize(("query", "scan"), ANSWERS, ids=[query[:60] for query, _ in ANSWERS])
    def test_a_query_finds_what_a_plain_scan_finds(self, searcher: Any, query: str, scan: Scan) -> None:
        assert answer(searcher, query) == {number for number in ALL if scan(CLAUSES[number])}

    def test_every_field_that_can_be_asked_for_is_in_the_index(self) -> None:
        assert set(aliases("fields").values()) <= set(schema().names())

    def test_a_restriction_leaves_the_order_of_the_hits_as_it_was(self, searcher: Any) -> None:
        alone = searcher.search(parse_query("women peace"), limit=None)
        within = searcher.search(parse_query("women peace date:>=1999 body:A body:A lang:en"), limit=None)
        allowed = [hit["data"] for hit in alone if hit["data"] in {h["data"] for h in within}]
        assert [hit["data"] for hit in within] == allowed != []


ATOMS = ("women", "peace", "protect", "and", "report", "mercenary", "decides", "nowhere")
Judged = tuple[str, Scan]


def _joined(parts: list[Judged], operator: str, rule: Callable[[Iterator[bool]], bool]) -> Judged:
    texts, scans = zip(*parts, strict=True)
    return f"({operator.join(texts)})", lambda clause: rule(bool(scan(clause)) for scan in scans)


def _negated(part: Judged) -> Judged:
    return f"NOT {part[0]}", lambda clause: not part[1](clause)


quoted = st.lists(st.sampled_from(ATOMS), min_size=1, max_size=2).map(
    lambda words: (f'"{" ".join(words)}"', lambda c: f" {' '.join(words)} " in f" {' '.join(c.words)} ")
)
expressions: st.SearchStrategy[Judged] = st.recursive(
    quoted,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _joined(parts, " OR ", any)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _joined(parts, " AND ", all)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _joined(parts, " ", all)),
        inner.map(_negated),
    ),
    max_leaves=8,
)

FRAGMENTS = (
    *(
        '"',
        "(",
        ")",
        "[",
        "]",
        ":",
        "~",
        "*",
        "?",
        "-",
        "+",
        " ",
        "\n",
        "\x00",
        "\ud800",
        "\u202e",
        "。",
        "“",
    ),
    *("AND", "OR", "NOT", "TO", "~2", "~5", "(2000)", "(a)", "#7", "第", "号", "章", "women", "妇女", "1325"),
    *(f"{name}:" for name in sorted(aliases("fields"))),
    *(
        "S/RES/1325",
        "S / 2020 / 460",
        "2020-03",
        "2020年3月",
        "[2000 TO *]",
        ">=",
        "abstain:",
        "China",
        "calls on",
    ),
)
fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
spaced_fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(" ".join)


class TestProperties:
    @settings(max_examples=200, deadline=None)
    @given(expressions)
    def test_operators_mean_what_they_say(self, searcher: Any, expression: Judged) -> None:
        query, scan = expression
        assert answer(searcher, query) == {number for number in ALL if scan(CLAUSES[number])}

    @settings(max_examples=500, deadline=None)
    @given(st.one_of(st.text(max_size=80), fragments, spaced_fragments))
    def test_any_text_is_a_query_or_gets_one_line(self, searcher: Any, text: str) -> None:
        try:
            tree = parse_query(text)
        except QueryError as refusal:
            message = str(refusal)
            assert message
            assert message.isprintable()
            return
        check_expansions(tree, LocalVocabulary(searcher.reader()))
        searcher.search(tree, limit=None)
