"""How much memory files take to read, each in a process of its own that has read an ordinary document of each kind.

    python tests/reliability/memory_of_documents.py FILE...

prints as JSON for each file the megabytes beyond those of the ordinary documents, those of the process that reads
PDFs, and what came of it: "read", or why it was refused.
"""

from __future__ import annotations

import json
import resource
import runpy
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from seized.errors import DocumentError
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import pdf, read, walk

HERE = Path(__file__).parent
_MEMBERS = 20
"""Files of an archive or of a folder that are read."""


def taken(file: Path) -> dict[str, Any]:
    """The memory that a file takes in this process, and what came of it."""
    before = _megabytes(resource.RUSAGE_SELF)
    said = []
    for source, _ in zip(walk([file]), range(_MEMBERS), strict=False):
        try:
            data = source.load()
            source.digest(data)
            for document in read(source, data):
                clauses_of(document)
            said.append("read")
        except DocumentError as refusal:
            said.append(str(refusal))
    grown = _megabytes(resource.RUSAGE_SELF) - before
    pdf._reader._end()
    return {"megabytes": grown, "pdf": _megabytes(resource.RUSAGE_CHILDREN), "said": said}


def _megabytes(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss >> (20 if sys.platform == "darwin" else 10)


def main() -> None:
    """Read one ordinary document of each kind, then each file in a fork."""
    forked = runpy.run_path(str(HERE / "forks.py"))["forked"]
    ordinary = runpy.run_path(str(HERE / "hostile_documents.py"))
    with tempfile.TemporaryDirectory() as folder:
        for kind, each in ordinary["seeds"]().items():
            ordinary["read_all"](kind, each[0], Path(folder))
    files = list(map(Path, sys.argv[1:]))
    json.dump({file.name: forked(partial(taken, file))() for file in files}, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
