"""The sample documents that come with the package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

__all__ = ["samples"]


@contextmanager
def samples() -> Iterator[Path]:
    """The folder of the sample letters, as a real folder for the time of the block."""
    with resources.as_file(resources.files(__package__) / "samples") as folder:
        yield folder
