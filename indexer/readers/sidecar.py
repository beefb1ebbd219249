"""Records of titles, votes, sponsors and subjects beside the XML: `data_extract/YEAR.json`, JSON lines.

It completes what the XML of a document lacks, and never overrides it.
"""

from __future__ import annotations

import codecs
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from ...errors import DocumentError
from ...vocabulary import countries, symbols
from ...vocabulary.folding import tidy
from ..grammar import votes
from ..model import Country, Document, Vote

__all__ = ["FOLDER", "Record", "complete", "gathered", "meeting_number", "nations", "record_in", "symbol_in"]

Record = Mapping[str, Any]

FOLDER = "data_extract"
"""The folder that holds the records, beside the folders of the documents."""

_LONGEST_RECORD = 64 * 2**10
"""Bytes; the longest of the Council have six thousand, those of a year 200,000,"""
_LONGEST_FOLDER = 16 * 2**20
_MOST_RECORDS = 50_000
"""and in all its years it has made under five thousand documents that have one."""

_DOC_NUMBER = re.compile(rb"<docNumber[^<>]{0,200}>\s{0,80}([^<>\s][^<>]{2,60})<")
_ADDRESS = re.compile(rb"/unsc/\d{4}-\d{2}-\d{2}/(\d{1,4})-(\d{4})/")
_MEETING = re.compile(
    r"S/PV\.(\d{1,5})|\b(\d{1,5})(?:st|nd|rd|th)\s{1,3}meeting|第\s?(\d{1,5})\s?次会议", re.IGNORECASE
)
# subjects of these lists are topics; the others are agenda headings and titles, or come from the SDGs
_TOPIC_LISTS = ("UNBIS Thesaurus", "DHLAUTH")


def gathered(files: Iterable[Callable[[], bytes]]) -> dict[str, bytes]:
    """The records of a folder, each as its line, by the key of its symbol; a later one takes the place of an earlier.

    What cannot be read is passed over, and so is what is longer than records are, for it would take much memory.
    """
    found: dict[str, bytes] = {}
    left = _LONGEST_FOLDER
    for load in files:
        try:
            data = load()
        except DocumentError:
            continue
        if len(data) <= left:
            left -= len(data)
            found.update(islice(_keyed(data.removeprefix(codecs.BOM_UTF8)), max(0, _MOST_RECORDS - len(found))))
    return found


def _keyed(data: bytes) -> Iterator[tuple[str, bytes]]:
    for line in data.splitlines():
        if (record := record_in(line)) and isinstance(record.get("symbol"), str):
            yield _key(record["symbol"]), line


def record_in(line: bytes) -> Record | None:
    """The record in a line, and None where it holds none."""
    # lists in a list take twenty times their length
    if len(line) > _LONGEST_RECORD:
        return None
    try:
        record = json.loads(line.decode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def symbol_in(data: bytes) -> str:
    """The key of the symbol that an XML document gives as its own; "" if none is found."""
    head = data[:200_000].replace(b"\0", b"")
    if number := _DOC_NUMBER.search(head):
        return _key(number[1].decode("utf-8", errors="replace"))
    # a few files leave their number empty; their address has it
    address = _ADDRESS.search(head)
    return _key(f"{int(address[1])} ({int(address[2])})") if address else ""


def _key(symbol: str) -> str:
    return symbols.key(symbols.canonical(symbol) or symbol)


def complete(document: Document, record: Record) -> Document:
    """`document` with what it lacks taken from its record; names that do not resolve are noted."""
    vote, unknown = (document.vote, ()) if document.vote else _vote(record)
    sponsors, strangers = (document.sponsors, ()) if document.sponsors else _sponsors(record)
    notes = tuple(f"country not recognised: {name}" for name in (*unknown, *strangers))
    return replace(
        document,
        title=document.title or _text(record, "resolution_title"),
        agenda=document.agenda or _text(record, "agenda_item_name").rstrip("."),
        meeting=document.meeting or meeting_number(_text(record, "outcome_letter", "adoption_meeting")),
        draft=document.draft or symbols.canonical(_text(record, "draft_resolution")) or "",
        letter=document.letter or _letter(record),
        vote=vote,
        sponsors=sponsors,
        topics=document.topics or _topics(record),
        source=replace(document.source, notes=document.source.notes + notes),
    )


def meeting_number(text: str) -> str:
    """The number of a meeting: "8700" of "S/PV.8700" and of "8700th meeting"; "" if there is none."""
    found = _MEETING.search(text)
    return (found[1] or found[2] or found[3]) if found else ""


def nations(names: Iterable[str]) -> tuple[tuple[Country, ...], tuple[str, ...]]:
    """Member States by name, one name a string; those that do not resolve are kept, and listed again."""
    found: list[Country] = []
    unknown: list[str] = []
    for name in filter(None, map(tidy, names)):
        known = countries.resolve(name)
        if known is None:
            unknown.append(name)
        found.append(Country(known.code, known.name) if known else Country("", name))
    return tuple(dict.fromkeys(found)), tuple(unknown)


def _text(record: Record, *names: str) -> str:
    """The first of these fields that holds a text."""
    values = (record.get(name) for name in names)
    return next((tidy(html.unescape(value)) for value in values if isinstance(value, str) and value), "")


def _strings(record: Record, name: str) -> list[str]:
    value = record.get(name)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _vote(record: Record) -> tuple[Vote | None, tuple[str, ...]]:
    sides = [nations(_strings(record, f"MS_{side}")) for side in ("in_favour", "against", "abstaining")]
    unknown = tuple(name for _, names in sides for name in names)
    return (Vote(*(found for found, _ in sides)) if any(found for found, _ in sides) else None), unknown


def _sponsors(record: Record) -> tuple[tuple[Country, ...], tuple[str, ...]]:
    names = [*_strings(record, "sponsors"), *_strings(record, "additional_sponsors")]
    return votes.countries("; ".join(names)) if len(names) == 1 else nations(names)


def _letter(record: Record) -> str:
    """The letter that reported a vote by written procedure."""
    outcome = symbols.canonical(_text(record, "outcome_letter")) or ""
    return outcome if re.match(r"S/\d{4}/", outcome) else ""


def _topics(record: Record) -> tuple[str, ...]:
    subjects = record.get("subjects")
    pairs = subjects if isinstance(subjects, list) else []
    return tuple(
        dict.fromkeys(
            tidy(str(pair[0]))
            for pair in pairs
            if isinstance(pair, list) and len(pair) == 2 and pair[1] in _TOPIC_LISTS
        )
    )
