"""A corpus whose files are documents, as `seized index` reads them: XML, text, tables, in a folder or an archive.

Its sources are named after the corpus and their place inside it ("un-sc/2020/English/….xml"), without the folder
that GitHub wraps everything in: so they are the same from a clone, from an archive and from the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DocumentError, SeizedError
from ..indexer.readers.akn_metadata import language_in
from ..indexer.readers.formats import is_xml
from ..indexer.readers.sources import is_archive, root_of, walk

if TYPE_CHECKING:
    from ..indexer.readers.sources import SourceFile
    from .registry import Corpus

__all__ = ["sources"]


def sources(corpus: Corpus, path: Path, languages: Collection[str]) -> Iterator[SourceFile]:
    """The documents in a folder or file that are in these languages; see `seized.corpus.registry`."""
    root = root_of(path)
    found = list(walk([path]))
    _check_whole(found, root)
    inner = [source.path.removeprefix(root).lstrip("/") for source in found]
    wrapped = _wrapping(inner, corpus.home) if is_archive(path) else ""
    for source, shown in zip(found, inner, strict=True):
        name = shown.removeprefix(wrapped) or path.name
        if name in corpus.passed_over:
            continue
        place = f"{corpus.name}/{name}"
        wanted = partial(_is_wanted, frozenset(languages), place)
        load = partial(_xml, source.load, place) if corpus.xml_only else source.load
        yield replace(source, path=place, root=corpus.name, corpus=corpus.name, load=load, wanted=wanted)


def _check_whole(found: list[SourceFile], root: str) -> None:
    """A file or folder that cannot be opened at all has one source, which says why."""
    if not found:
        raise SeizedError(f"{root}: no file in it")
    if len(found) == 1 and found[0].path == root:
        found[0].load()


def _wrapping(names: list[str], home: str) -> str:
    """The folder that GitHub packs a repository in ("SCresolutions-main/"), or "".

    No other folder is taken off, for it may be a part of the corpus ("2020/"); files beside it do not matter.
    """
    folders = {name.partition("/")[0] for name in names if "/" in name}
    owner, _, repository = home.removeprefix("https://github.com/").rstrip("/").partition("/")
    if len(folders) != 1 or not repository:
        return ""
    (folder,) = folders
    # the second is how an archive of the API is packed
    return f"{folder}/" if folder.startswith((f"{repository}-", f"{owner}-{repository}-")) else ""


def _xml(load: Callable[[], bytes], place: str) -> bytes:
    data = load()
    if data.strip() and not is_xml(data):
        corpus = place.partition("/")[0]
        raise DocumentError(place, f"no XML, of which {corpus} is; a file of your own is added by: seized index FILE")
    return data


def _is_wanted(languages: frozenset[str], path: str, data: bytes) -> bool:
    lang = language_in(data, path)
    return not lang or lang in languages
