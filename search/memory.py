"""What was computed once, kept while there is room for it."""

from __future__ import annotations

from threading import Lock
from typing import Any

__all__ = ["Memory"]


class Memory:
    """What was computed once, by key, the least lately used forgotten past a number of bytes."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: dict[Any, tuple[Any, int]] = {}
        self._lock = Lock()

    def get(self, key: Any) -> Any:
        """What was kept under a key; None if there is nothing."""
        with self._lock:
            entry = self._kept.pop(key, None)
            if entry is None:
                return None
            self._kept[key] = entry
            return entry[0]

    def keep(self, key: Any, value: Any, size: int) -> None:
        """Keep a value that takes `size` bytes."""
        with self._lock:
            self._room += self._kept.pop(key, (None, 0))[1] - size
            self._kept[key] = (value, size)
            while self._room < 0 and len(self._kept) > 1:
                oldest = next(iter(self._kept))
                self._room += self._kept.pop(oldest, (None, 0))[1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._room += sum(size for _, size in self._kept.values())
            self._kept.clear()
