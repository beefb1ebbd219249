"""The search page and the JSON interface: `create_app(index)` is an ASGI application (extra `web`)."""

from __future__ import annotations

from typing import Any

from ...errors import needed_for

__all__ = ["LOCAL_HOSTS", "create_app"]


def __getattr__(name: str) -> Any:
    """The application's parts, loaded when they are asked for. Raises ExtraMissing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with needed_for("the search page", "web"):
        from . import app
    return getattr(app, name)
