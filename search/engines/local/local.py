"""The index in a folder as an engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from ....indexer import store
from ....indexer.schema import INDEX_MARKER
from ...engine import Found, Sort
from .counting import TermCounter
from .dating import ends
from .execute import Executor
from .expand import as_bytes
from .vocabulary import LocalVocabulary

__all__ = ["LocalEngine"]


class LocalEngine:
    """An index in a folder, open for reading.

    Raises IndexNotFound, IndexVersionError or IndexCorrupted.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        # taken first: a commit in between is seen at the next look
        self._mark = self._marked()
        self._index = store.open_store(folder)
        with store.mapped_errors(folder):
            self._reader = self._index.reader()
        self._snapshot = self._reader.snapshot
        self._executor = Executor(self._snapshot, self._index.schema, self._searcher)
        self._counter = TermCounter(self._snapshot)
        self.vocabulary = LocalVocabulary(self._reader, self._mapped)

    def _searcher(self) -> Any:
        from whoosh.searching import Searcher

        return Searcher(self._reader)

    def _mapped(self) -> AbstractContextManager[None]:
        return store.mapped_errors(self._folder)

    def _marked(self) -> object:
        """What changes with every commit; None where nothing is to be seen."""
        try:
            found = (self._folder / INDEX_MARKER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    @property
    def place(self) -> str:
        return str(self._folder)

    @property
    def state(self) -> str:
        return self._index.manifest.digest

    @property
    def is_current(self) -> bool:
        return self._marked() in (None, self._mark)

    @property
    def size(self) -> int:
        return store.size(self._folder)

    @property
    def is_closed(self) -> bool:
        return self._reader.is_closed

    def close(self) -> None:
        self._reader.close()
        self._index.close()
        self._executor.close()

    def search(self, tree: Any, *, limit: int | None, sort: Sort = "relevance") -> Found:
        with self._mapped():
            return self._executor.search(tree, limit=limit, sort=sort)

    def matching(self, tree: Any) -> Sequence[int]:
        with self._mapped():
            return self._executor.matching(tree)

    def records(self, **terms: str) -> Sequence[int]:
        with self._mapped():
            return self._executor.records(**terms)

    def stored(self, numbers: Iterable[int]) -> Iterator[bytes]:
        with self._mapped():
            for number in numbers:
                yield self._snapshot.stored(number)

    def lengths(self, numbers: Sequence[int]) -> Iterator[int]:
        with self._mapped():
            yield from map(self._snapshot.stored_length, numbers)

    def examples(self, field: str, terms: Sequence[str]) -> Iterator[bytes]:
        with self._mapped():
            yield from (self._example(field, as_bytes(term)) for term in terms)

    def _example(self, field: str, term: bytes) -> bytes:
        for segment in self._snapshot.segments:
            inverted = segment.inverted(field)
            number = -1 if inverted is None else inverted.find(term)
            if inverted is not None and number >= 0:
                return segment.stored(int(inverted.docs(number)[0]))
        raise LookupError(f"no record has {field}:{term!r}")

    def counts(self, fields: Sequence[str], found: Found) -> Mapping[str, Mapping[str, int]]:
        with self._mapped():
            return self._counter.count(fields, found)

    def ends(self, found: Found) -> tuple[int, int] | None:
        with self._mapped():
            return ends(found, self._snapshot)

    def check(self) -> store.Check:
        return store.check(self._folder)
