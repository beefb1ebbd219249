"""Makes the lexicon that comes with the package: `python -m seized.indexer.make_lexicon PATH… -o FILE`.

The paths are documents in Chinese and English, as `seized index` takes them. See bilingual/data/SOURCES.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import zstandard

from ..errors import DocumentError
from .bilingual.learning import learn
from .bilingual.lexicon import LANGUAGES, Lexicon, pack
from .bilingual.pairs import Pair, pair_clauses
from .build import parse
from .model import Clause, Document

__all__ = ["made_from"]

_LEVEL = 19


def made_from(paths: Iterable[str | Path]) -> Lexicon:
    """The lexicon of all documents under some paths that are there in both languages."""
    read = [one for one in parse(paths) if not isinstance(one, DocumentError)]
    read.sort(key=lambda one: (one[0].symbol, one[0].lang))
    return learn(pair for _, group in groupby(read, key=lambda one: one[0].symbol) for pair in _pairs(group))


def _pairs(group: Iterable[tuple[Document, tuple[Clause, ...]]]) -> Iterator[Pair]:
    editions = {document.lang: clauses for document, clauses in group}
    first, second = (editions.get(lang, ()) for lang in LANGUAGES)
    yield from pair_clauses(first, second)


def main() -> None:
    """Learn the lexicon of documents and write it to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    lexicon = made_from(options.paths)
    data = zstandard.compress(pack(lexicon), _LEVEL)
    options.output.write_bytes(data)
    print(f"{options.output}: {len(lexicon.count):,} links, {len(lexicon.phrases):,} phrases")
    print(f"from {lexicon.pairs:,} pairs, {len(data):,} bytes")


if __name__ == "__main__":
    main()
