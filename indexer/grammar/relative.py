"""References to what is at hand: "this resolution", "paragraph 9 above", "paragraph 2 of that resolution", "该决议".

Each is resolved to a document and a paragraph, or left open where the clause does not settle it. The rules are
narrow on purpose: a reader follows the target without looking back at the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import groupby, pairwise

from ... import vocabulary
from ...vocabulary.folding import aligned
from ..model import Clause, Pinpoint
from . import relative_en, relative_zh
from .citations import find_citations
from .mentions import RESOLUTIONS, STATEMENTS, Language, Mention, Named

__all__ = ["Reference", "Setting", "find_elsewhere", "find_relative", "operative_labels", "speaks_relatively"]

_MOST = 200
"""References of one clause that are resolved, so that no text takes long; real clauses have fewer than twenty."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a clause says of a document or paragraph without its symbol: `text[start:end]`.

    targets: the documents, or paragraphs of them, that are meant; none where that is not settled
    relation: what the target did to what stands before it ("renew" for "as renewed by paragraph 1 of …"), or ""
    """

    start: int
    end: int
    targets: tuple[Pinpoint, ...]
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a clause stands.

    paragraph: its own, of an operative paragraph; labels: the operative paragraphs of its document that occur once
    """

    document: str
    kind: str
    paragraph: str = ""
    labels: frozenset[str] = frozenset()

    def has(self, label: str) -> bool:
        """Whether the document has that paragraph, or has its number and shows no items of it."""
        number = label.partition("(")[0]
        return label in self.labels or (number in self.labels and number not in _with_items(self.labels))


@lru_cache(maxsize=16)
def _with_items(labels: frozenset[str]) -> frozenset[str]:
    """The numbers of which items are shown; kept for the other clauses of the document."""
    return frozenset(number for number, bracket, _ in (label.partition("(") for label in labels) if bracket)


def operative_labels(clauses: Iterable[Clause]) -> frozenset[str]:
    """The operative paragraphs that occur once: a number that occurs twice points nowhere.

    What follows the items of a paragraph has its number again and belongs to it.
    """
    labels = [one.paragraph for one in clauses if one.kind == "operative" and one.paragraph]
    runs = Counter(number for number, _ in groupby(label.partition("(")[0] for label in labels))
    items = Counter(label for label in labels if "(" in label)
    return frozenset(label for label, times in (runs | items).items() if times == 1)


def speaks_relatively(text: str, lang: str) -> bool:
    """Whether a tidy text may hold such a reference: a quick look that misses none."""
    return _language(lang).opening(text)


def find_elsewhere(text: str, lang: str, document: str, kind: str) -> tuple[Reference, ...]:
    """The references of a clause of that kind to other documents, which its own document need not be known for."""
    if not _language(lang).elsewhere(text):
        return ()
    found = find_relative(text, lang, Setting(document, kind))
    return tuple(one for one in found if one.targets and all(target.document != document for target in one.targets))


def find_relative(text: str, lang: str, place: Setting) -> tuple[Reference, ...]:
    """The relative references of a clause in order of appearance, those that stay open with no target."""
    if place.kind == "letter" or not speaks_relatively(text, lang):
        return ()
    return _Resolver(aligned(text), lang, place).references()


def _language(lang: str) -> Language:
    return relative_zh.LANGUAGE if lang == "zh" else relative_en.LANGUAGE


