"""The United Nations Digital Library's table of votes in the Security Council: a row for each State in each vote."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError
from ..indexer.model import Country, Document, DocumentType, Source, Vote
from ..indexer.readers.sidecar import meeting_number
from ..indexer.readers.sources import SourceFile
from ..indexer.readers.table import TableRow, read_table
from ..vocabulary import countries, symbols
from ..vocabulary.dates import iso_date
from ..vocabulary.folding import tidy
from .tables import (
    failing,
    failing_row,
    layout,
    listed,
    miscounts,
    nothing_forgotten,
    plain_agenda,
    row_source,
    source_name,
    unpacked,
    whole_number,
)

if TYPE_CHECKING:
    from .registry import Corpus

__all__ = ["read_vote", "sources"]

_FACTS = ("date", "draft", "meeting", "title", "agenda", "subjects", "total_yes", "total_no", "total_abstentions")
_SIDES = {"Y": "total_yes", "N": "total_no", "A": "total_abstentions"}
_TYPES: dict[str, DocumentType] = {"resolution": "resolution", "statement": "statement"}
_NO_PART = ("X", "NV")
"""A State that took no part, as the tables of other years have it."""
_ENLARGED = "1966"
_MEMBERS, _MEMBERS_BEFORE, _LEAST_MEMBERS = 15, 11, 9
"""Members of the Council since the first vote of 1966, and before; fewer than nine never voted on anything."""


def sources(corpus: Corpus, path: Path, languages: Collection[str]) -> Iterator[SourceFile]:  # noqa: ARG001
    """A source for each resolution, made of all its rows: see `seized.corpus.registry`.

    A resolution with a row that cannot be trusted fails, so that the vote that was indexed before stays. Where it is
    not known what a row is about, or the table breaks off, so does each whose rows are not all there.
    """
    found = _Found()
    broken: list[SourceFile] = []
    try:
        for row in read_table(path, layout(corpus.name)):
            found.take(row)
    except DocumentError as fault:
        broken.append(failing(corpus.name, "", str(fault)))
        found.refuse(found.last, "the table breaks off among or behind its rows")
    if broken or found.unknown:
        for symbol, cells in found.votes.items():
            if not _is_whole(cells):
                found.refuse(symbol, "not all of its rows can be read")
    for symbol, cells in found.votes.items():
        if symbol in found.faults:
            yield failing(corpus.name, source_name(symbol, ""), found.faults[symbol])
        else:
            yield row_source(corpus.name, symbol, cells, read_vote)
    yield from (failing_row(corpus.name, line, reason) for line, reason in found.unknown.items())
    yield from broken or ([nothing_forgotten(corpus.name, len(found.unknown))] if found.unknown else [])


class _Found:
    """What the rows say, by the symbol of the resolution.

    votes: what is known of each; faults: why one cannot be trusted; unknown: why a row is about none, by its line
    """

    def __init__(self) -> None:
        self.votes: dict[str, dict[str, Any]] = {}
        self.faults: dict[str, str] = {}
        self.unknown: dict[int, str] = {}
        self.last = ""

    def take(self, row: TableRow) -> None:
        """Add one row to the resolution that it is about."""
        written = row.cells["resolution"]
        symbol = symbols.canonical(written) if written else None
        # cells that are out of place may be the symbol of something else
        if symbol is None or (row.fault and symbols.document_type(symbol) != "resolution"):
            self.unknown[row.line] = row.fault or f"{written[:80]!r} is no symbol of a resolution"
            return
        self.last = symbol
        vote = self.votes.setdefault(symbol, {"symbol": symbol, "cast": {}, "notes": []})
        if row.fault:
            self.refuse(symbol, row.fault)
        elif not row.cells["vote"]:
            self.refuse(symbol, f"line {row.line} does not say how the State voted")
        else:
            _take(vote, row.cells)

    def refuse(self, symbol: str, reason: str) -> None:
        """Let a resolution fail, for the first reason that there is."""
        if symbol:
            self.faults.setdefault(symbol, reason)


def _is_whole(vote: Mapping[str, Any]) -> bool:
    """Whether all rows of a vote are there, by its totals, or else by the members that the Council had."""
    cast = list(vote["cast"].values())
    counted = {letter: whole_number(vote.get(column, "")) for letter, column in _SIDES.items()}
    if any(said and int(said) != cast.count(letter) for letter, said in counted.items()):
        return False
    return all(counted.values()) or len(cast) >= _members(vote)


def _members(vote: Mapping[str, Any]) -> int:
    """How many members the Council had then; 0 for the vote of another organ."""
    if not vote["symbol"].startswith("S/"):
        return 0
    year = iso_date(vote.get("date", ""))[:4] or vote["symbol"].rpartition("(")[2][:4]
    return _MEMBERS if year >= _ENLARGED else _MEMBERS_BEFORE


def _take(vote: dict[str, Any], cells: Mapping[str, str]) -> None:
    """Add one row to what is known of a vote; of two that contradict each other the first holds."""
    for name in _FACTS:
        if cells.get(name):
            vote.setdefault(name, cells[name])
    name = tidy(cells.get("state", ""))
    state, cast = f"{cells.get('state_code', '')}\t{name}", cells["vote"].upper()
    if vote["cast"].setdefault(state, cast) != cast:
        vote["notes"].append(f"two votes of {name or state.strip()}; the first is kept")


def read_vote(data: bytes, path: str) -> tuple[Document, ...]:
    """What the rows of one resolution say: a document without a text, which completes those that have one."""
    cells = unpacked(data)
    vote, notes = _vote(cells)
    document = Document(
        symbol=cells["symbol"],
        type=_TYPES.get(symbols.document_type(cells["symbol"]), "other"),
        lang="",
        source=Source(path, "facts", notes=(*dict.fromkeys([*cells["notes"], *notes]),)),
        title=tidy(cells.get("title", "")),
        date=iso_date(cells.get("date", "")),
        meeting=meeting_number(cells.get("meeting", "")),
        agenda=plain_agenda(cells.get("agenda", "")),
        draft=symbols.canonical(cells.get("draft", "").partition("|")[0]) or "",
        vote=vote,
        adopted=True,
        topics=listed(cells.get("subjects", "")),
    )
    return (document,)


def _vote(cells: Mapping[str, Any]) -> tuple[Vote | None, list[str]]:
    """The vote by country, and what is not understood of it or does not add up."""
    sides: dict[str, list[Country]] = {letter: [] for letter in _SIDES}
    notes: list[str] = []
    for state, cast in cells["cast"].items():
        code, _, name = state.partition("\t")
        known = countries.resolve(name) or countries.resolve(code)
        country = Country(*known) if known else Country("", name or code)
        if not known:
            notes.append(f"country not recognised: {country.name}")
        if cast in sides:
            sides[cast] += [] if country in sides[cast] else [country]
        elif cast not in _NO_PART:
            notes.append(f"{cast[:20]!r} is no vote; {country.name} is left out")
    if len(cells["cast"]) < min(_members(cells), _LEAST_MEMBERS) and not any(map(cells.get, _SIDES.values())):
        notes.append(f"the Council had {_members(cells)} members; there are rows of {len(cells['cast'])}")
    notes += miscounts(sides, {letter: cells.get(column, "") for letter, column in _SIDES.items()})
    return (Vote(*map(tuple, sides.values())) if any(sides.values()) else None), notes
