"""The description of the JSON interface (OpenAPI 3.1)."""

from __future__ import annotations

from .calls import Answer, Call

__all__ = ["answer"]


def answer(call: Call) -> Answer:
    return Answer.json({"openapi": "3.1.0"})
