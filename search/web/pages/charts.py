"""Usage over the years and the network of citations, as pictures."""

from __future__ import annotations

from ...index import Index
from ..calls import Answer, Call

__all__ = ["citations", "usage"]


def usage(call: Call, index: Index) -> Answer: ...
def citations(call: Call, index: Index) -> Answer: ...
