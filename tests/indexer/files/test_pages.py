"""Lines on pages to paragraphs: what the places of words tell."""

from __future__ import annotations

import pytest

from seized.indexer.readers.page_paragraphs import text_of
from seized.indexer.readers.pages import columns_of
from seized.indexer.readers.rows import Page, Row, Word, rows_of

WIDTH = 5.0  # of a letter in type of ten points


def words(text: str, x: float, y: float, size: float = 10.0) -> list[Word]:
    """The words of a line that begins at `x`, as they are set; a double space is a wide one."""
    made, at = [], x
    for part in text.split(" "):
        width = len(part) * WIDTH * size / 10
        if part:
            made.append(Word(part, at, at + width, y, size))
        at += width + WIDTH * size / 10
    return made


def page(*lines: tuple[float, float, str], number: int = 1, size: float = 10.0) -> Page:
    """Lines of (x, y, text)."""
    return Page(number, tuple(word for x, y, text in lines for word in words(text, x, y, size)))


def column(*texts: str, x: float = 50, top: float = 700, leading: float = 12) -> list[tuple[float, float, str]]:
    """Lines one below the other; a leading space is an indent of 20 points, an empty text a gap."""
    return [(x + 20 * text.startswith(" "), top - leading * at, text.strip()) for at, text in enumerate(texts) if text]


def paragraphs(*pages: Page) -> list[str]:
    return [text for text in text_of(columns_of(pages)).split("\n") if text.strip("\f")]


LONG = "words that fill the whole of a line as it was printed up to here"


class TestRows:
    def test_the_mark_of_a_footnote_is_no_part_of_the_text(self) -> None:
        line = [
            *words("the decision", 50, 700),
            Word("1", 115, 118, 704, 6.0, glued=True),
            *words("of the Council", 125, 700),
        ]
        assert Row(line).text == "the decision of the Council"

    def test_a_raised_ending_of_a_number_is(self) -> None:
        line = [*words("its 8779", 50, 700), Word("th", 92, 97, 704, 6.0, glued=True), *words("meeting", 102, 700)]
        assert Row(line).text == "its 8779th meeting"

    def test_words_are_put_in_order_whatever_the_file_has(self) -> None:
        assert [row.text for row in rows_of(reversed([*words("a b", 50, 700), *words("c", 50, 680)]))] == ["a b", "c"]


class TestParagraphs:
    def test_first_lines_are_indented(self) -> None:
        assert paragraphs(page(*column(f" One {LONG}", "and its end,", f" Two {LONG}", "and its end,"))) == [
            f"One {LONG} and its end,",
            f"Two {LONG} and its end,",
        ]

    def test_a_gap_parts(self) -> None:
        lines = [*column(f"One {LONG}", "and on."), *column(f"Two {LONG}", "and on.", top=670)]
        assert paragraphs(page(*lines)) == [f"One {LONG} and on.", f"Two {LONG} and on."]

    def test_items_hang_on_their_numbers(self) -> None:
        lines = [
            (50.0, 700.0, f"1. Requests {LONG}:"),
            (50.0, 688.0, f"(a) To go {LONG}"),
            (70.0, 676.0, "and to come;"),
            (50.0, 664.0, f"(b) To stay {LONG}"),
            (70.0, 652.0, "where it is."),
        ]
        assert paragraphs(page(*lines)) == [
            f"1. Requests {LONG}:",
            f"(a) To go {LONG} and to come;",
            f"(b) To stay {LONG} where it is.",
        ]

    def test_a_mark_at_the_margin_stands_inside_a_sentence(self) -> None:
        lines = column(
            f" 1. Decides {LONG} (a) and", f"(b) above {LONG} and here", "and so on.", f" 2. Calls {LONG}", "here."
        )
        assert paragraphs(page(*lines)) == [
            f"1. Decides {LONG} (a) and (b) above {LONG} and here and so on.",
            f"2. Calls {LONG} here.",
        ]

    def test_a_word_divided_at_the_end_of_a_line_is_whole_again(self) -> None:
        assert paragraphs(page(*column(f" As it is {LONG} neces-", "sary and ap-", "propriate."))) == [
            f"As it is {LONG} necessary and appropriate."
        ]

    @pytest.mark.parametrize("head", ["S/RES/2999 (2025)", "Yearbook of the United Nations"])
    def test_a_sentence_goes_on_over_a_page_past_heads_and_feet(self, head: str) -> None:
        def sheet(number: int, *texts: str) -> Page:
            edges = [] if number == 1 else [(50.0, 780.0, head)]
            return page(*edges, *column(*texts), (50.0, 40.0, f"{number}/3 25-12345"), number=number)

        found = paragraphs(
            sheet(1, f" One {LONG}", f"which goes on {LONG}"),
            sheet(2, f"to the next {LONG}", "page,"),
            sheet(3, f" Two {LONG}", "end."),
        )
        assert found == [f"One {LONG} which goes on {LONG} to the next {LONG} page,", f"Two {LONG} end."]

    def test_footnotes_are_left_out(self) -> None:
        note = words("1 See the report of the Secretary-General.", 50, 60, size=7)
        body = page(*column(f" One {LONG}", "and its end,", f" Two {LONG}", "and its end."))
        assert len(paragraphs(Page(1, (*body.words, *note)))) == 2


class TestColumns:
    def test_two_columns_are_read_one_after_the_other(self) -> None:
        left = column(*[f"left {at} fills its column whole" for at in range(12)], x=50)
        right = column(*[f"right {at} fills its column too" for at in range(12)], x=260, top=694)
        found = " ".join(paragraphs(page(*left, *right)))
        assert [int(word) for word in found.split() if word.isdigit()] == [*range(12), *range(12)]
        assert found.index("left 11") < found.index("right 0")

    def test_a_line_over_both_stands_between(self) -> None:
        def both(top: float, name: str) -> list[tuple[float, float, str]]:
            left = column(*[f"{name} left {at} fills its column" for at in range(8)], x=50, top=top)
            return left + column(*[f"{name} right {at} fills this one" for at in range(8)], x=260, top=top)

        title = (50.0, 590.0, "a title that reaches over the whole of the page from left to right")
        found = " ".join(paragraphs(page(*both(700, "one"), title, *both(570, "two"))))
        assert (
            found.index("one right 7") < found.index("a title") < found.index("two left 0") < found.index("two right 0")
        )

    def test_a_page_of_one_column_stays_whole(self) -> None:
        found = paragraphs(page(*column(*[f" {at}. Decides {LONG}." for at in range(1, 20)])))
        assert found == [f"{at}. Decides {LONG}." for at in range(1, 20)]
