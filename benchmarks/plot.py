"""The picture of results: time of each class of queries over the size of the corpus, both on logarithmic scales.

Written as SVG by hand: a few lines and words need no library.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape

from engines import FTS5, NO_TOTAL, OURS, TANTIVY, WHOOSH
from measure import Measured

__all__ = ["page"]

COLOURS = {OURS: "#0b62a4", WHOOSH: "#7a7a7a", FTS5: "#2e8b57", TANTIVY: "#c8502d", NO_TOTAL: "#e0a080"}
WIDTH, HEIGHT, LEFT, TOP, GAP = 190, 230, 60, 70, 26

Series = dict[str, list[tuple[int, float]]]
"""For each engine its points: clauses and seconds."""


def page(measured: Measured) -> str:
    """The picture: one panel for building and one for each class of queries."""
    panels = {"build": _build_series(measured)} | {
        asked.name: _series(measured, asked.name) for asked in measured.classes
    }
    names = [name for name in COLOURS if any(name in series for series in panels.values())]
    width = LEFT + len(panels) * (WIDTH + GAP + 34)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {TOP + HEIGHT + 60}"'
        ' font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        *_legend(names),
    ]
    for number, (title, series) in enumerate(panels.items()):
        parts += _panel(title, series, LEFT + number * (WIDTH + GAP + 34))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _series(measured: Measured, asked: str) -> Series:
    series: Series = {}
    for times, timings in measured.timings.items():
        for (name_of_class, name), timing in timings.items():
            if name_of_class == asked:
                series.setdefault(name, []).append((measured.clauses * times, timing.median))
    return series


def _build_series(measured: Measured) -> Series:
    series: Series = {}
    for times, builds in measured.builds.items():
        for name, build in builds.items():
            if name in COLOURS:
                series.setdefault(name, []).append((measured.clauses * times, build.median))
    return series


def _legend(names: list[str]) -> Iterator[str]:
    for number, name in enumerate(names):
        x = LEFT + 150 * number
        yield f'<rect x="{x}" y="14" width="12" height="12" fill="{COLOURS[name]}"/>'
        yield f'<text x="{x + 18}" y="24">{escape(name)}</text>'


class _Scale:
    """A logarithmic scale from values to places between `start` and `end`."""

    def __init__(self, values: list[float], start: float, end: float) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(values))))
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def powers(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def _panel(title: str, series: Series, left: float) -> Iterator[str]:
    points = [point for line in series.values() for point in line]
    yield f'<text x="{left}" y="{TOP - 12}" font-weight="bold">{escape(title)}</text>'
    if not points:
        return
    across = _Scale([float(x) for x, _ in points], left, left + WIDTH)
    up = _Scale([y for _, y in points], TOP + HEIGHT, TOP)
    yield from _axes(across, up, left)
    for name, line in series.items():
        places = [(across(x), up(y)) for x, y in line]
        path = " ".join(f"{x},{y}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>'
        for x, y in places:
            yield f'<circle cx="{x}" cy="{y}" r="3" fill="{COLOURS[name]}"/>'


def _axes(across: _Scale, up: _Scale, left: float) -> Iterator[str]:
    for power in up.powers:
        y = up(power)
        yield f'<line x1="{left}" x2="{left + WIDTH}" y1="{y}" y2="{y}" stroke="#ddd"/>'
        yield f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{_duration(power)}</text>'
    for power in across.powers:
        x = across(power)
        yield f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{TOP + HEIGHT}" stroke="#eee"/>'
        yield f'<text x="{x}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{power:,.0f}</text>'
    yield f'<text x="{left}" y="{TOP + HEIGHT + 38}" fill="#555">clauses</text>'


def _duration(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:g} s"
    return f"{seconds * 1e3:g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:g} µs"
