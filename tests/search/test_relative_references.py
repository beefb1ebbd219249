"""Relative references of real documents against targets that a person read off them; skipped without the corpus."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.grammar.relative import Reference, Setting, find_relative, operative_labels
from seized.indexer.model import Clause
from seized.indexer.readers.akn import read_akn
from seized.vocabulary.symbols import key

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "relative.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@cache
def clauses(root: Path, symbol: str, lang: str) -> tuple[Clause, ...]:
    """The clauses of a document, from the first file that has it in that language."""
    number = re.sub(r"S/(?:RES|PRST)/|\(\d{4}\)", "", symbol)
    for path in sorted(root.rglob(f"S*_{number.replace('/', '_')}*.xml")):
        document = read_akn(path.read_bytes(), str(path))
        if key(document.symbol) == symbol and document.lang == lang:
            return clauses_of(document)
    raise AssertionError(f"no file for {symbol} in {lang}")


def references(root: Path, clause_id: str, phrase: str) -> list[Reference]:
    """What is found for a phrase of a clause."""
    lang = "zh" if clause_id.endswith("@zh") else "en"
    symbol = re.sub(r"/(op|pp|st|annex)/.*", "", clause_id)
    of_document = clauses(root, symbol, lang)
    clause = next(one for one in of_document if one.id == clause_id)
    where = Setting(clause.document, clause.kind, clause.paragraph, operative_labels(of_document))
    found = find_relative(clause.text, lang, where)
    return [one for one in found if clause.text[one.start : one.end] == phrase]


def shown(reference: Reference) -> str:
    parts = (f"{key(one.document)}{f'#{one.paragraph}' if one.paragraph else ''}" for one in reference.targets)
    return " ".join(parts) or "-"


class TestByHand:
    def test_a_hundred_are_resolved_and_at_least_97_rightly(self, shared: Path) -> None:
        settled = [row for row in ROWS if row[2] != "-"]
        assert len(settled) == 100
        right, resolved = 0, 0
        for clause_id, phrase, target, relation in settled:
            found = references(shared / "corpus/akn", clause_id, phrase)
            resolved += bool(found and all(one.targets for one in found))
            right += bool(found) and all((shown(one), one.relation) == (target, relation) for one in found)
        assert resolved >= 97
        assert right >= 0.97 * resolved

    @pytest.mark.parametrize("row", [row for row in ROWS if row[2] == "-"], ids=lambda row: row[0])
    def test_what_the_clause_does_not_settle_stays_open(self, shared: Path, row: list[str]) -> None:
        found = references(shared / "corpus/akn", row[0], row[1])
        assert found
        assert {shown(one) for one in found} == {"-"}
