"""Cover letters in which the President of the Council reports a vote by written procedure.

A letter comes in Chinese or English, with the resolution attached; two documents come out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from ...errors import DocumentError
from ...vocabulary import symbols
from ...vocabulary.dates import iso_date
from ...vocabulary.folding import aligned, tidy
from ..grammar.votes import VoteBlock, countries, find_blocks, split_at_headings, vote_of
from ..model import Country, Document, Paragraph, Source
from .furniture import TORN
from .letter_parts import LetterParts, opening_of, president, split_letter, title_of
from .text import read_text

__all__ = ["looks_like_letter", "read_letter"]


def looks_like_letter(text: str) -> bool:
    """Whether `text` is a cover letter, by its title or by its opening and the vote that it reports."""
    head = _normal(text[:40_000])
    return bool(title_of(head) or find_blocks(list(split_at_headings(opening_of(head)))))


def read_letter(text: str, path: str) -> tuple[Document, ...]:
    """The letter and, where it carries one, the resolution (or draft), each naming the other.

    Raises DocumentError where the letter names neither itself nor what it carries. An attached text that
    cannot be read is a note of the letter.
    """
    parts = split_letter(_normal(text))
    letter = _letter(parts, path)
    if not parts.attached:
        return (letter,)
    try:
        carried = _carried(parts.attached, path, letter)
    except DocumentError as problem:
        return (_noted(letter, f"The attached text could not be read: {problem.reason}."),)
    if letter.resolution and carried.symbol != letter.resolution:
        letter = _noted(letter, f"The letter speaks of {letter.resolution}, attached is {carried.symbol}.")
    letter = replace(letter, resolution=carried.symbol)
    return letter, replace(
        carried,
        draft=letter.draft,
        agenda=carried.agenda or letter.agenda,
        sponsors=letter.sponsors,
        vote=letter.vote,
        adopted=letter.adopted,
        letter=letter.symbol,
        date=carried.date or letter.date,
    )


def _normal(text: str) -> str:
    """One kind of line end, no byte order mark, the TeX mark of a footnote as a plain asterisk."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").lstrip("\ufeff")
    return re.sub(r"\$?\^ ?\{ ?(\*{1,3}) ?\}\$?", r"\1 ", plain)


def _noted(document: Document, note: str) -> Document:
    return replace(document, source=replace(document.source, notes=(*document.source.notes, note)))


def _carried(attached: str, path: str, letter: Document) -> Document:
    """The attached document; one that shows no symbol has the one that the letter names."""
    try:
        carried = read_text(attached, path)
    except DocumentError:
        if not (letter.resolution or letter.draft):
            raise
        number = letter.resolution.removeprefix("S/RES/")
        cover = f"Resolution {number}" if number else f"{letter.draft}\n\nDraft resolution"
        carried = read_text(f"{cover}\n\n{attached}", path)
    is_draft = carried.type == "other" and carried.symbol == letter.draft
    return replace(carried, type="draft") if is_draft else carried


