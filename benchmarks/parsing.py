"""How well documents are read: parsed clauses against the clauses that the UN's XML marks up.

    python benchmarks/parsing.py SHARED [--years 2020,2021,2010,2016]

SHARED is a folder with `corpus/akn` and `tools/{gold,render,score}.py`. Each English resolution of the years is
rendered as three converters would print it, parsed and scored; then the XML itself, in English and in Chinese.
"""

from __future__ import annotations

import argparse
import runpy
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from seized import DocumentError, parse
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import read_bytes

FIGURES = (
    "boundary_f1", "kind", "paragraph", "lead_verb", "verb_recall", "verb_precision", "cite_precision", "cite_recall",
)  # fmt: skip
STYLES = ("clean", "markdown", "wrapped")
LINKED = ("2020", "2021")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("--years", default="2020,2021,2010,2016")
    given = options.parse_args()
    tools = {name: runpy.run_path(str(given.shared / "tools" / f"{name}.py")) for name in ("gold", "render", "score")}
    files = list(_files(given.shared / "corpus/akn", given.years.split(","), "English"))
    print("".join(f"{name:>15}" for name in ("", *FIGURES)))
    gold = _gold(tools, files, "E")
    for style in STYLES:
        _report(style, tools, gold, _rendered(tools, style, files))
    _report("XML, English", tools, gold, _xml(files))
    linked = list(_files(given.shared / "corpus/akn", LINKED, "English"))
    gold = _gold(tools, linked, "E")
    _report("clean, 2020-21", tools, gold, _rendered(tools, "clean", linked))
    chinese = list(_files(given.shared / "corpus/akn", LINKED, "Chinese"))
    _report("XML, Chinese", tools, _gold(tools, chinese, "C"), _xml(chinese))


def _files(corpus: Path, years: Iterable[str], language: str) -> Iterator[Path]:
    for year in years:
        for folder in (corpus / year / language, corpus / "Pre-2020" / year):
            found = sorted(folder.glob("*.xml")) if language in ("English", folder.name) else []
            yield from (file for file in found if "PRST" not in file.name)


def _gold(tools: dict[str, Any], files: list[Path], language: str) -> list[dict[str, Any]]:
    return [row for file in files for row in tools["gold"]["clauses"](str(file), language)]


def _rendered(tools: dict[str, Any], style: str, files: list[Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        text = tools["render"][style](str(file)).encode()
        for document in read_bytes(text, f"{file.name}.{style}.txt"):
            yield from (clause.to_dict() for clause in clauses_of(document))


def _xml(files: list[Path]) -> Iterator[dict[str, Any]]:
    for item in parse(files):
        if isinstance(item, DocumentError):
            raise item
        yield from (clause.to_dict() for clause in item[1])


def _report(name: str, tools: dict[str, Any], gold: list[dict[str, Any]], rows: Iterable[dict[str, Any]]) -> None:
    scored = tools["score"]["score"](gold, list(rows))
    figures = (scored[figure] for figure in FIGURES)
    print(f"{name:>15}" + "".join(f"{'-' if figure is None else figure:>15}" for figure in figures), flush=True)


if __name__ == "__main__":
    main()
