"""The United Nations' Akoma Ntoso XML, in any language: one document a file.

The schema is OASIS LegalDocML with the UN's extension (AKN4UN). Files that are not well formed are recovered,
and the document says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import DocumentError
from ..model import Document, Source
from .akn_body import read_paragraphs
from .akn_metadata import from_opening, read_metadata
from .akn_text import name_of
from .encoding import decode
from .formats import is_plainly_encoded
from .sidecar import Record, complete

if TYPE_CHECKING:
    from lxml.etree import XMLParser
    from lxml.etree import _Element as Element

__all__ = ["read_akn"]

_DECLARATION = re.compile(r"^\s*<\?xml[^<>]{0,200}\?>")
_LAST_TAG = b"akomaNtoso>"
_DOCTYPE = re.compile(rb"<!doctype", re.IGNORECASE)


def read_akn(data: bytes, path: str, sidecar: Record | None = None) -> Document:
    """The document in `data`, completed from `sidecar`, its record in `data_extract`.

    Raises DocumentError for a DOCTYPE, for what cannot be recovered, and for a document without a symbol or
    without a paragraph.
    """
    if _DOCTYPE.search(data.replace(b"\0", b"")):
        raise DocumentError(path, "a DOCTYPE, which is refused in XML")
    root, notes, complete_source = _parse(data, path)
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hides the word
        raise DocumentError(path, "a DOCTYPE, which is refused in XML")
    statement = next((e for e in root.iter() if name_of(e) in ("statement", "doc", "act", "bill")), None)
    if name_of(root) != "akomaNtoso" or statement is None:
        raise DocumentError(path, "XML, but not an Akoma Ntoso document")
    found = read_metadata(root, statement, path)
    if not found.symbol:
        raise DocumentError(path, "no symbol of a document of the United Nations in it")
    paragraphs = read_paragraphs(statement, presidential=found.type == "statement")
    if not paragraphs:
        raise DocumentError(path, f"{found.symbol}: no paragraph in it")
    if found.type == "statement" and paragraphs[0].kind == "heading":
        found = from_opening(found, paragraphs[0].text)
    document = Document(
        symbol=found.symbol,
        type=found.type,
        lang=found.lang,
        source=Source(path, "akn", complete_source, notes + found.notes),
        paragraphs=paragraphs,
        title=found.title,
        date=found.date,
        meeting=found.meeting,
        agenda=found.agenda,
        draft=found.draft,
        sponsors=found.sponsors,
        vote=found.vote,
        adopted=found.adopted,
        letter=found.letter,
        topics=found.topics,
    )
    return complete(document, sidecar) if sidecar else document


def _parse(data: bytes, path: str) -> tuple[Element, tuple[str, ...], bool]:
    """The root element, notes on what was recovered, and whether the file is whole."""
    from lxml import etree

    if is_plainly_encoded(data):
        try:
            return etree.fromstring(data, _parser()), (), True
        except etree.XMLSyntaxError:
            pass
    data, parser = _reencoded(data, path), _parser(encoding="utf-8")
    try:
        return etree.fromstring(data, parser), (), True
    except etree.XMLSyntaxError as fault:
        line = fault.lineno or 1
        is_cut = _LAST_TAG not in data[-4096:] or any(
            entry.type_name == "ERR_TAG_NOT_FINISHED" for entry in parser.error_log
        )
    try:
        root = etree.fromstring(data, _parser(recover=True, encoding="utf-8"))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise DocumentError(path, f"XML that is not well formed near line {line} and cannot be recovered")
    fault_is = "cut off" if is_cut else "not well formed"
    return root, (f"{fault_is} near line {line}: recovered",), not is_cut


def _parser(*, recover: bool = False, encoding: str | None = None) -> XMLParser:
    """A parser that opens nothing and resolves nothing, with libxml2's own limits on size and depth.

    encoding: what the data is in, whatever it says of itself
    """
    from lxml.etree import XMLParser

    return XMLParser(
        recover=recover,
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _reencoded(data: bytes, path: str) -> bytes:
    """`data` as UTF-8 without its declaration, which may name another encoding than the one it is in."""
    try:
        return _DECLARATION.sub("", decode(data), count=1).encode()
    except ValueError as fault:
        raise DocumentError(path, str(fault)) from fault
