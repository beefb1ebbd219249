"""Where the action verbs of a clause stand in its text, and what each takes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from ..indexer.model import Clause, Verb
from ..vocabulary import verbs
from ..vocabulary.folding import aligned

__all__ = ["PlacedVerb", "object_after", "placed", "taken_by"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_TOKEN = re.compile(r"\d{1,4}\s?\(\d{4}\)|[^\W_]+(?:['’/-][^\W_]+)*-?|[^\w\s]|_")
_ASIDE = re.compile(r"\s{0,2},\s([a-z]{2,20})[^,.;:]{0,100},")
_BETWEEN: Final = 120
"""Characters between two words of a verb: "calls, in the strongest possible terms, upon"."""
_MOST_WORDS: Final = 14
_ENGLISH_REACH: Final = 200
_RUN: Final = 60
"""Characters after a verb in which its object is looked for."""
_RUN_END = re.compile(r"[,;:。.、，；：()（）]")
_BRACKETED = re.compile(r"\s?[（(][^()（）]{0,60}[)）]\s?")
_ABOUT = re.compile(r"关于[^，,。；;：:、]{1,60}?的")
"""What a noun is about stands before it: 秘书长关于马里的报告 is 秘书长的报告."""
_ADJECTIVES: Final = ("-", "able", "al", "ful", "ible", "ic", "ive", "ous")
_FORWARD: Final = ("将", "把")
"""What brings an object before the verb that acts on it."""
_MARKS = re.compile(r"[《》“”\"'\s]")


@dataclass(frozen=True, slots=True)
class PlacedVerb:
    """A verb of a clause: `text[start:end]` is what it is read from, with its adverbs after it and what it carries.

    carried: the feeling or act that is part of it, as it stands: "its grave concern", "严重关切"; "" for none
    """

    verb: Verb
    start: int
    end: int
    carried: str = ""


def placed(clause: Clause) -> Iterator[PlacedVerb]:
    """The verbs of a clause with their places, in the order in which the clause has them.

    A verb is looked for by its first word, after the verb before it: of those of the resolutions of 2000 to 2021
    99.9% stand where the grammar read them. One that only gives the ground ("Acting under …") stands before the
    verb that leads. A verb that is not found is left out.
    """
    at = 0
    for verb in clause.verbs:
        pattern = _verb_pattern(verb.surface)
        found = pattern.search(clause.text, at)
        if found:
            at = found.end()
        else:
            found = pattern.search(clause.text)
        if found:
            end, carried = _past_modifiers(clause.text, found.end(), verb)
            yield PlacedVerb(verb, found.start(), end, carried)


@lru_cache(maxsize=4096)
def _verb_pattern(surface: str) -> re.Pattern[str]:
    if _HAN.search(surface):
        return re.compile(re.escape(surface))
    words = [rf"(?<!\w){re.escape(word)}(?!\w)" for word in surface.split()]
    return re.compile(rf"[^.;]{{0,{_BETWEEN}}}?".join(words))


def _past_modifiers(text: str, end: int, verb: Verb) -> tuple[int, str]:
    """Past the modifiers that stand right after a verb, and the one that it carries as its object."""
    carried = ""
    if verb.modifiers:
        pattern = _modifier_pattern(verb.modifiers)
        while found := pattern.match(text, end):
            end = found.end()
            carried = found[0].strip() if _is_carried(found[1]) else carried
    return end, " ".join(carried.split())


def _is_carried(modifier: str) -> bool:
    """Whether a modifier is a noun ("grave concern") and no adverb or "with concern"."""
    if _HAN.match(modifier):
        return verbs.chinese().noun.search(modifier) is not None
    words = modifier.lower().split()
    return words[-1] in verbs.modifiers().nouns and words[0] not in _words()["english"]["stops"]


@lru_cache(maxsize=4096)
def _modifier_pattern(modifiers: Sequence[str]) -> re.Pattern[str]:
    """Any of the modifiers as they may stand in a text, punctuation between their words."""
    forms = (r"[\s,]{1,3}".join(map(re.escape, modifier.split())) for modifier in modifiers)
    each = "|".join(sorted(forms, key=len, reverse=True))
    return re.compile(rf"\s{{0,2}}(?:(?:its|the)\s{{1,2}})?({each})(?![a-z])", re.IGNORECASE)


def taken_by(one: PlacedVerb, text: str) -> str:
    """What a verb of the clause `text` takes: what it carries, or else the object after it; "" for none."""
    return one.carried or object_after(text, one.end)


def object_after(text: str, end: int) -> str:
    """What a verb that ends at `end` takes: the noun phrase right after it; "" for none.

    English: up to a preposition, a relative, an infinitive, a participle with what it governs, or punctuation;
    "of" and the like go on before a name ("the Government of Mali"). "that" stands for a whole clause and
    "to extend" for an infinitive. An aside between commas right after the verb is passed over.
    Chinese: the words up to a preposition, an adverb, a conjunction or a verb; a verb that comes first stands
    for what it opens, unless it belongs to a noun by 的.
    """
    return _chinese_object(text, end) if _HAN.match(text, end) else _english_object(text, end)


@cache
def _words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The lists of `verb-objects.toml`, by language."""
    from .. import vocabulary

    data = tomllib.loads((resources.files(vocabulary) / "data/verb-objects.toml").read_text(encoding="utf-8"))
    return {lang: {name: frozenset(words) for name, words in lists.items()} for lang, lists in data.items()}


