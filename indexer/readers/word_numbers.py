"""The numbers that Word counts for itself: they stand in no paragraph's text.

ECMA-376 Part 1, 17.9: a paragraph, or its style, names a list and a level; the list names an abstract one,
whose levels say where they start, how they count and how their number reads ("%1.", "(%2)").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..grammar.numbering import letters, roman

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["Numbers", "counted"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_LEVELS = 9
_STYLES_DEEP = 20
_HAN = "〇一二三四五六七八九"
_LONGEST = 10_000
_LONGEST_MARK = 255
"""Characters of a number with what stands round it ("Article %1."); all paragraphs of its list repeat it."""


@dataclass(frozen=True, slots=True)
class _Level:
    """start: its first number; form: how it counts; text: how a number reads; restarts: after a higher level"""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts: bool = True
    style: str = ""


class Numbers:
    """The numbers of a document's paragraphs, which are asked for in the order of reading."""

    def __init__(self, numbering: Any = (), styles: Any = ()) -> None:
        """numbering, styles: the elements of those two parts of the file."""
        self._styles = {style.get(f"{_W}styleId"): style for style in styles if style.tag == f"{_W}style"}
        self._abstract = {one.get(f"{_W}abstractNumId"): one for one in numbering if one.tag == f"{_W}abstractNum"}
        self._lists = {one.get(f"{_W}numId"): one for one in numbering if one.tag == f"{_W}num"}
        self._levels: dict[str, tuple[str, list[_Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    @classmethod
    def of(cls, document: WordDocument) -> Numbers:
        """Those of a document, which may have no lists."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        try:
            numbering = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]
        except (KeyError, AttributeError):
            numbering = ()
        return cls(numbering, document.styles.element)

    def next(self, paragraph: Any) -> str:
        """The number of the next paragraph, as it reads; "" where it has none."""
        number, depth = self._place(paragraph)
        if number not in self._lists:
            return ""
        name, levels = self._list(number)
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        start = self._override(number, depth)
        before = counts[depth]
        counts[depth] = start if start is not None else levels[depth].start if before is None else before + 1
        for below in range(depth + 1, _LEVELS):
            counts[below] = None if levels[below].restarts else counts[below]
        return _written(levels, counts, depth)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph, its own or those of its style."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        number, level = _value(own, "numId"), _value(own, "ilvl")
        for style in self._chain(_value(paragraph.find(f"{_W}pPr"), "pStyle")):
            if number and level:
                break
            held = style.find(f"{_W}pPr/{_W}numPr")
            if not number and _value(held, "numId"):
                number = _value(held, "numId")
                level = level or _value(held, "ilvl") or self._level_of(number, style.get(f"{_W}styleId"))
        return number, min(int(level), _LEVELS - 1) if level.isdigit() else 0

    def _chain(self, name: str) -> Iterator[Any]:
        """A style and those that it is based on."""
        for _ in range(_STYLES_DEEP):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style, "basedOn")

    def _level_of(self, number: str, style: str) -> str:
        """The level of a list that a style is tied to."""
        if number not in self._lists:
            return ""
        _, levels = self._list(number)
        return next((str(depth) for depth, level in enumerate(levels) if level.style == style), "")

    def _list(self, number: str) -> tuple[str, list[_Level]]:
        """The name under which a list counts, and its levels."""
        if number not in self._levels:
            own = self._lists[number]
            name = _value(own, "abstractNumId")
            levels = _levels(self._linked(self._abstract.get(name)))
            for change in own.iterchildren(f"{_W}lvlOverride"):
                levels.update(_levels(change))
            self._levels[number] = name, [levels.get(depth, _Level()) for depth in range(_LEVELS)]
        return self._levels[number]

    def _linked(self, abstract: Any) -> Any:
        """An abstract list; one that only names a style is the one of that style."""
        style = self._styles.get(_value(abstract, "numStyleLink"))
        if style is None:
            return abstract
        other = self._lists.get(_value(style.find(f"{_W}pPr/{_W}numPr"), "numId"))
        return self._abstract.get(_value(other, "abstractNumId"), abstract)

    def _override(self, number: str, depth: int) -> int | None:
        """Where a list begins anew that shares its numbers with others, at its first paragraph of a level."""
        if (number, depth) in self._begun:
            return None
        self._begun.add((number, depth))
        for change in self._lists[number].iterchildren(f"{_W}lvlOverride"):
            start = _value(change, "startOverride")
            if change.get(f"{_W}ilvl") == str(depth) and _is_count(start):
                return int(start)
        return None


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}") if element is not None else None
    return "" if found is None else found.get(_VAL) or ""


def _is_count(number: str) -> bool:
    return number.isdecimal() and len(number) < 10


def _levels(parent: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for one in parent.iterchildren(f"{_W}lvl") if parent is not None else ():
        depth, start = one.get(f"{_W}ilvl") or "", _value(one, "start")
        if depth.isdigit() and int(depth) < _LEVELS:
            form, restart = _value(one, "numFmt") or "decimal", _value(one, "lvlRestart")
            begins = int(start) if _is_count(start) else 1
            text = _value(one, "lvlText")[:_LONGEST_MARK]
            found[int(depth)] = _Level(begins, form, text, restart != "0", _value(one, "pStyle"))
    return found


def _written(levels: list[_Level], counts: list[int | None], depth: int) -> str:
    """How a number reads: "%1.%2" with the numbers of its levels, or the mark of a list without numbers."""
    own = levels[depth]
    if own.form == "none":
        return ""
    if own.form == "bullet":
        return "–" if own.text in ("-", "–", "—") else "•" if own.text.strip() else ""
    text = own.text
    for level in range(depth + 1):
        count, kind = counts[level], levels[level]
        text = text.replace(f"%{level + 1}", counted(kind.start if count is None else count, kind.form))
    return text.strip()


def counted(number: int, form: str) -> str:
    """A number as a list counts it; one of a kind that is not known in digits."""
    if not 0 < number < _LONGEST:
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        return letters(number) if form == "lowerLetter" else letters(number).upper()
    if form in ("lowerRoman", "upperRoman"):
        return roman(number) if form == "lowerRoman" else roman(number).upper()
    if form.startswith(("chinese", "japaneseCounting", "ideograph", "taiwanese")) and number < 100:
        return _han(number)
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_HAN[tens]}十"
    return head + (_HAN[ones] if ones else "")
