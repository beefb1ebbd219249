"""Corpora in an index: added, brought up to date, removed, and what there is of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError, NotFound, NothingRead, SeizedError
from ..indexer import store
from ..indexer.build import BuildReport, change_index
from ..indexer.held import corpora_of, files_of
from ..indexer.records import CorpusRecord, FileRecord
from ..vocabulary.fields import named
from .fetch import MOST_BYTES, Patience, alone_with, fetch, known_version
from .registry import Corpus, corpora, corpus

if TYPE_CHECKING:
    from ..indexer.build import Progress as Reading
    from ..indexer.store import Place
    from .fetch import Progress as Receiving

__all__ = ["CorpusState", "Taken", "add_corpus", "corpus_states", "downloads", "remove_corpus", "update_corpus"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What adding or updating a corpus did.

    report: see `seized.indexer.build`; None where the server says that nothing has changed
    """

    corpus: Corpus
    record: CorpusRecord
    report: BuildReport | None


@dataclass(frozen=True, slots=True)
class CorpusState:
    """A corpus that is known, and what an index has of it.

    record: None where the index has nothing of it
    files, documents: how many of its files were indexed, and the editions in them
    """

    corpus: Corpus
    record: CorpusRecord | None = None
    files: int = 0
    documents: int = 0

    def to_dict(self) -> dict[str, Any]:
        """What `seized corpus list --format json` prints; null for what is not in the index."""
        record = self.record
        return {
            "name": self.corpus.name,
            "title": self.corpus.title,
            "holds": self.corpus.holds,
            "publisher": self.corpus.publisher,
            "home": self.corpus.home,
            "terms": self.corpus.terms,
            "acknowledgement": self.corpus.acknowledgement,
            "files": self.files,
            "documents": self.documents,
            "languages": list(record.languages) if record else None,
            "origin": record.origin if record else None,
            "version": (record.version or None) if record else None,
            "read": record.read if record else None,
        }


def downloads() -> Path:
    """The folder of what was downloaded: it may be emptied at any time, and what is needed is fetched again."""
    from platformdirs import user_cache_path

    return user_cache_path("seized") / "corpora"


def add_corpus(  # noqa: PLR0913 (what a person may choose)
    name: str,
    index: str | Place,
    *,
    origin: str | Path = "",
    lang: str | Iterable[str] = (),
    rebuild: bool = False,
    prune: bool = False,
    most: int = MOST_BYTES,
    patience: Patience | None = None,
    receiving: Receiving | None = None,
    reading: Reading | None = None,
) -> Taken:
    """Put a corpus into the index in a folder, which is made if need be; what has not changed is not read again.

    origin: an https:// address, or a folder or file where it lies; else the corpus has an address of its own
    lang: the languages to read ("en,zh"); else those that were asked for last, or that the corpus has for it
    rebuild: make the index anew from this corpus alone
    prune: take out whatever the corpus no longer has, or has in other languages; else TooFewLeft where that is more
    than a tenth of its documents
    most: bytes that a download may have; receiving, reading: called while it is downloaded, and while it is read

    All of it is committed or nothing is. Raises DownloadFailed, NothingRead, TooFewLeft, and what `build_index` raises.
    """
    wanted = corpus(name)
    known = None if rebuild else _held(index).get(name)
    chosen = _languages(wanted, lang) or (known.languages if known else wanted.unless_said)
    record = CorpusRecord(name, _origin(wanted, origin), chosen)
    if _is_address(record.origin):
        with _fetched(wanted, record.origin, "", most, patience, receiving) as (path, version):
            record = replace(record, version=version)
            return Taken(wanted, record, _read(wanted, record, path, index, reading, rebuild=rebuild, prune=prune))
    path = Path(record.origin)
    return Taken(wanted, record, _read(wanted, record, path, index, reading, rebuild=rebuild, prune=prune))


def update_corpus(  # noqa: PLR0913 (as `add_corpus`)
    name: str,
    index: str | Place,
    *,
    prune: bool = False,
    most: int = MOST_BYTES,
    patience: Patience | None = None,
    receiving: Receiving | None = None,
    reading: Reading | None = None,
) -> Taken:
    """Fetch a corpus of an index again from where it came, if it has changed there, and index what is different.

    What could not be read the last time is tried again, from what was downloaded. prune: as for `add_corpus`

    Raises NotFound where the index has no such corpus, and what `add_corpus` raises.
    """
    wanted = corpus(name)
    record = _held(index).get(name)
    if record is None:
        raise NotFound(f"no corpus {name} in {index}; add it with: seized corpus add {name}")
    if _is_address(record.origin):
        seen = "" if record.rejected else record.version
        with _fetched(wanted, record.origin, seen, most, patience, receiving) as (path, version):
            if version and version == seen:
                return Taken(wanted, record, None)
            record = replace(record, version=version)
            return Taken(wanted, record, _read(wanted, record, path, index, reading, prune=prune))
    path = Path(record.origin)
    return Taken(wanted, record, _read(wanted, record, path, index, reading, prune=prune))


