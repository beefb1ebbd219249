"""A comparison as one HTML page that needs nothing else and prints well: the old text left, the new one right."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .compare import Comparison, Pair
from .marking import changed_html

__all__ = ["page"]

_STYLE = """
:root { --line: #ccc; --quiet: #666; --old: #fbe3e0; --new: #ddf3dd; }
* { box-sizing: border-box; }
body { font: 15px/1.5 "Noto Serif", "Noto Serif CJK SC", Georgia, serif; color: #111; background: #fff;
       max-width: 78rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .3rem; } h2 { font-size: 1.1rem; margin: 1.8rem 0 .3rem; }
p { margin: 0; } .why, .place, .counts { color: var(--quiet); font-size: .85rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .5rem .6rem; border-top: 1px solid var(--line); }
th:first-child, td:first-child { width: 6.5rem; padding-left: 0; font-size: .85rem; }
.same td { color: var(--quiet); }
del { background: var(--old); text-decoration: line-through; text-decoration-thickness: 1px; }
ins { background: var(--new); text-decoration: underline; text-decoration-thickness: 1px; }
.new td:last-child, .dropped td:nth-child(2) { border-left: 3px solid currentColor; }
thead { display: table-header-group; }
@media (prefers-color-scheme: dark) { @media screen {
  :root { --line: #444; --quiet: #aaa; --old: #5b2420; --new: #1f4a26; } body { color: #eee; background: #161616; } } }
@media print {
  @page { margin: 1.6cm; } body { font-size: 9.5pt; max-width: none; margin: 0; padding: 0; }
  tr { break-inside: avoid; } h2 { break-after: avoid; }
  del, ins { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""


def page(found: Comparison) -> str:
    """The whole page. Colours are not needed to read it: what was left out is struck, what was put in underlined."""
    title = f"{found.old} → {found.new}"
    why = f'<p class="why">{escape(found.old)}: {escape(found.predecessor.why)}</p>\n' if found.predecessor else ""
    counts = ", ".join(f"{count} {status}" for status, count in found.counts.items())
    return (
        f'<!DOCTYPE html>\n<html lang="{_language(found)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{escape(title)}</h1>\n{why}<p class="counts">{counts}</p>\n{"".join(_parts(found))}</body>\n</html>\n'
    )


def _language(found: Comparison) -> str:
    clauses = (clause for pair in found.pairs for clause in (pair.new, pair.old) if clause is not None)
    return next((escape(clause.lang) for clause in clauses), "en")


def _parts(found: Comparison) -> Iterator[str]:
    heads = ((found.old, found.old_date), (found.new, found.new_date))
    sides = "".join(f'<th scope="col">{escape(name)} <small>{escape(day)}</small></th>' for name, day in heads)
    head = f'<thead><tr><th scope="col">change</th>{sides}</tr></thead>\n'
    for part, pairs in found.parts.items():
        yield f"<h2>{part.capitalize()} paragraphs</h2>\n<table>\n{head}<tbody>\n"
        yield from map(_row, pairs)
        yield "</tbody>\n</table>\n"


def _row(pair: Pair) -> str:
    old, new = _side(pair, old=True), _side(pair, old=False)
    return f'<tr class="{pair.status}"><td>{pair.status}</td><td>{old}</td><td>{new}</td></tr>\n'


def _side(pair: Pair, *, old: bool) -> str:
    """One text with its number, its changes marked."""
    clause = pair.old if old else pair.new
    if clause is None:
        return ""
    place = f'<p class="place" title="{escape(clause.id)}">{escape(clause.paragraph)}</p>'
    if not pair.diff:  # nothing to compare it with
        return f"{place}<p>{escape(clause.text)}</p>"
    return f"{place}<p>{changed_html(pair.diff, old=old)}</p>"