def _english_object(text: str, end: int) -> str:
    known = _words()["english"]
    aside = _ASIDE.match(text, end)
    if aside and (aside[1] in known["stops"] or aside[1].endswith(("ing", "ly"))):
        end = aside.end()
    phrase = _Phrase(_TOKEN.findall(text, end, end + _ENGLISH_REACH))
    at = phrase.past_adverbs(0)
    if phrase.lower[at] in known["prepositions"] and not phrase.is_infinitive(at):
        at += 1
    if phrase.lower[at] in known["clauses"]:
        return phrase.lower[at]
    if phrase.is_infinitive(at):
        return f"to {phrase.lower[phrase.past_adverbs(at + 1)]}"
    return " ".join(_trimmed(phrase.noun_phrase(at)))


class _Phrase:
    """The words and punctuation marks after a verb, as they stand and in lower case, a full stop at the end."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = [*tokens, ".", "."]
        self.lower = [(token if token.isascii() else aligned(token)).lower() for token in self.tokens]
        self._known = _words()["english"]
        self._openers = verbs.modifiers().openers

    def past_adverbs(self, at: int) -> int:
        while taken := self._is_adverb(self.lower[at]) or self._opener_at(at):
            at += taken
        return min(at, len(self.tokens) - 1)

    def _is_adverb(self, word: str) -> bool:
        return word in self._known["adverbs"] or word.endswith("ly")

    def _opener_at(self, at: int) -> int:
        """How many words "in this regard" and the like cover; what joins another verb is none."""
        return 0 if self.lower[at] in self._known["joining"] else self._openers.length_at(self.lower, at)

    def is_infinitive(self, at: int) -> bool:
        """Whether "to" stands there before a verb, and not before a noun or a name or a gerund."""
        verb = self.past_adverbs(at + 1) if self.lower[at] == "to" else 0
        word = self.lower[verb]
        noun = word in self._known["determiners"] or word.endswith(("ing", "s"))
        return verb > 0 and self.tokens[verb].isalpha() and self.tokens[verb].islower() and not noun

    def noun_phrase(self, start: int) -> list[str]:
        """The words from there on, as far as they belong to one object."""
        end = start
        while end < min(len(self.tokens), start + _MOST_WORDS) and self._goes_on(end, start):
            end += 1
        return self.tokens[start:end]

    def _goes_on(self, at: int, start: int) -> bool:
        word = self.lower[at]
        if at > start and word in ("and", ",") and self._joins_adjectives(at):
            return True
        if not word[0].isalnum() or word in self._known["pronouns"]:
            return at == start and word[0].isalnum()
        if word in self._known["stops"]:
            return at > start and word in self._known["links"] and self._links_names(at)
        return at == start or not self._is_participle(at)

    def _joins_adjectives(self, at: int) -> bool:
        before = self.lower[at - 1]
        adjective = before in self._known["adjectives"] or before.endswith(_ADJECTIVES)  # and "troop- and …"
        after = self.lower[at + 1]
        return adjective and self.tokens[at - 1].islower() and after[0].isalpha() and after not in self._known["stops"]

    def _links_names(self, at: int) -> bool:
        """Whether a name follows a link: after "of" in any phrase, after the others between names alone."""
        after = at + 1
        while self.lower[after] in self._known["articles"]:
            after += 1
        return self.tokens[after][0].isupper() and (self.lower[at] == "of" or self.tokens[at - 1][0].isupper())

    def _is_participle(self, at: int) -> bool:
        """Whether a word belongs with what follows it: "imposed by", "States acting"."""
        word, before, after = self.lower[at], self.lower[at - 1], self.lower[at + 1]
        if not self.tokens[at].islower():
            return False
        if word.endswith("ing"):
            return before.isalpha() and before.endswith("s") and before not in self._known["singulars"]
        return (
            word.endswith("ed")
            and word not in self._known["nouns"]
            and (after in self._known["stops"] or after.endswith("ly"))
        )


def _trimmed(words: list[str]) -> list[str]:
    """Without the adverb or the article that an object cannot end in ("the parties immediately")."""
    articles = _words()["english"]["articles"]
    while words and (words[-1].lower() in articles or (len(words) > 1 and words[-1].endswith("ly"))):
        words = words[:-1]
    return words


def _chinese_object(text: str, end: int) -> str:
    from ..analyzers.tagging import tagged

    if text.startswith(_FORWARD, end):
        end += 1
    run = _ABOUT.sub("的", _BRACKETED.sub("", text[end : end + 2 * _RUN])).replace("其的", "其")[:_RUN]
    if stop := _RUN_END.search(run):
        run = run[: stop.start()]
    words = tagged(_MARKS.sub("", run))
    taken: list[str] = []
    for at, (word, tag) in enumerate(words):
        if _ends_chinese(word, tag):
            break
        if _is_chinese_verb(word, tag, taken):
            if taken:
                break
            if not any(later == "的" for later, _ in words[at + 1 : at + 4]):
                return word
        taken.append(word)
    return "".join(taken).rstrip("的")


def _ends_chinese(word: str, tag: str) -> bool:
    """A preposition, a conjunction or an adverb."""
    known = _words()["chinese"]
    return word in known["stops"] or (tag[0] in "pcd" and word not in known["nouns"])


def _is_chinese_verb(word: str, tag: str, before: Sequence[str]) -> bool:
    known = _words()["chinese"]
    if word in known["verbal"]:
        return not (before and before[-1] in known["owners"])
    return tag[0] == "v" and tag != "vn" and word not in known["nouns"]
