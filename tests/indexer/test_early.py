"""Resolutions of 1946 to 1993: printed volumes, typewritten copies, and what text recognition makes of them."""

from __future__ import annotations

import time

import pytest

from seized.indexer.grammar.misread import enumerators_of
from seized.indexer.model import Document
from seized.indexer.readers import read_bytes
from seized.indexer.readers.early import is_closing, is_footnote, mend_words

VOLUME = """sions of the preceding question.
Adopted unanimously at the 1381st meeting.
241 (1967). Resolution of 15 November 1967
The Security Council,
Concerned by the serious situation,
1. Condemns any act of interference;
2. Calls upon all States to see that this does not happen.
Adopted unanimously at the 1378th meeting.
THE SITUATION IN NEVERLAND
Decisions
At its 1379th meeting, on 16 November 1967, the Council decided to invite the representatives of two States to
participate, without vote, in the discussion.
242 (1967). Resolution of 22 November 1967
The Security Council,
Expressing its continuing concern,
1. Affirms that the fulfilment of Charter principles requires peace;
2. Requests the Secretary-General to report.
Adopted unanimously at the 1382nd meeting.
"""

TYPED = """UNITED                                                     S
NATIONS

Security Council                      Distr.
                                      GENERAL

                                      S/RES/338 (1973)
                                      22 October 1973

                    RESOLUTION 338 (1973)

       Adopted by the Security Council at its 1747th meeting,
                 on 21/22 October 1973

     The Security Council

     1.   Calls upon all parties to the present fighting to cease all firing
and terminate all military activity immediately, no later than 12 hours after
the moment of the adoption of this decision;

     2.   Calls upon the parties concerned to start immediately after the
cease-fire the implementation of resolution 242 (l967) in all

73-22418                                                      /...
S/RES/338 (1973)
Page 2

of its parts;

     3.   Decides that negotiations shall start.
"""


def read(text: str) -> Document:
    return read_bytes(text.encode(), "x.txt")[0]


def shape(text: str) -> list[tuple[str, str, str]]:
    return [(one.kind[:2], one.label, one.text) for one in read(text).paragraphs]


class TestVolumes:
    def test_each_resolution_of_a_page_by_itself_without_what_stands_between(self) -> None:
        found = read_bytes(VOLUME.encode(), "x.txt")
        assert [(one.symbol, one.date, one.meeting, len(one.paragraphs)) for one in found] == [
            ("S/RES/241 (1967)", "1967-11-15", "1378", 3),
            ("S/RES/242 (1967)", "1967-11-22", "1382", 3),
        ]

    @pytest.mark.parametrize(
        "heading",
        [
            "83 (1950). Resolution of 27 June 1950",
            "83 (1950). Resolution of 27 June 1950\n[S/1511]",
            "83 (1950) Resolution of 27 June 1950",
            "Resolution 83 (1950) of 27 June 1950",
            "Resolution 83 (1950)\nof 27 June 1950",
            "RESOLUTION 83 (1950)\n27 June 1950",
        ],
    )
    def test_headings(self, heading: str) -> None:
        found = read(f"{heading}\n\nThe Security Council,\n\nRecommends that Members furnish assistance.\n")
        assert (found.symbol, found.type, found.date) == ("S/RES/83 (1950)", "resolution", "1950-06-27")
        assert [one.kind for one in found.paragraphs] == ["operative"]

    @pytest.mark.parametrize(
        ("line", "closes"),
        [
            ("Adopted unanimously at the 1382nd meeting.", True),
            ("Adopted at the 474th meeting by 7 votes to 1 (Yugoslavia).1", True),
            ("Adopted at the 5th meeting, by 9 votes to none, with 2 abstentions (Poland, USSR).", True),
            ("Adopted by 8 votes to none, with 3 abstentions, at the 18th meeting.", True),
            ("Adopted without a vote at the 2nd meeting.", True),
            ("The draft was voted on in parts; no vote was taken on the text as a whole.", True),
            ("Adopted by the Security Council", False),
            ("Adopts the following rules at its next meeting;", False),
            ("Decides to meet at the 18th meeting.", False),
        ],
    )
    def test_the_note_on_the_vote(self, line: str, closes: bool) -> None:
        assert is_closing(line) is closes

    @pytest.mark.parametrize(
        ("line", "is_note"),
        [
            ("1 Two members (Egypt, India) did not participate in the voting.", True),
            ("2 Official Records of the Security Council, Fifth Year.", True),
            ("* See Official Records, Supplement for June.", True),
            ("12 Ibid., document S/1501.", True),
            ("1. See that the measures are carried out;", False),
            ("2 Calls upon all States", False),
        ],
    )
    def test_footnotes(self, line: str, is_note: bool) -> None:
        assert is_footnote(line) is is_note