# -- what the letter says --------------------------------------------------------------------------

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
# converters mix up opening and closing quotes, curly and straight ones
_QUOTED = r"(?:[\"“”]([^\"“”]{2,400})[\"“”]|「([^」]{2,400})」|『([^』]{2,400})』|‘([^’]{2,400})’)"
_AGENDA = re.compile(
    rf"(?:议程\s?(?:上的?|中的?)?项目|题为|项目|agenda\sitem(?:\sentitled)?|entitled)[\s:：,，]{{0,3}}{_QUOTED}",
    re.IGNORECASE,
)
_SPONSORS_OPEN = re.compile(
    r"决议草案\s?(?:是|系)?\s?由"
    r"|(?:submitted|sponsored|presented|introduced)\s(?:jointly\s)?by\s|sponsors[^.:]{0,60}:\s?|提案国\s?(?:为|是|有|包括)?\s?[:：]?",
    re.IGNORECASE,
)
_SPONSORS_ZH = re.compile(r"([^。]{1,6000}?)(?:等国|等)?(?:共同|联合|联名)?(?:提出|提交|提案)")
_SPONSORS_EN = re.compile(r"(?:[^.。:,]{0,80}:\s?)?((?:[^.。]|(?<=\bSt)\.){1,6000})")
_SPONSORS_END = re.compile(
    r"\s(?:under|in\sconnection|with\sregard|concerning|entitled|on\sthe\s(?:agenda\s)?item|which)\b"
)
_NEAR = 300
_DRAFT_WORDS = re.compile(r"决议草案|draft\sresolution", re.IGNORECASE)
_LETTER_BEFORE = re.compile(r"信\s?\(\s?$|\bletter\s[^.]{0,200}\(\s?$", re.IGNORECASE)
_WITH_YEAR = r"\d{1,4}\s?\(\s?\d{4}\s?\)"
_NUMBER = re.compile(
    rf"(?:成为|作为)\s?(?:安全理事会)?\s?第\s?({_WITH_YEAR}|\d{{1,4}})\s?号\s?决议"
    rf"|第\s?({_WITH_YEAR})\s?号\s?决议[^。;,未]{{0,40}}获得?\s?通过"
    rf"|(?:\bas|became)\s(?:Security\sCouncil\s)?resolution\s({_WITH_YEAR}|\d{{1,4}})"
    rf"|\bresolution\s({_WITH_YEAR})\s(?:was|has\sbeen)\s(?:therefore\s)?adopted",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"未\s?(?:能|被)?\s?获?得?\s?通过|没有获?得?通过|不予通过|否决|常任理事国[^。]{0,20}反对票"
    r"|未能?(?:获得|得到|达到)[^。]{0,12}(?:票数|多数)"
    r"|(?:was|been|is)\s(?:therefore\s|thus\s|hence\s)?not\sadopted|not\sbe(?:en)?\sadopted"
    r"|failed\s(?:of\sadoption|to\s(?:be\sadopted|obtain|receive|secure))|(?:was|been)\srejected"
    r"|did\snot\s(?:obtain|receive|secure)|negative\svotes?\s[^.]{0,40}permanent",
    re.IGNORECASE,
)
_ADOPTED = re.compile(
    r"获得?\s?通过|一致通过|(?:was|been|is)\s(?:therefore\s|thus\s|unanimously\s)?adopted", re.IGNORECASE
)
_NOTE = re.compile(r"(?:\*{1,3}|†|‡)\s?\S|\^")
_SALUTATION = re.compile(
    r"(?:Excellenc(?:y|ies)|Sir|Madam|Dear .{2,60}|Your Excellenc(?:y|ies)|各位?阁下|阁下|诸位)[,，:：]?",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.。:：;；!?！？)）\"”]$")


def _letter(parts: LetterParts, path: str) -> Document:
    lines = [piece for line in parts.body for piece in split_at_headings(line)]
    blocks = find_blocks(lines)
    texts = tuple(_paragraphs(lines, blocks))
    prose = "\n".join(texts)
    reading = vote_of(blocks, prose)
    sponsors, unresolved = _sponsors(prose)
    unresolved += reading.unresolved if reading else ()
    resolution, draft = _number(prose), _draft(texts)
    return Document(
        symbol=_symbol(parts.header, resolution or draft, path),
        type="letter",
        lang="zh" if len(_HAN.findall(prose)) * 2 > len(_LATIN.findall(prose)) else "en",
        source=Source(
            path,
            "letter",
            complete=bool(parts.signature or parts.attached),
            notes=(*map(_unknown, dict.fromkeys(unresolved)), *(reading.notes if reading else ())),
        ),
        paragraphs=tuple(Paragraph("letter", text, str(n)) for n, text in enumerate(texts, 1)),
        title=parts.title,
        date=iso_date(parts.title) or iso_date(parts.header),
        agenda=_agenda(prose),
        draft=draft,
        sponsors=sponsors,
        vote=reading.vote if reading else None,
        adopted=True if resolution else _adopted(prose),
        president=president(parts.signature),
        resolution=resolution,
    )


def _unknown(name: str) -> str:
    return f"“{name}” is the name of no known country; it is kept as written."


