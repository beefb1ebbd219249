"""Records as an index on a cluster holds them: the terms of our analyzers, lengths, and what is kept."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any

import msgspec

from ...analyzers.batch import Analyses, Numbers, Occurrences
from ...analyzers.text import text_terms
from .mapping import KEYWORDS, NUMBERS, apart, placed

__all__ = ["Bodies", "Body", "data_of", "digest", "identity"]

_OF_DOCUMENTS = ("agenda", "topic", "title")
_MOST_REMEMBERED = 20_000

Body = dict[str, Any]


class Bodies:
    """Makes the bodies of records from their fields, and remembers the terms that it met.

    terms: those of each field that ranks
    """

    def __init__(self) -> None:
        self._analyses = Analyses()
        self._names: dict[str, list[str]] = {"text": [], "exact": []}
        self._of_documents: dict[str, tuple[str, int]] = {}
        self.terms: dict[str, dict[str, None]] = {name: {} for name in _OF_DOCUMENTS}

    def made(self, records: Sequence[Mapping[str, Any]]) -> list[Body]:
        """The bodies of some records, given their fields as `indexer.schema` has them."""
        bodies = [self._plain(fields) for fields in records]
        worded = [place for place, fields in enumerate(records) if fields.get("text")]
        if worded:
            # a record's text and its exact words are one text
            both = self._analyses.analyse([records[place]["text"] for place in worded])
            for name, numbers, found in zip(("text", "exact"), self._numbers(), both, strict=True):
                self._name(name, numbers)
                for place, (written, length) in zip(worded, self._texts(name, found), strict=True):
                    if length:
                        bodies[place] |= {name: written, f"{name}_length": length}
        return bodies

    def all_terms(self) -> Iterator[tuple[str, str]]:
        """Each field that ranks with each of its terms."""
        for name, numbers in zip(("text", "exact"), self._numbers(), strict=True):
            yield from ((name, term) for term in numbers)
        for name, terms in self.terms.items():
            yield from ((name, term) for term in terms)

    def _numbers(self) -> tuple[Numbers, Numbers]:
        return self._analyses.text, self._analyses.exact

    def _name(self, name: str, numbers: Numbers) -> None:
        """Note the terms that are new: they stand in the order of their numbers."""
        known = self._names[name]
        known += islice(numbers, len(known), None)

    def _texts(self, name: str, found: Occurrences) -> Iterator[tuple[str, int]]:
        names = self._names[name]
        terms, positions, at = found.numbers.tolist(), found.positions.tolist(), 0
        for count in found.counts.tolist():
            here = slice(at, at + count)
            written = zip(positions[here], map(names.__getitem__, terms[here]), strict=True)
            yield placed(written), count
            at += count

    def _plain(self, fields: Mapping[str, Any]) -> Body:
        body: Body = {name: fields[name] for name in (*KEYWORDS, *NUMBERS) if fields.get(name)}
        for name in _OF_DOCUMENTS:
            if fields.get(name):
                written, length = self._of_document(name, fields[name])
                if length:
                    body |= {name: written, f"{name}_length": length}
        data: bytes = fields.get("data", b"")
        return body | {"data_length": len(data), "kept": _kept(data)}

    def _of_document(self, name: str, text: str) -> tuple[str, int]:
        """What all clauses of a document have alike is analysed once."""
        found = self._of_documents.get(text)
        if found is None:
            terms = [(term.position, term.text) for term in text_terms(text)]
            if len(self._of_documents) > _MOST_REMEMBERED:
                self._of_documents.clear()
            found = self._of_documents[text] = placed(terms), len(terms)
        self.terms[name].update(dict.fromkeys(apart(found[0])))
        return found


def _kept(data: bytes) -> Body:
    try:
        return {"data": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"data64": b64encode(data).decode("ascii")}


def data_of(kept: Mapping[str, Any]) -> bytes:
    """What is kept of a record, by the `kept` of its body."""
    if "data64" in kept:
        return b64decode(kept["data64"])
    return str(kept.get("data", "")).encode("utf-8")


def identity(key: str, generation: int) -> str:
    """The id of a record: the same whenever it is written for the same commit."""
    return blake2b(f"{generation} {key}".encode("utf-8", "surrogatepass"), digest_size=15).hexdigest()


def digest(body: Body) -> str:
    """What tells a body from any other."""
    return blake2b(msgspec.json.encode(body), digest_size=12).hexdigest()
