"""The search page and the JSON interface: `create_app(index)` is an ASGI application (extra `web`)."""

from __future__ import annotations

from typing import Any

__all__ = ["LOCAL_HOSTS", "create_app"]


def __getattr__(name: str) -> Any:
    """The application's parts, loaded when they are asked for; ImportError that says how to get them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from . import app
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in ("starlette", "jinja2", "markupsafe", "anyio"):
            raise ImportError(f"the pages need {error.name}: pip install 'seized[web]'") from error
        raise
    return getattr(app, name)
