"""One open index for all threads of a process, which follows the commits of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Final, Self

from ..errors import IndexProblem, SeizedError
from ..indexer.store import Place, place_of
from .deadline import without_end
from .index import Index, open_index

__all__ = ["SharedIndex"]

_EVERY: Final = 0.5


class _Lent:
    """An open index and how many use it."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.users = 0
        self.is_replaced = False


class SharedIndex:
    """The index in a folder or on a cluster, open once for a whole process.

    with shared.open() as index:
        results = index.search("peacekeepers")

    A block keeps the state that it began with, whatever is committed meanwhile; the first block after a commit has
    the new one. An index that can no longer be opened leaves those who ask with the last state that could.

    every: seconds between two looks whether there is a new state
    warm: what is asked of each new state before others see it, so that the first of them need not wait

    Raises what `open_index` raises, and IndexProblem once it is closed.
    """

    def __init__(
        self, place: str | Place, *, every: float = _EVERY, warm: Callable[[Index], object] | None = None
    ) -> None:
        self._every = every
        # where the program is may change, where the index is does not
        self._place = place_of(place)
        self.warm = warm
        self._lock = Lock()
        self._opening = Lock()
        self._looked = monotonic()
        self._is_closed = False
        self._now = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def open(self) -> Iterator[Index]:
        """The index in its latest state, for this block."""
        self.follow()
        with self._lock:
            if self._is_closed:
                raise IndexProblem(f"{self.place}: the index has been closed")
            lent = self._now
            lent.users += 1
        try:
            yield lent.index
        finally:
            self._give_back(lent)

    @property
    def place(self) -> str:
        """Where the index is: see `Index.place`."""
        return self._now.index.place

    @property
    def state(self) -> str:
        """The state of the index that a block would have: see `Index.state`."""
        self.follow()
        return self._now.index.state

    def close(self) -> None:
        """Let go of the index, as soon as nobody uses them any more."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            lent = self._now
        self._replaced(lent)

    def _opened(self) -> _Lent:
        index = open_index(self._place)
        try:
            if self.warm is not None:
                self.warm(index)
        except BaseException:
            index.close()
            raise
        return _Lent(index)

    @property
    def is_due(self) -> bool:
        """Whether it is time to look for a commit."""
        return monotonic() - self._looked >= self._every

    def follow(self) -> None:
        """Open the new state after a commit, if it is time to look; one thread does, others go on with the old one.

        Blocks do so by themselves; a program that must not wait for it does it beforehand, in another thread.
        """
        if not self.is_due or not self._opening.acquire(blocking=False):
            return
        try:
            self._looked = monotonic()
            if self._is_closed or self._now.index.engine.is_current:
                return
            try:
                # whoever happens to ask first has no less time for it
                with without_end():
                    new = self._opened()
            except (SeizedError, OSError):
                return
            with self._lock:
                # closed in the meantime, it takes nothing new
                over = new if self._is_closed else self._now
                self._now = self._now if self._is_closed else new
            self._replaced(over)
        finally:
            self._opening.release()

    def _give_back(self, lent: _Lent) -> None:
        with self._lock:
            lent.users -= 1
            is_over = lent.is_replaced and not lent.users
        if is_over:
            lent.index.close()

    def _replaced(self, lent: _Lent) -> None:
        with self._lock:
            lent.is_replaced = True
            is_over = not lent.users
        if is_over:
            lent.index.close()
