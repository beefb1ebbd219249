"""The clauses that are indexed: read once from a corpus, kept in a folder for the processes that build from them.

A corpus of four or sixteen times the size is made of the same clauses with perturbed wording, so that no clause
is a mere duplicate and the dictionary grows too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
from engines import Row

from seized import DocumentError, parse
from seized.indexer.model import Clause
from seized.indexer.records import DocumentRecord, edition

__all__ = ["load", "read", "save", "scaled"]

_WORD = re.compile(r"[A-Za-z]+")
_SYLLABLES = ("ba", "den", "fo", "gar", "hil", "ke", "lum", "mo", "nis", "par", "ra", "sol", "ti", "ver", "zu")
_REPLACED, _DROPPED, _COINED = 0.15, 0.05, 0.003


def read(corpus: Path, lang: str = "en") -> list[Row]:
    """The clauses of the documents of one language, each document once."""
    rows: dict[str, list[Row]] = {}
    for item in parse([corpus]):
        if isinstance(item, DocumentError) or item[0].lang != lang:
            continue
        record = DocumentRecord.of(item[0])
        rows.setdefault(record.edition, [(clause, record) for clause in item[1]])
    return [row for document in rows.values() for row in document]


def save(rows: Sequence[Row], folder: Path) -> None:
    """Keep the clauses for `load`."""
    documents = {record.edition: record for _, record in rows}
    (folder / "documents.json").write_bytes(msgspec.json.encode(list(documents.values())))
    (folder / "clauses.json").write_bytes(msgspec.json.encode([clause for clause, _ in rows]))


def load(folder: Path) -> list[Row]:
    """What `save` kept."""
    documents = msgspec.json.decode((folder / "documents.json").read_bytes(), type=list[DocumentRecord])
    by_edition = {record.edition: record for record in documents}
    clauses = msgspec.json.decode((folder / "clauses.json").read_bytes(), type=list[Clause])
    return [(clause, by_edition[edition(clause.document, clause.lang)]) for clause in clauses]


def scaled(rows: Sequence[Row], times: int) -> Iterator[Row]:
    """The clauses and `times - 1` perturbed copies of each, one after another; the same in every run."""
    yield from rows
    words = pool(clause for clause, _ in rows)
    for number in range(2, times + 1):
        chance = random.Random(number)
        for clause, record in rows:
            text = _perturbed(clause.text, words, chance)
            yield replace(clause, id=f"{clause.id}~copy{number}", text=text), record


def pool(clauses: Iterable[Clause], every: int = 7) -> list[str]:
    """Words as often as the corpus has them: to replace others with."""
    words = (match.group() for clause in clauses for match in _WORD.finditer(clause.text))
    return [word for number, word in enumerate(words) if number % every == 0] or ["word"]


def _perturbed(text: str, words: Sequence[str], chance: random.Random) -> str:
    """`text` with some words dropped, some replaced by others of the corpus and a few by words of no language."""
    kept = []
    for word in text.split(" "):
        die = chance.random()
        if die < _COINED:
            kept.append("".join(chance.choices(_SYLLABLES, k=4)))
        elif die < _REPLACED:
            kept.append(chance.choice(words))
        elif die >= _REPLACED + _DROPPED:
            kept.append(word)
    return " ".join(kept)
