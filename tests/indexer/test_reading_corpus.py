"""How well real documents are read, as the tools of the corpus score it; skipped where it is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import read_bytes


def _files(shared: Path, language: str) -> list[Path]:
    return [file for file in sorted((shared / "corpus/akn/2020" / language).glob("*.xml")) if "PRST" not in file.name]


def _clauses(name: str, data: bytes) -> list[dict[str, Any]]:
    return [clause.to_dict() for document in read_bytes(data, name) for clause in clauses_of(document)]


class TestResolutionsOf2020:
    @pytest.mark.parametrize(("style", "boundaries"), [("clean", 0.995), ("markdown", 0.99), ("wrapped", 0.99)])
    def test_as_converters_print_them(
        self, shared: Path, tool: Callable[[str], dict[str, Any]], style: str, boundaries: float
    ) -> None:
        files, render = _files(shared, "English"), tool("render")[style]
        gold = [row for file in files for row in tool("gold")["clauses"](str(file), "E")]
        scored = tool("score")["score"](
            gold, [row for file in files for row in _clauses(file.name, render(str(file)).encode())]
        )
        assert scored["boundary_f1"] >= boundaries
        assert scored["kind"] >= 0.995
        assert scored["paragraph"] >= 0.99
        assert scored["lead_verb"] >= 0.99
        assert scored["verb_recall"] >= 0.97
        assert scored["verb_precision"] >= 0.85
        assert scored["cite_recall"] >= 0.99
        # the XML links no resolution that the text cites without its year, which is why this is not 0.99
        assert scored["cite_precision"] >= 0.985
