"""The engine over an index in a folder: `seized.indexer.columnar`, evaluated a whole posting list at a time."""

from __future__ import annotations

from .local import LocalEngine
from .vocabulary import LocalVocabulary

__all__ = ["LocalEngine", "LocalVocabulary"]