def _paragraphs(lines: Sequence[str], blocks: Sequence[VoteBlock]) -> Iterator[str]:
    """The paragraphs of the body: a list of votes is one with its heading; no footnotes, no salutation."""
    starts = {block.first: block for block in blocks}
    inside = {at for block in blocks for at in range(block.first, block.last + 1)}
    # where paragraphs are parted by empty lines, nothing else parts them
    longest = 0 if "" in lines else max(map(len, lines), default=0)
    group: list[str] = []
    gap = False
    for at, line in enumerate([*lines, ""]):
        if at in starts or line == TORN or (group and _parted(group, line, gap, longest)):
            yield from _joined(group)
            group = []
        if at in starts:
            yield _block_text(starts[at])
        elif line.strip() and at not in inside:
            group.append(line)
        gap = not line.strip()
    yield from _joined(group)


def _parted(group: Sequence[str], line: str, gap: bool, longest: int) -> bool:
    """Whether `line` begins another paragraph than `group`."""
    if not line:
        return bool(_NOTE.match(group[0]) or _SALUTATION.fullmatch(group[0]))
    if _NOTE.match(line):
        return True
    if not _ENDED.search(group[-1]):
        return False
    # else a line that ends short of the margin ends its paragraph, and so does a whole paragraph on a line
    return gap or (longest > 0 and (len(group) == 1 or len(group[-1]) < 0.8 * longest))


def _joined(group: Sequence[str]) -> Iterator[str]:
    text = tidy(" ".join(group).replace("*", ""))
    if text and not _NOTE.match(group[0]) and not _SALUTATION.fullmatch(text):
        yield text


def _block_text(block: VoteBlock) -> str:
    heading, names = tidy(block.heading).strip(" *"), tidy(block.names)
    if not heading.endswith((":", "：")):
        heading += "：" if _HAN.search(heading) else ":"
    return f"{heading} {names}".strip() if heading.isascii() and names.isascii() else heading + names


def _symbol(header: str, carried: str, path: str) -> str:
    """The letter's own symbol from the lines above its title, else the one of what it carries."""
    for found in symbols.find_symbols(header):
        if found.symbol.startswith("S/") and not found.symbol.startswith(("S/RES/", "S/PRST/")):
            return found.symbol
    if not carried:
        raise DocumentError(path, "a letter with no symbol that names no resolution and no draft")
    return symbols.LETTER_OF + carried


def _number(prose: str) -> str:
    found = _NUMBER.search(aligned(prose))
    return (symbols.canonical(next(filter(None, found.groups()))) or "") if found else ""


def _draft(texts: Sequence[str]) -> str:
    """The first symbol in a sentence on the draft resolution that is not a letter's."""
    for text in texts:
        plain = aligned(text)
        for start, end, symbol in symbols.find_symbols(text):
            opens = max(plain.rfind("。", start - _NEAR, start), plain.rfind(". ", start - _NEAR, start))
            closes = (plain.find(stop, end, end + _NEAR) for stop in ("。", ". "))
            sentence = slice(
                max(opens + 1, start - _NEAR, 0), min((at for at in closes if at > 0), default=end + _NEAR)
            )
            own = symbol.startswith("S/") and symbol[2].isdigit()
            if (
                own
                and _DRAFT_WORDS.search(plain[sentence])
                and not _LETTER_BEFORE.search(plain[sentence.start : start])
            ):
                return symbol
    return ""


def _agenda(prose: str) -> str:
    found = _AGENDA.search(prose)
    return tidy(next(filter(None, found.groups()))).rstrip(".。,，") if found else ""


def _sponsors(prose: str) -> tuple[tuple[Country, ...], tuple[str, ...]]:
    lists = []
    for opening in islice(_SPONSORS_OPEN.finditer(prose), 5):
        pattern = _SPONSORS_ZH if opening[0].endswith("由") else _SPONSORS_EN
        if found := pattern.match(prose, opening.end()):
            lists.append(countries(_SPONSORS_END.split(found[1], maxsplit=1)[0]))
    # other things are submitted too; the sponsors are the list of which most is countries
    return max(lists, key=lambda one: len(one[0]) - 2 * len(one[1]), default=((), ()))


def _adopted(prose: str) -> bool | None:
    if _FAILED.search(prose):
        return False
    return True if _ADOPTED.search(prose) else None
