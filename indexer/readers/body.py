"""The paragraphs between cover and end: which are preambular, operative, headings or annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...vocabulary.document_forms import any_of
from ..grammar.misread import enumerators_of
from ..grammar.numbering import Enumerator, Outline, read_enumerator
from ..grammar.verbs import Opening, opening
from ..model import Kind, Paragraph
from .early import is_footnote
from .wrapping import FORMULA, Block

__all__ = ["is_annex", "is_heading", "read_body", "read_statement"]

_ANNEX = re.compile(
    r"(?:Annex|Appendix|Enclosure|Attachment|附件|附录|附文)(?:\s?(?:[IVX]{1,5}|\d{1,2}|[A-Z]|[一二三四五六七八九十]))?"
    r"(?:\s?(?:to|of|:|：).{0,120})?$"
    rf"|{any_of('annex')}(?:\s(?:[IVX]{{1,5}}|\d{{1,2}}|[A-Z]|[^\W\d_a-zA-Z]{{1,7}}))?$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\*{1,3}\s?(?:Reissued|Second reissue|由于技术原因|重新印发|仅以)|_{5,}$|\d \([EFRSCA]\)"
    rf"|\*{{1,3}}\s?{any_of('reissued')}"
)
_SENTENCE_END = re.compile(r"[.;,:。；，：،؛][\"”'’」]?$")
_STOPS = ("。", "；", ".", ";", "؛")
_HEAD_LENGTH = 160


@dataclass(slots=True)
class _Body:
    """The reading of one resolution, paragraph by paragraph."""

    lang: str
    numbered: bool
    outline: Outline = field(default_factory=Outline)
    region: Kind = "preambular"
    preambular: int = 0
    found: list[Paragraph] = field(default_factory=list)

    def add(self, kind: Kind, text: str, label: str = "") -> None:
        if text:
            self.found.append(Paragraph(kind, text, label))

    def read(self, text: str, mark: Enumerator | None) -> None:
        if _NOTE.match(text) or is_footnote(text):
            return
        if FORMULA.match(text):  # a resolution in parts opens anew with each
            self.region = self.region if self.region == "annex" else "preambular"
            return
        if is_annex(text) and self.found:
            self.region = "annex"
            self.add("annex", text)
        elif mark is not None and text[mark.end :] and self.region == "annex":
            self.add("annex", text[mark.end :])
        elif self.region == "annex":
            self.add("annex", text)
        elif mark is not None and text[mark.end :]:
            self._marked(mark, text[mark.end :], text)
        elif self.region == "preambular":
            self._preambular(text)
        else:
            self._unnumbered(text)

    def _marked(self, mark: Enumerator, text: str, whole: str) -> None:
        if mark.style == "number" and not mark.bracketed and self._is_paragraph(mark.value):
            self.region = "operative"
            self.add("operative", text, self.outline.top(mark.value))
        elif mark.style in ("capital", "capital roman") and is_heading(text):
            self.add("heading", text)
        elif self.region == "operative":
            self.add("operative", text, self.outline.sub(mark))
        elif mark.style == "number":
            self._preambular(whole)
        else:
            self.outline.paragraph = self.preambular
            self.add("preambular", text, self.outline.sub(mark) if self.preambular else "")

    def _is_paragraph(self, number: int) -> bool:
        """Whether a bare number counts operative paragraphs, and not the items of a list inside one."""
        last = self.outline.paragraph if self.region == "operative" else 0
        if number == last + 1:
            return True
        inner = any(level.style == "number" and not level.bracketed for level in self.outline.levels)
        if self.region == "operative" and (inner or self.found[-1].text.endswith((":", "："))):
            return False
        # a number lost by the converter leaves a gap; a second part counts from 1 again
        return number == 1 or last < number <= last + 5

    def _preambular(self, text: str) -> None:
        how = opening(text, self.lang)
        if is_heading(text) and how is Opening.NONE:
            self.add("heading", text)
        elif not self.numbered and self.lang == "en" and how is Opening.FINITE:
            self.region = "operative"
            self.add("operative", text)
        else:
            self.preambular += 1
            self.outline.levels = []
            self.add("preambular", text)

    def _unnumbered(self, text: str) -> None:
        if is_heading(text):
            self.add("heading", text)
        else:
            self.add("operative", text, self._label_of_unnumbered(text))

    def _label_of_unnumbered(self, text: str) -> str:
        """An unnumbered item of a list stands under the item above it; words after a list
        ("and requests …") belong to the paragraph that they close.
        """
        if text[:1].islower() or opening(text, self.lang) in (Opening.FINITE, Opening.STATEMENT):
            self.outline.levels = []
        return self.outline.here()


def read_body(blocks: Sequence[Block], lang: str, *, early: bool = False) -> tuple[Paragraph, ...]:
    """The paragraphs of a resolution or draft, from its first preambular paragraph on.

    early: of the years to 1993, whose text went through recognition
    """
    texts = [block.text for block in blocks]
    marks = enumerators_of(texts, early=early) if lang == "en" else [read_enumerator(text) for text in texts]
    numbered = any(mark and mark.style == "number" and mark.value == 1 for mark in marks)
    body = _Body(lang, numbered)
    for text, mark in zip(texts, marks, strict=True):
        body.read(text, mark)
    if not numbered and lang != "en":
        return _last_is_operative(body.found)
    return tuple(_with_lost_numbers(body.found))


def _with_lost_numbers(found: list[Paragraph]) -> list[Paragraph]:
    """Items under a paragraph whose number the converter lost, put under that number.

    A list that begins anew after a paragraph that announces none, just where one number is missing,
    belongs to the missing one.
    """
    tops = [at for at, one in enumerate(found) if one.kind == "operative" and one.label.isdigit()]
    for at, after in pairwise(tops):
        number = int(found[at].label)
        items = range(at + 1, after)
        if int(found[after].label) != number + 2 or not items or found[at].text.endswith((":", "：")):
            continue
        for item in items:
            one = found[item]
            if one.label.startswith(f"{number}("):
                found[item] = replace(one, label=f"{number + 1}{one.label[len(str(number)) :]}")
    return found


def _last_is_operative(found: list[Paragraph]) -> tuple[Paragraph, ...]:
    """A resolution without numbers in a language whose verbs do not tell: the stop at a paragraph's end does."""
    return tuple(
        Paragraph("operative", one.text) if one.kind == "preambular" and one.text.endswith(_STOPS) else one
        for one in found
    )


