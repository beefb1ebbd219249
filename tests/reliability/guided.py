"""Documents that atheris makes, guided by what code they reach; libFuzzer's options after the target.

python tests/reliability/guided.py readers -runs=100000 -seed=8
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["seized"]):
    from seized.errors import DocumentError
    from seized.indexer.grammar import citations, clauses, dates, numbering, verbs
    from seized.indexer.readers import read_bytes
    from seized.indexer.readers.formats import is_xml

_BEFORE = "Resolution 2999 (2025)\n\nThe Security Council,\n\n1. "


def readers(data: bytes) -> None:
    """A file of whatever kind; PDFs have a process of their own and tests of their own."""
    if b"%PDF-" in data[:1024]:
        return
    try:
        for document in read_bytes(data, "x"):
            clauses.clauses_of(document)
    except DocumentError as refusal:
        if "could not be understood" in refusal.reason:
            raise


def grammar(data: bytes) -> None:
    """A paragraph, by itself and in a resolution."""
    text = data.decode("utf-8", "replace")
    for lang in ("en", "zh"):
        citations.find_citations(text, lang)
        verbs.opening(text)
    dates.find_dates(text, "en")
    numbering.read_enumerator(text)
    if not is_xml(text.encode()):
        readers((_BEFORE + text).encode())


def main() -> None:
    target = {"readers": readers, "grammar": grammar}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
