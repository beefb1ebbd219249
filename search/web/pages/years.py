"""The years of hits as bars that can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["Bar", "Histogram", "histogram"]

_HEIGHT: Final = 64
_ROOM: Final = 720
"""Width of the bars together."""
_WIDEST: Final = 36
_LABELS: Final = 12
"""Years that are written below, at the most."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year.

    x, y, width, height: of its bar; address: of its hits alone, or of all if it is chosen
    is_labelled: whether it is written below; is_minor: where there is room only
    """

    year: str
    count: int
    x: float
    y: float
    width: float
    height: float
    address: str
    is_chosen: bool
    is_labelled: bool
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars for all years from the first to the last that has hits, the empty ones too."""

    bars: Sequence[Bar]
    width: float
    height: float = _HEIGHT

    @property
    def most(self) -> int:
        """The greatest count."""
        return max(bar.count for bar in self.bars)


def histogram(counts: Mapping[str, int], chosen: Sequence[str], address: Callable[[str], str]) -> Histogram | None:
    """The counts of years as bars, None for fewer than two years.

    chosen: the years that are filtered by; address: of the hits of a year
    """
    numbers = {int(year): count for year, count in counts.items()}
    if len(numbers) < 2:
        return None
    years = range(min(numbers), max(numbers) + 1)
    step = min(_WIDEST, _ROOM / len(years))
    most = max(numbers.values()) or 1
    labelled = _labelled(sorted(numbers, reverse=True), -(-len(years) // _LABELS))
    bars = []
    for place, number in enumerate(years):
        count = numbers.get(number, 0)
        # one hit among thousands is seen still
        height = max(2.0, round(_HEIGHT * count / most, 1)) if count else 0.0
        year = f"{number:04d}"
        is_labelled, is_minor = number in labelled, labelled.get(number, 0) % 3 != 0
        x, width = round(place * step, 1), round(step * 0.82, 1)
        leads_to = address(year) if count or year in chosen else ""
        bars.append(
            Bar(year, count, x, _HEIGHT - height, width, height, leads_to, year in chosen, is_labelled, is_minor)
        )
    return Histogram(bars, round(step * len(years), 1))


def _labelled(years: Sequence[int], apart: int) -> dict[int, int]:
    """The years that are written below, each with its number from the last one on.

    years: those that have a bar, the last first; apart: how far from one another at least
    """
    found: dict[int, int] = {}
    for year in years:
        if not found or min(found) - year >= apart:
            found[year] = len(found)
    return found