class TestTypewritten:
    def test_pages_marks_and_lost_commas(self) -> None:
        found = read(TYPED)
        assert (found.symbol, found.meeting, found.date) == ("S/RES/338 (1973)", "1747", "1973-10-22")
        assert [(kind, label) for kind, label, _ in shape(TYPED)] == [("op", "1"), ("op", "2"), ("op", "3")]
        assert shape(TYPED)[1][2].endswith("the implementation of resolution 242 (1967) in all of its parts;")

    @pytest.mark.parametrize("above", ["Acting under Chapter VII of the Charter,", "Acting under Chapter VII"])
    def test_chapter_vii_right_above_the_first_paragraph(self, above: str) -> None:
        text = f"RESOLUTION 678 (1990)\n\nThe Security Council,\n\nRecalling its resolutions,\n\n{above}\n1. Demands that all comply;\n2. Decides so.\n"
        assert [(kind, label) for kind, label, _ in shape(text)] == [("pr", ""), ("pr", ""), ("op", "1"), ("op", "2")]

    def test_capitals_and_no_numbers(self) -> None:
        text = (
            "S/1501\n25 June 1950\n\nRESOLUTION ADOPTED AT THE 473RD MEETING OF THE SECURITY COUNCIL ON 25 JUNE 1950\n\n"
            "THE SECURITY COUNCIL\n\nRECALLING the finding of the General Assembly,\n\nDETERMINES that this is a breach;\n\n"
            "REQUESTS the Commission\n\n(a) To observe it;\n\nCALLS UPON all Members to assist.\n"
        )
        found = read(text)
        assert (found.symbol, found.type, found.date) == ("S/1501", "resolution", "1950-06-25")
        assert [one.kind[:2] for one in found.paragraphs] == ["pr", "op", "op", "op", "op"]

    def test_the_name_of_the_council_alone_opens_nothing(self) -> None:
        text = "The Security Council\n\nAbout the Council\n\nResolution 83 (1950)\n\nThe Security Council,\n\nDecides so.\n"
        assert shape(text) == [("op", "", "Decides so.")]


class TestParts:
    def test_a_and_b_count_their_paragraphs_by_themselves(self) -> None:
        text = (
            "161 (1961). Resolution of 21 February 1961\n[S/4741]\nA\nThe Security Council,\nHaving considered it,\n"
            "1. Urges that measures be taken;\n2. Calls upon all States.\nB\nThe Security Council,\nGravely concerned,\n"
            "1. Urges this;\n2. Reiterates its call.\nAdopted at the 942nd meeting by 9 votes to none, with 2 abstentions.\n"
        )
        assert [(kind, label or words) for kind, label, words in shape(text)] == [
            ("he", "A"), ("pr", "Having considered it,"), ("op", "1"), ("op", "2"),
            ("he", "B"), ("pr", "Gravely concerned,"), ("op", "1"), ("op", "2"),
        ]  # fmt: skip


