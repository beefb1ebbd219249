"""PDF, Word and HTML files made at test time, set as the United Nations set a resolution."""

from __future__ import annotations

import html
import io
import random
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seized.indexer.readers.pdf import pdf_text

Made = tuple[str, str, str]
"""What `render.blocks` gives: cover, pre, op, sub or head; number; text."""

STYLE = """
@page { size: A4; margin: 30mm 30mm 28mm 32mm;
  @bottom-left { content: counter(page) "/" counter(pages); font-size: 8.5pt }
  @bottom-right { content: "20-16963"; font-size: 8.5pt } }
@page :right { @top-right { content: "SYMBOL"; font-weight: bold; font-size: 8.5pt }
  @bottom-left { content: "20-16963"; font-size: 8.5pt }
  @bottom-right { content: counter(page) "/" counter(pages); font-size: 8.5pt } }
@page :left { @top-left { content: "SYMBOL"; font-weight: bold; font-size: 8.5pt } }
@page :first { @top-left { content: "" } @top-right { content: "" }
  @bottom-left { content: "20-16963 (E)    031220"; font-size: 8.5pt }
  @bottom-right { content: "*2016963*"; font-size: 8.5pt } }
body { font: 10pt/1.25 Liberation Serif, DejaVu Serif, Droid Sans Fallback, serif }
table { width: 100%; border-collapse: collapse } td { vertical-align: top; padding: 0 }
.un { font-size: 11pt } .council { font: bold 18pt sans-serif } .symbol { text-align: right }
h1 { font-size: 12pt; margin: 12pt 0 6pt 0 } h2 { font-size: 10pt; margin: 0 0 10pt 12mm }
p { margin: 0 0 6pt 0; text-align: justify } .pre, .op, .formula { text-indent: 12mm }
.sub { margin-left: 12mm; text-indent: 12mm } .head { font-weight: bold; margin-left: 12mm }
.number { display: inline-block; width: 9mm; text-indent: 0 }
.note { float: footnote; font-size: 8pt } ::footnote-marker { font-size: 8pt }
"""
TIGHT = "p { margin: 0; hyphens: auto } .sub { margin-left: 8mm; text-indent: -8mm } .number { width: 8mm }"
COLUMNS = "main { columns: 2; column-gap: 8mm } body { font-size: 8pt } p { margin: 0; hyphens: auto } .sub { margin-left: 4mm; text-indent: 4mm } .pre, .op, .formula { text-indent: 4mm } .number { width: 5mm }"
LAYOUTS = {"printed": "", "tight": TIGHT, "columns": COLUMNS}


def sample(shared: Path, count: int, language: str = "English") -> list[Path]:
    """A seeded sample of resolutions over all years."""
    corpus = shared / "corpus" / "akn"
    places = [*corpus.glob(f"20*/{language}"), *(corpus.glob("Pre-2020/*") if language == "English" else ())]
    by_place = [[file for file in sorted(place.glob("*.xml")) if "RES" in file.name] for place in sorted(places)]
    chosen = random.Random(6)
    each = -(-count // len(by_place))
    return [file for files in by_place for file in chosen.sample(files, min(each, len(files)))][:count]


def parts(blocks: list[Made]) -> tuple[str, str, str, list[Made]]:
    """Symbol, date of issue, number line and the paragraphs of what `render.blocks` gives."""
    cover = [text for kind, _, text in blocks if kind == "cover"]
    symbol = next((text for text in cover if text.startswith("S/RES/")), cover[0] if cover else "")
    lines = [
        text
        for text in cover
        if text.casefold().startswith(("resolution", "adopted")) or "决议" in text or "通过" in text
    ]
    return symbol, "3 December 2020", "\n".join(lines), [one for one in blocks if one[0] != "cover"]


def masthead(symbol: str, date: str) -> str:
    return (
        f'<table><tr><td class="un">United Nations</td><td class="symbol">{html.escape(symbol)}</td></tr>'
        f'<tr><td class="council">Security Council</td><td>Distr.: General<br>{date}</td></tr></table><hr>'
    )


def as_html(blocks: list[Made], *, layout: str = "printed", notes: bool = False, lang: str = "en") -> str:
    """One page of HTML, with a stylesheet for print."""
    symbol, date, cover, body = parts(blocks)
    said = "".join(f"<h1>{html.escape(line)}</h1>" for line in cover.split("\n") if line)
    lines = [f'<html lang="{lang}"><head><meta charset="utf-8"><title>{symbol}</title>']
    lines += [
        f"<style>{STYLE.replace('SYMBOL', symbol)}{LAYOUTS[layout]}</style></head><body>",
        masthead(symbol, date),
        f"<main>{said}",
    ]
    for at, (kind, number, text) in enumerate(body):
        mark = f'<span class="number">{html.escape(number)}</span> ' if number else ""
        note = f'<span class="note">A/{at}/{at}, annex, page {at}.</span>' if notes and at % 5 == 2 else ""
        lines.append(f'<p class="{kind}">{mark}{html.escape(text)}{note}</p>')
    return "\n".join([*lines, "</main></body></html>"])


def as_docx(blocks: list[Made], *, automatic: bool = True) -> bytes:
    """A Word file; with `automatic` Word counts the paragraphs, and their numbers are not in the text."""
    maker = runpy.run_path(str(Path(__file__).with_name("word_files.py")))["resolution"]
    made: bytes = maker(parts(blocks), automatic=automatic)
    return made


@pytest.fixture(scope="session")
def resolutions(
    shared: Path, tool: Callable[[str], dict[str, Any]]
) -> Callable[..., Iterator[tuple[Path, list[Made]]]]:
    """A sample of the corpus: each file with its blocks."""
    render = tool("render")["blocks"]

    def chosen(count: int, language: str = "English") -> Iterator[tuple[Path, list[Made]]]:
        for file in sample(shared, count, language):
            yield file, list(render(str(file)))

    return chosen


@pytest.fixture(scope="session")
def to_pdf() -> Callable[[str], bytes]:
    """A page of HTML as a PDF; tests that ask for it are skipped where nothing can draw one."""
    try:
        import weasyprint
    except (ImportError, OSError):  # OSError: the libraries that it draws with
        pytest.skip("WeasyPrint, or Pango with which it draws, is not installed")

    def made(page: str) -> bytes:
        file = io.BytesIO()
        weasyprint.HTML(string=page).write_pdf(file)
        return file.getvalue()

    return made


@pytest.fixture(scope="session")
def chinese_font(to_pdf: Callable[[str], bytes]) -> None:
    """Nothing; tests that ask for it are skipped where there is no font with Chinese characters."""
    if "联合国" not in pdf_text(to_pdf("<p>联合国 and words enough to be no scan</p>"), "x").text:
        pytest.skip("there is no font with Chinese characters")
