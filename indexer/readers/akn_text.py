"""The text and the numbers of elements of Akoma Ntoso XML."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from ...vocabulary.folding import tidy
from ...vocabulary.list_marks import latin_mark
from ..grammar.numbering import Enumerator, read_enumerator

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["enumerator", "name_of", "own_text", "text_of", "without_number"]

# elements that begin on a line of their own: their words do not run into their neighbours'
# fmt: off
_BLOCKS = frozenset({
    "block", "blockList", "container", "content", "crossHeading", "heading", "intro", "item", "li",
    "list", "listIntroduction", "num", "p", "paragraph", "point", "section", "subheading", "sublist",
    "table", "td", "th", "tr", "wrapUp",
})
# fmt: on
_NOTE = "authorialNote"


def name_of(element: Element) -> str:
    """The local name of an element: "paragraph"."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element | None) -> str:
    """The words of an element on one line; a footnote stands in brackets where its mark stood."""
    return tidy("".join(_pieces(element))) if element is not None else ""


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = name_of(child)
        if not isinstance(child.tag, str):
            # an entity that XML does not know, as a browser would show it
            yield unescape(child.text or "")
        elif name == _NOTE:
            yield f" [{text_of(child)}] "
        elif name in _BLOCKS:
            yield " "
            yield from _pieces(child)
            yield " "
        else:
            yield from _pieces(child)
        yield child.tail or ""


def enumerator(element: Element) -> Enumerator | None:
    """The number that an element bears in its `num`; None if it has none, or one that does not count."""
    number = latin_mark(text_of(element.find("{*}num")))
    if not number:
        return None
    # a number stands alone here: the word that has to follow it in running text is added
    mark = read_enumerator(f"{number} x") or read_enumerator(f"{number}. x")
    return mark if mark is not None and mark.end > len(number) else None


def own_text(element: Element, mark: Enumerator | None) -> str:
    """The words of a numbered element without its number, also where they repeat it ("(xi) (xi) …")."""
    own = element.find("{*}content")
    text = text_of(own if own is not None else element.find("{*}intro"))
    if own is None and not text:
        text = tidy(" ".join(text_of(child) for child in element if name_of(child) == "p"))
    return without_number(text, mark)


def without_number(text: str, mark: Enumerator | None) -> str:
    """`text` without the number it opens with, where that is `mark` again."""
    again = read_enumerator(text) if mark is not None else None
    return text[again.end :] if again is not None and mark is not None and again.label == mark.label else text
