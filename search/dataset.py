"""The clauses that answer a query as a data set: one row a clause, in the columns of the codebook."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from ..indexer.model import Country, Vote
from ..indexer.records import DocumentRecord, edition
from ..vocabulary import symbols
from .codebook import columns

if TYPE_CHECKING:
    from .opened import Opened
    from .results import Hit, Results

__all__ = ["Dataset", "Row", "Value"]

Value = str | int | bool | date | tuple[str, ...] | None
"""None where there is no value; a list is a tuple of texts, empty where there is nothing in it."""
Row = Mapping[str, Value]
"""A clause by the names of the columns, in their order."""


class Dataset:
    """The rows of a search. They are read from the index as they are iterated, and can be iterated again.

    query: as it was asked, for those who read the file later
    """

    def __init__(self, index: Opened, results: Results, query: str) -> None:
        self.query = query
        self._index = index
        self._results = results

    def __len__(self) -> int:
        return self._results.total

    def __iter__(self) -> Iterator[Row]:
        place = _below(self._index.records())
        names = [column.name for column in columns()]

        @lru_cache(maxsize=64)
        def of_document(name: str) -> dict[str, Value]:
            record = self._index.record(name)
            return _of_document(record) | _of_sources(record, place)

        for hit in self._results:
            values = _of_clause(hit) | of_document(edition(hit.document, hit.lang))
            yield {name: values[name] for name in names}

    def write(
        self,
        target: str | Path | IO[bytes],
        form: str = "",
        *,
        excel: bool = False,
        acknowledgements: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[str, ...]:
        """Write the rows to a file, or to a stream of bytes: see `seized.search.dataset_files`.

        form: "jsonl", "csv" or "parquet"; "" is by the end of the file's name
        excel: CSV with a byte order mark, and with an apostrophe before what a spreadsheet would run as a formula
        acknowledgements: of corpora by name; those of the rows' corpora go into the metadata of Parquet

        The file is there whole or not at all. Gives the acknowledgements of the corpora in it. Raises SeizedError.
        """
        from .dataset_files import write_rows

        return write_rows(self, target, form, excel=excel, query=self.query, acknowledgements=acknowledgements)


def _of_clause(hit: Hit) -> dict[str, Value]:
    clause = hit.clause
    lead = clause.verbs[0] if clause.verbs else None
    return {
        "id": clause.id,
        "document": clause.document,
        "kind": clause.kind,
        "paragraph": clause.paragraph,
        "position": clause.position,
        "lang": clause.lang,
        "lead_verb": lead.lemma if lead else None,
        "lead_modifiers": lead.modifiers if lead else (),
        "verbs": tuple(verb.lemma for verb in clause.verbs),
        "verb_forms": tuple(verb.surface for verb in clause.verbs),
        "cites": clause.cites,
        "pinpoints": tuple(f"{one.document}#{one.paragraph}" for one in clause.pinpoints),
        "dates": clause.dates,
        "text": clause.text,
    }


def _of_document(record: DocumentRecord) -> dict[str, Value]:
    day = _day(record.date)
    return {
        "number": _number(record.symbol),
        "body": symbols.body(record.symbol) or None,
        "type": record.type,
        "date": day,
        "year": day.year if day else None,
        "title": record.title or None,
        "agenda": record.agenda or None,
        "topics": record.topics,
        "meeting": record.meeting or None,
        "draft": record.draft or None,
        "adopted": record.adopted,
        "sponsors": _codes(record.sponsors),
        "votes_for": _side(record.vote, lambda vote: vote.in_favour),
        "votes_against": _side(record.vote, lambda vote: vote.against),
        "votes_abstain": _side(record.vote, lambda vote: vote.abstaining),
        "resolution": record.resolution or None,
        "letter": record.letter or None,
    }


def _of_sources(record: DocumentRecord, place: Callable[[str], str]) -> dict[str, Value]:
    best, *others = record.sources
    return {
        "corpus": best.corpus or None,
        "source": place(best.path),
        "format": best.format,
        "complete": best.complete,
        "also_in": tuple(place(one.path) for one in others),
    }


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _number(symbol: str) -> int | None:
    """The number of a resolution of the Council: 2553 of "S/RES/2553 (2020)"."""
    number = symbol.removeprefix("S/RES/").partition(" ")[0]
    return int(number) if number != symbol and number.isdecimal() else None


def _codes(countries: Iterable[Country]) -> tuple[str, ...]:
    return tuple(country.code or country.name for country in countries)


def _side(vote: Vote | None, side: Callable[[Vote], tuple[Country, ...]]) -> tuple[str, ...] | None:
    return None if vote is None else _codes(side(vote))


def _below(records: Iterable[DocumentRecord]) -> Callable[[str], str]:
    """Paths below the folder that all files of the user are in: where that is on his machine is nobody's business."""
    named = {source.path for record in records for source in record.sources if not source.corpus}
    paths = {path for path in named if PurePath(path).is_absolute()}
    folder = PurePath(os.path.commonpath([PurePath(path).parent for path in paths]) if paths else "")
    return lambda path: PurePath(path).relative_to(folder).as_posix() if path in paths else path
