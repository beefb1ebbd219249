"""HTML pages to text, a block a line: without what stands round the document, with the numbers of lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import DocumentError
from ..grammar.numbering import read_enumerator
from .encoding import decode
from .formats import MOST_MARKUP, MUCH_MARKUP, markup_of
from .word_numbers import counted

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["html_text"]

_NOT_SHOWN = frozenset(
    ("head", "script", "style", "noscript", "template", "nav", "aside", "form", "button", "select", "textarea", "input",
     "iframe", "object", "svg", "math", "canvas", "audio", "video", "map", "dialog", "menu", "rt", "rp", "del", "s",
     "strike")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre",
     "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "caption")
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*foot")
_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert", "doc-endnotes")
)  # fmt: skip
_ROUND = re.compile(
    r"\b(?:nav|navbar|navigation|menus?|footer|footnotes?|sdfootnote\d*|breadcrumbs?|sidebar|shar(?:e|ing)|social"
    r"|cookies?|skip|pager|toolbar)\b"
)
_CONTENT = ("main", "article")
_LEAST = 400
"""Characters that the part of a page has which is taken for the document."""
_FORMS = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]{1,40})")
_FOOTNOTE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡]{1,3})[\])]?\s*")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]{0,200}\?>")


def html_text(data: bytes, path: str) -> str:
    """The text of a page: of its own part for the document where it has one. Raises DocumentError."""
    from lxml import html
    from lxml.etree import LxmlError

    try:
        text = _DECLARATION.sub("", _decoded(data), count=1)
        if markup_of(text) > MOST_MARKUP:  # in an encoding that hid it
            raise DocumentError(path, MUCH_MARKUP)
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False, remove_comments=True))
    except (LxmlError, ValueError) as fault:
        raise DocumentError(path, "an HTML page that cannot be read, or with nothing in it") from fault
    named = (part for part in root.iter() if part.tag in _CONTENT or part.get("role") == "main")
    parts = [part for part in named if _length(part) >= _LEAST]
    content = parts[0] if parts and all(_holds(parts[0], part) for part in parts) else root
    return "\n\n".join(_Reader(content).read())


def _decoded(data: bytes) -> str:
    """What a page says its encoding is holds where it is no UTF-8."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        for encoding in ("utf-8-sig", named[1].decode()):
            try:
                return data.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(data)


def _length(element: Element) -> int:
    return sum(map(len, element.itertext()))


def _holds(part: Element, other: Element) -> bool:
    return part is other or any(above is part for above in other.iterancestors())


class _Reader:
    """The blocks of a part of a page, in the order of the file."""

    def __init__(self, content: Element, *, whole: int = 0) -> None:
        self._content = content
        self._whole = whole or _length(content)
        self._line: list[str] = []
        self._found: list[str] = []
        self._number = ""
        self._counts: dict[Element, int] = {}

    def read(self) -> list[str]:
        """The blocks, none of them empty."""
        self._walk(self._content)
        self._end_block()
        return self._found

    def _walk(self, element: Element) -> None:
        tag = element.tag
        if tag == "tr":
            self._row(element)
            return
        if tag in _BLOCKS:
            self._end_block()
        if tag == "li":
            self._number = self._number_of(element)
        self._say(element.text, element)
        for child in element:
            if isinstance(child.tag, str) and not self._is_round(child):
                self._walk(child)
            self._say(child.tail, element)
        if tag == "br":
            self._line.append("\n")
        elif tag in _BLOCKS:
            self._end_block()

    def _say(self, text: str | None, within: Element) -> None:
        if text:
            as_set = within.tag == "pre"
            self._line.append(text if as_set else " ".join(text.replace("\n", " ").split(" ")))

    def _end_block(self) -> None:
        text = "\n".join(" ".join(line.split()) for line in "".join(self._line).split("\n")).strip()
        self._line = []
        if not text:
            return
        if self._number and read_enumerator(text) is None:
            text = f"{self._number} {text}"
        self._number = ""
        self._found.append(text)

    def _number_of(self, item: Element) -> str:
        """The number that a browser shows before an item of a list."""
        above = item.getparent()
        if above is None or above.tag not in ("ol", "ul"):
            return ""
        last = self._counts.get(above, _written(above.get("start", ""), 1) - 1)
        self._counts[above] = _written(item.get("value", ""), last + 1)
        form = _form_of(item, above)
        if form == "none":
            return ""
        return f"{counted(self._counts[above], form)}." if above.tag == "ol" else "•"

    def _row(self, row: Element) -> None:
        """A row a line; the cells of a row that holds whole passages one after another."""
        self._end_block()
        cells = [_Reader(cell, whole=self._whole).read() for cell in row if cell.tag in ("td", "th")]
        if any(len(cell) > 1 for cell in cells):
            self._found += [block for cell in cells for block in cell]
        elif any(cells):
            self._found.append("   ".join(block for cell in cells for block in cell))

    def _is_round(self, element: Element) -> bool:
        """Whether a part of the page is not shown, or stands round the document."""
        tag = element.tag
        if tag in _NOT_SHOWN or "hidden" in element.attrib or element.get("aria-hidden") == "true":
            return True
        if _HIDDEN.search(element.get("style", "")) or element.get("role") in _ROLES:
            return True
        if tag in ("sup", "a") and _is_footnote(element):
            return True
        if tag in ("header", "footer") and self._content.tag in ("html", "body"):
            return True
        named = f"{element.get('class', '')} {element.get('id', '')}".lower().replace("_", " ")
        # the name of what holds the document may speak of a side bar that it leaves room for
        return bool(_ROUND.search(named)) and _length(element) * 3 < self._whole


def _is_footnote(element: Element) -> bool:
    to_note = element.tag == "sup" or element.get("href", "").startswith("#")
    return to_note and _FOOTNOTE.fullmatch("".join(map(str, element.itertext()))) is not None


def _form_of(item: Element, above: Element) -> str:
    """How the list counts that an item belongs to."""
    styled = _LIST_STYLE.search(f"{item.get('style', '')};{above.get('style', '')}")
    return _FORMS.get(styled[1] if styled else above.get("type", ""), "decimal")


def _written(number: str, otherwise: int) -> int:
    return int(number) if number.isdigit() and len(number) < 6 else otherwise
