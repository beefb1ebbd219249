"""Who voted how, and other written lists of countries, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from ...vocabulary.countries import resolve, split_names
from ...vocabulary.dates import number
from ...vocabulary.folding import aligned, tidy
from ..model import Country, Vote

__all__ = [
    "VoteBlock",
    "VoteReading",
    "countries",
    "find_blocks",
    "read_vote",
    "split_at_headings",
    "vote_of",
]

Side = Literal["in favour", "against", "abstaining", "absent"]


@dataclass(frozen=True, slots=True)
class VoteReading:
    """A vote as it was read.

    unresolved: names of no known country, as written; they stand in `vote` too, with an empty code
    notes: what does not add up, one sentence each
    """

    vote: Vote
    unresolved: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoteBlock:
    """A heading and the names under it, `lines[first : last + 1]` of a text.

    heading: as it stands, with its colon; names: the list as it stands, over one line or more
    count: how many the heading says there are, -1 if it does not say
    """

    side: Side
    heading: str
    names: str
    count: int
    first: int
    last: int


_COUNT = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_UNIT = r"(?:\s?(?:票|国|members?|votes?))?"
_HEADING = re.compile(
    rf"""
    (?P<before>^|[\s。;.,、|:])
    (?:[-•·]\s?)?(?:投|(?:votes?|voting)\s)?
    (?P<side>赞成|反对|弃权|未参加投票|未参加表决|缺席
        |(?:in\sfavou?r|against|abst(?:aining|ained|entions?|ain)|not\s(?:voting|participating)|absent)\b)
    (?:票|者|国|\svotes?)?\s{{0,2}}
    (?:(?P<open>\()?\s?(?P<count>{_COUNT}){_UNIT}\s?(?(open)\)|(?=\s?:|\s?$)))?
    \s{{0,2}}(?P<colon>:)?\s{{0,4}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
# a count after the colon: "15", "15票", "15 votes (Belgium, …)"
_COUNT_FIRST = re.compile(rf"(?P<count>{_COUNT}){_UNIT}\s?\.?(?=\s?(?:$|[(:,;]|\n))[:,;]?\s?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"。|(?<!\bSt)\.(?=\s{1,4}[A-Z*])")
_JOINT = re.compile(r"(?:[、，,；;]|和|及|与|\band)$", re.IGNORECASE)
_GOES_ON = re.compile(r"[、，,；;]|以及|[和及与]|and\b", re.IGNORECASE)
_PROSE = re.compile(
    r"\d|。.|\. |[?!？！]|决议|草案|主席|表决|签名|resolution|council|draft|president|signed", re.IGNORECASE
)
_NOTE_LINE = re.compile(r"\s*(?:\*|†|‡|\^)")
_TOTAL = re.compile(
    rf"(?:获得?|得到|以)\s?(?P<zh>{_COUNT})\s?票赞成"
    r"|\b(?P<en>\d{1,2}) (?:affirmative votes|votes in favou?r)\b"
)
_LONGEST_NAME = 60


@lru_cache(maxsize=256)
def countries(text: str) -> tuple[tuple[Country, ...], tuple[str, ...]]:
    """The countries of a written list in its order, and the names that are of no known country.

    Such a name is kept in its place, as a `Country` without a code.
    """
    found: list[Country] = []
    for name in split_names(text):
        known = resolve(name)
        found.append(Country(*known) if known else Country("", name))
    return tuple(found), tuple(country.name for country in found if not country.code)


def read_vote(text: str) -> VoteReading | None:
    """The vote that `text` reports under headings (赞成, 反对, 弃权; "In favour", "Against", "Abstaining").

    None where there is no such heading.
    """
    return vote_of(find_blocks(list(split_at_headings(text))), text)


def vote_of(blocks: Sequence[VoteBlock], text: str) -> VoteReading | None:
    """The vote that `blocks` of `text` make up; None for no blocks."""
    lists: dict[Side, tuple[Country, ...]] = {}
    unresolved: list[str] = []
    notes: list[str] = []
    total = _TOTAL.search(tidy(text))
    for block in blocks:
        if block.side in lists:
            continue
        lists[block.side], unknown = countries(block.names)
        unresolved += unknown
        count = block.count
        if count < 0 and block.side == "in favour" and total:
            count = number(total["zh"] or total["en"])
        notes += _mismatch(block, len(lists[block.side]), count)
    if not lists:
        return None
    vote = Vote(lists.get("in favour", ()), lists.get("against", ()), lists.get("abstaining", ()))
    return VoteReading(vote, tuple(unresolved), tuple(notes))


def _mismatch(block: VoteBlock, found: int, count: int) -> Iterator[str]:
    if count >= 0 and count != found:
        yield f"{found} names were read {block.side} where the text counts {count}."
    elif count < 0 and not block.names.strip():
        yield f"No names follow the heading {block.heading.rstrip(' :：')!r}."
    if block.side == "absent" and found:
        yield f"Took no part in the vote: {tidy(block.names)}."


# -- lines and blocks ----------------------------------------------------------------------------


def split_at_headings(text: str) -> Iterator[str]:
    """The lines of `text`, broken before each heading of a vote and after the sentence that ends its list."""
    for line in text.split("\n"):
        starts = [found.end("before") for found in _HEADING.finditer(aligned(line)) if found["colon"]]
        if not starts:
            yield line
            continue
        if line[: starts[0]].strip():
            yield line[: starts[0]].rstrip()
        for start, end in pairwise([*starts, len(line)]):
            ended = _SENTENCE_END.search(line, start, end)
            stop = ended.end() if ended else end
            yield line[start:stop].strip()
            if line[stop:end].strip():
                yield line[stop:end].strip()


def find_blocks(lines: Sequence[str]) -> list[VoteBlock]:
    """The blocks of a vote in `lines`, as `split_at_headings` gives them; empty lines part paragraphs."""
    blocks: list[VoteBlock] = []
    at = 0
    while at < len(lines):
        block = _block(lines, at)
        if block:
            blocks.append(block)
        at = block.last + 1 if block else at + 1
    return blocks


def _block(lines: Sequence[str], at: int) -> VoteBlock | None:
    found = _heading(lines[at])
    if found is None:
        return None
    count = number(found["count"]) if found["count"] else -1
    rest = lines[at][found.end() :]
    stated = _COUNT_FIRST.match(aligned(rest))
    if stated and stated["count"]:
        count, rest = number(stated["count"]), rest[stated.end() :]
    names, last = _names(lines, at, rest.strip())
    heading = lines[at][: len(lines[at]) - len(rest)]
    return VoteBlock(_side(found["side"]), heading, _without_brackets(names), count, at, last)


def _heading(line: str) -> re.Match[str] | None:
    """The heading that begins `line`: with a colon, or alone, or before a list of countries."""
    found = _HEADING.match(aligned(line))
    if found is None or found["colon"]:
        return found
    if found["side"][0].islower():
        return None
    rest = line[found.end() :]
    return found if not rest or (rest != line[found.end("side") :] and _resolves(rest)) else None


def _side(written: str) -> Side:
    folded = written.lower()
    if folded.startswith(("in", "赞成")):
        return "in favour"
    if folded.startswith(("against", "反对")):
        return "against"
    return "abstaining" if folded.startswith(("abst", "弃权")) else "absent"


def _names(lines: Sequence[str], at: int, rest: str) -> tuple[str, int]:
    """The list that follows a heading on line `at`, and the line on which it ends."""
    parts, last, after_blank = [rest] if rest else [], at, False
    for index in range(at + 1, len(lines)):
        line = lines[index].strip()
        if not line:
            after_blank = True
        elif _NOTE_LINE.match(line) and not _resolves(line):
            continue
        elif _heading(line) or not _goes_on(parts[-1] if parts else "", line, after_blank, lines, index):
            break
        else:
            parts.append(line)
            last, after_blank = index, False
    return "\n".join(parts), last


def _goes_on(before: str, line: str, after_blank: bool, lines: Sequence[str], at: int) -> bool:
    """Whether `line` is more of the list whose line before it is `before`."""
    if not before:
        return _plausible(line)
    if before.endswith(("。", ".")) or not split_names(before):
        return False
    if _JOINT.search(before) or _GOES_ON.match(line):
        return _plausible(line)
    if _resolves(f"{before}\n{line}"):
        return True
    if after_blank or not _plausible(line):
        return False
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return not resolve(split_names(before)[-1]) or bool(following and _resolves(following))


def _resolves(text: str) -> bool:
    """Whether `text` is a list of known countries only, or says that there are none."""
    return bool(text.strip()) and len(text) < 2_000 and not countries(text)[1]


def _plausible(line: str) -> bool:
    """Whether `line` may be a list of countries: it names one, or it is short and reads like no sentence."""
    found, unknown = countries(line[:4_000])
    if len(found) > len(unknown) or not found:
        return True
    return len(line) <= _LONGEST_NAME and not _PROSE.search(line)


def _without_brackets(names: str) -> str:
    inner = aligned(names).rstrip(" .。\n")
    return names[1 : len(inner) - 1] if inner.startswith("(") and inner.endswith(")") else names
