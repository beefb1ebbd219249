"""What it costs to import the room."""

from __future__ import annotations

import subprocess
import sys


class TestImport:
    def test_nothing_heavy_is_loaded(self) -> None:
        code = "import sys, seized.analyzers; print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        heavy = {"jieba", "rjieba", "opencc", "Stemmer", "whoosh", "lxml", "numpy", "rich", "rapidfuzz"}
        assert set(loaded.stdout.split()) & heavy == set()

    def test_the_public_names_are_there(self) -> None:
        import seized.analyzers as room

        assert all(callable(getattr(room, name)) for name in room.__all__)
