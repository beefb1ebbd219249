"""The parts of a cover letter as a page has them: header, title, body, signature and attached text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...vocabulary.folding import aligned, tidy
from .furniture import TORN, clean_lines

__all__ = ["LetterParts", "opening_of", "president", "split_letter", "title_of"]


@dataclass(frozen=True, slots=True)
class LetterParts:
    """A letter taken apart.

    header: the lines above the title, where the letter's own symbol stands
    body: its lines without page furniture and markup, "" between two paragraphs
    signature: the lines from the signature to the end of the letter's own pages
    attached: the text that it carries, as it stood, without the title of the annex; "" if there is none
    """

    header: str
    title: str
    body: tuple[str, ...]
    signature: tuple[str, ...]
    attached: str


_COVER = 20_000
_DAY = r"\d[\d\s]{3,7}年[\d\s]{1,6}月[\d\s]{1,6}日\s{0,3}"
_TITLE = re.compile(
    rf"""^[ \t*#]{{0,80}}(?P<title>
        (?:{_DAY}[^，。；,;]{{2,60}}?|安\s?全\s?理\s?事\s?会\s?主\s?席\s{{0,2}})
        给[^。；;]{{2,120}}?的\s{{0,2}}信(?=[ \t*]{{0,8}}$)
      | (?:Identical\s{{1,2}}letters|Letter)\s{{1,2}}dated\s{{1,2}}[0-9A-Za-z,\s]{{4,40}}?\sfrom\s
    )""",
    re.VERBOSE | re.MULTILINE,
)
_SENTENCE_END = re.compile(r"[.:。：]$")
_ADDRESSED = re.compile(r"addressed\s+to\s", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"\n[ \t]{0,80}(?:\n|$)|$(?![\s\S])")
_OPENING = re.compile(
    r"^[ \t]{0,12}(?:谨|我谨|兹|本人谨|I have the honou?r|I wish to|I should like|I am writing|This is to)",
    re.MULTILINE,
)
_NUMBER_LINE = r"Resolution \d{1,4} ?\(\d{4}\)|第 ?\d{1,4} ?\(\d{4}\) ?号决议"
_ATTACHED = re.compile(
    rf"(?:{_NUMBER_LINE}|(?:(?:United Nations|联合国) ?)?S ?/ ?RES ?/ ?\d{{1,4}} ?\(\d{{4}}\)"
    r"|The Security Council,|安全理事会,)\*{0,2}"
)
_RESOLUTION = re.compile(
    rf"^[ \t*#]{{0,12}}(?:{_NUMBER_LINE}|The Security Council,|安全理事会[,，])[ \t*]{{0,8}}$", re.M
)
# what may open the attached text once the letter is signed
_MASTHEAD = re.compile(
    r"(?:(?:United Nations|联合国)?(?: ?S ?/[\d/ ]{6,14})?\*{0,2}|Security Council|安全理事会"
    r"|(?:[^.。]{2,200}: ?)?(?:draft resolution|决议草案))",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"(?:附件|附文|Annex|Enclosure)(?: ?(?:[一二三四五]|[IVX]{1,3}|\d))?:?", re.IGNORECASE)
_ANNEX_TITLE = re.compile(
    rf"(?:{_DAY})?[^。;,]{{0,60}}给[^。;]{{2,120}}信的附件|附件.{{0,6}}{_DAY}.{{2,200}}的信"
    r"|(?:Annex|Enclosure)(?: [IVX\d]{1,3})? to the (?:letters?|identical letters) dated .{10,400}"
)
_ANNEX_WORD = re.compile(r"[\s*#]{0,8}(?:Annex|Enclosure) ", re.IGNORECASE)
_SIGNED = re.compile(r"[(\[] ?(?:签名|签字|signed) ?[)\]]", re.IGNORECASE)
_OFFICE = re.compile(r"(?:安全理事会主席|President of the Security Council)[ :]{0,3}", re.IGNORECASE)
_MARKS = " \t\f*#_"


def title_of(text: str) -> str:
    """The title with which a letter opens ("Letter dated …", "…给…的信"); "" for any other text."""
    head = text[:_COVER]
    resolution = _RESOLUTION.search(head)
    found = _TITLE.search(head, 0, resolution.start() if resolution else len(head))
    return found["title"] if found else ""


def opening_of(text: str) -> str:
    """What stands from the opening of a letter ("谨此告知", "I have the honour") to a resolution."""
    head = text[:_COVER]
    resolution = _RESOLUTION.search(head)
    end = resolution.start() if resolution else len(head)
    found = _OPENING.search(head, 0, end)
    return head[found.start() : end] if found else ""


def split_letter(text: str) -> LetterParts:
    """The parts of a letter; what it does not have is empty."""
    start, end = _title_span(text)
    lines = text[end:].split("\n")
    annex, attached = _annex(lines)
    body = _plain_lines("\n".join(lines[:annex]))
    signed = _signature(body)
    return LetterParts(
        header="\n".join(_plain_lines(text[:start])),
        title=tidy(text[start:end]).strip(_MARKS),
        body=tuple(body[:signed]),
        signature=tuple(line for line in body[signed:] if line),
        attached="\n".join(lines[attached:]).strip("\n"),
    )


def _title_span(text: str) -> tuple[int, int]:
    """Where the title stands; where there is none, the empty place before the opening of the letter."""
    found = _TITLE.search(text, 0, _COVER)
    opened = _OPENING.search(text, found.end() if found else 0, _COVER)
    begins = opened.start() if opened else len(text)
    if found is None:
        return (begins, begins) if opened else (0, 0)
    end = found.end("title")
    if not found["title"].endswith("信"):
        # in English the title ends with its paragraph, which names whom the letter is addressed to
        addressed = _ADDRESSED.search(text, end, end + 600)
        paragraph = _PARAGRAPH_END.search(text, addressed.end() if addressed else end)
        end = min(paragraph.start() if paragraph else len(text), begins)
    return found.start("title"), end


def _plain_lines(text: str) -> list[str]:
    """The lines without page furniture and markup; "" between two paragraphs and where a page was cut.

    Where pages are missing, TORN. A line that is set in after the end of a sentence begins a paragraph.
    """
    lines: list[str] = []
    indent = 0
    for line in clean_lines(text):
        set_in = line.indent > indent + 1 and lines and _SENTENCE_END.search(lines[-1])
        if lines and (line.blanks or line.cut or line.torn or set_in):
            lines.append(TORN if line.torn else "")
        lines.append(line.text)
        indent = line.indent
    return lines


# -- the annex -------------------------------------------------------------------------------------


def _annex(lines: Sequence[str]) -> tuple[int, int]:
    """The line where the letter's own pages end, and the one where the attached text begins."""
    signed, after_blank = False, True
    for at, line in enumerate(lines):
        plain = aligned(tidy(line)).strip(_MARKS)
        if after_blank or signed:
            if _ATTACHED.fullmatch(plain) or (signed and plain and _MASTHEAD.fullmatch(plain)):
                return at, at
            height = 1 if _ANNEX.fullmatch(plain) else _annex_title(lines, at)
            if height:
                return at, at + height
        signed = signed or bool(_SIGNED.search(plain))
        after_blank = not plain
    return len(lines), len(lines)


