"""A picture of usage: the share of each wording over the years, as SVG or PNG."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from ..errors import SeizedError, needed_for
from .chart import DASHES, MARKERS, Chart, Frame
from .usage import Series, Usage
from .whole_files import write_whole

__all__ = ["FORMATS", "usage_svg", "write_picture"]

FORMATS: Final = (".svg", ".png")

_FRAME: Final = Frame(width=860, height=368, left=64, right=24, top=48)
"""Of the chart; years and legend stand below."""
_LINE = 22
"""Height of a line of the legend."""
_COLOURS: Final = ("#111111", "#0b62a4", "#b2461d", "#2e7d4f", "#7a3e9d", "#8a6d00")
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
    write_whole(path, svg.encode("utf-8") if ending == ".svg" else _png(svg))


def _png(svg: str) -> bytes:
    with needed_for("a PNG", "picture", "or write .svg"):
        import resvg_py
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2))


def usage_svg(usage: Usage) -> str:
    """The picture as an SVG document: per cent of the clauses of each year, a line for each wording."""
    legend = list(_legend_places(usage.series))
    height = _FRAME.floor + 40 + _LINE * (1 + max((row for _, row, _ in legend), default=0)) + 12
    width = _FRAME.width
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' font-family="{_FONT}" font-size="13" fill="#111">',
        f"<title>{escape(_title(usage))}</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_FRAME.left}" y="26" font-size="15" font-weight="bold">{_HEADING}</text>',
    ]
    chart = Chart(usage.series, _FRAME)
    parts += _axes(chart)
    for number, series in enumerate(usage.series):
        parts += _line(series, number, chart)
    for x, row, number in legend:
        parts += _entry(usage.series[number], number, x, _FRAME.floor + 56 + _LINE * row)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _title(usage: Usage) -> str:
    title = "Usage by year: " + "; ".join(series.phrase for series in usage.series)
    return "".join(char if char.isprintable() else " " for char in title)


def _axes(chart: Chart) -> Iterator[str]:
    left, floor = _FRAME.left, _FRAME.floor
    for value in chart.values():
        y = chart.y(value)
        yield f'<line x1="{left}" x2="{_FRAME.end}" y1="{y}" y2="{y}" stroke="{"#ddd" if value else "#111"}"/>'
        yield f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{value:.10g}</text>'
    for year in chart.years() if chart.first else ():
        x = chart.x(year)
        yield f'<line x1="{x}" x2="{x}" y1="{floor}" y2="{floor + 5}" stroke="#111"/>'
        yield f'<text x="{x}" y="{floor + 21}" text-anchor="middle">{year}</text>'


def _line(series: Series, number: int, chart: Chart) -> Iterator[str]:
    """A marker for each year that has clauses, joined; years without clauses have none."""
    places = list(chart.points(series))
    points = " ".join(f"{place.x},{place.y}" for place in places)
    yield f'<polyline points="{points}" fill="none" {_stroke(number)} stroke-width="1.8"/>'
    yield from (_marker(number, place.x, place.y) for place in places)


def _stroke(number: int) -> str:
    return f'stroke="{_COLOURS[number % len(_COLOURS)]}" stroke-dasharray="{DASHES[number % len(DASHES)]}"'


def _marker(number: int, x: float, y: float) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    shape = MARKERS[number % len(MARKERS)]
    return f'<path d="{shape}" transform="translate({x},{y})" fill="{colour}" stroke="{colour}"/>'


def _legend_places(series: Sequence[Series]) -> Iterator[tuple[int, int, int]]:
    """For each wording where its entry starts, its line, and its number."""
    x, row = _FRAME.left, 0
    for number, one in enumerate(series):
        width = 70 + 8 * _columns(_label(one))
        if x > _FRAME.left and x + width > _FRAME.end:
            x, row = _FRAME.left, row + 1
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