class TestMisreadNumbers:
    @pytest.mark.parametrize(
        ("read", "meant"),
        [
            (["l. Affirms this;", "2. Calls upon all;"], ["1", "2"]),
            (["I. Affirms this;", "2. Calls upon all;"], ["1", "2"]),
            (["1. Requests:", "(1) One;", "(ii) Two;"], ["1", "(i)", "(ii)"]),
            (["1. Requests:", "(i) One;", "(11) Two;", "(iii) Three;"], ["1", "(i)", "(ii)", "(iii)"]),
            (["(a) One;", "(b) Two;", "(e) Three;", "(d) Four;"], ["(a)", "(b)", "(c)", "(d)"]),
            (["9. Decides;", "l0. Decides;", "1l. Decides;"], ["9", "10", "11"]),
            (["2. Decides;", "8. Calls upon all;", "4. Decides;"], ["2", "3", "4"]),
            # what is in order stays
            (["1. Requests:", "(1) One;", "(2) Two;"], ["1", "(1)", "(2)"]),
            (["(a) One;", "(i) Two;", "(ii) Three;", "(b) Four;"], ["(a)", "(i)", "(ii)", "(b)"]),
            (["I. Mandate", "II. Sanctions"], ["(I)", "(II)"]),
        ],
    )
    def test_neighbours_tell(self, read: list[str], meant: list[str]) -> None:
        assert [mark.label for mark in enumerators_of(read) if mark] == meant

    def test_lost_full_stops_are_known_in_early_documents_alone(self) -> None:
        texts = ["1, Affirms this;", "2 Calls upon all;", "3 members did not vote"]
        assert [mark and mark.label for mark in enumerators_of(texts, early=True)] == ["1", "2", None]
        assert enumerators_of(texts) == [None, None, None]


class TestMisreadWords:
    @pytest.mark.parametrize(
        ("read", "meant"),
        [
            ("the Secretary -General", "the Secretary-General"),
            ("the Secretary- General", "the Secretary-General"),
            ("resolution 242 (l967)", "resolution 242 (1967)"),
            ("resolution 2625 (XXVl)", "resolution 2625 (XXVI)"),
            ("short- and long-term", "short- and long-term"),
            ("Afghan-led and -owned", "Afghan-led and -owned"),
            ("paragraph 12 (l) to (p)", "paragraph 12 (l) to (p)"),
        ],
    )
    def test_mended(self, read: str, meant: str) -> None:
        assert mend_words(read) == meant


class TestColumnsInText:
    def test_two_columns_side_by_side(self) -> None:
        left = [
            "Resolution 83 (1950)",
            "",
            "     The Security Council,",
            "     Having determined that the attack",
            "upon the Republic constitutes a",
            "breach of the peace,",
            "     Having called for an immediate",
            "cessation of hostilities,",
            "     Noting the report which the",
            "Commission has made to it of",
            "what it saw in those days,",
            "     Having noted from this report",
        ]
        right = [
            "that the authorities have neither",
            "ceased hostilities nor withdrawn",
            "their armed forces,",
            "     Having also noted the appeal",
            "for immediate and effective steps",
            "to secure peace and security,",
            "     Recommends that the Members",
            "of the United Nations furnish such",
            "assistance as may be necessary to",
            "repel the armed attack and to",
            "restore international peace and",
            "security in the area.",
        ]
        text = "\n".join(f"{one:<40}{two}" for one, two in zip(left, right, strict=True))
        assert [(kind, words.split()[-1]) for kind, _, words in shape(text)] == [
            ("pr", "peace,"), ("pr", "hostilities,"), ("pr", "days,"), ("pr", "forces,"), ("pr", "security,"), ("op", "area."),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "line", ["a" * 30 + "    " + "b" * 30 + "\n", "   x   \n" * 3, " " * 50 + "x\n", "a   " * 20]
    )
    @pytest.mark.usefixtures("no_collection")
    def test_time_grows_with_length(self, line: str) -> None:
        def seconds(times: int) -> float:
            text = f"Resolution 83 (1950)\n\nThe Security Council,\n\nRecalling it,\n\n{line * times}"
            start = time.process_time()
            read(text)
            return time.process_time() - start

        assert seconds(1600) < 8 * 5 * max(seconds(200), 0.005)
