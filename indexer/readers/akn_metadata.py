"""What the head of an Akoma Ntoso document says: symbol, date, title, meeting, draft, sponsors and votes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...vocabulary import languages, symbols
from ...vocabulary.dates import iso_date
from ...vocabulary.folding import tidy
from ..grammar import votes
from ..model import Country, DocumentType, Vote
from .akn_text import text_of
from .sidecar import meeting_number, nations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["Metadata", "from_opening", "language_in", "read_metadata"]

_LANGUAGE = re.compile(rb"""<(?:\w{1,40}:)?FRBRlanguage\s[^<>]{0,200}?language\s?=\s?["']([A-Za-z-]{2,12})["']""")
_EXPRESSION = re.compile(rb"/\d{1,5}-\d{1,5}/([a-z]{3})@")

_WORK = re.compile(r"/(unsc|un)/(\d{4}-\d{2}-\d{2})/(\d{1,5})-(\d{1,5})/")
_STEM = re.compile(r"S_(RES|PRST)_([0-9A-Za-z_.]{1,40})")
_LETTER = re.compile(r"S/\d{4}/")
_FAILED = re.compile(r"(?:not|un).{0,3}adopted|reject|veto|fail", re.IGNORECASE)
_ENTITLED = re.compile(r"(?:entitled|on) [“\"]([^“”\"]{3,600})[”\"]|题为[“\"]([^“”\"]{2,300})[”\"]")
# subjects and names; the other lists are headings of the Council's index
_TOPIC_LISTS = ("UNBIS Thesaurus", "DHLAUTH")
_SIDES = ("inFavour", "against", "abstaining")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the XML says of a document, in the terms of `Document`; notes on what did not resolve."""

    symbol: str
    type: DocumentType
    lang: str
    title: str
    date: str
    meeting: str
    agenda: str
    draft: str
    letter: str
    sponsors: tuple[Country, ...]
    vote: Vote | None
    adopted: bool | None
    topics: tuple[str, ...]
    notes: tuple[str, ...]


def read_metadata(root: Element, statement: Element, path: str) -> Metadata:
    """The metadata of a document; its symbol is "" if neither number, address nor file name gives one."""
    symbol = _symbol(root, statement, path)
    kind = _type(symbol, statement)
    steps = {step.get("outcome") or "": step for step in statement.iter("{*}step")}
    outcome = _outcome(steps)
    sponsors, strangers = _sponsors(steps)
    vote, unknown = _vote(statement)
    return Metadata(
        symbol=symbol,
        type=kind,
        lang=_language(statement, path),
        title=_title(statement, kind),
        date=_date(statement),
        meeting=meeting_number(outcome) or meeting_number(_inline(statement)),
        agenda=_agenda(statement),
        draft=_draft(steps) if symbol != _draft(steps) else "",
        letter=(symbols.canonical(outcome) or "") if _LETTER.match(outcome) else "",
        sponsors=sponsors,
        vote=vote,
        adopted=_adopted(steps, kind),
        topics=_topics(statement),
        notes=tuple(f"country not recognised: {name}" for name in dict.fromkeys((*strangers, *unknown))),
    )


def from_opening(found: Metadata, text: str) -> Metadata:
    """`found`, with what it lacks from the words over a presidential statement: meeting, date and item."""
    entitled = _ENTITLED.search(text)
    return replace(
        found,
        meeting=found.meeting or meeting_number(text),
        date=found.date or iso_date(text),
        agenda=found.agenda or ((entitled[1] or entitled[2]).strip(" ,") if entitled else ""),
    )


def _symbol(root: Element, statement: Element, path: str) -> str:
    """The document's number; else what its address and its file name make of it."""
    for number in statement.iter("{*}docNumber"):
        if number.get("refersTo") in ("#symbol", None) and (found := symbols.canonical(text_of(number))):
            return found
    stem = _STEM.match(PurePosixPath(path).name)
    if stem is not None:
        written = "S/" + stem[1] + "/" + re.split(r"[-(]|\.xml|_[A-Z]?\d{5,}", stem[2])[0].strip("_").replace("_", "/")
        if found := symbols.canonical(written):
            return found
    uri = root.find(".//{*}FRBRWork/{*}FRBRuri")
    work = _WORK.search(uri.get("value") or "") if uri is not None else None
    if work is None:
        return ""
    is_resolution = work[1] == "unsc" and statement.get("name") == "resolution"
    written = f"S/RES/{work[3]} ({work[4]})" if is_resolution else f"S/PRST/{work[3]}/{work[4]}"
    return symbols.canonical(written) or ""


def _type(symbol: str, statement: Element) -> DocumentType:
    """The symbol decides: a few statements are marked up as resolutions."""
    named = symbols.document_type(symbol)
    if named == "resolution":
        return "resolution"
    if named == "statement":
        return "statement"
    marked: dict[str | None, DocumentType] = {
        "draftResolution": "draft",
        "presidentialStatement": "statement",
    }
    return marked.get(statement.get("name"), "other")


def _language(statement: Element, path: str) -> str:
    """The language that the document gives as its own; else that of its address, its path, its script."""
    element = next(statement.iter("{*}FRBRlanguage"), None)
    if element is not None and (code := languages.from_code(element.get("language") or "")):
        return code
    address = statement.find(".//{*}FRBRExpression/{*}FRBRuri")
    found = _EXPRESSION.search((address.get("value") or "").encode()) if address is not None else None
    if found is not None:
        return languages.from_code(found[1].decode())
    return languages.from_path(path) or languages.from_script(" ".join(map(str, statement.itertext())))


def language_in(data: bytes, path: str) -> str:
    """The language of an XML document as `read_metadata` will have it, from its bytes; "" where only reading tells."""
    head = data[:200_000].replace(b"\0", b"")
    found = _LANGUAGE.search(head) or _EXPRESSION.search(head)
    return languages.from_code(found[1].decode()) if found else languages.from_path(path)


def _date(statement: Element) -> str:
    """The date of the work; where it is missing ("0001-01-01"), of adoption, then of issue."""
    work = [element.get("date") for element in statement.findall(".//{*}FRBRWork/{*}FRBRdate")]
    named = {element.get("refersTo"): element.get("date") for element in statement.iter("{*}docDate")}
    for written in (*work, named.get("#adoptionDate"), named.get("#dateOfIssuance")):
        if written and _is_date(written):
            return written
    return ""


def _is_date(written: str) -> bool:
    try:
        return date.fromisoformat(written).year >= 1946
    except ValueError:
        return False


def _keywords(statement: Element, refers_to: str | None) -> Iterator[tuple[str, str]]:
    """Keywords of one kind: the list that each is from, and its words.

    What classifies a document under the Sustainable Development Goals was put there by a program.
    """
    for classification in statement.iter("{*}classification"):
        if "/sdg" not in (classification.get("source") or ""):
            for keyword in classification.findall("{*}keyword"):
                if keyword.get("refersTo") == refers_to and (words := keyword.get("showAs")):
                    yield keyword.get("dictionary") or "", _plain(words)


def _plain(words: str) -> str:
    """Words of an attribute; some were escaped twice ("Council&amp;#39;s")."""
    return tidy(html.unescape(words))


def _title(statement: Element, kind: DocumentType) -> str:
    for _, words in _keywords(statement, "title"):
        return words
    if kind == "statement":
        places = ("{*}preface", "{*}mainBody/{*}p", "{*}mainBody/{*}paragraph[@class='H1']")
        return next((words for place in places if (words := text_of(statement.find(place)))), "")
    number = statement.find(".//{*}docTitle[@refersTo='#resolutionNumber']")
    return text_of(number)


def _agenda(statement: Element) -> str:
    items = [words.rstrip(". ") for source, words in _keywords(statement, "agenda") if source == "S/"]
    return "; ".join(dict.fromkeys(items))


def _topics(statement: Element) -> tuple[str, ...]:
    subjects = (words for source, words in _keywords(statement, None) if source in _TOPIC_LISTS)
    return tuple(dict.fromkeys(subjects))


def _outcome(steps: dict[str, Element]) -> str:
    """The meeting record or letter that reports the adoption."""
    for name in ("adopted", "", *steps):
        if name in steps and not name.startswith("draft") and (record := steps[name].get("as")):
            return tidy(record)
    return ""


def _inline(statement: Element) -> str:
    return text_of(statement.find(".//{*}inline[@name='adoptionMeeting']"))


def _draft(steps: dict[str, Element]) -> str:
    step = steps.get("draftResolution")
    return symbols.canonical(step.get("as") or "") or "" if step is not None else ""


def _sponsors(steps: dict[str, Element]) -> tuple[tuple[Country, ...], tuple[str, ...]]:
    named = (
        steps[name].get("by") for name in ("draftResolution", "draftResolutionAdditionalSponsors") if name in steps
    )
    found = [votes.countries(_plain(names)) for names in named if names]
    countries = tuple(dict.fromkeys(country for known, _ in found for country in known))
    return countries, tuple(name for _, unknown in found for name in unknown)


def _vote(statement: Element) -> tuple[Vote | None, tuple[str, ...]]:
    """The vote by country; None where no country is named."""
    sides: dict[str, tuple[Country, ...]] = {}
    unknown: list[str] = []
    for count in statement.iter("{*}count"):
        found, strangers = nations(map(text_of, count.iter("{*}organization")))
        unknown += strangers
        if found:
            sides[count.get("refersTo") or ""] = found
    if not any(side in sides for side in _SIDES):
        return None, tuple(unknown)
    return Vote(*(sides.get(side, ()) for side in _SIDES)), tuple(unknown)


def _adopted(steps: dict[str, Element], kind: DocumentType) -> bool | None:
    if any(_FAILED.search(name) or _FAILED.match(step.get("by") or "") for name, step in steps.items()):
        return False
    if "adopted" in steps or kind == "resolution":
        return True
    return None
