"""The geometry of a chart of usage: where years and values stand, and by what its lines are told apart.

Markers and dashes do that as well as colours, so that a chart can be read in black and white.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .usage import Series, YearCount

__all__ = ["DASHES", "MARKERS", "Chart", "Frame", "Measure", "Point"]

Measure = Literal["share", "count"]
"""Per cent of the clauses of each year, or how many clauses."""

DASHES: Final = ("none", "8 4", "2 4", "10 4 2 4")
MARKERS: Final = (
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z",
    "M-3.5,-3.5H3.5V3.5H-3.5Z",
    "M0,-4.6L4.4,3.4H-4.4Z",
    "M0,-5L5,0L0,5L-5,0Z",
    "M-4,-4L4,4M4,-4L-4,4",
)
"""Circle, square, triangle, diamond, cross: paths round the point that they mark."""

_MOST_YEARS: Final = 16
"""Years from the first to the last, up to which each is written; past that every second, and so on."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of so many pixels, and the room beside, above and below what is drawn."""

    width: int
    height: int
    left: int
    right: int
    top: int = 0
    bottom: int = 0

    @property
    def floor(self) -> int:
        """Where the axis of years lies."""
        return self.height - self.bottom

    @property
    def end(self) -> int:
        """Where the axis of years ends."""
        return self.width - self.right


@dataclass(frozen=True, slots=True)
class Point:
    """The use of a wording in a year, and where it stands."""

    use: YearCount
    x: float
    y: float


class Chart:
    """From years and values to places in a frame."""

    def __init__(self, series: Sequence[Series], frame: Frame, measure: Measure = "share") -> None:
        self.frame = frame
        self._measure = measure
        uses = [use for one in series for use in one.years]
        self.first = min((use.year for use in uses), default=0)
        self.last = max((use.year for use in uses), default=0)
        highest = max((self.value(use) or 0.0 for use in uses), default=0.0)
        self.step = _round_step(highest, 1.0 if measure == "count" else 0.0)
        self.steps = max(1, math.ceil(highest / self.step - 1e-9))

    def value(self, use: YearCount) -> float | None:
        """What is drawn of a year; None for one of which there are no clauses."""
        if self._measure == "count":
            return float(use.count) if use.clauses else None
        return None if use.share is None else 100 * use.share

    def x(self, year: int) -> float:
        frame = self.frame
        room = frame.width - frame.left - frame.right
        if self.first == self.last:
            return frame.left + room / 2
        return round(frame.left + 10 + (year - self.first) / (self.last - self.first) * (room - 20), 1)

    def y(self, value: float) -> float:
        frame = self.frame
        return round(frame.top + (frame.floor - frame.top) * (1 - value / (self.step * self.steps)), 1)

    def points(self, series: Series) -> Iterator[Point]:
        """A point for each year that has clauses."""
        for use in series.years:
            value = self.value(use)
            if value is not None:
                yield Point(use, self.x(use.year), self.y(value))

    def years(self) -> Iterator[int]:
        """The years that are written below the axis: all of them, or every second, fifth or tenth."""
        span = self.last - self.first
        every = next((step for step in (1, 2, 5, 10) if span / step <= _MOST_YEARS), 20)
        return (year for year in range(self.first, self.last + 1) if year % every == 0 or not span)

    def values(self) -> Iterator[float]:
        """The values that are written beside the other axis, from 0."""
        return (self.step * number for number in range(self.steps + 1))


def _round_step(highest: float, least: float) -> float:
    """A step of 1, 2 or 5 times a power of ten, so that about five of them reach `highest`; no less than `least`."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest / 5))
    return max(least, next(factor * power for factor in (1, 2, 5, 10) if factor * power * 5 >= highest))
