"""Texts as HTML with what matches marked, for pages and notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ..vocabulary import symbols
from .alignment import Change
from .highlight import window

if TYPE_CHECKING:
    from ..indexer.model import Clause
    from .compare import Comparison, Pair
    from .precedent import Precedent, Similar
    from .quick import Span
    from .results import Hit, Results

__all__ = [
    "both_html",
    "changed_html",
    "comparison_html",
    "marked_html",
    "results_html",
    "similar_html",
    "snippet_html",
]

_DOCUMENTS: Final = "https://undocs.org/en/"
"""Where the United Nations has its documents, by symbol."""


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


def results_html(results: Results) -> str:
    """Hits as a table, for a notebook."""
    count = f"{len(results):,} of {results.total:,} clause{'' if results.total == 1 else 's'}"
    return _table(count, ("clause", "date", "verbs", "text"), (_hit_cells(hit) for hit in results))


def _hit_cells(hit: Hit) -> Iterator[str]:
    verbs = ", ".join(dict.fromkeys(verb.lemma for verb in hit.verbs))
    return iter((_linked(hit.clause), escape(hit.date), escape(verbs), snippet_html(hit.text, hit.spans)))


def similar_html(found: Similar) -> str:
    """The nearest use of each wording as a table, for a notebook: from the precedent to the draft."""
    head = ("covers", "clause", "date", "used", "difference")
    return _table(f"precedents of: {found.draft}", head, (_wording_cells(nearest) for nearest, *_ in found.wordings))


def _wording_cells(nearest: Precedent) -> Iterator[str]:
    clause, wording = nearest.clause, nearest.wording
    used = f"{wording.used}, {wording.first_used} to {wording.last_used}"
    return iter(
        (f"{nearest.coverage:.0%}", _linked(clause), escape(clause.date), escape(used), both_html(nearest.diff))
    )


def comparison_html(found: Comparison) -> str:
    """Two documents side by side as a table, for a notebook."""
    counts = ", ".join(f"{count} {status}" for status, count in found.counts.items())
    rows = ((escape(pair.status), _side(pair, old=True), _side(pair, old=False)) for pair in found.pairs)
    return _table(counts, ("change", found.old, found.new), rows)


def _side(pair: Pair, *, old: bool) -> str:
    clause = pair.old if old else pair.new
    if clause is None:
        return ""
    text = changed_html(pair.diff, old=old) if pair.diff else escape(clause.text)
    return f"{escape(clause.paragraph)} {text}".lstrip()


def _linked(clause: Clause) -> str:
    """The id of a clause, with the address of its document where that has a symbol."""
    symbol = symbols.key(clause.document)
    if symbols.canonical(clause.document) is None:
        return escape(clause.id)
    return f'<a href="{_DOCUMENTS}{quote(symbol, safe="/()")}" rel="noopener">{escape(clause.id)}</a>'


def _table(caption: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table. caption, head: as text; rows: cells of HTML"""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _cell(html: str) -> str:
    return f'<td style="text-align: left; vertical-align: top">{html}</td>'
