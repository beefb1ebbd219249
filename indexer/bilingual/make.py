"""Makes the lexicon that comes with the package: `python -m seized.indexer.bilingual.make PATH… -o FILE`.

The paths are documents in Chinese and English, as `seized index` takes them. See data/SOURCES.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click
import zstandard

from ...errors import DocumentError
from ..build import parse
from ..model import Clause, Document
from .learning import learn
from .lexicon import LANGUAGES, Lexicon, pack
from .pairs import Pair, pair_clauses

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


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def main(paths: tuple[str, ...], output: Path) -> None:
    """Learn the lexicon of documents and write it to a file."""
    lexicon = made_from(paths)
    data = zstandard.compress(pack(lexicon), _LEVEL)
    output.write_bytes(data)
    click.echo(
        f"{output}: {len(lexicon.count):,} links, {len(lexicon.phrases):,} phrases"
        f" from {lexicon.pairs:,} pairs, {len(data):,} bytes"
    )


if __name__ == "__main__":
    main()
