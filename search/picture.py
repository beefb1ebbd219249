"""A picture of usage: the share of each wording over the years, as SVG or PNG.

Lines differ by marker and dashes as well as by shade, so that they can be told apart in black and white.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from ..errors import SeizedError
from .usage import Series, Usage

__all__ = ["FORMATS", "usage_svg", "write_picture"]

FORMATS: Final = (".svg", ".png")

_WIDTH, _HEIGHT = 860, 320
_LEFT, _RIGHT, _TOP = 64, 24, 48
_LINE = 22
"""Height of a line of the legend."""
_COLOURS: Final = ("#111111", "#0b62a4", "#b2461d", "#2e7d4f", "#7a3e9d", "#8a6d00")
_DASHES: Final = ("none", "8 4", "2 4", "10 4 2 4")
_MARKERS: Final = {
    "circle": "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z",
    "square": "M-3.5,-3.5H3.5V3.5H-3.5Z",
    "triangle": "M0,-4.6L4.4,3.4H-4.4Z",
    "diamond": "M0,-5L5,0L0,5L-5,0Z",
    "cross": "M-4,-4L4,4M4,-4L-4,4",
}
_HEADING = "Share of the clauses of each year, per cent"
_FONT = (
    "Helvetica, Arial, 'Liberation Sans', 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', 'DejaVu Sans', sans-serif"
)


def write_picture(usage: Usage, path: Path) -> None:
    """Write the picture to a file, as SVG or PNG by the end of its name. Raises SeizedError."""
    ending = path.suffix.casefold()
    if ending not in FORMATS:
        raise SeizedError(f"{path}: a picture is written as {' or '.join(FORMATS)}")
    svg = usage_svg(usage)
    path.write_bytes(svg.encode("utf-8") if ending == ".svg" else _png(svg))


def _png(svg: str) -> bytes:
    try:
        import resvg_py
    except ImportError as error:
        raise SeizedError("a PNG needs resvg-py: pip install 'seized[picture]' (or write .svg)") from error
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2))


def usage_svg(usage: Usage) -> str:
    """The picture as an SVG document: per cent of the clauses of each year, a line for each wording."""
    legend = list(_legend_places(usage.series))
    height = _TOP + _HEIGHT + 40 + _LINE * (1 + max((row for _, row, _ in legend), default=0)) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
        f' font-family="{_FONT}" font-size="13" fill="#111">',
        f"<title>{escape(_title(usage))}</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_LEFT}" y="26" font-size="15" font-weight="bold">{_HEADING}</text>',
    ]
    scale = _Scale(usage)
    parts += _axes(scale)
    for number, series in enumerate(usage.series):
        parts += _line(series, number, scale)
    for x, row, number in legend:
        parts += _entry(usage.series[number], number, x, _TOP + _HEIGHT + 56 + _LINE * row)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _title(usage: Usage) -> str:
    title = "Usage by year: " + "; ".join(series.phrase for series in usage.series)
    return "".join(char if char.isprintable() else " " for char in title)


class _Scale:
    """From years and shares to places."""

    def __init__(self, usage: Usage) -> None:
        points = [point for series in usage.series for point in series.years]
        self.first = min((point.year for point in points), default=0)
        self.last = max((point.year for point in points), default=0)
        highest = 100 * max((point.share or 0.0 for point in points), default=0.0)
        self.step = _round_step(highest)
        self.steps = max(1, math.ceil(highest / self.step - 1e-9))

    def x(self, year: int) -> float:
        room = _WIDTH - _LEFT - _RIGHT
        if self.first == self.last:
            return _LEFT + room / 2
        return round(_LEFT + 10 + (year - self.first) / (self.last - self.first) * (room - 20), 1)

    def y(self, per_cent: float) -> float:
        return round(_TOP + _HEIGHT * (1 - per_cent / (self.step * self.steps)), 1)

    def years(self) -> Iterator[int]:
        """The years that are written below the axis: all of them, or every second, fifth or tenth."""
        span = self.last - self.first
        every = next((step for step in (1, 2, 5, 10) if span / step <= 16), 20)
        return (year for year in range(self.first, self.last + 1) if year % every == 0 or not span)


def _round_step(highest: float) -> float:
    """A step of 1, 2 or 5 times a power of ten, so that about five of them reach `highest`."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest / 5))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power * 5 >= highest)


def _axes(scale: _Scale) -> Iterator[str]:
    right = _WIDTH - _RIGHT
    for number in range(scale.steps + 1):
        value = scale.step * number
        y = scale.y(value)
        yield f'<line x1="{_LEFT}" x2="{right}" y1="{y}" y2="{y}" stroke="{"#111" if not number else "#ddd"}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{value:.10g}</text>'
    for year in scale.years() if scale.first else ():
        x = scale.x(year)
        yield f'<line x1="{x}" x2="{x}" y1="{_TOP + _HEIGHT}" y2="{_TOP + _HEIGHT + 5}" stroke="#111"/>'
        yield f'<text x="{x}" y="{_TOP + _HEIGHT + 21}" text-anchor="middle">{year}</text>'


def _line(series: Series, number: int, scale: _Scale) -> Iterator[str]:
    """A marker for each year that has clauses, joined; years without clauses have none."""
    places = [(scale.x(one.year), scale.y(100 * one.share)) for one in series.years if one.share is not None]
    points = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline points="{points}" fill="none" {_stroke(number)} stroke-width="1.8"/>'
    yield from (_marker(number, x, y) for x, y in places)


def _stroke(number: int) -> str:
    return f'stroke="{_COLOURS[number % len(_COLOURS)]}" stroke-dasharray="{_DASHES[number % len(_DASHES)]}"'


def _marker(number: int, x: float, y: float) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    shape = list(_MARKERS.values())[number % len(_MARKERS)]
    return f'<path d="{shape}" transform="translate({x},{y})" fill="{colour}" stroke="{colour}"/>'


def _legend_places(series: Sequence[Series]) -> Iterator[tuple[int, int, int]]:
    """For each wording where its entry starts, its line, and its number."""
    x, row = _LEFT, 0
    for number, one in enumerate(series):
        width = 70 + 8 * _columns(_label(one))
        if x > _LEFT and x + width > _WIDTH - _RIGHT:
            x, row = _LEFT, row + 1
        yield x, row, number
        x += width


def _entry(series: Series, number: int, x: int, y: int) -> Iterator[str]:
    yield f'<line x1="{x}" x2="{x + 36}" y1="{y}" y2="{y}" {_stroke(number)} stroke-width="1.8"/>'
    yield _marker(number, x + 18, y)
    yield f'<text x="{x + 44}" y="{y + 4.5}">{escape(_label(series))}</text>'


def _label(series: Series) -> str:
    phrase = series.phrase if len(series.phrase) <= 60 else f"{series.phrase[:59]}…"
    printable = "".join(char if char.isprintable() else " " for char in phrase)
    return f"{printable} ({series.total:,})"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
