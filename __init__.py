"""Search over what the UN Security Council has said, one clause at a time.

from seized import open_index

with open_index(path) as index:
    for hit in index.search('verb:decides cites:1325', clause="operative", since="2000"):
        print(hit.id, hit.snippet)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import (
    DocumentError,
    DownloadFailed,
    ExtraMissing,
    IndexCorrupted,
    IndexLocked,
    IndexNotFound,
    IndexProblem,
    IndexVersionError,
    NotFound,
    NothingRead,
    QueryError,
    SeizedError,
    TooFewLeft,
    TookTooLong,
)

if TYPE_CHECKING:
    from .corpus.keep import CorpusState, Taken, add_corpus, corpus_states, remove_corpus, update_corpus
    from .indexer.build import BuildReport, build_index, parse
    from .search.dataset import Dataset
    from .search.deadline import within
    from .search.index import Index, Info, open_index
    from .search.results import Hit, Results
    from .search.shared import SharedIndex

__version__ = "0.1.0"

__all__ = [
    "BuildReport",
    "CorpusState",
    "Dataset",
    "DocumentError",
    "DownloadFailed",
    "ExtraMissing",
    "Hit",
    "Index",
    "IndexCorrupted",
    "IndexLocked",
    "IndexNotFound",
    "IndexProblem",
    "IndexVersionError",
    "Info",
    "NotFound",
    "NothingRead",
    "QueryError",
    "Results",
    "SeizedError",
    "SharedIndex",
    "Taken",
    "TooFewLeft",
    "TookTooLong",
    "add_corpus",
    "build_index",
    "corpus_states",
    "open_index",
    "parse",
    "remove_corpus",
    "update_corpus",
    "within",
]

# where the public names live; loaded when first used, so that `seized --help` need not wait for them
_HOMES = {
    "BuildReport": "indexer.build",
    "CorpusState": "corpus.keep",
    "Dataset": "search.dataset",
    "Hit": "search.results",
    "Index": "search.index",
    "Info": "search.index",
    "Results": "search.results",
    "SharedIndex": "search.shared",
    "Taken": "corpus.keep",
    "add_corpus": "corpus.keep",
    "build_index": "indexer.build",
    "corpus_states": "corpus.keep",
    "open_index": "search.index",
    "parse": "indexer.build",
    "remove_corpus": "corpus.keep",
    "update_corpus": "corpus.keep",
    "within": "search.deadline",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
