"""CR-UNSC, the Corpus of Resolutions of the Security Council since 1946: a table with a resolution in each row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError
from ..indexer.model import Document, Source, Vote
from ..indexer.readers.sidecar import meeting_number, nations
from ..indexer.readers.sources import SourceFile
from ..indexer.readers.table import read_table
from ..indexer.readers.text import read_text
from ..vocabulary import symbols
from ..vocabulary.dates import iso_date
from ..vocabulary.folding import tidy
from ..vocabulary.languages import from_script
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

__all__ = ["read_resolution", "read_votes", "sources"]

_TEXT = "text_"
_SCRIPTS = ("zh", "ru", "ar")
_VOTE = re.compile(r"(?:^|(?<=\s))([YNA])\s{1,3}(?=\S)")
_COUNTS = {"Y": "vote_yes", "N": "vote_no", "A": "vote_abstention"}


def sources(corpus: Corpus, path: Path, languages: Collection[str]) -> Iterator[SourceFile]:
    """A source for each resolution in each of these languages: see `seized.corpus.registry`.

    A resolution that is in none of them is a source of what is known of it besides its text.
    """
    kept = layout(corpus.name)
    only = [name for name in kept.columns if not name.startswith(_TEXT) or name.removeprefix(_TEXT) in languages]
    seen: dict[str, int] = {}
    unknown = 0
    try:
        for row in read_table(path, kept, only=only):
            symbol = _symbol(row.cells)
            if reason := _refusal(symbol, seen):
                unknown += 1
                yield failing_row(corpus.name, row.line, reason)
                continue
            seen[symbol] = row.line
            if row.fault:  # what was read of it before stays
                names = dict.fromkeys(source_name(symbol, lang) for lang in ("", *languages))
                yield from (failing(corpus.name, name, row.fault) for name in names)
            else:
                yield from _editions(corpus.name, symbol, row.cells)
    except DocumentError as broken:
        yield failing(corpus.name, "", str(broken))
    if unknown:
        yield nothing_forgotten(corpus.name, unknown)


def _refusal(symbol: str, seen: Mapping[str, int]) -> str:
    if not symbol:
        return "no symbol and no number of a resolution that there is"
    return f"{symbol} stands in line {seen[symbol]} already" if symbol in seen else ""


def _symbol(cells: Mapping[str, str]) -> str:
    """The canonical symbol of a row; "" where neither its symbol nor its number is one."""
    number, year = cells.get("number", ""), cells.get("year", "")
    written = (cells.get("symbol", ""), f"S/RES/{number} ({year})", f"S/RES/{number}")
    return next(filter(None, map(symbols.canonical, written)), "")


def _editions(corpus: str, symbol: str, cells: Mapping[str, str]) -> Iterator[SourceFile]:
    """A source for each text of a row, with all that the row says besides."""
    facts = {name: cell for name, cell in cells.items() if cell and not name.startswith(_TEXT)}
    facts["symbol"] = symbol
    texts = {name.removeprefix(_TEXT): cell for name, cell in cells.items() if cell and name.startswith(_TEXT)}
    for lang, text in texts.items():
        yield row_source(corpus, symbol, facts | {"lang": lang, "text": text}, read_resolution)
    if not texts:
        yield row_source(corpus, symbol, facts, read_resolution)


# -- one row -------------------------------------------------------------------------------------


def read_resolution(data: bytes, path: str) -> tuple[Document, ...]:
    """The resolution of one source, its text through the reader of plain text. Raises DocumentError."""
    cells = unpacked(data)
    known = _facts(cells, path)
    if "text" not in cells:
        return (known,)
    read = read_text(f"{_cover(known.symbol)}\n\n{cells['text']}", path, cells["lang"])
    script = from_script(" ".join(paragraph.text for paragraph in read.paragraphs))
    if script != (cells["lang"] if cells["lang"] in _SCRIPTS else "en"):
        raise DocumentError(path, f"the text that is said to be in {cells['lang']!r} is not")
    source = replace(read.source, format="table", notes=(*read.source.notes, *known.source.notes))
    found = replace(known, lang=cells["lang"], source=source, paragraphs=read.paragraphs)
    found = replace(found, date=found.date or read.date, meeting=found.meeting or read.meeting)
    return (replace(found, agenda=found.agenda or read.agenda, title=found.title or read.title),)


def _cover(symbol: str) -> str:
    """The line by which the reader of text knows a resolution; early ones have none that is like it."""
    return f"Resolution {symbol.removeprefix('S/RES/')}"


def _facts(cells: Mapping[str, Any], path: str) -> Document:
    """What the row says, apart from the text."""
    vote, notes = read_votes(cells)
    return Document(
        symbol=cells["symbol"],
        type="resolution",
        lang="",
        source=Source(path, "facts", notes=notes),
        title=_title(cells),
        date=iso_date(cells.get("date", "")) or iso_date(cells.get("vote_date", "")),
        meeting=meeting_number(cells.get("meeting", "")) or whole_number(cells.get("meeting_number", "")),
        agenda=plain_agenda(cells.get("agenda", "")),
        draft=symbols.canonical(cells.get("draft", "").partition("|")[0]) or "",
        vote=vote,
        adopted=True,
        topics=listed(cells.get("subjects", "")),
    )


def _title(cells: Mapping[str, Any]) -> str:
    """The number with the topic in brackets, as the United Nations' library titles resolutions."""
    topic = tidy(cells.get("topic", ""))
    if topic.lower().startswith(("on ", "concerning ")):
        return f"Security Council resolution {cells['symbol'].removeprefix('S/RES/')} [{topic}]"
    return topic or tidy(cells.get("title", ""))


def read_votes(cells: Mapping[str, Any]) -> tuple[Vote | None, tuple[str, ...]]:
    """The vote by country in `vote_detail` and what does not add up about it, one sentence each.

    A State stands behind Y, N or A, one that took no part behind nothing; States have a line each, or "|" between
    them, or follow one another.
    """
    detail = str(cells.get("vote_detail", ""))
    sides: dict[str, list[str]] = {"Y": [], "N": [], "A": []}
    for line in re.split(r"[\n\r|;]+", detail):
        parts = _VOTE.split(line.strip())
        for letter, name in zip(parts[1::2], parts[2::2], strict=True):
            sides[letter].append(name)
    read = {letter: nations(names) for letter, names in sides.items()}
    if not any(found for found, _ in read.values()):
        return None, ()
    unknown = (f"country not recognised: {name}" for _, names in read.values() for name in names)
    states = {letter: found for letter, (found, _) in read.items()}
    counted = {letter: str(cells.get(column, "")) for letter, column in _COUNTS.items()}
    return Vote(*states.values()), (*dict.fromkeys(unknown), *miscounts(states, counted))
