"""Verb groups: an English verb with its adverbs, its particle and what it carries, read at a place in a clause."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...vocabulary import verbs as vocabulary
from ...vocabulary.folding import aligned
from ...vocabulary.verbs import Family, Form, Inflection
from ..model import Verb

__all__ = ["MARKUP", "Group", "Prefix", "Text", "general_at", "group_at", "prefix_at", "tokenise", "with_prefix"]

MARKUP = frozenset("\"'*_[")
"""What may stand around a clause or a verb as mark-up or quotation."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[^\w\s]")
_LABEL = re.compile(r"[\"' ]{0,3}\(\w{1,4}\)\s")
_REACH = 14  # tokens between a head and its tail: "Calls, in the strongest possible terms, upon"


class Text(NamedTuple):
    """A clause as tokens, words and punctuation marks, as they stand and in lower case."""

    tokens: list[str]
    words: list[str]


class Prefix(NamedTuple):
    """What stands before a head word: adverbs, and a link ("remaining") that belongs to the surface."""

    modifiers: tuple[str, ...]
    link: tuple[str, ...]
    end: int


class Group(NamedTuple):
    """A verb with all that belongs to it, tokens `start` to `end`, its head word at `head`.

    inside: as in `Family`; "state" for an adjective, "general" for a verb that is not the Council's own
    """

    verb: Verb
    inflection: Inflection
    inside: str
    start: int
    head: int
    end: int


def tokenise(text: str) -> Text:
    """The words and punctuation marks of a clause, without a label ("(a)") before it."""
    plain = aligned(text)
    label = _LABEL.match(plain)
    matches = _TOKEN.finditer(plain, label.end() if label else 0)
    tokens = [text[match.start() : match.end()] for match in matches]
    return Text(tokens, [aligned(token).lower() for token in tokens] if plain != text else list(map(str.lower, tokens)))


def prefix_at(clause: Text, at: int) -> Prefix:
    """Adverbs and at most one link."""
    known = vocabulary.modifiers()
    modifiers: list[str] = []
    link: tuple[str, ...] = ()
    while True:
        if taken := known.before.length_at(clause.words, at):
            modifiers.append(" ".join(clause.words[at : at + taken]))
        elif not link and (taken := known.links.length_at(clause.words, at)):
            link = tuple(clause.tokens[at : at + taken])
        elif modifiers and clause.words[at : at + 1] in (["and"], [","]):
            # "Deeply and gravely concerned": an adverb must follow
            taken = 1 if known.before.length_at(clause.words, at + 1) else 0
        if not taken:
            return Prefix(tuple(modifiers), link, at)
        at += taken


def group_at(clause: Text, at: int) -> Group | None:
    """The Council's verb whose group opens at `at`."""
    return with_prefix(clause, at, prefix_at(clause, at))


def with_prefix(clause: Text, start: int, prefix: Prefix) -> Group | None:
    if prefix.end >= len(clause.words):
        return None
    if prefix.link:
        return _linked(clause, start, prefix) or _head_at(clause, start, start, ())
    word = clause.words[prefix.end]
    if word in vocabulary.states():
        return _state(clause, start, prefix, "participle")
    if word == "having" and (perfect := _perfect(clause, start, prefix)):
        return perfect
    return _head_at(clause, start, prefix.end, prefix.modifiers)


def _linked(clause: Text, start: int, prefix: Prefix) -> Group | None:
    """ "Continues to urge", "Remaining gravely concerned"."""
    link = " ".join(prefix.link).lower()
    inflection = vocabulary.modifiers().link_forms[link]
    if clause.words[prefix.end] in vocabulary.states():
        return _state(clause, start, prefix, inflection)
    if not link.endswith("to"):
        return None
    group = _head_at(clause, start, prefix.end, prefix.modifiers) or _general_head(clause, start, prefix)
    if group is None or group.inflection != "base":
        return None
    surface = " ".join((*prefix.link, group.verb.surface))
    verb = Verb(group.verb.lemma, surface, group.verb.modifiers)
    return group._replace(verb=verb, inflection=inflection)


def _general_head(clause: Text, start: int, prefix: Prefix) -> Group | None:
    known = vocabulary.general(clause.words[prefix.end])
    if known is None:
        return None
    verb = Verb(known[0], clause.tokens[prefix.end], prefix.modifiers)
    return Group(verb, known[1], "general", start, prefix.end, prefix.end + 1)


def _state(clause: Text, start: int, prefix: Prefix, inflection: Inflection) -> Group:
    state = vocabulary.states()[clause.words[prefix.end]]
    surface = " ".join((*prefix.link, clause.tokens[prefix.end]))
    verb = Verb(state.lemma, surface, prefix.modifiers)
    inside = "state" if state.inside or prefix.link else "none"
    return Group(verb, inflection, inside, start, prefix.end, prefix.end + 1)


def _perfect(clause: Text, start: int, prefix: Prefix) -> Group | None:
    """ "Having considered", of any verb."""
    inner = prefix_at(clause, prefix.end + 1)
    at = inner.end
    if at >= len(clause.words):
        return None
    modifiers = (*prefix.modifiers, *inner.modifiers)
    having = clause.tokens[prefix.end]
    form = vocabulary.forms().get(clause.words[at])
    if form and form.past:
        family, surface, after, end = _complete(clause, at, form)
        if family:
            verb = Verb(family.lemma, f"{having} {surface}", (*modifiers, *after))
            return Group(verb, "participle", family.inside, start, at, end)
    general = vocabulary.general(clause.words[at])
    if general and general[1] == "past":
        verb = Verb(general[0], f"{having} {clause.tokens[at]}", modifiers)
        return Group(verb, "participle", "general", start, at, at + 1)
    return None


