"""The Council's action verbs: their families, forms and modifiers, in English and Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from .folding import fold

__all__ = [
    "Chinese",
    "Context",
    "Family",
    "Form",
    "Inflection",
    "Modifiers",
    "Phrases",
    "State",
    "chinese",
    "context",
    "forms",
    "general",
    "in_chinese",
    "known_lemmas",
    "lemma_of",
    "modifiers",
    "starters",
    "states",
]

Inflection = Literal["base", "finite", "participle", "past"]

_INFLECTIONS: tuple[Inflection, ...] = ("finite", "participle", "base", "past")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ISE = re.compile(r"is(?=(?:e|es|ed|ing)$)")
_IZE = re.compile(r"iz(?=(?:e|es|ed|ing)$)")


@dataclass(frozen=True, slots=True)
class Family:
    """The forms of one action verb.

    lemma: canonical ("call upon")
    tails: the words that complete its head ("upon", "on"), none for a verb of one word
    bare: the head stands for the family without a tail ("Calls again …", any verb of one word)
    inside: which of its forms count inside a clause, after the leading verb: "all", "preamble" (the participle in
        preambular paragraphs alone), "finite" (no participle), "object" (finite, with a noun such as "its
        intention") or "none"
    """

    lemma: str
    tails: tuple[str, ...]
    bare: bool
    inside: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a head word: "calls" is finite, of "call for" and "call upon".

    inflection: the first of finite, participle, base, past that it can be
    past: whether it follows "having"
    tails: the family that each tail leads to
    fillers: the words of the lemmas, which may stand between head and tail ("bearing *in* mind")
    bare: the family of the head without a tail
    """

    inflection: Inflection
    past: bool
    tails: Mapping[str, Family]
    fillers: frozenset[str]
    bare: Family | None


@dataclass(frozen=True, slots=True)
class State:
    """An adjective in the place of a verb; `inside` if it counts after the leading verb too."""

    lemma: str
    inside: bool


class Phrases:
    """Phrases of one or more words, to be met at a place in a row of words."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(phrases, key=lambda p: -len(p.split())):
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append(words)

    @property
    def first_words(self) -> frozenset[str]:
        return frozenset(self._by_first)

    def length_at(self, words: Sequence[str], at: int) -> int:
        """How many of `words` the longest phrase that stands at `at` covers; 0 for none."""
        if at >= len(words):
            return 0
        for phrase in self._by_first.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 0


@dataclass(frozen=True, slots=True)
class Modifiers:
    """What stands beside a verb: see `data/verbs-modifiers.toml`, key by key.

    before, after: adverbs alone; adverbs and phrases
    """

    before: Phrases
    after: Phrases
    openers: Phrases
    links: Phrases
    link_forms: Mapping[str, Inflection]
    feelings: frozenset[str]
    adjectives: frozenset[str]
    carriers: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Context:
    """What tells a verb from a noun: see `data/verbs-context.toml`, key by key."""

    connectors: frozenset[str]
    connecting_phrases: tuple[tuple[str, ...], ...]
    subjects: tuple[tuple[str, ...], ...]
    boundaries: frozenset[str]
    auxiliaries: frozenset[str]
    after_nouns: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    after_gerunds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Chinese:
    """Chinese verbs and what stands beside them: see `data/verbs-zh-words.toml`, key by key.

    lemmas: the English lemma of each verb, in simplified characters
    inside: the verbs that count after the leading one too
    embracing: the verbs that may end the phrase that a preposition opens
    Patterns match the longest of the words at a place.
    """

    lemmas: Mapping[str, str]
    inside: frozenset[str]
    carriers: frozenset[str]
    embracing: Mapping[str, tuple[str, ...]]
    verb: re.Pattern[str]
    modifier: re.Pattern[str]
    opener: re.Pattern[str]
    subject: re.Pattern[str]
    noun: re.Pattern[str]
    adverb: re.Pattern[str]


def _read(name: str) -> str:
    return (resources.files(__package__) / "data" / name).read_text("utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = [line for line in _read(name).splitlines() if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(columns, line.split("\t"), strict=True))


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_read(name))


@cache
def forms() -> Mapping[str, Form]:
    """Every head word of the Council's verbs, in lower case, with -ise beside -ize."""
    found: dict[str, list[tuple[Inflection, Family]]] = {}
    for row in _rows("verbs.tsv"):
        tails = row["tail"].split("|") if row["tail"] else []
        family = Family(row["lemma"], tuple(filter(None, tails)), not all(tails) or not tails, row["inside"])
        for inflection in _INFLECTIONS:
            for form in row[inflection].split("|"):
                for spelling in {form, _IZE.sub("is", form)}:
                    found.setdefault(spelling, []).append((inflection, family))
    return {form: _form(uses) for form, uses in found.items()}


def _form(uses: list[tuple[Inflection, Family]]) -> Form:
    inflections = [inflection for inflection, _ in uses]
    families = [family for _, family in uses]
    tails = {tail: family for family in families for tail in family.tails}
    return Form(
        inflection=min(inflections, key=_INFLECTIONS.index),
        past="past" in inflections,
        tails=tails,
        fillers=frozenset(word for family in tails.values() for word in family.lemma.split()),
        bare=next((family for family in families if family.bare), None),
    )


@cache
def starters() -> frozenset[str]:
    """Every word that a verb with its modifiers can open with."""
    known = modifiers()
    openers = known.before.first_words | known.links.first_words
    return frozenset(forms()) | frozenset(states()) | openers | {"having"}


@cache
def states() -> Mapping[str, State]:
    """Adjectives that open a preambular paragraph ("concerned"), by their form."""
    return {row["form"]: State(row["lemma"], row["inside"] == "yes") for row in _rows("verbs-states.tsv")}


@cache
def modifiers() -> Modifiers:
    """The words that stand beside a verb."""
    data = _toml("verbs-modifiers.toml")
    return Modifiers(
        before=Phrases(data["adverbs"]),
        after=Phrases([*data["adverbs"], *data["phrases"]]),
        openers=Phrases(data["openers"]),
        links=Phrases(list(data["links"])),
        link_forms=data["links"],
        feelings=frozenset(data["feelings"]),
        adjectives=frozenset(data["adjectives"]),
        carriers=frozenset(data["carriers"]),
        nouns=frozenset(data["nouns"]),
    )


@cache
def context() -> Context:
    """The words that tell a verb from a noun."""
    data: dict[str, Any] = dict(_toml("verbs-context.toml"))
    return Context(
        subjects=_split(data.pop("subjects")),
        connecting_phrases=_split(data.pop("connecting_phrases")),
        **{key: frozenset(words) for key, words in data.items()},
    )


def _split(phrases: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases)


@cache
def _general() -> Mapping[str, bool]:
    return {row["base"]: bool(row["noun"]) for row in _rows("verbs-general.tsv")}


def general(form: str) -> tuple[str, Inflection, bool] | None:
    """The base, the inflection and "may be a noun" of an English verb that is not the Council's own.

    `form` is in lower case; None where it is no form of a verb in the lexicon.
    """
    bases = _general()
    for spelling in (form, _ISE.sub("iz", form)):
        for base, inflection in _candidates(spelling):
            if base in bases:
                return base, inflection, bases[base]
    return None


def _candidates(form: str) -> Iterator[tuple[str, Inflection]]:
    yield form, "base"
    endings: tuple[tuple[str, Inflection], ...] = (("ing", "participle"), ("ed", "past"), ("s", "finite"))
    for ending, inflection in endings:
        if not form.endswith(ending) or len(form) < len(ending) + 2:
            continue
        stem = form[: -len(ending)]
        yield from ((stem, inflection), (stem + "e", inflection))
        if stem.endswith(("ie", "i")):
            yield stem.rstrip("e")[:-1] + "y", inflection
        if stem[-1] == stem[-2] or (ending == "s" and stem.endswith("e")):
            yield stem[:-1], inflection


@cache
def chinese() -> Chinese:
    """The Chinese verbs and what stands beside them."""
    rows = list(_rows("verbs-zh.tsv"))
    data = _toml("verbs-zh-words.toml")
    return Chinese(
        lemmas={row["form"]: row["lemma"] for row in rows},
        inside=frozenset(row["form"] for row in rows if row["inside"] == "all"),
        carriers=frozenset(data["carriers"]),
        embracing={key: tuple(sorted(forms, key=len, reverse=True)) for key, forms in data["embracing"].items()},
        verb=_any_of(row["form"] for row in rows),
        modifier=_any_of(data["modifiers"]),
        opener=_any_of(data["openers"]),
        subject=_any_of(data["subjects"]),
        noun=_any_of(data["nouns"]),
        adverb=_any_of(data["adverbs"]),
    )


def in_chinese(lemma: str) -> str:
    """The shortest Chinese verb of a lemma, the first of these in the table; the lemma itself where there is none."""
    return _shortest_chinese().get(lemma, lemma)


@cache
def _shortest_chinese() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in sorted(_rows("verbs-zh.tsv"), key=lambda one: len(one["form"])):
        found.setdefault(row["lemma"], row["form"])
    return found


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def known_lemmas() -> frozenset[str]:
    """The lemmas of the Council's own verbs: what a search for a verb may be meant to say."""
    families = (family for form in forms().values() for family in (form.bare, *form.tails.values()))
    return frozenset(each.lemma for each in (*families, *states().values()) if each)


def lemma_of(form: str) -> str | None:
    """The canonical lemma for any form of a verb that a user types or a text shows, or None.

    "Calling upon" → "call upon", "recognises" → "recognize", "Takes note of" → "take note", "促请" → "call upon".
    """
    folded = fold(form)
    if _HAN.search(folded):
        return _chinese_lemma(folded)
    words = _WORD.findall(folded)
    if not words or len(words) > 12:
        return None
    return _english_lemma(words)


def _english_lemma(words: list[str]) -> str | None:
    if " ".join(words) in known_lemmas():
        return " ".join(words)
    at = 0
    while at < len(words) - 1 and (taken := modifiers().before.length_at(words, at)):
        at += taken
    if words[at] == "having" and len(words) > at + 1 and words[at + 1] not in ("regard", "in"):
        at += 1
    if at == len(words):
        return None
    if form := forms().get(words[at]):
        family = next((form.tails[word] for word in words[at + 1 :] if word in form.tails), form.bare)
        if family:
            return family.lemma
    if words[at] in states():
        return states()[words[at]].lemma
    verb = general(words[at])
    return verb[0] if verb else None


def _chinese_lemma(text: str) -> str | None:
    data = chinese()
    text = "".join(text.split())
    at = 0
    while at < len(text):
        if verb := data.verb.match(text, at):
            return data.lemmas[verb.group()]
        before = data.modifier.match(text, at) or data.opener.match(text, at)
        if before is None:
            break
        at = before.end()
    return None
