"""What is made of an index is the same, whatever engine keeps it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from seized import DocumentError, Index, IndexProblem, NotFound, QueryError, open_index, parse
from seized.errors import TookTooLong
from seized.search.deadline import within

MANDATE = "S/RES/2433 (2018)"
DRAFT = "Decides to extend the present mandate of the Force until 31 August 2021, and requests the Secretary-General to report"
ASKED: dict[str, Callable[[Index], Any]] = {
    "a document": lambda index: index.document("2518").to_dict(),
    "a document in Chinese": lambda index: index.document("2518", "zh").to_dict(),
    "a clause": lambda index: index.clause("S/RES/2518(2020)/op/1").to_dict(),
    "a clause that is not there": lambda index: index.clause("S/RES/2518(2020)/op/99"),
    "a document that is not there": lambda index: index.document("S/RES/2517 (2020)"),
    "symbols": lambda index: sorted(index.symbols()),
    "records": lambda index: sorted(index.records(), key=lambda record: record.edition),
    "precedents": lambda index: index.similar(DRAFT, novel=True).to_dict(novel=True),
    "precedents with filters": lambda index: index.similar(DRAFT, clause="op", until="2019", limit=None).to_dict(),
    "precedents of a clause": lambda index: index.similar("S/RES/2518(2020)/op/1", limit=None).to_dict(),
    "precedents across": lambda index: index.similar_across("Stresses the importance of the security of peacekeepers", "zh").to_dict(),
    "a citation in OSCOLA": lambda index: index.cite("S/RES/2518(2020)/op/1").to_dict(),
    "a citation of a document": lambda index: index.cite("2518", "bibtex").to_dict(),
    "citations": lambda index: index.citations("2518").to_dict(),
    "citations of what is not there": lambda index: index.citations("1325").to_dict(),
    "citations by year": lambda index: index.citations("2378", depth=2, since="2019", lang="en").to_dict(),
    "the network": lambda index: sorted(map(str, index.network().edges)),
    "two editions": lambda index: index.parallel("S/RES/2518 (2020)").to_dict(),
    "two editions of a clause": lambda index: index.parallel("S/RES/2518(2020)/op/1").to_dict(),
    "clauses of a query in two languages": lambda index: _without_order(index.parallel("peacekeepers", limit=None).to_dict()),
    "terms": lambda index: [one.to_dict() for one in index.translate_terms("peacekeepers", "妇女", "host country")],
    "a wording over the years": lambda index: index.usage("security", '"safety and security"', "维和").to_dict(),
    "keywords in context": lambda index: [asdict(line) for line in index.kwic("peacekeepers", sort="l1,r1").lines],
    "verbs and what they take": lambda index: asdict(index.verbs("peacekeepers", takes=5)),
    "a data set as CSV": lambda index: _written(index, "verb:request", "csv"),
    "a data set as JSON lines": lambda index: _written(index, "", "jsonl"),
    "what was meant by a word": lambda index: index.suggest("womne"),
    "what was meant by a citation": lambda index: index.suggest("cites:2519"),
    "what was meant by a verb": lambda index: index.suggest("verb:decidez"),
    "what was meant by a phrase": lambda index: index.suggest('"peacekeepers of security"'),
    "what was meant by words apart": lambda index: index.suggest("women 维和 lang:en"),
    "what filters leave out": lambda index: index.suggest("security", year="1999"),
    "a corrected query": lambda index: index.corrected("secuirty vreb:decidse mandte NOT womne sponsor:Frnace"),
    "a correct query": lambda index: index.corrected('verb:"calls upon" peacekeepers'),
    "verbs to go on with": lambda index: index.complete("verb:re").to_dict(),
    "words to go on with": lambda index: index.complete("25").to_dict(),
    "symbols to go on with": lambda index: index.complete("cites:2").to_dict(),
    "countries to go on with": lambda index: index.complete("sponsor:ch").to_dict(),
    "too many words": lambda index: index.search("s* p* c* m* a* t* e* d* i* o* r* f* b* h* l* n*"),
    "no query": lambda index: index.search("  "),
    "facets that there are not": lambda index: index.search("security", facets=("colour",)),
}  # fmt: skip
OF_MANDATE: dict[str, Callable[[Index], Any]] = {
    "what it renews": lambda index: index.compare(MANDATE).to_dict(),
    "two documents": lambda index: index.compare("2305", "2433").to_dict(),
    "two clauses": lambda index: index.compare("S/RES/2433(2018)/op/1", "S/RES/2539(2020)/op/1").to_dict(),
    "the life of a clause": lambda index: index.lineage("S/RES/2433(2018)/op/1").to_dict(),
    "the life of another": lambda index: index.lineage("S/RES/1937(2010)/op/4").to_dict(),
    "precedents of it": lambda index: index.similar("S/RES/2433(2018)/op/1", earlier=True).to_dict(),
    "what renews nothing": lambda index: index.compare("1655").to_dict(),
}


def _written(index: Index, query: str, form: str) -> str:
    stream = io.BytesIO()
    index.dataset(query).write(stream, form)
    return stream.getvalue().decode("utf-8")


def _without_order(found: dict[str, Any]) -> dict[str, Any]:
    """Pairs are in the order of scores, which depend on how often an index was changed."""
    return found | {"rows": sorted(found["rows"], key=str)}


def answer(index: Index, ask: Callable[[Index], Any]) -> Any:
    """An answer, or the sentence that refuses it."""
    try:
        return ask(index)
    except (NotFound, QueryError) as refusal:
        return type(refusal).__name__, str(refusal)


class TestAnswers:
    @pytest.mark.parametrize("name", ASKED)
    def test_the_same_as_of_a_folder(self, index: Index, local: Index, name: str) -> None:
        assert answer(index, ASKED[name]) == answer(local, ASKED[name])

    @pytest.mark.parametrize("name", OF_MANDATE)
    @pytest.mark.usefixtures("shared")
    def test_of_a_mandate_too(self, index: Index, local: Index, name: str) -> None:
        assert answer(index, OF_MANDATE[name]) == answer(local, OF_MANDATE[name])

    def test_all_clauses_are_there(self, index: Index, documents: list[Any]) -> None:
        parsed = (one for one in parse(documents) if not isinstance(one, DocumentError))
        read = {clause.id for _, clauses in parsed for clause in clauses}
        assert {hit.id for hit in index.search("", limit=None, facets=("lang",))} == read

    def test_what_it_holds(self, index: Index, local: Index) -> None:
        found, expected = asdict(index.info()), asdict(local.info())
        assert found.pop("size") > 0
        assert found.pop("path") == index.place
        assert found == {name: value for name, value in expected.items() if name not in ("size", "path")}

    def test_it_is_whole(self, index: Index) -> None:
        assert not index.check().damaged


class TestLife:
    def test_a_state_is_known_by_its_mark(self, index: Index) -> None:
        assert len(index.state) >= 20
        assert index.engine.is_current

    def test_an_answer_that_takes_too_long_is_given_up(self, index: Index) -> None:
        with within(0.0), pytest.raises(TookTooLong):
            index.search('"safety and security" OR peacekeep*', limit=None, facets=("year",))

    def test_one_that_is_closed_says_so(self, index: Index) -> None:
        with open_index(index.place) as other:
            results = other.search("security", limit=None)
            assert results.total
        assert other.engine.is_closed
        with pytest.raises(IndexProblem, match="the index has been closed"):
            other.search("security")
        assert not index.engine.is_closed
