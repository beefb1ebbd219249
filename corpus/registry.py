"""The corpora that `seized corpus` knows: what each holds, where it is fetched, how it is read.

To add one, write a table for it into `data/corpora.toml`. Where its files are documents as `seized index` reads
them, its `reader` is "documents" and that is all. Where they are not (a table with a document in each row), name
another reader there and in `_READERS`: a function

    def sources(corpus: Corpus, path: Path, languages: Collection[str]) -> Iterator[SourceFile]

that gives the sources in a file or folder, if it can one for each document, so that one changed row costs one document.
Raise SeizedError where the file as a whole is not what it should be (a column is missing). Each source has

- `path`: "cr-unsc/S_RES_1325(2000)": the corpus, a slash, and a name that the next edition of the file has too
- `root` and `corpus`: the name of the corpus
- `load`: the bytes of which a change is a change of the document, DocumentError where they cannot be had
- `reader`: makes the documents of these bytes and that path, DocumentError where it cannot

A document with `lang=""` and no paragraphs is what a source knows of a document that others hold (a vote): it
completes every edition of that symbol, is remembered among their sources, and is not found by itself. It may come
before or after them. Among several sources of one edition the better one wins, see `seized.indexer.records`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..errors import SeizedError

if TYPE_CHECKING:
    from ..indexer.readers.sources import SourceFile

__all__ = ["Corpus", "Reader", "corpora", "corpus"]

_READERS = {"documents": ".documents", "cr-unsc": ".cr_unsc", "votes": ".votes"}
"""The modules of this folder that read a corpus, each with a function `sources`."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A body of documents that somebody publishes.

    name: as it is typed and stored ("un-sc"); title: as its publisher calls it; holds: what is in it
    home: the page that tells of it; address: where it is downloaded, "" where a person has to (`--from`)
    terms: what its publisher asks of those who use it; acknowledgement: the sentence that meets them
    languages: ISO 639-1, those that it may hold, () where there is no choice; unless_said: those that are read
    reader: see `_READERS`; passed_over: files in it that are no documents ("README.md")
    xml_only: whether its documents are Akoma Ntoso XML and nothing else, so that no other file is taken for its own
    """

    name: str
    title: str
    holds: str
    publisher: str
    home: str
    terms: str
    acknowledgement: str
    reader: str
    address: str = ""
    languages: tuple[str, ...] = ()
    unless_said: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    xml_only: bool = False

    def sources(self, path: Path, languages: Collection[str]) -> Iterator[SourceFile]:
        """The sources of this corpus in a file or folder, in some languages. Raises SeizedError."""
        read: Reader = import_module(_READERS[self.reader], __package__).sources
        return read(self, path, languages)


Reader = Callable[[Corpus, Path, Collection[str]], "Iterator[SourceFile]"]
"""How the sources of a corpus are found in the file or folder that was fetched; see above."""


@cache
def corpora() -> Mapping[str, Corpus]:
    """The corpora that are known, by name."""
    written = tomllib.loads((resources.files(__package__) / "data/corpora.toml").read_text(encoding="utf-8"))
    return {name: msgspec.convert(keys | {"name": name}, Corpus) for name, keys in written.items()}


def corpus(name: str) -> Corpus:
    """The corpus of that name. Raises SeizedError with the names that there are."""
    if name not in corpora():
        raise SeizedError(f"no corpus {name!r}; there are {', '.join(corpora())}")
    return corpora()[name]
