"""Texts as HTML with what matches marked, for pages and notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from .alignment import Change
from .highlight import window

if TYPE_CHECKING:
    from .quick import Span
    from .results import Hit, Results

__all__ = ["both_html", "changed_html", "marked_html", "results_html", "snippet_html"]


def marked_html(text: str, spans: Sequence[Span], tag: str = "mark") -> str:
    """A text escaped, its spans (in order, not overlapping) between the tags."""
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), f"<{tag}>", escape(text[start:end]), f"</{tag}>"]
        at = end
    return "".join([*parts, escape(text[at:])])


def changed_html(diff: Iterable[Change], *, old: bool) -> str:
    """One side of a diff: of the old text what was left out between <del>, of the new one what was put in <ins>."""
    return "".join(
        _change_html(change.old if old else change.new, change.op, "del" if old else "ins") for change in diff
    )


def both_html(diff: Iterable[Change]) -> str:
    """A diff as one text: the new one, what was left out between <del> before what was put in between <ins>."""
    parts: list[str] = []
    for change in diff:
        if change.op != "equal" and change.old:
            parts.append(_change_html(change.old, change.op, "del"))
        parts.append(_change_html(change.new, change.op, "ins"))
    return "".join(parts)


def _change_html(text: str, operation: str, tag: str) -> str:
    core = text.rstrip()
    if operation == "equal" or not core:
        return escape(text)
    return f"<{tag}>{escape(core)}</{tag}>{escape(text[len(core) :])}"


def snippet_html(text: str, spans: Sequence[Span]) -> str:
    """The part of a text with the most matches, each marked, dots where it was cut."""
    start, end = window(text, spans)
    within = [(first - start, last - start) for first, last in spans if first >= start and last <= end]
    body = marked_html(text[start:end], within)
    return f"{'… ' if start else ''}{body}{' …' if end < len(text) else ''}"


_COLUMNS = ("clause", "date", "verbs", "text")


def results_html(results: Results) -> str:
    """Hits as a table, for a notebook."""
    head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
    rows = "".join(map(_row, results))
    count = f"{len(results):,} of {results.total:,} clause{'' if results.total == 1 else 's'}"
    return f"<table><caption>{count}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(hit: Hit) -> str:
    verbs = ", ".join(dict.fromkeys(verb.lemma for verb in hit.verbs))
    cells = (escape(hit.id), escape(hit.date), escape(verbs), snippet_html(hit.text, hit.spans))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
