"""PDF files: resolutions as they are printed, and files that are no such thing."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from seized import build_index
from seized.errors import DocumentError
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import pdf, read_bytes
from seized.indexer.readers.furniture import TORN
from seized.indexer.readers.letter import read_letter

HERE = Path(__file__).parent
PDF = runpy.run_path(str(HERE / "pdf_files.py"))
Made = tuple[str, str, str]

RESOLUTION = [
    "United Nations                                     S/RES/2999 \\(2025\\)",
    "Resolution 2999 \\(2025\\)",
    "Adopted by the Security Council at its 9999th meeting, on 30 June 2025",
    "The Security Council,",
    "Recalling its previous resolutions,",
    "1. Decides to remain seized of the matter.",
]


def reason(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "x.pdf")
    assert "\n" not in caught.value.reason
    return caught.value.reason


class TestPrintedResolutions:
    """The clauses of PDFs against those that the XML marks up from which they were printed."""

    @pytest.mark.parametrize(
        ("layout", "count", "least"), [("printed", 8, 0.99), ("tight", 8, 0.99), ("columns", 5, 0.96)]
    )
    def test_english(self, scored: Callable[..., dict[str, Any]], layout: str, count: int, least: float) -> None:
        found = scored(count, layout)
        assert found["boundary_f1"] >= least
        assert min(found["kind"], found["paragraph"], found["lead_verb"]) >= 0.99

    @pytest.mark.usefixtures("chinese_font")
    def test_chinese(self, scored: Callable[..., dict[str, Any]]) -> None:
        found = scored(1, "printed", "Chinese")
        assert found["boundary_f1"] >= 0.97
        assert found["kind"] >= 0.99

    def test_with_footnotes(self, scored: Callable[..., dict[str, Any]]) -> None:
        assert scored(3, "printed", notes=True)["boundary_f1"] >= 0.99


@pytest.fixture(scope="session")
def scored(
    resolutions: Callable[..., Iterator[tuple[Path, list[Made]]]],
    to_pdf: Callable[[str], bytes],
    tool: Callable[[str], dict[str, Any]],
) -> Callable[..., dict[str, Any]]:
    """The figures of a seeded sample that is printed in one layout."""
    page = runpy.run_path(str(HERE / "conftest.py"))["as_html"]

    def made(count: int, layout: str, language: str = "English", *, notes: bool = False) -> dict[str, Any]:
        gold, parsed = [], []
        for file, blocks in resolutions(count, language):
            gold += list(tool("gold")["clauses"](str(file), language[0]))
            printed = to_pdf(page(blocks, layout=layout, notes=notes, lang=language[:2].lower()))
            for document in read_bytes(printed, f"{file.stem}.pdf"):
                parsed += [clause.to_dict() for clause in clauses_of(document)]
        found: dict[str, Any] = tool("score")["score"](gold, parsed)
        return found

    return made


class TestFiles:
    def test_a_plain_file_is_read_whatever_its_name(self) -> None:
        (found,) = read_bytes(PDF["file"](PDF["lines"](RESOLUTION)), "x.txt")
        assert (found.symbol, found.date, found.meeting) == ("S/RES/2999 (2025)", "2025-06-30", "9999")
        assert [(one.kind, one.label) for one in found.paragraphs] == [("preambular", ""), ("operative", "1")]

    def test_what_stands_before_its_head_does_not_matter(self) -> None:
        assert read_bytes(b"\r\n\r\n" + PDF["file"](PDF["lines"](RESOLUTION)), "x.pdf")

    def test_a_scan_is_named_as_such(self) -> None:
        drawing = b"0 0 0 rg 50 50 400 600 re f\n"
        assert "scan without text" in reason(PDF["file"](drawing, drawing))

    def test_a_page_number_makes_no_text_of_a_scan(self) -> None:
        assert "scan without text" in reason(PDF["file"](*[PDF["lines"]([f"- {at} -"]) for at in range(4)]))

    def test_one_that_is_locked(self) -> None:
        assert "password" in reason(PDF["locked"]())

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\nnonsense\n", b"%PDF-1.4" + bytes(5000)])
    def test_one_that_is_damaged(self, data: bytes) -> None:
        assert "damaged" in reason(data)

    def test_one_that_is_cut_off_is_read_as_far_as_it_goes_or_refused(self) -> None:
        data = PDF["file"](*[PDF["lines"](RESOLUTION)] * 3)
        for at in range(0, len(data), len(data) // 12):
            try:
                read_bytes(data[:at] or b"%PDF-", "x.pdf")
            except DocumentError as error:
                assert "\n" not in error.reason  # noqa: PT017  (one that can be read raises nothing)

    def test_more_letters_than_a_page_can_hold(self) -> None:
        line = "(%s) Tj 0 -1 Td " % ("abc def " * 100)
        assert "than a page can hold" in reason(PDF["file"](f"BT /F 1 Tf 1 700 Td {line * 200} ET".encode()))

    def test_more_pages_than_a_document_has(self) -> None:
        assert "pages" in reason(PDF["file"](*[b""] * 2001))


def long() -> bytes:
    """A PDF that takes some seconds, and memory little by little."""
    return bytes(
        PDF["file"](*[PDF["lines"](["the Council decides that all States shall take the measures"] * 60)] * 800)
    )


class TestItsProcess:
    """PDFs are read in another process, so that none can be the end of this one."""

    def test_one_that_takes_too_long_costs_itself_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        slow = long()
        with monkeypatch.context() as patch:
            patch.setattr(pdf, "_PATIENCE", 0.5)
            assert "takes longer than" in reason(slow)
        assert read_bytes(PDF["file"](PDF["lines"](RESOLUTION)), "x.pdf")

    @pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there are no signals here")
    def test_one_that_breaks_it_down_is_no_end_of_reading(self) -> None:
        whole = PDF["file"](PDF["lines"](RESOLUTION))
        read_bytes(whole, "x.pdf")
        process = pdf._reader._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert read_bytes(whole, "x.pdf")

    def test_where_no_process_can_be_begun_it_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.executable", "")
        answer = pdf._Reader().read(PDF["file"](PDF["lines"](RESOLUTION)))
        assert answer.reason.startswith("a PDF, which is read in a process of its own, and none can be begun here")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with the one that began it")
class TestItsEnd:
    def test_it_ends_with_a_program_that_is_killed_however_busy_it_is(self) -> None:
        whole = PDF["file"](PDF["lines"](RESOLUTION))
        program = (
            "import sys; from seized.indexer.readers import pdf; pdf.pdf_text(sys.stdin.buffer.read(), 'x');"
            "print(pdf._reader._process.pid, flush=True); import time; time.sleep(60)"
        )
        with subprocess.Popen([sys.executable, "-c", program], stdin=-1, stdout=-1) as parent:
            assert parent.stdin is not None
            assert parent.stdout is not None
            parent.stdin.write(whole)
            parent.stdin.close()
            reader = int(parent.stdout.readline())
            os.kill(reader, signal.SIGSTOP)  # it sees no end of its input, as one that is in the middle of a page
            parent.kill()
        try:
            for _ in range(200):
                if not is_alive(reader):
                    break
                time.sleep(0.05)
            assert not is_alive(reader)
        finally:
            with suppress(ProcessLookupError):
                os.kill(reader, signal.SIGKILL)

    def test_its_own_clock_ends_it_where_nobody_else_does(self) -> None:
        slow = long()
        program = "from seized.indexer.readers import pdf; pdf._PATIENCE = 0.3; pdf.serve()"
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=len(slow).to_bytes(8, "little") + slow,
            capture_output=True,
            check=False,
        )
        assert done.returncode == -signal.SIGALRM

    def test_its_clock_does_not_run_between_documents(self) -> None:
        whole = PDF["file"](PDF["lines"](RESOLUTION))
        program = (
            "import time; from seized.indexer.readers import pdf\n"
            "received = pdf._received\n"
            "def late(pipe):\n    data = received(pipe); time.sleep(0.6); return data\n"
            "pdf._received = late; pdf._PATIENCE = 0.5; import pypdfium2; pdf._read(b''); pdf.serve()"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=(len(whole).to_bytes(8, "little") + whole) * 2,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stdout.count(b"9999th")) == (0, 2)

    def test_one_that_its_clock_ends_is_said_to_take_too_long(self) -> None:
        whole = PDF["file"](PDF["lines"](RESOLUTION))
        reader = pdf._Reader()
        process = reader._begun()
        os.kill(process.pid, signal.SIGALRM)
        process.stdout.read()  # type: ignore[union-attr]
        process.poll = lambda: None  # type: ignore[method-assign]
        assert "takes longer than" in reader.read(whole).reason


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended may stand in the list until somebody asks for its status."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


class TestLostPages:
    """Pages that cannot be read, or are pictures, among others that can."""

    BEFORE = (
        *RESOLUTION[:4],
        "Recalling that the parties have agreed to the terms which all of them have put down and",
    )
    AFTER = ("which they will keep,", "1. Decides to remain seized of the matter.")
    PICTURE = b"0 0 0 rg 50 50 400 600 re f\n"

    @pytest.mark.parametrize("number", ["", "\nBT /F 9 Tf 1 0 0 1 300 20 Tm (- 2 -) Tj ET\n/I Do\n"])
    def test_they_are_named_and_the_text_is_not_whole(self, number: str) -> None:
        page = self.PICTURE if not number else IMAGE + number.encode()
        (found,) = read_bytes(PDF["file"](PDF["lines"](self.BEFORE), page, PDF["lines"](self.AFTER)), "x.pdf")
        assert not found.source.complete
        assert found.source.notes == ("page 2 of the PDF is not in the text: damaged, or a picture",)

    def test_no_sentence_goes_on_over_them(self) -> None:
        pages = PDF["lines"](self.BEFORE), PDF["lines"](self.AFTER)
        (whole,) = read_bytes(PDF["file"](*pages), "x.pdf")
        assert [one.text[-5:] for one in whole.paragraphs] == ["keep,", "tter."]
        (torn,) = read_bytes(PDF["file"](pages[0], self.PICTURE, pages[1]), "x.pdf")
        assert [one.text[-5:] for one in torn.paragraphs] == ["n and", "keep,", "tter."]
        assert (whole.source.complete, whole.source.notes) == (True, ())

    def test_nor_in_a_letter(self) -> None:
        text = (HERE.parents[2] / "corpus/samples/letter-2553.txt").read_text(encoding="utf-8")
        before = [one.text for one in read_letter(text, "x")[0].paragraphs]
        whole = max(before, key=len)
        words = whole[20:].split()[5:7]
        cut = f"{words[0]} {words[1]}"
        assert text.count(cut) == 1
        torn = text.replace(cut, f"{words[0]}\n\n{TORN}\n\n{words[1]}")
        after = [one.text for one in read_letter(torn, "x")[0].paragraphs]
        assert len(after) == len(before) + 1
        assert not any(TORN in one for one in after)

    def test_one_that_cannot_be_loaded(self) -> None:
        data = PDF["file"](*[PDF["lines"](RESOLUTION)] * 3)
        broken = data.replace(b"6 0 obj\n<</Type/Page/", b"6 0 obj\n<</Type/Nope/")
        answer = pdf.pdf_text(broken.replace(b"\n6 0 obj", b"\n9 9 xyz"), "x.pdf")
        assert answer.lost == [2]

    def test_an_empty_page_is_no_loss(self) -> None:
        (found,) = read_bytes(PDF["file"](PDF["lines"](RESOLUTION), b""), "x.pdf")
        assert (found.source.complete, found.source.notes) == (True, ())

    def test_many_are_named_in_part(self) -> None:
        assert pdf.PdfText(lost=list(range(1, 40))).notes()[0].startswith("pages 1, 2, 3")
        assert "20 and others of the PDF are" in pdf.PdfText(lost=list(range(1, 40))).notes()[0]


IMAGE = b"q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q\n"


class TestMissingLibrary:
    @pytest.mark.parametrize(("module", "name"), [("pypdfium2", "x.pdf"), ("docx", "x.docx")])
    def test_one_sentence_says_what_to_install_and_others_go_on(
        self, module: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "seized.indexer.readers.extras.find_spec", lambda wanted: None if wanted == module else True
        )
        word = runpy.run_path(str(HERE / "word_files.py"))
        data = PDF["file"](PDF["lines"](RESOLUTION)) if module == "pypdfium2" else word["saved"](word["blank"]())
        (tmp_path / name).write_bytes(data)
        (tmp_path / "y.txt").write_text("\n\n".join(RESOLUTION[1:]).replace("\\", ""))
        report = build_index([tmp_path], tmp_path / "index")
        assert [one.reason.rpartition(": ")[2] for one in report.rejected] == ["pip install 'seized[files]'"]
        assert report.indexed == 1
