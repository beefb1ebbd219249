"""Articles and chapters of the Charter of the United Nations that a clause cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...vocabulary.dates import CHINESE_NUMBER, number
from ..model import Citation
from .labels import read_labels, read_romans, roman

__all__ = ["CHARTER", "find_charter"]

CHARTER = "Charter"
_CHAPTERS, _ARTICLES = 19, 111  # of the Charter
_KNOWN_BY_NUMBER = ("VI", "VII", "VIII")  # chapters that are named without the Charter


def find_charter(text: str, lang: str) -> Iterator[Citation]:
    """The articles ("Article 41", "Article 2(4)") and chapters ("Chapter VII") cited; `text` is aligned."""
    if lang == "zh":
        yield from _chinese(text)
    else:
        yield from _chapters(text)
        yield from _articles(text)


_OF = (
    r"\s{0,2}(?:,\s{0,2})?(?:of|in)\s{1,2}(?:the\s{1,2})?(?:same\s{1,2})?"
    r"(?:(?:UN|United\s{1,2}Nations)\s{1,2})?Charter\b(?!\s{1,2}of\s{1,2}(?!the\s{1,2}United\s))"
)
_OF_CHARTER = re.compile(_OF, re.IGNORECASE)
_OF_CHAPTER = re.compile(r"\s{0,2},?\s{1,2}(?:of|in)\s{1,2}Chapter\s{1,2}[IVX]{1,5}\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\s{1,2}(?:of|in|to)\b", re.IGNORECASE)
_CHAPTER = re.compile(r"[Cc]hapters?\s{1,2}(?=[IVX])")


def _chapters(text: str) -> Iterator[Citation]:
    anchor = _CHAPTER.search(text)
    while anchor:
        numerals, end = read_romans(text, anchor.end())
        named = _OF_CHARTER.match(text, end)
        other = _OF_ANOTHER.match(text, end)
        for numeral in numerals:
            if named or (numeral in _KNOWN_BY_NUMBER and not other):
                yield Citation(CHARTER, f"Chapter {numeral}", anchor.start(), end)
        anchor = _CHAPTER.search(text, max(end, anchor.end()))


_ARTICLE = re.compile(r"[Aa]rticles?\s{1,2}(?=\d)")
_AND_ARTICLE = re.compile(r",?\s{0,2}(?:(?:and|or)\s{1,2})?[Aa]rticles?\s{1,2}\d")
_NUMBERS = re.compile(r"\d{1,3}(?!\d)(?:(?:,\s?(?:and\s)?|\s(?:and|or|to|through)\s|-)\d{1,3}(?!\d)){0,30}")
_PARAGRAPH_OF = re.compile(r"paragraph\s{1,2}(\d{1,2}),?\s{1,2}of\s{1,2}$")
_PARAGRAPH = re.compile(r",?\s{0,2}(?:paragraphs?\s{1,2}(\d{1,2})\b,?|\((\d{1,2})\))")


def _articles(text: str) -> Iterator[Citation]:
    anchor = _ARTICLE.search(text)
    waiting: list[Citation] = []  # "Article 2 (4) and Article 51 of the Charter": the first waits for its Charter
    while anchor:
        found, end = _listed_articles(text, anchor)
        waiting += found
        if _OF_CHARTER.match(text, end) or _OF_CHAPTER.match(text, end):
            yield from waiting
            waiting = []
        elif not _AND_ARTICLE.match(text, end):
            waiting = []
        anchor = _ARTICLE.search(text, max(end, anchor.end()))


def _listed_articles(text: str, anchor: re.Match[str]) -> tuple[list[Citation], int]:
    """The articles named after the word at `anchor`, of whatever treaty, and where their list ends."""
    # "article 101, paragraph 3" is one article, so the list ends before the paragraph
    numbers = _NUMBERS.match(text, anchor.end())
    labels, end = read_labels(numbers[0], 0)[0] if numbers else [], (numbers or anchor).end()
    of_it = _PARAGRAPH_OF.search(text, max(0, anchor.start() - 25), anchor.start())
    paragraph = of_it[1] if of_it else ""
    if written := _PARAGRAPH.match(text, end):
        paragraph, end = written[1] or written[2], written.end()
    found = []
    for label in labels:
        if label.isdigit() and 1 <= int(label) <= _ARTICLES:
            suffix = f"({paragraph})" if paragraph and label == labels[-1] else ""
            found.append(Citation(CHARTER, f"Article {label}{suffix}", anchor.start(), end))
    return found, end


_NAMED = re.compile(r"(?:《联合国宪章》|《宪章》|联合国宪章)\s{0,2}的?")
_PART = re.compile(
    rf"""
    (?:、|和|及|以及|或|,)?第?\s{{0,2}}(?P<number>{CHINESE_NUMBER})\s{{0,2}}
    (?:(?P<unit>[章条])(?:第\s{{0,2}}\(?(?P<paragraph>{CHINESE_NUMBER})\)?\s{{0,2}}[款项])?|(?=[、和及或]))
    """,
    re.VERBOSE,
)
_BARE = {"六": "Chapter VI", "七": "Chapter VII", "八": "Chapter VIII"}
_BARE_CHAPTER = re.compile(r"(?<![》定议约书])第\s{0,2}(?P<number>[六七八])\s{0,2}章")


def _chinese(text: str) -> Iterator[Citation]:
    for named in _NAMED.finditer(text):
        pending: list[re.Match[str]] = []
        read = named.end()
        while part := _PART.match(text, read):
            pending.append(part)
            read = part.end()
            if part["unit"]:
                yield from _parts(pending, part["unit"])
                pending = []
    for bare in _BARE_CHAPTER.finditer(text):
        if not text.endswith(("宪章》", "宪章》的", "宪章"), max(0, bare.start() - 4), bare.start()):
            yield Citation(CHARTER, _BARE[bare["number"]], *bare.span())


def _parts(written: list[re.Match[str]], unit: str) -> Iterator[Citation]:
    for part in written:
        value = number(part["number"])
        if unit == "章" and 1 <= value <= _CHAPTERS:
            yield Citation(CHARTER, f"Chapter {roman(value).upper()}", *part.span())
        elif unit == "条" and 1 <= value <= _ARTICLES:
            paragraph = f"({number(part['paragraph'])})" if part["paragraph"] else ""
            yield Citation(CHARTER, f"Article {value}{paragraph}", *part.span())
