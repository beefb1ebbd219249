"""Questions of every shape to an index of the samples and small documents, and their answers as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from seized import Index, SeizedError, build_index, open_index
from seized.corpus import samples

from .worlds import documents_of

__all__ = ["QUESTIONS", "answers", "several_segments"]

_SEARCHES: list[tuple[str, dict[str, Any]]] = [
    ("peacekeepers", {}),
    ('"safety and security"', {}),
    ("peacekeep* NOT youth", {"sort": "date"}),
    ("securit?", {"sort": "symbol"}),
    ("peackeepers~1", {}),
    ("exact:mediation OR women", {}),
    ("verb:requests", {"limit": None}),
    ("cites:1325", {"facets": ("year", "verb", "agenda", "cites", "lang", "sponsor")}),
    ("date:[2020-01-01 TO 2020-12-31]", {"limit": None, "sort": "date"}),
    ("决议草案", {}),
    ("树木", {"lang": ["zh"]}),
    ("draft resolution", {"across": "zh"}),
    ("", {"clause": ["op"], "limit": None}),
    ("xyzzy", {}),
]


def _search(index: Index, query: str, options: dict[str, Any]) -> Any:
    found = index.search(query, **options)
    hits = [(hit.id, hit.score, hit.snippet, hit.clause, hit.source) for hit in found]
    return found.total, hits, {name: dict(counts) for name, counts in found.facets.items()}


def _asked(query: str, options: dict[str, Any]) -> Callable[[Index], Any]:
    return lambda index: _search(index, query, options)


QUESTIONS: list[Callable[[Index], Any]] = [
    *(_asked(query, options) for query, options in _SEARCHES),
    lambda index: index.info(),
    lambda index: index.records(),
    lambda index: index.document("2553"),
    lambda index: index.document("S/RES/2511 (2020)", "zh"),
    lambda index: index.clause("S/RES/2553(2020)/op/20(a)"),
    lambda index: index.suggest("peackeepers"),
    lambda index: index.similar("Decides to plant 2511 invented trees, first;"),
    lambda index: index.similar_across("Decides to plant 2511 invented trees, first;", "zh"),
    lambda index: index.parallel("S/RES/2511(2020)/op/1"),
    lambda index: index.translate_terms("trees"),
    lambda index: index.compare("2511", "2512"),
    lambda index: index.lineage("S/RES/2511(2020)/op/1"),
    lambda index: index.usage("invented trees"),
    lambda index: list(index.kwic("trees", sort="l1,r1").lines),
    lambda index: index.verbs(),
    lambda index: index.citations("1325"),
    lambda index: list(index.dataset("trees")),
    lambda index: index.ends("trees"),
]


def answers(index: Index) -> Iterator[str | SeizedError]:
    """The answer to each question, or the error that is raised."""
    for question in QUESTIONS:
        try:
            yield repr(question(index))
        except SeizedError as error:
            yield error


def several_segments(folder: Path) -> Path:
    """An index of three segments, of which one has deleted records."""
    index, docs = folder / "index", folder / "docs"
    with samples() as letters:
        # the samples lie elsewhere for as long as they are asked for: what is read is a copy
        for letter in letters.iterdir():
            docs.mkdir(exist_ok=True)
            (docs / letter.name).write_bytes(letter.read_bytes())
    for numbers, word in ((range(2511, 2514), "first"), (range(2514, 2518), "first"), (range(2511, 2512), "changed")):
        build_index([documents_of(docs, numbers, word)], index)
    with open_index(index) as opened:
        assert opened.info().documents
    return index
