"""The XML that the United Nations publishes, read whole; skipped where it is not at hand."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from seized.indexer.model import Document
from seized.indexer.readers.akn import read_akn

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "akn"
TOOLS = Path(__file__).parents[3] / "shared" / "tools"


@cache
def _tool(name: str) -> dict[str, Any]:
    return runpy.run_path(str(TOOLS / f"{name}.py"))


@cache
def _corpus() -> tuple[Document, ...]:
    return tuple(read_akn(path.read_bytes(), str(path)) for path in sorted(CORPUS.rglob("*.xml")))


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus of the United Nations' XML at {CORPUS}")
class TestCorpus:
    def test_every_file_is_read(self) -> None:
        assert len(_corpus()) == len(list(CORPUS.rglob("*.xml")))

    def test_malformed_files_say_so(self) -> None:
        recovered = [d for d in _corpus() if any("recovered" in note for note in d.source.notes)]
        assert recovered
        assert all(d.source.complete and d.type == "statement" for d in recovered)

    def test_every_document_has_a_date_and_words(self) -> None:
        for document in _corpus():
            assert re.fullmatch(r"20\d\d-\d\d-\d\d", document.date), document.source.path
            assert any(p.kind in ("operative", "statement") for p in document.paragraphs), document.source.path

    def test_no_clause_holds_markup_or_runs_over_lines(self) -> None:
        for document in _corpus():
            for text in document.texts():
                assert text == text.strip()
                assert not re.search(r"[\n\t]|</?\w+>|  ", text), (document.symbol, text[:80])

    @pytest.mark.skipif(not (TOOLS / "score.py").is_file(), reason=f"no tools to measure with at {TOOLS}")
    @pytest.mark.parametrize(("folder", "lang"), [("2020/English", "E"), ("2020/Chinese", "C")])
    def test_the_clauses_are_those_that_the_markup_gives(self, folder: str, lang: str) -> None:
        gold_of, score = _tool("gold")["clauses"], _tool("score")["score"]
        gold, parsed = [], []
        for document in _corpus():
            if f"/{folder}/" in document.source.path:
                gold += [row | {"symbol": document.symbol} for row in gold_of(document.source.path, lang)]
                parsed += [
                    {"document": document.symbol, "kind": p.kind, "paragraph": p.label, "text": p.text}
                    for p in document.paragraphs
                ]
        measured = score(gold, parsed)
        assert measured["boundary_f1"] >= 0.999
        assert measured["kind"] == 1.0

    def test_an_edition_in_chinese_has_the_numbers_of_the_english_one(self) -> None:
        labels: dict[str, dict[str, Counter[str]]] = {"en": {}, "zh": {}}
        for d in _corpus():
            if d.type == "resolution" and d.lang in labels:
                tops = (p.label for p in d.paragraphs if p.kind == "operative" and p.label.isdigit())
                labels[d.lang][d.symbol] = Counter(dict.fromkeys(tops, 1))
        pairs = labels["en"].keys() & labels["zh"].keys()
        same = sum(labels["en"][symbol] == labels["zh"][symbol] for symbol in pairs)
        assert same / len(pairs) > 0.98
