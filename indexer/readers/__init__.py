"""Files to documents: the reader is chosen by what a file contains, never by its name.

What opens as XML is Akoma Ntoso or is rejected; the text of all else (PDF, Word, HTML or text) is a letter where
it has the parts of one, else a resolution, statement or draft. Whatever goes wrong inside a reader comes out as a
DocumentError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from ...errors import DocumentError
from ..model import Document
from .formats import FileText, check_markup, is_xml, text_of
from .sidecar import Record
from .sources import SourceFile, walk

__all__ = ["SourceFile", "documents_in", "read", "read_bytes", "text_in", "walk"]


def read(source: SourceFile, data: bytes) -> tuple[Document, ...]:
    """The documents in `data`, the bytes of `source`. Raises DocumentError and nothing else."""
    if source.reader is not None:
        return _documents(partial(source.reader, data, source.path), source.path)
    try:
        record = source.record(data)
    except Exception as fault:
        raise _not_understood(source.path, fault) from fault
    return read_bytes(data, source.path, record)


def read_bytes(data: bytes, path: str, sidecar: Record | None = None) -> tuple[Document, ...]:
    """The documents in `data`, which was read from `path`: a letter and what it carries, or one.

    Raises DocumentError and nothing else, with `path` and one sentence.
    """
    return _documents(partial(_read, data, path, sidecar), path)


def text_in(data: bytes, path: str) -> FileText:
    """The text of a file that is no XML. Raises DocumentError and nothing else."""
    try:
        return text_of(data, path)
    except DocumentError:
        raise
    except Exception as fault:
        raise _not_understood(path, fault) from fault


def documents_in(taken: FileText, path: str) -> tuple[Document, ...]:
    """The documents in the text of a file (`text_in`). Raises DocumentError and nothing else."""
    return _documents(partial(_of_text, taken, path), path)


def _documents(read: Callable[[], tuple[Document, ...]], path: str) -> tuple[Document, ...]:
    try:
        return tuple(map(_with_damage_noted, read()))
    except DocumentError:
        raise
    except Exception as fault:
        raise _not_understood(path, fault) from fault


def _with_damage_noted(document: Document) -> Document:
    damaged = sum(text.count("\ufffd") for text in document.texts())
    if not damaged:
        return document
    notes = (*document.source.notes, f"{damaged} characters are damaged and stand as U+FFFD")
    return replace(document, source=replace(document.source, notes=notes))


def _read(data: bytes, path: str, sidecar: Record | None) -> tuple[Document, ...]:
    if not data.strip(b" \t\r\n\0"):
        raise DocumentError(path, "empty")
    if is_xml(data):
        from .akn import read_akn

        check_markup(data, path)
        return (read_akn(data, path, sidecar),)
    return _of_text(text_of(data, path), path)


def _of_text(taken: FileText, path: str) -> tuple[Document, ...]:
    from .bundle import split_documents
    from .letter import looks_like_letter, read_letter
    from .table import looks_like_table

    text = taken.text
    if looks_like_table(text):
        raise DocumentError(path, "a table of data; one that is known is added by: seized corpus add NAME --from FILE")
    found = read_letter(text, path) if looks_like_letter(text) else _read_parts(split_documents(text), path)
    return tuple(_with_loss_noted(one, taken.notes) for one in found) if taken.notes else found


def _with_loss_noted(document: Document, notes: tuple[str, ...]) -> Document:
    """A document of a file of which something is lost; which one of several it belongs to, nobody can tell."""
    source = document.source
    return replace(document, source=replace(source, complete=False, notes=(*source.notes, *notes)))


def _read_parts(parts: Sequence[str], path: str) -> tuple[Document, ...]:
    """Each document of a text; what cannot be read behind one that can is noted with that one."""
    from .text import read_text

    found: list[Document] = []
    fault: DocumentError | None = None
    for part in parts:
        try:
            found.append(read_text(part, path))
        except DocumentError as error:
            fault = error
    if not found and fault is not None:
        raise fault
    if fault is not None:
        source = found[0].source
        found[0] = replace(
            found[0], source=replace(source, notes=(*source.notes, f"a part was not read: {fault.reason}"))
        )
    return tuple(found)


def _not_understood(path: str, fault: Exception) -> DocumentError:
    words = str(fault).splitlines()
    detail = f"{type(fault).__name__}: {words[0][:200]}" if words else type(fault).__name__
    return DocumentError(path, f"could not be understood ({detail})")