def read_statement(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """The paragraphs of a presidential statement; its items are counted under the paragraph they follow."""
    found: list[Paragraph] = []
    outline, count = Outline(), 0
    for at, block in enumerate(blocks):
        text = _unquoted(block.text)
        mark = read_enumerator(text)
        if (at == 0 and text.endswith((":", "："))) or is_heading(text):
            found.append(Paragraph("heading", text))
        elif mark is not None and count and (mark.bracketed or mark.style == "bullet"):
            outline.paragraph = count
            found.append(Paragraph("statement", text[mark.end :], outline.sub(mark)))
        else:
            count += 1
            outline.levels = []
            found.append(Paragraph("statement", text))
    return tuple(one for one in found if one.text)


def _unquoted(text: str) -> str:
    """A statement is quoted paragraph by paragraph: each opens with a mark, the last closes it."""
    bare = re.sub(r"^[\"“«]\s?", "", text)
    if len(re.findall('[“"]', bare)) < len(re.findall('[”"]', bare)) or bare.count('"') % 2:
        bare = re.sub(r"[\"”](\.?)$", r"\1", bare)
    if bare.count("«") < bare.count("»"):
        bare = re.sub(r"\s?»(\.?)$", r"\1", bare)
    return bare


def is_annex(text: str) -> bool:
    """Whether a paragraph is the title of an annex."""
    return _ANNEX.match(text) is not None


def is_heading(text: str) -> bool:
    """A title between paragraphs: short, with no verb of the Council's and no end of a sentence."""
    return (
        len(text) <= _HEAD_LENGTH
        and not _SENTENCE_END.search(text)
        and not text[:1].islower()
        and opening(text) in (Opening.NONE, Opening.BASE)
    )