def remove_corpus(name: str, index: str | Place) -> BuildReport:
    """Take the documents of a corpus out of an index; those that another source has too stay as that one has them.

    Raises NotFound where the index has no such corpus.
    """
    corpus(name)
    if name not in _held(index):
        raise NotFound(f"no corpus {name} in {index}")
    return change_index((), {name}, index, without=name)


def corpus_states(index: str | Place | None = None) -> list[CorpusState]:
    """The corpora that are known, with what an index has of each."""
    held = _held(index) if index is not None else {}
    files: Iterable[FileRecord] = ()
    if held and index is not None:
        with store.opened(store.place_of(index)) as opened:
            files = files_of(opened).values()
    return [_state(known, held.get(name), files) for name, known in corpora().items()]


def _state(known: Corpus, record: CorpusRecord | None, files: Iterable[FileRecord]) -> CorpusState:
    own = [file for file in files if file.corpus == known.name]
    editions = {document.edition for file in own for document in file.documents if not document.is_supplement}
    return CorpusState(known, record, len(own), len(editions))


def _held(index: str | Place) -> dict[str, CorpusRecord]:
    """The corpora of an index; none where there is no index yet."""
    place = store.place_of(index)
    if not store.exists(place):
        return {}
    with store.opened(place) as opened:
        return corpora_of(opened)


def _languages(wanted: Corpus, lang: str | Iterable[str]) -> tuple[str, ...]:
    """The codes of languages as a person writes them, each once. Raises SeizedError for one that the corpus lacks."""
    written = lang.split(",") if isinstance(lang, str) else [one for part in lang for one in part.split(",")]
    found = tuple(dict.fromkeys(named("languages", one) or one.strip() for one in written if one.strip()))
    if found and not wanted.languages:
        raise SeizedError(f"{wanted.name} has no languages to choose from")
    for one in found:
        if one not in wanted.languages:
            raise SeizedError(f"{wanted.name} has no language {one!r}; there are {', '.join(wanted.languages)}")
    return found


def _is_address(origin: str) -> bool:
    return "://" in origin


def _origin(wanted: Corpus, origin: str | Path) -> str:
    """Where a corpus comes from: an address, or an absolute path."""
    if not str(origin) and not wanted.address:
        how = f"seized corpus add {wanted.name} --from FILE"
        raise SeizedError(f"{wanted.name} cannot be downloaded from here: get it from {wanted.home}, then {how}")
    if not str(origin) or _is_address(str(origin)):
        return str(origin) or wanted.address
    return os.path.abspath(origin)  # noqa: PTH100 (a link keeps the name that the user knows)


@contextmanager
def _fetched(  # noqa: PLR0913, PLR0917
    wanted: Corpus, address: str, seen: str, most: int, patience: Patience | None, receiving: Receiving | None
) -> Iterator[tuple[Path, str]]:
    """The download of a corpus and what the server calls its state; no other process replaces it within the block.

    seen: a state that is not needed again
    """
    from ..indexer.readers.archives import check_archive

    target = downloads() / f"{wanted.name}.zip"
    with alone_with(target):
        known = known_version(target, address)
        if known and not _is_whole(target):
            known = ""
        version = fetch(
            address,
            target,
            known=known or seen,
            most=most,
            check=check_archive,
            check_pieced=partial(check_archive, contents=True),
            patience=patience,
            progress=receiving,
        )
        yield target, version


def _is_whole(archive: Path) -> bool:
    """Whether what was downloaded once is still what it was: others may have been at it."""
    from ..indexer.readers.archives import check_archive

    try:
        check_archive(archive)
    except DocumentError:
        return False
    return True


def _read(  # noqa: PLR0913
    wanted: Corpus,
    record: CorpusRecord,
    path: Path,
    index: str | Place,
    reading: Reading | None,
    *,
    rebuild: bool = False,
    prune: bool = False,
) -> BuildReport:
    try:
        sources = list(wanted.sources(path, record.languages))
    except DocumentError as error:
        raise SeizedError(f"{error.source}: {error.reason}") from error
    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        named = replace(record, read=now)
        return change_index(sources, {wanted.name}, index, corpus=named, rebuild=rebuild, prune=prune, progress=reading)
    except NothingRead as error:
        if error.rejected:
            raise
        tongues = ", ".join(record.languages)
        raise SeizedError(f"{path}: nothing of {wanted.name} in it{f' in {tongues}' if tongues else ''}") from error
