"""The exceptions that `seized` raises, all under one base class.

    SeizedError
    ├── DocumentError          one source could not be read; names it and says why
    ├── NothingRead            none of the sources could be read; lists them
    ├── TooFewLeft             a corpus would lose much of what the index has of it; says how much
    ├── DownloadFailed         a corpus could not be downloaded; says why, and what is kept for the next try
    ├── QueryError             a query that cannot be understood or that is past a limit
    ├── TookTooLong            an answer was not there in the time that it was given
    ├── IndexProblem           something about the index folder
    │   ├── IndexNotFound      there is no index at that place
    │   ├── IndexVersionError  made by another version of the schema; says how to rebuild
    │   ├── IndexCorrupted     the files of the index are damaged
    │   └── IndexLocked        another process is writing to it
    ├── NotFound               no document or clause has that symbol or id
    └── ExtraMissing           a package of an extra is not installed; says how to install it; an ImportError too

Each message is one line that a person can act on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

__all__ = [
    "DocumentError",
    "DownloadFailed",
    "ExtraMissing",
    "IndexCorrupted",
    "IndexLocked",
    "IndexNotFound",
    "IndexProblem",
    "IndexVersionError",
    "NotFound",
    "NothingRead",
    "QueryError",
    "SeizedError",
    "TooFewLeft",
    "TookTooLong",
    "needed_for",
    "quoted",
]


class SeizedError(Exception):
    """Base class of every error that this package raises on purpose."""


class DocumentError(SeizedError):
    """A source that could not be read: `source` names it, `reason` says why."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class NothingRead(SeizedError):
    """None of the sources could be read; `rejected` has each with its reason."""

    def __init__(self, rejected: Sequence[Any]) -> None:
        what = f"none of {len(rejected)} files" if rejected else "no file at the paths given"
        super().__init__(f"nothing to index: {what}{' could be read' if rejected else ''}")
        self.rejected = list(rejected)


class TooFewLeft(SeizedError):
    """A corpus would lose `dropped` of the `held` documents that the index has of it; nothing was changed."""

    def __init__(self, corpus: str, dropped: int, held: int) -> None:
        super().__init__(
            f"{corpus}: {dropped} of the {held} documents in the index are not in what was read now, which may be a "
            f"part or another file; nothing was changed; if they are to be taken out, add --prune"
        )
        self.dropped = dropped
        self.held = held


class DownloadFailed(SeizedError):
    """A corpus could not be downloaded; what was at hand before still is."""


class QueryError(SeizedError):
    """A query that cannot be understood, or that is past a limit (which the message names)."""


class TookTooLong(SeizedError):
    """An answer was not there in the time that it was given; the index is none the worse for it."""

    @classmethod
    def after(cls, seconds: float) -> TookTooLong:
        """The error of what was given so many seconds."""
        return cls(f"the answer takes longer than {seconds:g} s; ask for less at a time, or again later")


class IndexProblem(SeizedError):
    """Base class of what can be wrong with an index folder."""


class IndexNotFound(IndexProblem):
    """There is no index at that place."""


class _RebuildNeeded(IndexProblem):
    """An index that has to be made anew; the message ends with the command. `place`: None where it is not known."""

    def __init__(self, place: object, what: str) -> None:
        named, option = (f"{place}: ", f"--index {quoted(place)} ") if place else ("", "")
        super().__init__(f"{named}{what}; rebuild it with: seized index FILES {option}--rebuild")


def quoted(place: object) -> str:
    """A place as it is typed in a command."""
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline([str(place)])
    from shlex import quote

    return quote(str(place))


class IndexVersionError(_RebuildNeeded):
    """The index was made by another version of the schema; the message says how to rebuild it."""


class IndexCorrupted(_RebuildNeeded):
    """The files of the index are damaged; the message says how to rebuild it."""


class IndexLocked(IndexProblem):
    """Another process is writing to the index."""


class NotFound(SeizedError):
    """No document or clause of the index has that symbol or id."""


class ExtraMissing(SeizedError, ImportError):
    """A package of an extra is not installed; the message has the command that installs it."""

    def __init__(self, what: str, package: str, extra: str, instead: str = "") -> None:
        super().__init__(f"{what} needs {package}: pip install 'seized[{extra}]'{f' ({instead})' if instead else ''}")


@contextmanager
def needed_for(what: str, extra: str, instead: str = "") -> Iterator[None]:
    """Imports from the packages of an extra, which `what` needs; ExtraMissing where one of them is not there.

    instead: what can be done without it
    """
    try:
        yield
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", __package__):
            raise
        raise ExtraMissing(what, package.replace("_", "-"), extra, instead) from error
