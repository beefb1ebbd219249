"""Relative references in Chinese clauses: "本决议", "上文第1段", "该决议第11段"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..model import Pinpoint
from .citations_zh import read_sections
from .mentions import RESOLUTIONS, STATEMENTS, Change, Language, Mention, MentionKind, Named

__all__ = ["LANGUAGE"]

_OPENING = re.compile(r"[本该此]|上文|下文|以[上下]|同一|这|上述|经")
_ELSEWHERE = re.compile(r"[本该](?:决议|(?:主席)?声明|段)|同一|这些|经")
_GAP = r"\s{0,2}"
_SIDE = re.compile(rf"(?P<side>上文|下文|以上|以下){_GAP}(?:执行部分)?{_GAP}第{_GAP}(?=\d)")
_DOCUMENT = re.compile(
    r"(?:(?P<this>(?<![基日版文根])本)|(?P<that>该|同一)|(?P<those>这些)|(?P<open>上述|此|这项|这一))(?:项|份)?"
    r"(?:(?P<resolution>决议)|(?P<statement>(?:主席)?声明)|(?P<paragraph>段))(?!草案|[落期])"
)
_SECTION = re.compile(rf"(?:的)?(?:执行部分)?{_GAP}第{_GAP}(?=\d)")
_SURE = re.compile(r"(?:通过|附于|为)$")
_CARRIED_OUT = re.compile(r"(?:执行|落实|实施)$")
_AFTER_IMPLEMENTED = re.compile(r"(?:的)?(?:执行|落实|实施)")
_LIST = re.compile(
    rf"{_GAP}号?{_GAP}(?:决议)?{_GAP}(?:、|,|以及|和|及|与|或){_GAP}(?:安理会|安全理事会)?{_GAP}第?{_GAP}"
)
_JOINED = re.compile(rf"{_GAP}号?{_GAP}(?:决议)?{_GAP}(?:、|,|以及|和|及|与|或){_GAP}")
_CHANGING = re.compile(r"经[^,。;]{0,20}决议[^,。;]{0,20}|经[^,。;]{0,20}$")
_RESOLUTION = re.compile(r"决议(?!草案)")
_STATEMENT = re.compile(r"声明")
_SAME = re.compile(r"(?:该|同一)(?:决议|(?:主席)?声明)")
_OWN_NAME = re.compile(rf"^{_GAP}(?:\(\d{{4}}\))?{_GAP}号?{_GAP}(?:主席)?(?:决议|声明)")


def mentions(text: str) -> Iterator[Mention]:
    """The relative references of a text, in order."""
    found = [*_beside(text), *_documents(text)]
    yield from sorted(found, key=lambda one: one.start)


def _beside(text: str) -> Iterator[Mention]:
    for side in _SIDE.finditer(text):
        labels, end = read_sections(text, side.end())
        if labels:
            yield Mention(side.start(), end, "above" if "上" in side["side"] else "below", tuple(labels))


def _documents(text: str) -> Iterator[Mention]:
    for found in _DOCUMENT.finditer(text):
        if found["paragraph"]:
            yield Mention(*found.span(), _paragraph_kind(found))
            continue
        section = _SECTION.match(text, found.end())
        labels, end = read_sections(text, section.end()) if section else ([], found.end())
        end = end if labels else found.end()
        before = text[max(0, found.start() - 4) : found.start()]
        sure = bool(_SURE.search(before))
        carried_out = bool(_CARRIED_OUT.search(before) or _AFTER_IMPLEMENTED.match(text, found.end()))
        series = STATEMENTS if found["statement"] else RESOLUTIONS
        yield Mention(found.start(), end, _kind(found), tuple(labels), series, sure, carried_out)


def _kind(found: re.Match[str]) -> MentionKind:
    if found["this"]:
        return "this"
    return "that" if found["that"] else "those" if found["those"] else "open"


def _paragraph_kind(found: re.Match[str]) -> MentionKind:
    if found["this"]:
        return "this paragraph"
    return "that paragraph" if found["that"] else "open"


_AFTER_NAME = re.compile(rf"{_GAP}\)?{_GAP}号?{_GAP}决议{_GAP}(?P<section>第{_GAP}(?=\d))?")
_BY = re.compile(rf"经(?:安理会|安全理事会)?{_GAP}第?{_GAP}$")


def changes(text: str, named: Callable[[], Sequence[Named]], verbs: Mapping[str, str]) -> list[Change]:
    """Each "经第2610(2021)号决议第1段延长": the verb follows the name."""
    found = []
    for cited in named() if "经" in text else ():
        opening = _BY.search(text, max(0, cited.start - 10), cited.start)
        after = _AFTER_NAME.match(text, cited.end)
        if opening is None or after is None:
            continue
        end = read_sections(text, after.end())[1] if after["section"] else after.end()
        verb = verbs.get(text[end : end + 2])
        if verb:
            targets = tuple(Pinpoint(cited.document, label) for label in cited.labels or ("",))
            found.append(Change(opening.start(), end + 2, opening.start(), verb, targets))
    return found


def _changed(before: str, _verbs: Mapping[str, str]) -> bool:
    return bool(_CHANGING.search(before))


def _another(between: str, series: str) -> bool:
    return bool(_any(series).search(_SAME.sub("", _OWN_NAME.sub("", between))))


def _others(part: str, series: str) -> bool:
    return bool(_any(series).search(_OWN_NAME.sub("", part)))


def _any(series: str) -> re.Pattern[str]:
    return _STATEMENT if series == STATEMENTS else _RESOLUTION


LANGUAGE = Language(
    opening=lambda text: bool(_OPENING.search(text)),
    elsewhere=lambda text: bool(_ELSEWHERE.search(text)),
    mentions=mentions,
    changes=changes,
    joined=lambda gap: bool(_JOINED.fullmatch(gap)),
    is_list=lambda gap: bool(_LIST.fullmatch(gap)),
    changed=_changed,
    another=_another,
    others=_others,
)
