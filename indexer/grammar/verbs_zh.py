"""The action verbs of a Chinese clause; they carry the lemma of the English verb they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...vocabulary import verbs as vocabulary
from ...vocabulary.folding import aligned
from ..model import Kind, Verb

__all__ = ["chinese_verbs", "opens_with_verb"]

_PHRASE_START = re.compile(r"[,;:。、()\"\[\]][\s,;:。、()\"\[\]]*")
_MOST_MODIFIERS = 6
_QUOTES = "\"' *_["
_EMBRACE = re.compile(r"[^,;:。]{0,120}")


class _Found(NamedTuple):
    """A verb, the form it was met in and where that ends; `ground` where it only gives the ground for another."""

    verb: Verb
    form: str
    end: int
    ground: bool = False


def chinese_verbs(text: str, *, kind: Kind) -> tuple[Verb, ...]:
    """The action verbs of a clause: the leading verb first, then those that open a phrase inside it."""
    found = list(_find(aligned(text)))
    if kind == "operative" and len(found) > 1 and found[0].ground:
        found[:2] = [found[1], found[0]]
    return tuple(each.verb for each in found)


def opens_with_verb(text: str) -> bool:
    """Whether a paragraph opens with an action verb, the Council named before it or not."""
    plain = aligned(text)
    return _verb_at(plain, _start(plain), subject=True) is not None


def _start(text: str) -> int:
    return len(text) - len(text.lstrip(_QUOTES))


def _find(text: str) -> Iterator[_Found]:
    known = vocabulary.chinese()
    at = _start(text)
    lead = _verb_at(text, at, subject=True)
    if lead:
        yield lead
        at = lead.end
        yield from _coordinated(text, at)
    for mark in _PHRASE_START.finditer(text, at):
        if mark.end() < at:
            continue
        found = _verb_at(text, mark.end(), subject="。" in mark.group())
        if found and found.form in known.inside:
            yield found
            at = found.end
            yield from _coordinated(text, at)


def _coordinated(text: str, at: int) -> Iterator[_Found]:
    """The second verb of "欢迎并鼓励"."""
    if text.startswith(("并", "和"), at):
        found = _verb_at(text, at + 1, subject=False)
        if found and found.form in vocabulary.chinese().inside:
            yield found


def _verb_at(text: str, at: int, *, subject: bool) -> _Found | None:
    """The verb whose group opens at `at`: openers, the Council, modifiers, the verb, what it expresses."""
    known = vocabulary.chinese()
    at = _skip(text, at, known.opener)
    if subject:
        at = _skip(text, _skip(text, at, known.subject), known.opener)
    modifiers: list[str] = []
    for _ in range(_MOST_MODIFIERS):
        verb = known.verb.match(text, at)
        modifier = known.modifier.match(text, at)
        if verb and not (modifier and modifier.end() >= verb.end() and _verb_after(text, modifier.end())):
            return _found(text, verb, modifiers)
        if modifier is None:
            return _embraced(text, at, modifiers)
        modifiers.append(modifier.group())
        at = modifier.end()
    return None


def _found(text: str, verb: re.Match[str], modifiers: list[str]) -> _Found:
    known = vocabulary.chinese()
    form, end = verb.group(), verb.end()
    if form in known.carriers and (carried := _carried(text, end)):
        modifiers = [*modifiers, carried]
        end += len(carried)
    return _Found(Verb(known.lemmas[form], form, tuple(modifiers)), form, end)


def _skip(text: str, at: int, words: re.Pattern[str]) -> int:
    while word := words.match(text, at):
        at = word.end()
        while text[at : at + 1] in (",", " "):
            at += 1
    return at


def _verb_after(text: str, at: int) -> bool:
    """Whether a verb stands at `at`, one more modifier before it or none: 再次 is a modifier in "再次强烈呼吁"."""
    known = vocabulary.chinese()
    more = known.modifier.match(text, at)
    return bool(known.verb.match(text, at) or (more and known.verb.match(text, more.end())))


def _carried(text: str, at: int) -> str:
    """What "表示" expresses at `at`, with its adverb: "严重关切"."""
    known = vocabulary.chinese()
    adverb = known.adverb.match(text, at)
    noun = known.noun.match(text, adverb.end() if adverb else at)
    return text[at : noun.end()] if noun else ""


def _embraced(text: str, at: int, modifiers: list[str]) -> _Found | None:
    """The verb of "向 … 致敬" or "根据 … 采取行动", at the end of its phrase."""
    known = vocabulary.chinese()
    forms = known.embracing.get(text[at : at + 1]) or known.embracing.get(text[at : at + 2])
    phrase = _EMBRACE.match(text, at)
    if not forms or phrase is None:
        return None
    form = next((f for f in forms if phrase.group().endswith(f)), "")
    if not form:
        return None
    start = phrase.end() - len(form)
    verb = known.verb.match(text, start)
    if verb is None:
        return None
    found = _found(text, verb, modifiers)
    return found._replace(end=phrase.end(), ground=found.form not in known.inside)