def _annex_title(lines: Sequence[str], at: int) -> int:
    """How many lines from `at` on are the title of an annex ("Annex to the letter dated …"); 0 if none."""
    if not (any("附件" in line for line in lines[at : at + 6]) or _ANNEX_WORD.match(lines[at])):
        return 0
    written = ""
    for height, line in enumerate(lines[at : at + 6], 1):
        if not line.strip() or len(written) > 500:
            break
        written = aligned(tidy(f"{written} {line.strip(_MARKS)}"))
        following = tidy(lines[at + height]).strip(_MARKS) if at + height < len(lines) else ""
        ends = written.endswith("附件") or not following or _ATTACHED.fullmatch(following)
        if ends and _ANNEX_TITLE.fullmatch(written):
            return height
    return 0


# -- the signature ---------------------------------------------------------------------------------


def _signature(lines: Sequence[str]) -> int:
    """The line on which the signature begins; `len(lines)` if there is none."""
    signed = next((at for at, line in enumerate(lines) if _SIGNED.search(aligned(line))), None)
    if signed is not None:
        above = [at for at in range(max(0, signed - 4), signed) if _OFFICE.fullmatch(aligned(lines[at]))]
        return above[0] if above else signed - _stands_above(lines, signed)
    office = [at for at, line in enumerate(lines) if _OFFICE.fullmatch(aligned(line))]
    if not office:
        return len(lines)
    # without the word "Signed": in English the name stands above the office
    english = lines[office[-1]].isascii()
    return office[-1] - (1 if english and office[-1] and lines[office[-1] - 1] else 0)


def _stands_above(lines: Sequence[str], signed: int) -> int:
    """1 where the mark (签名) has a line of its own, under the name."""
    mark = _SIGNED.sub("", aligned(lines[signed])).strip(_MARKS)
    return int(not mark and "签" in lines[signed] and signed > 0 and bool(lines[signed - 1]))


def president(signature: Sequence[str]) -> str:
    """The name over or under the office in the lines of a signature, without "(Signed)" or (签名)."""
    signed = next((line for line in signature if _SIGNED.search(aligned(line))), None)
    names = []
    for line in signature:
        name = _OFFICE.sub("", _SIGNED.sub("", aligned(line))).strip(_MARKS)
        if line == signed and name:
            return tidy(name)
        if name and not re.search(r"[。;,\d]|仅以|\. ", name) and len(name) <= 80:
            names.append(name)
    return tidy(names[0]) if names else ""
