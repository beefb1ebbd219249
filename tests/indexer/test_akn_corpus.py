"""The XML that the United Nations publishes, read whole; skipped where it is not at hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seized.indexer.model import Document
from seized.indexer.readers.akn import read_akn


@pytest.fixture(scope="module")
def corpus(shared: Path) -> tuple[Document, ...]:
    """Every file of the corpus, read."""
    return tuple(read_akn(path.read_bytes(), str(path)) for path in sorted((shared / "corpus/akn").rglob("*.xml")))


class TestCorpus:
    def test_every_file_is_read(self, corpus: tuple[Document, ...], shared: Path) -> None:
        assert len(corpus) == len(list((shared / "corpus/akn").rglob("*.xml")))

    def test_malformed_files_say_so(self, corpus: tuple[Document, ...]) -> None:
        recovered = [d for d in corpus if any("recovered" in note for note in d.source.notes)]
        assert recovered
        assert all(d.source.complete and d.type == "statement" for d in recovered)

    def test_every_document_has_a_date_and_words(self, corpus: tuple[Document, ...]) -> None:
        for document in corpus:
            assert re.fullmatch(r"20\d\d-\d\d-\d\d", document.date), document.source.path
            assert any(p.kind in ("operative", "statement") for p in document.paragraphs), document.source.path

    def test_no_clause_holds_markup_or_runs_over_lines(self, corpus: tuple[Document, ...]) -> None:
        for document in corpus:
            for text in document.texts():
                assert text == text.strip()
                assert not re.search(r"[\n\t]|</?\w+>|  ", text), (document.symbol, text[:80])

    @pytest.mark.parametrize(("folder", "lang"), [("2020/English", "E"), ("2020/Chinese", "C")])
    def test_the_clauses_are_those_that_the_markup_gives(
        self, corpus: tuple[Document, ...], tool: Callable[[str], dict[str, Any]], folder: str, lang: str
    ) -> None:
        gold_of, score = tool("gold")["clauses"], tool("score")["score"]
        gold, parsed = [], []
        for document in corpus:
            if f"/{folder}/" in document.source.path:
                gold += [row | {"symbol": document.symbol} for row in gold_of(document.source.path, lang)]
                parsed += [
                    {"document": document.symbol, "kind": p.kind, "paragraph": p.label, "text": p.text}
                    for p in document.paragraphs
                ]
        measured = score(gold, parsed)
        assert measured["boundary_f1"] >= 0.999
        assert measured["kind"] == 1.0

    def test_an_edition_in_chinese_has_the_numbers_of_the_english_one(self, corpus: tuple[Document, ...]) -> None:
        labels: dict[str, dict[str, Counter[str]]] = {"en": {}, "zh": {}}
        for d in corpus:
            if d.type == "resolution" and d.lang in labels:
                tops = (p.label for p in d.paragraphs if p.kind == "operative" and p.label.isdigit())
                labels[d.lang][d.symbol] = Counter(dict.fromkeys(tops, 1))
        pairs = labels["en"].keys() & labels["zh"].keys()
        same = sum(labels["en"][symbol] == labels["zh"][symbol] for symbol in pairs)
        assert same / len(pairs) > 0.98
