"""Lines on pages to the text of a document: a paragraph a line, an empty line between two.

On a page the eye tells paragraphs by white space: a gap above, an indent, a line that ends short of the
margin. Where a page or a column ends inside a paragraph, and only the words can tell, a form feed is left
for the text reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from ..grammar.numbering import read_enumerator
from ..grammar.verbs import Opening, opening
from .early import HEADING
from .furniture import TORN
from .pages import Column
from .rows import Row
from .wrapping import FORMULA, ends_sentence, join, opens_operative, whole_words

__all__ = ["text_of"]

_LIST_GOES_ON = re.compile(r"[;,；，]\s?(?:and|or|和|或|及|以及)$")
_GAP = 1.22
"""How many times the usual distance of two lines the one above a paragraph is at the least."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_UNBROKEN = re.compile(r"[^\u3400-\u9fff\u3000-\u303f\uff00-\uffef]+")
_AMPLE = 8.0
"""Ems that are not left free at the end of a line that goes on."""
_INDENT = 0.6
"""Ems that a line is set in before it counts as indented."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """How a column is set: its margins, whether lines are flush on the right, and their usual distance in ems.

    sure: enough lines end at the right margin for it to be known
    """

    left: float
    right: float
    justified: bool
    leading: float
    sure: bool

    def is_short(self, row: Row, after: Row) -> bool:
        """Whether `row` ends although the first word of `after` would have had room."""
        room = (self.right - row.end) / row.size
        # Chinese lines are seldom spread out to end where the others do
        if self.justified and not (_HAN.search(row.text) or _HAN.search(after.text)):
            return room > 0.8
        # a space that may not be broken moves more than one word to the next line
        word = _unbroken(after) / row.size + 0.3
        return room > (word if ends_sentence(row.text) else word + _AMPLE)


def text_of(columns: Sequence[Column], lost: Collection[int] = ()) -> str:
    """The text of a document whose lines stand in `columns`.

    lost: the numbers of pages that are missing; where they were, TORN stands on a line of its own
    """
    words = whole_words([row.text for column in columns for row in column.rows])
    found: list[tuple[str, list[Row]]] = []
    last: _Measure | None = None
    page = 0
    for column, measure in zip(columns, _measures(columns), strict=True):
        torn = any(page < number < column.page for number in lost)
        for at, group in enumerate(_paragraphs(column.rows, measure)):
            if at or last is None:
                between = "\n\n"
            else:
                between = f"\n\n{TORN}\n\n" if torn else _over_the_cut(found[-1][1], last, group)
            if between:
                found.append((between, group))
            else:
                found[-1][1].extend(group)
        last, page = measure, column.page
    return "".join(between + join([row.text for row in rows], words) for between, rows in found).strip("\n")


def _measures(columns: Sequence[Column]) -> list[_Measure]:
    """How each column is set; one with too few lines to tell is set as another one that begins about there."""
    leading = _leading(columns)
    found = [_measure(column.rows, leading) for column in columns]
    for at, one in enumerate(found):
        if not one.sure:
            alike = [other for other in found if other.sure and abs(other.left - one.left) < 40]
            found[at] = max(alike, key=lambda other: other.right, default=one)
    return found


def _unbroken(row: Row) -> float:
    """The width of what stands together at the beginning of a line: a word, or a Chinese character."""
    word = row.words[0]
    letters = _UNBROKEN.match(word.text)
    return (word.end - word.start) * (letters.end() if letters else 1) / len(word.text)


def _leading(columns: Iterable[Column]) -> float:
    """The usual distance between two lines of a paragraph in ems; short paragraphs have more gaps than lines."""
    pairs = (pair for column in columns for pair in pairwise(column.rows))
    counts = Counter(round((one.base - two.base) / one.size * 20) for one, two in pairs)
    most = max(counts.values(), default=0)
    return min((distance for distance, count in counts.items() if count * 4 >= most and distance > 16), default=24) / 20


def _measure(rows: Sequence[Row], leading: float) -> _Measure:
    left = min(row.start for row in rows)
    widest = max(row.end for row in rows) - left
    ends = Counter(round(row.end) for row in rows if row.end - left > 0.6 * widest)
    right, _ = max(ends.items(), key=lambda item: (item[1], item[0]))
    there = sum(count for end, count in ends.items() if abs(end - right) <= 2)
    if there >= 4 and there * 2 >= ends.total():
        return _Measure(left, right, True, leading, sure=True)
    return _Measure(left, max(ends), False, leading, sure=ends.total() >= 8)


def _paragraphs(rows: Sequence[Row], measure: _Measure) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row, after in zip_longest(rows, rows[1:]):
        if group and _begins(group, row, after, measure):
            yield group
            group = []
        group.append(row)
    yield group


def _begins(group: Sequence[Row], row: Row, after: Row | None, measure: _Measure) -> bool:
    """Whether `row` opens a paragraph and does not go on with that of `group`."""
    last = group[-1]
    if abs(row.size - last.size) > 0.08 * last.size or _stands_alone(last.text) or _stands_alone(row.text):
        return True
    ended, mark = ends_sentence(last.text), read_enumerator(row.text) is not None
    going_on = not ended and not mark and _is_lower(row.text)
    distance = (last.base - row.base) / last.size
    if distance > _GAP * measure.leading:
        # a raised mark or a line of another script may move a line down a little
        return not (going_on and distance < 1.6 * measure.leading and not measure.is_short(last, row))
    if going_on:
        return False
    if measure.is_short(last, row) or opens_operative(row.text):
        return True
    if mark and ended and after is not None and _hangs(row, after):
        return True
    return _is_set_apart(group, row, ended=ended, marked=mark)


def _is_set_apart(group: Sequence[Row], row: Row, *, ended: bool, marked: bool) -> bool:
    """Whether the place of `row`, or else its number, says that it opens a paragraph."""
    first, indent = group[0], _INDENT * row.size
    listed = marked and (ended or bool(_LIST_GOES_ON.search(group[-1].text)))
    opens = ended and not _is_lower(row.text) and opening(row.text) in (Opening.PARTICIPLE, Opening.FINITE)
    if len(group) > 1:
        margin = group[1].start
        if row.start > margin + indent:
            return True
        if row.start < margin - indent:
            return ended or listed
        return (listed or opens) and abs(first.start - row.start) < indent
    if row.start > first.start + indent:
        # below a number, lines hang; else it is a first line that is set in
        return marked or read_enumerator(first.text) is None
    if row.start < first.start - indent:
        return listed and _is_number(row.text)
    return listed or opens


def _hangs(first: Row, row: Row) -> bool:
    """Whether `row` stands below the words of `first` and not below its number."""
    if len(first.words) < 2 or read_enumerator(first.text) is None:
        return False
    return first.start < row.start and abs(row.start - first.words[1].start) < _INDENT * row.size


def _stands_alone(text: str) -> bool:
    """Whether a line is the formula or names the resolution."""
    return FORMULA.fullmatch(text) is not None or HEADING.fullmatch(text) is not None


def _is_number(text: str) -> bool:
    mark = read_enumerator(text)
    return mark is not None and mark.style == "number" and not mark.bracketed


def _is_lower(text: str) -> bool:
    return text.lstrip("\"'“‘(（")[:1].islower()


def _over_the_cut(before: Sequence[Row], measure: _Measure, group: Sequence[Row]) -> str:
    """What stands between two paragraphs at the end of a column: nothing where they are one."""
    last, first = before[-1], group[0]
    ended, marked = ends_sentence(last.text), read_enumerator(first.text) is not None
    short, indented = measure.is_short(last, first), _is_indented(group)
    if ended and (marked or indented or short) and not _is_lower(first.text):
        return "\n\n"
    # where paragraphs are indented, "(b)" at the margin stands inside a sentence
    inside = not indented and (not marked or (_is_indented(before) and not _is_number(first.text)))
    alike = abs(first.size - last.size) < 0.08 * last.size
    return "" if inside and alike and not ended and not short and len(last.text) > 40 else "\n\n\f"


def _is_indented(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 and rows[0].start > rows[1].start + _INDENT * rows[0].size
