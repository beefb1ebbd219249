"""What the volumes and typewritten copies of 1946 to 1993 have that later documents have not.

The yearly volumes "Resolutions and Decisions of the Security Council" print resolutions one behind the other,
each under a heading of its own ("242 (1967). Resolution of 22 November 1967") and closed by the vote ("Adopted
unanimously at the 1382nd meeting."), with decisions between them and footnotes below.
"""

from __future__ import annotations

import re

from ...vocabulary.document_forms import any_of

__all__ = ["HEADING", "NUMBER", "is_closing", "is_early", "is_footnote", "mend_words"]

_DATE = r"\d{1,2}(?:/\d{1,2})?\s[A-Za-z]{3,9}\s\d{4}"
NUMBER = (
    r"(?:Resolution|RESOLUTION)\s{1,3}(?P<first>\d{1,4})(?:\s?[A-H])?\s?\(\s?(?P<year>\d{4})\s?\)(?:\s(?:of|OF)\s"
    + _DATE
    + r"\.?)?|(?P<number>\d{1,4})\s?\((?P<in>\d{4})\)[.,]?\s{0,3}(?:Resolution|RESOLUTION)\s(?:of|OF)\s.{6,40}"
)
"""The line that names a resolution: the later form, or that of the volumes with the number first."""

HEADING = re.compile(rf"(?:{NUMBER})$")
_MEETING = r"\d{1,4}\s?(?:st|nd|rd|th|ST|ND|RD|TH) (?:meeting|MEETING)"
_CLOSING = re.compile(
    rf"Adopted\b.{{0,120}}?\b(?:at|on) (?:the|its) {_MEETING}\b.{{0,400}}"
    r"|(?:The|This) (?:draft )?resolution was (?:voted on|adopted) .{0,200}"
    r"|The draft was voted on .{0,200}"
    rf"|{any_of('adopted')}\b.{{0,120}}?\b(?:{any_of('meeting')}|{any_of('meeting_before')})\b.{{0,400}}",
    re.DOTALL,
)
_FOOTNOTE = re.compile(
    r"(?:\d{1,3}|[*†]{1,3})\s?(?:(?:Ibid|Idem)\b|See (?:also |footnote |document|resolution|Official|S/)|"
    r"Official Records|Documents? [SA]/|United Nations,? (?:Treaty|publication)|Reproduced |Incorporated |Transmitted |"
    r"(?:One|Two|Three|Four|Five) members? \()"
)
_BROKEN_HYPHEN = re.compile(r"(?<=[a-z]) -(?=[A-Z])|(?<=[a-z]-) (?=[A-Z][a-z])")
_MISREAD_YEAR = re.compile(r"(?<=\()[lI](?=9[0-9]{2}\))")
_MISREAD_SESSION = re.compile(r"(?<=\d\d\d \()(?=[XVI]{1,7}l)[XVIl]{2,8}(?=\))")


def is_early(symbol: str) -> bool:
    """Whether a document has a text from recognition alone: resolutions to 1993, and symbols without a year."""
    year = re.search(r"\((\d{4})\)|/(19|20)\d\d/", symbol)
    return year is None or (year[1] is not None and int(year[1]) < 1994)


def is_closing(text: str) -> bool:
    """Whether a paragraph is the note on the vote that closes a resolution."""
    return _CLOSING.fullmatch(text) is not None


def is_footnote(text: str) -> bool:
    """Whether a paragraph is a footnote of the printed volumes, by the words that these open with."""
    return _FOOTNOTE.match(text) is not None


def mend_words(text: str) -> str:
    """`text` with what recognition breaks in nearly every old document: "Secretary -General", "(l967)", "(XXVl)"."""
    if "-" in text:
        text = _BROKEN_HYPHEN.sub(lambda found: found[0].strip(), text)
    if "(" in text:
        text = _MISREAD_YEAR.sub("1", text)
        text = _MISREAD_SESSION.sub(lambda found: found[0].replace("l", "I"), text)
    return text
