"""The paragraphs of a document in Akoma Ntoso XML: preamble, body and annexes in reading order.

What the printer numbers in the body is operative. A list's introduction is a paragraph of its own, each
point another; a sublist follows its point as a sibling and is numbered below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..grammar.numbering import Enumerator, Outline, read_enumerator
from ..grammar.verbs import Opening, opening
from ..model import Kind, Paragraph
from .akn_text import enumerator, name_of, own_text, text_of, without_number
from .body import is_heading

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["read_paragraphs"]

_HEADING_CLASSES = frozenset({"H1", "H23", "H4", "HCh", "TitleH2", "TitleHCH"})
_HEADINGS = ("heading", "subheading", "crossHeading")
_LISTS = ("list", "sublist", "blockList")
_BLANK = re.compile(r"[\W_]*")
_REISSUE = re.compile(
    r"\*{1,3}\s?(?:Reissued|Second reissue|Nouveau tirage|Publicado nuevamente|Переиздан|أعيد إصدار|Aus technischen"
    r"|由于技术原因|因技术原因)"
)
_ANNEX = re.compile(
    r"(?:Annexe?|Appendi(?:x|ce)|Addendum|Enclosure|Attachment|Aide[ -]M[eé]moire|Anexo|Apéndice|Приложение|Добавление"
    r"|Anlage|Anhang|المرفق|التذييل|附件|附录|附文)(?![a-z])",
    re.IGNORECASE,
)
_COLON = (":", "：")
_FULL_STOP = (".", "。")
_FIRST_QUOTE = re.compile(r"[“„«\"]\s?")
_LAST_QUOTE = re.compile(r"\s?[”»\"]([.。]?)$")
_CLAUSE_END = re.compile(r"[,，](?:\s?and)?$")


def read_paragraphs(statement: Element, *, presidential: bool) -> tuple[Paragraph, ...]:
    """The paragraphs of a `statement` element; `presidential` for a statement by the President."""
    body = _Body(presidential=presidential)
    for element in _parts(statement, "preamble"):
        body.preamble(element)
    for element in _parts(statement, "mainBody"):
        body.body(element)
    for attachments in _annexes(statement):
        body.annexes(attachments)
    return tuple(body.found)


def _parts(statement: Element, name: str) -> Iterator[Element]:
    """The elements in the preamble or the body.

    In the malformed files of 2000–2008 a stray end tag closes the body early, and a parser that recovers
    leaves the rest of it beside the body.
    """
    for part in statement:
        if name_of(part) == name:
            yield from part
        elif name == "mainBody" and name_of(part) in ("paragraph", "alinea", "section", "container", *_LISTS):
            yield part


def _annexes(statement: Element) -> Iterator[Element]:
    parent = statement.getparent()
    for place in (statement, parent):
        if place is not None:
            yield from place.findall("{*}attachments")


class _Body:
    """The reading of one document, element by element."""

    def __init__(self, *, presidential: bool) -> None:
        self.presidential = presidential
        self.titled = False
        self.found: list[Paragraph] = []
        self.outline = Outline()
        # a number that stood in a paragraph without words: it belongs to the words after it
        self.waiting: Enumerator | None = None
        self.annex = False
        self.in_list = False
        self.statements = 0
        self.uncounted = 0

    def add(self, kind: Kind, text: str, label: str = "") -> None:
        if _BLANK.fullmatch(text) or _REISSUE.match(text):
            return
        self.found.append(Paragraph(kind, text, label))
        if kind == "operative":
            self.uncounted += not label
            self.in_list = text.endswith(_COLON)

    # the preamble

    def preamble(self, element: Element) -> None:
        items = element.find("{*}blockList")
        if name_of(element) == "formula":
            return
        if name_of(element) in ("block", *_HEADINGS):
            self.add("heading", text_of(element))
        elif items is not None and self._is_operative(items):
            self._misplaced(items)
        else:
            self.add("preambular", text_of(element))

    @staticmethod
    def _is_operative(items: Element) -> bool:
        """Whether a list in the preamble numbers the operative paragraphs: some files close it too late."""
        marks = [enumerator(item) for item in items.findall("{*}item")]
        return any(mark is not None and mark.style == "number" and not mark.bracketed for mark in marks)

    def _misplaced(self, items: Element) -> None:
        self.add("preambular", text_of(items.find("{*}listIntroduction")))
        for item in items.findall("{*}item"):
            self._numbered(item, enumerator(item))

    # the body

    def body(self, element: Element) -> None:
        name = name_of(element)
        if name == "section":
            self._section(element)
        elif self._is_title(element):
            self.titled = True
        elif name == "alinea":
            self.add("heading", text_of(element))
        elif element.find(".//{*}table") is not None:
            for text in _blocks(element):
                self.add("annex", text)
        elif name == "paragraph":
            self._paragraph(element)
        elif name in _LISTS:
            self._list(element, self._here())
        else:
            self._unnumbered(text_of(element), marked_heading=name in _HEADINGS)

    def _section(self, section: Element) -> None:
        """A part of a resolution in several parts, with a preamble of its own."""
        for child in section:
            name = name_of(child)
            if name == "crossHeading" and child.get("refersTo") == "#preamble":
                self.add("preambular", text_of(child))
            elif name == "num":
                self.add("heading", text_of(child))
            else:
                self.body(child)

    def _is_title(self, element: Element) -> bool:
        """Whether an element is "Statement by the President of the Security Council", over the statement."""
        return self.presidential and not self.titled and not self.found and is_heading(text_of(element))

    def _paragraph(self, paragraph: Element) -> None:
        marked = paragraph.get("class") in _HEADING_CLASSES
        heads = [child for child in paragraph if name_of(child) in _HEADINGS]
        mark = enumerator(paragraph)
        if heads and paragraph.find("{*}content") is None and paragraph.find("{*}list") is None:
            self._unnumbered(text_of(paragraph), marked_heading=True)
            return
        for head in heads:
            self.add("heading", text_of(head))
        if mark is None:
            whole = text_of(paragraph) if paragraph.find("{*}num") is not None else _content(paragraph)
            self._unmarked(paragraph, whole, marked_heading=marked)
        elif self.presidential:
            self._statement_item(paragraph, mark)
        elif mark.style in ("capital", "capital roman") and (marked or not self.outline.paragraph):
            self.add("heading", text_of(paragraph))
        else:
            self._numbered(paragraph, mark)

    def _unmarked(self, paragraph: Element, text: str, *, marked_heading: bool) -> None:
        nested = paragraph.find("{*}list")
        if nested is not None:
            self._list(nested, self._here())
        else:
            self._unnumbered(text, marked_heading=marked_heading)

    def _numbered(self, paragraph: Element, mark: Enumerator | None) -> None:
        """A paragraph with a number, with its list if it has one."""
        nested = paragraph.find("{*}list")
        text = own_text(paragraph, mark)
        if nested is None and not text:
            self.waiting = mark
            return
        label = self._enter(mark)
        self.add("operative", text, label)
        if nested is not None:
            self._list(nested, label)

    def _enter(self, mark: Enumerator | None) -> str:
        """The label of a paragraph in the body with that number, in the order of reading."""
        self.waiting = None
        if mark is None:
            return self._here()
        if mark.style == "number" and not mark.bracketed:
            return self.outline.top(mark.value)
        if self.outline.paragraph or not self.uncounted:
            return self.outline.sub(mark)
        # an item under a paragraph without a number goes by that paragraph's place
        label = self.outline.sub(mark)
        return f"{self.uncounted}{label}"

    def _here(self) -> str:
        return str(self.outline.paragraph or "")

    def _list(self, items: Element, base: str) -> None:
        """A list: its introduction, points, sublists and closing words. `base` is the label above it."""
        last = base
        for child in items:
            name = name_of(child)
            if name in ("intro", "listIntroduction", "wrapUp"):
                self._own("operative", text_of(child), base)
            elif name in ("point", "item"):
                last = self._point(child, base)
            elif name in _LISTS:
                self._list(child, last)
            elif name in _HEADINGS:
                self.add("heading", text_of(child))

    def _point(self, point: Element, base: str) -> str:
        mark = enumerator(point)
        if mark is not None:
            # some files mark up the rest of a list as paragraphs, whose numbers run on
            self.outline.sub(mark)
        label = base + (f"({mark.label})" if mark and mark.label[0] != "(" else mark.label if mark else "")
        for head in (child for child in point if name_of(child) in _HEADINGS):
            self.add("heading", text_of(head))
        self._own("operative", own_text(point, mark), label)
        for nested in (child for child in point if name_of(child) in _LISTS):
            self._list(nested, label)
        return label

    def _own(self, kind: Kind, text: str, label: str) -> None:
        """A paragraph of a list; in a statement it is part of the statement."""
        if self.presidential:
            self._statement(text, label="")
        else:
            self.add(kind, text, label)

    def _unnumbered(self, text: str, *, marked_heading: bool) -> None:
        if _ANNEX.match(text) and self.found and len(text) < 250:
            self.annex = True
        if self.annex:
            self.add("annex", text)
        elif marked_heading:
            self.add("heading", text)
        elif self.presidential:
            self._statement(text, label="")
        else:
            self._plain(text)

    def _plain(self, text: str) -> None:
        """A paragraph of a resolution's body without a number that the XML marks up."""
        mark, self.waiting = self.waiting, None
        if mark is None and self.outline.paragraph:
            # typed into the words ("(1) Maintain …"), where it stays: only `num` marks what is no text
            typed = read_enumerator(text)
            if typed is not None and text[typed.end :]:
                self.add("operative", text, self._enter(typed))
                return
        if mark is not None:
            self.add("operative", without_number(text, mark), self._enter(mark))
        elif self.in_list:
            self.add("operative", text, self._here())
            self.in_list = not text.endswith(_FULL_STOP)
        elif is_heading(text):
            self.add("heading", text)
        elif not self.outline.paragraph and _CLAUSE_END.search(text) and opening(text) is not Opening.FINITE:
            self.add("preambular", text)
        else:
            self.add("operative", text, self._here())

    # presidential statements

    def _statement_item(self, paragraph: Element, mark: Enumerator) -> None:
        """An item in a statement, counted under the paragraph that it follows."""
        nested = paragraph.find("{*}list")
        counts = self.statements and (mark.bracketed or mark.style in ("bullet", "alpha", "roman"))
        if counts and not self.annex:
            self.outline.paragraph = self.statements
            self._statement(own_text(paragraph, mark), label=self.outline.sub(mark))
        else:
            self._unnumbered(text_of(paragraph), marked_heading=mark.style in ("capital", "capital roman"))
        if nested is not None:
            self._list(nested, "")

    def _statement(self, text: str, *, label: str) -> None:
        bare = _unquoted(text)
        typed = read_enumerator(bare) if not label else None
        if not self.found and bare == text and text.endswith(_COLON):
            self.add("heading", text)  # "At the 4131st meeting …, the President made the following statement:"
        elif is_heading(bare) and not label:
            self.add("heading", bare)
        elif typed is not None and bare[typed.end :]:
            self._typed_item(bare[typed.end :], typed)
        else:
            self._count(bare, label)

    def _typed_item(self, text: str, mark: Enumerator) -> None:
        if self.statements and (mark.bracketed or mark.style == "bullet"):
            self.outline.paragraph = self.statements
            self.add("statement", _unquoted(text), self.outline.sub(mark))
        else:
            self._count(_unquoted(text), "")

    def _count(self, text: str, label: str) -> None:
        if not label and not _BLANK.fullmatch(text):
            self.statements += 1
            self.outline.levels = []
        self.add("statement", text, label)

    # annexes

    def annexes(self, attachments: Element) -> None:
        for main in attachments.iter("{*}mainBody"):
            for child in main:
                for text in _blocks(child):
                    self.add("annex", text)


