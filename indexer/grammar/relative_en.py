"""Relative references in English clauses: "this resolution", "paragraphs 4 and 6 above", "paragraph 2 thereof"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from ..model import Pinpoint
from .labels import read_labels
from .mentions import MOST_CHANGES, RESOLUTIONS, STATEMENTS, Change, Language, Mention, MentionKind, Named

__all__ = ["LANGUAGE"]

_S = r"\s{1,2}"
_NOUNS = ("resolution", "statement", "presidential statement", "paragraph")
_ELSEWHERE = ("thereof", *(f"{word} {noun}" for word in ("hat", "hese", "hose", "same", "his") for noun in _NOUNS))
_OTHER_WORDS = ("present", "said", "aforementioned", "former", "latter", "preceding", "such")
_OPENING = ("above", "below", "hereafter", *(f"{word} {noun}" for word in _OTHER_WORDS for noun in _NOUNS), *_ELSEWHERE)
_AS_CHANGED = re.compile(r" as (?:[a-z]{4,14} ){0,2}[a-z]{4,14}ed[ ,]")

_OWN = rf"[Tt]h(?:is(?:{_S}present)?|e{_S}present)"
_THAT = rf"that|the{_S}same"
_VAGUE = rf"the{_S}(?:said|aforesaid|above|aforementioned|above-mentioned|former|latter|preceding)|such"
_DOCUMENT = re.compile(
    rf"\b(?:(?P<this>{_OWN})|(?P<that>{_THAT})|(?P<those>[Tt]hese|those)|(?P<open>{_VAGUE})){_S}"
    r"(?:(?P<resolution>resolution)|(?P<statement>(?:presidential\s{1,2})?statement)|(?P<paragraph>paragraph))"
    r"(?P<plural>s)?\b(?!'s?\s{1,2}annex)"
)
# what stands before "that resolution" where "that" is no conjunction ("recalls that resolution 1503 …")
_PREPOSITION = re.compile(
    r"\b(?:of|by|in|to|under|with|from|through|for|implement|effectively|fully|reaffirms|and|per)\s{1,2}$"
)
_NOUN_AFTER = re.compile(r"\s{1,2}(?:\d|of\b(?!\s{1,2}\d)|is\b(?=\s{1,2}\w{1,20}ed\b))|\s?\(|\s{1,2}(?:S|A)/")
_SURE = re.compile(
    r"\b(?:adoption|date|purposes?|annex(?:es)?(?:\s{1,2}[A-Z]{1,4})?)\s{1,2}(?:of|to|in)\s{1,2}$|\b(?:annexed|attached)\s{1,2}to\s{1,2}$"
)
_CARRIED_OUT = re.compile(
    r"\b(?:implement|implementation|implementing|follow-up|provisions|objectives|aims|requirements)"
    r"(?:\s{1,2}(?:of|to))?\s{1,2}$"
)
_BEFORE = 40  # characters before a reference that are looked at

_PARAGRAPHS = re.compile(r"\b(?:[Ss]ub-?)?[PpO](?:ara(?:graph)?s?\b\.?\s{1,2}|(?<=O)[Pp]s?\s{0,2})(?=[\d(])")
_OF_PARAGRAPH = re.compile(r"\s{1,2}of\s{1,2}paragraph\s{1,2}(?P<number>\d{1,3})(?![\d(]|\s?\()")
_NOTE = r"(?:\s{1,2}\[[^\[\]]{1,60}\])?"
_SIDE = re.compile(rf"{_NOTE},?{_S}(?P<side>above|below|hereafter)\b(?!-)")
_OF_DOCUMENT = re.compile(
    rf",?{_S}(?:of|in|to|under){_S}(?:(?P<this>{_OWN})|(?P<that>{_THAT})|(?P<those>these|those))"
    rf"{_S}(?:(?P<resolution>resolution)|(?P<statement>statement))(?P<plural>s)?\b(?!'s?{_S}annex)"
)
_THEREOF = re.compile(rf"{_S}thereof\b")


def mentions(text: str) -> Iterator[Mention]:
    """The relative references of a text, those with paragraphs first where two begin together."""
    pinned = list(_pinned(text))
    yield from sorted([*pinned, *_plain(text, pinned)], key=lambda one: one.start)


def _pinned(text: str) -> Iterator[Mention]:
    anchor = _PARAGRAPHS.search(text)
    while anchor:
        labels, end = read_labels(text, anchor.end())
        if labels and labels[0].startswith("(") and (whole := _OF_PARAGRAPH.match(text, end)):
            labels, end = [whole["number"] + label for label in labels], whole.end()
        mention = _with_labels(text, anchor.start(), end, tuple(dict.fromkeys(labels))) if labels else None
        if mention:
            yield mention
            end = mention.end
        anchor = _PARAGRAPHS.search(text, max(end, anchor.end()))


def _with_labels(text: str, start: int, end: int, labels: tuple[str, ...]) -> Mention | None:
    if side := _SIDE.match(text, end):
        return Mention(start, side.end(), "above" if side["side"] == "above" else "below", labels)
    if whole := _OF_DOCUMENT.match(text, end):
        return Mention(start, whole.end(), _kind(whole), labels, _series(whole))
    if whole := _THEREOF.match(text, end):
        return Mention(start, whole.end(), "that", labels)
    return None


def _kind(found: re.Match[str]) -> MentionKind:
    if found["plural"]:
        return "those" if found["those"] else "open"
    return "this" if found["this"] else "that" if found["that"] else "open"


def _series(found: re.Match[str]) -> str:
    return STATEMENTS if found["statement"] else RESOLUTIONS


def _plain(text: str, pinned: Sequence[Mention]) -> Iterator[Mention]:
    """References that name no paragraph by its number."""
    taken = {at for one in pinned for at in range(one.start, one.end)}
    for found in _DOCUMENT.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if found.start() in taken or (found["that"] == "that" and not _is_pronoun(text, found, before)):
            continue
        if found["paragraph"]:
            yield Mention(*found.span(), _paragraph_kind(found))
        else:
            sure = "present" in (found["this"] or "") or bool(_SURE.search(before))
            carried_out = bool(_CARRIED_OUT.search(before))
            kind = "open" if found["open"] else _kind(found)
            yield Mention(*found.span(), kind, (), _series(found), sure, carried_out)


def _paragraph_kind(found: re.Match[str]) -> MentionKind:
    if found["plural"] or found["open"]:
        return "open"
    return "this paragraph" if found["this"] else "that paragraph"


def _is_pronoun(text: str, found: re.Match[str], before: str) -> bool:
    return bool(_PREPOSITION.search(before)) and not _NOUN_AFTER.match(text, found.end())


_CHANGED = re.compile(
    rf"\bas(?:{_S}(?:last|most|recently|subsequently|further|previously|also|later)){{0,2}}{_S}(?P<first>[a-z]{{4,14}}ed)"
    rf"(?:(?:,{_S}|,?{_S}and{_S})(?:last{_S}|subsequently{_S}|further{_S})?[a-z]{{4,14}}ed){{0,3}}"
    rf"{_S}(?:by|in|through|pursuant{_S}to|under){_S}"
)
_TOWARDS = re.compile(
    r"(?:(?:its|the|and|or|to|of|in|Security|Council|operative|(?:sub)?paragraphs?|OPs?|[Rr]esolutions?)\s{1,2}"
    r"|\d{1,3},?\s{1,2}|\([a-z]{1,5}\),?\s{1,2}){0,30}"
)
_CHANGING = re.compile(r"\b(?P<verb>[a-z]{4,14}ed)\s{1,2}(?:by|in|through|pursuant\s{1,2}to|under)\b")
_GLUE = (
    r"(?:\s{1,2}(?:of|dated)\s{1,2}\d{1,2}\s{1,2}[A-Z][a-z]{2,8}\s{1,2}\d{4})?(?:\s?\([^()]{1,40}\))?"
    r"(?:\s?[,;]\s{0,2}(?:(?:and|or|as\s{1,2}well\s{1,2}as)\s{1,2})?|\s{1,2}(?:and|or|to|as\s{1,2}well\s{1,2}as|&)\s{1,2})"
)
_NUMBERS_GAP = re.compile(_GLUE)
_GAP = re.compile(rf"{_GLUE}(?:(?:its|the|Security|Council|of|in|by|under){_S}){{0,3}}(?:resolutions?{_S})?")
_ANY_RESOLUTION = re.compile(r"\b[Rr]esolutions?\b")
_ANY_STATEMENT = re.compile(r"\b[Ss]tatements?\b")
_SAME = re.compile(rf"\b(?:that|the{_S}same){_S}(?:resolution|statement)\b")


def changes(text: str, named: Callable[[], Sequence[Named]], verbs: Mapping[str, str]) -> list[Change]:
    """Each "as renewed by …", with what is named there."""
    found = []
    for phrase in islice(_CHANGED.finditer(text), MOST_CHANGES):
        verb = verbs.get(phrase["first"])
        if verb is None:
            continue
        towards = _TOWARDS.match(text, phrase.end())
        stop = towards.end() if towards else phrase.end()
        cited = _cited(text, named(), stop, text[phrase.end() : stop].endswith("resolutions "))
        targets = tuple(Pinpoint(one.document, label) for one in cited for label in one.labels or ("",))
        end = cited[-1].end if cited else phrase.end()
        found.append(Change(phrase.start(), end, phrase.end(), verb, targets))
    return found


def _cited(text: str, named: Sequence[Named], start: int, several: bool) -> list[Named]:
    """The document named at `start`, and those listed after it where several are announced."""
    cited: list[Named] = []
    for one in named:
        if one.start == start or (cited and several and _NUMBERS_GAP.fullmatch(text, cited[-1].end, one.start)):
            cited.append(one)
        elif cited:
            break
    return cited


def _has(text: str, wordings: Sequence[str]) -> bool:
    return any(wording in text for wording in wordings) or bool(_AS_CHANGED.search(text))


def _changed(before: str, verbs: Mapping[str, str]) -> bool:
    return any(found["verb"] in verbs for found in _CHANGING.finditer(before))


def _another(between: str, series: str) -> bool:
    return bool(_any(series).search(_SAME.sub("", between)))


def _others(part: str, series: str) -> bool:
    """A list is announced by "resolutions"; a second such word speaks of further ones."""
    return len(_any(series).findall(part)) > part.rstrip().endswith(("resolutions", "resolution", "statements"))


def _any(series: str) -> re.Pattern[str]:
    return _ANY_STATEMENT if series == STATEMENTS else _ANY_RESOLUTION


LANGUAGE = Language(
    opening=lambda text: _has(text, _OPENING),
    elsewhere=lambda text: _has(text, _ELSEWHERE),
    mentions=mentions,
    changes=changes,
    joined=lambda gap: bool(re.fullmatch(rf"{_GAP.pattern}(?:the{_S}other{_S}provisions{_S}of{_S})?", gap)),
    is_list=lambda gap: bool(_GAP.fullmatch(gap)),
    changed=_changed,
    another=_another,
    others=_others,
)