def _head_at(clause: Text, start: int, head: int, modifiers: tuple[str, ...]) -> Group | None:
    form = vocabulary.forms().get(clause.words[head])
    if form is None:
        return None
    family, surface, after, end = _complete(clause, head, form)
    if form.inflection == "past" or family is None:
        return None
    if form.inflection == "base" and not family.tails and not _takes_object(clause, end):
        general = vocabulary.general(clause.words[head])
        if general and general[2]:
            return None
    return Group(Verb(family.lemma, surface, (*modifiers, *after)), form.inflection, family.inside, start, head, end)


def _complete(clause: Text, head: int, form: Form) -> tuple[Family | None, str, list[str], int]:
    """The family of a head with its tail, the surface, the modifiers after it and where all that ends."""
    family, surface, end = form.bare, clause.tokens[head], head + 1
    modifiers: list[str] = []
    if form.tails and (found := _tail_after(clause, head, form)):
        tail, kept, modifiers = found
        family = form.tails[clause.words[tail]]
        surface = " ".join(clause.tokens[at] for at in (head, *kept, tail))
        end = tail + 1
    if family is None:
        return None, "", [], end
    more, end = _modifiers_after(clause, end, family)
    return family, surface, modifiers + more, end


def _tail_after(clause: Text, head: int, form: Form) -> tuple[int, list[int], list[str]] | None:
    """Where the tail of a head stands, the words of the lemma before it and the modifiers before it."""
    known = vocabulary.modifiers()
    kept: list[int] = []
    modifiers: list[str] = []
    at = head + 1
    while at < min(head + _REACH, len(clause.words)):
        word = clause.words[at]
        if word in form.tails:
            return at, kept, modifiers
        if taken := known.after.length_at(clause.words, at):
            modifiers.append(" ".join(clause.words[at : at + taken]))
            at += taken
        elif taken := known.openers.length_at(clause.words, at):
            at += taken
        elif word in form.fillers or word in known.adjectives or word in (",", "the"):
            kept += [at] if word in form.fillers else []
            at += 1
        else:
            return None
    return None


def _modifiers_after(clause: Text, at: int, family: Family) -> tuple[list[str], int]:
    """Adverbs, "with deep concern", "its grave concern" that stand at `at`, and where they end."""
    known = vocabulary.modifiers()
    found: list[str] = []
    while at < len(clause.words):
        taken = known.after.length_at(clause.words, at) or _noun_after(clause, at, "with", known.feelings)
        if taken:
            found.append(" ".join(clause.words[at : at + taken]))
            at += taken
            continue
        if family.lemma in known.carriers:
            its = clause.words[at] in ("its", "the")
            if taken := _noun_after(clause, at + its, "", known.nouns):
                found.append(" ".join(clause.words[at + its : at + its + taken]))
                at += its + taken
        break
    return found, at


def _noun_after(clause: Text, at: int, first: str, nouns: frozenset[str]) -> int:
    """How many words a phrase of `first`, adjectives and one of `nouns` covers at `at`; 0 for none."""
    known = vocabulary.modifiers()
    end = at
    if first:
        if clause.words[at] != first:
            return 0
        end += 1
    for place in range(end, min(end + 6, len(clause.words))):
        word = clause.words[place]
        if word in nouns:
            return place + 1 - at
        if word not in known.adjectives and word not in ("and", ","):
            return 0
    return 0


def general_at(clause: Text, at: int, *, strict: bool) -> Group | None:
    """The verb outside the Council's list that opens at `at`; `strict` asks for an object after a gerund."""
    start = at
    infinitive = clause.words[at : at + 1] == ["to"]
    prefix = prefix_at(clause, at + infinitive)
    at = prefix.end
    if at >= len(clause.words):
        return None
    if infinitive and (own := _head_at(clause, start, at, prefix.modifiers)) and own.inflection == "base":
        # "To call upon", "To take note of" are verbs of the Council with all of their words
        surface = " ".join((*prefix.link, own.verb.surface))
        return own._replace(verb=Verb(own.verb.lemma, surface, own.verb.modifiers), inside="general")
    known = vocabulary.general(clause.words[at])
    if known is None:
        return None
    base, inflection, noun = known
    follows = clause.words[at + 1] if at + 1 < len(clause.words) else "."
    if inflection == "participle" and not strict:
        fits = follows not in vocabulary.context().after_gerunds
    elif inflection == "participle":
        fits = _takes_object(clause, at + 1) or follows in vocabulary.context().prepositions
    elif inflection == "base":
        fits = infinitive or not noun or _takes_object(clause, at + 1)
    else:
        fits = inflection == "finite" and _takes_object(clause, at + 1)
    surface = " ".join((*prefix.link, clause.tokens[at]))
    verb = Verb(base, surface, prefix.modifiers)
    return Group(verb, inflection, "general", start, at, at + 1) if fits else None


def _takes_object(clause: Text, at: int) -> bool:
    """Whether what stands at `at` follows a verb rather than a noun: "the", "closely", ", in …"."""
    words = clause.words[at : at + 2]
    if not words:
        return False
    known = vocabulary.context()
    if words[0] == ",":
        return len(words) > 1 and words[1] in known.prepositions
    return words[0] in known.determiners or words[0].endswith("ly")