def _content(paragraph: Element) -> str:
    own = paragraph.find("{*}content")
    return text_of(own if own is not None else paragraph)


def _blocks(element: Element) -> Iterator[str]:
    """The paragraphs inside an element of an annex, without their numbers; rows of short cells are one."""
    name = name_of(element)
    if name == "num":
        return
    if name in ("p", *_HEADINGS) or not len(element):
        yield text_of(element)
    elif name == "tr" and len(row := _row(element)) <= 200:
        yield row
    else:
        if element.find("{*}num") is not None and enumerator(element) is None:
            yield text_of(element)  # "H.E.", "6.D.4": no number of ours, part of the words
            return
        for child in element:
            yield from _blocks(child)


def _row(row: Element) -> str:
    cells: Iterable[str] = (text_of(cell) for cell in row)
    return " | ".join(cell for cell in cells if cell)


def _unquoted(text: str) -> str:
    """A statement is quoted paragraph by paragraph: each opens with a mark, the last closes it too."""
    first, last = _FIRST_QUOTE.match(text), _LAST_QUOTE.search(text)
    bare = text[first.end() :] if first else text
    straight = bare.count('"')
    surplus = len(re.findall("[”»]", bare)) - len(re.findall("[“„«]", bare)) + straight % 2
    if surplus <= 0:
        return bare
    if last is not None:
        return bare[: last.start() - len(text)] + last[1]
    # a quoted term at the head of a paragraph is closed soon
    return text if re.search('[”»"]', bare[:120]) else bare