@cache
def _relations() -> dict[str, str]:
    """The verb that each English participle and each Chinese verb stands for."""
    lines = (resources.files(vocabulary) / "data/relations.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {word: verb for verb, *words in rows for word in words}


class _Resolver:
    """The references of one clause."""

    def __init__(self, text: str, lang: str, place: Setting) -> None:
        self._text = text
        self._lang = lang
        self._language = _language(lang)
        self._place = place
        self._resolved: list[tuple[Mention, tuple[Pinpoint, ...]]] = []

    @cached_property
    def _named(self) -> Sequence[Named]:
        """The documents that the clause names by symbol, with their paragraphs, in order."""
        found: dict[tuple[int, int, str], list[str]] = {}
        for one in find_citations(self._text, self._lang, document=self._place.document):
            found.setdefault((one.start, one.end, one.document), []).append(one.paragraph)
        return [Named(*span, tuple(filter(None, labels))) for span, labels in found.items()]

    def references(self) -> tuple[Reference, ...]:
        changes = self._language.changes(self._text, lambda: self._named, _relations())
        verbs = {change.begins: change.verb for change in changes}
        found = []
        for number, mention in enumerate(self._language.mentions(self._text)):
            targets = self._targets(mention) if number < _MOST else ()
            self._resolved.append((mention, targets))
            found.append(Reference(mention.start, mention.end, targets, verbs.pop(mention.start, "")))
        for change in changes:
            if change.begins in verbs and change.targets:
                found.append(Reference(change.start, change.end, change.targets, change.verb))
        return tuple(sorted(found, key=lambda one: (one.start, one.end)))

    def _targets(self, mention: Mention) -> tuple[Pinpoint, ...]:
        kind = mention.kind
        if kind in ("above", "below"):
            return self._beside(mention)
        if kind == "this paragraph":
            return self._own_paragraph()
        if kind == "that paragraph":
            return self._paragraph_before(mention)
        if kind == "those":
            return self._list_before(mention)
        if kind == "this" and self._is_own(mention):
            return self._own(mention)
        if kind == "that" or (kind == "this" and self._place.kind == "statement"):
            return self._before(mention)
        return ()

    def _is_own(self, mention: Mention) -> bool:
        return mention.series in self._place.document

    def _own(self, mention: Mention) -> tuple[Pinpoint, ...]:
        """ "this resolution" in a resolution, unless it may be the one just named."""
        here = self._place
        if mention.labels:
            return self._pinned(here.document, mention.labels)
        if here.kind == "annex" or self._may_be_named(mention):
            return ()
        return (Pinpoint(here.document, ""),)

    def _may_be_named(self, mention: Mention) -> bool:
        """Whether a resolution named before may be meant: "the survey of resolution 1373 … implementation of this"."""
        if mention.sure:
            return False
        if mention.series == STATEMENTS:
            return self._language.another(self._text[: mention.start], STATEMENTS)
        before = [one for one in self._named if one.end <= mention.start and mention.series in one.document]
        if not before or self._language.joined(self._text[before[-1].end : mention.start]):
            return False
        return self._place.kind == "preambular" or mention.carried_out

    def _beside(self, mention: Mention) -> tuple[Pinpoint, ...]:
        """ "paragraph 9 above": an operative paragraph of the same document, on the side that is said."""
        here = self._place
        if here.kind not in ("operative", "preambular") or RESOLUTIONS not in here.document:
            return ()
        own = here.paragraph.partition("(")[0] if here.kind == "operative" else ""
        if not own and any(label.startswith("(") for label in mention.labels):
            return ()
        labels = [own + label if label.startswith("(") else label for label in mention.labels]
        distances = [_number(label) - _number(own) for label in labels]
        is_there = max(distances) <= 0 if mention.kind == "above" else min(distances) >= 0
        return self._pinned(here.document, labels) if is_there else ()

    def _pinned(self, document: str, labels: Sequence[str]) -> tuple[Pinpoint, ...]:
        """Those paragraphs of this document, none if one of them is not there."""
        if not all(map(self._place.has, labels)):
            return ()
        return tuple(Pinpoint(document, label) for label in labels)

    def _own_paragraph(self) -> tuple[Pinpoint, ...]:
        here = self._place
        number = here.paragraph.partition("(")[0]
        if here.kind != "operative" or number not in here.labels:
            return ()
        return (Pinpoint(here.document, number),)

    def _paragraph_before(self, mention: Mention) -> tuple[Pinpoint, ...]:
        """ "that paragraph": the paragraph named last, if it is one alone."""
        spoken = [(one.end, targets) for one, targets in self._resolved if one.labels]
        spoken += [
            (one.end, tuple(Pinpoint(one.document, label) for label in one.labels))
            for one in self._named
            if one.labels and one.end <= mention.start
        ]
        _, targets = max(spoken, key=lambda one: one[0], default=(0, ()))
        later = [one for one in self._named if one.end <= mention.start]
        if len(targets) != 1 or (later and later[-1].document != targets[0].document):
            return ()
        return targets

    def _before(self, mention: Mention) -> tuple[Pinpoint, ...]:
        """ "that resolution": the one named last, where no other can be meant."""
        before = [one for one in self._named if one.end <= mention.start]
        last = next((one for one in reversed(before) if mention.series in one.document), None)
        if last is None or not self._stands_alone(last, before):
            return ()
        if self._language.another(self._text[last.end : mention.start], mention.series):
            return ()
        return tuple(Pinpoint(last.document, label) for label in mention.labels or ("",))

    def _stands_alone(self, last: Named, before: Sequence[Named]) -> bool:
        """Whether a document is neither one of a list nor named as what changed another."""
        at = before.index(last)
        if at and self._language.is_list(self._text[before[at - 1].end : last.start]):
            return False
        return not self._language.changed(self._text[: last.start], _relations())

    def _list_before(self, mention: Mention) -> tuple[Pinpoint, ...]:
        """ "those resolutions": the only list named before, all of it."""
        before = [one for one in self._named if one.end <= mention.start and mention.series in one.document]
        gaps = [self._text[one.end : other.start] for one, other in pairwise(before)]
        if not gaps or not all(map(self._language.is_list, gaps)):
            return ()
        rest = self._text[: before[0].start], self._text[before[-1].end : mention.start]
        if any(self._language.others(part, mention.series) for part in rest):
            return ()
        documents = dict.fromkeys(one.document for one in before)
        return tuple(Pinpoint(one, label) for one in documents for label in mention.labels or ("",))


def _number(label: str) -> int:
    digits = label.partition("(")[0]
    return int(digits) if digits.isdigit() else 0
