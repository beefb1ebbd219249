"""The action verbs of a clause, and how a paragraph opens."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from ...vocabulary import verbs as vocabulary
from ..model import Kind, Verb
from .verb_groups import MARKUP, Group, Text, general_at, group_at, prefix_at, tokenise, with_prefix
from .verbs_zh import chinese_verbs, opens_with_verb

__all__ = ["Opening", "find_verbs", "opening"]

_OPENING_LENGTH = 600
# the longest clause of 2000-2021 has under 3,000 characters; what is longer than this is not one clause
_LONGEST_CLAUSE = 100_000


class Opening(Enum):
    """How a paragraph opens.

    PARTICIPLE: "Recalling", "Having considered", "Gravely concerned"; a preambular paragraph
    FINITE: "Decides", "Further requests"; an operative paragraph (any action verb in Chinese)
    STATEMENT: "The Security Council recalls"; a paragraph of a presidential statement
    BASE: "Develop", "To seek"; a subparagraph
    NONE: no verb
    """

    PARTICIPLE = "participle"
    FINITE = "finite"
    STATEMENT = "statement"
    BASE = "base"
    NONE = "none"


def find_verbs(text: str, *, kind: Kind, lang: str) -> tuple[Verb, ...]:
    """The action verbs of a clause: the leading verb first, then those inside it, in order.

    The Council's own verbs are found wherever the Council acts by them; of other verbs ("Develop") only one
    that opens the clause. Helping words belong to the surface ("Having considered", "Remaining concerned").
    Modifiers are in lower case; a feeling or an act that a verb carries is one of them, without "its":
    "Expresses its grave concern" has "grave concern", "Reiterates its call" has "call".
    A paragraph that opens with "Acting under …" is led by the finite verb that follows, if there is one.
    Headings and letters have no verbs, and only English and Chinese ones are known. Only the first 100,000
    characters are read.
    """
    if kind in ("heading", "letter"):
        return ()
    if lang not in ("en", "zh"):
        return ()
    text = text[:_LONGEST_CLAUSE]
    if lang == "zh":
        return chinese_verbs(text, kind=kind)
    clause = tokenise(text)
    lead = _leading(clause)
    found = [lead] if lead else []
    found += _inside(clause, kind, lead)
    if lead and kind in ("operative", "statement") and _only_opens(lead, kind):
        main = next((group for group in found if group.inflection == "finite"), lead)
        found = [main, *(group for group in found if group is not main)]
    return tuple(group.verb for group in found)


def opening(text: str, lang: str = "en") -> Opening:
    """How a paragraph opens, from its first words alone; no markup is needed, some is borne."""
    if lang == "zh":
        return Opening.FINITE if opens_with_verb(text[:_OPENING_LENGTH]) else Opening.NONE
    clause = tokenise(text[:_OPENING_LENGTH])
    at = _skip_openers(clause, 0)
    if _opens_statement(clause, at):
        return Opening.STATEMENT
    group = group_at(clause, at) or general_at(clause, at, strict=True)
    return Opening(group.inflection) if group else Opening.NONE


def _only_opens(lead: Group, kind: Kind) -> bool:
    """Whether the leading verb only gives the ground for a finite one that follows."""
    if lead.inflection != "participle" or lead.inside == "general":
        return False
    return kind == "statement" or lead.inside == "none"


def _skip_openers(clause: Text, at: int) -> int:
    """Past quotation marks, "In this regard," and "while"."""
    openers = vocabulary.modifiers().openers
    while at < len(clause.words):
        if taken := openers.length_at(clause.words, at):
            at += taken
            at += at < len(clause.words) and clause.words[at] == ","
        elif clause.words[at] in MARKUP:
            at += 1
        else:
            break
    return at


def _leading(clause: Text) -> Group | None:
    at = _skip_openers(clause, 0)
    after = _past_subject(clause, at)
    if after > at:
        group = group_at(clause, _skip_openers(clause, after))
        return group if group and group.inflection != "participle" else None
    return group_at(clause, at) or general_at(clause, at, strict=False)


def _past_subject(clause: Text, at: int) -> int:
    """Where the words after "The Security Council" stand, `at` itself if it is not the subject."""
    for subject in vocabulary.context().subjects:
        if tuple(clause.words[at : at + len(subject)]) == subject:
            return at + len(subject)
    return at


def _opens_statement(clause: Text, at: int) -> bool:
    after = _past_subject(clause, at)
    if after == at or len(clause.words) - after < 2:
        return False
    word = clause.words[after]
    if word == "," or word in vocabulary.context().auxiliaries:
        return True
    group = group_at(clause, _skip_openers(clause, after))
    if group is not None and group.inflection in ("finite", "base"):
        return True
    general = vocabulary.general(word) if clause.tokens[after].islower() else None
    return general is not None and general[1] in ("finite", "past")


def _inside(clause: Text, kind: Kind, lead: Group | None) -> Iterator[Group]:
    """The Council's verbs that continue the leading one."""
    finite_lead = lead is not None and lead.inflection == "finite"
    starters = vocabulary.starters()
    at = lead.end if lead else 0
    while at < len(clause.words):
        if clause.words[at] not in starters:
            at += 1
            continue
        prefix = prefix_at(clause, at)
        group = None
        continues = _continues(clause, at) or (kind == "statement" and _follows_subject(clause, at))
        if continues or prefix.modifiers:
            group = with_prefix(clause, at, prefix)
        if group and _counts(clause, group, kind, finite_lead) and (continues or group.inside != "state"):
            yield group
            at = group.end
        else:
            at = max(prefix.end, at + 1)


def _counts(clause: Text, group: Group, kind: Kind, finite_lead: bool) -> bool:
    """Whether the Council acts by a verb of this form inside a clause of this kind."""
    if group.inside in ("none", "general"):
        return False
    if group.inflection == "participle":
        if kind == "preambular":
            return group.inside != "finite"
        return group.inside == "all" and _set_off(clause, group.start)
    if group.inflection != "finite" or _is_noun(clause, group):
        return False
    if group.inside == "object" and group.end == group.head + 1:
        return False
    return kind != "preambular" or finite_lead


def _continues(clause: Text, start: int) -> bool:
    """Whether what stands before a verb lets it continue the leading one."""
    known = vocabulary.context()
    if start and clause.words[start - 1] in MARKUP:
        start -= 1
    if start == 0 or clause.words[start - 1] in known.connectors:
        return True
    return any(tuple(clause.words[max(0, start - len(p)) : start]) == p for p in known.connecting_phrases)


def _set_off(clause: Text, start: int) -> bool:
    """Whether a comma or "while" sets a participle off from the finite verb before it."""
    if start > 1 and clause.words[start - 1] == "and":
        start -= 1
    return start > 0 and clause.words[start - 1] in (",", "while", ";")


def _is_noun(clause: Text, group: Group) -> bool:
    """Whether "requests" or "calls" is a noun by the word after it."""
    follows = clause.words[group.end] if group.end < len(clause.words) else ""
    return group.end == group.head + 1 and follows in vocabulary.context().after_nouns


def _follows_subject(clause: Text, start: int) -> bool:
    """Whether the Council is named as the subject, in a clause of its own."""
    known = vocabulary.context()
    for subject in known.subjects:
        at = start - len(subject)
        if at >= 0 and tuple(clause.words[at:start]) == subject:
            return at == 0 or clause.words[at - 1] in known.boundaries
    return False
