"""Several documents in one text."""

from __future__ import annotations

from seized.indexer.readers import read_bytes

BODY = "The Security Council,\n\nRecalling its resolutions on the matter, {0},\n\n1. Decides to remain seized of the matter.\n"
ONE = "United Nations\n\nS/RES/2801 (2026)\n\nResolution 2801 (2026)\n\n" + BODY.format("long " * 60)
TWO = "United Nations\n\nS/RES/2802 (2026)\n\nResolution 2802 (2026)\n\n" + BODY.format("longer " * 60)
STATEMENT = (
    "United Nations\n\nS/PRST/2026/4\n\nStatement by the President of the Security Council\n\n"
    "“The Security Council welcomes the report.”\n"
)


class TestSplitting:
    def test_each_document_is_read_by_itself(self) -> None:
        read = read_bytes((ONE + TWO + STATEMENT).encode(), "x.txt")
        assert [document.symbol for document in read] == ["S/RES/2801 (2026)", "S/RES/2802 (2026)", "S/PRST/2026/4"]
        assert [len(document.paragraphs) for document in read] == [2, 2, 1]

    def test_a_number_repeated_on_every_page_is_one_document(self) -> None:
        paged = ONE.replace("1. Decides", "\fResolution 2801 (2026)\n\n1. Decides")
        assert [document.symbol for document in read_bytes(paged.encode(), "x.txt")] == ["S/RES/2801 (2026)"]

    def test_one_document_stays_whole(self) -> None:
        assert len(read_bytes(ONE.encode(), "x.txt")) == 1

    def test_a_number_that_the_text_quotes_opens_no_document(self) -> None:
        quoting = ONE.replace("1. Decides", "1. Recalls that\n\nResolution 1820 (2008)\n\nsays so;\n\n2. Decides")
        assert [document.symbol for document in read_bytes(quoting.encode(), "x.txt")] == ["S/RES/2801 (2026)"]
