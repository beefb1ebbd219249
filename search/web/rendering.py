"""Pages from templates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from ... import __version__
from ...indexer.model import Clause
from ..cited import Citations, Cited
from ..marking import both_html, changed_html, snippet_html
from .calls import Answer, Call
from .texts import anchor, linked_html, place

__all__ = ["page"]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(place=place, version=__version__, assets=_assets())
    made.filters.update(number="{:,}".format, anchor=anchor, select_pinpoints=_pinpoints)
    return made


@cache
def _assets() -> str:
    """What changes with the files that come with the pages, so that browsers keep no old ones."""
    import hashlib

    digest = hashlib.sha256()
    for one in sorted((resources.files(__package__) / "static").iterdir(), key=lambda file: file.name):
        digest.update(one.read_bytes())
    return digest.hexdigest()[:12]


def _pinpoints(rows: Iterable[Cited], cited: Citations) -> list[Cited]:
    """The citations of the paragraph that was asked for."""
    return [row for row in rows if cited.pinpoints(row)]


def page(call: Call, template: str, **values: Any) -> Answer:
    """A page of a template, in the language of the call."""
    text = (
        _environment()
        .get_template(template)
        .render(call=call, links=call.links, t=call.words, **_texts(call), **values)
    )
    # what has no UTF-8 came in with an address
    return Answer(text.encode("utf-8", errors="replace"))


def _texts(call: Call) -> dict[str, Any]:
    """The functions that turn texts into HTML; nothing else in the templates is marked as safe."""

    def linked(clause: Clause, spans: Any = ()) -> Markup:
        return Markup(linked_html(clause, spans, call.links))

    def changed(diff: Any, *, old: bool) -> Markup:
        return Markup(changed_html(diff, old=old))

    def both(diff: Any) -> Markup:
        return Markup(both_html(diff))

    def snippet(text: str, spans: Any) -> Markup:
        return Markup(snippet_html(text, spans))

    return {"linked": linked, "changed": changed, "snippet": snippet, "both": both}
