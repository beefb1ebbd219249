"""Drafts and comparisons."""

from __future__ import annotations

from ...index import Index
from ..calls import Answer, Call

__all__ = ["compare", "draft"]


def draft(call: Call, index: Index) -> Answer: ...
def compare(call: Call, index: Index) -> Answer: ...
