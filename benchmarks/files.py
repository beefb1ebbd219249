"""How well PDF, Word and HTML are read: files made from the UN's XML, parsed and scored against it.

    python benchmarks/files.py SHARED [--count 72]

SHARED is a folder with `corpus/akn` and `tools/{gold,render,score}.py`. A seeded sample of resolutions over all years
is printed in the layouts of the tests (`tests/indexer/files/conftest.py`); WeasyPrint makes the PDFs.
"""

from __future__ import annotations

import argparse
import io
import runpy
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from seized import DocumentError
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import read_bytes

FIGURES = ("gold", "boundary_f1", "kind", "paragraph", "lead_verb", "cite_recall")
MAKERS = Path(__file__).parents[1] / "tests" / "indexer" / "files" / "conftest.py"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("--count", type=int, default=72)
    given = options.parse_args()
    tools = {name: runpy.run_path(str(given.shared / "tools" / f"{name}.py")) for name in ("gold", "render", "score")}
    makers = runpy.run_path(str(MAKERS))
    print(f"{'':>22}{'files':>7}{'seconds':>9}" + "".join(f"{name:>13}" for name in FIGURES))
    for language, layouts in (("English", ("printed", "tight", "columns")), ("Chinese", ("printed",))):
        count = given.count if language == "English" else given.count // 3
        files = makers["sample"](given.shared, count, language)
        for layout in layouts:
            _report(
                f"PDF, {layout}", tools, files, language, lambda blocks, as_set=layout: _pdf(makers, blocks, as_set)
            )
        _report("Word, counts itself", tools, files, language, makers["as_docx"])
        _report("HTML", tools, files, language, lambda blocks: makers["as_html"](blocks).encode())


def _pdf(makers: dict[str, Any], blocks: list[Any], layout: str) -> bytes:
    import weasyprint

    file = io.BytesIO()
    weasyprint.HTML(string=makers["as_html"](blocks, layout=layout, notes=layout == "tight")).write_pdf(file)
    return file.getvalue()


def _report(name: str, tools: dict[str, Any], files: list[Path], language: str, make: Callable[..., bytes]) -> None:
    gold, parsed, seconds = [], [], 0.0
    for file in files:
        gold += list(tools["gold"]["clauses"](str(file), language[0]))
        data = make(list(tools["render"]["blocks"](str(file))))
        start = time.perf_counter()
        try:
            parsed += [clause.to_dict() for document in read_bytes(data, file.stem) for clause in clauses_of(document)]
        except DocumentError as error:
            print(f"not read: {error}")
        seconds += time.perf_counter() - start
    scored = tools["score"]["score"](gold, parsed)
    figures = "".join(f"{'-' if scored[one] is None else scored[one]:>13}" for one in FIGURES)
    print(f"{language[:2]} {name:>19}{len(files):>7}{seconds:>9.1f}{figures}", flush=True)


if __name__ == "__main__":
    main()
