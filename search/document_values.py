"""The agenda items, subjects and sponsors of documents by their whole names, and which documents have them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from ..indexer.records import DocumentRecord
from ..vocabulary.fields import AGENDA, SPONSOR, TOPIC
from ..vocabulary.folding import fold

__all__ = ["DocumentValues"]

_OF: Final[Mapping[str, Callable[[DocumentRecord], Iterable[str]]]] = {
    AGENDA: lambda document: [document.agenda],
    TOPIC: lambda document: document.topics,
    SPONSOR: lambda document: [country.name for country in document.sponsors],
}


class DocumentValues:
    """The values of some documents; names that differ in case, accents or the form of an apostrophe are one."""

    def __init__(self, records: Iterable[DocumentRecord]) -> None:
        self._editions: dict[str, dict[str, list[str]]] = {field: defaultdict(list) for field in _OF}
        self._of: dict[str, dict[str, tuple[str, ...]]] = {field: {} for field in _OF}
        spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for record in records:
            for field, values in _OF.items():
                named = {key: value for value in values(record) if (key := _key(value))}
                self._of[field][record.edition] = tuple(named)
                for key, value in named.items():
                    self._editions[field][key].append(record.edition)
                    spellings[field, key][value] += 1
        self._shown = {name: min(written, key=lambda one: (-written[one], one)) for name, written in spellings.items()}

    def editions(self, field: str, name: str) -> Sequence[str]:
        """The documents that have a value of that whole name, as "SYMBOL@LANG"; none where there is no such name."""
        return self._editions[field].get(_key(name), ())

    def names(self, field: str) -> list[tuple[str, int]]:
        """The values of a field with the number of documents that have each, most first."""
        many = {
            key: len({one.partition("@")[0] for one in editions}) for key, editions in self._editions[field].items()
        }
        return sorted(((self._shown[field, key], n) for key, n in many.items()), key=lambda one: (-one[1], one[0]))

    def of(self, field: str, edition: str) -> list[str]:
        """The values of a document, each once, as they are most often written; none of one that is not there."""
        return [self._shown[field, key] for key in self._of[field].get(edition, ())]


def _key(name: str) -> str:
    return fold(name).strip()
